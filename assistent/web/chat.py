"""The chat API (DESIGN: "Chat API"): stores what comes in, waits or streams what goes out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistent.errors import OnbekendGesprek, TokenInvalid
from assistent.post import Post, wacht_op
from assistent.privacy import clean
from assistent.service import Assistent
from assistent.web.collega import make_formulierpad
from assistent.web.tokens import make_token, read_token

router = APIRouter(prefix="/api/gesprekken", tags=["gesprekken"])

# A volgnr is a 32-bit column
Na = Annotated[int, Query(ge=0, le=2**31 - 1)]

_WACHT_OP_WELKOM = 10.0
_LANGST_WACHTEN = 60.0
_KEEP_ALIVE = 15
# Another process may have written too; look at least this often
_KIJK_ELKE = 5.0


class NieuwBericht(BaseModel):
    """What an advisor typed (`tekst`) or chose (`keuze`); the same `bericht_id` again changes nothing."""

    model_config = ConfigDict(extra="forbid")
    bericht_id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")
    # its length is bounded by the setting
    tekst: str | None = None
    keuze: str | None = Field(default=None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def _een_van_beide(self) -> NieuwBericht:
        if (self.tekst is None) == (self.keuze is None):
            raise ValueError("geef tekst of keuze, niet allebei")
        if self.tekst is not None and not clean(self.tekst):
            raise ValueError("tekst is leeg")
        return self


def _assistent(request: Request) -> Assistent:
    return request.app.state.assistent  # type: ignore[no-any-return]


def _post(request: Request) -> Post:
    return request.app.state.post  # type: ignore[no-any-return]


def _token(request: Request) -> str:
    soort, _, token = request.headers.get("Authorization", "").partition(" ")
    if soort.lower() != "bearer" or not token:
        raise TokenInvalid("ontbreekt")
    return token


async def _eigen_gesprek(request: Request, gesprek: str) -> str:
    """The gesprek of the path, when the token is for it and it still exists."""
    assistent = _assistent(request)
    van = read_token(_token(request), "gesprek", assistent.settings.geheim, now=assistent.now())
    if van != gesprek:
        raise TokenInvalid("ander gesprek")
    if not await asyncio.to_thread(assistent.opslag.has_gesprek, gesprek):
        raise OnbekendGesprek(gesprek)
    return gesprek


EigenGesprek = Annotated[str, Depends(_eigen_gesprek)]


@router.post("", status_code=201)
async def open_gesprek(request: Request) -> dict[str, Any]:
    """Start a conversation; the welcome comes with it, or over the stream when the dialogue still starts up."""
    assistent, post = _assistent(request), _post(request)
    request.app.state.limiet.check_gesprek(request.client.host if request.client else "")
    gesprek = await asyncio.to_thread(assistent.open_gesprek, "web")
    post.wek(gesprek)
    await _wacht_tot_stil(post, gesprek, _WACHT_OP_WELKOM)
    berichten = await asyncio.to_thread(assistent.opslag.berichten, gesprek)
    return {
        "gesprek": gesprek,
        "token": _make_token(assistent, gesprek),
        "berichten": [_met_links(b, assistent, gesprek) for b in berichten],
    }


@router.post("/{gesprek}/token")
async def vernieuw_token(request: Request, gesprek: str) -> dict[str, str]:
    """A fresh token for an old one of the same gesprek, as long as the setting allows."""
    assistent = _assistent(request)
    speling = timedelta(days=assistent.settings.token_vernieuwbaar_dagen)
    van = read_token(
        _token(request), "gesprek", assistent.settings.geheim, now=assistent.now(), speling=speling
    )
    if van != gesprek:
        raise TokenInvalid("ander gesprek")
    if not await asyncio.to_thread(assistent.opslag.has_gesprek, gesprek):
        raise OnbekendGesprek(gesprek)
    return {"token": _make_token(assistent, gesprek)}


@router.post("/{gesprek}/berichten", status_code=202)
async def ontvang_bericht(
    request: Request,
    gesprek: EigenGesprek,
    nieuw: NieuwBericht,
    wacht: Annotated[float | None, Query(ge=0, le=_LANGST_WACHTEN)] = None,
) -> Response:
    """Store a bericht (202). With `?wacht=SECONDS`: 200 with the answers once the turn is complete."""
    assistent, post = _assistent(request), _post(request)
    request.app.state.limiet.check_bericht(gesprek)
    nummer, _ = await asyncio.to_thread(
        assistent.ontvang_bericht, gesprek, nieuw.bericht_id, tekst=nieuw.tekst, keuze=nieuw.keuze
    )
    post.wek(gesprek)
    if wacht is None:
        return JSONResponse({"bericht_id": nieuw.bericht_id}, 202)
    einde = asyncio.get_running_loop().time() + wacht
    while True:
        nieuws = post.luister(gesprek)
        if await asyncio.to_thread(assistent.opslag.is_beantwoord, nummer):
            break
        over = einde - asyncio.get_running_loop().time()
        if over <= 0:
            return JSONResponse({"bericht_id": nieuw.bericht_id}, 202)
        await wacht_op(nieuws, min(over, _KIJK_ELKE))
    if not await asyncio.to_thread(assistent.opslag.has_gesprek, gesprek):
        vergeten = {"volgnr": 0, **assistent.melding("vergeten", soort="afsluiting")}
        return JSONResponse({"berichten": [vergeten]})
    berichten = await asyncio.to_thread(assistent.opslag.berichten, gesprek, inkomend=nummer)
    return JSONResponse({"berichten": [_met_links(b, assistent, gesprek) for b in berichten]})


@router.get("/{gesprek}/berichten")
async def berichten(request: Request, gesprek: EigenGesprek, na: Na = 0) -> dict[str, Any]:
    """What the assistant said after number `na`."""
    assistent = _assistent(request)
    lijst = await asyncio.to_thread(assistent.opslag.berichten, gesprek, na)
    return {"berichten": [_met_links(b, assistent, gesprek) for b in lijst]}


@router.get("/{gesprek}/verloop")
async def verloop(request: Request, gesprek: EigenGesprek) -> dict[str, Any]:
    """Both sides of the gesprek in order, to show it again after a reload."""
    assistent = _assistent(request)
    lijst = await asyncio.to_thread(assistent.verloop, gesprek)
    return {
        "berichten": [
            _met_links(b, assistent, gesprek) if b["van"] == "assistent" else b for b in lijst
        ]
    }


@router.get("/{gesprek}/stroom")
async def stroom(request: Request, gesprek: EigenGesprek, na: Na = 0) -> EventSourceResponse:
    """Server-sent events: `bericht` (id = volgnr), `typt` and, when it was forgotten, `vergeten`."""
    return EventSourceResponse(_gebeurtenissen(request, gesprek, na), ping=_KEEP_ALIVE)


@router.delete("/{gesprek}", status_code=204)
async def vergeet_gesprek(request: Request, gesprek: EigenGesprek) -> Response:
    """Forget it, at once and for good."""
    await asyncio.to_thread(_assistent(request).vergeet_gesprek, gesprek)
    _post(request).meld_nieuws(gesprek)
    return Response(status_code=204)


async def _gebeurtenissen(
    request: Request, gesprek: str, na: int
) -> AsyncIterator[ServerSentEvent]:
    assistent, post = _assistent(request), _post(request)
    bezig = False
    while not await request.is_disconnected():
        nieuws = post.luister(gesprek)
        for b in await asyncio.to_thread(assistent.opslag.berichten, gesprek, na):
            na = b["volgnr"]
            data = json.dumps(_met_links(b, assistent, gesprek), ensure_ascii=False)
            yield ServerSentEvent(data, event="bericht", id=str(na))
        if post.bezig(gesprek) != bezig:
            bezig = not bezig
            yield ServerSentEvent(json.dumps({"bezig": bezig}), event="typt")
        if not await asyncio.to_thread(assistent.opslag.has_gesprek, gesprek):
            yield ServerSentEvent("{}", event="vergeten")
            return
        await wacht_op(nieuws, _KIJK_ELKE)


async def _wacht_tot_stil(post: Post, gesprek: str, seconden: float) -> None:
    einde = asyncio.get_running_loop().time() + seconden
    while post.bezig(gesprek) and (over := einde - asyncio.get_running_loop().time()) > 0:
        await wacht_op(post.luister(gesprek), over)


def _make_token(assistent: Assistent, gesprek: str) -> str:
    s = assistent.settings
    return make_token(gesprek, "gesprek", s.geheim, now=assistent.now(), minuten=s.token_minuten)


def _met_links(bericht: dict[str, Any], assistent: Assistent, gesprek: str) -> dict[str, Any]:
    """Links that hold a key are made when shown, never stored."""
    gegevens, s = bericht["gegevens"], assistent.settings
    paden: list[tuple[str, str]] = []
    if gegevens.get("meenemen"):
        sleutel = make_token(
            gesprek, "meenemen", s.geheim, now=assistent.now(), minuten=s.token_minuten
        )
        vormen = {"afdrukken": "", "word": ".docx", "pdf": ".pdf", "markdown": ".md"}
        paden += [(naam, f"/meenemen/{sleutel}{vorm}") for naam, vorm in vormen.items()]
    if gegevens.get("meenemen") or gegevens.get("later"):
        dagen = make_token(
            gesprek, "verder", s.geheim, now=assistent.now(), minuten=s.bewaardagen * 24 * 60
        )
        paden.append(("verder", f"/verder/{dagen}"))
    if fase := gegevens.get("kaarten"):
        paden.append(("kaarten", f"/gesprekskaarten?fase={fase}"))
    if formulier := gegevens.get("formulier"):
        naam = f"formulier_{formulier['pagina']}"
        paden.append((naam, make_formulierpad(assistent, formulier)))
    if not paden:
        return bericht
    links = [
        {"titel": assistent.verwoording.tekst(f"knop:{naam}"), "url": pad} for naam, pad in paden
    ]
    return {**bericht, "gegevens": {**gegevens, "links": [*gegevens.get("links", ()), *links]}}
