"""Pages beside the chat: the same gesprek on another day, and cards to talk about with a team."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistent.errors import OnbekendGesprek, TokenInvalid
from assistent.model import Fase, Reflectiegroep
from assistent.service import Assistent
from assistent.web.tokens import make_token, read_token

router = APIRouter(tags=["meenemen"])

_MAP = Path(__file__).parent
_jinja = Environment(
    loader=FileSystemLoader(_MAP / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/static/kaarten.css", include_in_schema=False)
async def stijl() -> FileResponse:
    return FileResponse(_MAP / "static" / "kaarten.css")


@router.get("/verder/{sleutel}")
async def verder(request: Request, sleutel: str) -> HTMLResponse:
    """The gesprek of *sleutel* in the chat, as it was left, as long as it is kept."""
    assistent: Assistent = request.app.state.assistent
    s = assistent.settings
    try:
        gesprek = read_token(sleutel, "verder", s.geheim, now=assistent.now())
        if not await asyncio.to_thread(assistent.opslag.has_gesprek, gesprek):
            raise OnbekendGesprek(gesprek)
    except (TokenInvalid, OnbekendGesprek) as exc:
        status = 401 if isinstance(exc, TokenInvalid) else 404
        return HTMLResponse(_jinja.get_template("verder_weg.html").render(), status)
    token = make_token(gesprek, "gesprek", s.geheim, now=assistent.now(), minuten=s.token_minuten)
    return HTMLResponse(_jinja.get_template("verder.html").render(gesprek=gesprek, token=token))


@router.get("/gesprekskaarten")
async def gesprekskaarten(request: Request, fase: Fase | None = None) -> HTMLResponse:
    """The reflection questions as cards, of every fase or of one, to print and to cut."""
    assistent: Assistent = request.app.state.assistent
    kennis = assistent.kennis
    groepen = [
        {
            "id": groep.value,
            "naam": kennis.teksten[f"reflectiegroep:{groep}"],
            "vragen": [
                v
                for v in kennis.reflectievragen.values()
                if v.groep is groep and (fase is None or fase in v.fases)
            ],
        }
        for groep in Reflectiegroep
    ]
    html = _jinja.get_template("kaarten.html").render(
        groepen=groepen, fases=kennis.fases, fase=fase.value if fase else None
    )
    return HTMLResponse(html)
