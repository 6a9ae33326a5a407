"""Rasa's side of the bridge: the only way in. Verifies the token, takes one turn, gives back all that was said.

Rasa knows no idempotency: a bericht that its tracker holds already is not taken again, its answers are read back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import jwt
import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from assistent.dialoog import read_bericht

logger = structlog.get_logger()

GEHEIM_VARIABELE = "VRAAGWIJS_BRUG_GEHEIM"
_HEEFT_WOORDEN = re.compile(r"\w", re.UNICODE)
# "/ /stop" too: Rasa strips what it gets, and must not find a slash in front then
_BEGIN_VAN_INTENT = re.compile(r"^[\s/]+")


class Verzamelaar(CollectingOutputChannel):
    """Keeps every message whole: text, buttons and the rest stay one bericht."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(dict(message))


class BrugChannel(InputChannel):
    """The bridge channel. Raises nothing at construction but for a missing secret."""

    def __init__(self, geheim: str) -> None:
        self._geheim = geheim

    @classmethod
    def name(cls) -> str:
        return "brug"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        geheim = os.environ.get(GEHEIM_VARIABELE, "")
        if len(geheim) < 32:
            raise RuntimeError(f"{GEHEIM_VARIABELE} ontbreekt; start Rasa met 'assistent start'")
        return cls(geheim)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        brug = Blueprint("brug_webhook")

        @brug.get("/")
        async def klaar(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            return response.json({"klaar": bool(agent and agent.is_ready())})

        @brug.post("/webhook")
        async def beurt(request: Request) -> HTTPResponse:
            try:
                bericht = read_bericht(request.body.decode("ascii", "replace"), self._geheim)
            except jwt.InvalidTokenError as exc:
                logger.warning("brug_geweigerd", fout=type(exc).__name__)
                return response.json({"fout": "token"}, status=401)
            try:
                gezegd = None
                if bericht["poging"] > 1:
                    gezegd = await _eerder_gezegd(request.app.ctx.agent, bericht)
                if gezegd is None:
                    uit = Verzamelaar()
                    await on_new_message(to_user_message(bericht, uit))
                    gezegd = uit.messages
                return response.json(to_beurt(gezegd))
            except Exception:  # the inbox must know that this turn failed, whatever it was
                logger.exception("brug_mislukt", bericht=bericht["bericht"])
                return response.json({"fout": "beurt"}, status=503)

        return brug


def to_user_message(bericht: dict[str, Any], uit: Verzamelaar) -> UserMessage:
    """The message for Rasa. Only a button becomes an intent; a slash that someone typed is text."""
    metadata = {"bericht": bericht["bericht"], "bewaard": bericht["bewaard"]}
    keuze = bericht["keuze"]
    if keuze is not None:
        intent, _, zegt = keuze.partition(":")
        tekst = "/oude_knop" if bericht["oud"] else f"/{intent}"
        metadata |= {"keuze": keuze, "zegt": zegt}
    else:
        tekst = _BEGIN_VAN_INTENT.sub("", bericht["tekst"] or "").strip()
        if not _HEEFT_WOORDEN.search(tekst):
            tekst = "/alleen_emoji"
    return UserMessage(
        text=tekst,
        output_channel=uit,
        sender_id=bericht["sub"],
        input_channel=BrugChannel.name(),
        message_id=bericht["bericht"],
        metadata=metadata,
    )


def to_beurt(gezegd: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What Rasa said, as berichten for the outbox, and the outcome of the turn."""
    berichten: list[dict[str, Any]] = []
    uitkomst: dict[str, Any] = {}
    for m in gezegd:
        custom = m.get("custom") or {}
        uitkomst |= custom.get("uitkomst", {})
        if tekst := (m.get("text") or "").strip():
            berichten.append(
                {
                    "soort": custom.get("soort", "melding"),
                    "tekst": tekst,
                    "knoppen": [
                        {"titel": b["title"], "keuze": b["payload"]} for b in m.get("buttons") or ()
                    ],
                    "aspect": custom.get("aspect"),
                    "gegevens": custom.get("gegevens") or {},
                }
            )
    return {
        "berichten": berichten,
        "nieuwe_sessie": bool(uitkomst.get("nieuwe_sessie")),
        "bewaar": uitkomst.get("bewaar") or {},
        "vergeet": bool(uitkomst.get("vergeet")),
    }


async def _eerder_gezegd(agent: Any, bericht: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The answers of an earlier try at this bericht, or None when it was never taken."""
    tracker = await agent.tracker_store.retrieve(bericht["sub"])
    gezegd: list[dict[str, Any]] | None = None
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            if gezegd is not None:
                break
            if (event.metadata or {}).get("bericht") == bericht["bericht"]:
                gezegd = []
        elif isinstance(event, BotUttered) and gezegd is not None:
            gezegd.append({"text": event.text, **(event.data or {})})
    return gezegd
