"""How well the right bronnen are found, what each part adds, when nothing is shown, and how long it takes.

`python -m bench.zoeken` prints the tables; `--leer` learns the weights of kennis/weging.yaml anew and prints them.
Asked are the questions of data/vragen that are for testing only (see bench/begrip). Grades are 0 to 3, the measure is
nDCG@5. FTS5 and PostgreSQL search the same bronnen; PostgreSQL only where VRAAGWIJS_TEST_POSTGRES names one.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assistent.bronnen import Bronzoeker, Zoekvraag
from assistent.bronnen.index import build_index, doorzoekbaar
from assistent.bronnen.zoek import KENMERKEN
from assistent.kennis import Kennis, load_kennis
from assistent.kennis.oefenvragen import SOORTEN, Oefenvraag, load_oefenvragen
from assistent.taal import STOPWOORDEN, tokenize
from assistent.verstand import Verstand, make_verstand
from bench.meten import mean, ndcg, share
from bench.zoeken.leren import (
    Materiaal,
    learn_gewichten,
    learn_grens,
    learn_ijking,
    make_materiaal,
    soortgewicht,
)

Rangschik = Callable[[Oefenvraag], list[str]]
_VEEL = 100_000


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--leer", action="store_true")
    kennis = load_kennis()
    vragen = load_oefenvragen(kennis)
    if keuze.parse_args().leer:
        print_gewichten(kennis, vragen)
        return
    met = make_verstand(kennis)
    zonder = make_verstand(kennis, betekenis="uit")
    gesteld = [v for v in vragen if v.toets and max(v.bronnen.values(), default=0) >= 2]
    print_quality(kennis, vragen, met, zonder, gesteld)
    print_nothing(met, vragen)
    print_speed(met, zonder, gesteld)
    print_many(kennis, zonder, gesteld)


def print_gewichten(kennis: Kennis, vragen: Sequence[Oefenvraag]) -> None:
    soorten = soortgewicht(kennis)
    for naam, gebruik in (("met-betekenis", "auto"), ("zonder-betekenis", "uit")):
        verstand = make_verstand(kennis, betekenis=gebruik)
        materiaal = make_materiaal(
            kennis, verstand.ontleder, verstand.betekenis, verstand.begrijper, vragen
        )
        w = learn_alles(materiaal, soorten, met=verstand.betekenis is not None)
        regel = ", ".join(f"{k}: {v}" for k, v in w.items())
        print(f"  {naam}: {{{regel}}}", flush=True)


def learn_alles(materiaal: Materiaal, soorten: np.ndarray, *, met: bool) -> dict[str, float]:
    delen = [d for d in KENMERKEN[:-1] if met or d not in ("betekenis", "buren")]
    w = learn_gewichten(materiaal, soorten, delen)
    w["leervoorkeur"] = 0.5
    return w | learn_ijking(materiaal, soorten, w) | learn_grens(materiaal, soorten, w)


def print_quality(
    kennis: Kennis,
    vragen: Sequence[Oefenvraag],
    met: Verstand,
    zonder: Verstand,
    gesteld: Sequence[Oefenvraag],
) -> None:
    toets = [v for v in gesteld if not v.groep.startswith("proef-")]
    proef = [v for v in gesteld if v.groep.startswith("proef-")]
    print(f"nDCG@5{'':26s}{f'toets ({len(toets)})':24s}{f'proef ({len(proef)})':24s}")
    kaal = build_index(kennis, zonder.ontleder, None, ())
    kale = Bronzoeker(kennis, zonder.ontleder, kaal, None, zonder.begrijper.kansen)
    met_k, zonder_k, kaal_k = (
        {v.tekst: z.kenmerken(Zoekvraag(v.tekst)) for v in gesteld}
        for z in (met.zoeker, zonder.zoeker, kale)
    )
    ids = np.array(list(kennis.bronnen))

    def order(kenmerken: dict[str, np.ndarray], gewichten: np.ndarray) -> Rangschik:
        def rangschik(v: Oefenvraag) -> list[str]:
            punten = kenmerken[v.tekst] @ gewichten + soorten
            return [str(i) for i in ids[np.argsort(-punten, kind="stable")[:5]]]

        return rangschik

    soorten = soortgewicht(kennis)
    w_met, w_zonder = met.zoeker.gewichten, zonder.zoeker.gewichten
    rijen: dict[str, Rangschik] = {
        "SQLite FTS5": make_fts5(kennis),
        **make_postgres(kennis),
        "alleen betekenis": order(met_k, _alleen("betekenis")),
        "alleen woorden (BM25)": order(zonder_k, _alleen("woorden")),
        "zonder oefenvragen en betekenis": order(kaal_k, w_zonder),
        "alles zonder betekenis": order(zonder_k, w_zonder),
        "alles": order(met_k, w_met),
        **{
            f"alles zonder {deel}": order(met_k, w_met * (np.array(KENMERKEN) != deel))
            for deel in KENMERKEN[:-1]
        },
        "zoals getoond (spreiding, grens)": lambda v: [
            g.bron.id for g in met.zoeker.zoek(Zoekvraag(v.tekst), 5)
        ],
    }
    for naam, rangschik in rijen.items():
        cijfers = {v.tekst: ndcg(rangschik(v), v.bronnen) for v in gesteld}
        kolommen = [mean([cijfers[v.tekst] for v in deel]) for deel in (toets, proef)]
        print(f"{naam[:31]:32s}" + "".join(f"{k:24s}" for k in kolommen), flush=True)
        if naam in ("SQLite FTS5", "alles", "alles zonder betekenis"):
            per_soort = {s: [cijfers[v.tekst] for v in proef if v.soort == s] for s in SOORTEN}
            print("   proef: " + ", ".join(f"{s} {mean(c)}" for s, c in per_soort.items() if c))


def _alleen(deel: str) -> np.ndarray:
    return np.array([100.0 if k == deel else 0.0 for k in KENMERKEN])


def make_fts5(kennis: Kennis) -> Rangschik:
    """SQLite's own full-text search with its BM25 over the fields of a bron."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "create virtual table bron using fts5(id unindexed, tekst, tokenize='unicode61 remove_diacritics 2')"
    )
    db.executemany(
        "insert into bron values (?, ?)", [(b.id, doorzoekbaar(b)) for b in kennis.bronnen.values()]
    )

    def rangschik(v: Oefenvraag) -> list[str]:
        woorden = [w for w in dict.fromkeys(tokenize(v.tekst)) if w not in STOPWOORDEN]
        vraag = " OR ".join(f'"{w}"' for w in woorden)
        if not vraag:
            return []
        zoek = "select id from bron where bron match ? order by rank limit 5"
        rijen = db.execute(zoek, (vraag,))
        return [r[0] for r in rijen]

    return rangschik


