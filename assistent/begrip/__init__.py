"""Understanding what an advisor writes: one text in, a `Begrip` out. Hides how each aspect is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from assistent.begrip.gemeenten import Gemeentezoeker
from assistent.begrip.leren import BUITEN, GEEN, load_schatter
from assistent.begrip.schatten import Gelezen
from assistent.begrip.woordenschat import GROEPEN, Woordenschat
from assistent.betekenis import Betekenis
from assistent.kennis import Kennis
from assistent.model import Aspect, Begrip, Gemeente, Leervoorkeur, Termijn, Zeker
from assistent.ontleden import Ontleder
from assistent.taal import tokenize

# Act from here on, ask between this and VRAAG_NA, ignore what is below. What is acted upon is said back, so a wrong one
# costs one correction and a missed one a question. Chosen on left-out training questions and a look at the proofs
# (bench/begrip): where most are right; for behoefte F1 is as high from 0.4 on, and nobody should be told to want what
# they did not say
HANDEL: Mapping[Aspect, float] = {
    Aspect.THEMA: 0.35,
    Aspect.BEHOEFTE: 0.5,
    Aspect.DOELGROEP: 0.4,
    Aspect.FASE: 0.27,
}
# The most likely thema is acted upon earlier: it is what everything else starts from, and it is said back
_EERSTE_THEMA = 0.2
VRAAG_NA = 0.15
THEMAWOORDEN = "themawoorden"
# So few words say something by a word of the vocabulary, or when they are surely about the field. As a remark in a
# gesprek ("ja, dat klopt", "laat maar zien") they must be nearly certain besides
_WEINIG_WOORDEN, _ELDERS, _BIJNA_ZEKER = 5, 0.08, 0.85
# What is said in passing, or as a story in answer to a question, counts only from here on
_ZEKER_ANTWOORD = 0.5
_HOOGSTENS: Mapping[Aspect, int] = {
    Aspect.THEMA: 4,
    Aspect.BEHOEFTE: 3,
    Aspect.DOELGROEP: 3,
    Aspect.FASE: 1,
}
# Between questions in one message the vocabulary decides: this much evidence makes a part about a thema
_BEWIJS = 0.6
# In an answer to a question one word of the vocabulary is enough
_BEWIJS_IN_ANTWOORD = 0.3
# "inwoners met schulden" are people with schulden, not everyone
_IEDEREEN = "bewoners"
_UITVOER = {
    Aspect.THEMA: "themas",
    Aspect.DOELGROEP: "doelgroepen",
    Aspect.FASE: "fase",
    Aspect.BEHOEFTE: "behoeften",
}
_NIET = re.compile(
    r"\b(?:niet|geen)\b(?:\s+(?:over|om|voor|de|het|een|alleen|meer))*\s+"
    r"([\w'’ -]{2,60}?)(?=$|[,.;!?]|\bmaar\b|\bwel\b)",
    re.IGNORECASE,
)


class Begrijper:
    """Recognises aspects: by classifiers that learned from labelled questions, the vocabulary and patterns."""

    def __init__(
        self,
        kennis: Kennis,
        ontleder: Ontleder,
        betekenis: Betekenis | None,
        modellen: Path,
        *,
        vers: bool = False,
    ) -> None:
        """*modellen*: the folder that keeps what was learned. With *vers* nothing older than the material serves."""
        self._kennis = kennis
        self._ontleder = ontleder
        self._betekenis = betekenis
        self._gemeenten = Gemeentezoeker(tuple(kennis.gemeenten.values()), kennis.gemeentenamen)
        self._woordenschat = Woordenschat(kennis, ontleder.vocab)
        self.vocabulaire_ids = [(g, id_) for g in GROEPEN for id_ in kennis.synoniemen[g]]
        self.vocabulaire_ids += [(THEMAWOORDEN, id_) for id_ in kennis.themas]
        self._schatter = load_schatter(kennis, self.lees, betekenis, modellen, vers=vers)
        self._gelezen = lru_cache(maxsize=16)(self._lees_en_schat)

    def begrijp(self, tekst: str, *, opmerking: bool = False) -> Begrip:
        """What *tekst* says about the vraag. Any text gives a Begrip; not knowing is an empty one.

        A question, unless it is an *opmerking*: something said in a gesprek, of which a few words mean little.
        """
        zekers = self._zekers(tekst, opmerking=opmerking)
        oplossing = self._oplossing(tekst)
        gevonden = {a: choose_zekers(a, zekers[a]) for a in _UITVOER}
        themas = _kern_eerst(
            gevonden[Aspect.THEMA],
            bijzaak=set(tokenize(oplossing or "")),
            mensen={w for z in zekers[Aspect.DOELGROEP] for w in z.woorden},
        )
        doelgroepen = gevonden[Aspect.DOELGROEP]
        if len(doelgroepen) > 1:
            doelgroepen = tuple(z for z in doelgroepen if z.id != _IEDEREEN)
        return Begrip(
            themas=themas,
            doelgroepen=doelgroepen,
            fase=next(iter(gevonden[Aspect.FASE]), None),
            behoeften=gevonden[Aspect.BEHOEFTE],
            gemeente=self._gemeenten.find(tekst),
            termijn=self._termijn(tekst),
            gevoelig=_past(tekst, self._kennis.patronen["gevoelig"]),
            twijfel={
                a: twijfel
                for a in _UITVOER
                if not gevonden[a]
                and (twijfel := tuple(z for z in zekers[a] if z.zekerheid >= VRAAG_NA)[:4])
            },
            deelvragen=self._deelvragen(tekst),
            oplossing=oplossing,
            te_breed=self._te_breed(tekst, themas),
        )

    def kansen(self, tekst: str) -> dict[str, dict[str, float]]:
        """The certainty of every id per output group: what search takes as evidence, also where nobody would act."""
        return self._gelezen(tekst)[2]

    def begrijp_gemeente(self, tekst: str) -> Gemeente | None:
        """The gemeente that *tekst* is about, or None."""
        return self._gemeenten.find(tekst)

    def begrijp_antwoord(self, aspect: Aspect, tekst: str) -> Any:
        """The value of *aspect* in an answer to the question for it, or None when it cannot be told.

        Answers are read more leniently than free text: one word is enough.
        """
        laag = f" {' '.join(tokenize(tekst))} "
        match aspect:
            case Aspect.GEMEENTE:
                gemeente = self._gemeenten.find_naam(tekst) or self._gemeenten.find(tekst)
                return gemeente.code if gemeente else None
            case Aspect.TERMIJN:
                return self._termijn(tekst) or self._op_naam(Aspect.TERMIJN, laag)
            case Aspect.LEERVOORKEUR:
                for id_, patronen in self._kennis.patronen["leervoorkeuren"].items():
                    if _past(tekst, patronen):
                        return Leervoorkeur(id_)
                return self._op_naam(Aspect.LEERVOORKEUR, laag)
            case Aspect.AANLEIDING | Aspect.DOEL | Aspect.BEKEND:
                return tekst.strip() if len(tokenize(tekst)) >= 2 else None
            case Aspect.GEVOELIG:
                return True if _past(tekst, self._kennis.patronen["gevoelig"]) else None
        groep = next(g for g, a in GROEPEN.items() if a is aspect)
        bewijs = self._woordenschat.bewijs(self._ontleder.ontleed(tekst))[groep]
        gevonden = [z for z in bewijs if z.zekerheid >= _BEWIJS_IN_ANTWOORD]
        if aspect is Aspect.FASE and gevonden:
            return gevonden[0].id
        sterk = tuple(z.id for z in gevonden if z.zekerheid >= 0.5 * gevonden[0].zekerheid)[:3]
        if sterk:
            return sterk
        if op_naam := self._op_naam(aspect, laag):
            return op_naam if aspect is Aspect.FASE else (op_naam,)
        # no word of the vocabulary: "het stuk ligt nu bij de raad"
        zekers = self._zekers(tekst, opmerking=True)[aspect]
        geschat = tuple(z.id for z in choose_zekers(aspect, zekers))
        return (geschat[0] if aspect is Aspect.FASE else geschat) if geschat else None

    def ontkend(self, tekst: str) -> frozenset[str]:
        """Ids of values that *tekst* says it is not about ("niet wonen maar wmo")."""
        uit: set[str] = set()
        for stuk in _NIET.findall(tekst):
            for zekers in self._woordenschat.bewijs(self._ontleder.ontleed(stuk)).values():
                uit |= {z.id for z in zekers if z.zekerheid >= _BEWIJS_IN_ANTWOORD}
        return frozenset(uit)

    def zonder_ontkenning(self, tekst: str) -> str:
        """*tekst* without the parts that say what it is not about."""
        return _NIET.sub(" ", tekst)

    def lees(self, teksten: list[str]) -> list[Gelezen]:
        """*teksten* as the classifiers see them. Vectors of several texts at once are kept: those are content."""
        docs = [self._ontleder.ontleed(t) for t in teksten]
        vectoren = self._vectoren(teksten)
        return [
            Gelezen(tekst, doc, self._bewijsrij(doc, self._woordenschat.bewijs(doc)), vector)
            for tekst, doc, vector in zip(teksten, docs, vectoren, strict=True)
        ]

    # --- one aspect -------------------------------------------------------------------------------------------

    def _zekers(self, tekst: str, *, opmerking: bool = False) -> dict[Aspect, list[Zeker]]:
        """Per aspect every id with its certainty and the words of the vocabulary that speak for it, best first."""
        woordental, bewijs, kansen = self._gelezen(tekst)
        uit: dict[Aspect, list[Zeker]] = {}
        kort = woordental <= _WEINIG_WOORDEN
        elders = kansen["veld"][BUITEN] >= _ELDERS
        minstens = _BIJNA_ZEKER if opmerking else 0.0
        for groep, aspect in GROEPEN.items():
            woorden = {z.id: z.woorden for z in bewijs[groep]}
            zekers = (
                Zeker(id_, round(kans, 3), woorden.get(id_, ()))
                for id_, kans in kansen[_UITVOER[aspect]].items()
                if id_ != GEEN
                and (id_ in woorden or (not elders and (not kort or kans >= minstens)))
            )
            genoeg = (z for z in zekers if not opmerking or z.zekerheid >= _ZEKER_ANTWOORD)
            uit[aspect] = sorted(genoeg, key=lambda z: -z.zekerheid)
        return uit

    def _lees_en_schat(
        self, tekst: str
    ) -> tuple[int, dict[str, list[Zeker]], dict[str, dict[str, float]]]:
        """The number of words, what the vocabulary says and what was learned says. One turn asks often."""
        doc = self._ontleder.ontleed(tekst)
        bewijs = self._woordenschat.bewijs(doc)
        (vector,) = self._vectoren([tekst])
        gelezen = Gelezen(tekst, doc, self._bewijsrij(doc, bewijs), vector)
        return len(doc), bewijs, self._schatter.schat(gelezen)

    def _vectoren(self, teksten: list[str]) -> Iterable[Any]:
        if self._betekenis is None:
            return [None] * len(teksten)
        if len(teksten) == 1:
            return [self._betekenis.vraag(teksten[0])]
        return self._betekenis.vragen(teksten)

    def _bewijsrij(self, doc: Doc, bewijs: Mapping[str, Sequence[Zeker]]) -> Any:
        rij = np.zeros(len(self.vocabulaire_ids))
        per_id = {(g, z.id): z.zekerheid for g, zekers in bewijs.items() for z in zekers}
        hints = self._woordenschat.themawoorden(doc)
        per_id |= {(THEMAWOORDEN, thema): waarde for thema, waarde in hints.items()}
        for i, sleutel in enumerate(self.vocabulaire_ids):
            rij[i] = per_id.get(sleutel, 0.0)
        return rij

    def _op_naam(self, aspect: Aspect, laag: str) -> str | None:
        for id_, keuze in self._kennis.keuzes(aspect).items():
            for vorm in (keuze.naam, keuze.in_zin, id_.replace("-", " ")):
                if f" {' '.join(tokenize(vorm))} " in laag:
                    return id_
        return None

    # --- patterns ---------------------------------------------------------------------------------------------

    def _termijn(self, tekst: str) -> Termijn | None:
        for id_, patronen in self._kennis.patronen["termijnen"].items():
            if _past(tekst, patronen):
                return Termijn(id_)
        return None

    def _deelvragen(self, tekst: str) -> tuple[str, ...]:
        """The questions in one message, when there are several on different thema's; else nothing."""
        stukken = [s for s in re.split(r"(?<=[?!.])\s+|\n+", tekst) if s.strip()]
        for patroon in self._kennis.patronen["splits"]:
            stukken = [d for s in stukken for d in patroon.split(s) if d]
        stukken = [s.strip(" ,;.") for s in stukken if len(tokenize(s)) >= 4]
        genoemd = [z for z in self._gelezen(tekst)[1]["themas"] if z.zekerheid >= _BEWIJS]
        if len(genoemd) < 2 or sum(map(_klinkt_als_vraag, stukken)) < 2:
            return ()
        themas = [
            {
                z.id
                for z in self._woordenschat.bewijs(self._ontleder.ontleed(s))["themas"][:2]
                if z.zekerheid >= _BEWIJS
            }
            for s in stukken
        ]
        vragen = [(s, t) for s, t in zip(stukken, themas, strict=True) if t]
        if len(vragen) < 2:
            return ()
        (eerste, a), *rest = vragen
        anders = [s for s, t in rest if not t & a and _klinkt_als_vraag(s)]
        return (eerste, anders[0]) if anders and _klinkt_als_vraag(eerste) else ()

    def _oplossing(self, tekst: str) -> str | None:
        for patroon in self._kennis.patronen["oplossing"]:
            if gevonden := patroon.search(tekst):
                return str(gevonden.group("oplossing")).strip(" .?!")
        return None

    def _te_breed(self, tekst: str, themas: tuple[Zeker, ...]) -> bool:
        return len(themas) >= _HOOGSTENS[Aspect.THEMA] or _past(
            tekst, self._kennis.patronen["te_breed"]
        )


