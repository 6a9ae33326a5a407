"""The vocabulary of the content files as evidence: which words of a text point to which thema, fase and so on."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from assistent.kennis import Kennis
from assistent.model import Aspect, Zeker
from assistent.taal import stem, tokenize

GROEPEN: Mapping[str, Aspect] = {
    "themas": Aspect.THEMA,
    "doelgroepen": Aspect.DOELGROEP,
    "fases": Aspect.FASE,
    "behoeften": Aspect.BEHOEFTE,
}
# Policy makers name themselves and their council without meaning them as doelgroep
_ZELDEN_BEDOELD = {("doelgroepen", "beleid-en-bestuur"): 0.4, ("doelgroepen", "professionals"): 0.6}
# What another form of a word is worth: with an ending, and with no more than the same stem
_VERBOGEN, _ZELFDE_STAM = 0.85, 0.6
_UITGANG = re.compile(r"(?:e|n|en|s|es|'s|’s)")
# What a word that hints at several thema's is worth for the later ones
_LATER_THEMA = 0.7
# With fewer letters in common a stem is shared by chance: "weten" is no "wet", "spelen" no "spel"
_KORTSTE_STAM = 5


@dataclass(frozen=True, slots=True)
class _Aanwijzing:
    """A word of the vocabulary (*vorm*, folded) that points to *id* with a weight in [0, 1]."""

    groep: str
    id: str
    vorm: str
    gewicht: float


class Woordenschat:
    """The words of synoniemen.yaml and the names of the choices, matched by stem on a Doc of the Ontleder."""

    def __init__(self, kennis: Kennis, vocab: Vocab) -> None:
        self._kennis = kennis
        self._vocab = vocab
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        self._gewicht: dict[str, list[_Aanwijzing]] = defaultdict(list)
        self._delen: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._learn_woorden()
        self._themawoorden: dict[str, dict[str, float]] = defaultdict(dict)
        self._learn_themawoorden()

    def bewijs(self, doc: Doc) -> dict[str, list[Zeker]]:
        """Per group the ids that words of *doc* point to, most evidence first, with those words."""
        bewijs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        gezien: set[int] = set()
        spans = [Span(doc, start, eind, label=m) for m, start, eind in self._matcher(doc)]
        # the longest phrase wins, but "eenzame ouderen" (a thema) still are ouderen (a doelgroep)
        for voor_doelgroep in (False, True):
            passend = [s for s in spans if self._noemt_doelgroep(s) or not voor_doelgroep]
            for span in spacy.util.filter_spans(passend):
                gezien.update(range(span.start, span.end))
                for a, deel in _kies_aanwijzingen(self._gewicht[span.label_], _vorm(span)):
                    if (a.groep == "doelgroepen") is voor_doelgroep:
                        bewijs[a.groep, a.id][span.text] = deel * a.gewicht
        for i, token in enumerate(doc):
            if i not in gezien:
                self._score_compound(token._.vorm, bewijs)
        uit: dict[str, list[Zeker]] = {groep: [] for groep in GROEPEN}
        for (groep, id_), woorden in bewijs.items():
            zekerheid = 1 - math.exp(-1.6 * sum(woorden.values()))
            uit[groep].append(Zeker(id_, round(zekerheid, 3), tuple(woorden)))
        for zekers in uit.values():
            zekers.sort(key=lambda z: -z.zekerheid)
        return uit

    def themawoorden(self, doc: Doc) -> dict[str, float]:
        """Per thema how strongly the ordinary words of *doc* hint at it, in [0, 1): a juf hints at school."""
        som: dict[str, float] = defaultdict(float)
        stammen = (s for t in doc for s in (t.norm_, *map(stem, t._.delen)))
        for stam in dict.fromkeys(stammen):
            for thema, waarde in self._themawoorden.get(stam, {}).items():
                som[thema] += waarde
        return {thema: 1 - math.exp(-waarde) for thema, waarde in som.items()}

    def _learn_themawoorden(self) -> None:
        for woord, (sterkte, themas) in self._kennis.themawoorden.items():
            per_thema = self._themawoorden[stem(tokenize(woord)[0])]
            for plaats, thema in enumerate(themas):
                waarde = sterkte / 3 * (_LATER_THEMA if plaats else 1.0) / math.sqrt(len(themas))
                per_thema[thema] = max(per_thema.get(thema, 0.0), waarde)

    def _learn_woorden(self) -> None:
        wie: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
        for groep, aspect in GROEPEN.items():
            for id_, woorden in self._kennis.synoniemen[groep].items():
                naam = self._kennis.keuzes(aspect)[id_].naam
                for woord in (*woorden, naam, id_.replace("-", " ")):
                    sleutel = " ".join(stem(t) for t in tokenize(woord))
                    # every form: "werkvormen" is in the vocabulary as surely as "werkvorm"
                    wie[sleutel].setdefault((groep, id_, " ".join(tokenize(woord))), woord)
        for sleutel, vormen in wie.items():
            self._matcher.add(sleutel, [self._patroon(next(iter(vormen.values())))])
            for (groep, id_, vorm), woord in vormen.items():
                gewicht = _woordgewicht(woord) * _ZELDEN_BEDOELD.get((groep, id_), 1.0)
                self._gewicht[sleutel].append(_Aanwijzing(groep, id_, vorm, gewicht))
                if vorm.isalpha() and len(vorm) >= 5:
                    self._delen[vorm[:5]].append((vorm, sleutel))

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

    def _patroon(self, woord: str) -> Doc:
        woorden = tokenize(woord)
        doc = Doc(self._vocab, words=woorden)
        for token in doc:
            token.norm_ = stem(token.text)
        return doc


def _vorm(span: Span) -> str:
    """The words of *span* as they were meant."""
    return " ".join(t._.vorm for t in span)


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


def _woordgewicht(woord: str) -> float:
    """How much one hit says. Phrases and abbreviations are rarely chance; short everyday words often are."""
    if len(woord.split()) > 1 or (woord[:1].isupper() and len(woord) <= 6):
        return 1.0
    return 0.9 if len(woord) >= 6 else 0.65