def make_postgres(kennis: Kennis) -> dict[str, Rangschik]:
    """PostgreSQL's `dutch` configuration with ts_rank_cd, where a server is given."""
    adres = os.environ.get("VRAAGWIJS_TEST_POSTGRES")
    if not adres:
        print("PostgreSQL overgeslagen: VRAAGWIJS_TEST_POSTGRES is leeg")
        return {}
    from sqlalchemy import create_engine, text

    verbinding = create_engine(adres).connect()
    verbinding.execute(text("create temporary table bron (id text, tekst tsvector)"))
    verbinding.execute(
        text("insert into bron values (:id, to_tsvector('dutch', :tekst))"),
        [{"id": b.id, "tekst": doorzoekbaar(b)} for b in kennis.bronnen.values()],
    )

    def rangschik(v: Oefenvraag) -> list[str]:
        woorden = [
            w for w in dict.fromkeys(tokenize(v.tekst)) if w not in STOPWOORDEN and w.isalnum()
        ]
        if not woorden:
            return []
        rijen = verbinding.execute(
            text(
                "select id from bron, to_tsquery('dutch', :vraag) q where tekst @@ q "
                "order by ts_rank_cd(tekst, q) desc, id limit 5"
            ),
            {"vraag": " | ".join(woorden)},
        )
        return [r[0] for r in rijen]

    return {"PostgreSQL dutch": rangschik}


