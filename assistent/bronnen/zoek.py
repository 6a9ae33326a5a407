"""Search over the bronnen: text by BM25 and character n-grams, thema, fase and behoefte as evidence.

Evidence, never a filter: what the assistant understood may be wrong, what the advisor wrote is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from assistent.kennis import Kennis
from assistent.model import Behoefte, Bron, Fase, GerangschikteBron, Leervoorkeur
from assistent.taal import STOPWOORDEN, fold, stem, terms, tokenize

Getallen = NDArray[np.float64]

# Weights of the parts of a score
_WOORDEN, _LETTERS = 0.45, 0.2
_THEMA, _FASE, _BEHOEFTE, _DOELGROEP, _VOORKEUR = 0.35, 0.08, 0.2, 0.1, 0.06
# A word of a question that a bron answers (bronvragen.yaml) beside a word of the bron itself. With one question of
# each bron held out: 0, 0.4, 0.7 and 1 put the right bron in the first five in 45, 47, 49 and 49 of 100
_VRAAGWOORD = 0.7
# BM25: the usual values (Robertson & Zaragoza 2009)
_K1, _B = 1.2, 0.75
# Below this a bron shares no more with the vraag than chance. Chosen on the 20 questions from elsewhere and the 40 of
# the field in tests/unit/test_bronnen.py: from elsewhere the best bron scores 0.362 at most ("recept", as in "welzijn
# op recept"), in the field 0.531 at least, and the third 0.372
ONDERGRENS = 0.37
_PER_ORGANISATIE = 2
_HOOGSTENS_MET = 0.12


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """What to look for: the advisor's text and what is known of the vraag."""

    tekst: str
    themas: tuple[str, ...] = ()
    fase: Fase | None = None
    behoeften: tuple[Behoefte, ...] = ()
    doelgroepen: tuple[str, ...] = ()
    leervoorkeur: Leervoorkeur | None = None
    alleen_soorten: frozenset[str] = frozenset()
    hoogstens_minuten: int | None = None
    zonder: frozenset[str] = field(default_factory=frozenset)
    nieuwste_eerst: bool = False


