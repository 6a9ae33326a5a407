"""The labelled questions of `data/vragen/`: what the classifiers learn from, and what they are tested on.

docs/oefenvragen.md says how the questions came about and what a label means.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistent.errors import InvalidKennis
from assistent.kennis import Kennis
from assistent.model import Behoefte, Fase

MAP = Path(__file__).resolve().parents[2] / "data" / "vragen"

_STRENG = {"extra": "forbid"}
# One group in this many is for testing only
_TOETS_PER = 5
SOORTEN = ("gewoon", "kort", "lang", "typefouten", "andere-woorden", "vaktaal")


@dataclass(frozen=True, slots=True)
class Oefenvraag:
    """One question with what can be read from it. *bronnen*: id -> 3 (what was asked), 2 (helps well), 1 (touches)."""

    groep: str
    soort: str
    tekst: str
    themas: tuple[str, ...]
    doelgroepen: tuple[str, ...]
    fase: Fase | None
    behoeften: tuple[Behoefte, ...]
    bronnen: Mapping[str, int]

    @property
    def toets(self) -> bool:
        """Whether this question is for testing only. Paraphrases share a groep, so they fall on the same side."""
        return is_toets(self.groep)


def is_toets(groep: str) -> bool:
    """A fixed rule: one groep in five by its hash, and all that were written apart as a proof."""
    if groep.startswith("proef-"):
        return True
    return hashlib.sha256(groep.encode()).digest()[0] % _TOETS_PER == 0


@dataclass(frozen=True)
class _Vraag:
    __pydantic_config__ = _STRENG
    soort: str
    tekst: str
    fase: Fase | None
    behoeften: tuple[Behoefte, ...]
    themas: tuple[str, ...] | None = None
    doelgroepen: tuple[str, ...] | None = None


@dataclass(frozen=True)
class _Groep:
    """One situation of an advisor, asked in several ways: one line of a file."""

    __pydantic_config__ = _STRENG
    groep: str
    themas: tuple[str, ...]
    doelgroepen: tuple[str, ...]
    bronnen: Mapping[str, int]
    vragen: tuple[_Vraag, ...]


def load_oefenvragen(
    kennis: Kennis, map_: Path = MAP, *, streng: bool = True
) -> tuple[Oefenvraag, ...]:
    """Every labelled question, in the order of the files.

    Who keeps fewer bronnen than are shipped can still start: unless *streng*, bronnen that are not there are left out.
    Raises InvalidKennis with file, groep and fault, all at once.
    """
    adapter = TypeAdapter(_Groep)
    fouten: list[str] = []
    uit: list[Oefenvraag] = []
    bestanden: dict[str, str] = {}
    for pad in sorted(map_.glob("*.jsonl")):
        try:
            regels = pad.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as exc:
            fouten.append(f"{pad.name}: geen UTF-8: {exc}")
            continue
        for nr, regel in enumerate(regels, 1):
            try:
                groep = adapter.validate_python(json.loads(regel))
            except ValueError as exc:
                fouten.append(f"{pad.name}, regel {nr}: {_leesbaar(exc)}")
                continue
            if not streng:
                er_zijn = {b: w for b, w in groep.bronnen.items() if b in kennis.bronnen}
                groep = replace(groep, bronnen=er_zijn)
            # a fault of the groep holds for each of its questions
            gevonden = dict.fromkeys(_fouten(groep, kennis))
            fouten += [f"{pad.name}, {groep.groep!r}: {f}" for f in gevonden]
            uit += _vragen(groep)
            bestanden[groep.groep] = pad.name
    fouten += [f"{bestanden[groep]}, {groep!r}: {wat}" for groep, wat in _dubbel(uit)]
    if fouten:
        raise InvalidKennis(fouten)
    return tuple(uit)


def _vragen(groep: _Groep) -> Iterable[Oefenvraag]:
    for v in groep.vragen:
        yield Oefenvraag(
            groep=groep.groep,
            soort=v.soort,
            tekst=v.tekst,
            themas=groep.themas if v.themas is None else v.themas,
            doelgroepen=groep.doelgroepen if v.doelgroepen is None else v.doelgroepen,
            fase=v.fase,
            behoeften=v.behoeften,
            bronnen=groep.bronnen,
        )


def _fouten(groep: _Groep, kennis: Kennis) -> Iterable[str]:
    for vraag in _vragen(groep):
        for veld, waarden, toegestaan in (
            ("soort", (vraag.soort,), SOORTEN),
            ("themas", vraag.themas, kennis.themas),
            ("doelgroepen", vraag.doelgroepen, kennis.doelgroepen),
            ("bronnen", vraag.bronnen, kennis.bronnen),
        ):
            for waarde in waarden:
                if waarde not in toegestaan:
                    lijst = "" if veld == "bronnen" else f"; kies uit {', '.join(toegestaan)}"
                    yield f"{veld}: {waarde!r} bestaat niet{lijst}"
        if not vraag.tekst.strip():
            yield "een vraag heeft geen tekst"
    for bron, cijfer in groep.bronnen.items():
        if cijfer not in (1, 2, 3):
            yield f"bronnen: {bron!r} heeft {cijfer}; kies 1, 2 of 3"


def _dubbel(vragen: Iterable[Oefenvraag]) -> Iterable[tuple[str, str]]:
    gezien: dict[str, str] = {}
    for vraag in vragen:
        sleutel = " ".join(vraag.tekst.lower().split())
        if eerder := gezien.get(sleutel):
            yield vraag.groep, f"deze vraag staat ook bij {eerder!r}: {vraag.tekst[:60]!r}"
        gezien[sleutel] = vraag.groep


def _leesbaar(exc: ValueError) -> str:
    if isinstance(exc, ValidationError):
        fout: Any = exc.errors()[0]
        return f"{'.'.join(map(str, fout['loc']))}: {fout['msg']}"
    return f"geen geldige JSON: {exc}"
