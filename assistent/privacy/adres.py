"""Addresses: a street with a house number, and postcodes."""

from __future__ import annotations

import re
from functools import cache

from assistent.privacy.lezer import VasteNamen
from assistent.privacy.nummers import is_jaar, telt_iets
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import is_zeldzaam, one_of, read_maskeerwoorden, read_namenlijsten

_NUMMER_VOOR = r"(?:\s?,?\s?(?:huisnummer|nummer|nr\.?|no\.?))?\s?"
_HUISNUMMER = (
    rf"{_NUMMER_VOOR}(?P<nr>[1-9]\d{{0,4}})"
    r"(?:\s?-?\s?\d{1,2}[ -]?hoog\b|\s?-?\s?(?:bis|hs|huis|rood|zwart|bg|I{1,3}|IV)\b|-\d{1,4}\b|/\d{1,3}\b"
    r"|\s?-?\s?[A-Za-z]-?\d{1,3}\b"
    r"|\s?-?\s?[A-Za-z]{1,2}(?=[\s,.;:!?)]|\Z)(?<!\s[a-z][a-z])(?<!\s[A-Z][A-Za-z])(?<!\s[i-z])"
    r")?(?![\w%€]|[.,]\d|-\w)"
)
_HUISNUMMER_RX = re.compile(_HUISNUMMER, re.I)
_GETAL = re.compile(r"(?<!\d)[1-9]")
_WOORD_ERVOOR = re.compile(rf"(?<![\w'’])([^\W\d_][^\W\d_'’\-]{{0,40}}){_NUMMER_VOOR}\Z", re.I)
_LETTER_ERVOOR = re.compile(r"[^\W\d_][.,]?\s?\Z|[^\W\d_]\s,\s?\Z")
_PLEIN_JAAR = re.compile(rf"\bPlein (?:19|18)\d\d(?:\s?[-–]\s?(?:19|18)?\d\d)?{_HUISNUMMER}")
_VOOR_STRAAT = re.compile(
    r"(?P<w>(?:[A-Z][\w'’.]*-?|[A-Z]\.|(?:van|de|der|den|het|ten|ter|'t|v\.d\.))) \Z"
    r"|(?P<k>(?:[A-Z][\w'’]*\.?|['’]s)-)\Z"
)
_LIDWOORD = frozenset({"de", "het", "'t"})
_VAN = frozenset({"Van", "De", "Den", "Ter"})
_MIDDEN = re.compile(r"\w \Z")
# "De Kolk 4, 4461 ZE" and "'t Zand 31 te Middelburg": what follows shows that it is an address.
_BIJ_PLAATS = re.compile(
    rf"(?<![\w\-])(?P<w>(?:(?:De|Het|Den|'t|’t) )?[A-Z][^\W\d_][\w'’\-]*{_HUISNUMMER})"
    r"(?=,? te [A-Z]|,?\s{1,2}[1-9]\d{3} ?[A-Z]{2}\b)"
)
# "'t Hoogt 27": hardly anything else is called so
_T_STRAAT = re.compile(rf"(?<![\w\-])(?P<w>['’]t [A-Z][^\W\d_]{{3,30}}{_HUISNUMMER})")
_AAN_DE = re.compile(
    rf"\baan (?:de|het|'t|’t) (?P<w>[A-Z][^\W\d_]{{3,30}}(?: [A-Z][^\W\d_]{{2,30}})?{_HUISNUMMER})"
)
_AAN = re.compile(
    rf"\b(?:aan|op) (?P<w>[A-Z][^\W\d_]{{3,30}}(?: [A-Z][^\W\d_]{{2,30}})?{_HUISNUMMER})"
)
_TOEVOEGING = re.compile(r"\d\D{0,3}[^\W\d_]|\d-\d")
# A street may be less rare than this as a word (Zipf scale).
_GEWOON = 3.0
# "voor de Meent 12": a capital after an article, in the middle of a sentence.
_LIDWOORD_ERVOOR = re.compile(
    r"\b(?:voor|bij|van|rond|rondom|tegenover|naast|langs|in|achter|nabij|naar|tot) (?:de|het|['’]t) \Z"
)
_RANGTELWOORD = re.compile(r"(?<![\w.,\-])\d{1,2}(?:e|de|ste) \Z")
_DAG_ERVOOR = re.compile(r"(?<![\w.,\-])\d{1,2} \Z")
_HOOFDLETTER = re.compile(r"(?<![\w'’\-])[A-Z]")
_AAN_LIDWOORD = re.compile(r"\baan (?:de|het|['’]t) \Z")
# "Kerkweg 4 en 6", "Kerkweg 4 t/m 10"
_NOG_EEN_NUMMER = re.compile(
    r"(?:,| en| t/m| tot en met| &)\s(?P<w>[1-9]\d{0,3}(?: ?[a-zA-Z]\b)?)(?![\w.]\d)"
    r"(?=\s?(?:[.;:?!)\n]|\Z|,? en \d|, \d|(?:staan|staat|zijn|worden|hebben|krijgen|klagen|en|waar|die|moeten|in)\b))"
)
_NUMMER_EIND = re.compile(r",?\s?(?:\b(?:huisnummer|nummer|nr\.?|no\.?))?\s?\Z", re.I)
_POSTBUS = re.compile(r"\bpostbus\s?(?:nr\.?\s?|nummer\s)?\d{1,6}\b", re.I)
_LOS_HUISNUMMER = re.compile(
    r"\b(?:huisnummer|huisnr\.?)\s?:?\s?(?P<w>\d{1,5}(?:[ -]?[A-Za-z]\b)?)", re.I
)
_POSTCODE = re.compile(
    r"(?<![\w€.,\-])(?P<c>[1-9]\d{3})(?P<s>\s?)(?P<l>[A-Za-z]{2})(?![\w\-]|['’]s)"
)
# Units, and letters that no postcode has.
_MATEN = frozenset("CM CT DL GB GW HA KG KM KW MB ML MM MW PK SA SD SS TB TL".split())
_NA_ADRES = re.compile(r"\badres(?: is)?:? \Z", re.I)
_NUMMER_ERNA = re.compile(
    r",?\s(?:huisnummer |nummer |nr\.? )?(?P<w>[1-9]\d{0,3}(?:[ -]?[A-Za-z])?)(?=[,.;:!?)]?(?:\s*\Z|[\n,;)]))"
)
_ARTIKEL_ERVOOR = re.compile(
    r"(?:\b(?:artt?|artikel(?:en)?|boek|lid|leden)\.?\s?(?:[\d:.]{1,8}[a-z]?(?:,| en| of| jo\.?| t/m)\s){0,3}|\d:)\Z",
    re.I,
)
# "verhuisd van 1335 CM naar": where a place stands.
_PLAATS_ERVOOR = re.compile(r"(?:\b(?:van|naar|uit|in|tussen|en|of|vanuit|te)|[:,(])\s?\Z", re.I)
_PLAATS_ERNA = re.compile(r"\s?(?:[.,;:?!)\n]|\Z|(?:naar|en|of|is|uit)\b)")
_WOORD_ERNA = re.compile(r",? (?P<w>[A-Z][^\W\d_]+)")
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
        self.geen_straatnaam = frozenset(w.geen_straatnaam)
        self.maand_straat = re.compile(
            rf"{one_of(x for x in w.maand if len(x) > 3 or x == 'mei')}\w", re.I
        )
        self.geen_letters = frozenset(x.upper() for x in w.geen_postcodeletters)
        self.geen_woord = frozenset(w.geen_postcodewoord)
        self.voor_klein = re.compile(
            rf"(?<![\w\-]){one_of(w.voor_straat)} (?:(?:van|de|der|den|het|ten|ter|'t) ){{0,3}}\Z",
            re.I,
        )
        self.voor_straat = frozenset(w.voor_straat)
        self.eind_functie = tuple(w.eind_functie)
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

    def is_geen_deel(self, woord: str) -> bool:
        """Whether *woord* before a street is no part of its name: "Woningaanpassing Wolfsberg 27"."""
        klein = woord.lower()
        return woord in self.geen_deel or (
            klein.endswith(self.eind_functie) and klein not in self.voor_straat
        )


