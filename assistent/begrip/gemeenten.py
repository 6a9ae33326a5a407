"""Which gemeente a text is about: hides how names and look-alike words are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import Any

from rapidfuzz.distance import OSA

from assistent.model import Gemeente
from assistent.taal import split_compound

_WOORD = re.compile(r"[^\W_]+")
_TUSSEN = re.compile(r"[ \t\-'./,()&]{0,3}")
_ZINSEINDE = re.compile(r"[!?;\n•]|\.(?=\s|$)")
_AFKORTING = re.compile(
    r"\b(bijv|bv|gem|dhr|mevr|mw|dr|drs|ir|ing|mr|prof|fam|st|c|nl|resp|incl|ca|\w)$"
)
_ADRES = re.compile(r"\S*@\S+|\bhttps?://\S+|\bwww\.\S+|\b[\w-]+\.nl\b\S*")
_NA_GEMEENTE = re.compile(r"\bgem(?:\.|eente)\s+(?:van\s+)?$")
_PROVINCIENAMEN = {"noordholland": "Noord-Holland", "limburg": "Limburg", "nh": "Noord-Holland"}
_MEESTE_WOORDEN = 7
_PLAATS = ("in", "te", "uit", "naar", "bij", "voor", "binnen", "vanuit", "namens")

# What stands further from a name says nothing about it, and what comes after this much text is not read: patterns
# over all of a long text would take seconds.
_LINKS, _RECHTS, _LANGSTE_TEKST = 160, 120, 4000
# A text with more of them is a list, not a vraag about one gemeente.
_MEESTE_NAMEN = 80

# A name cut into words in another way ("Over Betuwe") must be this long to be no coincidence.
_MIN_LENGTE_LOS = 9
# A kind of organisation this long is also recognised at the end of a word: "Hanzehogeschool".
_MIN_LENGTE_DEEL = 7
# A word this frequent (Zipf scale of wordfreq: 4 is once in 100,000 words) is no misspelt name: after "gemeente",
# and anywhere, where a word has to be all but unknown.
_GEWOON_WOORD = 3.3
_BEKEND_WOORD = 1.5
# Without "gemeente" before it a shorter word has too many neighbours; of a village that few know more letters must fit.
_KORTSTE_FOUT, _KORTSTE_FOUT_ANDERS, _LANGSTE_FOUT = 6, 8, 30


class _Kracht(IntEnum):
    """How strongly a mention says that this is the gemeente of the vraag."""

    GEEN = -1
    VOORBEELD = 0
    LOS = 1
    UIT = 2
    IN = 3
    EIGEN = 4


class _Soort(IntEnum):
    """How careful to be with a name: an everyday word, a rare one, a surname, or a place and nothing else."""

    GEWOON_WOORD = 0
    DUBBELZINNIG = 1
    ACHTERNAAM = 2
    DUIDELIJK = 3


@dataclass(frozen=True, slots=True)
class _Naam:
    codes: tuple[str, ...]
    soort: _Soort
    woorden: tuple[str, ...]
    is_vorm: bool
    klein_na: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tekst:
    """A text in two forms of one length: as written, and folded (small letters, no accents)."""

    origineel: str
    gevouwen: str
    woorden: tuple[tuple[int, int], ...]
    # the words themselves, folded
    vormen: tuple[str, ...]
    # per word how many words, itself included, follow on with only spaces, hyphens and the like between them
    reikt: tuple[int, ...]
    zinnen: tuple[int, ...]
    telling: Mapping[str, int]
    met_hoofdletter: int

    def find_zin(self, plek: int) -> tuple[int, int]:
        begin = max((z for z in self.zinnen if z <= plek), default=0)
        einde = min((z for z in self.zinnen if z > plek), default=len(self.gevouwen))
        return begin, einde


@dataclass(frozen=True, slots=True)
class _Plek:
    """What stands around a mention in its sentence; *vorige* is the mention before it there, if any."""

    links: str
    rechts: str
    echt_links: str
    origineel: str
    erna: str
    hoofdletter: bool
    vorige: _Vermelding | None
    is_rij: bool


@dataclass(frozen=True, slots=True)
class _Vermelding:
    naam: _Naam
    begin: int
    einde: int
    kracht: _Kracht
    in_rij: bool


class Gemeentezoeker:
    """Finds the gemeente that an advisor works for, or asks for, in what the advisor wrote.

    *namen* is the content of `kennis/gemeentenamen.yaml`. Raises ValueError for a code that no
    gemeente has.
    """

    def __init__(self, gemeenten: Sequence[Gemeente], namen: Mapping[str, Any]) -> None:
        self._gemeenten = {g.code: g for g in gemeenten}
        self._namen: dict[str, _Naam] = {}
        self._gewoon = {_squeeze(k): tuple(v) for k, v in namen["gewone_woorden"].items()}
        self._dubbelzinnig = {_squeeze(n) for n in namen["namen_en_woorden"]}
        self._achternaam = {_squeeze(n) for n in namen["achternamen"]}
        self._meer = {_squeeze(n): tuple(c) for n, c in namen["meer_gemeenten"].items()}
        self._add_namen(gemeenten, namen)
        self._ruis = _phrase_pattern(namen["vaste_uitdrukkingen"])
        self._taal = _Taal(namen["woorden"])
        self._fuzzy = [(s, n) for s, n in self._namen.items() if not n.is_vorm and len(s) > 3]
        self._officieel = {_squeeze(re.sub(r"\s*\(.*\)", "", g.naam)) for g in gemeenten}
        self._fuzzy_los = self._index_namen()
        self._guess_los = lru_cache(maxsize=20_000)(self._guess_woord)
        provincies = _alternatives([*{g.provincie for g in gemeenten}, *_PROVINCIENAMEN])
        self._in_provincie = re.compile(rf"\s*[(,]?\s*(?:in\s+)?{provincies}\b")

    def find(self, tekst: str) -> Gemeente | None:
        """The gemeente that *tekst* is about: the advisor's own, else the one that it names.

        An example from elsewhere counts when it is the only gemeente and the text does not set it apart from the
        advisor's own. None if the text names no gemeente, or leaves unclear which it is about.
        """
        gelezen = _read(tekst, self._ruis)
        vermeldingen = self._find_vermeldingen(gelezen)
        beste = max((v.kracht for v in vermeldingen), default=_Kracht.GEEN)
        if beste is _Kracht.GEEN:
            return None
        kandidaten = [v for v in vermeldingen if v.kracht == beste]
        eerste = kandidaten[0]
        anders = [v for v in kandidaten if v.naam.codes != eerste.naam.codes]
        if any(v.in_rij for v in anders):
            return self._pick_vaakst(vermeldingen, tekst)
        if beste is _Kracht.VOORBEELD and (
            anders or self._taal.eigen_zonder_naam.search(gelezen.gevouwen)
        ):
            return None
        return self._pick(eerste.naam.codes, tekst)

    def _pick_vaakst(self, vermeldingen: Sequence[_Vermelding], tekst: str) -> Gemeente | None:
        """The gemeente that is named more often than any other, or None."""
        keren = Counter(v.naam.codes for v in vermeldingen if v.kracht > _Kracht.VOORBEELD)
        (codes, meeste), *rest = keren.most_common(2)
        return None if rest and rest[0][1] == meeste else self._pick(codes, tekst)

    def find_naam(self, naam: str) -> Gemeente | None:
        """The gemeente called *naam*: any case, nickname, old name or small typing error."""
        kaal = re.sub(r"^\W*((de|het)\s+)?gemeente\s+(van\s+)?", "", naam.strip(), flags=re.I)
        gevonden = self._namen.get(_squeeze(kaal))
        if gevonden and not gevonden.is_vorm:
            return self._pick(gevonden.codes, naam)
        if gezien := self.find(naam):
            return gezien
        codes = self._guess(kaal)
        return self._pick(codes, naam) if codes else None

    def _add_namen(self, gemeenten: Sequence[Gemeente], namen: Mapping[str, Any]) -> None:
        onbekend = {*namen["namen"], *namen["vormen"]} - self._gemeenten.keys()
        onbekend |= {c for codes in self._meer.values() for c in codes} - self._gemeenten.keys()
        if onbekend:
            raise ValueError(f"no gemeente has the code {', '.join(sorted(onbekend))}")
        for gemeente in gemeenten:
            kaal = re.sub(r"\s*\(.*\)", "", gemeente.naam)
            self._add(gemeente.naam, gemeente.code)
            self._add(kaal, gemeente.code)
        for code, anders in namen["namen"].items():
            for naam in anders:
                self._add(naam, code)
        for code, vormen in namen["vormen"].items():
            for vorm in vormen:
                self._add(vorm, code, is_vorm=True, van=self._gemeenten[code].naam)
        for gemeente in gemeenten:
            officieel = re.sub(r"\s*\(.*\)", "", gemeente.naam)
            for naam in (officieel, *namen["namen"].get(gemeente.code, ())):
                self._add_vormen(_make_vormen(naam), naam, gemeente.code)
            self._add_vormen(_make_inwoners(officieel), officieel, gemeente.code)

    def _add_vormen(self, vormen: Iterable[str], naam: str, code: str) -> None:
        for vorm in vormen:
            if _squeeze(vorm) not in self._namen:
                self._add(vorm, code, is_vorm=True, van=naam)

    def _add(self, naam: str, code: str, *, is_vorm: bool = False, van: str = "") -> None:
        if " en " in naam:
            self._add(naam.replace(" en ", " & "), code, is_vorm=is_vorm, van=van)
        sleutel = _squeeze(naam)
        bron = _squeeze(re.sub(r"\s*\(.*\)", "", van)) if is_vorm else sleutel
        soort = _Soort.DUIDELIJK
        if bron in self._achternaam:
            soort = _Soort.ACHTERNAAM
        elif bron in self._dubbelzinnig:
            soort = _Soort.DUBBELZINNIG
        elif bron in self._gewoon or bron.isdigit():
            soort = _Soort.GEWOON_WOORD
        klein_na = self._gewoon.get(sleutel, ())
        if soort in (_Soort.DUBBELZINNIG, _Soort.ACHTERNAAM) or bron.isdigit():
            klein_na = _PLAATS
        self._namen[sleutel] = _Naam(
            self._meer.get(sleutel, (code,)), soort, _words(naam), is_vorm, klein_na
        )

    def _pick(self, codes: Sequence[str], tekst: str) -> Gemeente | None:
        """The one gemeente, or of several namesakes the one in the province that *tekst* names."""
        if len(codes) == 1:
            return self._gemeenten[codes[0]]
        gevouwen = _fold(tekst).replace("-", "").replace(" holland", "holland")
        provincies = {
            p for w, p in _PROVINCIENAMEN.items() if re.search(rf"\b{w}(?:se?)?\b", gevouwen)
        }
        keuze = [c for c in codes if self._gemeenten[c].provincie in provincies]
        return self._gemeenten[keuze[0]] if len(keuze) == 1 else None

    def _find_vermeldingen(self, tekst: _Tekst) -> list[_Vermelding]:
        gevonden: list[_Vermelding] = []
        plek = bekeken = 0
        while plek < len(tekst.woorden) and bekeken < _MEESTE_NAMEN:
            treffer = self._match(tekst, plek)
            if treffer is None or treffer[0].soort is not _Soort.DUIDELIJK:
                # "krimpen aan den ijsel" is more than the word "krimpen"
                vanaf = treffer[1] + 1 if treffer else 1
                treffer = self._match_typing_error(tekst, plek, vanaf) or treffer
            if treffer is None:
                plek += 1
                continue
            naam, aantal = treffer
            bekeken += 1
            begin, einde = tekst.woorden[plek][0], tekst.woorden[plek + aantal - 1][1]
            vermelding = self._judge(tekst, naam, begin, einde, gevonden)
            if vermelding is not None:
                gevonden.append(vermelding)
            plek += aantal
        return gevonden

    def _match(self, tekst: _Tekst, plek: int) -> tuple[_Naam, int] | None:
        """The longest name that starts at word *plek*, and how many words it takes."""
        for aantal in range(min(_MEESTE_WOORDEN, tekst.reikt[plek]), 0, -1):
            woorden = tekst.vormen[plek : plek + aantal]
            sleutel = "".join(woorden)
            naam = self._namen.get(sleutel)
            if naam is None:
                continue
            anders_gesplitst = aantal > len(naam.woorden) or (
                aantal > 1 and woorden != naam.woorden
            )
            if anders_gesplitst and (
                len(sleutel) < _MIN_LENGTE_LOS or naam.soort is not _Soort.DUIDELIJK
            ):
                continue
            return naam, aantal
        return None

    def _match_typing_error(
        self, tekst: _Tekst, plek: int, minste_woorden: int
    ) -> tuple[_Naam, int] | None:
        """A name with a small error: anywhere if it is long, after the word 'gemeente' if it is short."""
        ervoor = tekst.gevouwen[max(0, tekst.woorden[plek][0] - 20) : tekst.woorden[plek][0]]
        na_gemeente = minste_woorden == 1 and _NA_GEMEENTE.search(ervoor)
        for aantal in range(min(5, tekst.reikt[plek]), minste_woorden - 1, -1):
            delen = tekst.woorden[plek : plek + aantal]
            stuk = tekst.origineel[delen[0][0] : delen[-1][1]]
            if naam := self._guess_los(_words(stuk)):
                return naam, aantal
            if na_gemeente and (codes := self._guess(stuk, aantal_woorden=aantal)):
                return _Naam(codes, _Soort.DUIDELIJK, _words(stuk), False, ()), aantal
        return None

    def _index_namen(self) -> dict[tuple[int, str, int], list[tuple[str, _Naam]]]:
        """Names that may be recognised with an error, by number of words, first letter and length."""
        index: dict[tuple[int, str, int], list[tuple[str, _Naam]]] = {}
        for sleutel, naam in self._namen.items():
            kortste = _KORTSTE_FOUT if sleutel in self._officieel else _KORTSTE_FOUT_ANDERS
            if len(naam.woorden) > 1 or naam.is_vorm:
                kortste = _MIN_LENGTE_LOS
            kortste += naam.soort is _Soort.ACHTERNAAM
            if len(sleutel) >= kortste and naam.soort >= _Soort.ACHTERNAAM:
                plek = (len(naam.woorden), sleutel[0], len(sleutel))
                index.setdefault(plek, []).append((sleutel, naam))
        return index

    def _guess_woord(self, woorden: tuple[str, ...]) -> _Naam | None:
        """The one name that *woorden* are but for a typing error; the first letter is rarely wrong."""
        sleutel = "".join(woorden)
        if not _KORTSTE_FOUT - 1 <= len(sleutel) <= _LANGSTE_FOUT:
            return None
        # a name of three words is no coincidence, even of known words
        kort = len(woorden) < 3
        if kort and all(_is_bekend_woord(w, False) for w in woorden):
            return None
        ruimte = 1 if len(sleutel) < 8 else 2
        beste: dict[tuple[str, ...], _Naam] = {}
        lengtes = range(len(sleutel) - ruimte, len(sleutel) + ruimte + 1)
        zo_lang = (self._fuzzy_los.get((len(woorden), sleutel[0], n), ()) for n in lengtes)
        for kandidaat, naam in chain.from_iterable(zo_lang):
            mag = min(ruimte, 1 if len(kandidaat) < 9 or kandidaat not in self._officieel else 2)
            afstand = OSA.distance(sleutel, kandidaat, score_cutoff=mag)
            if afstand > mag:
                continue
            if afstand < ruimte:
                beste, ruimte = {}, afstand
            beste[naam.codes] = naam
        if len(beste) != 1 or (kort and all(_is_bekend_woord(w, ruimte > 1) for w in woorden)):
            return None
        return next(iter(beste.values()))

    def _guess(self, stuk: str, *, aantal_woorden: int | None = None) -> tuple[str, ...] | None:
        """The codes of the name that lies nearest to *stuk*; None if none is near, or two are."""
        woorden, sleutel = _words(stuk), _squeeze(stuk)
        ruimte = 0 if len(sleutel) < 4 else 1 if len(sleutel) < 8 else 2
        if not ruimte or len(sleutel) > _LANGSTE_FOUT or all(_is_gewoon_woord(w) for w in woorden):
            return None
        if aantal_woorden and len(sleutel) < 5:
            return None
        gevonden: dict[tuple[int, bool], set[tuple[str, ...]]] = {}
        for kandidaat, naam in self._fuzzy:
            if aantal_woorden and len(naam.woorden) != aantal_woorden:
                continue
            if naam.soort is _Soort.GEWOON_WOORD and kandidaat not in self._officieel:
                continue
            afstand = OSA.distance(sleutel, kandidaat, score_cutoff=ruimte)
            if afstand <= ruimte:
                # as near, the name of a gemeente wins from that of a village
                rang = (afstand, kandidaat not in self._officieel)
                gevonden.setdefault(rang, set()).add(naam.codes)
        beste = gevonden[min(gevonden)] if gevonden else set()
        return next(iter(beste)) if len(beste) == 1 else None

    def _judge(
        self, tekst: _Tekst, naam: _Naam, begin: int, einde: int, eerder: Sequence[_Vermelding]
    ) -> _Vermelding | None:
        """What this mention says, or None if it is no mention of a gemeente at all."""
        zin_begin, zin_einde = tekst.find_zin(begin)
        zin_begin, zin_einde = max(zin_begin, begin - _LINKS), min(zin_einde, einde + _RECHTS)
        vorige = eerder[-1] if eerder and eerder[-1].einde >= zin_begin else None
        tussen = tekst.gevouwen[vorige.einde : begin] if vorige else ""
        origineel = tekst.origineel[begin:einde]
        plek = _Plek(
            links=tekst.gevouwen[zin_begin:begin],
            rechts=tekst.gevouwen[einde:zin_einde],
            echt_links=tekst.origineel[zin_begin:begin],
            origineel=origineel,
            erna=tekst.origineel[einde : einde + _RECHTS],
            hoofdletter=_is_hoofdletter(tekst, origineel),
            vorige=vorige,
            is_rij=bool(vorige and self._taal.rij.fullmatch(tussen)),
        )
        if self._taal.is_mens(plek.echt_links, plek.links, naam):
            return None
        zeker = naam.soort is _Soort.DUIDELIJK or (plek.is_rij and plek.hoofdletter)
        if not zeker and not self._is_naam(plek, naam, _is_zoekterm(tekst, naam, einde)):
            return None
        if vorige and plek.is_rij and self._is_provincie(vorige, origineel):
            return None
        kracht, in_rij = self._weigh(
            plek, naam, tekst.gevouwen[zin_begin : vorige.begin if vorige else begin]
        )
        return _Vermelding(naam, begin, einde, kracht, in_rij)

    def _is_naam(self, plek: _Plek, naam: _Naam, is_zoekterm: bool) -> bool:
        """Whether a word that can be something else is a name here: by its capital or the words around it."""
        geen_naam = self._taal.geen_naam_na.search(plek.links)
        if (is_zoekterm and not geen_naam) or self._taal.allows_klein(plek.links, naam):
            return True
        if self._taal.is_onderwerp(plek, naam):
            return True
        klein_mag = naam.soort is _Soort.ACHTERNAAM and not geen_naam
        if not (plek.hoofdletter or klein_mag) or self._taal.has_lidwoord(plek.links, naam):
            return False
        kracht = self._taal.judge(plek.links, plek.rechts)
        if naam.is_vorm or (kracht >= _Kracht.UIT and not self._taal.losse_van(plek.links)):
            return True
        return self._stands_alone(plek, naam)

    def _weigh(self, plek: _Plek, naam: _Naam, voor_rij: str) -> tuple[_Kracht, bool]:
        """How strong the mention is, and whether it is one of a row of equals; *voor_rij* precedes that row."""
        kracht = self._taal.judge(plek.links, plek.rechts)
        if self._taal.is_rijk(plek.origineel, plek.links, plek.rechts):
            kracht = _Kracht.GEEN
        if self._taal.is_organisatie(plek.links, plek.rechts):
            kracht = _Kracht.GEEN
        in_rij = False
        if plek.vorige and plek.is_rij:
            if plek.vorige.kracht <= _Kracht.VOORBEELD:
                kracht = kracht if kracht is _Kracht.EIGEN else min(kracht, plek.vorige.kracht)
            elif plek.vorige.kracht is not _Kracht.EIGEN or self._taal.gemeenten.search(voor_rij):
                kracht, in_rij = max(kracht, plek.vorige.kracht), True
        neemt_over = naam.is_vorm and self._taal.overnemen.search(plek.links + plek.rechts)
        if neemt_over and _Kracht.VOORBEELD < kracht <= _Kracht.IN:
            kracht = _Kracht.VOORBEELD
        return kracht, in_rij

    def _stands_alone(self, plek: _Plek, naam: _Naam) -> bool:
        """Whether the capital makes it a name: not that of a sentence, or of a longer name."""
        links, erna = plek.echt_links, plek.erna
        if self._taal.eigennaam.search(_fold(links)):
            return False
        if not plek.hoofdletter:
            return True
        zin_start = _is_zin_start(links)
        if zin_start and naam.soort is _Soort.GEWOON_WOORD:
            return bool(self._taal.doet_iets.match(erna) or self._in_provincie.match(_fold(erna)))
        woorden = _WOORD.findall(links)
        if len(woorden) > 1 and woorden[-1][0].isupper() and links[-1:].isspace() and not zin_start:
            return False
        if naam.soort is _Soort.GEWOON_WOORD and re.match(r"-\w|\s(van|voor) (de )?[A-Z]", erna):
            return False
        return not re.match(r"\s[A-Z][a-z]", erna)

    def _is_provincie(self, vorige: _Vermelding, origineel: str) -> bool:
        """'Soest, Utrecht': the second name is the province of the first."""
        provincies = {self._gemeenten[c].provincie for c in vorige.naam.codes}
        return _squeeze(origineel) in {_squeeze(p) for p in provincies}


class _Taal:
    """The words around a name as patterns over folded text; *left* patterns end at the name."""

    def __init__(self, woorden: Mapping[str, Sequence[str]]) -> None:
        w = {k: _alternatives(v) for k, v in woorden.items()}
        plaats = r"(?:(?:in|bij|uit|voor|van|over|naar|te)\s+)?"
        gemeente = r"(?:(?:de|het|een|die)\s+)?(?:(?:gemeentes?|gemeenten|stad|dorp|plaats)\s+)?"
        voorzetsel = r"(?:van|van de|van der|van den|van 't|de|der|den|ten|ter|la|el)"
        self.rij = re.compile(
            rf"\s*(?:,|/|&|\(|\ben\b|\bof\b|, en\b)\s*(?:ook\s+)?{plaats}{gemeente}"
        )
        self.gemeenten = re.compile(r"\bgemeente(?:n|s)\b\W*$")
        self.overnemen = re.compile(rf"\b{w['overnemen']}\b")
        self.eigennaam = re.compile(rf"\b{w['eigennaam']}\s+(?:{voorzetsel}\s+)?$")
        self.doet_iets = re.compile(rf"\s+{w['doet_iets']}\b")
        self._gebeurt_er = re.compile(rf"\s+{w['gebeurt_er']}\b")
        self.eigen_zonder_naam = re.compile(rf"\b{w['eigen_zonder_naam']}\b")
        self.geen_naam_na = re.compile(rf"\b{w['geen_naam_na']}\s+$")
        self._lidwoord = re.compile(r"\b(?:de|het|een|geen|deze|die|dit|dat)\s+$")
        self._aanspreking = re.compile(
            rf"\b{w['aanspreking']}\.?\s+(?:(?:[a-z]\.\s*)+|{w['voornamen']}\s+)?(?:\w+-)?(?:{voorzetsel}\s+)?$"
        )
        self._ambt = re.compile(rf"\b{w['ambt']}\s+(?:[a-z]\.\s*)*$")
        self._voornaam = re.compile(rf"\b(?:{w['voornamen']}|[a-z]\.)\s+(?:{voorzetsel}\s+)?$")
        self._hoofdletter_van = re.compile(r"\S\s+(?:Van|De|Ter|Ten)(?: (?:de|der|den))?\s+$")
        self._cap_van = re.compile(r"\w[^.]*\s[A-Z][a-z]+\s+(?:van|de|van de|van der)\s+$")
        self._rol_van = re.compile(rf"\b{w['rol']}\s+(?:van|in|uit|bij|te)\s+{gemeente}$")
        kort = _alternatives([o for o in woorden["organisatie"] if len(o) < _MIN_LENGTE_DEEL])
        lang = _alternatives([o for o in woorden["organisatie"] if len(o) >= _MIN_LENGTE_DEEL])
        self._organisatie = re.compile(
            rf"(?:\b{kort}|{lang})(?:\s+van|\s+te|\s+in|\s+rond|\s+rondom)?\s+\(?$"
        )
        self._hyphen_voor = re.compile(r"(?<!\bgemeente)[a-z]-$")
        self._organisatie_erna = re.compile(rf"\s+\(?{w['organisatie_erna']}\b")
        self._voorbeeld = re.compile(
            rf"(?:\b(?:{w['voorbeeld']})\b[.:]?\s*\(?{plaats}{gemeente}"
            r"|\w\s+(?<!wij )(?<!we )(?<!ons )als\s+(?:(?:in|bij)\s+)?"
            r"|\b(?:doen|hebben|werken|regelen|gebruiken|pakken|lossen)\s+(?:ze|zij|men)(?:\s+(?:dat|dit|het|ook))*"
            rf"\s+{plaats}{gemeente}"
            rf"|\b(?:zoals|wat|hoe|die)\s+(?:ze|zij|men)(?:\s+(?:dat|dit|het|ook))*\s+{plaats}{gemeente}"
            r"|\b(?:las|lees|lazen|hoorde|hoorden|gelezen|gehoord|leren (?:van|hoe|uit))\b"
            r"(?:(?!\b(?:wij|we|ons|onze|ik)\b)[^,.;])*"
            rf"|(?<!onze )(?<!eigen )(?<!ons )\b{w['aanpak']}\s+(?:van|uit|bij|à la)\s+{gemeente}"
            rf"|\bvoorbeeld(?:en)?(?:\s*:|\s+(?:van|uit|in|bij))\s+{gemeente}"
            rf"|\b(?:andere|meer|veel|sommige|verschillende|diverse)\s+(?:gemeenten|gemeentes|steden|plaatsen)"
            rf"\s*[(:,]?\s*(?:zoals|als|waaronder|o\.a\.)?\s*{plaats}{gemeente})$"
        )
        self._elders = re.compile(
            rf"\b(?:{w['elders']}\s+{plaats}{gemeente}"
            rf"|{w['vergelijking']}\b[^.;]{{0,40}}\bdan\s+{plaats}{gemeente})$"
        )
        self._geen = re.compile(r"\bgeen\s+$")
        self._niet = re.compile(rf"\bniet\s+(?:meer\s+)?{plaats}{gemeente}$")
        self._niet_hier = re.compile(r"\b(?:maar|werk niet|woon niet|zit niet|werken niet)\b")
        self._voorbeeld_erna = re.compile(rf",?\s*\(?{w['voorbeeld_erna']}\b")
        self._eigen = re.compile(
            rf"(?:\b(?:gemeente|gem\.)(?!\w)(?:\s+van|\s*:|\s+is|,|\s*\()?\s*"
            rf"|\b(?:bij ons|hier|namens)\s+{plaats}{gemeente}"
            rf"|\b(?:ik|wij|we)\b(?:\s+(?!woon|wonen|kom)[\w'-]+){{0,5}}?\s+(?:in|bij|voor|van|uit)\s+{gemeente}"
            r"|\b(?:wij|we),?\s+(?:(?:als|van)\s+)?(?:(?:de\s+)?(?:gemeente|stad)\s+)?"
            rf"|\b(?:kan|kunnen|werkt|past|lukt)(?:\s+\w+){{0,3}}\s+ook\s+(?:bij ons\s+)?in\s+"
            rf"{gemeente}"
            rf"|\b(?:onze|ons|mijn)\s+(?:[\w'-]+\s+){{0,2}}{plaats}"
            rf"|\b(?:werk|werkzaam|werken)\s+(?:in|bij|voor)\s+{gemeente}"
            r"|\b(?:de onze|die van ons|onze gemeente)\s*[,:(]?\s*"
            rf"|\b{w['rol']}\s+(?:van|in|uit|bij|te)\s+{gemeente}"
            rf"|\b(?:beleidsadviseur|beleidsmedewerker|adviseur)(?:\s+[\w-]+){{0,4}}\s+(?:in|bij|van|voor)\s+{gemeente}"
            rf"|\b(?:alleen|vooral|specifiek|speciaal) (?:om|over|voor|in)\s+{gemeente}"
            rf"|\b(?:de|mijn|onze) (?:gemeente|stad|dorp|plaats)\s+)$"
        )
        self._in = re.compile(r"\b(?:in|te|voor|bij|binnen)\s+(?:(?:de stad|het dorp|heel)\s+)?$")
        self._uit = re.compile(r"\b(?:uit|naar|over|tussen|van)\s+(?:(?:de stad|het dorp)\s+)?$")
        self._gemeente_zonder_lidwoord = re.compile(
            r"(?:^|\b(?:bij|van|voor|in|namens|is|als)\s+|[,:(]\s*)(?:gemeente|gem\.)\s+$"
        )
        self._bij_ons = re.compile(
            r"\b(?:bij ons in|hier in|ik werk in|ik werk bij|ik werk voor|bij ons hier in"
            rf"|{w['bestuur']} van|(?:mijn|onze) (?:gemeente|stad)"
            r"|(?:wij|we)(?: (?:zitten|werken))? in|(?:werk|werken|werkzaam) (?:bij|voor) de gemeente)[\s,(]+$"
        )
        self._rijksdienst = re.compile(
            r"\b(?:vng|ministerie|kabinet|rijk|kamer|departement)(?:\s+van\s+\w+)?(?:\s+in)?\s+$"
        )
        self._rijk_voor = re.compile(rf"\b{w['rijk_ervoor']}\s+$")
        self._rijk_na = re.compile(rf"\s+{w['rijk_erna']}\b")

    def judge(self, links: str, rechts: str) -> _Kracht:
        """How strongly a name between *links* and *rechts* stands for the gemeente of the vraag."""
        if self._elders.search(links):
            return _Kracht.GEEN
        if self._geen.search(links):
            return _Kracht.GEEN
        if self._niet.search(links) and self._niet_hier.search(links + rechts):
            return _Kracht.GEEN
        if self._voorbeeld.search(links) or self._voorbeeld_erna.match(rechts):
            return _Kracht.VOORBEELD
        if self._eigen.search(links):
            return _Kracht.EIGEN
        if self._in.search(links):
            return _Kracht.IN
        return _Kracht.UIT if self._uit.search(links) else _Kracht.LOS

    def losse_van(self, links: str) -> bool:
        """'van' alone says nothing: 'Piet van Goes'; 'de raad van Goes' does."""
        return bool(re.search(r"\bvan\s+$", links)) and not self._eigen.search(links)

    def is_mens(self, origineel: str, links: str, naam: _Naam) -> bool:
        """'mevrouw van Goes', 'Jan de Best', 'wethouder Van Goes': a surname."""
        if self._aanspreking.search(links):
            return True
        if naam.is_vorm:
            return False
        if self._hoofdletter_van.search(origineel):
            return True
        if self._voornaam.search(links) and not re.search(r"\b[a-z]\.[a-z]\.\s*$", links):
            return True
        if naam.soort is _Soort.DUIDELIJK:
            return False
        van_start = re.fullmatch(r"\W*(?:Van|De)(?: (?:de|der|den))?\s+", origineel)
        cap_van = self._cap_van.search(origineel) and not self._rol_van.search(links)
        return bool(self._ambt.search(links) or van_start or cap_van)

    def has_lidwoord(self, links: str, naam: _Naam) -> bool:
        """'de Sluis', 'het Best': with an article it is the word."""
        gewoon = naam.soort is _Soort.GEWOON_WOORD and not naam.is_vorm
        return gewoon and bool(self._lidwoord.search(links))

    def allows_klein(self, links: str, naam: _Naam) -> bool:
        """Whether the words before it make a name of a word without a capital."""
        if self._gemeente_zonder_lidwoord.search(links) or self._bij_ons.search(links):
            return True
        gemeente_of_rol = re.search(r"\bgemeente\s+$", links) or self._rol_van.search(links)
        if naam.soort in (_Soort.DUBBELZINNIG, _Soort.ACHTERNAAM) and gemeente_of_rol:
            return True
        return any(re.search(rf"\b{w}\s+$", links) for w in naam.klein_na)

    def is_onderwerp(self, plek: _Plek, naam: _Naam) -> bool:
        """'buren wil meer doen', 'in kampen wonen': at the start, with a verb that does not go with the word.

        So too after 'de gemeente', and as a label: 'Buren: cijfers'.
        """
        if naam.soort not in (_Soort.GEWOON_WOORD, _Soort.DUBBELZINNIG) or naam.is_vorm:
            return False
        if re.search(r"(?:^\W*in|\bin de gemeente)\s+$", plek.links):
            return bool(self._gebeurt_er.match(plek.rechts))
        if not _WOORD.search(plek.links) and plek.hoofdletter and plek.rechts.startswith(":"):
            return True
        na_gemeente = re.search(r"\bgemeente\s+$", plek.links)
        if na_gemeente and re.match(r"\s*(?:$|[.,:)])", plek.rechts):
            return True
        vooraan = na_gemeente or not _WOORD.search(plek.links)
        return bool(vooraan and self.doet_iets.match(plek.rechts))

    def is_organisatie(self, links: str, rechts: str) -> bool:
        return bool(
            self._organisatie.search(links)
            or self._hyphen_voor.search(links)
            or self._organisatie_erna.match(rechts)
        )

    def is_rijk(self, naam: str, links: str, rechts: str) -> bool:
        """'Den Haag' and 'Haags(e)' as a word for the central government."""
        sleutel = _squeeze(naam)
        if sleutel not in ("denhaag", "haagse", "haags") or self._eigen.search(links):
            return False
        if self._rijk_na.match(rechts) and (sleutel != "denhaag" or not self._in.search(links)):
            return True
        if self._rijksdienst.search(links):
            return True
        return sleutel == "denhaag" and bool(self._rijk_voor.search(links))


def _fold(tekst: str) -> str:
    """Small letters without accents, of the same length as NFKC *tekst*."""
    return "".join(map(_fold_teken, tekst))


@lru_cache(maxsize=4096)
def _fold_teken(teken: str) -> str:
    if teken in "’‘`´ʼ":
        return "'"
    if teken in "‐‑–—−":
        return "-"
    return (unicodedata.normalize("NFKD", teken)[:1] or teken).lower()[:1] or teken


def _words(tekst: str) -> tuple[str, ...]:
    return tuple(_WOORD.findall(_fold(unicodedata.normalize("NFKC", tekst))))


def _squeeze(tekst: str) -> str:
    return "".join(_words(tekst))


def _read(tekst: str, ruis: re.Pattern[str]) -> _Tekst:
    """*tekst* in both forms, with e-mail addresses, web addresses and fixed expressions blanked."""
    # one character may become eighteen
    origineel = unicodedata.normalize("NFKC", tekst[:_LANGSTE_TEKST])[:_LANGSTE_TEKST]
    origineel = _ADRES.sub(lambda m: "_" * len(m.group()), origineel)
    gevouwen = ruis.sub(lambda m: "_" * len(m.group()), _fold(origineel))
    origineel = "".join("_" if g == "_" else o for o, g in zip(origineel, gevouwen, strict=True))
    woorden = tuple(m.span() for m in _WOORD.finditer(gevouwen))
    zinnen = tuple(
        m.end()
        for m in _ZINSEINDE.finditer(gevouwen)
        if m.group() != "." or not _AFKORTING.search(gevouwen[max(0, m.start() - 6) : m.start()])
    )
    telling = Counter(w for w in _WOORD.findall(origineel) if w.isalpha())
    met_hoofdletter = sum(n for w, n in telling.items() if w[0].isupper())
    reikt = _measure_reikt(gevouwen, woorden)
    vormen = tuple(gevouwen[b:e] for b, e in woorden)
    return _Tekst(origineel, gevouwen, woorden, vormen, reikt, zinnen, telling, met_hoofdletter)


def _measure_reikt(tekst: str, woorden: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    uit = [1] * len(woorden)
    for plek in range(len(woorden) - 2, -1, -1):
        if _TUSSEN.fullmatch(tekst, woorden[plek][1], woorden[plek + 1][0]):
            uit[plek] += uit[plek + 1]
    return tuple(uit)


def _is_zoekterm(tekst: _Tekst, naam: _Naam, einde: int) -> bool:
    """'schulden goes', typed as in a search box."""
    kort = len(tekst.woorden) <= 3 and einde == tekst.woorden[-1][1]
    return kort and naam.soort in (_Soort.DUBBELZINNIG, _Soort.ACHTERNAAM)


def _is_zin_start(links: str) -> bool:
    return not _WOORD.search(links.rstrip()[-2:]) and not links.rstrip().endswith(",")


def _is_hoofdletter(tekst: _Tekst, naam: str) -> bool:
    """Whether the capital means something: not in a text or title full of capitals."""
    if not any(c.isupper() for c in naam[:3]):
        return False
    keren = tekst.telling.get(naam, 0)
    andere = sum(tekst.telling.values()) - keren
    return andere < 4 or tekst.met_hoofdletter - keren < 0.7 * andere


def _make_vormen(naam: str) -> Iterable[str]:
    """Rotterdamse, Rotterdams, Rotterdammers; only for a name of one word."""
    if not naam.isalpha() or len(naam) < 3:
        return
    stam = naam[:-2] if naam.endswith("ingen") else naam.removesuffix("e")
    if naam.endswith("e"):
        yield naam + "se"
    yield stam + "se"
    if len(naam) > 5 and not naam.endswith("e"):
        yield stam + "s"
    if naam[-1] in "bdfgklmnprst" and not naam.endswith("en"):
        uitgang = "mer" if naam.endswith(("dam", "em", "um")) else "er"
        yield naam + uitgang
        yield naam + uitgang + "s"
    if len(naam) > 6 and naam.endswith(("gen", "oten", "uizen")):
        yield naam[:-1] + "r"
        yield naam[:-1] + "rs"


def _make_inwoners(naam: str) -> Iterable[str]:
    """Eindhovenaren, Zwollenaar, Venlonaren: of which ending a name takes there is no rule."""
    if naam.isalpha() and len(naam) > 4:
        for tussen in ("", "n", "en"):
            for uitgang in ("aar", "aars", "aren"):
                yield naam + tussen + uitgang


def _alternatives(woorden: Sequence[str]) -> str:
    delen = sorted({re.escape(_fold(w)) for w in woorden}, key=len, reverse=True)
    return "(?:" + "|".join(delen) + ")"


def _phrase_pattern(uitdrukkingen: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b{_alternatives(uitdrukkingen)}\b")


@lru_cache(maxsize=2048)
def _is_gewoon_woord(woord: str) -> bool:
    # wordfreq reads its list on import; only a misspelt name needs it
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(woord, "nl") >= _GEWOON_WOORD)


@lru_cache(maxsize=20_000)
def _is_bekend_woord(woord: str, samenstelling: bool) -> bool:
    """Whether *woord* is known, if *samenstelling* also as a compound of known words."""
    from wordfreq import zipf_frequency

    return bool(
        zipf_frequency(woord, "nl") >= _BEKEND_WOORD or (samenstelling and split_compound(woord))
    )
