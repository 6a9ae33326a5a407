"""E-mail addresses, and persons and numbers inside web addresses."""

from __future__ import annotations

import re
from functools import cache

from assistent.privacy.bestand import mask_delen
from assistent.privacy.lezer import VasteNamen
from assistent.privacy.nummers import is_bsn
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import (
    Namenlijsten,
    is_zeldzaam,
    one_of,
    read_maskeerwoorden,
    read_namenlijsten,
)

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_AT_TEKEN = ("@", "apenstaart", "at)", "at]", " at ")
_MAILDEEL_VOOR = re.compile(r"[\w.+-]+\Z")
_MAILDEEL_NA = re.compile(
    r"[\w-]+(?:(?:\.|\s?[\[(](?:dot|punt)[\])]\s?|\s(?:punt|dot)\s)[\w-]+)+", re.I
)
_PREFIX_VOOR = re.compile(r"(?:\b(?:van|de|der|den|el|ter) ){1,3}\Z", re.I)
_TELEFOON = re.compile(r"(?<!\d)(?:tel:\+?\d{9,13}|(?:00|\+|%2B)31\d{9}|06-?\d{8})(?!\d)", re.I)
_NEGEN = re.compile(r"(?<!\d)\d{9}(?!\d)")
_SLUG = re.compile(r"[^\W\d_]+")
_GEPLAKT = ("vander", "vanden", "vande", "van", "der", "de", "ter", "el")
_SCHEIDING = re.compile(r"[-._+]|%20")
_SLUG_TUSSEN = frozenset({"-", ".", "_", "%20", "+"})


class _Patronen:
    def __init__(self) -> None:
        w = read_maskeerwoorden()
        rest = r"[^\s<>\"]+"
        self.url = re.compile(
            rf"(?<![\w@.-])(?:https?://{rest}|www\.{rest}"
            rf"|[\w-]+(?:\.[\w-]+)*\.{one_of(w.domein)}\b(?:[/?#][^\s<>\"]*)?)",
            re.I,
        )
        self.apenstaart = re.compile(
            r"\s{0,2}[\[(](?:at|apenstaartje)[\])]\s{0,2}|\s{1,2}apenstaart(?:je)?\s{1,2}"
            r"|\s{1,2}@\s{1,2}(?=\w)|(?<=\w)@\s{1,2}"
            rf"|\s{{1,2}}@(?=[\w-]{{1,40}}\.{one_of(w.domein)}\b)"
            r"|\s{1,2}at\s{1,2}(?=[\w-]{1,40}\s(?:punt|dot)\s\w)",
            re.I,
        )
        self.gesproken = re.compile(rf"\s{one_of(w.gesproken_teken)}\s\Z", re.I)
        self.profiel = re.compile(rf"{one_of(w.profielsite)}/@?([\w.%-]+)", re.I)
        self.eigenaar = re.compile(rf"/{one_of(w.gebruikersmap)}/([\w.%-]*[a-z][\w.%-]*)", re.I)
        self.persoon = re.compile(
            rf"/{one_of(w.personenmap)}/(?:\d{{1,9}}/)?(?P<w>[^/?#\s]+)", re.I
        )
        self.van_iets = re.compile(one_of(w.netwerk_van_iets), re.I)
        van_wie = one_of(w.bestand_van_wie)
        self.bestand = re.compile(
            rf"(?<=/)[^/?#\s]*(?:\.{one_of(w.bestand)}\b|(?<![^\W\d_]){van_wie}[-_.+][^/?#\s]*)",
            re.I,
        )
        self.officieel = re.compile(one_of(w.officiele_site), re.I)
        nummer = rf"{one_of(w.nummerveld)}(?:nummer|nr|id)?[=/]([A-Z]{{0,3}}[\d-]{{4,16}}\d)"
        self.in_url = (
            ("BSN", re.compile(r"bsn[=/](\d{8,9})", re.I)),
            ("NUMMER", re.compile(nummer, re.I)),
            ("NAAM", re.compile(rf"[?&;]{one_of(w.naamveld)}=([^&#\s]+)", re.I)),
        )
        self.functiemail = frozenset(w.functiemail)
        self.profiel_van_iets = frozenset(w.profiel_van_iets)
        self.voorvoegsel = frozenset(w.voorvoegsel)
        self.na_organisatie = frozenset(w.na_organisatie)


@cache
def _patronen() -> _Patronen:
    return _Patronen()


def mask_email(t: Tekst) -> None:
    """Mask addresses of persons, also written out in words; shared mailboxes stay."""
    p = _patronen()
    if "@" in t.tekst:
        for m in _EMAIL.finditer(t.tekst):
            if m[0].partition("@")[0].lower() in p.functiemail:
                t.keep(*m.span())
            else:
                t.mask(*m.span(), "E-MAIL")
    if not any(teken in t.low for teken in _AT_TEKEN):
        return
    for m in p.apenstaart.finditer(t.tekst):
        na = _MAILDEEL_NA.match(t.tekst, m.end())
        start = _start_of_mail(t.tekst, m.start())
        if na and start is not None:
            t.mask(start, na.end(), "E-MAIL")