def print_nothing(verstand: Verstand, vragen: Sequence[Oefenvraag]) -> None:
    """The curve of the honest nothing: questions from elsewhere that get an empty answer, against those of the field
    that keep theirs, as the threshold moves. The last columns are where it stands."""
    elders = [v for v in vragen if v.toets and not v.themas]
    eigen = [v for v in vragen if v.toets and max(v.bronnen.values(), default=0) >= 2]
    z = verstand.zoeker

    def over(v: Oefenvraag) -> float:
        vraag = Zoekvraag(v.tekst)
        return float(z.punten(vraag).max() - z.grens(vraag))

    buiten, binnen = [over(v) for v in elders], [over(v) for v in eigen]
    print(f"\nNiets tonen: {len(elders)} vragen van elders, {len(eigen)} uit het veld")
    for stap in (-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2):
        leeg, weg = sum(x < stap for x in buiten), sum(x < stap for x in binnen)
        merk = " <- zo staat het" if stap == 0 else ""
        deel_leeg, deel_houdt = share(leeg, len(buiten)), share(len(binnen) - weg, len(binnen))
        print(f"  grens {stap:+.1f}: elders leeg {deel_leeg}, veld houdt {deel_houdt}{merk}")


def print_speed(met: Verstand, zonder: Verstand, gesteld: Sequence[Oefenvraag]) -> None:
    print("\nBegrijpen en zoeken van een vraag, op een kern")
    for naam, verstand in (("zonder betekenis", zonder), ("met betekenis", met)):
        tijden = []
        for i, v in enumerate(gesteld[:200]):
            tekst = f"{v.tekst} {i}"  # nobody asked this before
            begin = time.perf_counter()
            verstand.begrijper.begrijp(tekst)
            verstand.zoeker.zoek(Zoekvraag(tekst))
            tijden.append((time.perf_counter() - begin) * 1e3)
        p50, p95 = np.percentile(tijden, [50, 95])
        print(f"  {naam:18s} p50 {p50:5.1f} ms, p95 {p95:5.1f} ms")
    print(f"  geheugen van dit proces (beide): {_memory():.0f} MiB")


def print_many(kennis: Kennis, verstand: Verstand, gesteld: Sequence[Oefenvraag]) -> None:
    """Search over many made-up bronnen: each takes its words from two real ones."""
    bronnen, rng = list(kennis.bronnen.values()), np.random.default_rng(1)
    veel: dict[str, Any] = {}
    for i in range(_VEEL):
        a, b = (bronnen[j] for j in rng.integers(0, len(bronnen), 2))
        woorden = tokenize(a.samenvatting) + tokenize(b.titel) + [f"plaats{rng.integers(0, 5000)}"]
        keuze = " ".join(rng.choice(woorden, min(12, len(woorden)), replace=False))
        veel[f"s-{i}"] = replace(
            a, id=f"s-{i}", titel=b.titel, samenvatting=keuze, organisatie=f"o{i % 900}"
        )
    groot = replace(kennis, bronnen=veel, bronvragen={})
    begin = time.perf_counter()
    index = build_index(groot, verstand.ontleder, None, ())
    zoeker = Bronzoeker(groot, verstand.ontleder, index, None, verstand.begrijper.kansen)
    gebouwd = time.perf_counter() - begin
    tijden = []
    for v in gesteld[:60]:
        vraag = Zoekvraag(v.tekst)
        verstand.begrijper.kansen(v.tekst)
        zoeker.grens(vraag)  # understanding is measured above
        begin = time.perf_counter()
        zoeker.zoek(vraag)
        tijden.append((time.perf_counter() - begin) * 1e3)
    p50, p95 = np.percentile(tijden, [50, 95])
    print(f"\n{_VEEL} verzonnen bronnen: index in {gebouwd:.0f} s, geheugen {_memory():.0f} MiB")
    print(f"  zoeken p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _memory() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss / 2**20)


if __name__ == "__main__":
    main()
