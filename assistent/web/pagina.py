"""The take-along page: the clarified vraag, the plan and the bronnen, to print or as Markdown, Word or PDF.

What it shows is worked out here (`make_pagina`), how it is said stands in the templates: the words that all forms
share in meenemen_woorden.yaml. Nothing that is posted here is kept.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import yaml
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    select_autoescape,
)
from starlette.exceptions import HTTPException

from assistent.errors import OnbekendGesprek
from assistent.kennis import Kennis
from assistent.model import Aspect
from assistent.privacy import clean
from assistent.service import Assistent
from assistent.verwoording import opsomming
from assistent.web.documenten import Document, parse_blokken
from assistent.web.kennisparagraaf import make_nota, rests_on
from assistent.web.tokens import read_token

router = APIRouter(tags=["meenemen"])

MAX_KENNISPARAGRAAF = 4000

_MAP = Path(__file__).parent
_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

# In the verhelderde vraag already, and too long for a line
_VRIJE_ASPECTEN = frozenset({Aspect.AANLEIDING, Aspect.DOEL, Aspect.BEKEND})

# What means something to Markdown: anywhere, and only where a line begins
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|]")
_MARKUP_AAN_BEGIN = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")


@router.get("/static/meenemen.css", include_in_schema=False)
async def stijl() -> FileResponse:
    return FileResponse(_MAP / "static" / "meenemen.css")


@router.get("/static/meenemen.js", include_in_schema=False)
async def script() -> FileResponse:
    return FileResponse(_MAP / "static" / "meenemen.js")


@router.get("/meenemen/{sleutel}.md")
async def markdown(request: Request, sleutel: str) -> Response:
    """The same as the page, as Markdown, to paste into a note."""
    return await _bestand(request, await _mee(request, sleutel), "md")


@router.get("/meenemen/{sleutel}.docx")
async def word(request: Request, sleutel: str) -> Response:
    """The same as the page, for Word."""
    return await _bestand(request, await _mee(request, sleutel), "docx")


@router.get("/meenemen/{sleutel}.pdf")
async def pdf(request: Request, sleutel: str) -> Response:
    """The same as the page, as PDF."""
    return await _bestand(request, await _mee(request, sleutel), "pdf")


@router.get("/meenemen/{sleutel}")
async def pagina(request: Request, sleutel: str) -> HTMLResponse:
    """A page to read, to print, and to adjust the kennisparagraaf on."""
    mee = await _mee(request, sleutel)
    inhoud = make_pagina(mee, request.app.state.assistent.kennis)
    return HTMLResponse(render_html(inhoud, adres=quote(sleutel, safe="")))


@router.post("/meenemen/{sleutel}")
async def bewerkt(request: Request, sleutel: str) -> Response:
    """A form with `vorm` (docx, pdf, md) and `kennisparagraaf`: the file with that text, of which nothing is kept.

    It changes nothing here, so the key in the path is all the proof it needs.
    """
    mee = await _mee(request, sleutel)
    velden = await _read_formulier(request)
    vorm, kennisparagraaf = velden.get("vorm", ""), velden.get("kennisparagraaf")
    if vorm not in _VORMEN or kennisparagraaf is None:
        raise HTTPException(422)
    kennisparagraaf = clean(kennisparagraaf)
    if len(kennisparagraaf) > MAX_KENNISPARAGRAAF:
        raise HTTPException(413)
    return await _bestand(request, mee, vorm, kennisparagraaf)


async def _read_formulier(request: Request) -> dict[str, str]:
    """The fields of a plain form, each once; a body that is none has no fields."""
    try:
        tekst = (await request.body()).decode("ascii")
        velden = parse_qs(tekst, keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}
    return {naam: waarden[0] for naam, waarden in velden.items()}


async def _bestand(
    request: Request, mee: Mapping[str, Any], naam: str, kennisparagraaf: str | None = None
) -> Response:
    kennis = request.app.state.assistent.kennis
    vorm = _VORMEN[naam]

    def maak() -> str | bytes:
        return vorm.render(make_pagina(mee, kennis, kennisparagraaf))

    koppen = {"Content-Disposition": f'attachment; filename="vraagwijs.{naam}"'}
    return Response(await asyncio.to_thread(maak), media_type=vorm.media_type, headers=koppen)


async def _mee(request: Request, sleutel: str) -> dict[str, Any]:
    """What the gesprek of *sleutel* has to take along."""
    assistent: Assistent = request.app.state.assistent
    gesprek = read_token(sleutel, "meenemen", assistent.settings.geheim, now=assistent.now())
    # a count of its own: who saves often may still write
    request.app.state.limiet.check_bericht(f"meenemen:{gesprek}")
    mee = await asyncio.to_thread(assistent.meenemen, gesprek)
    if mee is None:
        raise OnbekendGesprek(gesprek)
    return mee


def render_html(inhoud: Mapping[str, Any], *, adres: str) -> str:
    """The page; *adres* is where its forms and files are, without what follows the dot."""
    sjabloon = _jinja.get_template("meenemen.html")
    return sjabloon.render(inhoud, adres=adres, hoogstens=MAX_KENNISPARAGRAAF)


def render_markdown(inhoud: Mapping[str, Any]) -> str:
    return _jinja.get_template("meenemen.md").render(inhoud)


def render_word(inhoud: Mapping[str, Any]) -> bytes:
    from assistent.web.word import write_word  # its library takes long to load

    return write_word(make_document(inhoud), dag=inhoud["datum"])


def render_pdf(inhoud: Mapping[str, Any]) -> bytes:
    from assistent.web.pdf import write_pdf  # its library takes long to load

    return write_pdf(make_document(inhoud))


class Vorm(NamedTuple):
    """A file to take along."""

    media_type: str
    render: Callable[[Mapping[str, Any]], str | bytes]


_VORMEN = {
    "md": Vorm("text/markdown; charset=utf-8", render_markdown),
    "docx": Vorm(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render_word
    ),
    "pdf": Vorm("application/pdf", render_pdf),
}


def make_document(inhoud: Mapping[str, Any]) -> Document:
    """What Word and PDF hold."""
    return Document(
        titel=tekst("kop"),
        auteur=tekst("merk"),
        onderwerp=tekst("onderwerp", vraag=inhoud["vraag"]["verhelderd"]),
        bladzijde=tekst("bladzijde"),
        onbekende_tekens=tekst("onbekende_tekens"),
        blokken=parse_blokken(_jinja.get_template("meenemen.xml").render(inhoud)),
    )


def make_pagina(
    mee: Mapping[str, Any], kennis: Kennis, kennisparagraaf: str | None = None
) -> dict[str, Any]:
    """What the templates show, from `Assistent.meenemen`; *kennisparagraaf* in place of ours, empty for none.

    Every bron gets the number by which stappen refer to it. A stap refers to one bron: rather one that no earlier
    stap named, and rather one of the chosen bronnen. Bronnen that only stappen name follow in *ook_genoemd*.
    The collegas in *mee* agreed to be in a document.
    """
    bronnen = [{**b, "nr": nr} for nr, b in enumerate(mee["bronnen"], 1)]
    plan = mee["stappenplan"]
    stappen, ook_genoemd = _number_bronnen(plan["stappen"] if plan else [], bronnen, kennis)
    balans = _count_kennisbronnen(stappen, bronnen, kennis)
    if kennisparagraaf is None:
        nota = make_nota(mee["vraag"], stappen, bronnen, balans, kennis)
        eigen = _jinja.get_template("meenemen_kennisparagraaf.j2").render(nota=nota)
        alineas = [" ".join(alinea.split()) for alinea in eigen.split("\n\n")]
    else:
        alineas = split_regels(kennisparagraaf)
    aspecten = mee["vraag"]["aspecten"]
    gedaan = frozenset(mee.get("stappen_gedaan") or ())
    stappen = [{**s, "gedaan": s["id"] in gedaan or bool(s.get("gedaan"))} for s in stappen]
    return {
        "vraag": mee["vraag"],
        "aspecten": [a for a in aspecten if a["aspect"] not in _VRIJE_ASPECTEN],
        "plan": {"titel": plan["titel"], "stappen": stappen} if plan else None,
        "balans": balans,
        "ontbrekend": [k for k in balans if not k["stappen"] and not k["bronnen"]],
        "bronnen": bronnen,
        "ook_genoemd": ook_genoemd,
        "collegas": _pick(mee.get("collegas"), "naam", "functie", "gemeente", "reden", "voorbeeld"),
        "reflectievragen": _pick(mee.get("reflectievragen"), "vraag", "tip"),
        "kennisparagraaf": [alinea for alinea in alineas if alinea],
        "bewerkt": kennisparagraaf is not None,
        "datum": mee["datum"],
    }


def _number_bronnen(
    stappen: Sequence[Mapping[str, Any]], bronnen: Sequence[Mapping[str, Any]], kennis: Kennis
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nummers = {b["id"]: b["nr"] for b in bronnen}
    gekozen = frozenset(nummers)
    genoemd: set[str] = set()
    uit, extra = [], []
    for stap in stappen:
        lees = min(
            stap["bronnen"],
            key=lambda b: (b["id"] in genoemd, b["id"] not in gekozen),
            default=None,
        )
        if lees:
            genoemd.add(lees["id"])
            if lees["id"] not in nummers:
                nummers[lees["id"]] = len(nummers) + 1
                # a stap tells less of a bron than a reference needs
                heel = kennis.bronnen.get(lees["id"])
                jaar, auteurs = (heel.jaar, heel.auteurs) if heel else (None, ())
                extra.append({**lees, "nr": nummers[lees["id"]], "jaar": jaar, "auteurs": auteurs})
            lees = {**lees, "nr": nummers[lees["id"]]}
        uit.append({**stap, "lees": lees})
    return uit, extra


def _count_kennisbronnen(
    stappen: Sequence[Mapping[str, Any]], bronnen: Sequence[Mapping[str, Any]], kennis: Kennis
) -> list[dict[str, Any]]:
    return [
        {
            "id": id_,
            "naam": k.naam,
            "in_zin": k.in_zin,
            "uitleg": k.uitleg,
            "stappen": sum(rests_on(s["kennisbronnen"], id_) for s in stappen),
            "bronnen": sum(rests_on(b["kennisbron"], id_) for b in bronnen),
        }
        for id_, k in kennis.kennisbronnen.items()
    ]


def _pick(rijen: Sequence[Mapping[str, Any]] | None, *namen: str) -> list[dict[str, Any]]:
    """Of each of *rijen* these *namen*, empty where it has none; without the first it is left out."""
    return [{n: rij.get(n) or "" for n in namen} for rij in rijen or () if rij.get(namen[0])]


# --- filters ------------------------------------------------------------------------------------------------------


def format_datum(dag: date) -> str:
    """ "21 november 2026"."""
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def escape_markdown(waarde: object) -> str:
    """*waarde* on one line in which nothing is markup."""
    tekst = _MARKUP.sub(r"\\\g<0>", " ".join(str(waarde).split()))
    return _MARKUP_AAN_BEGIN.sub(
        lambda m: f"\\{m[0]}" if not m[0].isdigit() else f"{m[0]}\\", tekst
    )


def shorten_organisatie(naam: str) -> str:
    """ "CBS" for "Centraal Bureau voor de Statistiek (CBS)"; else the name as it is."""
    afkorting = re.search(r"\(([A-Z]{2,})\)$", naam)
    return afkorting[1] if afkorting else naam


def end_sentence(tekst: str) -> str:
    """*tekst* with a full stop, unless it ends with a sign of its own."""
    return tekst if tekst.endswith((".", "!", "?")) else f"{tekst}."


def keep_weblink(url: str | None) -> str:
    """*url* when it leads to a website and to nothing else, safe between < and >; else empty."""
    try:
        delen = urlsplit((url or "").strip())
    except ValueError:
        return ""
    if delen.scheme not in ("http", "https") or not delen.hostname:
        return ""
    return quote(delen.geturl(), safe="!#$%&'()*+,/:;=?@[]~")


def split_regels(tekst: str) -> list[str]:
    """The lines of *tekst* that hold something."""
    return [regel for regel in (r.strip() for r in tekst.splitlines()) if regel]


# --- templates ----------------------------------------------------------------------------------------------------


def tekst(naam: str, **waarden: Any) -> str:
    """The text *naam* of meenemen_woorden.yaml, filled in, on one line. Who shows it as HTML or XML escapes it."""
    return " ".join(_jinja.get_template(f"woorden:{naam}").render(waarden).split())


@cache
def _load_woorden() -> dict[str, str]:
    bestand = _MAP / "templates" / "meenemen_woorden.yaml"
    woorden: dict[str, str] = yaml.safe_load(bestand.read_text(encoding="utf-8"))
    return {f"woorden:{naam}": woord for naam, woord in woorden.items()}


_jinja = Environment(
    loader=ChoiceLoader(
        [
            FileSystemLoader(_MAP / "templates"),
            FunctionLoader(lambda naam: _load_woorden().get(naam)),
        ]
    ),
    autoescape=select_autoescape(["html", "xml"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_jinja.globals["tekst"] = tekst
_jinja.filters |= {
    "datum": format_datum,
    "afkorting": shorten_organisatie,
    "zin": end_sentence,
    "md": escape_markdown,
    "opsomming": opsomming,
    "regels": split_regels,
    "weblink": keep_weblink,
}
