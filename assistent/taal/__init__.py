"""Dutch words: from text to comparable tokens. Knows nothing of the field; that is content."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer
from wordfreq import zipf_frequency

# `dutch` of PyStemmer 3 is Kraaij-Pohlmann and damages words (gemeente -> meen)
_stemmer = Stemmer.Stemmer("dutch_porter")

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Parts shorter than this make splits like "be|leid"
_KORTSTE_DEEL = 4
# Longer ones are no words, and every place to split them costs time: a message of ligatures took minutes
_LANGSTE_WOORD = 40
# Zipf 3 is once in a million words: rarer parts are chance, not words
_GEWOON_WOORD = 3.0

STOPWOORDEN = frozenset(
    """de het een en of in op te van voor met aan bij tot uit over om door naar als dan dat die dit deze er is zijn
    was wordt worden hoe wat wie waar welke wanneer waarom kan kunnen moet moeten wil willen zou ik je jij we wij ze
    zij mijn ons onze hun niet geen wel ook nog maar al meer veel heel goed graag iets hebben heeft heb had doen gaan
    gaat ga kom komt zoek zoeken vraag gemeente gemeenten beleid onderwerp graag jullie u uw zich zo daar hier onder
    aanpak aanpakken nieuwe nieuw goede beter graag mensen andere ander"""
    .split()
)  # fmt: skip


def fold(tekst: str) -> str:
    """Lower case, without accents."""
    ontleed = unicodedata.normalize("NFKD", tekst).lower()
    return "".join(t for t in ontleed if not unicodedata.combining(t))


def tokenize(tekst: str) -> list[str]:
    """Words and numbers, folded, in order."""
    return _TOKEN.findall(fold(tekst))


@lru_cache(maxsize=50_000)
def stem(woord: str) -> str:
    # the stemmer leaves these plurals whole: evaluaties, organisaties, subsidies
    return str(_stemmer.stemWord(woord.removesuffix("s") if woord.endswith("ies") else woord))


@lru_cache(maxsize=50_000)
def split_compound(woord: str) -> tuple[str, ...]:
    """The parts of a compound, or nothing when *woord* is no compound of two common words.

    The split with the highest frequency of its rarest part wins (frequencies: wordfreq, Apache-2.0). Also tried
    with a joining s ("gezondheid-s-beleid").
    """
    if not 2 * _KORTSTE_DEEL <= len(woord) <= _LANGSTE_WOORD or not woord.isalpha():
        return ()
    beste: tuple[float, tuple[str, ...]] = (_GEWOON_WOORD, ())
    for i in range(_KORTSTE_DEEL, len(woord) - _KORTSTE_DEEL + 1):
        links, rechts = woord[:i], woord[i:]
        for kop in {links, links.removesuffix("s")}:
            if len(kop) < _KORTSTE_DEEL:
                continue
            laagste = min(zipf_frequency(kop, "nl"), zipf_frequency(rechts, "nl"))
            if laagste > beste[0]:
                beste = (laagste, (kop, rechts))
    return beste[1]


def terms(tekst: str) -> list[str]:
    """Stems of the content words of *tekst*, with the parts of compounds beside the whole."""
    uit: list[str] = []
    for woord in tokenize(tekst):
        if woord in STOPWOORDEN or (len(woord) < 2 and not woord.isdigit()):
            continue
        uit.append(stem(woord))
        uit.extend(stem(deel) for deel in split_compound(woord) if deel not in STOPWOORDEN)
    return uit
