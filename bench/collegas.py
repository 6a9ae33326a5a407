"""How fast the collega's are ranked, and how well asking is spread: `python -m bench.collegas`.

Speed: 10,000 collega's in a database of their own, 500 of them busy, and 300 vragen from all gemeenten (ranking: p95
at most 20 ms wanted). Spreading: 60 days of vragen from one province, in which the first of each list is asked; without
and with the drukte of before.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from assistent.collegas import (
    GEWICHT_VERZOEK,
    GEWICHT_VOORSTEL,
    find_collegas,
    least_drukte,
    make_voorbeeldcollegas,
    measure_last,
    weigh_drukte,
)
from assistent.kennis import Kennis, load_kennis
from assistent.model import Collega, Fase, GevondenCollega, Vraag
from assistent.storage import Opslag

_COLLEGAS, _VRAGEN = 10_000, 300
_PROVINCIE, _DAGEN, _PER_DAG = "Overijssel", 60, 2
_BEGIN = date(2026, 3, 1)


def main() -> None:
    kennis = load_kennis()
    gemeenten = list(kennis.gemeenten.values())
    collegas = make_voorbeeldcollegas(gemeenten, kennis.voorbeeldcollegas, aantal=_COLLEGAS)
    print_speed(kennis, collegas)
    print_spread(kennis, collegas[:600])


def print_speed(kennis: Kennis, collegas: Sequence[Collega]) -> None:
    kans = random.Random(7)
    vragen = [make_vraag(kennis, kans) for _ in range(_VRAGEN)]
    with tempfile.TemporaryDirectory() as map_:
        opslag = Opslag(f"sqlite:///{Path(map_) / 'collegas.db'}")
        opslag.migrate()
        opslag.mensen.replace(collegas)
        druk = [c.id for c in kans.sample(list(collegas), 500)]
        opslag.mensen.add_drukte(druk, weigh_drukte(2.0, _BEGIN), dag=_BEGIN)
        eerste = measure(vragen[:1], lambda _: Opslag(opslag.url).mensen.collegas())[1][0]
        heel = measure(
            vragen, lambda v: rank(kennis, v, opslag.mensen.collegas(), read_last(opslag))
        )
        lijst, last = opslag.mensen.collegas(), read_last(opslag)
        alleen = measure(vragen, lambda v: rank(kennis, v, lijst, last))
        lezen = measure(vragen, lambda _: (opslag.mensen.collegas(), read_last(opslag)))
        opslag.engine.dispose()
    print(f"\n{len(collegas)} collega's, {_VRAGEN} vragen, ms\n")
    print("| | p50 | p95 | rekentijd p50 | rekentijd p95 |\n|---|---|---|---|---|")
    for naam, tijden in (
        ("list, drukte and ranking", heel),
        ("- ranking only", alleen),
        ("- list and drukte only", lezen),
    ):
        getallen = (at(t, deel) for t in tijden for deel in (0.5, 0.95))
        print(f"| {naam} | {' | '.join(f'{g:.1f}' for g in getallen)} |")
    print(f"| list read anew, by each process after a change | | | {eerste:.0f} | |")


def print_spread(kennis: Kennis, collegas: Sequence[Collega]) -> None:
    print(
        f"\n{_DAGEN} days, {_PER_DAG} vragen a day from {_PROVINCIE}, {len(collegas)} collega's\n"
    )
    print(
        "| | people asked | busiest asked | same thema's | same fase | km, mean |\n|---|---|---|---|---|---|"
    )
    for naam, met in (("without drukte", False), ("with drukte", True)):
        print(f"| {naam} | {' | '.join(simulate(kennis, collegas, met=met))} |")


def simulate(kennis: Kennis, collegas: Sequence[Collega], *, met: bool) -> list[str]:
    kans = random.Random(11)
    regio = [c for c, g in kennis.gemeenten.items() if g.provincie == _PROVINCIE]
    sommen: Counter[str] = Counter()
    gevraagd: Counter[str] = Counter()
    themas, fases, km = [], [], []
    for nr in range(_DAGEN * _PER_DAG):
        dag = _BEGIN + timedelta(days=nr // _PER_DAG)
        vraag = replace(make_vraag(kennis, kans), gemeente=kans.choice(regio), themas=("jeugd",))
        last = measure_last(sommen, dag) if met else {}
        gevonden = rank(kennis, vraag, collegas, last)
        for g in gevonden:
            sommen[g.collega.id] += weigh_drukte(GEWICHT_VOORSTEL, dag)
        if gevonden:
            eerste = gevonden[0]
            sommen[eerste.collega.id] += weigh_drukte(GEWICHT_VERZOEK, dag)
            gevraagd[eerste.collega.id] += 1
            themas.append("jeugd" in eerste.collega.themas)
            fases.append(vraag.fase in eerste.collega.fases)
            km.append(eerste.afstand_km)
    n = len(km)
    return [
        str(len(gevraagd)),
        str(max(gevraagd.values())),
        f"{sum(themas) / n:.2f}",
        f"{sum(fases) / n:.2f}",
        f"{sum(km) / n:.0f}",
    ]


def make_vraag(kennis: Kennis, kans: random.Random) -> Vraag:
    return Vraag(
        themas=tuple(kans.sample(list(kennis.themas), kans.randint(1, 3))),
        fase=kans.choice(list(Fase)),
        gemeente=kans.choice(list(kennis.gemeenten)),
    )


def rank(
    kennis: Kennis, vraag: Vraag, collegas: Sequence[Collega], last: dict[str, float]
) -> list[GevondenCollega]:
    return find_collegas(
        vraag,
        collegas,
        kennis.gemeenten,
        themanamen={i: k.in_zin for i, k in kennis.themas.items()},
        reden=kennis.reden,
        raakt_aan={i: k.raakt_aan for i, k in kennis.themas.items()},
        last=last,
        vandaag=_BEGIN,
    )


def read_last(opslag: Opslag) -> dict[str, float]:
    sommen = opslag.mensen.drukte(vanaf=_BEGIN, minstens=least_drukte(_BEGIN))
    return measure_last(sommen, _BEGIN)


def measure(
    vragen: Sequence[Vraag], doe: Callable[[Vraag], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds on the clock and of this process, each sorted."""
    if len(vragen) > 1:
        doe(vragen[0])
    klok, reken = [], []
    for vraag in vragen:
        begin, begin_reken = time.perf_counter(), time.process_time()
        doe(vraag)
        klok.append(1000 * (time.perf_counter() - begin))
        reken.append(1000 * (time.process_time() - begin_reken))
    return sorted(klok), sorted(reken)


def at(tijden: Sequence[float], deel: float) -> float:
    return tijden[min(len(tijden) - 1, int(deel * len(tijden)))]


if __name__ == "__main__":
    main()