class Bronzoeker:
    """An index in memory over the bronnen of *kennis*; building it takes well under a second for hundreds."""

    def __init__(self, kennis: Kennis) -> None:
        self._kennis = kennis
        self._bronnen = tuple(kennis.bronnen.values())
        teksten = [_doorzoekbaar(b) for b in self._bronnen]
        vragen = [" ".join(kennis.bronvragen[b.id]) for b in self._bronnen]
        self._teller = CountVectorizer(analyzer=terms).fit([*teksten, *vragen])
        aantallen = csr_matrix(self._teller.transform(teksten), dtype=np.float64)
        uit_vragen = csr_matrix(self._teller.transform(vragen), dtype=np.float64)
        self._bm25 = _bm25_matrix(csr_matrix(aantallen + _VRAAGWOORD * uit_vragen))
        self._aanwezig = np.asarray((aantallen > 0).mean(axis=0)).ravel()
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        self._lettermatrix = csr_matrix(self._letters.fit_transform([fold(t) for t in teksten]))
        self.themas = _aanwezig(kennis.themas, [b.themas for b in self._bronnen])
        self.fases = _aanwezig(kennis.fases, [b.fases for b in self._bronnen])
        self.doelgroepen = _aanwezig(
            kennis.doelgroepen, [_doelgroep_ids(b, kennis) for b in self._bronnen]
        )
        self.behoeften = _soortgewicht(kennis.behoeften, kennis.weging["behoeften"], self._bronnen)
        self.leervoorkeuren = _soortgewicht(
            kennis.leervoorkeuren, kennis.weging["leervoorkeuren"], self._bronnen
        )
        self._thema_ids, self._fase_ids = list(kennis.themas), list(kennis.fases)

    def zoek(self, vraag: Zoekvraag, aantal: int = 10) -> list[GerangschikteBron]:
        """The best *aantal* bronnen, best first; empty when nothing fits.

        At most two of one organisation. The kennisbronnen are interleaved, never weighed against each other
        (Kennis in beweging, 2025): as long as a kennisbron has a fitting bron, one of the first three shows it.
        """
        scores = self.scores(vraag)
        volgorde = [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] >= ONDERGRENS]
        volgorde = [i for i in volgorde if self._mag(self._bronnen[i], vraag)]
        if vraag.nieuwste_eerst:
            volgorde = sorted(volgorde[: 3 * aantal], key=lambda i: -(self._bronnen[i].jaar or 0))
        gekozen = _spread([(i, self._bronnen[i]) for i in volgorde], aantal)
        return [
            GerangschikteBron(b, round(float(scores[i]), 4), self._waarom(b, vraag))
            for i, b in gekozen
        ]

    def explain(self, vraag: Zoekvraag, bron_id: str) -> GerangschikteBron:
        """One bron with its score and why for *vraag*; KeyError when there is no such bron."""
        bron = self._kennis.bronnen[bron_id]
        score = float(self.scores(vraag)[self._bronnen.index(bron)])
        return GerangschikteBron(bron, round(score, 4), self._waarom(bron, vraag))

    def scores(self, vraag: Zoekvraag) -> Getallen:
        """Fit of every bron with *vraag* in [0, 1], in the order of the catalogue."""
        score = _WOORDEN * self._tekst_score(vraag.tekst) + _LETTERS * self._letter_score(
            vraag.tekst
        )
        for ids, gekozen, matrix, gewicht in (
            (self._thema_ids, vraag.themas, self.themas, _THEMA),
            (self._fase_ids, (vraag.fase,) if vraag.fase else (), self.fases, _FASE),
            (list(self._kennis.behoeften), vraag.behoeften, self.behoeften, _BEHOEFTE),
            (list(self._kennis.doelgroepen), vraag.doelgroepen, self.doelgroepen, _DOELGROEP),
            (
                list(self._kennis.leervoorkeuren),
                (vraag.leervoorkeur,) if vraag.leervoorkeur else (),
                self.leervoorkeuren,
                _VOORKEUR,
            ),
        ):
            kolommen = [ids.index(str(g)) for g in gekozen if str(g) in ids]
            if kolommen:
                score = score + gewicht * matrix[:, kolommen].mean(axis=1)
        return np.asarray(np.clip(score, 0.0, 1.0), dtype=np.float64)

    def _aantal_met(self, term: str) -> float:
        """The part of the bronnen that has *term*."""
        kolom = self._teller.vocabulary_.get(term)
        return 1.0 if kolom is None else float(self._aanwezig[kolom])

    def _tekst_score(self, tekst: str) -> Getallen:
        vraag = self._teller.transform([tekst])
        vraag.data = np.minimum(vraag.data, 1)
        ruw = np.asarray((self._bm25 @ vraag.T).todense()).ravel()
        # 12 is about the BM25 of a title that holds the two rarest words of a question
        return np.asarray(ruw / (ruw + 12.0) * 1.6, dtype=np.float64)

    def _letter_score(self, tekst: str) -> Getallen:
        woorden = " ".join(w for w in tokenize(tekst) if w not in STOPWOORDEN)
        vraag = self._letters.transform([woorden])
        return np.asarray((self._lettermatrix @ vraag.T).todense(), dtype=np.float64).ravel() * 2

    @staticmethod
    def _mag(bron: Bron, vraag: Zoekvraag) -> bool:
        return (
            bron.id not in vraag.zonder
            and (not vraag.alleen_soorten or bron.soort in vraag.alleen_soorten)
            and (
                vraag.hoogstens_minuten is None
                or (bron.leestijd_minuten or 999) <= vraag.hoogstens_minuten
            )
        )

    def _waarom(self, bron: Bron, vraag: Zoekvraag) -> str:
        """Why this bron, in the words of the vraag."""
        eigen = {stem(w): w for w in tokenize(vraag.tekst) if w not in STOPWOORDEN and len(w) > 3}
        inhoud = set(terms(_doorzoekbaar(bron)))
        # a word that many bronnen share explains nothing
        gedeeld = [
            w for s, w in eigen.items() if s in inhoud and self._aantal_met(s) <= _HOOGSTENS_MET
        ][:3]
        themas = [self._kennis.themas[t].in_zin for t in vraag.themas if t in bron.themas]
        k = self._kennis
        delen = []
        if gedeeld:
            delen.append(k.reden("bron_woorden", wat=_opsomming(gedeeld)))
        elif themas:
            delen.append(k.reden("bron_thema", wat=_opsomming(themas[:2])))
        passend = [b for b in vraag.behoeften if k.weging["behoeften"][b].get(bron.soort, 0) >= 0.8]
        if passend:
            delen.append(k.reden("bron_behoefte", wat=k.behoeften[passend[0]].in_zin))
        if vraag.fase and vraag.fase in bron.fases:
            delen.append(k.reden("bron_fase", wat=k.fases[vraag.fase].in_zin))
        zin = _opsomming(delen[:2]) or k.reden("bron_anders")
        return zin[0].upper() + zin[1:] + "."


