"""Ours beside stock Rasa, in one run: `python -m bench.rasa` (see bench/README.md).

Everything alternates, so that what else the machine does falls on both; ratios are what to look at.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.rasa.bots import Bot, Duur, Onze, Stock, started
from bench.rasa.gesprekken import GESPREKKEN

_GEBRUIKERS = 20
_BEURTEN_GEHEUGEN = 100


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--beurten", type=int, default=200, help="turns per bot, one at a time")
    keuze.add_argument("--seconden", type=float, default=60, help="per bot with 20 users at once")
    keuze.add_argument("--starts", type=int, default=3, help="starts per bot")
    keuze.add_argument(
        "--epochs", type=int, default=100, help="of the stock bot; 100 is what rasa init means"
    )
    keuze.add_argument("--map", type=Path, help="keep models here, and use those that are there")
    opties = keuze.parse_args()
    with tempfile.TemporaryDirectory() as tijdelijk:
        map_ = opties.map or Path(tijdelijk)
        measure(Onze(map_ / "vraagwijs"), Stock(map_ / "stock", opties.epochs), opties)


def measure(ons: Bot, stock: Bot, opties: argparse.Namespace) -> None:
    print(
        f"{time.strftime('%Y-%m-%d')}: vraagwijs, stock, verhouding vraagwijs : stock", flush=True
    )
    bots = (ons, stock)
    if not all(b.model.is_file() for b in bots):
        getraind = [b.train() for b in bots]
        show(f"trainen (stock: {opties.epochs} epochs), s", *(d.klok for d in getraind))
        show("  rekentijd, s", *(d.rekentijd for d in getraind))
    starts: dict[str, list[Duur]] = {b.naam: [] for b in bots}
    for bot in bots * opties.starts:
        try:
            starts[bot.naam].append(bot.start())
        finally:
            bot.stop()
    show("start tot eerste antwoord, s (mediaan)", *(_median(starts[b.naam], "klok") for b in bots))
    show("  rekentijd, s", *(_median(starts[b.naam], "rekentijd") for b in bots))
    with started(*bots):
        beurten = one_at_a_time(bots, _BEURTEN_GEHEUGEN)
        show(f"geheugen na {len(beurten[ons.naam])} beurten, MiB", *(b.geheugen() for b in bots))
        vooraf = [b.rekentijd() for b in bots]
        beurten = one_at_a_time(bots, opties.beurten)
        verbruikt = [b.rekentijd() - v for b, v in zip(bots, vooraf, strict=True)]
        for p in (50, 95):
            show(f"beurt p{p}, ms", *(percentile(beurten[b.naam], p) for b in bots))
        per_beurt = (1000 * t / len(beurten[b.naam]) for t, b in zip(verbruikt, bots, strict=True))
        show("  rekentijd per beurt, ms", *per_beurt)
        print(f"  ({', '.join(f'{len(d)} beurten {n}' for n, d in beurten.items())})")
        tempo = {b.naam: 0.0 for b in bots}
        for bot in bots * 2:
            tempo[bot.naam] += users_at_once(bot, opties.seconden / 2) / 2
        show(f"{_GEBRUIKERS} gebruikers tegelijk, berichten per seconde", *tempo.values())
        laat = [late_turns(b) for b in bots]
        show("één gesprek: p50 van beurt 1-20, ms", *(eerst for eerst, _ in laat))
        show("één gesprek: p50 van beurt 181-200, ms", *(dan for _, dan in laat))


def one_at_a_time(bots: Sequence[Bot], hoeveel: int) -> dict[str, list[float]]:
    """Seconds per turn, at least *hoeveel* per bot; the bots take turns per gesprek."""
    uit: dict[str, list[float]] = {b.naam: [] for b in bots}
    for regels in itertools.cycle(GESPREKKEN):
        for bot in bots:
            with bot.gesprek() as gesprek:
                uit[bot.naam] += [d for r in regels if (d := gesprek.neem(r)) is not None]
        if min(map(len, uit.values())) >= hoeveel:
            return uit
    raise AssertionError("cycle ends never")


def users_at_once(bot: Bot, seconden: float) -> float:
    """Berichten answered per second while 20 users each wait for their answer and go on at once."""
    begin = time.perf_counter()
    einde = begin + seconden
    klaar = [0] * _GEBRUIKERS
    fouten: list[BaseException] = []

    def gebruiker(nr: int) -> None:
        try:
            for regels in itertools.islice(itertools.cycle(GESPREKKEN), nr, None):
                with bot.gesprek() as gesprek:
                    for regel in regels:
                        if time.perf_counter() > einde:
                            return
                        klaar[nr] += gesprek.neem(regel) is not None
        except BaseException as exc:
            fouten.append(exc)

    draden = [threading.Thread(target=gebruiker, args=(n,)) for n in range(_GEBRUIKERS)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    if fouten:
        raise RuntimeError(f"{bot.naam}: {fouten[0]!r}") from fouten[0]
    return sum(klaar) / (time.perf_counter() - begin)


def late_turns(bot: Bot, beurten: int = 200, deel: int = 20) -> tuple[float, float]:
    """Milliseconds, median of the first and of the last *deel* turns in one gesprek of several vragen."""
    duur: list[float] = []
    with bot.gesprek() as gesprek:
        for regel in itertools.chain.from_iterable(itertools.cycle(GESPREKKEN)):
            if (d := gesprek.neem(regel)) is not None:
                duur.append(d)
            if len(duur) >= beurten:
                break
    return percentile(duur[:deel], 50), percentile(duur[-deel:], 50)


def _median(duren: Sequence[Duur], wat: str) -> float:
    return float(statistics.median(getattr(d, wat) for d in duren))


def percentile(seconden: Sequence[float], p: int) -> float:
    """In milliseconds."""
    return 1000 * statistics.quantiles(seconden, n=100, method="inclusive")[p - 1]


def show(wat: str, ons: float, stock: float) -> None:
    print(f"{wat:55s} {ons:9.1f} {stock:9.1f}   {ons / stock:.2f}", flush=True)


if __name__ == "__main__":
    main()
