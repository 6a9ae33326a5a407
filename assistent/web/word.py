"""The only module that writes Word: a Document in Word's own heading, list and quote styles, so that a house style
can take it over. Word and LibreOffice find fonts for every script themselves."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistent.web.documenten import TABEL, Blok, Document, Stuk

_LETTER = "Calibri"
_ACCENT, _DIEP, _ZACHT, _TINT = "0F5A6B", "12222A", "4F5F68", "E5F0F2"
_LINK = "Hyperlink"
_OVERBODIG = ("/thumbnail", "/stylesWithEffects")


class _Stijl(NamedTuple):
    """A style of Word and how it looks; sizes in points, *links* (indent) and *hangt* (first line) in cm."""

    naam: str
    punten: float = 11
    kleur: str = _DIEP
    vet: bool = False
    schuin: bool = False
    voor: float = 0
    na: float = 6
    links: float = 0
    hangt: float = 0
    opsomming: str = ""  # the sign before it, or "%1." for its number
    balk: str = ""  # the colour of a bar on the left


_STIJLEN = {
    "titel": _Stijl("Title", 22, _DIEP, vet=True, na=2),
    "datum": _Stijl("Subtitle", 11, _ZACHT, na=6),
    "kop": _Stijl("Heading 1", 15, _ACCENT, vet=True, voor=16, na=4),
    "stap": _Stijl(
        "Heading 2", 12, _DIEP, vet=True, voor=10, na=2, links=0.8, hangt=0.8, opsomming="%1."
    ),
    "tussenkop": _Stijl("Heading 3", 12, _DIEP, vet=True, voor=10, na=2),
    "alinea": _Stijl("Normal"),
    "groot": _Stijl("Body Text", 14, _DIEP, na=6),
    "klein": _Stijl("Body Text 2", 10, _ZACHT, na=4),
    "aspect": _Stijl("List", 10, _ZACHT, na=0),
    "instap": _Stijl("List Continue", na=3, links=0.8),
    "doen": _Stijl("List Bullet 2", na=2, links=1.5, hangt=0.7, opsomming="☐"),
    "gedaan": _Stijl("List Bullet 3", na=2, links=1.5, hangt=0.7, opsomming="☑"),
    "letop": _Stijl("Intense Quote", voor=6, links=0.4, balk="A66A00"),
    "bron": _Stijl("List Number", voor=4, na=1, links=0.8, hangt=0.8, opsomming="%1."),
    "inbron": _Stijl("List Continue 2", 10, _ZACHT, na=4, links=0.8),
    "punt": _Stijl("List Bullet", na=4, links=0.8, hangt=0.5, opsomming="•"),
    "citaat": _Stijl("Quote", na=6, links=0.4, balk=_ACCENT),
    "voet": _Stijl("Body Text 3", 9, _ZACHT, voor=14),
}


def write_word(document: Document, *, dag: date) -> bytes:
    """A Word file of *document*, A4, made on *dag*."""
    word = docx.Document()
    _set_eigenschappen(word, document, dag)
    _set_pagina(word, document.bladzijde)
    for nr, stijl in enumerate(_STIJLEN.values(), 1):
        _set_stijl(word, stijl, nr)
    _add_linkstijl(word)
    for blok in document.blokken:
        if blok.soort == TABEL:
            _add_tabel(word, blok)
        else:
            _add_alinea(word, blok)
    bestand = io.BytesIO()
    word.save(bestand)
    return bestand.getvalue()


def _set_eigenschappen(word: Word, document: Document, dag: date) -> None:
    eigen = word.core_properties
    eigen.title, eigen.author, eigen.subject = document.titel, document.auteur, document.onderwerp
    eigen.last_modified_by, eigen.comments, eigen.language = document.auteur, "", document.taal
    eigen.created = eigen.modified = datetime.combine(dag, time(), UTC).replace(tzinfo=None)
    for taal in word.styles.element.iter(qn("w:lang")):
        taal.set(qn("w:val"), document.taal)
    instellingen = word.settings.element
    for naam, waarde in (("w:themeFontLang", document.taal), ("w:compatSetting", "15")):
        # the first compatSetting is compatibilityMode; 15 is Word 2013 and later
        element = next(instellingen.iter(qn(naam)))
        element.set(qn("w:val"), waarde)
    # of the library's template: a picture of another document, and its styles for Word 2007
    for relaties in (word.part.package.rels, word.part.rels):
        for id_ in [i for i, r in relaties.items() if r.reltype.endswith(_OVERBODIG)]:
            del relaties[id_]


def _set_pagina(word: Word, bladzijde: str) -> None:
    deel = word.sections[0]
    deel.page_width, deel.page_height = Cm(21), Cm(29.7)
    deel.left_margin = deel.right_margin = Cm(2.3)
    deel.top_margin = deel.bottom_margin = Cm(2.2)
    voet = deel.footer.paragraphs[0]
    voet.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stijl: Any = word.styles["Footer"]
    stijl.font.name, stijl.font.size = _LETTER, Pt(9)
    velden = {"{nr}": "PAGE", "{aantal}": "NUMPAGES"}
    for tekst in re.split(r"(\{\w+\})", bladzijde):
        if tekst in velden:
            _add_veld(voet, velden[tekst])
        elif tekst:
            _add_run(voet, Stuk(tekst))


def _add_veld(alinea: Paragraph, opdracht: str) -> None:
    """A field that Word fills in, such as PAGE."""
    veld = OxmlElement("w:fldSimple")
    veld.set(qn("w:instr"), opdracht)
    run = Run(OxmlElement("w:r"), alinea)
    run.text = "1"
    veld.append(run._r)
    alinea._p.append(veld)


def _set_stijl(word: Word, stijl: _Stijl, nr: int) -> None:
    vorm: Any = word.styles[stijl.naam]
    letter = vorm.font
    letter.name, letter.size, letter.color.rgb = (
        _LETTER,
        Pt(stijl.punten),
        RGBColor.from_string(stijl.kleur),
    )
    letter.bold, letter.italic = stijl.vet, stijl.schuin
    # the font and colour of a theme would go before ours
    for deel in vorm.element.rPr:
        for naam in [n for n in deel.attrib if "heme" in n]:
            del deel.attrib[naam]
    # a twin for parts of a paragraph, and the same again for other scripts, look as they did
    _remove(vorm.element, "w:link")
    _remove(vorm.element.rPr, "w:bCs", "w:iCs", "w:szCs")
    maten = vorm.paragraph_format
    maten.space_before, maten.space_after = Pt(stijl.voor), Pt(stijl.na)
    maten.line_spacing, maten.widow_control = 1.12, True
    maten.left_indent, maten.right_indent = Cm(stijl.links), Cm(0)
    maten.first_line_indent = Cm(-stijl.hangt)
    eigenschappen = vorm.element.get_or_add_pPr()
    _remove(eigenschappen, "w:pBdr", "w:numPr", "w:contextualSpacing")
    if stijl.opsomming:
        lijst = eigenschappen.get_or_add_numPr()
        lijst.get_or_add_numId().val = _add_nummering(word, stijl, 100 + nr)
    if stijl.balk:
        balk = _make("w:pBdr")
        balk.append(_make("w:left", val="single", sz="18", space="8", color=stijl.balk))
        eigenschappen.insert_element_before(
            balk, *(f"w:{n}" for n in "shd tabs suppressAutoHyphens spacing ind jc rPr".split())
        )


def _add_nummering(word: Word, stijl: _Stijl, nr: int) -> int:
    """A list of our own for *stijl*; gives its numId."""
    lijsten: Any = word.part.numbering_part.element
    soort = _make("w:abstractNum", abstractNumId=str(nr))
    niveau = _make("w:lvl", ilvl="0")
    telt = "%" in stijl.opsomming
    niveau.append(_make("w:start", val="1"))
    niveau.append(_make("w:numFmt", val="decimal" if telt else "bullet"))
    niveau.append(_make("w:pStyle", val=word.styles[stijl.naam].style_id))
    niveau.append(_make("w:lvlText", val=stijl.opsomming))
    niveau.append(_make("w:lvlJc", val="left"))
    maten = _make("w:pPr")
    links, hangt = (str(round(cm * 567)) for cm in (stijl.links, stijl.hangt))
    maten.append(_make("w:ind", left=links, hanging=hangt))
    niveau.append(maten)
    if not telt:
        teken = _make("w:rPr")
        # the box to tick is in few fonts
        font = _LETTER if stijl.opsomming == "•" else "Segoe UI Symbol"
        teken.append(_make("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, hint="default"))
        niveau.append(teken)
    soort.append(_make("w:multiLevelType", val="singleLevel"))
    soort.append(niveau)
    lijsten.insert(0, soort)
    return int(lijsten.add_num(nr).numId)


def _add_linkstijl(word: Word) -> None:
    stijl: Any = word.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    stijl.font.color.rgb, stijl.font.underline = RGBColor.from_string(_ACCENT), True


def _add_alinea(word: Word, blok: Blok) -> None:
    alinea = word.add_paragraph(style=_STIJLEN[blok.soort].naam)
    if _is_rtl(blok.tekst):
        alinea._p.get_or_add_pPr().insert_element_before(
            _make("w:bidi"), *(f"w:{n}" for n in "spacing ind jc rPr".split())
        )
    for stuk in blok.stukken:
        _add_run(alinea, stuk)


def _add_run(alinea: Paragraph, stuk: Stuk) -> None:
    if not stuk.url:
        run = alinea.add_run(stuk.tekst)
    else:
        link = _make("w:hyperlink")
        id_ = alinea.part.relate_to(stuk.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), id_)
        run = Run(OxmlElement("w:r"), alinea)
        run.text, run.style = stuk.tekst, _LINK
        link.append(run._r)
        alinea._p.append(link)
    # None leaves it to the style
    run.bold, run.italic = stuk.vet or None, stuk.schuin or None
    if _is_rtl(stuk.tekst):
        run.font.rtl = True


def _is_rtl(tekst: str) -> bool:
    """Whether the first letter is of a script that runs from right to left."""
    richtingen: Callable[[str], str] = unicodedata.bidirectional
    sterk = next((r for r in map(richtingen, tekst) if r in ("L", "R", "AL")), "L")
    return sterk != "L"


def _add_tabel(word: Word, blok: Blok) -> None:
    tabel = word.add_table(len(blok.rijen), len(blok.rijen[0]), style="Table Grid")
    tabel.autofit = False
    rijen = zip(tabel.rows, blok.rijen, strict=True)
    for nr, (rij, teksten) in enumerate(rijen):
        for kolom, (cel, tekst) in enumerate(zip(rij.cells, teksten, strict=True)):
            cel.width = Cm(8 if kolom == 0 else 3)
            alinea = cel.paragraphs[0]
            alinea.paragraph_format.space_after = Pt(2)
            alinea.paragraph_format.space_before = Pt(2)
            if kolom:
                alinea.alignment = WD_ALIGN_PARAGRAPH.CENTER
            alinea.add_run(tekst).bold = nr == 0
            if nr == 0:
                cel._tc.get_or_add_tcPr().append(
                    _make("w:shd", val="clear", color="auto", fill=_TINT)
                )
    # read out as the names of the columns, and repeated on a next page
    tabel.rows[0]._tr.get_or_add_trPr().append(_make("w:tblHeader"))


def _remove(element: Any, *namen: str) -> None:
    for kind in [k for naam in namen for k in element.findall(qn(naam))]:
        element.remove(kind)


def _make(naam: str, **eigenschappen: str) -> Any:
    element = OxmlElement(naam)
    for eigenschap, waarde in eigenschappen.items():
        element.set(qn(f"w:{eigenschap}"), waarde)
    return element
