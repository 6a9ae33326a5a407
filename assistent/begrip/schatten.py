"""What a text is about, learned from labelled questions, with certainties that mean what they say.

The method: ridge regression on word n-grams, character n-grams, the vocabulary and (where this machine can) a sentence
embedding. Its leave-one-group-out predictions follow in closed form from the same inverse
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
from scipy.linalg import blas, lapack
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
# What stands in more than this part of the examples tells them apart no more, and takes nine tenths of the time
_TE_GEWOON = 0.3
# From here on a column is multiplied faster as a dense one
_GEWOON = 0.02


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

    def __init__(self, *, met_betekenis: bool, zonder: frozenset[str] = frozenset()) -> None:
        """*zonder*: parts to leave out, for whoever measures what they are worth."""
        self.met_betekenis = met_betekenis
        delen = {
            "woorden": TfidfVectorizer(analyzer=_woorden, sublinear_tf=True, dtype=np.float32),
            "reeksen": TfidfVectorizer(
                analyzer=_reeksen, sublinear_tf=True, min_df=2, max_df=_TE_GEWOON, dtype=np.float32
            ),
            "letters": TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, max_df=_TE_GEWOON,
                preprocessor=_letters, dtype=np.float32,
            ),
        }  # fmt: skip
        self._delen = {naam: deel for naam, deel in delen.items() if naam not in zonder}
        self._gemiddelde: NDArray[np.float32] | None = None

    def fit(self, gelezen: Sequence[Gelezen]) -> csr_matrix:
        for deel in self._delen.values():
            deel.fit(gelezen)
        if self.met_betekenis:
            self._gemiddelde = np.mean([_vector(g) for g in gelezen], axis=0)
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
        ruw = np.asarray(self.kenmerken.transform(gelezen) @ self.gewichten) + self.gemiddelde
        kansen = {
            g: _ijk_groep(ruw[:, k], self.ijking[g]) for g, k in _kolommen(self.groepen).items()
        }
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
    zonder: frozenset[str] = frozenset(),
) -> tuple[Schatter, dict[str, Getallen]]:
    """Learn every output group of *groepen* from the examples that know it; of those in *eenkeuze* one id holds.

    Also the leave-one-group-out certainties per output group, shape (examples with *ijk*, ids), NaN where it is
    unknown: what the Schatter would have said of each question without it and its paraphrases.
    """
    kenmerken = Kenmerken(met_betekenis=met_betekenis, zonder=zonder)
    x = kenmerken.fit([v.gelezen for v in voorbeelden])
    kolommen = _kolommen(groepen)
    breedte = sum(len(ids) for ids in groepen.values())
    gewichten = np.zeros((x.shape[1], breedte), dtype=np.float32)
    gemiddelde, ijking, los = np.zeros(breedte), {}, {}
    vragen = [i for i, v in enumerate(voorbeelden) if v.ijk]
    for groep, ids in groepen.items():
        # the questions last: see `_ridge`
        bekend = sorted(
            (i for i, v in enumerate(voorbeelden) if groep in v.labels),
            key=lambda i: voorbeelden[i].ijk,
        )
        doel = np.array(
            [[id_ in voorbeelden[i].labels[groep] for id_ in ids] for i in bekend], dtype=np.float64
        )
        k = kolommen[groep]
        gemiddelde[k] = doel.mean(axis=0)
        gevraagd = [i for i in bekend if voorbeelden[i].ijk]
        w, apart = _ridge(x[bekend], doel - gemiddelde[k], [voorbeelden[i].groep for i in gevraagd])
        gewichten[:, k] = w
        ruw = apart + gemiddelde[k]
        ijking[groep] = _leer_ijking(ruw, doel[-len(gevraagd) :], groep in eenkeuze)
        per_vraag = dict(zip(gevraagd, _ijk_groep(ruw, ijking[groep]), strict=True))
        leeg = np.full(len(ids), np.nan)
        los[groep] = np.stack([per_vraag.get(i, leeg) for i in vragen])
    return Schatter(kenmerken, dict(groepen), gewichten, gemiddelde, ijking), los


def _ridge(
    x: csr_matrix, doel: Getallen, groepen: Sequence[str]
) -> tuple[NDArray[np.float32], Getallen]:
    """Weights, shape (features, outputs), and the predictions for the last rows, which are those of *groepen*, without
    their own group.

    The last block of a Cholesky factor is the factor of the inverse's last block: with the questions last, their part
    of the inverse costs no more than they are many.
    """
    kern = _kern(x)
    kern[np.diag_indices_from(kern)] += _LAMBDA
    factor, fout = lapack.spotrf(kern, lower=1, overwrite_a=1)
    alfa, fout_2 = lapack.spotrs(factor, doel.astype(np.float32), lower=1)
    n = len(groepen)
    invers, fout_3 = lapack.spotri(np.asfortranarray(factor[-n:, -n:]), lower=1)
    if fout or fout_2 or fout_3:
        raise ArithmeticError("the kernel of the examples cannot be inverted")
    invers = np.tril(invers) + np.tril(invers, -1).T
    zonder = _leave_groep_out(invers, alfa[-n:].astype(np.float64), doel[-n:], groepen)
    return np.asarray(x.T @ alfa, dtype=np.float32), zonder


def _kern(x: csr_matrix) -> NDArray[np.float32]:
    """The lower half of x @ x.T: common columns dense, the many rare ones sparse, each where it is fast."""
    gewoon = np.asarray((x != 0).mean(axis=0)).ravel() > _GEWOON
    kern: Any = blas.ssyrk(1.0, x[:, gewoon].toarray(), lower=1)
    dun = x[:, ~gewoon]
    rest = (dun @ dun.T).tocoo()
    kern[rest.row, rest.col] += rest.data
    return np.asarray(kern)


def _ijk_groep(ruw: Getallen, w: Getallen) -> Getallen:
    """Certainties from raw outputs. A calibration of shape (n + 1, n) is a softmax over all ids of the group, one of
    shape (3,) a logistic on each id beside the strongest other one."""
    if w.ndim == 1:
        return np.asarray(1 / (1 + np.exp(-(w[0] * ruw + w[1] * _sterkste_ander(ruw) + w[2]))))
    z = ruw @ w[:-1] + w[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _leer_ijking(ruw: Getallen, doel: Getallen, een: bool) -> Getallen:
    if een:
        model = LogisticRegression(C=1.0, max_iter=1_000).fit(ruw, doel.argmax(axis=1))
        w = np.zeros((ruw.shape[1] + 1, ruw.shape[1]))
        w[-1] = -30.0  # an id without one example is never certain
        helling, begin = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # then there is one row, which tells the second from the first
            helling, begin = np.vstack([-helling, helling]) / 2, np.append(-begin, begin) / 2
        w[:-1, model.classes_] = helling.T
        w[-1, model.classes_] = begin
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


def _kolommen(groepen: Mapping[str, tuple[str, ...]]) -> dict[str, slice]:
    uit, begin = {}, 0
    for groep, ids in groepen.items():
        uit[groep] = slice(begin, begin + len(ids))
        begin += len(ids)
    return uit


def _woorden(gelezen: Gelezen) -> list[str]:
    return termen(gelezen.doc)


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
