"""Turns around a stappenplan: exchange, drop and finish a stap, routes, reflection questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from assistent.model import Antwoord, Gespreksstand

if TYPE_CHECKING:
    from assistent.beurten import Beurten

BEURTEN: Mapping[str, Callable[[Beurten, Gespreksstand, str], Antwoord]] = {}