def _doorzoekbaar(bron: Bron) -> str:
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


def _bm25_matrix(aantallen: csr_matrix) -> csr_matrix:
    n = aantallen.shape[0]
    lengte = np.asarray(aantallen.sum(axis=1)).ravel()
    df = np.asarray((aantallen > 0).sum(axis=0)).ravel()
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5))
    coo = aantallen.tocoo()
    noemer = coo.data + _K1 * (1 - _B + _B * lengte[coo.row] / lengte.mean())
    waarden = idf[coo.col] * coo.data * (_K1 + 1) / noemer
    return csr_matrix((waarden, (coo.row, coo.col)), shape=aantallen.shape)


def _aanwezig(ids: Mapping[str, object], lijsten: Sequence[Sequence[str]]) -> Getallen:
    plek = {id_: i for i, id_ in enumerate(ids)}
    matrix = np.zeros((len(lijsten), len(plek)))
    for rij, waarden in enumerate(lijsten):
        for waarde in waarden:
            matrix[rij, plek[str(waarde)]] = 1.0
    return matrix


def _soortgewicht(
    ids: Mapping[str, object],
    weging: Mapping[str, Mapping[str, float]],
    bronnen: Sequence[Bron],
) -> Getallen:
    return np.array([[weging[id_].get(b.soort, 0.0) for id_ in ids] for b in bronnen])


def _doelgroep_ids(bron: Bron, kennis: Kennis) -> list[str]:
    """Which doelgroepen of ours the free words of a bron name."""
    uit = []
    for id_, woorden in kennis.synoniemen["doelgroepen"].items():
        if id_ == "beleid-en-bestuur":  # who reads a bron, not whom it is about
            continue
        vormen = {fold(w) for w in woorden}
        if any(v in fold(d) for d in bron.doelgroepen for v in vormen if len(v) > 3):
            uit.append(id_)
    return uit


def _spread(kandidaten: Sequence[tuple[int, Bron]], aantal: int) -> list[tuple[int, Bron]]:
    per_organisatie: dict[str, int] = {}
    gekozen: list[tuple[int, Bron]] = []
    for i, bron in kandidaten:
        if per_organisatie.get(bron.organisatie, 0) < _PER_ORGANISATIE:
            per_organisatie[bron.organisatie] = per_organisatie.get(bron.organisatie, 0) + 1
            gekozen.append((i, bron))
    kop, rest = gekozen[:aantal], gekozen[aantal : 2 * aantal]
    if aantal >= 3:
        gezien = {k for _, b in kop[:3] for k in b.kennisbron}
        for paar in [*kop[3:], *rest]:
            nieuw = set(paar[1].kennisbron) - gezien
            if nieuw and len(kop) >= 3:
                kop = [*kop[:2], paar, *(p for p in kop[2:] if p is not paar)]
                break
    return kop[:aantal]


def _opsomming(delen: Sequence[str]) -> str:
    return ", ".join(delen[:-1]) + " en " + delen[-1] if len(delen) > 1 else "".join(delen)
