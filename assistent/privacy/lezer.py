"""Reads a name: what each word of a text can be, and where a name that begins at a word ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import (
    ZELDZAAM,
    fold,
    is_zeldzaam,
    read_maskeerwoorden,
    read_namenlijsten,
)

LANGSTE_NAAM = 8
# "v.d." and "v/d" are one word, as "van der" would be two.
_TOKEN = re.compile(r"['’][ts]\b|(?<!\w)v[./]? ?d\b\.?(?=\s)|[^\W\d_]+(?:['’][^\W\d_]{2,})*", re.I)
# Behind a first name ("Stijn van Gool") a word may be less rare (Zipf scale).
_GEWOON = 3.5
KORTSTE_LOS = 4
# "Johan | van den Wittlaan"
_LANGSTE_STRAAT = 3
# "mevrouw u bakker" is no initial, nor is "cliënt n boete" (for "een").
_GEEN_VOORLETTER = frozenset("nu")
# A nickname within a name: Cornelis "Cor" Maaskant.
_BIJNAAM_OPEN = frozenset({' "', " '", " “", " „", " ‘", " (", " ’", ' ("', " ('", " (“", " (‘"})
_BIJNAAM_DICHT = frozenset({'" ', "' ", "” ", "“ ", "’ ", ") ", '") ', "') ", "”) ", "’) "})
_LANGSTE_BIJNAAM = 3


class _Wijze(NamedTuple):
    """How a name is read: from which word, and what is allowed (see `_Namen._parse`)."""

    begin: int
    streng: bool
    klein: bool
    na_titel: bool


class _Deel(NamedTuple):
    """A part of a name: the word after it, is it certain (1 or 0), is it a surname, is the name over."""

    end: int
    zeker: int = 0
    achternaam: bool = False
    slot: bool = False


# Names that stay, as words, by their first word, the longest first.
VasteNamen = Mapping[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=8)
def index_namen(bekend: frozenset[str]) -> VasteNamen:
    """*bekend* and the names in geen_persoon.txt, ready for `mask_namen`."""
    op_eerste: dict[str, list[tuple[str, ...]]] = {}
    for naam in (*read_namenlijsten().geen_persoon, *bekend):
        woorden = tuple(w.lower() for w in _TOKEN.findall(naam))
        if woorden:
            op_eerste.setdefault(woorden[0], []).append(woorden)
    return {
        woord: tuple(sorted(frasen, key=len, reverse=True)) for woord, frasen in op_eerste.items()
    }


class _Woorden:
    """The words of maskeerwoorden.yaml in the form in which looking them up is fast."""

    def __init__(self) -> None:
        w = read_maskeerwoorden()
        self.voorvoegsel = frozenset(w.voorvoegsel)
        self.voorvoegsel_laatste = frozenset(w.voorvoegsel_laatste)
        self.voorvoegsel_dubbel = frozenset(w.voorvoegsel_dubbel)
        self.voorvoegsel_vast = frozenset(w.voorvoegsel_vast)
        self.werkwoord_na_naam = frozenset(w.werkwoord_na_naam)
        self.voor_plaats = frozenset(w.voor_plaats)
        self.vulwoord = frozenset(w.vulwoord)
        self.bijnaam = frozenset(w.bijnaam)
        self.van_wie = frozenset(w.bezit) - {"de", "een"}
        self.bezit = frozenset(w.bezit)
        self.titel_meer = frozenset(w.titel_meer)
        self.voorletter = frozenset(w.voorletter)
        self.geen_voorletters = frozenset(w.geen_voorletters)
        self.werkwoord = frozenset(w.werkwoord)
        self.na_naam = frozenset(w.na_naam)
        self.voor_organisatie = frozenset(w.voor_organisatie)
        self.na_organisatie = frozenset(w.na_organisatie)
        self.eind_organisatie = tuple(w.eind_organisatie)
        self.eind_achternaam = tuple(w.eind_achternaam)
        self.eind_plaats = tuple(w.eind_plaats)
        self.straat = tuple(w.straat_zeker)
        self.straat_misschien = tuple(w.straat_misschien)
        self.voor_straat = frozenset(x.rstrip(".") for x in w.voor_straat)
        self.afkorting = frozenset(w.afkorting)
        self.ambt = frozenset(w.aanwijzing["functie"])
        self.eind_functie = tuple(w.eind_functie)
        self.eind_rol = tuple(w.eind_rol)
        self.eind_beroep = tuple(w.eind_beroep)
        self.mens = frozenset((*w.aanwijzing["rol"], *w.aanwijzing["functie"]))
        cues: dict[str, list[tuple[str, str]]] = {}
        for soort, frasen in w.aanwijzing.items():
            for frase in frasen:
                cues.setdefault(_TOKEN.findall(frase)[0], []).append((frase, soort))
        self.cues = {
            begin: tuple(sorted(frasen, key=lambda f: len(f[0]), reverse=True))
            for begin, frasen in cues.items()
        }


@cache
def _woorden() -> _Woorden:
    return _Woorden()


class Lezer:
    """The words of one text, and what is known of each; lists of the same length."""

    def __init__(self, t: Tekst, vast: VasteNamen) -> None:
        self.t = t
        self.lijst = read_namenlijsten()
        self.w = _woorden()
        self.all_caps = t.tekst.isupper() and " " in t.tekst.strip()
        matches = [m for m in _TOKEN.finditer(t.tekst) if t.is_free(m.start(), m.start() + 1)]
        self.start = [m.start() for m in matches]
        self.end = [m.end() for m in matches]
        self.low = [t.low[m.start() : m.end()] for m in matches]
        self.n = len(matches)
        # In a message all in capitals they say nothing.
        self.cap = [t.tekst[s].isupper() and not self.all_caps for s in self.start]
        self.is_achter = [
            self._listed(w, self.lijst.achter)
            or (w.endswith(self.w.eind_achternaam) and is_zeldzaam(w))
            for w in self.low
        ]
        self.is_voor = [self._is_voornaam(i) for i in range(self.n)]
        self.vast = self._find_vast(vast)
        self.verder = 0  # the word to go on from after a name of an organisation

    @staticmethod
    def _listed(woord: str, lijst: frozenset[str]) -> bool:
        return woord in lijst or (not woord.isascii() and fold(woord) in lijst)

    def _is_voornaam(self, i: int) -> bool:
        woord = self.low[i]
        if self.cap[i] and self._is_afkorting(i):
            return False
        if self._listed(woord, self.lijst.voor):
            return True
        # "Ahmeds vader": the name in the genitive.
        stam = woord[:-1]
        return (
            self.cap[i]
            and woord[-1] == "s"
            and len(stam) > 3
            and self._listed(stam, self.lijst.voor)
            and stam not in self.lijst.ook_woord
        )

    def _is_afkorting(self, i: int) -> bool:
        """ "IZA" and "IVO" in running text are no first names; "JAN JANSEN" is."""
        woord = self.t.tekst[self.start[i] : self.end[i]]
        if not 1 < len(woord) < 5 or not woord.isupper() or self.all_caps:
            return False
        volgt = self.t.tekst[self.start[i + 1] : self.end[i + 1]] if i + 1 < self.n else ""
        return not (
            volgt.isupper() and (self.is_achter[i + 1] or self.low[i + 1] in self.w.voorvoegsel)
        )

    def _find_vast(self, vast: VasteNamen) -> bytearray:
        """Per word: 0 free, 1 a place or organisation that is a surname too, 2 never a name."""
        out = bytearray(self.n)
        for i, woord in enumerate(self.low):
            for frase in vast.get(woord, ()):
                j = i + len(frase)
                if tuple(self.low[i:j]) != frase or any(
                    len(self.gap(k)) > 3 for k in range(i + 1, j)
                ):
                    continue
                if len(frase) > 1 and all(self.is_voor[i:j]) and self._has_surname(j):
                    continue
                ook_naam = len(frase) == 1 and (self.is_voor[i] or self.is_achter[i])
                # "Radboud Tempelaars": the first name, and not the university.
                if ook_naam and self.is_voor[i] and self._before_surname(i, vast):
                    break
                for k in range(i, j):
                    out[k] = max(out[k], 1 if ook_naam else 2)
                break
            if not out[i] and self.cap[i] and self._is_van_plaats(woord, vast):
                out[i] = 1
        return out

    @staticmethod
    def _is_van_plaats(woord: str, vast: VasteNamen) -> bool:
        """ "Tilburgs", "Osse" and "Bredase"."""
        stammen = (woord.removesuffix(eind) for eind in ("s", "e", "se") if woord.endswith(eind))
        return any((stam,) in vast.get(stam, ()) for stam in stammen)

    def _has_surname(self, i: int) -> bool:
        """Whether a surname with a prefix begins at word *i*: "Willem Alexander | de Groot"."""
        voor = self.low[i : i + 1]
        return (
            bool(voor)
            and voor[0] in self.w.voorvoegsel_laatste
            and any(self.is_achter[i + 1 : i + 3])
        )

    def _before_surname(self, i: int, vast: VasteNamen) -> bool:
        """Whether right behind word *i* stands a surname, with a prefix or one that is nothing else."""
        k = i + 1
        while k < self.n and k - i < 3 and self.low[k] in self.w.voorvoegsel_laatste:
            if self.gap(k) != " ":
                return False
            k += 1
        if k >= self.n or not (self.cap[i] and self.cap[k] and self.is_achter[k]):
            return False
        woord = self.low[k]
        alleen = woord not in self.lijst.ook_woord and woord not in self.lijst.gewoon
        return self.gap(k) == " " and (
            alleen or (k > i + 1 and (woord,) not in vast.get(woord, ()))
        )

    def gap(self, i: int) -> str:
        """What stands between word i - 1 and word i; never matches anything joined at the edges."""
        return self.t.tekst[self.end[i - 1] : self.start[i]] if 0 < i < self.n else "\n"

    def after(self, i: int) -> str:
        return self.t.tekst[self.end[i] : self.end[i] + 1]

    # -- what a word can be --

    def is_initial(self, i: int) -> bool:
        lengte = self.end[i] - self.start[i]
        if lengte == 1 and self.cap[i] and self.after(i) == " " and i + 1 < self.n:
            return self.cap[i + 1] and self.is_achter[i + 1] and not self.plain(i + 1)
        return (
            self.cap[i]
            and self.after(i) == "."
            and (lengte == 1 or self.low[i] in self.w.voorletter)
        )

    def is_letter(self, i: int) -> bool:
        """A letter with a point: "p." in "p. hogendoorn", "k." in "melvin k."."""
        return self.end[i] - self.start[i] == 1 and self.after(i) == "."

    def is_onbekend(self, i: int, grens: float = ZELDZAAM) -> bool:
        """Whether nobody knows word *i*: not as a word of Dutch or the field, not as a place or organisation."""
        woord = self.low[i]
        if self.vast[i] or woord in self.lijst.gewoon or len(woord) < KORTSTE_LOS:
            return False
        return is_zeldzaam(woord, grens) and not woord.endswith(self.w.eind_functie)

    def _is_prefix(self, i: int) -> bool:
        return self.low[i] in self.w.voorvoegsel and not (
            self.cap[i] and self.end[i] - self.start[i] == 1
        )

    def plain(self, i: int) -> bool:
        """An ordinary word, or a place: no name of its own accord."""
        return (
            self.low[i] in self.lijst.ook_woord
            or self.low[i] in self.lijst.gewoon
            or self.vast[i] > 0
        )

    def _is_surname(self, i: int, *, streng: bool, na_naam: bool) -> bool:
        if self.vast[i] == 2 or (self.vast[i] == 1 and not (na_naam and self.is_achter[i])):
            return False
        if self.cap[i]:
            if self.low[i] in self.lijst.gewoon and not self.is_achter[i]:
                return False
            if self.end[i] - self.start[i] == 1:
                return False
            # "Marieke Schipper van het CJG"
            if (
                not self.all_caps
                and not self.is_achter[i]
                and self.t.tekst[self.start[i] : self.end[i]].isupper()
            ):
                return False
            return not streng or self.is_achter[i]
        return self.is_achter[i] and self.low[i] not in self.lijst.woorden

    # -- a name from a word on --

    def parse(self, i: int, *, streng: bool, klein: bool, na_titel: bool) -> tuple[int, int, bool]:
        """Read a name from word *i*: its end, how many parts are certain, has it a surname.

        *streng*: a part that is in no list ends the name. *klein*: small letters may take part.
        """
        wijze = _Wijze(i, streng, klein, na_titel)
        k, delen, achternaam = i, 0, False
        while k < self.n and k - i < LANGSTE_NAAM:
            if k > i and (na_bijnaam := self._after_nickname(k, klein=klein)) > k:
                k = na_bijnaam
            elif k > i and not (self.connects(k) or (na_titel and self._is_double_name(k))):
                break
            deel = self._parse_deel(k, wijze)
            if deel is None:
                break
            k, delen, achternaam = deel.end, delen + deel.zeker, achternaam or deel.achternaam
            if deel.slot:
                break
        if k < self.n and k > i and self.gap(k) == "-" and not self._connects_name(k):
            return i, 0, False
        return k, delen, achternaam

    def _after_nickname(self, k: int, *, klein: bool) -> int:
        """The surname after a nickname between quotes that begins at word *k*; *k* when there is none."""
        if self.gap(k) not in _BIJNAAM_OPEN:
            return k
        m = k + 1
        while m < self.n and m - k < _LANGSTE_BIJNAAM and self.gap(m) == " ":
            m += 1
        if m >= self.n or self.gap(m) not in _BIJNAAM_DICHT or not (self.cap[m - 1] or klein):
            return k
        achter = self._is_prefix(m)
        if self.cap[m]:
            achter = achter or self._is_surname(m, streng=True, na_naam=True)
        return m if achter else k

    def _parse_deel(self, k: int, wijze: _Wijze) -> _Deel | None:
        """The part of a name that begins at word *k*; None when none does."""
        begin = wijze.begin
        if self.is_initial(k) and self.vast[k] != 2:
            return _Deel(k + 1, 1)
        if self._is_prefix(k) and not (self.cap[k] and k == begin and self.is_voor[k]):
            deel = self._parse_prefix(k, wijze)
            if deel is not None or not (self.cap[k] and self.is_voor[k]):
                return deel
        if wijze.na_titel and k > begin and self.cap[k] and self.gap(k) == "-":
            return _Deel(k + 1)
        if wijze.klein and k > begin and self.is_letter(k):
            return _Deel(k + 1, 1, slot=True)
        return self._parse_word(k, wijze)

    def _parse_prefix(self, k: int, wijze: _Wijze) -> _Deel | None:
        """A surname with its prefix, or the prefix alone when an initial follows it."""
        m = k + 1
        while m < self.n and m - k < 4 and self._is_prefix(m) and self.connects(m):
            m += 1
        if m >= self.n or not self.connects(m):
            return None
        voor = wijze.na_titel or k > wijze.begin
        if voor and self.is_initial(m):
            return _Deel(m)
        # "Maarten Oude Luttikhuis", not "Maarten oude"
        oude = self.low[m - 1] == "oude" and self.cap[m - 1] and k > wijze.begin
        if not (oude or self.low[m - 1] in self.w.voorvoegsel_laatste):
            return None
        if not (voor or self.cap[k] or self.prefix_alone(k, m, wijze.na_titel)):
            return None
        streng = wijze.streng or not self.cap[m]
        if not (
            self._is_surname(m, streng=streng, na_naam=voor)
            or (k > wijze.begin and self.cap[m] and self.is_onbekend(m, _GEWOON))
            or (k > wijze.begin and self._is_from_plaats(k, m))
        ):
            return None
        if not (self.cap[m] or (wijze.klein and self._may_be_small(k, m, wijze.begin))):
            return None
        return _Deel(m + 1, int(self.is_achter[m] or m - k > 1), achternaam=True)

    def _is_from_plaats(self, k: int, m: int) -> bool:
        """ "Gijs van Amstelveen": a sure first name and a place, which is likelier his name than where he works."""
        return (
            self.cap[m]
            and self.vast[m] > 0
            and m == k + 1
            and self.low[k] == "van"
            and self.low[m].endswith(self.w.eind_plaats)
            and self.is_voor[k - 1]
            and not self.plain(k - 1)
        )

    def _parse_word(self, k: int, wijze: _Wijze) -> _Deel | None:
        """A first name, or a surname without a prefix."""
        if self.vast[k] == 2 or not (self.cap[k] or wijze.klein):
            return None
        begin, na_titel = wijze.begin, wijze.na_titel
        voor = na_titel or k > begin
        naam = (self.is_voor[k] and self.vast[k] == 0) or self._is_surname(
            k, streng=True, na_naam=voor
        )
        if self.cap[k]:
            if not naam and self._is_second_surname(k, begin):
                return _Deel(k + 1, achternaam=True)
            if not naam and (wijze.streng or not self._is_surname(k, streng=False, na_naam=voor)):
                return None
            if self.low[k] in self.lijst.woorden and not naam:
                return None
        elif not naam or (
            self.low[k] in self.lijst.gewoon and not self._small_after_title(k, begin, na_titel)
        ):
            return None
        return _Deel(k + 1, int(naam), achternaam=k > begin and self.is_achter[k])

    def _is_second_surname(self, k: int, begin: int) -> bool:
        """ "Maria da Silva | Costa"."""
        dubbel = k - begin > 2 and self.low[k - 2] in self.w.voorvoegsel_dubbel
        return dubbel and self.gap(k) == " " and self._is_surname(k, streng=False, na_naam=True)

    def _may_be_small(self, k: int, m: int, i: int) -> bool:
        """Not "gezin Jansen uit de wijk": after a name these small words are prepositions."""
        return k == i or self.low[k] not in self.w.voor_plaats or self.low[m - 1] in {"den", "der"}

    def _small_after_title(self, k: int, i: int, na_titel: bool) -> bool:
        return na_titel and k == i and self.is_achter[k] and self.low[k] not in self.w.werkwoord

    def prefix_alone(self, k: int, m: int, na_titel: bool) -> bool:
        """Whether a surname with a prefix needs no cue: "van der Meer" yes, "van Beek" no."""
        if na_titel:
            return True
        if self.low[k] in {"el", "ait", "von"} or (m - k > 1 and self.low[m - 1] in {"der", "den"}):
            return self.cap[m]
        return self.cap[m] and self.is_achter[m] and not self.plain(m)

    def connects(self, k: int) -> bool:
        gap = self.gap(k)
        if gap in {" ", "-", "\u00a0", "  "}:
            return True
        return gap in {".", ". "} and self.is_initial(k - 1)

    def _is_double_name(self, k: int) -> bool:
        """ "Boonstra - de Haan": a married name with room around its hyphen."""
        if self.gap(k) != " - " or not self.is_achter[k - 1]:
            return False
        return self.is_achter[k] or self.low[k] in self.w.voorvoegsel_laatste

    def _connects_name(self, k: int) -> bool:
        return self.is_achter[k] or self.is_voor[k] or self.low[k] in self.w.voorvoegsel

    # -- names that are no person --

    def end_of_straat(self, i: int, end: int, cue: str) -> int:
        """Where a street called after somebody ends, without a number ("Johan de Wittlaan"); *i* when it is none."""
        if cue == "titel" and self.low[i - 1] not in self.w.voor_straat:
            return i
        if cue and cue not in {"titel", "functie"}:
            return i
        na_lidwoord = i > 0 and self.low[i - 1] in {"de", "het"} and self.gap(i) == " "
        for k in range(end - 1, min(end + _LANGSTE_STRAAT, self.n)):
            if k >= end and not (self.gap(k) == " " and (self.cap[k] or self._is_prefix(k))):
                return i
            eigen = len(self.low[k]) > 6 and not self.is_achter[k]
            if self.cap[k] and eigen and self._is_straat(k, na_lidwoord=na_lidwoord):
                return k + 1
        return i

    def _is_straat(self, k: int, *, na_lidwoord: bool) -> bool:
        """Whether word *k* ends the name of a street: "Loeffplein", and behind an article "Dreesweg"."""
        woord = self.low[k]
        if woord.endswith(self.w.straat) or (
            na_lidwoord and woord.endswith(self.w.straat_misschien)
        ):
            return True
        stam = woord.removesuffix("weg")
        return stam != woord and bool({stam, stam.removesuffix("s")} & self.lijst.achter)

    def is_ambt(self, i: int) -> bool:
        """ "Meneer de | burgemeester": whom somebody speaks to, by office."""
        return (
            i < self.n
            and not self.cap[i]
            and self.low[i] in self.w.ambt
            and (self.low[i] in self.lijst.gewoon or not self.is_achter[i])
        )

    def is_begrip(self, i: int) -> bool:
        """ "de Heer der Heerlijkheid" and "Mevrouw de Wethouder": a known word, and no surname."""
        return (
            not self.is_achter[i]
            and self.low[i].endswith(self.w.eind_functie)
            and not is_zeldzaam(self.low[i])
        )

    # -- what stands behind a word, and names in small letters --

    def before_name(self, i: int) -> bool:
        """Whether a word that is also a name has another name behind it: "mei ling chen"."""
        return (
            self.gap(i + 1) == " "
            and (self.is_voor[i + 1] or self.is_achter[i + 1])
            and not self.plain(i + 1)
        )

    def before_werkwoord(self, i: int) -> bool:
        return self.gap(i + 1) == " " and self.low[i + 1] in self.w.werkwoord_na_naam

    def small_rest(self, i: int) -> int:
        """Where a name ends that begins with an unknown small word: "ik heet yarah el moutaki"."""
        k = i + 1
        while k < self.n and self.gap(k) == "-":
            k += 1
        if k < self.n and self.connects(k):
            end, delen, _ = self.parse(k, streng=True, klein=True, na_titel=True)
            if delen and (self.is_achter[end - 1] and not self.plain(end - 1)):
                return end
            return max(k, self.small_unknown(k))
        return k

    def bare_initial(self, i: int) -> int:
        """ "mw a de boer" and "tnv g bakker": after a cue, a letter without a point and a surname, else *i*."""
        if self.low[i] in _GEEN_VOORLETTER or self.gap(i + 1) != " ":
            return i
        k = i + 1
        while k < self.n and self.low[k] in self.w.voorvoegsel and self.gap(k + 1) == " ":
            k += 1
        if k >= self.n or (k > i + 1 and self.low[k - 1] not in self.w.voorvoegsel_laatste):
            return i
        gewoon = self.low[k] in self.lijst.woorden and k == i + 1
        return k + 1 if self.is_achter[k] and not gewoon and self.vast[k] < 2 else i

    def small_initials(self, i: int, *, onbekend_mag: bool) -> int:
        """ "p. hogendoorn" and "j.p. de boer": letters with points and a surname, else *i*."""
        k = i
        while k < self.n and k - i < LANGSTE_NAAM and self.is_letter(k) and not self.cap[k]:
            k += 1
            if k >= self.n or self.gap(k) not in {".", ". "}:
                return i
        voor = k
        while k < self.n and self.low[k] in self.w.voorvoegsel and self.gap(k + 1) == " ":
            k += 1
        if k >= self.n or (k > voor and self.low[k - 1] not in self.w.voorvoegsel_laatste):
            return i
        # "dhr j. van wijk": between a cue and this prefix even an ordinary word is a surname.
        # "leraar p. van essen": nor is it a place.
        zeker = onbekend_mag and k > voor
        gewoon = not zeker and (self.low[k] in self.lijst.gewoon or self.vast[k] > 0)
        van_plaats = zeker and self.low[k - 1] == "van" and self.vast[k] > 0
        listed = van_plaats or (self.is_achter[k] and not gewoon and self.vast[k] < 2)
        if listed and (onbekend_mag or k > voor or self.low[k] not in self.lijst.ook_woord):
            return k + 1
        return k + 1 if onbekend_mag and self.is_onbekend(k) else i

    def small_unknown(self, i: int) -> int:
        """After a title: "el khatib-bakker", a surname in no list after a prefix that is no preposition."""
        k = i
        while k < self.n and self.low[k] in self.w.voorvoegsel and (k == i or self.connects(k)):
            k += 1
        if k in (i, self.n) or not self.connects(k):
            return i
        if self.low[k - 1] not in self.w.voorvoegsel_vast and not self.is_onbekend(k):
            return i
        if self.vast[k] or self.low[k] in self.lijst.gewoon or self.end[k] - self.start[k] < 3:
            return i
        while k + 1 < self.n and self.gap(k + 1) == "-":
            k += 1
        return k + 1

    def parse_pair(self, i: int) -> int:
        end, delen, achternaam = self.parse(i, streng=False, klein=False, na_titel=False)
        return end if achternaam and end - i > 1 and delen else i

    def ends_name(self, i: int) -> bool:
        if self.after(i) != " ":
            return True
        return i + 1 >= self.n or self.low[i + 1] in self.w.na_naam

    def is_organisatie(self, i: int, end: int, after_cue: bool) -> bool:
        if (
            end < self.n
            and self.gap(end) in {" ", "-"}
            and self.low[end] in self.w.na_organisatie
            and (self.cap[end] or self.gap(end) == "-")
        ):
            return True
        if end < self.n and self.gap(end) == "-":
            return True
        if end - i > 1 and self.low[end - 1] in self.w.na_organisatie and self.cap[end - 1]:
            return not self.is_achter[end - 1]
        if (
            end < self.n
            and self.cap[end]
            and self.gap(end) == " "
            and self.low[end].endswith(self.w.eind_organisatie)
        ):
            return True
        if (
            end - i > 1
            and not self.is_achter[end - 1]
            and self.low[end - 1].endswith(self.w.eind_organisatie)
        ):
            return True
        if after_cue or i == 0:
            return False
        gap = self.gap(i)
        return gap == "-" or (gap in {" ", ". "} and self.low[i - 1] in self.w.voor_organisatie)
