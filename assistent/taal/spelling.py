"""Typing errors: from a word that nobody knows to the known word it was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from assistent.taal import split_compound, stem

# Shorter words have too many neighbours: "wij", "bij", "wijk"
_KORTST = 5
# A longer word is rarely one person's typing error, and takes longer to compare
_LANGST = 30
# Zipf 2.6 is four times in ten million words of Dutch: nobody types an error that often
_BESTAAT = 2.6


class Speller:
    """Knows the words of the field with their counts; ordinary Dutch comes from wordfreq."""

    def __init__(self, woorden: Mapping[str, int]) -> None:
        """*woorden*: folded words of the field and how often each occurs in it."""
        self._bekend = dict(woorden)
        self._stammen = {stem(w) for w in woorden}
        self._per_lengte: dict[int, list[str]] = defaultdict(list)
        for woord in woorden:
            if _KORTST <= len(woord) <= _LANGST and woord.isalpha():
                self._per_lengte[len(woord)].append(woord)
        self.correct = lru_cache(maxsize=20_000)(self._correct)

    def bekend(self, woord: str) -> bool:
        """Whether *woord* (folded) is a word: of the field, of Dutch, or a compound or form of those."""
        return (
            woord in self._bekend
            or zipf_frequency(woord, "nl") >= _BESTAAT
            or stem(woord) in self._stammen
            or bool(split_compound(woord))
        )

    def _correct(self, woord: str) -> str | None:
        """The word of the field that *woord* was meant to be, or None when it is a word or nothing is near.

        One error (a letter too many, too few, wrong or swapped with its neighbour) in words of 5 to 7 letters, two
        in longer ones; of words that are as near the most frequent wins.
        """
        if not _KORTST <= len(woord) <= _LANGST or not woord.isalpha() or self.bekend(woord):
            return None
        fouten = 1 if len(woord) < 8 else 2
        kandidaten = [
            w
            for lengte in range(len(woord) - fouten, len(woord) + fouten + 1)
            for w in self._per_lengte[lengte]
            # the first letter is rarely wrong, unless it was swapped with the second
            if w[0] == woord[0] or w[:2] == woord[1::-1]
        ]
        gevonden = process.extract(
            woord, kandidaten, scorer=OSA.distance, score_cutoff=fouten, limit=None
        )
        if not gevonden:
            return None
        return str(min(gevonden, key=lambda g: (g[1], -self._bekend[g[0]], g[0]))[0])