@cache
def _patronen() -> _Patronen:
    return _Patronen()


def mask_adres(t: Tekst, vast: VasteNamen) -> None:
    """Mask streets with a house number, then postcodes; one of *vast* behind a postcode is its place."""
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
    for m in _BIJ_PLAATS.finditer(t.tekst):
        t.mask(_start_of_straat(t.tekst, m.start("w")), m.end("w"), "ADRES")
    _mask_aan(t)
    for m in _POSTBUS.finditer(t.tekst) if "postbus" in t.low else ():
        t.mask(*m.span(), "ADRES")
    for m in _LOS_HUISNUMMER.finditer(t.tekst) if "huisn" in t.low else ():
        t.mask(*m.span("w"), "ADRES")
    _mask_woont(t)
    for end in t.ends_of("ADRES"):
        nog = _NOG_EEN_NUMMER.match(t.tekst, end)
        while nog and not telt_iets(t.tekst, nog.end()):
            t.mask(*nog.span("w"), "ADRES")
            nog = _NOG_EEN_NUMMER.match(t.tekst, nog.end())
    _mask_postcode(t, vast)


def _mask_aan(t: Tekst) -> None:
    """ "aan de Kerkakkers 12" and "aan Boterdiep 18": where somebody is, when the word is no common one."""
    for m in _T_STRAAT.finditer(t.tekst) if "t " in t.low else ():
        if not (telt_iets(t.tekst, m.end()) or is_jaar(m["nr"])):
            t.mask(*m.span("w"), "ADRES")
    for m in _AAN_DE.finditer(t.tekst):
        telt = telt_iets(t.tekst, m.end()) or is_jaar(m["nr"])
        if not telt and _first_woord(m["w"]) not in read_namenlijsten().gewoon:
            t.mask(*m.span("w"), "ADRES")
    for m in _AAN.finditer(t.tekst):
        telt = telt_iets(t.tekst, m.end()) or is_jaar(m["nr"])
        # not "aan Norm 12"
        zeldzaam = m[0].startswith("aan") and is_zeldzaam(_first_woord(m["w"]), _GEWOON)
        zeker = zeldzaam or _TOEVOEGING.search(m["w"])
        if zeker and not telt and _is_straatnaam(t.tekst[m.start("w") : m.start("nr")]):
            t.mask(*m.span("w"), "ADRES")


