"""The index that search looks in: built from the content in seconds, kept on disk until the content changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from assistent.betekenis import Betekenis, Vectoren
from assistent.bewaren import load_or_make, make_sleutel
from assistent.kennis import Kennis
from assistent.kennis.oefenvragen import Oefenvraag
from assistent.model import Bron
from assistent.ontleden import Ontleder
from assistent.taal import fold

Getallen = NDArray[np.float64]

# BM25: the usual values (Robertson & Zaragoza 2009)
_K1, _B = 1.2, 0.75
# From this label on a bron answers the question, which is then searched as part of it
_HELPT = 2
# Letters that stand in more than this part of many bronnen tell them apart no more, and take time
_TE_GEWOON = 0.2
# Of few bronnen a part says little about the field
_VEEL = 500
# The questions that a bron answers say twice as much about it as its title and summary (weights learned separately:
# 3.8 and 1.8)
_VRAGEN_TEGEN_TEKST = 2.0
# Raise it when the code makes something else of the same content
_UITGAVE = 1


@dataclass(frozen=True)
class Betekenisindex:
    """Vectors of unit length, one row each; *hielp*: per labelled question what each bron was worth, 0 to 3."""

    gemiddelde: Vectoren
    bronnen: Vectoren
    buren: Vectoren
    hielp: csr_matrix

    def centreer(self, vector: Vectoren) -> Vectoren:
        """Without what all questions share; of unit length."""
        return _eenheid(vector - self.gemiddelde)


@dataclass(frozen=True)
class Zoekindex:
    """Columns are terms or letters, rows bronnen in the order of the catalogue."""

    termen: Mapping[str, int]
    woorden: csc_matrix
    letters: TfidfVectorizer
    lettermatrix: csc_matrix
    betekenis: Betekenisindex | None = None

    def bm25(self, termen: Sequence[str]) -> Getallen:
        """Score per bron; each term counts once."""
        kolommen = [self.termen[t] for t in dict.fromkeys(termen) if t in self.termen]
        return _som(self.woorden, kolommen, np.ones(len(kolommen)))

    def deel_met(self, term: str) -> float:
        """The part of the bronnen that has *term*, in its text or in a question it answers."""
        kolom = self.termen.get(term)
        if kolom is None:
            return 0.0
        begin, eind = self.woorden.indptr[kolom : kolom + 2].tolist()
        return float((eind - begin) / self.woorden.shape[0])

    def letter_score(self, tekst: str) -> Getallen:
        """Cosine of character 3- to 5-grams per bron, in [0, 1]."""
        vraag = self.letters.transform([tekst])
        return _som(self.lettermatrix, vraag.indices, vraag.data)


def load_index(
    kennis: Kennis,
    ontleder: Ontleder,
    betekenis: Betekenis | None,
    oefenvragen: Sequence[Oefenvraag],
    modellen: Path,
) -> Zoekindex:
    """The index of *modellen*; built anew, and said once, when it is absent, damaged or out of date."""
    naam = f"bronnen-{'met' if betekenis else 'zonder'}-betekenis.npz"
    return load_or_make(
        modellen / naam,
        make_sleutel(
            _UITGAVE, betekenis and betekenis.naam, kennis.bronnen, kennis.bronvragen,
            kennis.afkortingen, kennis.synoniemen, tuple(oefenvragen),
        ),
        make=lambda: build_index(kennis, ontleder, betekenis, oefenvragen),
        to_arrays=_to_arrays,
        from_arrays=_from_arrays,
    )  # fmt: skip


def build_index(
    kennis: Kennis,
    ontleder: Ontleder,
    betekenis: Betekenis | None,
    oefenvragen: Sequence[Oefenvraag],
) -> Zoekindex:
    """Of each bron: its own words, the questions it answers, and the labelled questions that it helped with."""
    bronnen = tuple(kennis.bronnen.values())
    vragen = [list(kennis.bronvragen.get(b.id, ())) for b in bronnen]
    plek = {b.id: i for i, b in enumerate(bronnen)}
    for v in oefenvragen:
        for id_, waarde in v.bronnen.items():
            if waarde >= _HELPT:
                vragen[plek[id_]].append(v.tekst)
    teller = CountVectorizer(
        analyzer=lambda teksten: chain.from_iterable(map(ontleder.termen, teksten))
    )
    aantallen = teller.fit_transform(
        [doorzoekbaar(b), *v] for b, v in zip(bronnen, vragen, strict=True)
    )
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32,
        max_df=_TE_GEWOON if len(bronnen) >= _VEEL else 1.0,
    )  # fmt: skip
    lettermatrix = letters.fit_transform(
        fold(" ".join((doorzoekbaar(b), *kennis.bronvragen.get(b.id, ())))) for b in bronnen
    )
    return Zoekindex(
        termen=teller.vocabulary_,
        woorden=_bm25_matrix(csr_matrix(aantallen, dtype=np.float64)),
        letters=letters,
        lettermatrix=csc_matrix(lettermatrix),
        betekenis=_make_betekenisindex(kennis, oefenvragen, betekenis, plek),
    )


def doorzoekbaar(bron: Bron) -> str:
    """Title and keywords count more: they are repeated."""
    woorden = " ".join(bron.trefwoorden)
    delen = (
        bron.titel,
        bron.titel,
        woorden,
        woorden,
        bron.samenvatting,
        " ".join(bron.doelgroepen),
    )
    return " ".join((*delen, bron.organisatie, bron.soort, " ".join(bron.themas).replace("-", " ")))


def _make_betekenisindex(
    kennis: Kennis,
    oefenvragen: Sequence[Oefenvraag],
    betekenis: Betekenis | None,
    plek: Mapping[str, int],
) -> Betekenisindex | None:
    if betekenis is None or not oefenvragen:
        return None
    buren = betekenis.vragen([v.tekst for v in oefenvragen])
    gemiddelde = buren.mean(axis=0)
    bronnen = tuple(kennis.bronnen.values())
    tekst = betekenis.documenten([f"{b.titel}. {b.samenvatting}" for b in bronnen])
    tekst = _eenheid(tekst - tekst.mean(axis=0))
    vragen = np.stack(
        [_midden(betekenis, kennis.bronvragen.get(b.id, ()), gemiddelde) for b in bronnen]
    )
    rijen, kolommen, waarden = [], [], []
    for rij, v in enumerate(oefenvragen):
        for id_, waarde in v.bronnen.items():
            rijen.append(rij)
            kolommen.append(plek[id_])
            waarden.append(float(waarde))
    return Betekenisindex(
        gemiddelde=gemiddelde,
        bronnen=_eenheid(tekst + _VRAGEN_TEGEN_TEKST * vragen),
        buren=_eenheid(buren - gemiddelde),
        hielp=csr_matrix((waarden, (rijen, kolommen)), shape=(len(oefenvragen), len(bronnen))),
    )


def _midden(betekenis: Betekenis, vragen: Sequence[str], gemiddelde: Vectoren) -> Vectoren:
    if not vragen:
        return np.zeros_like(gemiddelde)
    return _eenheid(_eenheid(betekenis.vragen(list(vragen)) - gemiddelde).mean(axis=0))


def _eenheid(x: Vectoren) -> Vectoren:
    norm = np.linalg.norm(x, axis=-1, keepdims=True)
    return np.asarray(x / np.maximum(norm, 1e-6), dtype=np.float32)


def _som(matrix: csc_matrix, kolommen: Sequence[int], gewichten: Getallen) -> Getallen:
    """The weighted sum of some columns. Only these are touched, so a rare term costs little in a large catalogue."""
    rij = csr_matrix((gewichten, kolommen, (0, len(kolommen))), shape=(1, matrix.shape[1]))
    return np.asarray((rij @ matrix.T).todense(), dtype=np.float64).ravel()


def _bm25_matrix(aantallen: csr_matrix) -> csc_matrix:
    n = aantallen.shape[0]
    lengte = np.asarray(aantallen.sum(axis=1)).ravel()
    df = np.asarray((aantallen > 0).sum(axis=0)).ravel()
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5))
    coo = aantallen.tocoo()
    noemer = coo.data + _K1 * (1 - _B + _B * lengte[coo.row] / lengte.mean())
    waarden = idf[coo.col] * coo.data * (_K1 + 1) / noemer
    return csc_matrix((waarden, (coo.row, coo.col)), shape=aantallen.shape)


def _to_arrays(index: Zoekindex) -> dict[str, Any]:
    uit: dict[str, Any] = {
        "termen": np.array("\n".join(sorted(index.termen, key=index.termen.__getitem__))),
        "letters": np.array("\n".join(index.letters.get_feature_names_out())),
        "letters.idf": index.letters.idf_,
        **_matrix_to_arrays("woorden", index.woorden),
        **_matrix_to_arrays("lettermatrix", index.lettermatrix),
    }
    if (b := index.betekenis) is not None:
        uit |= {
            "gemiddelde": b.gemiddelde,
            "bronnen": b.bronnen,
            "buren": b.buren,
            **_matrix_to_arrays("hielp", b.hielp),
        }
    return uit


def _from_arrays(arrays: Mapping[str, Any]) -> Zoekindex:
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32,
        vocabulary={t: i for i, t in enumerate(str(arrays["letters"]).split("\n"))},
    )  # fmt: skip
    letters.idf_ = arrays["letters.idf"].astype(np.float64)
    betekenis = None
    if "hielp.data" in arrays:
        betekenis = Betekenisindex(
            gemiddelde=arrays["gemiddelde"],
            bronnen=arrays["bronnen"],
            buren=arrays["buren"],
            hielp=csr_matrix(*_matrix_from_arrays("hielp", arrays)),
        )
    return Zoekindex(
        termen={t: i for i, t in enumerate(str(arrays["termen"]).split("\n"))},
        woorden=csc_matrix(*_matrix_from_arrays("woorden", arrays)),
        letters=letters,
        lettermatrix=csc_matrix(*_matrix_from_arrays("lettermatrix", arrays)),
        betekenis=betekenis,
    )


def _matrix_to_arrays(naam: str, matrix: Any) -> dict[str, Any]:
    return {
        f"{naam}.data": matrix.data,
        f"{naam}.indices": matrix.indices,
        f"{naam}.indptr": matrix.indptr,
        f"{naam}.vorm": np.array(matrix.shape),
    }


def _matrix_from_arrays(naam: str, arrays: Mapping[str, Any]) -> tuple[Any, tuple[int, int]]:
    rijen, kolommen = (int(n) for n in arrays[f"{naam}.vorm"])
    delen = (arrays[f"{naam}.data"], arrays[f"{naam}.indices"], arrays[f"{naam}.indptr"])
    return delen, (rijen, kolommen)
