"""A Gespreksstand to and from the JSON of a slot. A slot of an older version starts the gesprek anew, silently safe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistent.model import Antwoord, Gespreksstand

_ADAPTER = TypeAdapter(Gespreksstand)


def to_slot(stand: Gespreksstand) -> dict[str, Any]:
    return _ADAPTER.dump_python(stand, mode="json", exclude_defaults=True)  # type: ignore[no-any-return]


def to_bewaar(antwoord: Antwoord) -> dict[str, str]:
    """What the next sessie starts with: what is kept, and the whole stand when its vraag was begun already."""
    bewaar = dict(antwoord.bewaar)
    if antwoord.nieuwe_sessie and antwoord.stand.vraag.tekst:
        bewaar["stand"] = json.dumps(to_slot(antwoord.stand), ensure_ascii=False)
    return bewaar


def from_slot(
    slot: dict[str, Any] | None, bewaard: Mapping[str, str] | None = None
) -> Gespreksstand:
    """The stand in *slot*; for an empty slot the start of a vraag, with what was kept of the one before."""
    try:
        if slot:
            return _ADAPTER.validate_python(slot)
        if bewaard and "stand" in bewaard:
            return _ADAPTER.validate_json(bewaard["stand"])
        return _ADAPTER.validate_python({"vraag": dict(bewaard or {})})
    except ValidationError:
        return Gespreksstand()