def _mask_woont(t: Tekst) -> None:
    """What has the form of an address after "woont" or "bewoners van"; in small letters only when it is sure."""
    p = _patronen()
    for m in p.woont.finditer(t.tekst) if any(w in t.low for w in p.woont_woorden) else ():
        start, end = m.span("w")
        if telt_iets(t.tekst, end) or is_jaar(m["nr"]):
            continue
        voor = t.low[m.start() : start]
        gewoon_mag = "adres" in voor
        hoofdletter = _HOOFDLETTER.search(t.tekst, start, m.start("nr"))
        if hoofdletter:
            start = hoofdletter.start()
        straat = t.tekst[start : m.start("nr")]
        if hoofdletter is None:
            gewoon_mag = _AAN_LIDWOORD.search(voor) is not None
            if not (gewoon_mag or _is_small_straat(straat.strip(), adres="adres" in voor)):
                continue
        if _is_straatnaam(straat, gewoon_mag=gewoon_mag):
            t.mask(start, end, "ADRES")


def _is_small_straat(straat: str, *, adres: bool) -> bool:
    """ "bewoners van boterdiep 18" and "adres: de meent 12a", not "huurders boven 65"."""
    if " " in straat or straat in read_namenlijsten().gewoon:
        return False
    p = _patronen()
    if straat in p.geen_straat:
        return adres and straat in p.soort_straat
    eind = straat.endswith(p.eind) and not straat.endswith(p.twijfel)
    return eind or is_zeldzaam(straat, _GEWOON)


def _is_straatnaam(straat: str, *, gewoon_mag: bool = False) -> bool:
    """Whether *straat*, before a number, can be one: "Het Rond" and "Lange Nering", not "Kamer"."""
    nummer = _NUMMER_EIND.search(straat)
    woorden = straat[: nummer.start() if nummer else None].split()
    if not woorden:
        return False
    met_lidwoord = woorden[0].lower() in _LIDWOORD and len(woorden) > 1
    kern = woorden[met_lidwoord:]
    if any(w.lower() in _patronen().geen_straatnaam for w in kern):
        return False
    eigen = (met_lidwoord or len(kern) > 1) and all(w[0].isupper() for w in kern)
    return gewoon_mag or eigen or kern[0].lower() not in read_namenlijsten().gewoon


