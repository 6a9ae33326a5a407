"""The only module that reads `kennis/namen`: the names and the words that masking looks for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from wordfreq import zipf_frequency

from assistent.taal import split_compound

MAP = Path(__file__).parents[1] / "kennis" / "namen"
_LIJSTEN = ("voornamen", "achternamen", "ook_een_woord", "gewone_woorden", "geen_persoon")

# Zipf scale of wordfreq: a word rarer than this is hardly an ordinary word of Dutch.
ZELDZAAM = 2.3
# Looking for the parts of a compound takes the square of its length.
_LANGSTE_WOORD = 40

# What may follow each kind of aanwijzing differs in `namen.py`; the words of each are content.
AANWIJZINGEN = (
    "titel", "naam", "heet", "naam_van_iets", "ikben", "ditis", "groet", "aanhef", "rol", "functie", "contact",
    "op_naam", "zaak",
)  # fmt: skip

Woorden = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maskeerwoorden:
    """The lists of maskeerwoorden.yaml, by the names they have there, where each is explained."""

    functiemail: Woorden
    gesproken_teken: Woorden
    domein: Woorden
    profielsite: Woorden
    profiel_van_iets: Woorden
    personenmap: Woorden
    naamveld: Woorden
    nummerveld: Woorden
    netwerk: Woorden
    inlognaam: Woorden
    netwerk_van_iets: Woorden
    gebruikersmap: Woorden
    bestand_van: Woorden
    bestand_van_wie: Woorden
    bestand: Woorden
    officiele_site: Woorden
    iban_lengte: Woorden
    geen_persoonsnummer: Woorden
    telt_iets: Woorden
    telt_iets_heel_woord: Woorden
    maand: Woorden
    geboren: Woorden
    bsn: Woorden
    telefoon: Woorden
    doorkies: Woorden
    dienst: Woorden
    dienst_eind: Woorden
    voertuig: Woorden
    bij_kenteken: Woorden
    nummer_van: Woorden
    nummer_na: Woorden
    geen_kentekenletters: Woorden
    straat_zeker: Woorden
    straat_misschien: Woorden
    straat_klein: Woorden
    straat_twijfel: Woorden
    geen_straat: Woorden
    straat_van: Woorden
    voor_straat: Woorden
    woont: Woorden
    pand: Woorden
    geen_deel_van_straat: Woorden
    geen_straatnaam: Woorden
    geen_postcodeletters: Woorden
    geen_postcodewoord: Woorden
    voorvoegsel: Woorden
    voorvoegsel_laatste: Woorden
    voorvoegsel_vast: Woorden
    voorvoegsel_dubbel: Woorden
    voorletter: Woorden
    geen_voorletters: Woorden
    werkwoord: Woorden
    na_naam: Woorden
    werkwoord_na_naam: Woorden
    voor_plaats: Woorden
    vulwoord: Woorden
    bijnaam: Woorden
    bezit: Woorden
    titel_meer: Woorden
    voor_organisatie: Woorden
    na_organisatie: Woorden
    eind_organisatie: Woorden
    eind_achternaam: Woorden
    eind_plaats: Woorden
    eind_functie: Woorden
    eind_rol: Woorden
    eind_beroep: Woorden
    afkorting: Woorden
    aanwijzing: Mapping[str, Woorden]


@dataclass(frozen=True, slots=True)
class Namenlijsten:
    """The names, in small letters and also without accents. `woorden` are words that are never a name."""

    voor: frozenset[str]
    achter: frozenset[str]
    ook_woord: frozenset[str]
    gewoon: frozenset[str]
    woorden: frozenset[str]
    geen_persoon: Woorden


@cache
def read_maskeerwoorden() -> Maskeerwoorden:
    """The words of maskeerwoorden.yaml, read once. Faults in it are for `check_namen` to tell."""
    inhoud = yaml.safe_load((MAP / "maskeerwoorden.yaml").read_text(encoding="utf-8"))
    aanwijzing = {soort: tuple(w) for soort, w in inhoud.pop("aanwijzing").items()}
    return Maskeerwoorden(**{naam: tuple(w) for naam, w in inhoud.items()}, aanwijzing=aanwijzing)


@cache
def read_namenlijsten() -> Namenlijsten:
    """The lists of names, read once."""
    voor, achter, ook_woord = (
        _with_folded(_read_list(MAP, naam))
        for naam in ("voornamen", "achternamen", "ook_een_woord")
    )
    gewoon = frozenset(_read_list(MAP, "gewone_woorden"))
    geen_persoon = tuple(_read_list(MAP, "geen_persoon"))
    return Namenlijsten(voor, achter, ook_woord, gewoon, gewoon - ook_woord, geen_persoon)


def fold(woord: str) -> str:
    """*woord* without accents."""
    kaal = unicodedata.normalize("NFD", woord.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in kaal if not unicodedata.combining(c))


@lru_cache(maxsize=10_000)
def is_zeldzaam(woord: str, grens: float = ZELDZAAM) -> bool:
    """Whether *woord* is rarer in Dutch than *grens* (Zipf scale) and no compound of common words."""
    if len(woord) > _LANGSTE_WOORD:
        return True
    return zipf_frequency(woord, "nl") < grens and not split_compound(woord)


@lru_cache(maxsize=10_000)
def is_vervoeging(woord: str) -> bool:
    """Whether *woord* may be a verb with -t, as its infinitive is known: "bankiert" of "bankieren"."""
    if len(woord) < 4 or len(woord) > _LANGSTE_WOORD or woord[-1] != "t":
        return False
    stam = woord[:-1]
    hele = [stam + "en", stam + "n", stam + stam[-1] + "en"]
    if stam[-2] == stam[-3]:
        hele.append(stam[:-2] + stam[-1] + "en")
    hele += [h[:-3] + {"f": "v", "s": "z"}[h[-3]] + "en" for h in tuple(hele) if h[-3] in "fs"]
    return any(zipf_frequency(h, "nl") >= ZELDZAAM for h in hele)


def one_of(woorden: Iterable[str]) -> str:
    """A pattern for any of *woorden*, the longest first, taken literally."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(woorden, key=lambda w: (-len(w), w))) + ")"


