"""Finds the names of persons: by title, by cue, or as a first name with a surname (read by `lezer.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistent.privacy.lezer import KORTSTE_LOS, LANGSTE_NAAM, Lezer, VasteNamen
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import is_vervoeging, is_zeldzaam

_NA_CUE = re.compile(r"[ \t]?[:,.!]{0,2}\s{0,3}")
_WOORDTEKEN = re.compile(r"[\w-]")
# "Kyano (4)", "Kyano van 4", "Kyano, 4 jaar": only of a person.
_LEEFTIJD = re.compile(
    r" ?\(\d{1,2}(?: ?jaar)?\)| van \d{1,2}(?= [^\W\d]|[.,]|\Z)|, \d{1,2} jaar\b"
)
# What each kind of aanwijzing allows after it; the kinds themselves are explained in maskeerwoorden.yaml.
_SOEPEL = frozenset("titel naam heet naam_van_iets ikben ditis groet rol functie op_naam".split())
# The kinds after which what was never seen before is a name, even with a small letter.
_ZEKER = frozenset({"titel", "naam", "heet"})
_ONBEKEND_MAG = _SOEPEL - {"naam_van_iets", "ditis"}
_STRENG_KLEIN = frozenset({"titel", "naam", "heet", "naam_van_iets", "groet"})
_IK = frozenset({"ikben", "ditis"})
_MENS = frozenset({"rol", "functie"})
_CONTACT = frozenset({"contact", "op_naam"})
_KLEIN_VERDER = _STRENG_KLEIN | {"ikben"}
# Prefixes that are no word of Dutch.
_VREEMD = frozenset({"el", "ait", "aït", "ibn", "abu"})
_KOMMA_MAG = _IK | {"groet", "aanhef"}


def mask_namen(t: Tekst, vast: VasteNamen) -> None:
    """Mask the names of persons in what is not decided yet; *vast* are names that stay."""
    _Namen(t, vast).mask()


class _Namen:
    """Where in one text a name can be; what its words are is for the `Lezer` to tell."""

    def __init__(self, t: Tekst, vast: VasteNamen) -> None:
        self.t = t
        self.lees = lees = Lezer(t, vast)
        self.w, self.lijst, self.n = lees.w, lees.lijst, lees.n
        self.start, self.end, self.low, self.cap = lees.start, lees.end, lees.low, lees.cap
        self.is_voor, self.is_achter, self.vast = lees.is_voor, lees.is_achter, lees.vast
        self.verder = 0  # the word to go on from after a name of an organisation

    def mask(self) -> None:
        cues: dict[int, str] = {}
        titels = set()
        afkortingen = {}
        for begin, end, soort in self._find_cues():
            cues.setdefault(end, soort)
            if self.t.tekst[begin + 1 : begin + 2] == ".":
                afkortingen[begin] = end
            if soort == "titel":
                titels.add(begin)
        i = 0
        while i < self.n:
            # "t.n.v." is no row of initials.
            na_afkorting = afkortingen.get(self.start[i], 0)
            while i < self.n and self.start[i] < na_afkorting:
                i += 1
            if i == self.n:
                break
            cue = cues.get(self.start[i], "")
            begin = self.cap[i] or self.is_voor[i] or self.low[i] in self.w.voorvoegsel
            if not (cue or begin or self.lees.is_letter(i)):
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
                begin = i - 1 if bijnaam and self.lees.gap(i) == " " else i
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
            end, delen, _ = self.lees.parse(
                first, streng=not onbekend_mag, klein=klein, na_titel=onbekend_mag
            )
            if not ((delen and self.is_voor[first]) or (onbekend_mag and end > first)):
                break
            if first == i and self.lees.plain(first) and not self._ends_item(end - 1):
                break
            if self.low[first] in self.w.werkwoord or self.lees.is_organisatie(first, end, True):
                break
            self._mask_words(first, end)
            i = end
        return i

    def _added(self, i: int) -> int:
        """The word that "en" or a comma before word *i* adds; past the last word when there is none."""
        if self.lees.gap(i) == ", ":
            return i
        # "raadsleden Bos (VVD) en Kaya"
        if self.lees.gap(i) == " (" and self.lees.gap(i + 1) in {") ", "), "}:
            i += 1
            if self.lees.gap(i) == "), ":
                return i
            return i + 1 if self.low[i] == "en" and i + 1 < self.n else self.n
        en = (
            i + 1 < self.n
            and self.low[i] == "en"
            and self.lees.gap(i) == self.lees.gap(i + 1) == " "
        )
        return i + 1 if en else self.n

    def _ends_item(self, i: int) -> bool:
        """Whether an item of a list ends after word *i*."""
        return self.lees.after(i) != " " or (i + 1 < self.n and self.low[i + 1] in {"en", "of"})

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
                    if self._reaches(frase, soort, low[end : rest.end()]):
                        yield begin, rest.end(), soort
                        # "de moeder van Kyvano"
                        familie = soort in _MENS and woord.endswith(self.w.eind_rol)
                        if familie and low.startswith(" van ", end):
                            yield begin, end + 5, soort
                    break
                if soort == "zaak" and low.startswith(f"{frase}-", begin):
                    yield begin, end + 1, soort
                    break

    def _reaches(self, frase: str, soort: str, tussen: str) -> bool:
        """Whether an aanwijzing says anything of what follows *tussen*: not over a new line or sentence."""
        if "," in frase + tussen and soort not in _KOMMA_MAG:
            return False
        if soort == "groet" or ":" in frase + tussen:
            return True
        if "\n" in tussen or ("!" in tussen and soort != "aanhef"):
            return False
        return "." not in tussen or soort == "aanhef" or frase.split()[-1] in self.w.afkorting

    def _mask_words(self, i: int, end: int) -> None:
        start, slot = self.start[i], self.end[end - 1]
        if self.low[i][0] in "'’" and start and self.t.tekst[start - 1].isalnum():
            return
        if slot - self.start[end - 1] == 1 and self.lees.after(end - 1) == ".":
            slot += 1
        self.t.mask(start, slot, "NAAM")

    # -- by what stands before it, or on its own --

    def _name_at(self, i: int, cue: str) -> int:
        if self.vast[i] == 2:
            return i
        end = self._after_cue(i, cue) if cue else i
        if end == i:
            end = self._on_its_own(i)
        if end > i and cue in _KLEIN_VERDER and self.lees.gap(end) == " ":
            end = max(end, self.lees.small_unknown(end))
        if end > i and (straat := self.lees.end_of_straat(i, end, cue)) > i:
            self.verder = straat
            return i
        if end > i and self.lees.is_organisatie(i, end, bool(cue)):
            self.verder = end
            return i
        return end

    def _after_cue(self, i: int, cue: str) -> int:
        woord, cap = self.low[i], self.cap[i]
        titel = cue == "titel"
        if not cap and self.lees.is_letter(i):
            return self.lees.small_initials(i, onbekend_mag=True)
        if not cap and self.end[i] - self.start[i] == 1 and (end := self.lees.bare_initial(i)) > i:
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
        if titel and woord == "de" and self.lees.is_ambt(i + 1):
            return i
        voorzetsel = {"van", "de", "in", "op", "te", "uit", "aan", "het", "al"}
        if woord in voorzetsel and not cap and not titel:
            return self._prefix_after_cue(i, cue)
        end, delen, _ = self.lees.parse(
            i, streng=cue not in _SOEPEL, klein=cue in _STRENG_KLEIN or cap, na_titel=True
        )
        # "wethouder el amrani"
        if end == i and (titel or (cue in _MENS and woord in _VREEMD)):
            return self.lees.small_unknown(i)
        if self.lees.is_begrip(end - 1):
            return i
        if woord == "van" and not cap and end - i == 2 and not self.is_achter[end - 1]:
            return i
        return end if delen or titel or (cap and cue in _MENS | {"op_naam"}) else i

    def _small_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with the small word *i*."""
        woord, titel = self.low[i], cue == "titel"
        if cue in _ZEKER and self.is_voor[i] and self.lees.before_name(i):
            return self.lees.parse(i + 1, streng=True, klein=True, na_titel=True)[0]
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
        end, delen, achternaam = self.lees.parse(i, streng=True, klein=True, na_titel=titel)
        if not delen:
            return i
        if cue in _STRENG_KLEIN or (end - i > 1 and achternaam and self.is_voor[i]):
            return end
        if woord in self.lijst.ook_woord:
            return self._ook_woord_after_cue(i, cue, end)
        return end if cue in _MENS or cue in _CONTACT or self.is_voor[i] else i

    def _unknown_after_cue(self, i: int, cue: str) -> int:
        if cue == "titel":
            # "mw bouzambou spreekt", but not "mevrouw belt elke dag"
            spreekt = self.lees.before_werkwoord(i) and not self.vast[i]
            # "Gezin bankiert in België"
            eigen = self.lees.is_onbekend(i) and not is_vervoeging(self.low[i])
            return i + 1 if spreekt or eigen else i
        if cue in _MENS:
            # "mijn oom sjra heeft" and "wethouder bouzambou wil"
            wie = cue == "functie" or self._is_of_someone(i)
            eigen = wie and self.lees.is_onbekend(i) and self.lees.before_werkwoord(i)
        else:
            eigen = self.lees.is_onbekend(i) or (
                self.lees.ends_name(i) and is_zeldzaam(self.low[i])
            )
        return self.lees.small_rest(i) if eigen and cue in _ZEKER | _MENS else i

    def _ook_woord_after_cue(self, i: int, cue: str, end: int) -> int:
        """Whether a name that is a word too ends at *end*, at the next word or, when it is none, at *i*."""
        if cue == "functie" and self.is_achter[i]:
            return end
        if cue in _IK:
            return end if self.is_voor[i] and self.lees.ends_name(end - 1) else i
        if cue in _MENS and self._acts(i):
            return i + 1
        if cue in _CONTACT or (cue in _MENS and self._is_of_someone(i)):
            eigen = (
                self.is_voor[i] and self.low[i] not in self.w.werkwoord and self.lees.ends_name(i)
            )
            return i + 1 if eigen else i
        return i

    def _is_of_someone(self, i: int) -> bool:
        """Whether the word before word *i* is somebody's: "mijn oom | sjra"."""
        return i > 1 and self.low[i - 2] in self.w.van_wie

    def _acts(self, i: int) -> bool:
        """Whether word *i* is a first name by what follows: "haar man bas is", "haar zoontje milan van 6"."""
        if not self.is_voor[i] or self.low[i] in self.w.werkwoord:
            return False
        return self.lees.before_werkwoord(i) or bool(_LEEFTIJD.match(self.t.tekst, self.end[i]))

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

    def _prefix_after_cue(self, i: int, cue: str) -> int:
        """A surname with a small prefix: "wethouder van den Berg", not "wethouder van Goes"."""
        if cue == "zaak" and self.low[i] == "van":
            return i
        end, delen, _ = self.lees.parse(i, streng=True, klein=False, na_titel=False)
        if (
            end == i
            and cue in _MENS
            and self.cap[i + 1 : i + 2] == [True]
            and i + 1 < self.n
            and self.low[i] in {"van", "de"}
        ):
            return self._cap_surname_after_prefix(i)
        if cue in _STRENG_KLEIN and end == i:
            end, delen, _ = self.lees.parse(i, streng=True, klein=True, na_titel=cue != "groet")
        elif cue == "functie" and end == i:
            # "wijkagent de ruiter kent": only what somebody does shows that it is a name.
            end, delen, _ = self.lees.parse(i, streng=True, klein=True, na_titel=True)
            end = end if self.lees.before_werkwoord(end - 1) else i
            if end == i and self.low[i + 1 : i + 2] in (["den"], ["der"]):
                return self.lees.small_unknown(i)
        if not delen or end <= i:
            return i
        if end - i == 2 and self.vast[end - 1]:
            return i
        # "de vader van Sem": the first name is masked by itself.
        return i if self.low[i] == "van" and end - i == 2 and self.is_voor[end - 1] else end

    def _cap_surname_after_prefix(self, i: int) -> int:
        """ "wethouder van Dijk" and "wethouder de Groot", not "wethouder van Financiën" or a known place."""
        k = i + 1
        eigen = self.cap[k] and self.is_achter[k] and not self.vast[k] and self.lees.connects(k)
        return (
            k + 1 if eigen and (self.low[i] == "de" or self.low[k] not in self.lijst.gewoon) else i
        )

    def _cap_after_cue(self, i: int, cue: str) -> int:
        woord = self.low[i]
        titel = cue == "titel"
        if self.vast[i] and not (titel and self.is_achter[i]):
            return i
        if cue == "ditis" and woord in self.lijst.ook_woord and not self.is_voor[i]:
            return self.lees.parse_pair(i)
        if not (self.is_voor[i] or self.is_achter[i] or self.lees.is_initial(i)):
            return self._unlisted_after_cue(i, cue)
        if woord in self.lijst.gewoon and not titel:
            return self._gewoon_after_cue(i, cue)
        return self.lees.parse(i, streng=False, klein=False, na_titel=titel)[0]

    def _unlisted_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with a capital and is in no list."""
        woord, titel = self.low[i], cue == "titel"
        tekst = self.t.tekst[self.start[i] : self.end[i]]
        if woord in self.lijst.gewoon or (tekst.isupper() and len(tekst) <= 5) or len(tekst) == 1:
            return i
        if self.lees.gap(i + 1) == "-" and not (i + 1 < self.n and self.cap[i + 1]):
            return i
        if not titel and woord.endswith(self.w.eind_functie):
            return self.lees.parse_pair(i)
        if cue == "aanhef":
            return i + 1 if self.lees.after(i) in {",", ""} else self.lees.parse_pair(i)
        if cue not in _ONBEKEND_MAG:
            return self.lees.parse_pair(i)
        return self.lees.parse(i, streng=False, klein=False, na_titel=titel)[0]

    def _gewoon_after_cue(self, i: int, cue: str) -> int:
        """Where a name ends that begins with a capital and with a name that is an ordinary word."""
        end, delen, achternaam = self.lees.parse(i, streng=True, klein=False, na_titel=False)
        if cue == "functie" and self.is_achter[i] and self.lees.before_werkwoord(i):
            return i + 1
        sterk = cue in _STRENG_KLEIN | {"rol"} or (cue in _IK and self.is_voor[i])
        eigen = self.is_voor[i] and self.low[i] not in self.lijst.woorden
        return end if achternaam or (sterk and eigen and delen) else i

    def _on_its_own(self, i: int) -> int:
        woord = self.low[i]
        if self.cap[i] and (self._is_aged(i) or self._is_apposed(i)):
            return i + 1
        if not self.cap[i] and self.lees.is_letter(i):
            return (
                i
                if i and self.lees.is_letter(i - 1)
                else self.lees.small_initials(i, onbekend_mag=False)
            )
        if self.lees.is_initial(i):
            return i if i and self.lees.is_initial(i - 1) else self._after_initials(i)
        if self.cap[i] and self.is_voor[i] and not self.vast[i]:
            return self._from_voornaam(i)
        if self.cap[i] and woord not in self.w.voorvoegsel and not self.is_achter[i]:
            return self._unknown_with_achternaam(i)
        if woord in self.w.voorvoegsel:
            if not self._begins_alone(i):
                return i
            end, delen, _ = self.lees.parse(i, streng=True, klein=False, na_titel=False)
            if delen and end - i >= 2 and (self._prefix_stands(i, end) or self._is_someone(i, end)):
                return end
            return self._van_alone(i) if woord == "van" else i
        if self.cap[i] and self.is_achter[i]:
            # "in Vaassen" is a place, although Van Vaassen is a surname.
            if self.lees.plain(i) or len(woord) < KORTSTE_LOS or self._is_place(i):
                return i
            if self._is_among_places(i):
                return i
            return self.lees.parse(i, streng=True, klein=False, na_titel=False)[0]
        if (
            not self.cap[i]
            and self.is_voor[i]
            and woord not in self.lijst.gewoon
            and not self.vast[i]
        ):
            return self._small_pair(i)
        return i

    def _is_place(self, i: int) -> bool:
        return self.lees.gap(i) == " " and self.low[i - 1] in self.w.voor_plaats

    def _is_among_places(self, i: int) -> bool:
        """In "Loosbroek, Molendijk en Vinkel" what stands beside it is no person either."""
        for stap in (-1, 1):
            j = i + stap
            if 0 <= j < self.n and self.low[j] == "en" and self.lees.gap(max(i, j)) == " ":
                j += stap
            elif self.lees.gap(max(i, j)) != ", ":
                continue
            if 0 <= j < self.n and self.cap[j] and not (self.is_voor[j] or self.is_achter[j]):
                return True
            if 0 <= j < self.n and self.vast[j]:
                return True
        return False

    def _is_aged(self, i: int) -> bool:
        """ "Kyano (4)", of a name in no list."""
        if not _LEEFTIJD.match(self.t.tekst, self.end[i]) or self.lees.gap(i) == "-":
            return False
        listed = self.is_voor[i] and not self.vast[i] and self.low[i] not in self.lijst.woorden
        return listed or self.lees.is_onbekend(i)

    def _is_apposed(self, i: int) -> bool:
        """ "Bos, onze jurist, denkt": a name that is a word too, with who it is behind it."""
        return (
            self.lees.gap(i + 1) == ", "
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
            zeker = self.lees.gap(i) == " " and i > 0 and not self._begins_sentence(i)
        else:
            zeker, k = self.low[k] == "der" and not self.cap[k], k + 1
        if not zeker or k >= self.n or not self.lees.connects(k):
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
        return self.lees.prefix_alone(i, first, False) and not self.vast[laatste]

    def _is_someone(self, i: int, end: int) -> bool:
        """ "de voogd van het kind is De Graaf": who somebody is."""
        is_ = self.cap[i] and self.cap[end - 1] and self.low[i - 1 : i] == ["is"]
        return is_ and any(w in self.w.mens for w in self.low[max(0, i - 6) : i - 1])

    def _after_initials(self, i: int) -> int:
        end, delen, _ = self.lees.parse(i, streng=True, klein=False, na_titel=False)
        initialen = 0
        while i + initialen < end and self.lees.is_initial(i + initialen):
            initialen += 1
        letters = "".join(self.low[i : i + initialen])
        if letters in self.w.geen_voorletters:
            return i
        if end - i > initialen and delen > initialen:
            return end
        if initialen >= 2:
            end, _, _ = self.lees.parse(i, streng=False, klein=False, na_titel=False)
            return end if end - i > initialen else i
        return i

    def _from_voornaam(self, i: int) -> int:
        woord = self.low[i]
        end, delen, achternaam = self.lees.parse(i, streng=False, klein=False, na_titel=False)
        if end == i:
            return i
        if not (woord in self.lijst.ook_woord or woord in self.lijst.gewoon):
            return end if len(woord) > 2 or end - i > 1 or self._beside_name(i) else i
        los_einde = end
        end, delen, achternaam = self.lees.parse(i, streng=True, klein=False, na_titel=False)
        if not achternaam or end - i < 2 or delen < 2:
            if self._with_unknown(i, los_einde):
                return los_einde
            is_naam = self._beside_name(i) or self._acts_in_zin(i)
            return i + 1 if woord not in self.lijst.woorden and is_naam else i
        # "Wil Bergen meedoen?": a verb before a place.
        return (
            i
            if woord in self.w.werkwoord and all(self.lees.plain(k) for k in range(i + 1, end))
            else end
        )

    def _with_unknown(self, i: int, end: int) -> bool:
        """ "Wil Roebroek" in the middle of a sentence, although neither word is a sure sign."""
        k = i + 1
        return (
            end == i + 2
            and not self._begins_sentence(i)
            and self.lees.gap(k) == " "
            and not self.is_voor[k]
            and not self.lees.plain(k)
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
            and not self.lees.plain(i + d)
            for d in (-2, 2)
        )

    def _unknown_with_achternaam(self, i: int) -> int:
        if (
            self.low[i] in self.lijst.gewoon
            or self.vast[i]
            or not (self.end[i] - self.start[i] > 2)
        ):
            return i
        if i + 1 >= self.n or not self.lees.connects(i + 1):
            return i
        if self._begins_sentence(i) and not self.lees.is_onbekend(i):
            return i
        end, delen, achternaam = self.lees.parse(i, streng=False, klein=False, na_titel=False)
        # "Kiyomid van der Veer": a surname that is a word too.
        zeker = self.low[end - 2] in {"der", "den"} or any(
            self.is_achter[k] and not self.lees.plain(k) for k in range(i + 1, end)
        )
        return end if achternaam and zeker and delen else i

    def _begins_sentence(self, i: int) -> bool:
        return i == 0 or self.lees.gap(i).strip()[-1:] in {".", "!", "?", ":"}

    def _small_pair(self, i: int) -> int:
        end, _, achternaam = self.lees.parse(i, streng=True, klein=True, na_titel=False)
        if not achternaam or end - i < 2:
            return self._small_voornaam(i)
        # "jos van der ploeg": both are words too, but not with this between them.
        zeker = self.low[i] not in self.lijst.ook_woord or self.low[end - 2] in {"der", "den"}
        return (
            end
            if zeker or any(self.is_achter[k] and not self.lees.plain(k) for k in range(i + 1, end))
            else i
        )

    def _small_voornaam(self, i: int) -> int:
        """A first name alone and in small letters: one that is no word and too long to be a slip of the pen."""
        if self.low[i] in self.lijst.ook_woord or len(self.low[i]) < KORTSTE_LOS:
            return i
        k = i + 1
        while k < self.n and k - i < LANGSTE_NAAM and self.lees.gap(k) == "-" and self.is_voor[k]:
            k += 1
        if self.lees.gap(k) == "-" and k < self.n:
            return i
        if (
            k < self.n
            and self.lees.gap(k) == " "
            and (self.lees.is_letter(k) or self.lees.is_onbekend(k))
        ):
            k += 1
        return k
