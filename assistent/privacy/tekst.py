"""A text being masked: which parts are decided, and what comes in their place."""

from __future__ import annotations

import re

_MASKED = re.compile(
    r"\[(?:NAAM|TELEFOON|E-MAIL|BSN|IBAN|ADRES|POSTCODE|GEBOORTEDATUM|KENTEKEN|NUMMER)\]"
)
_DIGIT = re.compile(r"\d")


class Tekst:
    """A text with the parts that are already decided: to be masked (in `spans`) or to be left alone.

    `low` is the text in small letters and of the same length, so that positions are the same in both.
    """

    def __init__(self, tekst: str) -> None:
        self.tekst = tekst
        low = tekst.lower()
        if len(low) != len(tekst):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in tekst)
        self.low = low
        self.has_digit = _DIGIT.search(tekst) is not None
        self.spans: list[tuple[int, int, str]] = []
        self._beslist = bytearray(len(tekst))
        self._gemaskeerd = list(_MASKED.finditer(tekst)) if "[" in tekst else []
        for m in self._gemaskeerd:
            self.keep(*m.span())

    def is_free(self, start: int, end: int) -> bool:
        return self._beslist.find(1, start, end) < 0

    def keep(self, start: int, end: int) -> None:
        """Leave this part as it is."""
        self._beslist[start:end] = b"\x01" * (end - start)

    def mask(self, start: int, end: int, soort: str) -> None:
        """Put [*soort*] in the place of this part, unless something in it is already decided."""
        if start < end and self.is_free(start, end):
            self.spans.append((start, end, soort))
            self.keep(start, end)

    def ends_of(self, soort: str) -> list[int]:
        """Where parts of this kind end, masked now or before."""
        nu = [end for _, end, s in self.spans if s == soort]
        return nu + [m.end() for m in self._gemaskeerd if m[0] == f"[{soort}]"]

    def render(self) -> str:
        if not self.spans:
            return self.tekst
        out, done = [], 0
        for start, end, soort in sorted(self.spans):
            out += [self.tekst[done:start], f"[{soort}]"]
            done = end
        return "".join(out) + self.tekst[done:]
