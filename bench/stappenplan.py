"""How fast a plan is composed and what all plans together hold: `python -m bench.stappenplan`.

Every combination of fase x behoefte x termijn x size x thema (and none of each of the last three), generated.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter

import numpy as np

from assistent.kennis import default_kennis
from assistent.model import Behoefte, Fase, Grootte, Termijn, Vraag
from assistent.stappenplan import Planner, check_plannen


def main() -> None:
    kennis = default_kennis()
    combinaties = itertools.product(
        Fase, Behoefte, (None, *Termijn), (None, *Grootte), (None, *kennis.themas)
    )
    tijden, plannen = [], []
    for fase, behoefte, termijn, grootte, thema in combinaties:
        vraag = Vraag(
            tekst="vraag", fase=fase, behoeften=(behoefte,), termijn=termijn,
            themas=(thema,) if thema else (),
        )  # fmt: skip
        begin = time.perf_counter()
        plannen.append(Planner(vraag, kennis, grootte).compose())
        tijden.append((time.perf_counter() - begin) * 1e3)
    p50, p95 = np.percentile(tijden, [50, 95])
    lengtes = Counter(len(p.stappen) for p in plannen)
    nodig = [s for p in plannen for s in p.stappen if s.stap.nodig]
    gebruikt = {s.stap.id for p in plannen for s in p.stappen}
    print(f"{len(plannen)} plannen; samenstellen p50 {p50:.2f} ms, p95 {p95:.2f} ms")
    print(f"stappen per plan: {dict(sorted(lengtes.items()))}")
    print(f"leeg: {lengtes[0]}, langer dan 7: {sum(n for k, n in lengtes.items() if k > 7)}")
    dubbel = sum(len({s.stap.onderwerp for s in p.stappen}) < len(p.stappen) for p in plannen)
    print(f"met een stap of onderwerp dubbel: {dubbel}")
    for aantal in (2, 3):
        deel = sum(len(p.ontbrekend) <= 3 - aantal for p in plannen) / len(plannen)
        print(f"minstens {aantal} kennisbronnen: {deel:.4f}")
    print(f"verschillende plannen: {len({tuple(s.stap.id for s in p.stappen) for p in plannen})}")
    print(
        f"stappen die iets nodig hebben en het in het plan vinden: {sum(not s.mist for s in nodig) / len(nodig):.3f}"
    )
    print(f"stappen in minstens een plan: {len(gebruikt)} van {len(kennis.stappen)}")
    begin = time.perf_counter()
    fouten = check_plannen(kennis)
    print(f"onbereikbaar of onvervulbaar: {len(fouten)} ({time.perf_counter() - begin:.2f} s)")


if __name__ == "__main__":
    main()
