"""Understanding what an advisor writes: one text in, a `Begrip` out. Hides how each aspect is recognised."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from assistent.begrip.gemeenten import Gemeentezoeker
from assistent.kennis import Kennis
from assistent.model import Aspect, Begrip, Leervoorkeur, Termijn, Zeker
from assistent.taal import fold, stem, tokenize

# Act from here, ask between the two, ignore below. Chosen on the 60 questions of tests/gesprekken; the issue on
# understanding replaces them by calibrated ones.
HANDEL = 0.6
VRAAG_NA = 0.3
# A thema with less than this part of the best one's evidence is a side remark
_BIJZAAK = 0.45
_MAX_THEMAS = 4
_MAX_DOELGROEPEN = 3

_GROEP = {
    "themas": Aspect.THEMA,
    "doelgroepen": Aspect.DOELGROEP,
    "fases": Aspect.FASE,
    "behoeften": Aspect.BEHOEFTE,
}
# Policy makers name themselves and their council without meaning them as doelgroep
_ZELDEN_BEDOELD = {("doelgroepen", "beleid-en-bestuur"): 0.4, ("doelgroepen", "professionals"): 0.6}
# "inwoners met schulden" are people with schulden, not everyone
_IEDEREEN = "bewoners"
# What another form of a word is worth: with an ending, and with no more than the same stem
_VERBOGEN, _ZELFDE_STAM = 0.85, 0.6
_UITGANG = re.compile(r"(?:e|n|en|s|es|'s|’s)")
# With fewer letters in common a stem is shared by chance: "weten" is no "wet", "spelen" no "spel"
_KORTSTE_STAM = 5
_NIET = re.compile(
    r"\b(?:niet|geen)\b(?:\s+(?:over|om|voor|de|het|een|alleen|meer))*\s+"
    r"([\w'’ -]{2,60}?)(?=$|[,.;!?]|\bmaar\b|\bwel\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Aanwijzing:
    """A word of the vocabulary (*vorm*, folded) that points to *id* with a weight in [0, 1]."""

    groep: str
    id: str
    vorm: str
    gewicht: float


class Begrijper:
    """Recognises aspects by the vocabulary and patterns of the content files, in a spaCy pipeline."""

    def __init__(self, kennis: Kennis) -> None:
        self._kennis = kennis
        self._gemeenten = Gemeentezoeker(tuple(kennis.gemeenten.values()), kennis.gemeentenamen)
        self._nlp = spacy.blank("nl")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._gewicht: dict[str, list[_Aanwijzing]] = defaultdict(list)
        self._delen: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._learn_woorden()

    def begrijp(self, tekst: str) -> Begrip:
        """What *tekst* says about the vraag. Any text gives a Begrip; not knowing is an empty one."""
        doc = self._doc(tekst)
        scores = self._scores(doc)
        oplossing = self._oplossing(tekst)
        themas = _kern_eerst(
            _boven(scores["themas"], _MAX_THEMAS, _BIJZAAK),
            bijzaak=set(tokenize(oplossing or "")),
            mensen={w for z in scores["doelgroepen"] for w in z.woorden},
        )
        fases = scores["fases"]
        fase = fases[0] if fases and fases[0].zekerheid >= HANDEL else None
        if fase and len(fases) > 1 and fases[1].zekerheid > 0.9 * fase.zekerheid:
            fase = None
        behoeften = _boven(scores["behoeften"], 3, 0.5)
        twijfel = {
            aspect: tuple(z for z in scores[groep] if z.zekerheid >= VRAAG_NA)[:4]
            for groep, aspect in _GROEP.items()
        }
        for aspect, gevonden in (
            (Aspect.THEMA, themas),
            (Aspect.FASE, (fase,) if fase else ()),
            (Aspect.BEHOEFTE, behoeften),
        ):
            if gevonden:
                twijfel[aspect] = ()
        doelgroepen = _boven(scores["doelgroepen"], _MAX_DOELGROEPEN, 0.5)
        if len(doelgroepen) > 1:
            doelgroepen = tuple(z for z in doelgroepen if z.id != _IEDEREEN)
        if doelgroepen:
            twijfel[Aspect.DOELGROEP] = ()
        return Begrip(
            themas=themas,
            doelgroepen=doelgroepen,
            fase=fase,
            behoeften=behoeften,
            gemeente=self._gemeenten.find(tekst),
            termijn=self._termijn(tekst),
            gevoelig=_past(tekst, self._kennis.patronen["gevoelig"]),
            twijfel={a: z for a, z in twijfel.items() if z},
            deelvragen=self._deelvragen(tekst),
            oplossing=oplossing,
            te_breed=self._te_breed(tekst, themas),
        )

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
        groep = next(g for g, a in _GROEP.items() if a is aspect)
        gevonden = [z for z in self._scores(self._doc(tekst))[groep] if z.zekerheid >= VRAAG_NA]
        if aspect in (Aspect.FASE,):
            return gevonden[0].id if gevonden else self._op_naam(aspect, laag)
        sterk = tuple(z.id for z in gevonden if z.zekerheid >= 0.5 * gevonden[0].zekerheid)[:3]
        op_naam = self._op_naam(aspect, laag)
        return sterk or ((op_naam,) if op_naam else None)

    def ontkend(self, tekst: str) -> frozenset[str]:
        """Ids of values that *tekst* says it is not about ("niet wonen maar wmo")."""
        uit: set[str] = set()
        for stuk in _NIET.findall(tekst):
            for zekers in self._scores(self._doc(stuk)).values():
                uit |= {z.id for z in zekers if z.zekerheid >= VRAAG_NA}
        return frozenset(uit)

    def zonder_ontkenning(self, tekst: str) -> str:
        """*tekst* without the parts that say what it is not about."""
        return _NIET.sub(" ", tekst)

    # --- vocabulary -------------------------------------------------------------------------------------------

    def _learn_woorden(self) -> None:
        wie: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
        for groep, aspect in _GROEP.items():
            for id_, woorden in self._kennis.synoniemen[groep].items():
                naam = self._kennis.keuzes(aspect)[id_].naam
                for woord in (*woorden, naam, id_.replace("-", " ")):
                    sleutel = " ".join(stem(t) for t in tokenize(woord))
                    # every form: "werkvormen" is in the vocabulary as surely as "werkvorm"
                    wie[sleutel].setdefault((groep, id_, " ".join(tokenize(woord))), woord)
        for sleutel, vormen in wie.items():
            self._matcher.add(sleutel, [self._doc(next(iter(vormen.values())))])
            for (groep, id_, vorm), woord in vormen.items():
                gewicht = _woordgewicht(woord) * _ZELDEN_BEDOELD.get((groep, id_), 1.0)
                self._gewicht[sleutel].append(_Aanwijzing(groep, id_, vorm, gewicht))
                if vorm.isalpha() and len(vorm) >= 5:
                    self._delen[vorm[:5]].append((vorm, sleutel))

    def _scores(self, doc: Doc) -> dict[str, list[Zeker]]:
        bewijs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        gezien: set[int] = set()
        spans = [Span(doc, start, eind, label=m) for m, start, eind in self._matcher(doc)]
        # the longest phrase wins, but "eenzame ouderen" (a thema) still are ouderen (a doelgroep)
        for voor_doelgroep in (False, True):
            passend = [s for s in spans if self._noemt_doelgroep(s) or not voor_doelgroep]
            for span in spacy.util.filter_spans(passend):
                gezien.update(range(span.start, span.end))
                for a, deel in _kies_aanwijzingen(self._gewicht[span.label_], span.text):
                    if (a.groep == "doelgroepen") is voor_doelgroep:
                        bewijs[a.groep, a.id][span.text] = deel * a.gewicht
        for i, token in enumerate(doc):
            if i not in gezien:
                self._score_compound(fold(token.text), bewijs)
        uit: dict[str, list[Zeker]] = {groep: [] for groep in _GROEP}
        for (groep, id_), woorden in bewijs.items():
            zekerheid = 1 - math.exp(-1.6 * sum(woorden.values()))
            uit[groep].append(Zeker(id_, round(zekerheid, 3), tuple(woorden)))
        for zekers in uit.values():
            zekers.sort(key=lambda z: -z.zekerheid)
        return uit

    def _noemt_doelgroep(self, span: Span) -> bool:
        return any(a.groep == "doelgroepen" for a in self._gewicht[span.label_])

    def _score_compound(self, woord: str, bewijs: dict[tuple[str, str], dict[str, float]]) -> None:
        """A word of the vocabulary at the start or the end of a longer one counts for a bit more than half."""
        if len(woord) < 8:
            return
        kandidaten = self._delen.get(woord[:5], []) + [
            paar
            for i in range(3, len(woord) - 4)
            for paar in self._delen.get(woord[i : i + 5], [])
            if woord.endswith(paar[0])
        ]
        # "aanpakken" is no compound of "aanpak": what is left must be long enough to be a word
        passend = [
            p
            for p in kandidaten
            if (woord.startswith(p[0]) or woord.endswith(p[0])) and len(woord) - len(p[0]) >= 4
        ]
        if passend:
            deel, sleutel = max(passend, key=lambda p: len(p[0]))
            for a, gedeeld in _kies_aanwijzingen(self._gewicht[sleutel], deel):
                bewijs[a.groep, a.id].setdefault(woord, 0.65 * gedeeld * a.gewicht)

    def _doc(self, tekst: str) -> Doc:
        woorden = tokenize(tekst)
        doc = Doc(self._nlp.vocab, words=woorden)
        for token in doc:
            token.norm_ = stem(token.text)
        return doc

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
        themas = [
            {z.id for z in _boven(self._scores(self._doc(s))["themas"], 2, 0.6)} for s in stukken
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
        return len(themas) >= _MAX_THEMAS or _past(tekst, self._kennis.patronen["te_breed"])


def _kies_aanwijzingen(
    aanwijzingen: Sequence[_Aanwijzing], tekst: str
) -> list[tuple[_Aanwijzing, float]]:
    """Which ids *tekst* points to, with the part of the weight for each: shared words say less.

    The same form beats the same stem: "ouderen" are no "ouders", and "aanpakken" asks for no "aanpak".
    """
    uit: list[tuple[_Aanwijzing, float]] = []
    for groep in dict.fromkeys(a.groep for a in aanwijzingen):
        beste: dict[str, tuple[_Aanwijzing, float]] = {}
        for a in aanwijzingen:
            nabij = _nabijheid(a.vorm, tekst) if a.groep == groep else 0.0
            if nabij > (beste[a.id][1] if a.id in beste else 0.0):
                beste[a.id] = (a, nabij)
        precies = [paar for paar in beste.values() if paar[1] == 1.0]
        gelijk = precies or list(beste.values())
        uit += [(a, nabij / math.sqrt(len(gelijk))) for a, nabij in gelijk]
    return uit


def _nabijheid(vorm: str, tekst: str) -> float:
    """How close *tekst* is to *vorm*, which has the same stem: 1 when it is the same, 0 when that is chance."""
    if vorm == tekst or " " in tekst:
        return 1.0
    if vorm[:_KORTSTE_STAM] != tekst[:_KORTSTE_STAM] or len(vorm) < _KORTSTE_STAM:
        return 0.0
    kort, lang = sorted((vorm, tekst), key=len)
    verbogen = lang.startswith(kort) and _UITGANG.fullmatch(lang[len(kort) :])
    return _VERBOGEN if verbogen else _ZELFDE_STAM


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


def _woordgewicht(woord: str) -> float:
    """How much one hit says. Phrases and abbreviations are rarely chance; short everyday words often are."""
    if len(woord.split()) > 1 or (woord[:1].isupper() and len(woord) <= 6):
        return 1.0
    return 0.9 if len(woord) >= 6 else 0.65


def _boven(zekers: Iterable[Zeker], hoogstens: int, deel: float) -> tuple[Zeker, ...]:
    sterk = [z for z in zekers if z.zekerheid >= HANDEL]
    return tuple(z for z in sterk if z.zekerheid >= deel * sterk[0].zekerheid)[:hoogstens]


def _past(tekst: str, patronen: Iterable[re.Pattern[str]]) -> bool:
    return any(p.search(tekst) for p in patronen)


def _klinkt_als_vraag(zin: str) -> bool:
    return zin.endswith("?") or bool(
        re.search(
            r"\b(hoe|wat|welke?|waar|wie|wanneer|zoek|vraag|wil|kun|kan|heb|nodig)\b", zin, re.I
        )
    )
