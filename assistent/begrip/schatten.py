"""What a text is about, learned from labelled questions, with certainties that mean what they say.

The method: ridge regression on word n-grams, character n-grams, the vocabulary and (where this machine can) a sentence
embedding, all outputs at once. Its leave-one-group-out predictions follow in closed form from the same inverse
(P = Y - C_gg^-1 alpha_g; Pahikkala et al. 2006), and on those the certainties are calibrated (Platt 1999): a paraphrase
never vouches for its sibling. bench/begrip says what each part adds.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from assistent.ontleden import termen
from assistent.taal import fold

Getallen = NDArray[np.float64]

# The rest of a text longer than this says nothing new about its thema, and costs time
_HOOGSTENS_TEKENS = 2_000
# Ridge: the usual 1 for parts of unit length; 0.5 and 2 are within 0.01 of it (bench/begrip)
_LAMBDA = 1.0
_GEEN = "geen"


@dataclass(frozen=True, slots=True)
class Gelezen:
    """A text as the classifiers see it. *woordenschat*: evidence by the vocabulary, one number per known id."""

    tekst: str
    doc: Doc
    woordenschat: Getallen
    betekenis: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """A text with what is known of it: per output group the ids that hold; a group that is absent is unknown.

    Only those with *ijk*, real questions, say how certain a certainty is.
    """

    groep: str
    gelezen: Gelezen
    labels: Mapping[str, frozenset[str]]
    ijk: bool = True


class Kenmerken:
    """From a text to one sparse row: five parts, each of at most unit length."""

    def __init__(self, *, met_betekenis: bool) -> None:
        self.met_betekenis = met_betekenis
        self._delen = {
            "woorden": TfidfVectorizer(analyzer=_woorden, sublinear_tf=True, dtype=np.float32),
            "reeksen": TfidfVectorizer(
                analyzer=_reeksen, sublinear_tf=True, min_df=2, dtype=np.float32
            ),
            "letters": TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2,
                preprocessor=_letters, dtype=np.float32,
            ),
        }  # fmt: skip
        self._gemiddelde: NDArray[np.float32] | None = None

    def fit(self, gelezen: Sequence[Gelezen]) -> csr_matrix:
        for deel in self._delen.values():
            deel.fit(gelezen)
        if self.met_betekenis:
            self._gemiddelde = np.mean([g.betekenis for g in gelezen], axis=0)
        return self.transform(gelezen)

    def transform(self, gelezen: Sequence[Gelezen]) -> csr_matrix:
        delen = [deel.transform(gelezen) for deel in self._delen.values()]
        delen.append(csr_matrix(np.stack([g.woordenschat for g in gelezen])))
        if self.met_betekenis:
            delen.append(csr_matrix(self.centreer(np.stack([_vector(g) for g in gelezen]))))
        return hstack(delen, format="csr", dtype=np.float32)

    def centreer(self, vectoren: NDArray[np.float32]) -> NDArray[np.float32]:
        """Without what all questions share, which hides how they differ; of unit length."""
        assert self._gemiddelde is not None
        verschil = vectoren - self._gemiddelde
        return np.asarray(
            verschil / np.maximum(np.linalg.norm(verschil, axis=1, keepdims=True), 1e-6)
        )

    def to_arrays(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        for naam, deel in self._delen.items():
            uit[f"{naam}.termen"] = np.array("\n".join(deel.get_feature_names_out()))
            uit[f"{naam}.idf"] = deel.idf_.astype(np.float32)
        if self._gemiddelde is not None:
            uit["gemiddelde"] = self._gemiddelde
        return uit

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Kenmerken:
        nieuw = cls(met_betekenis="gemiddelde" in arrays)
        for naam, deel in nieuw._delen.items():
            alle = str(arrays[f"{naam}.termen"]).split("\n")
            deel.set_params(vocabulary={t: i for i, t in enumerate(alle)})
            deel.idf_ = arrays[f"{naam}.idf"].astype(np.float64)
        if nieuw.met_betekenis:
            nieuw._gemiddelde = arrays["gemiddelde"]
        return nieuw


@dataclass(frozen=True)
class Schatter:
    """What was learned. *groepen*: per output group its ids, in the order of the columns."""

    kenmerken: Kenmerken
    groepen: Mapping[str, tuple[str, ...]]
    gewichten: NDArray[np.float32]
    gemiddelde: Getallen
    ijking: Mapping[str, Getallen]

    def schat(self, gelezen: Gelezen) -> dict[str, dict[str, float]]:
        """Per output group the certainty in [0, 1] of each id."""
        return self.schat_alle([gelezen])[0]

    def schat_alle(self, gelezen: Sequence[Gelezen]) -> list[dict[str, dict[str, float]]]:
        x = self.kenmerken.transform(gelezen)
        kansen = ijk(np.asarray(x @ self.gewichten) + self.gemiddelde, self.groepen, self.ijking)
        return [
            {
                g: dict(zip(ids, kansen[g][i].tolist(), strict=True))
                for g, ids in self.groepen.items()
            }
            for i in range(len(gelezen))
        ]

    def to_arrays(self) -> dict[str, Any]:
        return {
            **self.kenmerken.to_arrays(),
            "gewichten": self.gewichten.astype(np.float16),
            "gemiddelde_uit": self.gemiddelde,
            **{f"groep.{g}": np.array(ids) for g, ids in self.groepen.items()},
            **{f"ijking.{g}": waarden for g, waarden in self.ijking.items()},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Schatter:
        groepen = {
            k.removeprefix("groep."): tuple(map(str, arrays[k]))
            for k in arrays
            if k.startswith("groep.")
        }
        return cls(
            kenmerken=Kenmerken.from_arrays(arrays),
            groepen=groepen,
            gewichten=arrays["gewichten"].astype(np.float32),
            gemiddelde=arrays["gemiddelde_uit"],
            ijking={g: arrays[f"ijking.{g}"] for g in groepen},
        )


def learn(
    voorbeelden: Sequence[Voorbeeld],
    groepen: Mapping[str, tuple[str, ...]],
    eenkeuze: frozenset[str],
    *,
    met_betekenis: bool,
) -> tuple[Schatter, dict[str, Getallen]]:
    """Learn all output *groepen* at once; of those in *eenkeuze* exactly one id holds.

    Also the leave-one-group-out certainties per output group, shape (examples, ids): what the Schatter would have said
    of each example without it and its paraphrases.
    """
    kenmerken = Kenmerken(met_betekenis=met_betekenis)
    x = kenmerken.fit([v.gelezen for v in voorbeelden])
    doel, bekend = _doelen(voorbeelden, groepen)
    gemiddelde = doel.sum(axis=0) / np.maximum(bekend.sum(axis=0), 1)
    # what is unknown pulls neither way
    afwijking = np.where(bekend, doel - gemiddelde, 0.0)
    kern = np.asarray((x @ x.T).todense(), dtype=np.float64)
    kern[np.diag_indices_from(kern)] += _LAMBDA
    invers = np.linalg.inv(kern)
    alfa = invers @ afwijking
    los = _leave_groep_out(invers, alfa, afwijking, [v.groep for v in voorbeelden]) + gemiddelde
    vragen = np.array([v.ijk for v in voorbeelden])
    ijking = {
        g: _leer_ijking(los[:, k], doel[:, k], vragen & bekend[:, k].all(axis=1), g in eenkeuze)
        for g, k in _kolommen(groepen).items()
    }
    schatter = Schatter(
        kenmerken=kenmerken,
        groepen=dict(groepen),
        gewichten=np.asarray(x.T @ alfa, dtype=np.float32),
        gemiddelde=gemiddelde,
        ijking=ijking,
    )
    return schatter, ijk(los, groepen, ijking)


def ijk(
    ruw: Getallen, groepen: Mapping[str, tuple[str, ...]], ijking: Mapping[str, Getallen]
) -> dict[str, Getallen]:
    """Certainties from raw outputs. A calibration of shape (n + 1, n) is a softmax over all ids of the group, one of
    shape (3,) a logistic on each id beside the strongest other one."""
    uit = {}
    for groep, kolommen in _kolommen(groepen).items():
        r, w = ruw[:, kolommen], ijking[groep]
        if w.ndim == 2:
            z = r @ w[:-1] + w[-1]
            e = np.exp(z - z.max(axis=1, keepdims=True))
            uit[groep] = e / e.sum(axis=1, keepdims=True)
        else:
            uit[groep] = 1 / (1 + np.exp(-(w[0] * r + w[1] * _sterkste_ander(r) + w[2])))
    return uit


def _leer_ijking(ruw: Getallen, doel: Getallen, bekend: NDArray[np.bool_], een: bool) -> Getallen:
    ruw, doel = ruw[bekend], doel[bekend]
    if een:
        model = LogisticRegression(C=1.0, max_iter=1_000).fit(ruw, doel.argmax(axis=1))
        w = np.zeros((ruw.shape[1] + 1, ruw.shape[1]))
        w[-1] = -30.0  # an id without one example is never certain
        w[:-1, model.classes_] = model.coef_.T
        w[-1, model.classes_] = model.intercept_
        return w
    paren = np.stack([ruw.ravel(), _sterkste_ander(ruw).ravel()], axis=1)
    model = LogisticRegression(C=1e3).fit(paren, doel.ravel() > 0)
    return np.array([*model.coef_[0], model.intercept_[0]])


def _sterkste_ander(ruw: Getallen) -> Getallen:
    """Per cell the largest of the other cells in its row."""
    volgorde = np.argsort(-ruw, axis=1)
    rij = np.arange(len(ruw))
    uit = np.repeat(ruw[rij, volgorde[:, 0]][:, None], ruw.shape[1], axis=1)
    if ruw.shape[1] > 1:
        uit[rij, volgorde[:, 0]] = ruw[rij, volgorde[:, 1]]
    return uit


def _leave_groep_out(
    invers: Getallen, alfa: Getallen, doel: Getallen, groepen: Sequence[str]
) -> Getallen:
    leden: dict[str, list[int]] = defaultdict(list)
    for i, groep in enumerate(groepen):
        leden[groep].append(i)
    uit = np.empty_like(doel)
    for ix in leden.values():
        uit[ix] = doel[ix] - np.linalg.solve(invers[np.ix_(ix, ix)], alfa[ix])
    return uit


def _doelen(
    voorbeelden: Sequence[Voorbeeld], groepen: Mapping[str, tuple[str, ...]]
) -> tuple[Getallen, NDArray[np.bool_]]:
    kolommen = _kolommen(groepen)
    breedte = sum(len(ids) for ids in groepen.values())
    doel = np.zeros((len(voorbeelden), breedte))
    bekend = np.zeros((len(voorbeelden), breedte), dtype=bool)
    for i, v in enumerate(voorbeelden):
        for groep, ids in v.labels.items():
            bekend[i, kolommen[groep]] = True
            for j, id_ in enumerate(groepen[groep]):
                doel[i, kolommen[groep].start + j] = id_ in ids
    return doel, bekend


def _kolommen(groepen: Mapping[str, tuple[str, ...]]) -> dict[str, slice]:
    uit, begin = {}, 0
    for groep, ids in groepen.items():
        uit[groep] = slice(begin, begin + len(ids))
        begin += len(ids)
    return uit


def _woorden(gelezen: Gelezen) -> list[str]:
    return list(termen(gelezen.doc))


def _reeksen(gelezen: Gelezen) -> list[str]:
    """One, two and three stems in a row, little words too: "hoe meten we", "ligt in het college"."""
    n = ["<", *(t.norm_ for t in gelezen.doc), ">"]
    return [
        *n,
        *map(" ".join, itertools.pairwise(n)),
        *map(" ".join, zip(n, n[1:], n[2:], strict=False)),
    ]


def _letters(gelezen: Gelezen) -> str:
    return fold(gelezen.tekst[:_HOOGSTENS_TEKENS])


def _vector(gelezen: Gelezen) -> NDArray[np.float32]:
    assert gelezen.betekenis is not None
    return gelezen.betekenis
