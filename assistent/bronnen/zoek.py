"""Search over the bronnen: words, letters and meaning of the text; thema, fase, behoefte and doelgroep as evidence.

Evidence, never a filter: what the assistant understood may be wrong, what the advisor wrote is not. The score is a
weighted sum of a handful of parts; the weights (kennis/weging.yaml) were learned on labelled questions by listwise
softmax (Cao et al. 2007), see bench/zoeken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistent.betekenis import Betekenis
from assistent.bronnen.index import Zoekindex, doorzoekbaar, load_index
from assistent.kennis import Kennis
from assistent.kennis.oefenvragen import Oefenvraag
from assistent.model import Aspect, Behoefte, Bron, Fase, GerangschikteBron, Leervoorkeur
from assistent.ontleden import Ontleder
from assistent.taal import STOPWOORDEN, fold, tokenize

Getallen = NDArray[np.float64]
Schatting = Mapping[str, Mapping[str, float]]

# The parts of a score, in the order of the columns of `kenmerken`
KENMERKEN = (
    "woorden", "letters", "betekenis", "buren", "thema", "behoefte", "fase", "doelgroep", "leervoorkeur",
)  # fmt: skip
# What was understood but not confirmed counts this much beside what the advisor confirmed
_NAAST_BEVESTIGD = 0.3
# BM25 of a title that holds the two rarest words of a question is about 12: half of the most there is to get
_HALVERWEGE = 12.0
# How many labelled questions may say what helped with a question like theirs, and how fast the farther ones count less
_BUREN, _BUURSCHERPTE = 25, 8.0
# Of a text that nobody judged
_ONBEKEND = 0.05
_PER_ORGANISATIE = 2
# A word that more than this part of the bronnen has, in its text or its questions, explains nothing
_HOOGSTENS_MET = 0.25
# Who types a title wants that bron: more points than any other part gives
_GENOEMD, _LANGSTE_TITEL = 10.0, 25
# How many more than asked for are looked at to spread them
_RUIM = 4


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
    """Searches the bronnen of *kennis*. One instance serves all threads."""

    def __init__(
        self,
        kennis: Kennis,
        ontleder: Ontleder,
        index: Zoekindex,
        betekenis: Betekenis | None,
        schat: Callable[[str], Schatting],
    ) -> None:
        """*schat* gives the certainty of every thema, fase, behoefte and doelgroep for a text."""
        self._kennis = kennis
        self._ontleder = ontleder
        self._index = index
        self._betekenis = betekenis if index.betekenis is not None else None
        self.bronnen = tuple(kennis.bronnen.values())
        self._plek = {b.id: i for i, b in enumerate(self.bronnen)}
        self.facetten = _make_facetten(kennis, self.bronnen)
        wijze = "met-betekenis" if self._betekenis else "zonder-betekenis"
        self._weging = kennis.weging["zoeken"][wijze]
        self.gewichten = np.array([self._weging[k] for k in KENMERKEN])
        soorten = kennis.weging["zoeken"]["soorten"]
        self._soortgewicht = np.array([soorten.get(b.soort, 0.0) for b in self.bronnen])
        self._minuten = np.array([b.leestijd_minuten or 999 for b in self.bronnen])
        self._schat = schat
        self._titels: dict[str, list[int]] = defaultdict(list)
        for i, bron in enumerate(self.bronnen):
            self._titels[" ".join(tokenize(bron.titel)[:_LANGSTE_TITEL])].append(i)
        self._tekstkenmerken = lru_cache(maxsize=16)(self._make_tekstkenmerken)
        self._eigen_termen = lru_cache(maxsize=1_000)(self._make_eigen_termen)

    @classmethod
    def open(
        cls,
        kennis: Kennis,
        ontleder: Ontleder,
        betekenis: Betekenis | None,
        schat: Callable[[str], Schatting],
        oefenvragen: Sequence[Oefenvraag],
        modellen: Path,
    ) -> Bronzoeker:
        """With the index of *modellen*, made when it is not there. Only *oefenvragen* that are not for testing."""
        index = load_index(kennis, ontleder, betekenis, oefenvragen, modellen)
        return cls(kennis, ontleder, index, betekenis, schat)

    def zoek(self, vraag: Zoekvraag, aantal: int = 10) -> list[GerangschikteBron]:
        """The best *aantal* bronnen, best first; empty when nothing fits.

        At most two of one organisation. The kennisbronnen are interleaved, never weighed against each other
        (Kennis in beweging, 2025): as long as a kennisbron has a fitting bron, one of the first three shows it.
        """
        punten = self.punten(vraag)
        scores = self._to_scores(punten)
        mag = self._mag(vraag) & (punten >= self._weging["grens_bron"])
        if not mag.any() or punten.max() < self.grens(vraag):
            return []
        hoeveel = min(int(mag.sum()), _RUIM * aantal + 20)
        beste = np.argpartition(np.where(mag, -scores, 1.0), hoeveel - 1)[:hoeveel]
        volgorde = sorted(beste.tolist(), key=lambda i: (-scores[i], i))
        if vraag.nieuwste_eerst:
            volgorde = sorted(volgorde[: 3 * aantal], key=lambda i: -(self.bronnen[i].jaar or 0))
        gekozen = _spread([(i, self.bronnen[i]) for i in volgorde], aantal)
        eigen = self._eigen_woorden(vraag.tekst)
        return [
            GerangschikteBron(b, round(float(scores[i]), 4), self._waarom(b, vraag, eigen))
            for i, b in gekozen
        ]

    def find_nabij(self, vraag: Zoekvraag, aantal: int) -> list[Bron]:
        """What comes nearest although it does not fit, best first; nothing for a text that is not about our field."""
        if self._schatting(vraag).get("veld", {}).get("buiten", _ONBEKEND) > 0.5:
            return []
        punten = self.punten(vraag)
        beste = sorted(range(len(punten)), key=lambda i: (-punten[i], i))[:aantal]
        return [self.bronnen[i] for i in beste if punten[i] >= self._weging["grens_bron"]]

    def explain(self, vraag: Zoekvraag, bron_id: str) -> GerangschikteBron:
        """One bron with its score and why for *vraag*; KeyError when there is no such bron."""
        bron = self._kennis.bronnen[bron_id]
        score = float(self.scores(vraag)[self._plek[bron_id]])
        eigen = self._eigen_woorden(vraag.tekst)
        return GerangschikteBron(bron, round(score, 4), self._waarom(bron, vraag, eigen))

    def scores(self, vraag: Zoekvraag) -> Getallen:
        """How likely every bron is to help with *vraag*, in [0, 1], in the order of the catalogue."""
        return self._to_scores(self.punten(vraag))

    def grens(self, vraag: Zoekvraag) -> float:
        """The points that the best bron must have, or nothing is shown: more as the text is less about our field.

        What the advisor confirmed is about it, whatever the text looks like.
        """
        if vraag.themas:
            return float(self._weging["grens_bron"])
        buiten = self._schatting(vraag).get("veld", {}).get("buiten", _ONBEKEND)
        kans = min(max(buiten, 1e-3), 1 - 1e-3)
        return float(
            self._weging["grens_vraag"] + self._weging["buiten"] * np.log(kans / (1 - kans))
        )

    def _to_scores(self, punten: Getallen) -> Getallen:
        z = self._weging["helling"] * punten + self._weging["begin"]
        return np.asarray(1 / (1 + np.exp(-z)), dtype=np.float64)

    def _schatting(self, vraag: Zoekvraag) -> Schatting:
        return self._schat(vraag.tekst) if vraag.tekst.strip() else {}

    def punten(self, vraag: Zoekvraag) -> Getallen:
        """The weighted sum per bron; softmax over it is the share of each bron in what helps."""
        punten = np.asarray(self.kenmerken(vraag) @ self.gewichten + self._soortgewicht)
        punten[list(self._genoemd(vraag.tekst))] += _GENOEMD
        return punten

    def gewicht(self, aspect: Aspect) -> float:
        """What one point of the facet of *aspect* adds to `punten`."""
        return float(self._weging[str(aspect)])

    def kenmerken(self, vraag: Zoekvraag) -> Getallen:
        """The parts of the score, shape (bronnen, KENMERKEN)."""
        schatting = self._schatting(vraag)
        bekend: tuple[tuple[Aspect, Sequence[str], str], ...] = (
            (Aspect.THEMA, vraag.themas, "themas"),
            (Aspect.BEHOEFTE, vraag.behoeften, "behoeften"),
            (Aspect.FASE, (vraag.fase,) if vraag.fase else (), "fase"),
            (Aspect.DOELGROEP, vraag.doelgroepen, "doelgroepen"),
            (Aspect.LEERVOORKEUR, (vraag.leervoorkeur,) if vraag.leervoorkeur else (), ""),
        )
        kolommen = list(self._tekstkenmerken(vraag.tekst))
        for aspect, bevestigd, groep in bekend:
            ids = list(self._kennis.keuzes(aspect))
            bewijs = _bewijs(ids, [str(b) for b in bevestigd], schatting.get(groep, {}))
            kolommen.append(self.facetten[aspect] @ bewijs)
        return np.stack(kolommen, axis=1)

    def _make_tekstkenmerken(self, tekst: str) -> tuple[Getallen, ...]:
        index = self._index
        bm25 = index.bm25(self._ontleder.termen(tekst))
        inhoud = " ".join(w for w in tokenize(tekst) if w not in STOPWOORDEN)
        letters = index.letter_score(fold(inhoud))
        leeg = np.zeros(len(self.bronnen))
        woorden = bm25 / (bm25 + _HALVERWEGE)
        betekenis = index.betekenis
        if self._betekenis is None or betekenis is None or not inhoud:
            return woorden, letters, leeg, leeg
        vector = betekenis.centreer(self._betekenis.vraag(tekst))
        nabij = betekenis.buren @ vector
        top = np.argsort(-nabij)[:_BUREN]
        gewicht = np.exp(_BUURSCHERPTE * (nabij[top] - nabij[top[0]]))
        buren = betekenis.hielp[top].T @ (gewicht / gewicht.sum())
        return woorden, letters, (betekenis.bronnen @ vector).astype(np.float64), buren

    def _genoemd(self, tekst: str) -> Sequence[int]:
        """The bronnen whose whole title *tekst* starts with."""
        woorden = tokenize(tekst)[:_LANGSTE_TITEL]
        begin = (" ".join(woorden[:n]) for n in range(len(woorden), 1, -1))
        return next((self._titels[b] for b in begin if b in self._titels), ())

    def _mag(self, vraag: Zoekvraag) -> NDArray[np.bool_]:
        mag = np.ones(len(self.bronnen), dtype=bool)
        mag[[self._plek[b] for b in vraag.zonder if b in self._plek]] = False
        if vraag.alleen_soorten:
            mag &= np.array([b.soort in vraag.alleen_soorten for b in self.bronnen])
        if vraag.hoogstens_minuten is not None:
            mag &= self._minuten <= vraag.hoogstens_minuten
        return mag

    def _eigen_woorden(self, tekst: str) -> Mapping[str, str]:
        """The words of *tekst* that can explain a bron, with their stems; a word that many bronnen share cannot."""
        return {
            t._.vorm: t.norm_
            for t in self._ontleder.ontleed(tekst)
            if len(t._.vorm) > 3
            and t._.vorm not in STOPWOORDEN
            and self._index.deel_met(t.norm_) <= _HOOGSTENS_MET
        }

    def _waarom(self, bron: Bron, vraag: Zoekvraag, eigen: Mapping[str, str]) -> str:
        """Why this bron, in the words of the vraag."""
        inhoud = self._eigen_termen(bron.id)
        gedeeld = [woord for woord, stam in eigen.items() if stam in inhoud]
        themas = [self._kennis.themas[t].in_zin for t in vraag.themas if t in bron.themas]
        k = self._kennis
        delen = []
        if gedeeld:
            delen.append(k.reden("bron_woorden", wat=_opsomming(gedeeld[:3])))
        elif themas:
            delen.append(k.reden("bron_thema", wat=_opsomming(themas[:2])))
        passend = [b for b in vraag.behoeften if k.weging["behoeften"][b].get(bron.soort, 0) >= 0.8]
        if passend:
            delen.append(k.reden("bron_behoefte", wat=k.behoeften[passend[0]].in_zin))
        if vraag.fase and vraag.fase in bron.fases:
            delen.append(k.reden("bron_fase", wat=k.fases[vraag.fase].in_zin))
        zin = _opsomming(delen[:2]) or k.reden("bron_anders")
        return zin[0].upper() + zin[1:] + "."

    def _make_eigen_termen(self, bron_id: str) -> frozenset[str]:
        return frozenset(self._ontleder.termen(doorzoekbaar(self._kennis.bronnen[bron_id])))


def _bewijs(ids: Sequence[str], bevestigd: Sequence[str], geschat: Mapping[str, float]) -> Getallen:
    """How much speaks for each id: what was confirmed, and what the text suggests."""
    deel = _NAAST_BEVESTIGD if bevestigd else 1.0
    return np.array([1.0 if id_ in bevestigd else deel * geschat.get(id_, 0.0) for id_ in ids])


def _make_facetten(kennis: Kennis, bronnen: Sequence[Bron]) -> dict[Aspect, Getallen]:
    """Per aspect how much each bron has of each value, shape (bronnen, values)."""
    return {
        Aspect.THEMA: _aanwezig(kennis.themas, [b.themas for b in bronnen]),
        Aspect.FASE: _aanwezig(kennis.fases, [b.fases for b in bronnen]),
        Aspect.DOELGROEP: _aanwezig(
            kennis.doelgroepen, [_doelgroep_ids(b, kennis) for b in bronnen]
        ),
        Aspect.BEHOEFTE: _past_bij(kennis.behoeften, kennis.weging["behoeften"], bronnen),
        Aspect.LEERVOORKEUR: _past_bij(
            kennis.leervoorkeuren, kennis.weging["leervoorkeuren"], bronnen
        ),
    }


def _aanwezig(ids: Mapping[str, object], lijsten: Sequence[Sequence[str]]) -> Getallen:
    plek = {id_: i for i, id_ in enumerate(ids)}
    matrix = np.zeros((len(lijsten), len(plek)))
    for rij, waarden in enumerate(lijsten):
        for waarde in waarden:
            matrix[rij, plek[str(waarde)]] = 1.0
    return matrix


def _past_bij(
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
