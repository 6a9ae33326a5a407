"""The only module that writes PDF: a Document on A4, in the font that comes with the library.

That font has the letters of Western Europe and Turkish. Of another letter with a mark we write the letter, and for
what remains (Arabic, emoji) a square.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Table,
)

from assistent.web.documenten import TABEL, Blok, Document, Stuk

# What stands for a sign that the font lacks, in a font that every PDF reader has
VIERKANT = "■"
_TEKENFONT = "ZapfDingbats"
_FONTS = {"Vera": (0, 0), "VeraBd": (1, 0), "VeraIt": (0, 1), "VeraBI": (1, 1)}
_ACCENT, _DIEP, _ZACHT, _TINT = "#0f5a6b", "#12222a", "#4f5f68", "#e5f0f2"
_RAND = "#b8c6cc"
_MARGE, _ONDER = 20 * mm, 18 * mm
# Not to be seen: joiners, marks on the letter before, variation selectors
_ONZICHTBAAR = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
# What the font lacks and Unicode does not take apart
_LIJKT_OP = {"\u2010": "-", "\u2011": "-", "\u2192": "->", "\u25cf": "•", "\u25aa": "•"}


class _Stijl(NamedTuple):
    """Sizes in points, *links* (indent) in mm; *teken* stands before it, *balk* is the colour of a bar on the left."""

    punten: float = 9
    kleur: str = _DIEP
    vet: bool = False
    voor: float = 0
    na: float = 4
    links: float = 0
    teken: str = ""
    dingbat: bool = False
    bij_volgende: bool = False
    balk: str = ""


_STIJLEN = {
    "titel": _Stijl(17, vet=True, na=2),
    "datum": _Stijl(kleur=_ZACHT, na=4),
    "kop": _Stijl(12.5, _ACCENT, vet=True, voor=12, na=4, bij_volgende=True),
    "stap": _Stijl(10, vet=True, voor=7, na=2, links=7, bij_volgende=True),
    "tussenkop": _Stijl(10, vet=True, voor=7, na=2, bij_volgende=True),
    "alinea": _Stijl(),
    "groot": _Stijl(11.5),
    "klein": _Stijl(8.5, _ZACHT),
    "aspect": _Stijl(8.5, _ZACHT, na=1),
    "instap": _Stijl(na=2, links=7),
    "doen": _Stijl(na=2, links=13, teken="❏", dingbat=True),
    "gedaan": _Stijl(na=2, links=13, teken="✔", dingbat=True),
    "letop": _Stijl(voor=4, links=4, balk="#a66a00"),
    "bron": _Stijl(voor=3, na=1, links=7),
    "inbron": _Stijl(8.5, _ZACHT, links=7),
    "punt": _Stijl(na=3, links=5, teken="•"),
    "citaat": _Stijl(na=5, links=4, balk=_ACCENT),
    "voet": _Stijl(8, _ZACHT, voor=10),
}
_BINNEN_STAP = frozenset({"instap", "doen", "gedaan"})


def write_pdf(document: Document) -> bytes:
    """A PDF of *document*, with its language, outline and properties."""
    verhaal = _make_verhaal(document.blokken)
    if any(VIERKANT in _show(b.tekst) for b in document.blokken):
        verhaal.append(_make_flowable(Blok("klein", (Stuk(document.onbekende_tekens),))))
    bestand = io.BytesIO()
    _Sjabloon(bestand, document).build(verhaal)
    return bestand.getvalue()


@cache
def _register_fonts() -> frozenset[int]:
    """Make the font known to the library; gives the signs that all of its four forms have."""
    tekens: list[frozenset[int]] = []
    for naam, (vet, schuin) in _FONTS.items():
        font = TTFont(naam, f"{naam}.ttf")
        pdfmetrics.registerFont(font)
        addMapping("Vera", vet, schuin, naam)
        tekens.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*tekens)


def _show(tekst: str) -> str:
    """*tekst* in signs that the font has."""
    bekend = _register_fonts()
    heel = unicodedata.normalize("NFC", tekst)
    return "".join(c if ord(c) in bekend else _replace(c) for c in heel)


@cache
def _replace(teken: str) -> str:
    bekend = _register_fonts()
    if unicodedata.category(teken) in _ONZICHTBAAR:
        return ""
    delen = _LIJKT_OP.get(teken) or unicodedata.normalize("NFKD", teken)
    over = "".join(c for c in delen if unicodedata.category(c) not in _ONZICHTBAAR)
    return over if over and all(ord(c) in bekend for c in over) else VIERKANT


# --- blocks ---------------------------------------------------------------------------------------------------------


class _Alinea(Paragraph):
    """A paragraph that knows what it is, with a bar beside it when its style has one."""

    def __init__(self, *args: Any, soort: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soort = soort

    def draw(self) -> None:
        balk = getattr(self.style, "balk", "")
        if balk:
            self.canv.setFillColor(HexColor(balk))
            self.canv.rect(0, -1, 2, self.height, stroke=0, fill=1)
        super().draw()


def _make_verhaal(blokken: Sequence[Blok]) -> list[Flowable]:
    """A stap stays on one page when it can."""
    groepen: list[list[Flowable]] = []
    for blok in blokken:
        if not (blok.soort in _BINNEN_STAP and groepen):
            groepen.append([])
        groepen[-1].append(_make_flowable(blok))
    return [g[0] if len(g) == 1 else KeepTogether(g) for g in groepen]


def _make_flowable(blok: Blok) -> Flowable:
    if blok.soort == TABEL:
        return _make_tabel(blok)
    stijl = _STIJLEN[blok.soort]
    teken = f"{blok.nr}." if blok.nr else stijl.teken
    markup = "".join(_render_stuk(s) for s in blok.stukken)
    return _Alinea(markup, _make_stijl(blok.soort), bulletText=teken or None, soort=blok.soort)


@cache
def _make_stijl(soort: str) -> ParagraphStyle:
    s = _STIJLEN[soort]
    return ParagraphStyle(
        soort,
        fontName="VeraBd" if s.vet else "Vera",
        fontSize=s.punten,
        leading=s.punten * 1.42,
        textColor=HexColor(s.kleur),
        spaceBefore=s.voor,
        spaceAfter=s.na,
        leftIndent=s.links * mm,
        bulletIndent=(s.links - 5) * mm if s.teken else 0,
        bulletFontName=_TEKENFONT if s.dingbat else "VeraBd" if s.vet else "Vera",
        bulletFontSize=s.punten,
        bulletColor=HexColor(_ACCENT),
        keepWithNext=s.bij_volgende,
        allowWidows=0,
        allowOrphans=0,
        balk=s.balk,
    )


def _render_stuk(stuk: Stuk) -> str:
    vierkanten = rf'<font name="{_TEKENFONT}">\g<0></font>'
    markup = re.sub(f"{VIERKANT}+", vierkanten, escape(_show(stuk.tekst)))
    if stuk.vet:
        markup = f"<b>{markup}</b>"
    if stuk.schuin:
        markup = f"<i>{markup}</i>"
    if stuk.url:
        markup = f'<a href={quoteattr(stuk.url)} color="{_ACCENT}" underline="1">{markup}</a>'
    return markup


def _make_tabel(blok: Blok) -> Table:
    stijl = _make_stijl("alinea")
    midden = ParagraphStyle("midden", stijl, alignment=1)
    cellen = []
    for nr, rij in enumerate(blok.rijen):
        stukken = [_render_stuk(Stuk(tekst, vet=nr == 0)) for tekst in rij]
        cellen.append([Paragraph(t, midden if k else stijl) for k, t in enumerate(stukken)])
    return Table(
        cellen,
        colWidths=[70 * mm] + [30 * mm] * (len(blok.rijen[0]) - 1),
        hAlign="LEFT",
        spaceBefore=2,
        spaceAfter=6,
        repeatRows=1,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, HexColor(_RAND)),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(_TINT)),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


# --- pages ----------------------------------------------------------------------------------------------------------


class _Sjabloon(BaseDocTemplate):
    """A4 pages with headings in the outline and "page of pages" below."""

    def __init__(self, bestand: io.BytesIO, document: Document) -> None:
        super().__init__(
            bestand,
            pagesize=A4,
            lang=document.taal,
            title=document.titel,
            author=document.auteur,
            subject=document.onderwerp,
            creator=document.auteur,
        )
        breed, hoog = A4
        kader = Frame(
            _MARGE, _ONDER, breed - 2 * _MARGE, hoog - _ONDER - 15 * mm,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.addPageTemplates(PageTemplate(frames=[kader]))
        self._document = document

    def build(self, flowables: list[Flowable]) -> None:
        document = self._document

        class _Genummerd(_Canvas):
            bladzijde = document.bladzijde
            merk = document.auteur

        super().build(flowables, canvasmaker=_Genummerd)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 the library calls it
        if getattr(flowable, "soort", "") != "kop":
            return
        sleutel = f"kop-{id(flowable)}"
        self.canv.bookmarkPage(sleutel)
        self.canv.addOutlineEntry(flowable.getPlainText(), sleutel)


class _Canvas(Canvas):
    """Draws the foot of every page at the end, when the number of pages is known."""

    bladzijde = ""
    merk = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bladen: list[dict[str, Any]] = []
        self.setViewerPreference("DisplayDocTitle", "true")

    def showPage(self) -> None:  # noqa: N802 the library calls it
        self._bladen.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for nr, blad in enumerate(self._bladen, 1):
            self.__dict__.update(blad)
            self._draw_voet(self.bladzijde.format(nr=nr, aantal=len(self._bladen)))
            super().showPage()
        super().save()

    def _draw_voet(self, tekst: str) -> None:
        self.setFont("Vera", 8)
        self.setFillColor(HexColor(_ZACHT))
        self.drawString(_MARGE, 10 * mm, self.merk)
        self.drawRightString(A4[0] - _MARGE, 10 * mm, tekst)
