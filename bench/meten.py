"""What several benchmarks share: the parts of Vraagwijs on one thread, figures with their uncertainty."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

# 95 % of a normal distribution
_Z = 1.96
_TREKKINGEN = 2_000


def share(goed: int, alle: int) -> str:
    """A proportion with its Wilson 95 % interval."""
    if not alle:
        return "   -              "
    p, n = goed / alle, alle
    midden = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    breed = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return f"{p:.3f} ({midden - breed:.3f}-{midden + breed:.3f})"


def mean(waarden: Sequence[float]) -> str:
    """A mean with its bootstrap 95 % interval."""
    if not len(waarden):
        return "   -              "
    x = np.asarray(waarden)
    trek = np.random.default_rng(1).integers(0, len(x), (_TREKKINGEN, len(x)))
    onder, boven = np.percentile(x[trek].mean(axis=1), [2.5, 97.5])
    return f"{x.mean():.3f} ({onder:.3f}-{boven:.3f})"


def micro_f1(paren: Sequence[tuple[set[str], set[str]]]) -> str:
    """Micro F1 of (found, right) pairs with its bootstrap 95 % interval over the questions."""
    if not paren:
        return "   -              "
    tellingen = np.array([[len(g & r), len(g), len(r)] for g, r in paren], dtype=float)
    trek = np.random.default_rng(1).integers(0, len(paren), (_TREKKINGEN, len(paren)))
    som = tellingen[trek].sum(axis=1)
    f1 = 2 * som[:, 0] / np.maximum(som[:, 1] + som[:, 2], 1)
    onder, boven = np.percentile(f1, [2.5, 97.5])
    alles = tellingen.sum(axis=0)
    return f"{2 * alles[0] / max(alles[1] + alles[2], 1):.3f} ({onder:.3f}-{boven:.3f})"


def ndcg(volgorde: Sequence[str], waarde: Mapping[str, int], k: int = 5) -> float:
    """nDCG@*k* with gain 2^grade - 1 (Järvelin & Kekäläinen 2002; Burges et al. 2005)."""
    korting = 1 / np.log2(np.arange(2, k + 2))
    gevonden = np.array([2.0 ** waarde.get(id_, 0) - 1 for id_ in volgorde[:k]])
    ideaal = np.array(sorted((2.0**w - 1 for w in waarde.values()), reverse=True)[:k])
    return float(
        (gevonden * korting[: len(gevonden)]).sum() / (ideaal * korting[: len(ideaal)]).sum()
    )
