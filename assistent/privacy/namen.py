"""Names of persons: by title, by cue, or as a first name with a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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

_LANGSTE_NAAM = 8
# "v.d." and "v/d" are one word, as "van der" would be two.
_TOKEN = re.compile(r"['’][ts]\b|(?<!\w)v[./]? ?d\b\.?(?=\s)|[^\W\d_]+(?:['’][^\W\d_]{2,})*", re.I)
_NA_CUE = re.compile(r"[ \t]?[:,.!]{0,2}\s{0,3}")
_WOORDTEKEN = re.compile(r"[\w-]")
# "Kyano (4)", "Kyano van 4", "Kyano, 4 jaar": only of a person.
_LEEFTIJD = re.compile(
    r" ?\(\d{1,2}(?: ?jaar)?\)| van \d{1,2}(?= [^\W\d]|[.,]|\Z)|, \d{1,2} jaar\b"
)
# Behind a first name ("Stijn van Gool") a word may be less rare (Zipf scale).
_GEWOON = 3.5
_KORTSTE_LOS = 4

# What each kind of aanwijzing allows after it; the kinds themselves are explained in maskeerwoorden.yaml.
_SOEPEL = frozenset(
    {"titel", "naam", "heet", "naam_van_iets", "ikben", "ditis", "groet", "rol", "functie"}
)
# The kinds after which what was never seen before is a name, even with a small letter.
_ZEKER = frozenset({"titel", "naam", "heet"})
_ONBEKEND_MAG = _SOEPEL - {"naam_van_iets", "ditis"}
_STRENG_KLEIN = frozenset({"titel", "naam", "heet", "naam_van_iets", "groet"})
_IK = frozenset({"ikben", "ditis"})
_MENS = frozenset({"rol", "functie"})
_KLEIN_VERDER = _STRENG_KLEIN | {"ikben"}
# "mevrouw u bakker" is no initial, nor is "cliënt n boete" (for "een").
_GEEN_VOORLETTER = frozenset("nu")
# Prefixes that are no word of Dutch.
_VREEMD = frozenset({"el", "ait", "aït", "ibn", "abu"})
_KOMMA_MAG = _IK | {"groet", "aanhef"}


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


def mask_namen(t: Tekst, vast: VasteNamen) -> None:
    """Mask the names of persons in what is not decided yet; *vast* are names that stay."""
    _Namen(t, vast).mask()


class _Woorden:
    """The words of maskeerwoorden.yaml in the form in which looking them up is fast."""

    def __init__(self) -> None:
        w = read_maskeerwoorden()
        self.voorvoegsel = frozenset(w.voorvoegsel)
        self.voorvoegsel_laatste = frozenset(w.voorvoegsel_laatste)
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


class _Namen:
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
                    len(self._gap(k)) > 3 for k in range(i + 1, j)
                ):
                    continue
                if len(frase) > 1 and all(self.is_voor[i:j]) and self._has_surname(j):
                    continue
                ook_naam = len(frase) == 1 and (self.is_voor[i] or self.is_achter[i])
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

    def _gap(self, i: int) -> str:
        """What stands between word i - 1 and word i; never matches anything joined at the edges."""
        return self.t.tekst[self.end[i - 1] : self.start[i]] if 0 < i < self.n else "\n"

    def _after(self, i: int) -> str:
        return self.t.tekst[self.end[i] : self.end[i] + 1]

    def mask(self) -> None:
        cues: dict[int, str] = {}
        titels = set()
        for begin, end, soort in self._find_cues():
            cues.setdefault(end, soort)
            if soort == "titel":
                titels.add(begin)
        i = 0
        while i < self.n:
            cue = cues.get(self.start[i], "")
            begin = self.cap[i] or self.is_voor[i] or self.low[i] in self.w.voorvoegsel
            if not (cue or begin or self._is_letter(i)):
                i += 1
                continue
            # "mevrouw drs. Smit": the second title is no name.
            if cue and self.low[i] in self.w.vulwoord and not self.cap[i] and i + 1 < self.n:
                cues.setdefault(self.start[i + 1], cue)
                i += 1
                continue
            tweede_titel = bool(cue) and self.start[i] in titels
            end = i if tweede_titel else self._name_at(i, cue)
            if end > i:
                bijnaam = i > 0 and self.cap[i - 1] and self.low[i - 1] in self.w.bijnaam
                begin = i - 1 if bijnaam and self._gap(i) == " " else i
                self._mask_words(begin, end)
                meer = cue in {"titel", "functie"} and self.low[i - 1] in self.w.titel_meer
                i = self._mask_more(end, onbekend_mag=meer)
            else:
                i = max(i + 1, self.verder)

    def _mask_more(self, i: int, *, onbekend_mag: bool) -> int:
        """Mask what is added with "en" or a comma to the name that ended at word *i*; where to go on."""
        while (first := self._added(i)) < self.n and not self.vast[first]:
            klein = not self.cap[first]
            if klein and not (self.is_voor[first] and self._ends_item(first)):
                break
            end, delen, _ = self._parse(
                first, streng=not onbekend_mag, klein=klein, na_titel=onbekend_mag
            )
            if not ((delen and self.is_voor[first]) or (onbekend_mag and end > first)):
                break
            if first == i and self._plain(first) and not self._ends_item(end - 1):
                break
            if self.low[first] in self.w.werkwoord or self._is_organisatie(first, end, True):
                break
            self._mask_words(first, end)
            i = end
        return i

    def _added(self, i: int) -> int:
        """The word that "en" or a comma before word *i* adds; past the last word when there is none."""
        if self._gap(i) == ", ":
            return i
        # "raadsleden Bos (VVD) en Kaya"
        if self._gap(i) == " (" and self._gap(i + 1) in {") ", "), "}:
            i += 1
            if self._gap(i) == "), ":
                return i
            return i + 1 if self.low[i] == "en" and i + 1 < self.n else self.n
        en = i + 1 < self.n and self.low[i] == "en" and self._gap(i) == self._gap(i + 1) == " "
        return i + 1 if en else self.n

    def _ends_item(self, i: int) -> bool:
        """Whether an item of a list ends after word *i*."""
        return self._after(i) != " " or (i + 1 < self.n and self.low[i + 1] in {"en", "of"})

    def _find_cues(self) -> Iterator[tuple[int, int, str]]:
        """Every aanwijzing: where it begins, where what follows it begins, and its kind."""
        low = self.t.low
        for begin, woord in zip(self.start, self.low, strict=True):
            frasen = self.w.cues.get(woord)
            if frasen is None and low.startswith(" ", begin + len(woord)):
                if woord.endswith(self.w.eind_beroep):
                    frasen = ((woord, "functie"),)
                elif woord.endswith(self.w.eind_rol):
                    frasen = ((woord, "rol"),)
            if frasen is None or (begin and _WOORDTEKEN.match(low, begin - 1)):
                continue
            for frase, soort in frasen:
                end = begin + len(frase)
                if low.startswith(frase, begin) and not (
                    frase[-1].isalnum() and _WOORDTEKEN.match(low, end)
                ):
                    rest = _NA_CUE.match(low, end)
                    assert rest is not None
                    if "," not in low[begin : rest.end()] or soort in _KOMMA_MAG:
                        yield begin, rest.end(), soort
                        # "de moeder van Kyvano"
                        familie = soort in _MENS and woord.endswith(self.w.eind_rol)
                        if familie and low.startswith(" van ", end):
                            yield begin, end + 5, soort
                    break
                if soort == "zaak" and low.startswith(f"{frase}-", begin):
                    yield begin, end + 1, soort
                    break

    def _mask_words(self, i: int, end: int) -> None:
        start, slot = self.start[i], self.end[end - 1]
        if self.low[i][0] in "'’" and start and self.t.tekst[start - 1].isalnum():
            return
        if slot - self.start[end - 1] == 1 and self._after(end - 1) == ".":
            slot += 1
        self.t.mask(start, slot, "NAAM")

    # -- what a word can be --

    def _is_initial(self, i: int) -> bool:
        lengte = self.end[i] - self.start[i]
        if lengte == 1 and self.cap[i] and self._after(i) == " " and i + 1 < self.n:
            return self.cap[i + 1] and self.is_achter[i + 1] and not self._plain(i + 1)
        return (
            self.cap[i]
            and self._after(i) == "."
            and (lengte == 1 or self.low[i] in self.w.voorletter)
        )

    def _is_letter(self, i: int) -> bool:
        """A letter with a point: "p." in "p. hogendoorn", "k." in "melvin k."."""
        return self.end[i] - self.start[i] == 1 and self._after(i) == "."

    def _is_onbekend(self, i: int, grens: float = ZELDZAAM) -> bool:
        """Whether nobody knows word *i*: not as a word of Dutch or the field, not as a place or organisation."""
        woord = self.low[i]
        if self.vast[i] or woord in self.lijst.gewoon or len(woord) < _KORTSTE_LOS:
            return False
        return is_zeldzaam(woord, grens) and not woord.endswith(self.w.eind_functie)

    def _is_prefix(self, i: int) -> bool:
        return self.low[i] in self.w.voorvoegsel and not (
            self.cap[i] and self.end[i] - self.start[i] == 1
        )

    def _plain(self, i: int) -> bool:
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

    def _parse(self, i: int, *, streng: bool, klein: bool, na_titel: bool) -> tuple[int, int, bool]:
        """Read a name from word *i*: its end, how many parts are certain, has it a surname.

        *streng*: a part that is in no list ends the name. *klein*: small letters may take part.
        """
        wijze = _Wijze(i, streng, klein, na_titel)
        k, delen, achternaam = i, 0, False
        while k < self.n and k - i < _LANGSTE_NAAM:
            if k > i and not (self._connects(k) or (na_titel and self._is_double_name(k))):
                break
            deel = self._parse_deel(k, wijze)
            if deel is None:
                break
            k, delen, achternaam = deel.end, delen + deel.zeker, achternaam or deel.achternaam
            if deel.slot:
                break
        if k < self.n and k > i and self._gap(k) == "-" and not self._connects_name(k):
            return i, 0, False
        return k, delen, achternaam

    def _parse_deel(self, k: int, wijze: _Wijze) -> _Deel | None:
        """The part of a name that begins at word *k*; None when none does."""
        begin = wijze.begin
        if self._is_initial(k) and self.vast[k] != 2:
            return _Deel(k + 1, 1)
        if self._is_prefix(k) and not (self.cap[k] and k == begin and self.is_voor[k]):
            deel = self._parse_prefix(k, wijze)
            if deel is not None or not (self.cap[k] and self.is_voor[k]):
                return deel
        if wijze.na_titel and k > begin and self.cap[k] and self._gap(k) == "-":
            return _Deel(k + 1)
        if wijze.klein and k > begin and self._is_letter(k):
            return _Deel(k + 1, 1, slot=True)
        return self._parse_word(k, wijze)

    def _parse_prefix(self, k: int, wijze: _Wijze) -> _Deel | None:
        """A surname with its prefix, or the prefix alone when an initial follows it."""
        m = k + 1
        while m < self.n and m - k < 4 and self._is_prefix(m) and self._connects(m):
            m += 1
        if m >= self.n or not self._connects(m):
            return None
        voor = wijze.na_titel or k > wijze.begin
        if voor and self._is_initial(m):
            return _Deel(m)
        # "Maarten Oude Luttikhuis", not "Maarten oude"
        oude = self.low[m - 1] == "oude" and self.cap[m - 1] and k > wijze.begin
        if not (oude or self.low[m - 1] in self.w.voorvoegsel_laatste):
            return None
        if not (voor or self.cap[k] or self._prefix_alone(k, m, wijze.na_titel)):
            return None
        streng = wijze.streng or not self.cap[m]
        if not (
            self._is_surname(m, streng=streng, na_naam=voor)
            or (k > wijze.begin and self.cap[m] and self._is_onbekend(m, _GEWOON))
        ):
            return None
        if not (self.cap[m] or (wijze.klein and self._may_be_small(k, m, wijze.begin))):
            return None
        return _Deel(m + 1, int(self.is_achter[m] or m - k > 1), achternaam=True)

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
            if not naam and (wijze.streng or not self._is_surname(k, streng=False, na_naam=voor)):
                return None
            if self.low[k] in self.lijst.woorden and not naam:
                return None
        elif not naam or (
            self.low[k] in self.lijst.gewoon and not self._small_after_title(k, begin, na_titel)
        ):
            return None
        return _Deel(k + 1, int(naam), achternaam=k > begin and self.is_achter[k])

    def _may_be_small(self, k: int, m: int, i: int) -> bool:
        """Not "gezin Jansen uit de wijk": after a name these small words are prepositions."""
        return k == i or self.low[k] not in self.w.voor_plaats or self.low[m - 1] in {"den", "der"}

    def _small_after_title(self, k: int, i: int, na_titel: bool) -> bool:
        return na_titel and k == i and self.is_achter[k] and self.low[k] not in self.w.werkwoord

    def _prefix_alone(self, k: int, m: int, na_titel: bool) -> bool:
        """Whether a surname with a prefix needs no cue: "van der Meer" yes, "van Beek" no."""
        if na_titel:
            return True
        if self.low[k] in {"el", "ait", "von"} or (m - k > 1 and self.low[m - 1] in {"der", "den"}):
            return self.cap[m]
        return self.cap[m] and self.is_achter[m] and not self._plain(m)

    def _connects(self, k: int) -> bool:
        gap = self._gap(k)
        if gap in {" ", "-", "\u00a0", "  "}:
            return True
        return gap in {".", ". "} and self._is_initial(k - 1)

    def _is_double_name(self, k: int) -> bool:
        """ "Boonstra - de Haan": a married name with room around its hyphen."""
        if self._gap(k) != " - " or not self.is_achter[k - 1]:
            return False
        return self.is_achter[k] or self.low[k] in self.w.voorvoegsel_laatste

    def _connects_name(self, k: int) -> bool:
        return self.is_achter[k] or self.is_voor[k] or self.low[k] in self.w.voorvoegsel

    # -- where a name can be --

    def _name_at(self, i: int, cue: str) -> int:
        if self.vast[i] == 2:
            return i
        end = self._after_cue(i, cue) if cue else i
        if end == i:
            end = self._on_its_own(i)
        if end > i and cue in _KLEIN_VERDER and self._gap(end) == " ":
            end = max(end, self._small_unknown(end))
        if end > i and self._is_organisatie(i, end, bool(cue)):
            self.verder = end
            return i
        return end

    def _after_cue(self, i: int, cue: str) -> int:
        woord, cap = self.low[i], self.cap[i]
        titel = cue == "titel"
        if not cap and self._is_letter(i):
            return self._small_initials(i, onbekend_mag=True)
        if not cap and self.end[i] - self.start[i] == 1 and (end := self._bare_initial(i)) > i:
            return end
        if cue == "groet" and self.is_voor[i] and i == self.n - 1 and not self.vast[i]:
            return i + 1
        if (
            titel
            and woord in self.lijst.woorden
            and not (cap and (self.is_achter[i] or self.is_voor[i]))
            and woord not in self.w.voorvoegsel
        ):
            return i
        if cap and woord not in self.w.voorvoegsel:
            return self._cap_after_cue(i, cue)
        if woord in self.w.voorvoegsel:
            return self._prefixed_after_cue(i, cue)
        return self._small_after_cue(i, cue)

    def _prefixed_after_cue(self, i: int, cue: str) -> int:
        woord, cap, titel = self.low[i], self.cap[i], cue == "titel"
        voorzetsel = {"van", "de", "in", "op", "te", "uit", "aan", "het", "al"}
        if woord in voorzetsel and not cap and not titel:
            return self._prefix_after_cue(i, cue)
        end, delen, _ = self._parse(
            i, streng=cue not in _SOEPEL, klein=cue in _STRENG_KLEIN or cap, na_titel=True
        )
        # "wethouder el amrani"
        if end == i and (titel or (cue in _MENS and woord in _VREEMD)):
            return self._small_unknown(i)
        if self._is_begrip(end - 1):
            return i
        if woord == "van" and not cap and end - i == 2 and not self.is_achter[end - 1]:
            return i
        return end if delen or titel or (cap and cue in _MENS) else i

    def _is_begrip(self, i: int) -> bool:
        """ "de Heer der Heerlijkheid" and "Mevrouw de Wethouder": a known word, and no surname."""
        return (
            not self.is_achter[i]
            and self.low[i].endswith(self.w.eind_functie)
            and not is_zeldzaam(self.low[i])
        )

    def _small_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with the small word *i*."""
        woord, titel = self.low[i], cue == "titel"
        if cue in _ZEKER and self.is_voor[i] and self._before_name(i):
            return self._parse(i + 1, streng=True, klein=True, na_titel=True)[0]
        if woord in self.lijst.gewoon and not (
            cue in _STRENG_KLEIN
            and self.is_achter[i]
            and woord not in self.lijst.woorden
            and woord not in self.w.werkwoord
        ):
            return i
        if not (self.is_voor[i] or self.is_achter[i]):
            return self._unknown_after_cue(i, cue)
        if self.vast[i] and not titel:
            return i
        end, delen, achternaam = self._parse(i, streng=True, klein=True, na_titel=titel)
        if not delen:
            return i
        if cue in _STRENG_KLEIN or (end - i > 1 and achternaam and self.is_voor[i]):
            return end
        if woord in self.lijst.ook_woord:
            return self._ook_woord_after_cue(i, cue, end)
        return end if cue in _MENS or cue == "contact" or self.is_voor[i] else i

    def _unknown_after_cue(self, i: int, cue: str) -> int:
        if cue == "titel":
            # "mw bouzambou spreekt", but not "mevrouw belt elke dag"
            spreekt = self._before_werkwoord(i) and not self.vast[i]
            return i + 1 if spreekt or self._is_onbekend(i) else i
        if cue in _MENS:
            # "mijn oom sjra heeft" and "wethouder bouzambou wil"
            wie = cue == "functie" or self._is_of_someone(i)
            eigen = wie and self._is_onbekend(i) and self._before_werkwoord(i)
        else:
            eigen = self._is_onbekend(i) or (self._ends_name(i) and is_zeldzaam(self.low[i]))
        return self._small_rest(i) if eigen and cue in _ZEKER | _MENS else i

    def _ook_woord_after_cue(self, i: int, cue: str, end: int) -> int:
        """Whether a name that is a word too ends at *end*, at the next word or, when it is none, at *i*."""
        if cue == "functie" and self.is_achter[i]:
            return end
        if cue in _IK:
            return end if self.is_voor[i] and self._ends_name(end - 1) else i
        if cue in _MENS and self._acts(i):
            return i + 1
        if cue == "contact" or (cue in _MENS and self._is_of_someone(i)):
            eigen = self.is_voor[i] and self.low[i] not in self.w.werkwoord and self._ends_name(i)
            return i + 1 if eigen else i
        return i

    def _is_of_someone(self, i: int) -> bool:
        """Whether the word before word *i* is somebody's: "mijn oom | sjra"."""
        return i > 1 and self.low[i - 2] in self.w.van_wie

    def _acts(self, i: int) -> bool:
        """Whether word *i* is a first name by what follows: "haar man bas is", "haar zoontje milan van 6"."""
        if not self.is_voor[i] or self.low[i] in self.w.werkwoord:
            return False
        return self._before_werkwoord(i) or bool(_LEEFTIJD.match(self.t.tekst, self.end[i]))

    def _acts_in_zin(self, i: int) -> bool:
        """ "..., Merel leest mee", but not "de Storm is" nor at the beginning, where any word has its capital."""
        doet = self._acts(i) or self.low[i + 1 : i + 2] in (["ook"], ["zelf"])
        return (
            doet
            and self.low[i] not in self.w.werkwoord
            and not self._begins_sentence(i)
            and not self._is_place(i)
            and not self._is_among_places(i)
            and self.low[i] not in self.lijst.gewoon
            and self.low[i - 1] not in self.w.voorvoegsel
            and self.low[i - 1] not in self.w.bezit
        )

    def _before_name(self, i: int) -> bool:
        """Whether a word that is also a name has another name behind it: "mei ling chen"."""
        return (
            self._gap(i + 1) == " "
            and (self.is_voor[i + 1] or self.is_achter[i + 1])
            and not self._plain(i + 1)
        )

    def _before_werkwoord(self, i: int) -> bool:
        return self._gap(i + 1) == " " and self.low[i + 1] in self.w.werkwoord_na_naam

    def _small_rest(self, i: int) -> int:
        """Where a name ends that begins with an unknown small word: "ik heet yarah el moutaki"."""
        k = i + 1
        while k < self.n and self._gap(k) == "-":
            k += 1
        if k < self.n and self._connects(k):
            end, delen, _ = self._parse(k, streng=True, klein=True, na_titel=True)
            if delen and (self.is_achter[end - 1] and not self._plain(end - 1)):
                return end
            return max(k, self._small_unknown(k))
        return k

    def _bare_initial(self, i: int) -> int:
        """ "mw a de boer" and "tnv g bakker": after a cue, a letter without a point and a surname, else *i*."""
        if self.low[i] in _GEEN_VOORLETTER or self._gap(i + 1) != " ":
            return i
        k = i + 1
        while k < self.n and self.low[k] in self.w.voorvoegsel and self._gap(k + 1) == " ":
            k += 1
        if k >= self.n or (k > i + 1 and self.low[k - 1] not in self.w.voorvoegsel_laatste):
            return i
        gewoon = self.low[k] in self.lijst.woorden and k == i + 1
        return k + 1 if self.is_achter[k] and not gewoon and self.vast[k] < 2 else i

    def _small_initials(self, i: int, *, onbekend_mag: bool) -> int:
        """ "p. hogendoorn" and "j.p. de boer": letters with points and a surname, else *i*."""
        k = i
        while k < self.n and k - i < _LANGSTE_NAAM and self._is_letter(k) and not self.cap[k]:
            k += 1
            if k >= self.n or self._gap(k) not in {".", ". "}:
                return i
        voor = k
        while k < self.n and self.low[k] in self.w.voorvoegsel and self._gap(k + 1) == " ":
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
        return k + 1 if onbekend_mag and self._is_onbekend(k) else i

    def _small_unknown(self, i: int) -> int:
        """After a title: "el khatib-bakker", a surname in no list after a prefix that is no preposition."""
        k = i
        while k < self.n and self.low[k] in self.w.voorvoegsel and (k == i or self._connects(k)):
            k += 1
        if k in (i, self.n) or not self._connects(k):
            return i
        if self.low[k - 1] not in self.w.voorvoegsel_vast and not self._is_onbekend(k):
            return i
        if self.vast[k] or self.low[k] in self.lijst.gewoon or self.end[k] - self.start[k] < 3:
            return i
        while k + 1 < self.n and self._gap(k + 1) == "-":
            k += 1
        return k + 1

    def _prefix_after_cue(self, i: int, cue: str) -> int:
        """A surname with a small prefix: "wethouder van den Berg", not "wethouder van Goes"."""
        if cue == "zaak" and self.low[i] == "van":
            return i
        end, delen, _ = self._parse(i, streng=True, klein=False, na_titel=False)
        if (
            end == i
            and cue in _MENS
            and self.cap[i + 1 : i + 2] == [True]
            and i + 1 < self.n
            and self.low[i] in {"van", "de"}
        ):
            return self._cap_surname_after_prefix(i)
        if cue in _STRENG_KLEIN and end == i:
            end, delen, _ = self._parse(i, streng=True, klein=True, na_titel=cue != "groet")
        elif cue == "functie" and end == i:
            # "wijkagent de ruiter kent": only what somebody does shows that it is a name.
            end, delen, _ = self._parse(i, streng=True, klein=True, na_titel=True)
            end = end if self._before_werkwoord(end - 1) else i
            if end == i and self.low[i + 1 : i + 2] in (["den"], ["der"]):
                return self._small_unknown(i)
        if not delen or end <= i:
            return i
        if end - i == 2 and self.vast[end - 1]:
            return i
        # "de vader van Sem": the first name is masked by itself.
        return i if self.low[i] == "van" and end - i == 2 and self.is_voor[end - 1] else end

    def _cap_surname_after_prefix(self, i: int) -> int:
        """ "wethouder van Dijk" and "wethouder de Groot", not "wethouder van Financiën" or a known place."""
        k = i + 1
        eigen = self.cap[k] and self.is_achter[k] and not self.vast[k] and self._connects(k)
        return (
            k + 1 if eigen and (self.low[i] == "de" or self.low[k] not in self.lijst.gewoon) else i
        )

    def _cap_after_cue(self, i: int, cue: str) -> int:
        woord = self.low[i]
        titel = cue == "titel"
        if self.vast[i] and not (titel and self.is_achter[i]):
            return i
        if cue == "ditis" and woord in self.lijst.ook_woord and not self.is_voor[i]:
            return self._parse_pair(i)
        if not (self.is_voor[i] or self.is_achter[i] or self._is_initial(i)):
            return self._unlisted_after_cue(i, cue)
        if woord in self.lijst.gewoon and not titel:
            return self._gewoon_after_cue(i, cue)
        return self._parse(i, streng=False, klein=False, na_titel=titel)[0]

    def _unlisted_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with a capital and is in no list."""
        woord, titel = self.low[i], cue == "titel"
        tekst = self.t.tekst[self.start[i] : self.end[i]]
        if woord in self.lijst.gewoon or (tekst.isupper() and len(tekst) <= 5) or len(tekst) == 1:
            return i
        if self._gap(i + 1) == "-" and not (i + 1 < self.n and self.cap[i + 1]):
            return i
        if not titel and woord.endswith(self.w.eind_functie):
            return self._parse_pair(i)
        if cue == "aanhef":
            return i + 1 if self._after(i) in {",", ""} else self._parse_pair(i)
        if cue not in _ONBEKEND_MAG:
            return self._parse_pair(i)
        return self._parse(i, streng=False, klein=False, na_titel=titel)[0]

    def _gewoon_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with a capital and with a name that is an ordinary word."""
        end, delen, achternaam = self._parse(i, streng=True, klein=False, na_titel=False)
        if cue == "functie" and self.is_achter[i] and self._before_werkwoord(i):
            return i + 1
        sterk = cue in _STRENG_KLEIN | {"rol"} or (cue in _IK and self.is_voor[i])
        eigen = self.is_voor[i] and self.low[i] not in self.lijst.woorden
        return end if achternaam or (sterk and eigen and delen) else i

    def _parse_pair(self, i: int) -> int:
        end, delen, achternaam = self._parse(i, streng=False, klein=False, na_titel=False)
        return end if achternaam and end - i > 1 and delen else i

    def _ends_name(self, i: int) -> bool:
        if self._after(i) != " ":
            return True
        return i + 1 >= self.n or self.low[i + 1] in self.w.na_naam

    def _on_its_own(self, i: int) -> int:
        woord = self.low[i]
        if self.cap[i] and (self._is_aged(i) or self._is_apposed(i)):
            return i + 1
        if not self.cap[i] and self._is_letter(i):
            return (
                i if i and self._is_letter(i - 1) else self._small_initials(i, onbekend_mag=False)
            )
        if self._is_initial(i):
            return i if i and self._is_initial(i - 1) else self._after_initials(i)
        if self.cap[i] and self.is_voor[i] and not self.vast[i]:
            return self._from_voornaam(i)
        if self.cap[i] and woord not in self.w.voorvoegsel and not self.is_achter[i]:
            return self._unknown_with_achternaam(i)
        if woord in self.w.voorvoegsel:
            if not self._begins_alone(i):
                return i
            end, delen, _ = self._parse(i, streng=True, klein=False, na_titel=False)
            if delen and end - i >= 2 and (self._prefix_stands(i, end) or self._is_someone(i, end)):
                return end
            return self._van_alone(i) if woord == "van" else i
        if self.cap[i] and self.is_achter[i]:
            # "in Vaassen" is a place, although Van Vaassen is a surname.
            if self._plain(i) or len(woord) < _KORTSTE_LOS or self._is_place(i):
                return i
            if self._is_among_places(i):
                return i
            return self._parse(i, streng=True, klein=False, na_titel=False)[0]
        if (
            not self.cap[i]
            and self.is_voor[i]
            and woord not in self.lijst.gewoon
            and not self.vast[i]
        ):
            return self._small_pair(i)
        return i

    def _is_place(self, i: int) -> bool:
        return self._gap(i) == " " and self.low[i - 1] in self.w.voor_plaats

    def _is_among_places(self, i: int) -> bool:
        """In "Loosbroek, Molendijk en Vinkel" what stands beside it is no person either."""
        for stap in (-1, 1):
            j = i + stap
            if 0 <= j < self.n and self.low[j] == "en" and self._gap(max(i, j)) == " ":
                j += stap
            elif self._gap(max(i, j)) != ", ":
                continue
            if 0 <= j < self.n and self.cap[j] and not (self.is_voor[j] or self.is_achter[j]):
                return True
            if 0 <= j < self.n and self.vast[j]:
                return True
        return False

    def _is_aged(self, i: int) -> bool:
        """ "Kyano (4)", of a name in no list."""
        if not _LEEFTIJD.match(self.t.tekst, self.end[i]) or self._gap(i) == "-":
            return False
        listed = self.is_voor[i] and not self.vast[i] and self.low[i] not in self.lijst.woorden
        return listed or self._is_onbekend(i)

    def _is_apposed(self, i: int) -> bool:
        """ "Bos, onze jurist, denkt": a name that is a word too, with who it is behind it."""
        return (
            self._gap(i + 1) == ", "
            and (self.is_achter[i] or self.is_voor[i])
            and not self.vast[i]
            and self.low[i] not in self.lijst.woorden
            and self.low[i + 1] in self.w.bezit
            and i + 2 < self.n
            and self.low[i + 2] in self.w.mens
        )

    def _begins_alone(self, i: int) -> bool:
        """In "van Jansen" the first word is a preposition, in "van der Meer" a part of the name."""
        # "In Den Bosch", at the beginning
        if self.low[i] in {"in", "uit"} and self.cap[i : i + 2] == [True, True]:
            return False
        if self.cap[i] or self.low[i] in {"de", "den", "el", "ait", "von", "'t", "’t", "ter"}:
            return True
        volgt = self.low[i + 1] if i + 1 < self.n else ""
        if self.low[i] == "in":
            return volgt in {"'t", "’t"}
        return (
            self.low[i] == "van"
            and volgt in {"der", "den", "de", "'t", "’t"}
            and not self.cap[i + 1]
        )

    def _van_alone(self, i: int) -> int:
        """ "van der zee belt" and "tegen Van Vliet loopt": hardly ever anything else than a name."""
        k = i + 1
        if self.cap[i]:
            zeker = self._gap(i) == " " and i > 0 and not self._begins_sentence(i)
        else:
            zeker, k = self.low[k] == "der" and not self.cap[k], k + 1
        if not zeker or k >= self.n or not self._connects(k):
            return i
        listed = self.is_achter[k] and not self.vast[k] and self.low[k] not in self.lijst.gewoon
        return k + 1 if listed and self.cap[k] == self.cap[i] else i

    def _prefix_stands(self, i: int, end: int) -> bool:
        laatste = end - 1
        first = i
        while first < end and self.low[first] in self.w.voorvoegsel:
            first += 1
        if first >= end or not self.cap[first]:
            return False
        return self._prefix_alone(i, first, False) and not self.vast[laatste]

    def _is_someone(self, i: int, end: int) -> bool:
        """ "de voogd van het kind is De Graaf": who somebody is."""
        is_ = self.cap[i] and self.cap[end - 1] and self.low[i - 1 : i] == ["is"]
        return is_ and any(w in self.w.mens for w in self.low[max(0, i - 6) : i - 1])

    def _after_initials(self, i: int) -> int:
        end, delen, _ = self._parse(i, streng=True, klein=False, na_titel=False)
        initialen = 0
        while i + initialen < end and self._is_initial(i + initialen):
            initialen += 1
        letters = "".join(self.low[i : i + initialen])
        if letters in self.w.geen_voorletters:
            return i
        if end - i > initialen and delen > initialen:
            return end
        if initialen >= 2:
            end, _, _ = self._parse(i, streng=False, klein=False, na_titel=False)
            return end if end - i > initialen else i
        return i

    def _from_voornaam(self, i: int) -> int:
        woord = self.low[i]
        end, delen, achternaam = self._parse(i, streng=False, klein=False, na_titel=False)
        if end == i:
            return i
        if not (woord in self.lijst.ook_woord or woord in self.lijst.gewoon):
            return end if len(woord) > 2 or end - i > 1 or self._beside_name(i) else i
        los_einde = end
        end, delen, achternaam = self._parse(i, streng=True, klein=False, na_titel=False)
        if not achternaam or end - i < 2 or delen < 2:
            if self._with_unknown(i, los_einde):
                return los_einde
            is_naam = self._beside_name(i) or self._acts_in_zin(i)
            return i + 1 if woord not in self.lijst.woorden and is_naam else i
        # "Wil Bergen meedoen?": a verb before a place.
        return (
            i
            if woord in self.w.werkwoord and all(self._plain(k) for k in range(i + 1, end))
            else end
        )

    def _with_unknown(self, i: int, end: int) -> bool:
        """ "Wil Roebroek" in the middle of a sentence, although neither word is a sure sign."""
        k = i + 1
        return (
            end == i + 2
            and not self._begins_sentence(i)
            and self._gap(k) == " "
            and not self.is_voor[k]
            and not self._plain(k)
            and not self.low[k].endswith(self.w.eind_functie)
            and not self.t.tekst[self.start[k] : self.end[k]].isupper()
        )

    def _beside_name(self, i: int) -> bool:
        """ "Roos en Fatima": a sure first name on the other side of "en"."""
        return any(
            0 <= i + d < self.n
            and self.low[i + d // 2] == "en"
            and self.cap[i + d]
            and self.is_voor[i + d]
            and not self._plain(i + d)
            for d in (-2, 2)
        )

    def _unknown_with_achternaam(self, i: int) -> int:
        if (
            self.low[i] in self.lijst.gewoon
            or self.vast[i]
            or not (self.end[i] - self.start[i] > 2)
        ):
            return i
        if i + 1 >= self.n or not self._connects(i + 1):
            return i
        if self._begins_sentence(i) and not self._is_onbekend(i):
            return i
        end, delen, achternaam = self._parse(i, streng=False, klein=False, na_titel=False)
        # "Kiyomid van der Veer": a surname that is a word too.
        zeker = self.low[end - 2] in {"der", "den"} or any(
            self.is_achter[k] and not self._plain(k) for k in range(i + 1, end)
        )
        return end if achternaam and zeker and delen else i

    def _begins_sentence(self, i: int) -> bool:
        return i == 0 or self._gap(i).strip()[-1:] in {".", "!", "?", ":"}

    def _small_pair(self, i: int) -> int:
        end, _, achternaam = self._parse(i, streng=True, klein=True, na_titel=False)
        if not achternaam or end - i < 2:
            return self._small_voornaam(i)
        # "jos van der ploeg": both are words too, but not with this between them.
        zeker = self.low[i] not in self.lijst.ook_woord or self.low[end - 2] in {"der", "den"}
        return (
            end
            if zeker or any(self.is_achter[k] and not self._plain(k) for k in range(i + 1, end))
            else i
        )

    def _small_voornaam(self, i: int) -> int:
        """A first name alone and in small letters: one that is no word and too long to be a slip of the pen."""
        if self.low[i] in self.lijst.ook_woord or len(self.low[i]) < _KORTSTE_LOS:
            return i
        k = i + 1
        while k < self.n and k - i < _LANGSTE_NAAM and self._gap(k) == "-" and self.is_voor[k]:
            k += 1
        if self._gap(k) == "-" and k < self.n:
            return i
        if k < self.n and self._gap(k) == " " and (self._is_letter(k) or self._is_onbekend(k)):
            k += 1
        return k

    def _is_organisatie(self, i: int, end: int, after_cue: bool) -> bool:
        if (
            end < self.n
            and self._gap(end) in {" ", "-"}
            and self.low[end] in self.w.na_organisatie
            and (self.cap[end] or self._gap(end) == "-")
        ):
            return True
        if end < self.n and self._gap(end) == "-":
            return True
        if end - i > 1 and self.low[end - 1] in self.w.na_organisatie and self.cap[end - 1]:
            return not self.is_achter[end - 1]
        if (
            end < self.n
            and self.cap[end]
            and self._gap(end) == " "
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
        gap = self._gap(i)
        return gap == "-" or (gap in {" ", ". "} and self.low[i - 1] in self.w.voor_organisatie)