def check_namen(map_: Path = MAP) -> list[str]:
    """The faults in the files for masking, one line each in Dutch; empty when all is well."""
    fouten = []
    lijsten = {}
    for naam in _LIJSTEN:
        try:
            lijsten[naam] = _read_list(map_, naam)
        except (OSError, UnicodeDecodeError) as exc:
            fouten.append(f"namen/{naam}.txt: niet te lezen ({exc.__class__.__name__})")
            continue
        klein = [] if naam == "geen_persoon" else [w for w in lijsten[naam] if w != w.lower()]
        fouten += [f"namen/{naam}.txt: '{w}' moet met kleine letters" for w in klein]
        fouten += [f"namen/{naam}.txt: '{w}' staat er twee keer" for w in _twice(lijsten[naam])]
    namen = {*lijsten.get("voornamen", ()), *lijsten.get("achternamen", ())}
    if {"voornamen", "achternamen", "ook_een_woord"} <= lijsten.keys():
        fouten += [
            f"namen/ook_een_woord.txt: '{w}' staat niet in voornamen.txt of achternamen.txt"
            for w in lijsten["ook_een_woord"]
            if w not in namen
        ]
    return fouten + _check_maskeerwoorden(map_)


def _check_maskeerwoorden(map_: Path) -> list[str]:
    waar = "namen/maskeerwoorden.yaml"
    try:
        inhoud: Any = yaml.safe_load((map_ / "maskeerwoorden.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        return [f"{waar}: niet te lezen ({exc.__class__.__name__})"]
    if not isinstance(inhoud, dict):
        return [f"{waar}: moet bestaan uit lijsten met een naam"]
    sleutels = {f.name for f in fields(Maskeerwoorden)}
    aanwijzing = inhoud.get("aanwijzing")
    if not isinstance(aanwijzing, dict):
        return [f"{waar}: 'aanwijzing' moet bestaan uit lijsten met een naam"]
    fouten = _check_sleutels(waar, inhoud, sleutels) + _check_sleutels(
        f"{waar}, aanwijzing", aanwijzing, set(AANWIJZINGEN)
    )
    lijsten = {naam: w for naam, w in inhoud.items() if naam != "aanwijzing"} | aanwijzing
    for naam, woorden in lijsten.items():
        if not isinstance(woorden, list) or not woorden:
            fouten.append(f"{waar}, {naam}: moet een lijst met woorden zijn")
            continue
        fouten += [
            f"{waar}, {naam}: {w!r} is geen tekst; zet het tussen aanhalingstekens"
            for w in woorden
            if not isinstance(w, str)
        ]
        tekst = [w for w in woorden if isinstance(w, str)]
        fouten += [f"{waar}, {naam}: '{w}' staat er twee keer" for w in _twice(tekst)]
        fouten += [
            f"{waar}, {naam}: '{w}' heeft spaties te veel"
            for w in tekst
            if w != " ".join(w.split())
        ]
        if naam != "iban_lengte":
            fouten += [
                f"{waar}, {naam}: '{w}' moet met kleine letters" for w in tekst if w != w.lower()
            ]
        elif any(not re.fullmatch(r"[A-Z]{2}\d\d", w) for w in tekst):
            fouten.append(f"{waar}, {naam}: elk deel is een land en een aantal, zoals NL18")
    return fouten


def _check_sleutels(waar: str, inhoud: Mapping[str, Any], sleutels: set[str]) -> list[str]:
    ontbreekt = [f"{waar}: lijst '{naam}' ontbreekt" for naam in sorted(sleutels - inhoud.keys())]
    onbekend = sorted(map(str, inhoud.keys() - sleutels))
    return ontbreekt + [f"{waar}: lijst '{naam}' is onbekend" for naam in onbekend]


def _read_list(map_: Path, naam: str) -> list[str]:
    regels = (map_ / f"{naam}.txt").read_text(encoding="utf-8").splitlines()
    return [r.strip() for r in regels if r.strip() and not r.startswith("#")]


def _with_folded(woorden: list[str]) -> frozenset[str]:
    return frozenset(woorden) | frozenset(map(fold, woorden))


def _twice(woorden: list[str]) -> list[str]:
    return [w for w, aantal in Counter(woorden).items() if aantal > 1]
