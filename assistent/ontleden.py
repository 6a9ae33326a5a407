"""Reading a text: a spaCy pipeline from what someone typed to the terms of the field. Begrip and bronnen share it.

Its components, in order: tokens (folded), `afkortingen` (written out), `spelling` (typing errors mended, words that
were typed apart joined), `samenstellingen` (compounds split). Lemmas are the stems of `assistent.taal`: the lookup
lemmas that exist for Dutch leave most inflected words of the field as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from assistent.kennis import Kennis
from assistent.taal import STOPWOORDEN, split_compound, stem, tokenize
from assistent.taal.spelling import Speller

_RUW = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# "schuld hulp verlening" is one word; more parts than three are not seen
_LOSSE_DELEN = 3
_KORTSTE_SAMENSTELLING = 8
# One turn reads the same text for understanding, searching and explaining
_PAS_GELEZEN = 16

for _naam in ("vorm", "aaneen", "voluit", "delen"):
    if not Token.has_extension(_naam):
        Token.set_extension(_naam, default="" if _naam in ("vorm", "aaneen") else ())


class Ontleder:
    """The pipeline for one set of content; one instance serves all threads."""

    def __init__(self, kennis: Kennis) -> None:
        afkortingen = kennis.afkortingen
        self._nlp = spacy.blank("nl")
        self._nlp.tokenizer = _Tokens(self._nlp.vocab)
        self._nlp.add_pipe(
            "afkortingen",
            config={
                "tabel": {**afkortingen["chat"], **afkortingen["vak"]},
                "hoofdletters": dict(afkortingen["hoofdletters"]),
            },
        )
        woorden = Counter(chain.from_iterable(tokenize(t) for t in _vakteksten(kennis)))
        self._nlp.add_pipe("spelling", config={"woorden": dict(woorden)})
        self._nlp.add_pipe("samenstellingen")
        self._ontleed = lru_cache(maxsize=_PAS_GELEZEN)(self._nlp)

    @property
    def vocab(self) -> Vocab:
        """For whoever matches patterns on the Docs of this pipeline."""
        vocab: Vocab = self._nlp.vocab
        return vocab

    def ontleed(self, tekst: str) -> Doc:
        """*tekst* as folded tokens. Per token: `_.vorm` the word that was meant and `norm_` its stem, `_.voluit` what
        an abbreviation stands for, `_.delen` the parts of a compound, `_.aaneen` the word that starts here and was
        typed apart. Any text gives a Doc; it is shared, so only for reading."""
        return self._ontleed(tekst)

    def termen(self, tekst: str) -> list[str]:
        return termen(self.ontleed(tekst))


def termen(doc: Doc) -> list[str]:
    """Stems of the content words of *doc*, with parts of compounds, abbreviations written out and words that were
    typed apart beside them."""
    if "termen" not in doc.user_data:
        doc.user_data["termen"] = list(_termen(doc))
    return list(doc.user_data["termen"])


def _termen(doc: Doc) -> Iterator[str]:
    for token in doc:
        woord = token._.vorm
        if woord not in STOPWOORDEN and (len(woord) > 1 or woord.isdigit()):
            yield token.norm_
            yield from (stem(d) for d in token._.delen if d not in STOPWOORDEN)
        yield from (stem(w) for w in token._.voluit if w not in STOPWOORDEN)
        if token._.aaneen:
            yield stem(token._.aaneen)


class _Tokens:
    """Words and numbers without signs, folded; what was typed stays in `doc.user_data["ruw"]`."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, tekst: str) -> Doc:
        # an accent on its own, as in text pasted from a PDF, would end the word
        heel = unicodedata.normalize("NFC", tekst)
        paren = [(woord, r) for r in _RUW.findall(heel) if (woord := "".join(tokenize(r)))]
        doc = Doc(self._vocab, words=[woord for woord, _ in paren])
        doc.user_data["ruw"] = tuple(r for _, r in paren)
        return doc


@Language.factory("afkortingen", default_config={"tabel": {}, "hoofdletters": {}})
class _Afkortingen:
    def __init__(
        self, nlp: Language, name: str, tabel: dict[str, str], hoofdletters: dict[str, str]
    ) -> None:
        self._tabel = {k: tuple(tokenize(v)) for k, v in tabel.items()}
        self._hoofdletters = {k: tuple(tokenize(v)) for k, v in hoofdletters.items()}

    def __call__(self, doc: Doc) -> Doc:
        for token, ruw in zip(doc, doc.user_data["ruw"], strict=True):
            token._.voluit = self._hoofdletters.get(ruw) or self._tabel.get(token.text, ())
        return doc


@Language.factory("spelling", default_config={"woorden": {}})
class _Spelling:
    def __init__(self, nlp: Language, name: str, woorden: dict[str, int]) -> None:
        self._speller = Speller(woorden)
        self._lang = {w for w in woorden if len(w) >= _KORTSTE_SAMENSTELLING}

    def __call__(self, doc: Doc) -> Doc:
        vormen: list[str] = []
        for token in doc:
            goed = None if token._.voluit else self._speller.correct(token.text)
            token._.vorm = goed or token.text
            token.norm_ = stem(token._.vorm)
            vormen.append(token._.vorm)
        for begin, token in enumerate(doc):
            for eind in range(begin + 2, min(begin + _LOSSE_DELEN, len(vormen)) + 1):
                if (aaneen := "".join(vormen[begin:eind])) in self._lang:
                    token._.aaneen = aaneen
        return doc


@Language.component("samenstellingen")  # type: ignore[untyped-decorator]
def _splits_samenstellingen(doc: Doc) -> Doc:
    for token in doc:
        token._.delen = split_compound(token._.vorm)
    return doc


def _vakteksten(kennis: Kennis) -> Iterable[str]:
    """Everything that shows how the words of the field are written."""
    for bron in kennis.bronnen.values():
        yield from (bron.titel, bron.organisatie, bron.samenvatting, *bron.trefwoorden)
    yield from chain.from_iterable(kennis.bronvragen.values())
    for groep in kennis.synoniemen.values():
        yield from chain.from_iterable(groep.values())
    for tabel in kennis.afkortingen.values():
        yield from tabel.values()
    for stap in kennis.stappen.values():
        yield from (stap.titel, stap.wat, stap.waarom)
