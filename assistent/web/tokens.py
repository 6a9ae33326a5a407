"""Tokens for the browser: short-lived, for one gesprek and one purpose."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt

from assistent.errors import TokenInvalid

_ALGORITME = "HS256"


def make_token(gesprek: str, doel: str, geheim: str, *, now: datetime, minuten: int) -> str:
    """A token for *doel* ("gesprek" or "meenemen") that is valid for *minuten*."""
    inhoud = {"sub": gesprek, "aud": doel, "iat": now, "exp": now + timedelta(minutes=minuten)}
    return jwt.encode(inhoud, geheim, algorithm=_ALGORITME)


def read_token(
    token: str, doel: str, geheim: str, *, now: datetime, speling: timedelta = timedelta(0)
) -> str:
    """The gesprek of a token.

    Raises TokenInvalid when it is forged, for something else, or expired longer ago than *speling*.
    """
    try:
        inhoud = jwt.decode(
            token,
            geheim,
            algorithms=[_ALGORITME],
            audience=doel,
            options={"verify_exp": False, "verify_iat": False, "require": ["exp", "sub", "aud"]},
        )
    except jwt.InvalidTokenError as exc:
        raise TokenInvalid(type(exc).__name__) from exc
    if inhoud["exp"] + speling.total_seconds() <= now.timestamp():
        raise TokenInvalid("verlopen")
    return str(inhoud["sub"])