def _first_woord(straat: str) -> str:
    """The first word of a street name that is no article: "kolk" of "De Kolk 4"."""
    woorden = straat.lower().split()
    return woorden[1] if woorden[0] in _LIDWOORD and len(woorden) > 2 else woorden[0]


def _is_adres(tekst: str, woord: re.Match[str], nummer: re.Match[str]) -> bool:
    p = _patronen()
    straat = woord[1].lower()
    hoofdletter = woord[1][0].isupper()
    begin = _start_of_straat(tekst, woord.start())
    aan_de = p.aan_de.search(tekst[max(0, begin - 32) : begin]) is not None
    if telt_iets(tekst, nummer.end()) or is_jaar(nummer["nr"]):
        return False
    if straat in p.geen_straat and not _NA_ADRES.search(tekst, max(0, begin - 8), begin):
        if straat in p.geen_straatnaam:
            return False
        # "zij huurt Singel 224", but not "Laan 3 en 4 van het zwembad" at the beginning.
        in_zin = straat in p.zeker and _MIDDEN.search(tekst, max(0, begin - 2), begin)
        met_lidwoord = (
            straat in p.soort_straat
            and not straat.endswith(p.twijfel)
            and _LIDWOORD_ERVOOR.search(tekst, max(0, begin - 20), begin)
        )
        return hoofdletter and bool(aan_de or begin < woord.start() or in_zin or met_lidwoord)
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
        if m["w"] and (_patronen().is_geen_deel(m["w"]) and not in_zin):
            break
        if m.start() and tekst[m.start() - 1].isalnum():
            break
        start = m.start()
        if m["k"] or tekst[start].isupper():
            hoofdletter = start
    klein = _patronen().voor_klein.search(tekst[max(0, start - 40) : start])
    if klein:
        return start - len(klein[0])
    getal = _RANGTELWOORD.search(tekst, max(0, hoofdletter - 6), hoofdletter)
    if getal is None and _patronen().maand_straat.match(tekst, hoofdletter):
        getal = _DAG_ERVOOR.search(tekst, max(0, hoofdletter - 4), hoofdletter)
    return getal.start() if getal else hoofdletter


def _mask_postcode(t: Tekst, vast: VasteNamen) -> None:
    p = _patronen()
    misschien = []
    na_adressen = {end + d for end in t.ends_of("ADRES") for d in range(4)}
    for m in _POSTCODE.finditer(t.tekst):
        letters = m["l"]
        voor = t.tekst[max(0, m.start() - 40) : m.start()]
        if _ARTIKEL_ERVOOR.search(voor):
            continue
        if m.start() in na_adressen or _POSTCODE_ERVOOR.search(voor):
            is_postcode = not (m["s"] and letters in read_namenlijsten().gewoon)
        elif letters.isupper():
            is_postcode = letters not in p.geen_letters
        else:
            is_postcode = letters.lower() not in p.geen_woord and not (m["s"] and is_jaar(m["c"]))
        # "2512VN" and "2512 VN, 46" are postcodes, "1200KG" and "in 2030 VN 17" are not.
        los = _NUMMER_ERNA.match(t.tekst, m.end()) if letters.isupper() or is_postcode else None
        telt = los is not None and telt_iets(t.tekst, los.end())
        geplakt = not m["s"] and letters not in _MATEN
        met_nummer = los and not telt and not is_jaar(m["c"])
        if is_postcode or (letters.isupper() and (geplakt or met_nummer)):
            t.mask(*m.span(), "POSTCODE")
            if los and not telt:
                t.mask(*los.span("w"), "ADRES")
        elif letters.isupper() and not is_jaar(m["c"]):
            misschien.append(m)
    # "1335 CM" may be a measure, but not beside another postcode nor before a place.
    soorten = {m["l"] for m in misschien if not m["c"].endswith("00")}
    beide = len(soorten) > 1 or bool(t.ends_of("POSTCODE"))
    for m in misschien:
        plaats = _WOORD_ERNA.match(t.tekst, m.end())
        van_naar = beide and _PLAATS_ERVOOR.search(t.tekst, max(0, m.start() - 8), m.start())
        if (van_naar and _PLAATS_ERNA.match(t.tekst, m.end())) or (
            plaats and (plaats["w"].lower(),) in vast.get(plaats["w"].lower(), ())
        ):
            t.mask(*m.span(), "POSTCODE")
