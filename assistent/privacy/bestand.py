"""How people are called on networks and computers: handles, user names, paths and names of files."""

from __future__ import annotations

import re
from functools import cache

from assistent.privacy.lezer import VasteNamen
from assistent.privacy.nummers import is_bsn
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import is_zeldzaam, one_of, read_maskeerwoorden, read_namenlijsten

_HANDLE = re.compile(r"(?<![\w@./+-])@[^\W\d][\w.]{2,29}(?<!\.)")
_DEEL = re.compile(r"[^\W\d_]+")
_TUSSEN = frozenset({"-", ".", "_", " ", "%20", "+"})
_GEPLAKT = re.compile(r"[a-z]{0,3}?(?:vander|vanden|vande|vd|van|der|de|ter|el)(?P<a>[a-z]{3,})")
# "van", "der" and two more
_LANGSTE_DEEL = 4
_VOORLETTER = re.compile(r"[a-z](?P<a>[a-z]{5,})")
_ACHTER_VOOR = re.compile(r"[\\/](?P<a>[A-Z][^\W\d_]+), (?P<v>[A-Z][^\W\d_]+)")
_LANGSTE_VOORNAAM = 20
_NEGEN = re.compile(r"(?<!\d)\d{9}(?!\d)")


class _Patronen:
    def __init__(self) -> None:
        w = read_maskeerwoorden()
        is_ = r"(?:naam|account|profiel)?(?:\s(?:is|als|heet))?\s?:?\s?"
        eigen = r"(?P<w>@?(?=[\w.-]{0,29}(?:\d|[_.-]\w))[^\W_][\w.-]{2,29}(?<![.-]))"
        self.netwerk = re.compile(rf"\b{one_of(w.netwerk)}{is_}{eigen}", re.I)
        self.inlognaam = re.compile(rf"\b{one_of(w.inlognaam)}(?:\sis)?\s?:?\s{eigen}", re.I)
        self.inlogwoorden = w.inlognaam
        self.netwerkwoorden = w.netwerk
        self.van_iets = re.compile(one_of(w.netwerk_van_iets), re.I)
        self.pad = re.compile(
            rf"(?<![\w/\\])(?:[A-Z]:[\\/]|\\\\|~/|/(?={one_of(w.gebruikersmap)}/))[^\s<>\"|*?]+"
            rf"|(?<![\w/\\.%-])[\w.%-]*\w\.{one_of(w.bestand)}\b",
            re.I,
        )
        self.eigenaar = re.compile(rf"[\\/]{one_of(w.gebruikersmap)}[\\/](?P<w>[^\\/\s]+)", re.I)
        self.bestand = frozenset(w.bestand)
        self.bestand_van = frozenset((*w.bestand_van, *w.bestand_van_wie))
        self.bestand_van_wie = frozenset(w.bestand_van_wie)
        self.voorvoegsel = frozenset(w.voorvoegsel)


@cache
def _patronen() -> _Patronen:
    return _Patronen()


def mask_bestand(t: Tekst, vast: VasteNamen) -> None:
    """Mask handles and user names, and persons in paths and file names; the rest of a path and *vast* stay."""
    p = _patronen()
    if "@" in t.tekst:
        for m in _HANDLE.finditer(t.tekst):
            if not p.van_iets.search(m[0]):
                t.mask(*m.span(), "NAAM")
    for woorden, rx in ((p.netwerkwoorden, p.netwerk), (p.inlogwoorden, p.inlognaam)):
        for m in rx.finditer(t.tekst) if any(w in t.low for w in woorden) else ():
            if not p.van_iets.search(m["w"]):
                t.mask(*m.span("w"), "NAAM")
    if "." not in t.tekst and "\\" not in t.tekst and "/" not in t.tekst:
        return
    for m in p.pad.finditer(t.tekst):
        for g in p.eigenaar.finditer(t.tekst, *m.span()):
            t.mask(*g.span("w"), "NAAM")
        for g in _NEGEN.finditer(t.tekst, *m.span()):
            if is_bsn(g[0]):
                t.mask(*g.span(), "BSN")
        mask_delen(t, *m.span(), vast)
        # "\\Wmo\\Achterberg, Mieke\\plan.docx": the space ended the path.
        omgekeerd = _ACHTER_VOOR.search(t.tekst, m.start(), m.end() + _LANGSTE_VOORNAAM)
        if omgekeerd and omgekeerd["v"].lower() in read_namenlijsten().voor:
            t.mask(*omgekeerd.span("a"), "NAAM")
        t.keep(*m.span())


