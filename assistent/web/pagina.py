"""The take-along page: the clarified vraag, the plan and the bronnen, to print or as Markdown.

What it shows is worked out here (`make_pagina`), how it is said stands in the templates.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistent.errors import OnbekendGesprek
from assistent.kennis import Kennis
from assistent.model import Aspect
from assistent.service import Assistent
from assistent.verwoording import opsomming
from assistent.web.tokens import read_token

router = APIRouter(tags=["meenemen"])

_MAP = Path(__file__).parent
_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

# A kennisparagraaf has 80 to 150 words: what the advisor typed and the list of people may not fill it
_WOORDEN_VRAAG = 25
_HOOGSTENS_WIE = 3
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
    tekst = render_markdown(await _inhoud(request, sleutel))
    koppen = {"Content-Disposition": 'attachment; filename="vraagwijs.md"'}
    return Response(tekst, media_type="text/markdown; charset=utf-8", headers=koppen)


@router.get("/meenemen/{sleutel}")
async def pagina(request: Request, sleutel: str) -> HTMLResponse:
    """A page of one or two A4 to print."""
    html = render_html(
        await _inhoud(request, sleutel), markdown_url=f"{quote(sleutel, safe='')}.md"
    )
    return HTMLResponse(html)


async def _inhoud(request: Request, sleutel: str) -> dict[str, Any]:
    assistent: Assistent = request.app.state.assistent
    gesprek = read_token(sleutel, "meenemen", assistent.settings.geheim, now=assistent.now())
    mee = await asyncio.to_thread(assistent.meenemen, gesprek)
    if mee is None:
        raise OnbekendGesprek(gesprek)
    return make_pagina(mee, assistent.kennis)


def render_html(inhoud: Mapping[str, Any], *, markdown_url: str) -> str:
    return _jinja.get_template("meenemen.html").render(inhoud, markdown_url=markdown_url)


def render_markdown(inhoud: Mapping[str, Any]) -> str:
    return _jinja.get_template("meenemen.md").render(inhoud)


def make_pagina(mee: Mapping[str, Any], kennis: Kennis) -> dict[str, Any]:
    """What the templates show, from `Assistent.meenemen`.

    Every bron gets the number by which stappen refer to it. A stap refers to one bron: rather one that no earlier
    stap named, and rather one of the chosen bronnen. Bronnen that only stappen name follow in *ook_genoemd*.
    """
    bronnen = [{**b, "nr": nr} for nr, b in enumerate(mee["bronnen"], 1)]
    plan = mee["stappenplan"]
    stappen, ook_genoemd = _number_bronnen(plan["stappen"] if plan else [], bronnen, kennis)
    balans = _count_kennisbronnen(stappen, bronnen, kennis)
    aspecten = mee["vraag"]["aspecten"]
    return {
        "vraag": mee["vraag"],
        "aspecten": [a for a in aspecten if a["aspect"] not in _VRIJE_ASPECTEN],
        "plan": {"titel": plan["titel"], "stappen": stappen} if plan else None,
        "balans": balans,
        "ontbrekend": [k for k in balans if not k["stappen"] and not k["bronnen"]],
        "bronnen": bronnen,
        "ook_genoemd": ook_genoemd,
        "nota": _make_nota(mee["vraag"], stappen, bronnen, kennis),
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
            "stappen": sum(_rests_on(s["kennisbronnen"], id_) for s in stappen),
            "bronnen": sum(_rests_on(b["kennisbron"], id_) for b in bronnen),
        }
        for id_, k in kennis.kennisbronnen.items()
    ]


def _rests_on(kennisbronnen: Sequence[Mapping[str, str]], id_: str) -> bool:
    return any(k["id"] == id_ for k in kennisbronnen)


# --- the kennisparagraaf ------------------------------------------------------------------------------------------


def _make_nota(
    vraag: Mapping[str, Any],
    stappen: Sequence[Mapping[str, Any]],
    bronnen: Sequence[Mapping[str, Any]],
    kennis: Kennis,
) -> dict[str, Any]:
    """The parts of the kennisparagraaf. *stap* is the one that fills the gap, when one kennisbron is missing."""
    per_kennisbron = _spread_bronnen(bronnen, kennis)
    ontbrekend = [id_ for id_, van in per_kennisbron.items() if not van]
    stap = None
    if len(ontbrekend) == 1:
        # the stap that is about this kennisbron most: with the fewest others beside it
        vult_aan = [s for s in stappen if _rests_on(s["kennisbronnen"], ontbrekend[0])]
        stap = min(vult_aan, key=lambda s: len(s["kennisbronnen"]), default=None)
    wie = dict.fromkeys(_for_nota(s["wie"][0]) for s in stappen if s["wie"])
    return {
        "vraag": _find_kern(vraag),
        "over": _in_zin(vraag, Aspect.THEMA, kennis),
        "voor": _in_zin(vraag, Aspect.DOELGROEP, kennis),
        "gemeente": _in_zin(vraag, Aspect.GEMEENTE, kennis),
        "gebruikt": [
            {"in_zin": kennis.kennisbronnen[id_].in_zin, "bronnen": van}
            for id_, van in per_kennisbron.items()
            if van
        ],
        "ontbrekend": opsomming([kennis.kennisbronnen[id_].in_zin for id_ in ontbrekend]),
        "hoeveel_ontbreken": len(ontbrekend),
        "stap": stap["titel"] if stap else "",
        "wie": list(wie)[:_HOOGSTENS_WIE],
    }


def _spread_bronnen(
    bronnen: Sequence[Mapping[str, Any]], kennis: Kennis
) -> dict[str, list[Mapping[str, Any]]]:
    """Each bron under one of its kennisbronnen, so that the paragraph names it once and misses none it could name."""
    uit: dict[str, list[Mapping[str, Any]]] = {id_: [] for id_ in kennis.kennisbronnen}
    for bron in sorted(bronnen, key=lambda b: len(b["kennisbron"])):
        ids = [k["id"] for k in bron["kennisbron"] if k["id"] in uit]
        if ids:
            uit[min(ids, key=lambda id_: len(uit[id_]))].append(bron)
    for id_, van in uit.items():
        if not van:
            van += [b for b in bronnen if _rests_on(b["kennisbron"], id_)][:1]
    return uit


def _find_kern(vraag: Mapping[str, Any]) -> str:
    """The first sentence that asks, of the verhelderde vraag or else of what was typed; without one, what was typed.

    Cut when it is long; empty when nothing was typed.
    """
    verhelderd, getypt = (" ".join(vraag[v].split()) for v in ("verhelderd", "tekst"))
    zinnen = re.split(r"(?<=[.!?])\s+", f"{verhelderd} {getypt}")
    woorden = next((z for z in zinnen if z.endswith("?")), getypt).split()
    if len(woorden) > _WOORDEN_VRAAG:
        return " ".join(woorden[:_WOORDEN_VRAAG]) + " ..."
    return " ".join(woorden)


def _in_zin(vraag: Mapping[str, Any], aspect: Aspect, kennis: Kennis) -> str:
    keuzes = {} if aspect is Aspect.GEMEENTE else kennis.keuzes(aspect)
    waarden: list[dict[str, str]] = next(
        (a["waarden"] for a in vraag["aspecten"] if a["aspect"] == aspect), []
    )
    return opsomming([keuzes[w["id"]].in_zin if w["id"] in keuzes else w["naam"] for w in waarden])


def _for_nota(wie: str) -> str:
    """A plan speaks to the advisor ("je wethouder"), a nota does not ("de wethouder")."""
    wie = re.sub(r"\b(?:je|jouw) (?=team\b)", "het ", wie)
    return re.sub(r"\b(?:je|jouw)\b", "de", wie)


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


_jinja = Environment(
    loader=FileSystemLoader(_MAP / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_jinja.filters |= {
    "datum": format_datum,
    "afkorting": shorten_organisatie,
    "zin": end_sentence,
    "md": escape_markdown,
    "opsomming": opsomming,
    "weblink": keep_weblink,
}
