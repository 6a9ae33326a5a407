"""How often the gemeente of a text is recognised, and what that costs: `python -m bench.gemeenten`.

The sentences of zinnen.yaml, per deel: found right where the text names a gemeente, null right where it does not.
`--fouten oefen` shows what goes wrong in one deel; look at the others as little as you can.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MAP = Path(__file__).parent
PROJECT = MAP.parents[1]


@dataclass(frozen=True)
class Uitkomst:
    """A sentence with the code that it should give and the code that it gave; None is no gemeente."""

    zin: str
    verwacht: str | None
    gevonden: str | None

    @property
    def goed(self) -> bool:
        return self.verwacht == self.gevonden


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--fouten", default="", metavar="DEEL")
    toon = keuze.parse_args().fouten
    per_deel, per_tekst = measure()
    print(f"{'deel':8s}{'goed':>8s}  (95 %)           {'gevonden':>16s}{'null':>16s}")
    for deel, uitkomsten in per_deel.items():
        print(f"{deel:8s}{_describe(uitkomsten)}")
    print(f"{per_tekst:.2f} ms per tekst")
    for u in per_deel.get(toon, []):
        if not u.goed:
            print(f"{u.verwacht or 'null'} -> {u.gevonden or 'null'}: {u.zin}")


def measure() -> tuple[dict[str, list[Uitkomst]], float]:
    """The outcomes per deel, and milliseconds of processor per text."""
    from assistent.begrip.gemeenten import Gemeentezoeker
    from assistent.kennis import MAP as KENNIS
    from assistent.kennis import default_kennis

    kennis = default_kennis()
    zoeker = Gemeentezoeker(tuple(kennis.gemeenten.values()), kennis.gemeentenamen)
    codes = _read_codes(KENNIS / "gemeenten.csv")
    zinnen: list[dict[str, Any]] = yaml.safe_load((MAP / "zinnen.yaml").read_text("utf-8"))
    zoeker.find("Rotterdm")  # reads the word list, which is not what a text costs
    per_deel: dict[str, list[Uitkomst]] = {}
    begin = time.process_time()
    for zin in zinnen:
        gevonden = zoeker.find(zin["zin"])
        verwacht = codes[zin["gemeente"]] if zin["gemeente"] else None
        uitkomst = Uitkomst(zin["zin"], verwacht, gevonden.code if gevonden else None)
        per_deel.setdefault(zin["deel"], []).append(uitkomst)
    return per_deel, 1000 * (time.process_time() - begin) / len(zinnen)


def _read_codes(bestand: Path) -> dict[str, str]:
    import csv

    with bestand.open(encoding="utf-8", newline="") as f:
        return {rij["naam"]: rij["gemeentecode"] for rij in csv.DictReader(f)}


def _describe(uitkomsten: Sequence[Uitkomst]) -> str:
    from bench.intents import wilson

    goed = sum(u.goed for u in uitkomsten)
    laag, hoog = wilson(goed, len(uitkomsten))
    delen = [
        [u.goed for u in uitkomsten if (u.verwacht is None) is is_null] for is_null in (False, True)
    ]
    kort = [f"{sum(d)}/{len(d)} = {sum(d) / len(d):.3f}" if d else "-" for d in delen]
    return f"{goed / len(uitkomsten):8.3f}  ({laag:.3f} - {hoog:.3f})  {kort[0]:>16s}{kort[1]:>16s}"


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main()
