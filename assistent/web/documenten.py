"""The document to take along, between the template that says what is in it and Word or PDF that show it.

The template is a small XML language: an element is a block, and its name is the soort of that block; `b`, `i` and
`a` mark text inside a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

# What XML, and so a Word file, cannot hold
_GEEN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_EIGENSCHAP = 255

TABEL = "tabel"
# A block has one of these, or is a TABEL; Word and PDF have a style for each
SOORTEN = frozenset(
    """
    titel datum kop tussenkop stap alinea klein groot aspect instap doen gedaan letop bron inbron punt citaat voet
    """.split()
)


@dataclass(frozen=True)
class Stuk:
    """Text that looks the same throughout; *url* makes it a link."""

    tekst: str
    vet: bool = False
    schuin: bool = False
    url: str = ""


@dataclass(frozen=True)
class Blok:
    """A paragraph, or for a TABEL its *rijen*; the first rij has the names of the columns."""

    soort: str
    stukken: tuple[Stuk, ...] = ()
    nr: int = 0
    rijen: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.soort not in SOORTEN and self.soort != TABEL:
            raise ValueError(f"{self.soort!r} is no soort of a block")

    @property
    def tekst(self) -> str:
        return "".join(s.tekst for s in self.stukken)


@dataclass(frozen=True)
class Document:
    """All that a file holds. *bladzijde* has `{nr}` and `{aantal}`, *onbekende_tekens* says what ■ stands for."""

    titel: str
    auteur: str
    onderwerp: str
    bladzijde: str
    onbekende_tekens: str
    blokken: tuple[Blok, ...]
    taal: str = "nl-NL"

    def __post_init__(self) -> None:
        # a Word file takes no more than this as a property
        object.__setattr__(self, "onderwerp", keep_xml(self.onderwerp)[:_MAX_EIGENSCHAP])


def keep_xml(tekst: str) -> str:
    """*tekst* without what a Word file cannot hold."""
    return _GEEN_XML.sub("", tekst)


def parse_blokken(xml: str) -> tuple[Blok, ...]:
    """The blocks of a filled template. What XML cannot hold is left out; blocks without text are too."""
    # our own template, in which all that was typed is escaped: no entities, nothing to fetch
    wortel = ET.fromstring(keep_xml(xml))  # noqa: S314
    blokken = (_parse_blok(element) for element in wortel)
    return tuple(b for b in blokken if b.rijen or b.tekst)


def _parse_blok(element: ET.Element) -> Blok:
    if element.tag == TABEL:
        rijen = tuple(tuple(" ".join((c.text or "").split()) for c in rij) for rij in element)
        return Blok(TABEL, rijen=rijen)
    nr = int(element.get("nr", "0"))
    return Blok(element.tag, tuple(_trim(_walk(element, Stuk("")))), nr)


def _walk(element: ET.Element, stijl: Stuk) -> Iterator[Stuk]:
    """The text of *element* in pieces, each with the looks of the elements around it."""
    stijl = Stuk(
        element.text or "",
        stijl.vet or element.tag == "b",
        stijl.schuin or element.tag == "i",
        element.get("href", stijl.url),
    )
    yield stijl
    for kind in element:
        yield from _walk(kind, stijl)
        yield replace(stijl, tekst=kind.tail or "")


def _trim(stukken: Iterator[Stuk]) -> Iterator[Stuk]:
    """White space as a browser shows it: one space between words, none at the ends."""
    begonnen = spatie = False
    for stuk in stukken:
        woorden = " ".join(stuk.tekst.split())
        if not woorden:
            spatie = spatie or bool(stuk.tekst)
            continue
        if begonnen and (spatie or stuk.tekst[0].isspace()):
            # by itself, so that no link or underline begins with it
            yield Stuk(" ")
        yield replace(stuk, tekst=woorden)
        begonnen, spatie = True, stuk.tekst[-1].isspace()
