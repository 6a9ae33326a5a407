"""Numbers of a person: BSN, IBAN, telephone, number plate, date of birth, file and document numbers."""

from __future__ import annotations

import re
from functools import cache

from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import one_of, read_maskeerwoorden

_S = r"[\s.\-‐‑‒–—/]"
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2} ?\d{2}(?:[ .\-]?[A-Z0-9]){11,30}(?![^\W_])", re.I)
_IBAN_NL = re.compile(r"NL\d{2}[A-Z]{4}\d{10}", re.I)
_BSN = re.compile(
    r"(?<![\w.,+/\-])(?:\d{9}|\d{4}[. \-]\d{2}[. \-]\d{3}|\d{3}[. \-]\d{3}[. \-]\d{3}"
    r"|\d{4}[. \-]\d{3}[. \-]\d{2}|\d{2}[. \-]\d{3}[. \-]\d{4}"
    r"|\d{3}[. \-]\d{2}[. \-]\d{2}[. \-]\d{2}|\d{3}[. \-]\d{2}[. \-]\d{4})(?![\w/]|[.,\-]\d)"
)
_TELEFOON = re.compile(
    rf"(?<![\w.,+/\-])(?:"
    rf"\(?(?:\+|00)\s?\(?31\)?(?:{_S}{{0,2}}\(0\))?(?:[\s.\-‐‑‒–—/()]{{0,3}}\d){{9}}"
    rf"|(?:\+|00)[1-9](?:[\s.\-‐‑‒–—/()]{{0,2}}\d){{8,13}}"
    rf"|31[\s.\-]?6(?:[\s.\-]?\d){{8}}"
    rf"|\(?0\)?(?:[\s.\-‐‑‒–—/()]{{0,3}}\d){{9}}"
    rf")(?![\d]|[.,]\d)"
)
_DIENST = re.compile(r"\(?0[89]0\d|0[89]00|116|112|113")
_BEDRIJFSNUMMER = re.compile(r"(?<![\w+])088(?:[\s.\-‐‑‒–—/]{0,3}\d){7}(?!\d)")
_DATUM_VOORAAN = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1(?:19|20)\d\d(?!\d)")
# The fourteen forms of a Dutch number plate (RDW); X is a letter and 9 a digit.
_SIDECODES = (
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX"
    " XXX-99-X X-99-XXX 9-XX-999 999-XX-9".split()
)
_SIDECODE_VORM = "|".join(s.replace("X", "[A-Z]").replace("9", r"\d") for s in _SIDECODES)
_SIDECODE_LOS = re.sub(r"(?<=[]d])-", "[ -]?", _SIDECODE_VORM)
_KENTEKEN = re.compile(
    rf"(?<![\w\-])(?:{re.sub(r'(?<=[]d])-', '[-‐‑–]', _SIDECODE_VORM)})(?![\w\-])", re.I
)
_KENTEKEN_LOS = re.compile(
    rf"(?<![\w\-])(?:{re.sub(r'(?<=[]d])-', ' ', _SIDECODE_VORM)})(?![\w\-])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_WOORD = re.compile(r"[a-z]{4}")
_JAAR = re.compile(r"(?:19|20)\d\d")
# A date after a name that is more recent than this is likelier that of a meeting.
_LAATSTE_GEBOORTEJAAR = 2008
_LAATSTE_GEBOORTEJAAR_TUSSEN_HAAKJES = 2018


class _Patronen:
    def __init__(self) -> None:
        w = read_maskeerwoorden()
        self.iban_lengte = {x[:2]: int(x[2:]) for x in w.iban_lengte}
        self.geen_persoonsnummer = re.compile(
            rf"(?:(?<!\w){one_of(w.geen_persoonsnummer)}|\b20\d\d,)[ :.\-]*(?:nr\.? ?)?\Z", re.I
        )
        self.telt_iets = re.compile(
            rf"\s?(?:{one_of(w.telt_iets)}|{one_of(w.telt_iets_heel_woord)}\b)", re.I
        )
        self.geen_kentekenletters = frozenset(w.geen_kentekenletters)
        datum = (
            r"(?:\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?(?:\d{4}|['’]?\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
            rf"|\d{{1,2}}(?:e|ste|de)?[ -]{one_of(w.maand)}\.?(?:[ -](?:\d{{4}}|['’]?\d{{2}})(?!\d))?)(?!\d)"
        )
        aaneen = r"(?:(?:19|20)\d{6}|\d{4}(?:19|20)\d\d)(?!\d)"
        # "geb. 4-10-2016 en 23-1-2020": each next one, behind a comma only when it ends the item
        self.nog_een_datum = re.compile(
            rf"(?: en|,? en op| &| of)\s(?P<w>{datum})|,\s(?P<k>{datum})(?=\s?(?:,|\.(?!\d)|[;:?!)\n]|\Z)| en | &)",
            re.I,
        )
        rol = one_of(w.aanwijzing["rol"])
        self.datum_van_rol = re.compile(rf"\b{rol} \((?P<w>{datum})\)", re.I)
        eind = rf"[^\W\d_]{{2,30}}{one_of(w.dienst_eind)}"
        self.dienst_voor = re.compile(
            rf"(?<![^\W\d_])(?:{one_of(w.dienst)}|{eind})"
            r"(?:\s?(?:[(:,]|op|via|is|het|nummer|tel\.?|telefoonnummer|bereikbaar|met|bellen|bel))*\s?\Z",
            re.I,
        )
        self.bij_kenteken = w.bij_kenteken
        self.geen_los_kenteken = frozenset((*w.geen_postcodeletters, *w.geen_kentekenletters))
        self.datum_na_naam = re.compile(rf",?\s?(?P<h>\()?(?P<w>{datum})", re.I)
        is_ = r"(?:\s?(?:is|was|=|:|nr\.?|nummer|van|luidt))?\s?[:#]?\s?"
        self.na_woord = (
            (
                "GEBOORTEDATUM",
                w.geboren,
                (
                    rf"\b{one_of(w.geboren)}(?:\s(?:van )?[^\W\d_]+(?= is |:| :)"
                    rf"|\s(?:van )?(?:(?:de|het|haar|zijn|mijn) )?{one_of(w.aanwijzing['rol'])}\b)?"
                    rf"(?:\s?(?:is|was|op|:|=|,|dd|d\.d\.))*\s?"
                    rf"(?:(?:te|in) (?:[^\W\d_]+[ -]){{1,3}}op )?\(?(?P<w>{datum}|{aaneen})"
                ),
            ),
            (
                "GEBOORTEDATUM",
                ("geboren", "geboortedatum"),
                (
                    rf"(?<![\w\-])(?P<w>{datum})"
                    r"(?=,? (?:is |was )?(?:geboren\b|(?:zijn |haar |mijn |de )?geboortedatum\b))"
                ),
            ),
            # Of a person, not of a law: "ze is van 12 mei 1947".
            (
                "GEBOORTEDATUM",
                (" van ",),
                (
                    r"\b(?:ik|u|je|jij|hij|zij|ze|mw|mevr|mevrouw|meneer|dhr|client|cliënt|cliënte)\.?"
                    r" (?:is|ben|bent) van "
                    rf"(?P<w>{datum})(?<=\d)"
                ),
            ),
            (
                "BSN",
                w.bsn,
                (
                    rf"\b{one_of(w.bsn)}(?:\s(?:is|was|van [^\W\d_]+(?: is)?))?"
                    r"\s?[:=#(]?\s?(?P<w>\d(?:[. \-]?\d){7,8})(?!\d)"
                ),
            ),
            (
                "TELEFOON",
                w.telefoon,
                (
                    rf"\b{one_of(w.telefoon)}\b\.?{is_}"
                    r"(?P<w>(?!14 ?0|0[89]00|11[23]\b|144\b|116)\d(?:[ .\-]?\d){5,9})(?!-?\d)"
                ),
            ),
            (
                "TELEFOON",
                w.doorkies,
                rf"\b{one_of(w.doorkies)}\.?{is_}(?P<w>\d{{3,5}})(?![ .\-]?\d)",
            ),
            (
                "KENTEKEN",
                w.voertuig,
                (
                    rf"\b{one_of(w.voertuig)}(?:\s(?:is|met|het|nummer|van [^\W\d_]+|kenteken|hierbij)){{0,3}}"
                    rf"\s?[:=(]?\s?(?P<w>{_SIDECODE_LOS})(?![\w\-])"
                ),
            ),
            (
                "NUMMER",
                ("nummer", "nr", "code"),
                (
                    rf"(?:\b{one_of(x for x in w.nummer_van if len(x) < 3)}"
                    rf"|{one_of(x for x in w.nummer_van if len(x) > 2)})[ -]?(?:nummer|nr\.?|code)"
                    r"(?:\s(?:is|was|van [^\W\d_]+ is|luidt))?\s?[:=#(]?\s?"
                    r"(?P<w>(?!ECLI|CVDR|KST)(?=[A-Z/.\-]{0,6} ?\d)"
                    r"(?:[A-Z]{1,3} (?=\d))?[A-Z0-9](?:[A-Z0-9]|[./\-](?=[A-Z0-9])){2,24})"
                ),
            ),
            # "dossier 2023/JH/00417" and "ref: 2025-OV-33017": the form that file systems of a gemeente give
            (
                "NUMMER",
                ("dossier", "zaak", "kenmerk", "ref"),
                (
                    r"\b(?:dossier|zaak|kenmerk|referentie|ref)\.?\s?:?\s?"
                    r"(?P<w>(?:19|20)\d\d[/\-][A-Z]{1,6}[/\-]\d{3,8})(?!\w)"
                ),
            ),
            # the sign of birth: "kind (°2016-09-30)"
            ("GEBOORTEDATUM", ("°",), rf"°\s?(?P<w>{datum})"),
            (
                "NUMMER",
                ("nummer", "kenmerk"),
                (
                    r"\b(?:nummer|kenmerk)\s?:?\s?"
                    r"(?P<w>(?!ECLI|CVDR|KST)[A-Z]{1,6}[./\-]\d(?:\d|[./\-](?=\d)){3,20})(?!\w)"
                ),
            ),
            (
                "NUMMER",
                w.nummer_na,
                (
                    rf"\b{one_of(w.nummer_na)}(?:\s(?:is|van (?:de|het|deze|dit) [^\W\d_]+ is))?\s?[:#]?\s?"
                    r"(?P<w>(?=[A-Z./\-]{0,5}\d)(?!(?:19|20)\d\d(?:[-/](?:19|20)\d\d)?\b(?![./\-]\d))(?:[A-Z]{1,3}[./\-]?)?\d(?:\d"
                    r"|[./\-](?=\d)){3,20}[A-Z]?\d*)\b"
                ),
            ),
            # The form of the number of a Dutch passport or identity card.
            (
                "NUMMER",
                (*w.nummer_na, "id", "document"),
                (
                    rf"\b(?:{one_of(w.nummer_na)}|id|document)"
                    r"(?:\s?(?:nummer|nr\.?|is|id|van [^\W\d_]+)){0,3}\s?[:(]?\s?"
                    r"(?P<w>[A-NP-Z]{2}[A-NP-Z0-9]{6}\d)\b"
                ),
            ),
        )
        self.rx = tuple(re.compile(vorm, re.I) for _, _, vorm in self.na_woord)


@cache
def _patronen() -> _Patronen:
    return _Patronen()


def mask_nummers(t: Tekst) -> None:
    """Mask numbers that a word or their own form shows to belong to a person, and dates of birth."""
    for rule in (
        _mask_iban,
        _keep_dienst,
        _mask_after_woord,
        _mask_telefoon,
        _mask_bsn,
        _mask_kenteken,
    ):
        rule(t)


def mask_geboortedatum(t: Tekst) -> None:
    """A date right after a masked name is a date of birth, unless it is too recent for that."""
    for end in t.ends_of("NAAM"):
        m = _patronen().datum_na_naam.match(t.tekst, end)
        jaar = _JAAR.search(m["w"]) if m else None
        laatste = _LAATSTE_GEBOORTEJAAR_TUSSEN_HAAKJES if m and m["h"] else _LAATSTE_GEBOORTEJAAR
        if m and jaar and int(jaar[0]) <= laatste:
            t.mask(*m.span("w"), "GEBOORTEDATUM")
    for end in t.ends_of("GEBOORTEDATUM"):
        nog = _patronen().nog_een_datum.match(t.tekst, end)
        while nog:
            deel = "w" if nog["w"] else "k"
            t.mask(*nog.span(deel), "GEBOORTEDATUM")
            nog = _patronen().nog_een_datum.match(t.tekst, nog.end(deel))
    # "dochter (geb. 3-4-2015) en zoon (5-6-2017)"
    if t.ends_of("GEBOORTEDATUM"):
        for m in _patronen().datum_van_rol.finditer(t.tekst):
            t.mask(*m.span("w"), "GEBOORTEDATUM")


def is_bsn(tekst: str) -> bool:
    """Whether the nine digits in *tekst* pass the elfproef (weights 9 to 2, then -1)."""
    cijfers = [int(c) for c in tekst if c in "0123456789"]
    if len(cijfers) != 9 or len(set(cijfers)) == 1:
        return False
    return sum(c * w for c, w in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


def is_jaar(cijfers: str) -> bool:
    return len(cijfers) == 4 and cijfers[:2] in {"19", "20"}


def telt_iets(tekst: str, end: int) -> bool:
    """Whether what follows *end* says that the number before it counts something ("12 woningen")."""
    return _patronen().telt_iets.match(tekst, end) is not None


def _is_iban(tekst: str) -> bool:
    """Whether *tekst* passes mod 97 (ISO 7064) or, mistyped perhaps, has the Dutch form."""
    kaal = re.sub(r"[ .\-]", "", tekst).upper()
    if not kaal.isascii() or len(kaal) != _patronen().iban_lengte.get(kaal[:2]):
        return False
    if _IBAN_NL.fullmatch(kaal):
        return True
    return int("".join(str(int(c, 36)) for c in kaal[4:] + kaal[:4])) % 97 == 1


def _mask_iban(t: Tekst) -> None:
    for m in _IBAN.finditer(t.tekst):
        # The pattern may have run on into the next word: try again without the last groups.
        end = m.end()
        while end - m.start() >= 15:
            if _is_iban(t.tekst[m.start() : end]):
                t.mask(m.start(), end, "IBAN")
                break
            kort = max(t.tekst.rfind(c, m.start(), end) for c in " .-")
            if kort < 0:
                break
            end = kort


def _mask_after_woord(t: Tekst) -> None:
    p = _patronen()
    for (soort, woorden, _), rx in zip(p.na_woord, p.rx, strict=True):
        # Looking for the bare words first saves most of the time.
        if not any(woord in t.low for woord in woorden):
            continue
        for m in rx.finditer(t.tekst):
            # "nummer van de cliënt: 06-1234 5678" is for `_mask_telefoon`.
            telefoon = _TELEFOON.match(t.tekst, m.start("w")) if soort == "NUMMER" else None
            if soort == "KENTEKEN" and not _is_na_voertuig(m):
                continue
            if telefoon is None or telefoon.end() <= m.end("w"):
                t.mask(*m.span("w"), soort)


def _is_of_persoon(t: Tekst, m: re.Match[str]) -> bool:
    """Whether nothing around this long number says that it is an amount, a count or a publication."""
    voor = t.tekst[max(0, m.start() - 24) : m.start()]
    return not _patronen().geen_persoonsnummer.search(voor) and not telt_iets(t.tekst, m.end())


def _mask_bsn(t: Tekst) -> None:
    for m in _BSN.finditer(t.tekst):
        if is_bsn(m[0]) and _is_of_persoon(t, m):
            t.mask(*m.span(), "BSN")


def _keep_dienst(t: Tekst) -> None:
    """Leave "de Luisterlijn (088 0767 000)": a company number that what stands before it shows to be a service."""
    for m in _BEDRIJFSNUMMER.finditer(t.tekst) if "088" in t.low else ():
        if _patronen().dienst_voor.search(t.tekst, max(0, m.start() - 60), m.start()):
            t.keep(*m.span())


def _mask_telefoon(t: Tekst) -> None:
    for m in _TELEFOON.finditer(t.tekst):
        cijfers = "".join(c for c in m[0] if c in "0123456789")
        if _DIENST.match(m[0]) or _DATUM_VOORAAN.match(m[0]) or cijfers.startswith("000"):
            continue
        if _is_of_persoon(t, m):
            half_open = m[0].startswith("(") and m[0].count("(") > m[0].count(")")
            t.mask(m.start() + half_open, m.end(), "TELEFOON")


def _is_na_voertuig(m: re.Match[str]) -> bool:
    """Whether *m* has a plate behind its word: not "de auto reed 12 keer", nor "de bus 12 KM 30"."""
    if m[0][:8].lower() in {"kenteken", "nummerbo"}:
        return True
    letters = {x.lower() for x in _LETTERS.findall(m["w"])}
    maat = " " in m["w"] and not letters.isdisjoint(_patronen().geen_los_kenteken)
    return not maat and (not _WOORD.search(m["w"]) or _is_kenteken(m["w"]))


def _is_kenteken(vorm: str) -> bool:
    """Whether the letters can be those of a plate: "1-tot-12" and "reed 12" have the form of one too."""
    letters = _LETTERS.findall(vorm)
    if any(x.lower() in _patronen().geen_kentekenletters for x in letters):
        return False
    # Real plates have no vowels.
    return all(x.isupper() for x in letters) or not any(c in "aeiou" for c in vorm.lower())


def _mask_kenteken(t: Tekst) -> None:
    for m in _KENTEKEN.finditer(t.tekst):
        if _is_kenteken(m[0]):
            t.mask(*m.span(), "KENTEKEN")
    if not any(woord in t.low for woord in _patronen().bij_kenteken):
        return
    for m in _KENTEKEN_LOS.finditer(t.tekst):
        letters = _LETTERS.findall(m[0])
        gewoon = any(x.lower() in _patronen().geen_los_kenteken for x in letters)
        if not gewoon and not any(c in "AEIOU" for c in m[0]):
            t.mask(*m.span(), "KENTEKEN")