def mask_delen(t: Tekst, start: int, end: int, vast: VasteNamen) -> None:
    """Mask the names among the parts of a path: "Jansen_Karel", "jvandijk", and what follows "casus"."""
    delen = [m.span() for m in _DEEL.finditer(t.tekst, start, end)]
    naam = [_is_naam(t.low[a:b]) for a, b in delen]
    i = 0
    while i < len(delen):
        voor = t.low[slice(*delen[i - 1])] if i and _joined(t, delen, i) else ""
        van = voor in _patronen().bestand_van and not _is_vast(t, delen, i, vast)
        wie = van and voor in _patronen().bestand_van_wie
        if not (naam[i] or (van and _is_achternaam(t, delen, i, onbekend_mag=wie))):
            i += 1
            continue
        j = i + 1
        while j < len(delen) and _joined(t, delen, j) and _goes_on(t, delen, naam, j):
            j += 1
        letter = i > 0 and delen[i - 1][1] - delen[i - 1][0] == 1 and _joined(t, delen, i)
        t.mask(delen[i - letter][0], delen[j - 1][1], "NAAM")
        i = j


def _is_vast(t: Tekst, delen: list[tuple[int, int]], i: int, vast: VasteNamen) -> bool:
    """Whether a name that stays begins in part *i*: "verslag_haren", not "verslag_van_haren"."""
    woorden = tuple(t.low[a:b] for a, b in delen[i : i + _LANGSTE_DEEL])
    return any(woorden[: len(frase)] == frase for frase in vast.get(woorden[0], ()))


def _joined(t: Tekst, delen: list[tuple[int, int]], i: int) -> bool:
    return t.tekst[delen[i - 1][1] : delen[i][0]] in _TUSSEN


def _goes_on(t: Tekst, delen: list[tuple[int, int]], naam: list[bool], i: int) -> bool:
    """Whether a name that has begun goes on in part *i*: "de", "vries", or a word that nobody knows."""
    lijst, p = read_namenlijsten(), _patronen()
    for j in range(i, min(i + _LANGSTE_DEEL, len(delen))):
        woord = t.low[slice(*delen[j])]
        if j > i and not _joined(t, delen, j):
            return False
        if woord in p.bestand:
            return False
        if naam[j] or (woord in lijst.achter and woord not in lijst.woorden):
            return True
        if woord not in p.voorvoegsel:
            return len(woord) > 3 and woord not in lijst.gewoon and is_zeldzaam(woord)
    return False


def _is_achternaam(t: Tekst, delen: list[tuple[int, int]], i: int, *, onbekend_mag: bool) -> bool:
    """Whether a surname begins here, where one is expected: "bakker", "van_dam"."""
    p, lijst = _patronen(), read_namenlijsten()
    for j in range(i, min(i + _LANGSTE_DEEL, len(delen))):
        woord = t.low[slice(*delen[j])]
        if j > i and not _joined(t, delen, j):
            return False
        if woord not in p.voorvoegsel:
            listed = woord in lijst.achter or woord in lijst.voor
            onbekend = onbekend_mag and len(woord) > 3 and is_zeldzaam(woord)
            return woord not in lijst.woorden and (listed or onbekend)
    return False


def _is_naam(woord: str) -> bool:
    """A name in itself: of a list and no word, or a surname with its prefix or letter glued to it."""
    lijst = read_namenlijsten()
    if woord in lijst.ook_woord or woord in lijst.gewoon or len(woord) < 4:
        return False
    if woord in lijst.voor or woord in lijst.achter:
        return True
    geplakt = _GEPLAKT.fullmatch(woord)
    if geplakt and geplakt["a"] in lijst.achter and geplakt["a"] not in lijst.woorden:
        return True
    voorletter = _VOORLETTER.fullmatch(woord)
    return (
        voorletter is not None
        and voorletter["a"] in lijst.achter
        and voorletter["a"] not in lijst.ook_woord
    )
