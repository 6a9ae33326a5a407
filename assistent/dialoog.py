"""The only module that talks to the dialogue server: one bericht in, the answers of one turn out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx
import jwt

from assistent.errors import DialoogFailed, DialoogUnreachable
from assistent.storage import Binnengekomen

PAD = "/webhooks/brug/webhook"
_ALGORITME = "HS256"
_DOEL = "vraagwijs-brug"
# The token only has to reach a process on this machine
_GELDIG = timedelta(seconds=60)
_HOOGSTENS_SECONDEN = 30.0


@dataclass(frozen=True, slots=True)
class Beurt:
    """The outcome of one turn: berichten as JSON, and what they settle."""

    berichten: Sequence[Mapping[str, Any]]
    nieuwe_sessie: bool = False
    bewaar: Mapping[str, str] = field(default_factory=dict)
    vergeet: bool = False


class Dialoog(Protocol):
    """Whatever takes a turn. Raises DialoogUnreachable (try again) or DialoogFailed (this turn went wrong)."""

    async def neem_beurt(self, bericht: Binnengekomen, *, poging: int) -> Beurt: ...

    async def is_klaar(self) -> bool: ...


class RasaDialoog:
    """Rasa behind its bridge channel, on loopback. *geheim* signs what Rasa may believe."""

    def __init__(self, adres: str, geheim: str) -> None:
        self._geheim = geheim
        self._client = httpx.AsyncClient(
            base_url=adres, timeout=httpx.Timeout(_HOOGSTENS_SECONDEN, connect=2.0), trust_env=False
        )

    async def neem_beurt(self, bericht: Binnengekomen, *, poging: int) -> Beurt:
        """Let Rasa take the turn. *poging* above 1 makes it look whether it took this turn before."""
        try:
            # in the body: 2,000 signs of another script are too long for a header
            antwoord = await self._client.post(
                PAD, content=sign_bericht(bericht, self._geheim, poging)
            )
        except httpx.HTTPError as exc:
            raise DialoogUnreachable(f"Rasa: {type(exc).__name__}") from exc
        if antwoord.status_code != 200:
            raise DialoogFailed(f"Rasa antwoordde {antwoord.status_code}")
        inhoud = antwoord.json()
        if not inhoud["berichten"]:
            raise DialoogFailed("Rasa zei niets")
        return Beurt(**inhoud)

    async def is_klaar(self) -> bool:
        try:
            antwoord = await self._client.get("/webhooks/brug/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return antwoord.status_code == 200 and bool(antwoord.json().get("klaar"))

    async def close(self) -> None:
        await self._client.aclose()


def sign_bericht(bericht: Binnengekomen, geheim: str, poging: int = 1) -> str:
    """Everything that Rasa may know of a bericht, in one signed token that is valid for a minute."""
    nu = datetime.now(UTC)
    inhoud = {
        "aud": _DOEL,
        "sub": bericht.sender,
        "gesprek": bericht.gesprek,
        "bericht": str(bericht.id),
        "tekst": bericht.tekst,
        "keuze": bericht.keuze,
        "oud": bericht.sessie != bericht.huidige_sessie,
        "bewaard": dict(bericht.bewaard),
        "poging": poging,
        "iat": nu,
        "exp": nu + _GELDIG,
    }
    return jwt.encode(inhoud, geheim, algorithm=_ALGORITME)


def read_bericht(token: str, geheim: str) -> dict[str, Any]:
    """The content of a token made by `sign_bericht`. Raises jwt.InvalidTokenError."""
    return jwt.decode(
        token,
        geheim,
        algorithms=[_ALGORITME],
        audience=_DOEL,
        options={"require": ["exp", "sub", "gesprek", "bericht"]},
    )
