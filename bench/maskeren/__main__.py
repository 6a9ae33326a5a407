"""How much personal data goes, how much of the rest stays, and how fast: `python -m bench.maskeren`.

The messages are in `zinnen.yaml`, with {braces} around what must go. A piece is gone when none of its words is left
where it stood: of "Jan de Vries" not even "Vries". With `--fouten DEEL` also what went wrong in that part.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistent.bootstrap import make_assistent

Maskeer = Callable[[str], str]

_STUK = re.compile(r"\{([^{}]*)\}")
_SOORT = re.compile(r"\[[A-Z-]+\]")
_WOORD = re.compile(r"[^\W_]+")
# One letter or "de" that is left says nothing of anyone.
_ZEGT_NIETS = frozenset(
    "van de der den het ten ter te op in t s el al la a aan nr en tot nl com punt".split()
)
# 95 % of a normal distribution
_Z = 1.96
_RONDES = 5


@dataclass(frozen=True)
class Deel:
    """What came of one part: counts of those that went well and of all, and what went wrong."""

    gemaskeerd: tuple[int, int]
    onschuldig: tuple[int, int]
    woorden: tuple[int, int]
    fouten: tuple[str, ...]


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--fouten", default="", metavar="DEEL", help="show what went wrong there")
    opties = keuze.parse_args()
    inhoud = yaml.safe_load(Path(__file__).with_name("zinnen.yaml").read_text(encoding="utf-8"))
    maskeer = make_assistent(check=False).maskeer
    print(
        f"{'':8s}{'gemaskeerd (95 %)':34s}{'onschuldig gelijk (95 %)':34s}{'andere woorden (95 %)'}"
    )
    for naam, zinnen in inhoud.items():
        deel = measure_deel(zinnen["weg"], zinnen["blijft"], maskeer)
        kolommen = (deel.gemaskeerd, deel.onschuldig, deel.woorden)
        print(f"{naam:8s}" + "".join(f"{format_share(*k):34s}" for k in kolommen).rstrip())
        if naam == opties.fouten:
            print("\n".join(deel.fouten))
    for naam, groep in (("met persoonsgegevens", "weg"), ("onschuldig", "blijft")):
        teksten = [_STUK.sub(r"\1", z) for zinnen in inhoud.values() for z in zinnen[groep]]
        p50, p95 = measure_ms(teksten, maskeer)
        print(f"{naam}: p50 {p50:.2f} ms, p95 {p95:.2f} ms per bericht")


def measure_deel(weg: Sequence[str], blijft: Sequence[str], maskeer: Maskeer) -> Deel:
    """Mask the messages of *weg* and *blijft* and count what went well."""
    stukken: list[bool] = []
    behouden = woorden = 0
    fouten = []
    for zin in weg:
        uit = maskeer(_STUK.sub(r"\1", zin))
        gone, kept, aantal = judge(zin, uit)
        stukken += gone
        behouden, woorden = behouden + kept, woorden + aantal
        if not all(gone) or kept < aantal:
            fouten.append(f"  {'LEK ' if not all(gone) else 'veel'} {zin!r}\n       {uit!r}")
    anders = [(zin, uit) for zin in blijft if (uit := maskeer(zin)) != zin]
    fouten += [f"  anders {zin!r}\n       {uit!r}" for zin, uit in anders]
    return Deel(
        (sum(stukken), len(stukken)),
        (len(blijft) - len(anders), len(blijft)),
        (behouden, woorden),
        tuple(fouten),
    )


def judge(zin: str, uit: str) -> tuple[list[bool], int, int]:
    """For each piece in braces whether it is gone from *uit*; how many other words stayed, and of how many."""
    buiten = Counter(_WOORD.findall(_STUK.sub(" ", zin)))
    over = Counter(_WOORD.findall(_SOORT.sub(" ", uit)))
    te_veel = over - buiten
    gone = []
    for stuk in _STUK.findall(zin):
        woorden = [w for w in _WOORD.findall(stuk) if w.lower() not in _ZEGT_NIETS]
        gone.append(not any(te_veel[w] for w in woorden))
    return gone, (over & buiten).total(), buiten.total()


def measure_ms(teksten: Sequence[str], maskeer: Maskeer) -> tuple[float, float]:
    """The median and the 95th percentile of milliseconds of processor per text, the best of some rounds."""
    beste = [math.inf] * len(teksten)
    for _ in range(_RONDES):
        for i, tekst in enumerate(teksten):
            begin = time.thread_time()
            maskeer(tekst)
            beste[i] = min(beste[i], 1000 * (time.thread_time() - begin))
    return statistics.median(beste), statistics.quantiles(beste, n=20)[-1]


def format_share(goed: int, aantal: int) -> str:
    """The share with the 95 % interval of a proportion (Wilson 1927)."""
    p = goed / aantal
    midden = (p + _Z**2 / (2 * aantal)) / (1 + _Z**2 / aantal)
    half = _Z / (1 + _Z**2 / aantal) * math.sqrt(p * (1 - p) / aantal + _Z**2 / (4 * aantal**2))
    return f"{goed:4d}/{aantal:<4d} {p:.3f} ({midden - half:.3f}-{midden + half:.3f})"


if __name__ == "__main__":
    main()