def _start_of_mail(tekst: str, end: int) -> int | None:
    """Where the part before the at-sign begins ("jan punt jansen" is one part), if at all."""
    gesproken = _patronen().gesproken
    low = max(0, end - 80)
    m = _MAILDEEL_VOOR.search(tekst[low:end])
    while m is not None:
        start = low + m.start()
        met_prefix = _PREFIX_VOOR.search(tekst[low:start])
        if met_prefix and gesproken.search(tekst[low : low + met_prefix.start()]):
            start = low + met_prefix.start()
        punt = gesproken.search(tekst[low:start])
        if punt is None:
            return start
        m = _MAILDEEL_VOOR.search(tekst[low : low + punt.start()])
        if m is None:
            return start
    return None


def mask_url(t: Tekst, vast: VasteNamen) -> None:
    """Mask persons and numbers inside web addresses; the rest of the address and *vast* stay as they are."""
    if "." not in t.tekst and "://" not in t.tekst:
        return
    p = _patronen()
    for m in p.url.finditer(t.tekst):
        start, end = m.span()
        if not p.officieel.search(m[0]):
            _mask_numbers(t, start, end)
        for g in _TELEFOON.finditer(t.tekst, start, end):
            t.mask(*g.span(), "TELEFOON")
        for g in p.eigenaar.finditer(t.tekst, start, end):
            t.mask(*g.span(1), "NAAM")
        for g in p.profiel.finditer(t.tekst, start, end):
            iets = "linkedin" not in g[0].lower() and _is_van_iets(g[1].lower(), vast)
            if g[1].lower() not in p.profiel_van_iets and not iets:
                t.mask(g.start(1), g.start(1) + len(g[1].rstrip(".")), "NAAM")
        for g in p.persoon.finditer(t.tekst, start, end):
            _mask_persoon(t, *g.span("w"))
        for g in p.bestand.finditer(t.tekst, start, end):
            mask_delen(t, *g.span(), vast)
        _mask_slug(t, start, end)
        t.keep(start, end)


def _is_van_iets(profiel: str, vast: VasteNamen) -> bool:
    """Whether a profile is of an organisation: "gemeentezwolle", "movisie"."""
    return bool(_patronen().van_iets.search(profiel)) or (profiel,) in vast.get(profiel, ())


def _mask_persoon(t: Tekst, start: int, end: int) -> None:
    """Mask what stands in a folder of persons, when it is two words or more and all can be a name."""
    lijst, voorvoegsel = read_namenlijsten(), _patronen().voorvoegsel
    slug = t.low[start:end].rstrip(".").removesuffix(".html").removesuffix(".php")
    woorden = _SCHEIDING.split(slug)
    eigen = [w for w in woorden if w not in voorvoegsel and len(w) > 1]
    if len(woorden) < 2 or not eigen or not all(w.isalpha() for w in woorden):
        return
    listed = [w in lijst.voor or w in lijst.achter for w in eigen]
    if any(w in lijst.woorden for w in eigen):
        return
    if all(ja or is_zeldzaam(w) for w, ja in zip(eigen, listed, strict=True)):
        t.mask(start, start + len(slug), "NAAM")


def _mask_numbers(t: Tekst, start: int, end: int) -> None:
    for soort, rx in _patronen().in_url:
        for g in rx.finditer(t.tekst, start, end):
            t.mask(*g.span(1), "BSN" if soort == "NUMMER" and is_bsn(g[1]) else soort)
    for g in _NEGEN.finditer(t.tekst, start, end):
        if is_bsn(g[0]):
            t.mask(*g.span(), "BSN")


def _mask_slug(t: Tekst, start: int, end: int) -> None:
    """Mask "sanne-de-vries" and "s.devries" in the path between *start* and *end*."""
    lijst, p = read_namenlijsten(), _patronen()
    delen = [(m.start(), m.end(), m[0].lower()) for m in _SLUG.finditer(t.tekst, start, end)]

    def joined(j: int) -> bool:
        return j < len(delen) and t.tekst[delen[j - 1][1] : delen[j][0]] in _SLUG_TUSSEN

    i = 0
    while i < len(delen):
        voor = delen[i][2]
        j = i + 1
        if voor in lijst.voor and voor not in lijst.woorden:
            while joined(j) and delen[j][2] in p.voorvoegsel:
                j += 1
            onbekend = j > i + 1 and joined(j) and is_zeldzaam(delen[j][2])
            if joined(j) and (onbekend or _is_slug_achternaam(voor, delen[j][2], lijst)):
                while joined(j + 1) and delen[j + 1][2] in lijst.achter:
                    j += 1
                if not (joined(j + 1) and delen[j + 1][2] in p.na_organisatie):
                    t.mask(delen[i][0], delen[j][1], "NAAM")
                j += 1
            else:
                j = i + 1
        i = j


def _is_slug_achternaam(voor: str, achter: str, lijst: Namenlijsten) -> bool:
    if achter in lijst.achter:
        return not (voor in lijst.ook_woord and achter in lijst.ook_woord)
    return any(achter.startswith(p) and achter[len(p) :] in lijst.achter for p in _GEPLAKT)
