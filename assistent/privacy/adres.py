"""Addresses: a street with a house number, and postcodes."""

from __future__ import annotations

import re
from functools import cache

from assistent.privacy.nummers import is_jaar, telt_iets
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import one_of, read_maskeerwoorden, read_namenlijsten

_NUMMER_VOOR = r"(?:\s?,?\s?(?:huisnummer|nummer|nr\.?|no\.?))?\s?"
_HUISNUMMER = (
    rf"{_NUMMER_VOOR}(?P<nr>[1-9]\d{{0,4}})"
    r"(?:\s?-?\s?(?:bis|hs|huis|rood|zwart|I{1,3}|IV)\b|-\d{1,4}\b|/\d{1,3}\b"
    r"|\s?-?\s?[A-Za-z]{1,2}(?=[\s,.;:!?)]|\Z)(?<!\s[a-z][a-z])(?<!\s[A-Z][A-Za-z])(?<!\s[i-z])"
    r"(?:-?\d{1,3}\b)?)?(?![\w%€]|[.,]\d|-\w)"
)
_HUISNUMMER_RX = re.compile(_HUISNUMMER, re.I)
_GETAL = re.compile(r"(?<!\d)[1-9]")
_WOORD_ERVOOR = re.compile(rf"(?<![\w\-'’])([^\W\d_][^\W\d_'’\-]{{0,40}}){_NUMMER_VOOR}\Z", re.I)
_LETTER_ERVOOR = re.compile(r"[^\W\d_][.,]?\s?\Z|[^\W\d_]\s,\s?\Z")
_PLEIN_JAAR = re.compile(rf"\bPlein (?:19|18)\d\d{_HUISNUMMER}")
_VOOR_STRAAT = re.compile(
    r"(?P<w>(?:[A-Z][\w'’.]*-?|[A-Z]\.|(?:van|de|der|den|het|ten|ter|'t|v\.d\.))) \Z"
    r"|(?P<k>[A-Z][\w'’]*-)\Z"
)
_VAN = frozenset({"Van", "De", "Den", "Ter"})
_MIDDEN = re.compile(r"\w \Z")
_POSTCODE = re.compile(
    r"(?<![\w€.,\-])(?P<c>[1-9]\d{3})(?P<s>\s?)(?P<l>[A-Za-z]{2})(?![\w\-]|['’]s)"
)
_POSTCODE_ERVOOR = re.compile(r"(?:\bpostcode(?:s|gebied)?\s?(?:is|van|:|=|in)?\s?[:]?\s?)\Z", re.I)


class _Patronen:
    def __init__(self) -> None:
        w = read_maskeerwoorden()
        self.zeker = tuple(w.straat_zeker)
        self.soort_straat = frozenset((*w.straat_zeker, *w.straat_misschien))
        self.eind = tuple(self.soort_straat)
        self.klein = tuple(w.straat_klein)
        self.twijfel = tuple(w.straat_twijfel)
        self.geen_straat = frozenset(w.geen_straat) | self.soort_straat
        self.geen_deel = frozenset(x.capitalize() for x in w.geen_deel_van_straat)
        self.geen_letters = frozenset(x.upper() for x in w.geen_postcodeletters)
        self.geen_woord = frozenset(w.geen_postcodewoord)
        straat_van = one_of(x.capitalize() for x in w.straat_van)
        self.laan_van = re.compile(
            rf"(?<![\w\-]){straat_van} (?:(?:van|der|den|de|het|'t|naar)\s){{1,3}}"
            rf"(?:[A-Z][\w'’\-]* ?){{1,3}}(?<! ){_HUISNUMMER}"
        )
        self.woont_woorden = w.woont
        self.woont = re.compile(
            rf"\b(?i:{one_of(w.woont)}|adres\svan\s[\w ]{{2,30}}?\sis)\b"
            r"\s?[:=]?\s?(?:(?:nu|daar|samen|alleen|zelfstandig|is|bij)\s)?(?:(?:op|aan|in|bij|te)\s)?"
            rf"(?:(?:de|het|'t)\s)?(?P<w>(?:[^\W\d_][\w'’.\-]*\s){{0,3}}[^\W\d_][\w'’\-]*{_HUISNUMMER})"
        )
        self.aan_de = re.compile(
            rf"(?:\b{one_of(w.pand)}\s(?:(?:op|aan|in|bij|is)\s)?(?:(?:de|het|'t)\s)?"
            r"|adres\s?(?:is|:)?\s?)\Z",
            re.I,
        )


