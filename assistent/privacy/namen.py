"""Names of persons: by title, by cue, or as a first name with a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import fold, read_maskeerwoorden, read_namenlijsten

_LANGSTE_NAAM = 8
_TOKEN = re.compile(r"['’][ts]\b|[^\W\d_]+(?:['’][^\W\d_]{2,})*")
_NA_CUE = re.compile(r"[ \t]?[:,.!]{0,2}\s{0,3}")
_WOORDTEKEN = re.compile(r"[\w-]")

# What each kind of aanwijzing allows after it; the kinds themselves are explained in maskeerwoorden.yaml.
_SOEPEL = frozenset(
    {"titel", "naam", "heet", "naam_van_iets", "ikben", "ditis", "groet", "rol", "functie"}
)
_ONBEKEND_MAG = _SOEPEL - {"naam_van_iets", "ditis"}
_STRENG_KLEIN = frozenset({"titel", "naam", "heet", "naam_van_iets", "groet"})
_IK = frozenset({"ikben", "ditis"})
_KLEIN_VERDER = _STRENG_KLEIN | {"ikben"}
_KOMMA_MAG = _IK | {"groet", "aanhef"}

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
        self.voorletter = frozenset(w.voorletter)
        self.geen_voorletters = frozenset(w.geen_voorletters)
        self.werkwoord = frozenset(w.werkwoord)
        self.na_naam = frozenset(w.na_naam)
        self.voor_organisatie = frozenset(w.voor_organisatie)
        self.na_organisatie = frozenset(w.na_organisatie)
        self.eind_organisatie = tuple(w.eind_organisatie)
        self.eind_functie = tuple(w.eind_functie)
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
        self.all_caps = t.tekst.isupper()
        matches = [m for m in _TOKEN.finditer(t.tekst) if t.is_free(m.start(), m.start() + 1)]
        self.start = [m.start() for m in matches]
        self.end = [m.end() for m in matches]
        self.low = [t.low[m.start() : m.end()] for m in matches]
        self.n = len(matches)
        self.cap = [t.tekst[s].isupper() for s in self.start]
        self.is_achter = [self._listed(w, self.lijst.achter) for w in self.low]
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
        return out

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
            if not (cue or self.cap[i] or self.is_voor[i] or self.low[i] in self.w.voorvoegsel):
                i += 1
                continue
            # "mevrouw drs. Smit": the second title is no name.
            tweede_titel = cue == "titel" and self.start[i] in titels
            end = i if tweede_titel else self._name_at(i, cue)
            if end > i:
                self._mask_words(i, end)
                i = end
            else:
                i = max(i + 1, self.verder)

    def _find_cues(self) -> Iterator[tuple[int, int, str]]:
        """Every aanwijzing: where it begins, where what follows it begins, and its kind."""
        low = self.t.low
        for begin, woord in zip(self.start, self.low, strict=True):
            frasen = self.w.cues.get(woord)
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
        k, delen, achternaam = i, 0, False
        voor = na_titel
        while k < self.n and k - i < _LANGSTE_NAAM:
            if k > i and not self._connects(k):
                break
            if self._is_initial(k) and self.vast[k] != 2:
                k, delen, voor = k + 1, delen + 1, True
                continue
            if self._is_prefix(k) and not (self.cap[k] and k == i and self.is_voor[k]):
                m = k + 1
                while m < self.n and m - k < 4 and self._is_prefix(m) and self._connects(m):
                    m += 1
                if m < self.n and voor and self._connects(m) and self._is_initial(m):
                    k = m
                    continue
                if (
                    m < self.n
                    and self.low[m - 1] in self.w.voorvoegsel_laatste
                    and self._connects(m)
                    and (voor or k > i or self.cap[k] or self._prefix_alone(k, m, na_titel))
                    and self._is_surname(m, streng=streng or not self.cap[m], na_naam=voor or k > i)
                    and (self.cap[m] or klein)
                ):
                    delen += self.is_achter[m] or m - k > 1
                    k, achternaam, voor = m + 1, True, True
                    continue
                if not (self.cap[k] and self.is_voor[k]):
                    break
            if self.vast[k] == 2 or not (self.cap[k] or klein):
                break
            naam = (self.is_voor[k] and self.vast[k] == 0) or self._is_surname(
                k, streng=True, na_naam=voor
            )
            if self.cap[k]:
                if not naam and (streng or not self._is_surname(k, streng=False, na_naam=voor)):
                    break
                if self.low[k] in self.lijst.woorden and not naam:
                    break
            elif not naam or (
                self.low[k] in self.lijst.gewoon and not self._small_after_title(k, i, na_titel)
            ):
                break
            if k > i and self.is_achter[k]:
                achternaam = True
            delen += naam
            k, voor = k + 1, True
        if k < self.n and k > i and self._gap(k) == "-" and not self._connects_name(k):
            return i, 0, False
        return k, delen, achternaam

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
        if (
            titel
            and woord in self.lijst.woorden
            and not (cap and (self.is_achter[i] or self.is_voor[i]))
            and woord not in self.w.voorvoegsel
        ):
            return i
        if cap and woord not in self.w.voorvoegsel:
            return self._cap_after_cue(i, cue)
        klein = cue in _STRENG_KLEIN
        if woord in self.w.voorvoegsel:
            if (
                woord in {"van", "de", "in", "op", "te", "uit", "aan", "het", "al"}
                and not cap
                and not titel
            ):
                return self._prefix_after_cue(i, cue)
            end, delen, _ = self._parse(
                i, streng=cue not in _SOEPEL, klein=klein or cap, na_titel=titel or cap
            )
            if titel and end == i:
                return self._small_unknown(i)
            return end if delen or titel else i
        if woord in self.lijst.gewoon and not (
            klein
            and self.is_achter[i]
            and woord not in self.lijst.woorden
            and woord not in self.w.werkwoord
        ):
            return i
        if titel and not (self.is_voor[i] or self.is_achter[i]):
            # "mw bouzambou spreekt", but not "mevrouw belt elke dag"
            volgt = self.low[i + 1] if self._gap(i + 1) == " " else ""
            return i + 1 if volgt in self.w.werkwoord_na_naam and not self.vast[i] else i
        if not (self.is_voor[i] or self.is_achter[i]):
            return i + 1 if cue in {"naam", "heet"} and self._ends_name(i) else i
        if self.vast[i] and not titel:
            return i
        end, delen, achternaam = self._parse(i, streng=True, klein=True, na_titel=titel)
        if not delen:
            return i
        if cue in _STRENG_KLEIN or (end - i > 1 and achternaam):
            return end
        if woord in self.lijst.ook_woord:
            if cue == "functie" and self.is_achter[i]:
                return end
            return end if cue in _IK and self.is_voor[i] and self._ends_name(end - 1) else i
        if cue in {"rol", "functie"} or self.is_voor[i]:
            return end
        return i

    def _small_unknown(self, i: int) -> int:
        """After a title: "el khatib-bakker", a surname in no list after a prefix that is no preposition."""
        k = i
        while k < self.n and self.low[k] in self.w.voorvoegsel and (k == i or self._connects(k)):
            k += 1
        if k >= self.n or not self._connects(k) or self.low[k - 1] not in self.w.voorvoegsel_vast:
            return i
        if self.vast[k] or self.low[k] in self.lijst.gewoon or self.end[k] - self.start[k] < 3:
            return i
        while k + 1 < self.n and self._gap(k + 1) == "-":
            k += 1
        return k + 1

    def _prefix_after_cue(self, i: int, cue: str) -> int:
        """A surname with a small prefix: "wethouder van den Berg", not "wethouder van Goes"."""
        end, delen, _ = self._parse(i, streng=True, klein=False, na_titel=False)
        if (
            end == i
            and cue in {"rol", "functie"}
            and i + 1 < self.n
            and self.low[i] in {"van", "de"}
        ):
            return self._cap_surname_after_prefix(i)
        if cue in _STRENG_KLEIN and end == i:
            end, delen, _ = self._parse(i, streng=True, klein=True, na_titel=cue != "groet")
        if not delen or end <= i:
            return i
        if end - i == 2 and self.vast[end - 1]:
            return i
        return end

    def _cap_surname_after_prefix(self, i: int) -> int:
        """ "wethouder van Dijk" and "wethouder de Groot", not "wethouder van Financiën" or a known place."""
        k = i + 1
        eigen = self.cap[k] and self.is_achter[k] and not self.vast[k] and self._connects(k)
        return (
            k + 1 if eigen and (self.low[i] == "de" or self.low[k] not in self.lijst.gewoon) else i
        )

    def _cap_after_cue(self, i: int, cue: str) -> int:
        woord = self.low[i]
        listed = self.is_voor[i] or self.is_achter[i] or self._is_initial(i)
        titel = cue == "titel"
        if self.vast[i] and not (titel and self.is_achter[i]):
            return i
        if not listed:
            tekst = self.t.tekst[self.start[i] : self.end[i]]
            if (
                woord in self.lijst.gewoon
                or (tekst.isupper() and len(tekst) <= 5)
                or len(tekst) == 1
            ):
                return i
            if self._gap(i + 1) == "-" and not (i + 1 < self.n and self.cap[i + 1]):
                return i
            if not titel and woord.endswith(self.w.eind_functie):
                return self._parse_pair(i)
            if cue == "aanhef":
                return (
                    i + 1
                    if self._after(i) in {",", ""} and woord not in self.lijst.gewoon
                    else self._parse_pair(i)
                )
            if cue not in _ONBEKEND_MAG:
                return self._parse_pair(i)
        elif woord in self.lijst.gewoon and not titel:
            end, delen, achternaam = self._parse(i, streng=True, klein=False, na_titel=False)
            sterk = cue in _STRENG_KLEIN | {"rol"} or (cue in _IK and self.is_voor[i])
            return (
                end
                if achternaam
                or (sterk and self.is_voor[i] and woord not in self.lijst.woorden and delen)
                else i
            )
        end, _, _ = self._parse(i, streng=False, klein=False, na_titel=titel)
        return end

    def _parse_pair(self, i: int) -> int:
        end, delen, achternaam = self._parse(i, streng=False, klein=False, na_titel=False)
        return end if achternaam and end - i > 1 and delen else i

    def _ends_name(self, i: int) -> bool:
        if self._after(i) != " ":
            return True
        return i + 1 >= self.n or self.low[i + 1] in self.w.na_naam

    def _on_its_own(self, i: int) -> int:
        woord = self.low[i]
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
            if delen and end - i >= 2 and self._prefix_stands(i, end):
                return end
            return i
        if self.cap[i] and self.is_achter[i]:
            end, _, _ = self._parse(i, streng=True, klein=False, na_titel=False)
            return end if not self._plain(i) and len(woord) > 3 else i
        if (
            not self.cap[i]
            and self.is_voor[i]
            and woord not in self.lijst.gewoon
            and not self.vast[i]
        ):
            return self._small_pair(i)
        return i

    def _begins_alone(self, i: int) -> bool:
        """In "van Jansen" the first word is a preposition, in "van der Meer" a part of the name."""
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

    def _prefix_stands(self, i: int, end: int) -> bool:
        laatste = end - 1
        first = i
        while first < end and self.low[first] in self.w.voorvoegsel:
            first += 1
        if first >= end or not self.cap[first]:
            return False
        return self._prefix_alone(i, first, False) and not self.vast[laatste]

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
            return end if len(woord) > 2 or end - i > 1 else i
        los_einde = end
        end, delen, achternaam = self._parse(i, streng=True, klein=False, na_titel=False)
        if not achternaam or end - i < 2 or delen < 2:
            if self._with_unknown(i, los_einde):
                return los_einde
            return i + 1 if woord not in self.lijst.woorden and self._beside_name(i) else i
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
        if i + 1 >= self.n or not self._connects(i + 1) or self._begins_sentence(i):
            return i
        end, delen, achternaam = self._parse(i, streng=False, klein=False, na_titel=False)
        zeker = any(self.is_achter[k] and not self._plain(k) for k in range(i + 1, end))
        return end if achternaam and zeker and delen else i

    def _begins_sentence(self, i: int) -> bool:
        return i == 0 or self._gap(i).strip()[-1:] in {".", "!", "?", ":"}

    def _small_pair(self, i: int) -> int:
        end, _, achternaam = self._parse(i, streng=True, klein=True, na_titel=False)
        if not achternaam or end - i < 2:
            return i
        if self.low[i] not in self.lijst.ook_woord:
            return end
        return (
            end if any(self.is_achter[k] and not self._plain(k) for k in range(i + 1, end)) else i
        )

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
