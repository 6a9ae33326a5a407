"""Learning the weights of search: what `assistent/kennis/weging.yaml` holds under `zoeken`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistent.begrip import Begrijper
from assistent.begrip.leren import EENKEUZE, make_voorbeelden, output_groepen
from assistent.begrip.schatten import learn
from assistent.betekenis import Betekenis
from assistent.bronnen import Bronzoeker, Zoekvraag
from assistent.bronnen.index import build_index
from assistent.bronnen.zoek import KENMERKEN
from assistent.kennis import Kennis
from assistent.kennis.oefenvragen import Oefenvraag
from assistent.ontleden import Ontleder

_DELEN = 5
# A little pull towards zero: parts that say the same share their weight
_L2 = 3e-4
_GELEERD = KENMERKEN[:-1]


@dataclass(frozen=True)
class Materiaal:
    """The training questions with their parts of a score as search would see them, had they never been seen."""

    vragen: Sequence[Oefenvraag]
    kenmerken: np.ndarray  # (questions, bronnen, KENMERKEN)
    waarden: np.ndarray  # (questions, bronnen): 0 to 3
    buiten: np.ndarray  # (questions): how certain it is that a question is not about our field


def make_materiaal(
    kennis: Kennis,
    ontleder: Ontleder,
    betekenis: Betekenis | None,
    begrijper: Begrijper,
    oefenvragen: Sequence[Oefenvraag],
) -> Materiaal:
    """Five times: an index without a fifth of the questions, asked those; certainties are leave-one-group-out."""
    vragen = [v for v in oefenvragen if not v.toets]
    voorbeelden = make_voorbeelden(kennis, oefenvragen, begrijper.lees)
    groepen = output_groepen(kennis)
    _, los = learn(voorbeelden, groepen, EENKEUZE, met_betekenis=betekenis is not None)
    schatting = {
        v.tekst: {g: dict(zip(ids, los[g][i].tolist(), strict=True)) for g, ids in groepen.items()}
        for i, v in enumerate(vragen)
    }
    plek = {id_: i for i, id_ in enumerate(kennis.bronnen)}
    kenmerken = np.zeros((len(vragen), len(plek), len(KENMERKEN)), dtype=np.float32)
    waarden = np.zeros((len(vragen), len(plek)))
    for deel in range(_DELEN):
        anders = [v for v in vragen if _deel(v) != deel]
        index = build_index(kennis, ontleder, betekenis, anders)
        zoeker = Bronzoeker(kennis, ontleder, index, betekenis, schatting.__getitem__)
        for i, v in enumerate(vragen):
            if _deel(v) == deel:
                kenmerken[i] = zoeker.kenmerken(Zoekvraag(v.tekst))
    for i, v in enumerate(vragen):
        for id_, waarde in v.bronnen.items():
            waarden[i, plek[id_]] = waarde
    return Materiaal(vragen, kenmerken, waarden, los["veld"][:, 0])


def learn_gewichten(
    materiaal: Materiaal, soortgewicht: np.ndarray, delen: Sequence[str] = _GELEERD
) -> dict[str, float]:
    """The weights of *delen* by listwise softmax; of the other parts zero."""
    met = materiaal.waarden.any(axis=1)
    kolommen = [KENMERKEN.index(d) for d in delen]
    x = materiaal.kenmerken[met][:, :, kolommen].astype(np.float64)
    doel = 2.0 ** materiaal.waarden[met] - 1
    doel /= doel.sum(axis=1, keepdims=True)

    def verlies(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w + soortgewicht
        z = z - z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        fout = -(doel * np.log(p + 1e-12)).sum() / len(x)
        return fout + _L2 * (w @ w), np.einsum("ij,ijk->k", p - doel, x) / len(x) + 2 * _L2 * w

    w = minimize(verlies, np.zeros(len(kolommen)), jac=True, method="L-BFGS-B").x
    return dict.fromkeys(_GELEERD, 0.0) | {
        d: round(float(g), 2) for d, g in zip(delen, w, strict=True)
    }


def learn_ijking(
    materiaal: Materiaal, soortgewicht: np.ndarray, gewichten: Mapping[str, float]
) -> dict[str, float]:
    """From points to how likely a bron helps (grade 2 or 3): slope and start of a logistic."""
    w = np.array([gewichten.get(k, 0.0) for k in KENMERKEN])
    punten = materiaal.kenmerken @ w + soortgewicht
    helpt = (materiaal.waarden >= 2).ravel()
    model = LogisticRegression(C=1e3).fit(punten.reshape(-1, 1), helpt)
    return {
        "helling": round(float(model.coef_[0, 0]), 3),
        "begin": round(float(model.intercept_[0]), 3),
    }


def learn_grens(
    materiaal: Materiaal,
    soortgewicht: np.ndarray,
    gewichten: Mapping[str, float],
    leeg: float = 0.88,
) -> dict[str, float]:
    """The points below which nothing is shown, such that *leeg* of the questions from elsewhere get nothing.

    How much being outside the field weighs beside the points of the best bron is a logistic regression of the questions
    from elsewhere against those that a bron helps with. A single bron needs as much as one in forty that helps has.
    """
    w = np.array([gewichten.get(k, 0.0) for k in KENMERKEN])
    punten = materiaal.kenmerken @ w + soortgewicht
    hoogste = punten.max(axis=1)
    logit = np.log(np.clip(materiaal.buiten, 1e-3, 1 - 1e-3))
    logit -= np.log(1 - np.clip(materiaal.buiten, 1e-3, 1 - 1e-3))
    elders = np.array([not v.themas for v in materiaal.vragen])
    geholpen = (materiaal.waarden >= 2).any(axis=1)
    kies = elders | geholpen
    model = LogisticRegression(class_weight="balanced").fit(
        np.stack([hoogste, logit], axis=1)[kies], geholpen[kies]
    )
    buiten = float(-model.coef_[0, 1] / model.coef_[0, 0])
    over = hoogste - buiten * logit
    return {
        "grens_bron": round(float(np.quantile(punten[materiaal.waarden >= 2], 0.025)), 2),
        "grens_vraag": round(float(np.quantile(over[elders], leeg)), 2),
        "buiten": round(buiten, 2),
    }


def _deel(vraag: Oefenvraag) -> int:
    return hashlib.sha256(f"deel {vraag.groep}".encode()).digest()[0] % _DELEN


def soortgewicht(kennis: Kennis) -> Any:
    soorten = kennis.weging["zoeken"]["soorten"]
    return np.array([soorten.get(b.soort, 0.0) for b in kennis.bronnen.values()])