@cache
def _patronen() -> _Patronen:
    return _Patronen()


def mask_adres(t: Tekst) -> None:
    """Mask streets with a house number, then postcodes."""
    p = _patronen()
    for rx in (p.laan_van, _PLEIN_JAAR):
        for m in rx.finditer(t.tekst):
            t.mask(*m.span(), "ADRES")
    for getal in _GETAL.finditer(t.tekst):
        if not _LETTER_ERVOOR.search(t.tekst, max(0, getal.start() - 3), getal.start()):
            continue
        woord = _WOORD_ERVOOR.search(t.tekst, max(0, getal.start() - 56), getal.start())
        if woord and woord[1].lower().endswith(p.eind):
            nummer = _HUISNUMMER_RX.match(t.tekst, getal.start())
            if nummer and _is_adres(t.tekst, woord, nummer):
                t.mask(_start_of_straat(t.tekst, woord.start()), nummer.end(), "ADRES")
    for m in p.woont.finditer(t.tekst) if any(w in t.low for w in p.woont_woorden) else ():
        start, end = m.span("w")
        if (
            t.tekst[start].isupper()
            and not telt_iets(t.tekst, end)
            and not is_jaar(m["nr"])
            and m["w"].split()[0].lower() not in read_namenlijsten().gewoon
        ):
            t.mask(start, end, "ADRES")
    _mask_postcode(t)


def _is_adres(tekst: str, woord: re.Match[str], nummer: re.Match[str]) -> bool:
    p = _patronen()
    straat = woord[1].lower()
    hoofdletter = woord[1][0].isupper()
    begin = _start_of_straat(tekst, woord.start())
    aan_de = p.aan_de.search(tekst[max(0, begin - 32) : begin]) is not None
    if telt_iets(tekst, nummer.end()) or is_jaar(nummer["nr"]):
        return False
    if straat in p.geen_straat:
        return hoofdletter and (aan_de or begin < woord.start())
    if straat.endswith(p.zeker):
        return True
    # "wijk 3" and "beleidspad 2" are no addresses: a weaker ending needs a capital or a place.
    if straat.endswith(p.twijfel):
        return hoofdletter and aan_de
    return hoofdletter or (aan_de and straat.endswith(p.klein))


def _start_of_straat(tekst: str, start: int) -> int:
    """Step back over "Burgemeester van der" and "Prins", so that the whole street name goes."""
    hoofdletter = start
    for _ in range(4):
        m = _VOOR_STRAAT.search(tekst, max(0, start - 24), start)
        if m is None:
            break
        # "Burgemeester Van Tuyllkade", but not "Van Kerkstraat 12 tot ..." at the start.
        in_zin = m["w"] in _VAN and _MIDDEN.search(tekst, max(0, m.start() - 2), m.start())
        if m["w"] in _patronen().geen_deel and not in_zin:
            break
        if m.start() and tekst[m.start() - 1].isalnum():
            break
        start = m.start()
        if tekst[start].isupper():
            hoofdletter = start
    return hoofdletter


def _mask_postcode(t: Tekst) -> None:
    p = _patronen()
    na_adressen = {end + d for end in t.ends_of("ADRES") for d in range(4)}
    for m in _POSTCODE.finditer(t.tekst):
        letters = m["l"]
        voor = t.tekst[max(0, m.start() - 24) : m.start()]
        if m.start() in na_adressen or _POSTCODE_ERVOOR.search(voor):
            is_postcode = True
        elif letters.isupper():
            is_postcode = letters not in p.geen_letters
        else:
            is_postcode = letters.lower() not in p.geen_woord and not (m["s"] and is_jaar(m["c"]))
        if is_postcode:
            t.mask(*m.span(), "POSTCODE")
