"""The inbox of the kennismakelaar: vragen without a good answer, and those for a human. Read only.

There are no accounts yet: a signed link that a beheerder makes (`assistent makelaar-link`) opens it for some days.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistent.kennis import Kennis
from assistent.model import Aspect
from assistent.service import Assistent
from assistent.web.pagina import format_datum
from assistent.web.tokens import make_token, read_token

router = APIRouter(tags=["kennismakelaar"], include_in_schema=False)

_jinja = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_jinja.filters["datum"] = format_datum


def make_makelaarpad(assistent: Assistent, dagen: int) -> str:
    """Where the inbox is for the coming *dagen*."""
    sleutel = make_token(
        "-", "makelaar", assistent.settings.geheim, now=assistent.now(), minuten=dagen * 24 * 60
    )
    return f"/kennismakelaar/{sleutel}"


@router.get("/kennismakelaar/{sleutel}")
async def inbox(request: Request, sleutel: str, reden: str = "") -> HTMLResponse:
    """The kennisvragen, newest first; *reden* (mens or geen-bronnen) shows only those."""
    assistent: Assistent = request.app.state.assistent
    read_token(sleutel, "makelaar", assistent.settings.geheim, now=assistent.now())
    alle = await asyncio.to_thread(assistent.kennisvragen)
    html = _jinja.get_template("makelaar.html").render(
        vragen=[_to_regel(v, assistent.kennis) for v in alle if reden in ("", v["reden"])],
        aantal={r: sum(v["reden"] == r for v in alle) for r in ("mens", "geen-bronnen")},
        totaal=len(alle),
        reden=reden,
        pad=request.url.path,
    )
    return HTMLResponse(html)


def _to_regel(vraag: Mapping[str, Any], kennis: Kennis) -> dict[str, Any]:
    return {
        "tekst": vraag["tekst"],
        "reden": vraag["reden"],
        "datum": datetime.fromisoformat(vraag["gemaakt"]).date(),
        "aspecten": [
            {"naam": kennis.aspecten[Aspect(a)].naam, "waarden": _namen(Aspect(a), ids, kennis)}
            for a, ids in vraag["aspecten"].items()
            if a in set(Aspect)
        ],
    }


def _namen(aspect: Aspect, ids: Sequence[str], kennis: Kennis) -> str:
    keuzes: Mapping[str, Any] = (
        kennis.gemeenten if aspect is Aspect.GEMEENTE else kennis.keuzes(aspect)
    )
    return ", ".join(keuzes[i].naam if i in keuzes else i for i in ids)
