"""How well questions are understood, what each part adds, and how long it takes: `python -m bench.begrip`.

Asked are the questions of data/vragen that are for testing only: `toets` (paraphrases share a side of the split) and
`proef` (written apart, without sight of the others). Everything is learned anew per row of the ablation.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistent.begrip import THEMAWOORDEN, Begrijper, choose_zekers
from assistent.begrip.leren import EENKEUZE, GEEN, make_voorbeelden, output_groepen
from assistent.begrip.schatten import Gelezen, Schatter, Voorbeeld, learn
from assistent.kennis import Kennis, load_kennis
from assistent.kennis.oefenvragen import SOORTEN, Oefenvraag, load_oefenvragen
from assistent.model import Aspect, Behoefte, Fase, Zeker
from assistent.verstand import make_verstand
from bench.meten import micro_f1, share

Kans = Mapping[str, Mapping[str, float]]
KOP = (
    f"{'':28s}{'eerste thema':22s}{'een van de themas':22s}{'themas F1':22s}{'fase':22s}{'fase te zien':22s}"
    f"{'behoefte F1':22s}{'doelgroep F1':22s}"
)


PROEF2 = Path(__file__).with_name("proef2.jsonl")


def main() -> None:
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument(
        "--rijen", nargs="*", help="only these rows of the ablation (it learns per row)"
    )
    opties = keuze.parse_args()
    kennis = load_kennis()
    vragen = load_oefenvragen(kennis)
    begrijper = make_verstand(kennis, vers=True).begrijper
    toets = [v for v in vragen if v.toets and v.themas]
    sets = {
        "toets": [v for v in toets if not v.groep.startswith("proef-")],
        "proef": [v for v in toets if v.groep.startswith("proef-")],
        "proef2": load_proef2(),
    }
    toets += sets["proef2"]
    gelezen = {
        v.tekst: g for v, g in zip(toets, begrijper.lees([v.tekst for v in toets]), strict=True)
    }
    voorbeelden = make_voorbeelden(kennis, vragen, begrijper.lees)
    print(KOP)
    for naam, maak in ablation(kennis, voorbeelden, begrijper).items():
        if opties.rijen and not any(r in naam for r in opties.rijen):
            continue
        schat = maak()
        for deel, rijen in sets.items():
            print(
                row(f"{naam}, {deel}", rijen, [schat(gelezen[v.tekst]) for v in rijen]), flush=True
            )
    schatter = _learn(kennis, voorbeelden)
    alles = [schatter.schat(gelezen[v.tekst]) for v in toets]
    print("\nPer soort vraag (toets en beide proeven samen, alles aan)")
    for soort in SOORTEN:
        ix = [i for i, v in enumerate(toets) if v.soort == soort]
        print(row(soort, [toets[i] for i in ix], [alles[i] for i in ix]))
    print_ijking(toets, alles)
    print_speed(begrijper, toets)


def load_proef2() -> list[Oefenvraag]:
    """240 questions with one clear first thema, labelled by the writer (thema's) and by a second reader (the rest)."""
    regels = map(json.loads, PROEF2.read_text(encoding="utf-8").splitlines())
    return [
        Oefenvraag(
            groep=f"proef2-{r['id']}",
            soort=r["soort"],
            tekst=r["tekst"],
            themas=tuple(r["themas"]),
            doelgroepen=tuple(r["doelgroepen"]),
            fase=Fase(r["fase"]) if r["fase"] else None,
            behoeften=tuple(map(Behoefte, r["behoeften"])),
            bronnen={},
        )
        for r in regels
    ]


def ablation(
    kennis: Kennis, voorbeelden: Sequence[Voorbeeld], begrijper: Begrijper
) -> dict[str, Callable[[], Callable[[Gelezen], Kans]]]:
    """Per row something that makes an estimator; later rows add a part, or leave one out."""
    vragen = [v for v in voorbeelden if v.ijk]
    return {
        "woordenlijst": lambda: _woordenlijst(begrijper),
        "alleen vragen, zonder betekenis": lambda: _learn(kennis, vragen, met=False).schat,
        "+ uitdrukkingen en bronvragen": lambda: _learn(kennis, voorbeelden, met=False).schat,
        "+ betekenis (alles)": lambda: _learn(kennis, voorbeelden).schat,
        "alles zonder letters": lambda: _learn(kennis, voorbeelden, zonder="letters").schat,
        "alles zonder reeksen": lambda: _learn(kennis, voorbeelden, zonder="reeksen").schat,
        "alles zonder woorden": lambda: _learn(kennis, voorbeelden, zonder="woorden").schat,
        "alles zonder synoniemen": lambda: _zonder_bewijs(
            kennis, voorbeelden, [g != THEMAWOORDEN for g, _ in begrijper.vocabulaire_ids]
        ),
        "alles zonder themawoorden": lambda: _zonder_bewijs(
            kennis, voorbeelden, [g == THEMAWOORDEN for g, _ in begrijper.vocabulaire_ids]
        ),
    }


def _learn(
    kennis: Kennis, voorbeelden: Sequence[Voorbeeld], *, met: bool = True, zonder: str = ""
) -> Schatter:
    zonder_delen = frozenset({zonder} - {""})
    return learn(
        voorbeelden, output_groepen(kennis), EENKEUZE, met_betekenis=met, zonder=zonder_delen
    )[0]


def _zonder_bewijs(
    kennis: Kennis, voorbeelden: Sequence[Voorbeeld], weg: Sequence[bool]
) -> Callable[[Gelezen], Kans]:
    """Without the columns of the vocabulary that *weg* marks."""

    def leeg(g: Gelezen) -> Gelezen:
        return replace(g, woordenschat=np.where(weg, 0.0, g.woordenschat))

    zonder = [replace(v, gelezen=leeg(v.gelezen)) for v in voorbeelden]
    schatter = _learn(kennis, zonder)
    return lambda g: schatter.schat(leeg(g))


def _woordenlijst(begrijper: Begrijper) -> Callable[[Gelezen], Kans]:
    """What looking words up gives: the ids that a word of the vocabulary names."""

    def schat(g: Gelezen) -> Kans:
        per_groep: dict[str, dict[str, float]] = {}
        for (groep, id_), waarde in zip(begrijper.vocabulaire_ids, g.woordenschat, strict=True):
            if groep == THEMAWOORDEN:
                continue
            doel = "fase" if groep == "fases" else groep
            per_groep.setdefault(doel, {})[id_] = float(waarde)
        return per_groep

    return schat


def row(naam: str, vragen: Sequence[Oefenvraag], kansen: Sequence[Kans]) -> str:
    gevonden = [decide(k) for k in kansen]
    paren = list(zip(gevonden, vragen, strict=True))
    eerste = [(g["themas"][:1], v) for g, v in paren if v.themas]
    te_zien = [(g, v) for g, v in paren if v.fase]
    behoeften = [(set(g["behoeften"]), set(map(str, v.behoeften))) for g, v in paren if v.behoeften]
    delen = (
        share(sum(g == [v.themas[0]] for g, v in eerste), len(eerste)),
        share(sum(bool(set(g) & set(v.themas)) for g, v in eerste), len(eerste)),
        micro_f1([(set(g["themas"]), set(v.themas)) for g, v in paren]),
        share(sum((g["fase"] or [None])[0] == v.fase for g, v in paren), len(paren)),
        share(sum((g["fase"] or [None])[0] == v.fase for g, v in te_zien), len(te_zien)),
        micro_f1(behoeften),
        micro_f1([(set(g["doelgroepen"]), set(v.doelgroepen)) for g, v in paren]),
    )
    return f"{naam[:27]:28s}" + "".join(f"{d:22s}" for d in delen)


def decide(kans: Kans) -> dict[str, list[str]]:
    """What the assistant would act on, best first."""
    uit = {}
    for aspect, groep in (
        (Aspect.THEMA, "themas"),
        (Aspect.FASE, "fase"),
        (Aspect.BEHOEFTE, "behoeften"),
        (Aspect.DOELGROEP, "doelgroepen"),
    ):
        zekers = [Zeker(id_, zekerheid) for id_, zekerheid in kans[groep].items() if id_ != GEEN]
        zekers.sort(key=lambda z: -z.zekerheid)
        uit[groep] = [z.id for z in choose_zekers(aspect, zekers)]
    return uit


def print_ijking(vragen: Sequence[Oefenvraag], kansen: Sequence[Kans]) -> None:
    """Certainties against how often they are right, per tenth."""
    print("\nZekerheid van een thema en hoe vaak die klopt")
    paren = [
        (p, t in v.themas)
        for v, k in zip(vragen, kansen, strict=True)
        for t, p in k["themas"].items()
    ]
    fout = 0.0
    for tiende in range(10):
        bak = [(p, r) for p, r in paren if tiende / 10 <= p < (tiende + 1) / 10]
        if bak:
            zeker, recht = np.mean([p for p, _ in bak]), np.mean([r for _, r in bak])
            fout += abs(zeker - recht) * len(bak) / len(paren)
            print(
                f"  {tiende / 10:.1f} tot {(tiende + 1) / 10:.1f}: zegt {zeker:.2f}, klopt {recht:.2f} ({len(bak)})"
            )
    print(f"  gemiddelde afwijking {fout:.3f}")


def print_speed(begrijper: Begrijper, vragen: Sequence[Oefenvraag]) -> None:
    tijden = []
    for v in vragen[:300]:
        begin = time.perf_counter()
        begrijper.begrijp(v.tekst)
        tijden.append((time.perf_counter() - begin) * 1e3)
    p50, p95 = np.percentile(tijden, [50, 95])
    print(f"\nbegrijpen op een kern: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