def _kern_eerst(
    themas: tuple[Zeker, ...], *, bijzaak: set[str], mensen: set[str]
) -> tuple[Zeker, ...]:
    """*themas* with what the vraag is about first: "een chatbot voor schulden" is about schulden, and where two
    are as certain, "eenzame ouderen" is about eenzaamheid."""
    return tuple(
        sorted(
            themas,
            key=lambda z: (set(z.woorden) <= bijzaak, -z.zekerheid, set(z.woorden) <= mensen),
        )
    )


def choose_zekers(aspect: Aspect, zekers: Sequence[Zeker]) -> tuple[Zeker, ...]:
    """What to act on, of all ids with the best first."""
    gekozen = [z for z in zekers if z.zekerheid >= HANDEL[aspect]]
    if aspect is Aspect.THEMA and not gekozen:
        gekozen = [z for z in zekers[:1] if z.zekerheid >= _EERSTE_THEMA]
    return tuple(gekozen[: _HOOGSTENS[aspect]])


def _past(tekst: str, patronen: Iterable[re.Pattern[str]]) -> bool:
    return any(p.search(tekst) for p in patronen)


def _klinkt_als_vraag(zin: str) -> bool:
    return zin.endswith("?") or bool(
        re.search(
            r"\b(hoe|wat|welke?|waar|wie|wanneer|zoek|vraag|wil|kun|kan|heb|nodig)\b", zin, re.I
        )
    )
