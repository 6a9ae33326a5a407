"""What is still unclear, and what to ask next: the aspect whose answer changes the suggestions most.

The gain of asking an aspect is the change to expect in what would be suggested: the total variation distance
between the suggestions as they stand and as they would be after each possible answer, weighted by how likely that
answer is. Three lists are suggested (bronnen, stappen, collega's), so three distances are averaged.
docs/architecture.md explains it with an example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assistent.bronnen import Bronzoeker, Zoekvraag
from assistent.kennis import Kennis
from assistent.model import Aspect, Behoefte, Gespreksstand, Grootte, Stap, Termijn, Vraag
from assistent.taal import tokenize

Getallen = NDArray[np.float64]

# At most this many questions for one vraag (DESIGN: at most six, usually three or four)
MAX_VRAGEN = 6
# An answer that changes less than this part of the suggestions is not worth a question; bench/verheldering shows
# how many questions other values lead to
MIN_WINST = 0.1
# How sharply the score of a stap turns into a place in the plan; the points of a bron are made to be softmaxed
_SCHERPTE_STAPPEN = 3.0
_AANDEEL = {"bronnen": 0.4, "stappen": 0.4, "collegas": 0.2}
_AANDEEL_COLLEGAS = {"bronnen": 0.25, "stappen": 0.25, "collegas": 0.5}
# What an open question usually brings to light besides; assumed, to be replaced by counts from reviewed gespreken
_OPENHEID = {Aspect.THEMA: 0.7, Aspect.DOELGROEP: 0.4, Aspect.BEHOEFTE: 0.3, Aspect.FASE: 0.3}
# From this many words on an advisor has told the story already, and an open question asks for it again
_VERTELD = 25
_GESLOTEN = (
    Aspect.THEMA, Aspect.FASE, Aspect.BEHOEFTE, Aspect.DOELGROEP, Aspect.GEMEENTE, Aspect.TERMIJN,
    Aspect.LEERVOORKEUR,
)  # fmt: skip


class Verheldering:
    """Chooses questions over the catalogue of *kennis*. Pure: the same stand gives the same question."""

    def __init__(self, kennis: Kennis, bronzoeker: Bronzoeker) -> None:
        self._kennis = kennis
        self._zoeker = bronzoeker
        self._laatste: tuple[Zoekvraag, Getallen] | None = None
        stappen = tuple(kennis.stappen.values())
        self._stappen: dict[Aspect, Getallen] = {
            Aspect.FASE: _matrix(stappen, kennis.fases, lambda s: s.fases, anders=-2.0),
            Aspect.BEHOEFTE: _matrix(stappen, kennis.behoeften, lambda s: s.behoeften, leeg=0.3),
            Aspect.THEMA: _matrix(stappen, kennis.themas, lambda s: s.themas, leeg=0.3),
            Aspect.TERMIJN: _termijn_matrix(stappen, list(kennis.termijnen)),
            Aspect.GEMEENTE: _matrix(
                stappen, {g: g for g in Grootte}, lambda s: s.groottes, leeg=0.3
            ),
        }
        inwoners = sum(g.inwoners for g in kennis.gemeenten.values())
        regio: Counter[str] = Counter()
        grootte: Counter[Grootte] = Counter()
        for g in kennis.gemeenten.values():
            regio[g.arbeidsmarktregio] += g.inwoners
            grootte[g.grootte] += g.inwoners
        self._andere_regio = 1.0 - sum((n / inwoners) ** 2 for n in regio.values())
        self._groottes = np.array([grootte[g] / inwoners for g in Grootte])

    def next_aspect(self, stand: Gespreksstand) -> Aspect | None:
        """The aspect to ask now, or None when the vraag is clear enough.

        Open questions come first and only once; then closed ones by gain; then the advisor verifies.
        """
        if len(stand.gesteld) >= MAX_VRAGEN:
            return None
        winst = self.winst(stand)
        beste = max(winst, key=lambda a: winst[a], default=None)
        return beste if beste is not None and winst[beste] >= MIN_WINST else None

    def nog_ongeveer(self, stand: Gespreksstand) -> int:
        """How many more questions to expect, this one included."""
        genoeg = sum(w >= MIN_WINST for a, w in self.winst(stand).items() if a in _GESLOTEN)
        return max(1, min(genoeg, MAX_VRAGEN - len(stand.gesteld) + 1))

    def winst(self, stand: Gespreksstand) -> dict[Aspect, float]:
        """Per aspect that can still be asked: the expected change in the suggestions, in [0, 1]."""
        vraag = stand.vraag
        kansen = {a: self._kansen(stand, a) for a in _GESLOTEN if a in stand.open_aspecten}
        bronnen = self._punten(vraag)
        stappen = _SCHERPTE_STAPPEN * self._stap_scores(vraag)
        aandeel = _AANDEEL_COLLEGAS if Behoefte.CONTACT_COLLEGAS in vraag.behoeften else _AANDEEL
        winst: dict[Aspect, float] = {}
        for aspect, kans in kansen.items():
            op_bronnen = op_stappen = 0.0
            if (facet := self._zoeker.facetten.get(aspect)) is not None:
                bijdrage = self._zoeker.gewicht(aspect) * facet
                op_bronnen = _verwachte_verschuiving(bronnen, bijdrage, kans)
            if (matrix := self._stappen.get(aspect)) is not None:
                kans_stap = self._groottes if aspect is Aspect.GEMEENTE else kans
                op_stappen = _verwachte_verschuiving(stappen, _SCHERPTE_STAPPEN * matrix, kans_stap)
            winst[aspect] = (
                aandeel["bronnen"] * op_bronnen
                + aandeel["stappen"] * op_stappen
                + aandeel["collegas"] * self._op_collegas(aspect, kans)
            )
        if Aspect.AANLEIDING in stand.open_aspecten and not stand.gesteld:
            verteld = min(1.0, len(tokenize(vraag.tekst)) / _VERTELD)
            onthult = sum(_OPENHEID[a] * winst.get(a, 0.0) for a in _OPENHEID)
            # Where one closed question nearly settles it, an open one only costs typing
            if Aspect.THEMA in winst:
                winst[Aspect.AANLEIDING] = onthult * (1.0 - verteld)
        return winst

    def options(self, stand: Gespreksstand, aspect: Aspect, hoogstens: int) -> tuple[str, ...]:
        """The values to offer as buttons for *aspect*, most likely first; all of them when there are few."""
        ids = list(self._kennis.keuzes(aspect))
        if aspect in (Aspect.THEMA, Aspect.DOELGROEP):
            kansen = self._kansen(stand, aspect)
            ids = [ids[int(i)] for i in np.argsort(-kansen, kind="stable")]
            ids = [i for i in ids if i not in stand.vraag.get(aspect)]
        return tuple(ids[:hoogstens])

    def _kansen(self, stand: Gespreksstand, aspect: Aspect) -> Getallen:
        """How likely each answer is: what the text hinted at, over what the catalogue holds for this vraag."""
        ids = list(self._kennis.keuzes(aspect))
        if not ids:
            return np.ones(1)
        facet = self._zoeker.facetten.get(aspect)
        if facet is None:
            kansen = np.ones(len(ids)) / len(ids)
        else:
            p = _softmax(self._punten(stand.vraag))
            kansen = p @ facet + 0.01
        hint = np.zeros(len(ids))
        for zeker in stand.twijfel.get(aspect, ()):
            if zeker.id in ids:
                hint[ids.index(zeker.id)] = zeker.zekerheid
        kansen = kansen / kansen.sum()
        gemengd = kansen * (1 - min(0.8, hint.sum())) + 0.8 * hint / max(1.0, hint.sum())
        return np.asarray(gemengd, dtype=np.float64)

    def _punten(self, vraag: Vraag) -> Getallen:
        """The points of every bron. One turn looks at the same vraag some ten times, so the last one is kept."""
        zoekvraag = to_zoekvraag(vraag)
        if self._laatste is None or self._laatste[0] != zoekvraag:
            self._laatste = (zoekvraag, self._zoeker.punten(zoekvraag))
        return self._laatste[1]

    def _stap_scores(self, vraag: Vraag) -> Getallen:
        scores = np.zeros(len(self._kennis.stappen))
        for aspect, matrix in self._stappen.items():
            if aspect is Aspect.GEMEENTE or not vraag.knows(aspect):
                continue
            waarde = vraag.get(aspect)
            ids = list(self._kennis.keuzes(aspect))
            kolommen = [
                ids.index(str(w)) for w in ([waarde] if isinstance(waarde, str) else waarde)
            ]
            scores = scores + matrix[:, kolommen].max(axis=1)
        return np.asarray(scores, dtype=np.float64)

    def _op_collegas(self, aspect: Aspect, kans: Getallen) -> float:
        if aspect is Aspect.GEMEENTE:
            return self._andere_regio
        if aspect is Aspect.THEMA:
            return float((kans * (1.0 - self._zoeker.facetten[Aspect.THEMA].mean(axis=0))).sum())
        return 0.0


def to_zoekvraag(vraag: Vraag) -> Zoekvraag:
    """What to search for, given all that is known of *vraag*."""
    eigen_woorden = (vraag.tekst, vraag.aanleiding, vraag.doel, vraag.verhelderde_tekst)
    return Zoekvraag(
        tekst=" ".join(t for t in eigen_woorden if t),
        themas=vraag.themas,
        fase=vraag.fase,
        behoeften=vraag.behoeften,
        doelgroepen=vraag.doelgroepen,
        leervoorkeur=vraag.leervoorkeur,
    )


def _verwachte_verschuiving(basis: Getallen, bijdrage: Getallen, kans: Getallen) -> float:
    """Expected total variation distance between softmax(basis) and softmax(basis + bijdrage[:, v]) over v."""
    nu = _softmax(basis)
    straks = _softmax(basis[:, None] + bijdrage)
    afstand = 0.5 * np.abs(straks - nu[:, None]).sum(axis=0)
    return float((afstand * kans).sum() / kans.sum())


def _softmax(x: Getallen) -> Getallen:
    e = np.exp(x - x.max(axis=0))
    return np.asarray(e / e.sum(axis=0), dtype=np.float64)


def _matrix(
    stappen: tuple[Stap, ...],
    ids: Mapping[str, object],
    veld: object,
    *,
    leeg: float = 0.0,
    anders: float = 0.0,
) -> Getallen:
    uit = np.full((len(stappen), len(ids)), anders)
    for rij, stap in enumerate(stappen):
        waarden = veld(stap)  # type: ignore[operator]
        for kolom, id_ in enumerate(ids):
            if not waarden:
                uit[rij, kolom] = leeg
            elif id_ in waarden:
                uit[rij, kolom] = 1.0
    return uit


def _termijn_matrix(stappen: tuple[Stap, ...], termijnen: list[str]) -> Getallen:
    volgorde = [str(t) for t in Termijn]
    return np.array(
        [
            [
                0.0 if volgorde.index(s.kortste_termijn) <= volgorde.index(t) else -2.0
                for t in termijnen
            ]
            for s in stappen
        ]
    )
