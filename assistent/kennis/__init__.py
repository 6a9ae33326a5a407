"""The only module that reads content files; it names file, entry, fault and allowed values when one is wrong."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from assistent.errors import InvalidKennis
from assistent.model import (
    Aspect,
    AspectTekst,
    Behoefte,
    Bron,
    Fase,
    Gemeente,
    Kennisbron,
    Keuze,
    Leervoorkeur,
    Onderbouwing,
    Reflectievraag,
    Route,
    Stap,
    Termijn,
    Wetswijziging,
)

MAP = Path(__file__).parent

_T = TypeVar("_T")

_IS_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WAT_IS_EEN_ID = "'id' mag alleen kleine letters, cijfers en streepjes hebben"

_KEUZELIJSTEN: Mapping[str, Iterable[str] | None] = {
    "themas": None,
    "doelgroepen": None,
    "fases": Fase,
    "behoeften": Behoefte,
    "termijnen": Termijn,
    "leervoorkeuren": Leervoorkeur,
    "kennisbronnen": Kennisbron,
    "onderbouwingen": Onderbouwing,
}
_GROEPEN = ("themas", "doelgroepen", "fases", "behoeften")
_WEGINGEN = ("behoeften", "leervoorkeuren")
_TEKSTBESTANDEN = {
    "berichten.yaml": "",
    "knoppen.yaml": "knop:",
    "punten.yaml": "punt:",
    "reflectiegroepen.yaml": "reflectiegroep:",
    "toegang.yaml": "toegang:",
    "soorten.yaml": "soort:",
    "kolommen.yaml": "kolom:",
    "redenen.yaml": "reden:",
}
_AFKORTINGEN = ("vak", "hoofdletters", "chat")
# gemeentenamen.yaml: tables of names or words, of which two are by code, and lists
_NAAMTABELLEN = ("namen", "vormen", "gewone_woorden", "meer_gemeenten", "woorden")
_NAAMLIJSTEN = ("namen_en_woorden", "achternamen", "vaste_uitdrukkingen")
_NAAMSOORTEN = ("gewone_woorden", "namen_en_woorden", "achternamen")
_NAAMWOORDEN = frozenset(
    "aanspreking ambt voornamen organisatie organisatie_erna eigennaam rol bestuur aanpak elders eigen_zonder_naam "
    "geen_naam_na voorbeeld voorbeeld_erna vergelijking gebeurt_er doet_iets overnemen rijk_erna rijk_ervoor".split()
)
_ZOEKDELEN = (
    "woorden", "letters", "betekenis", "buren", "thema", "behoefte", "fase", "doelgroep", "leervoorkeur",
    "helling", "begin", "grens_bron", "grens_vraag", "buiten",
)  # fmt: skip
_PATRONEN = {"termijnen", "leervoorkeuren", "gevoelig", "oplossing", "te_breed", "splits"}


@dataclass(frozen=True, slots=True)
class Kennis:
    """All content, checked. Keys are ids; order is the order of the files."""

    themas: Mapping[str, Keuze]
    doelgroepen: Mapping[str, Keuze]
    fases: Mapping[str, Keuze]
    behoeften: Mapping[str, Keuze]
    termijnen: Mapping[str, Keuze]
    leervoorkeuren: Mapping[str, Keuze]
    kennisbronnen: Mapping[str, Keuze]
    onderbouwingen: Mapping[str, Keuze]
    aspecten: Mapping[Aspect, AspectTekst]
    bronnen: Mapping[str, Bron]
    bronvragen: Mapping[str, tuple[str, ...]]
    stappen: Mapping[str, Stap]
    gemeenten: Mapping[str, Gemeente]
    synoniemen: Mapping[str, Mapping[str, tuple[str, ...]]]
    themawoorden: Mapping[str, tuple[int, tuple[str, ...]]]
    resultaten: Mapping[str, Keuze]
    routes: Mapping[str, Route]
    reflectievragen: Mapping[str, Reflectievraag]
    wetswijzigingen: Mapping[str, Wetswijziging]
    voorbeeldvragen: tuple[str, ...]
    patronen: Mapping[str, Any]
    weging: Mapping[str, Mapping[str, Mapping[str, float]]]
    teksten: Mapping[str, str]
    voorbeeldcollegas: Mapping[str, Any]
    gemeentenamen: Mapping[str, Any]
    afkortingen: Mapping[str, Mapping[str, str]]

    def keuzes(self, aspect: Aspect) -> Mapping[str, Keuze]:
        """The values that *aspect* can have; empty for open aspects, gemeente and gevoelig."""
        return {
            Aspect.THEMA: self.themas,
            Aspect.DOELGROEP: self.doelgroepen,
            Aspect.FASE: self.fases,
            Aspect.BEHOEFTE: self.behoeften,
            Aspect.TERMIJN: self.termijnen,
            Aspect.LEERVOORKEUR: self.leervoorkeuren,
        }.get(aspect, {})

    def reden(self, naam: str, **waarden: str) -> str:
        """Why something is suggested, in the words of teksten/redenen.yaml."""
        return self.teksten[f"reden:{naam}"].format(**waarden)


def load_kennis(map_: Path = MAP) -> Kennis:
    """Read and check every content file under *map_*.

    Raises InvalidKennis with all faults at once, one line each.
    """
    lezer = _Lezer(map_)
    keuzes = {naam: lezer.keuzes(naam, toegestaan) for naam, toegestaan in _KEUZELIJSTEN.items()}
    kennis: dict[str, Any] = dict(
        **keuzes,
        aspecten=lezer.lijst("aspecten.yaml", AspectTekst, moet_hebben=Aspect),
        bronnen=lezer.lijst("bronnen.yaml", Bron),
        bronvragen=lezer.bronvragen(),
        stappen=lezer.stappen(),
        gemeenten=lezer.gemeenten(),
        synoniemen=lezer.synoniemen(keuzes),
        themawoorden=lezer.themawoorden(keuzes["themas"]),
        resultaten=lezer.lijst("resultaten.yaml", Keuze),
        routes=lezer.lijst("routes.yaml", Route),
        reflectievragen=lezer.lijst("reflectievragen.yaml", Reflectievraag),
        wetswijzigingen=lezer.lijst("wetswijzigingen.yaml", Wetswijziging),
        voorbeeldvragen=tuple(
            lezer._woorden(
                "voorbeeldvragen.yaml", "lijst", lezer.yaml("voorbeeldvragen.yaml", list)
            )
        ),
        patronen=lezer.patronen(),
        afkortingen=lezer.afkortingen(),
        weging=lezer.weging(keuzes),
        teksten=lezer.teksten(),
        voorbeeldcollegas=lezer.mapping("voorbeeldcollegas.yaml"),
        gemeentenamen=lezer.gemeentenamen(),
    )
    lezer.check_verwijzingen(kennis)
    if lezer.fouten:
        raise InvalidKennis(lezer.fouten)
    return Kennis(**kennis)


@cache
def default_kennis() -> Kennis:
    """The content that is shipped; read once per process."""
    return load_kennis()


class _Lezer:
    """Collects every fault instead of stopping at the first: an editor mends a file in one go."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.fouten: list[str] = []

    def fout(self, bestand: str, wie: object, wat: str) -> None:
        self.fouten.append(f"{bestand}, {wie!r}: {wat}")

    def yaml(self, bestand: str, soort: type) -> Any:
        try:
            inhoud = yaml.load(
                (self.map / bestand).read_text(encoding="utf-8"),
                # the same safe loader in C, where PyYAML has it: ten times as fast
                Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506
            )
        except FileNotFoundError:
            self.fouten.append(f"{bestand}: dit bestand ontbreekt")
            return soort()
        except (yaml.YAMLError, UnicodeDecodeError) as exc:
            self.fouten.append(f"{bestand}: geen geldige YAML: {' '.join(str(exc).split())}")
            return soort()
        if not isinstance(inhoud, soort):
            verwacht = "een lijst" if soort is list else "een tabel met sleutels"
            self.fouten.append(f"{bestand}: verwacht {verwacht}, gevonden {type(inhoud).__name__}")
            return soort()
        return inhoud

    def mapping(self, bestand: str) -> Mapping[str, Any]:
        return self.yaml(bestand, dict)  # type: ignore[no-any-return]

    def lijst(
        self, bestand: str, type_: type[_T], moet_hebben: Iterable[str] | None = None
    ) -> dict[str, _T]:
        adapter = TypeAdapter(type_)
        uit: dict[str, _T] = {}
        for nr, ruw in enumerate(self.yaml(bestand, list), 1):
            wie = (ruw.get("id") or ruw.get("titel")) if isinstance(ruw, dict) else None
            wie = wie or f"nummer {nr}"
            try:
                ding = adapter.validate_python(ruw)
            except ValidationError as exc:
                for fout in exc.errors():
                    self.fout(bestand, wie, _leesbaar(fout))
                continue
            id_ = str(ding.id)  # type: ignore[attr-defined]
            if not _IS_ID.fullmatch(id_):
                self.fout(bestand, wie, _WAT_IS_EEN_ID)
            if id_ in uit:
                self.fout(bestand, wie, "deze id komt twee keer voor")
            uit[id_] = ding
        if moet_hebben is not None:
            nodig = [str(x) for x in moet_hebben]
            for id_ in nodig:
                if id_ not in uit:
                    self.fout(bestand, id_, "deze ontbreekt")
            for id_ in uit.keys() - set(nodig):
                self.fout(bestand, id_, f"onbekend; kies uit {', '.join(nodig)}")
        return uit

    def keuzes(self, naam: str, toegestaan: Iterable[str] | None) -> dict[str, Keuze]:
        return self.lijst(f"{naam}.yaml", Keuze, toegestaan)

    def stappen(self) -> dict[str, Stap]:
        uit: dict[str, Stap] = {}
        bestanden = sorted((self.map / "stappen").glob("*.yaml"))
        if not bestanden:
            self.fouten.append("stappen/: geen enkel bestand met stappen gevonden")
        for pad in bestanden:
            bestand = f"stappen/{pad.name}"
            for id_, stap in self.lijst(bestand, Stap).items():
                if id_ in uit:
                    self.fout(bestand, id_, "deze id staat ook in een ander bestand met stappen")
                uit[id_] = stap
        return uit

    def bronvragen(self) -> dict[str, tuple[str, ...]]:
        """Per bron the questions that it helps to answer."""
        bestand = "bronvragen.yaml"
        uit: dict[str, tuple[str, ...]] = {}
        for id_, vragen in self.yaml(bestand, dict).items():
            if (
                not isinstance(vragen, list)
                or not vragen
                or not all(isinstance(v, str) for v in vragen)
            ):
                self.fout(bestand, id_, "verwacht een lijst met 3 tot 8 vragen")
                continue
            if not 3 <= len(vragen) <= 8:
                self.fout(bestand, id_, f"heeft {len(vragen)} vragen; geef er 3 tot 8")
            uit[str(id_)] = tuple(vragen)
        return uit

    def gemeenten(self) -> dict[str, Gemeente]:
        bestand = "gemeenten.csv"
        rijen = self._csv(bestand)
        namen = Counter(r.get("weergavenaam", "") for r in rijen)
        uit = {}
        for rij in rijen:
            wie = rij.get("naam") or rij.get("gemeentecode")
            try:
                uit[rij["gemeentecode"]] = Gemeente(
                    code=rij["gemeentecode"],
                    naam=rij["weergavenaam"] if namen[rij["weergavenaam"]] == 1 else rij["naam"],
                    provincie=rij["provincie"],
                    lat=float(rij["lat"]),
                    lon=float(rij["lon"]),
                    inwoners=int(rij["inwoners"]),
                    arbeidsmarktregio=rij["arbeidsmarktregio"],
                    ggd_regio=rij["ggd_regio"],
                    veiligheidsregio=rij["veiligheidsregio"],
                )
            except (KeyError, ValueError, TypeError) as exc:
                self.fout(bestand, wie, f"kolom ontbreekt of is geen getal: {exc}")
        return uit

    def _csv(self, bestand: str) -> list[dict[str, str]]:
        try:
            with (self.map / bestand).open(encoding="utf-8", newline="") as f:
                return list(csv.DictReader(f))
        except FileNotFoundError:
            self.fouten.append(f"{bestand}: dit bestand ontbreekt")
        except UnicodeDecodeError as exc:
            self.fouten.append(f"{bestand}: geen UTF-8: {exc}")
        return []

    def themawoorden(self, themas: Mapping[str, Keuze]) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Per ordinary word how strongly (1 to 3) it points to which thema's, the first most."""
        bestand = "themawoorden.csv"
        uit: dict[str, tuple[int, tuple[str, ...]]] = {}
        for rij in self._csv(bestand):
            woord, sterkte = rij.get("woord") or "", rij.get("sterkte") or ""
            bij = tuple((rij.get("themas") or "").split())
            onbekend = [t for t in bij if t not in themas]
            if not re.fullmatch(r"[^\W_]+(?:['’-][^\W_]+)*", woord):
                self.fout(bestand, woord, "verwacht één woord")
            elif woord in uit:
                self.fout(bestand, woord, "staat er twee keer; laat er één staan")
            elif sterkte not in ("1", "2", "3"):
                self.fout(bestand, woord, f"sterkte is {sterkte!r}; kies 1, 2 of 3")
            elif not bij or onbekend:
                wat = f"{onbekend[0]!r} bestaat niet; " if onbekend else ""
                self.fout(bestand, woord, f"themas: {wat}kies uit {', '.join(themas)}")
            else:
                uit[woord] = int(sterkte), bij
        return uit

    def gemeentenamen(self) -> dict[str, Any]:
        """Other names of gemeenten and the words around a name: tables and lists of texts."""
        bestand = "gemeentenamen.yaml"
        ruw = self.yaml(bestand, dict)
        self._zelfde_ids(bestand, "deel", ruw, dict.fromkeys((*_NAAMTABELLEN, *_NAAMLIJSTEN)))
        uit: dict[str, Any] = {}
        for deel in _NAAMTABELLEN:
            inhoud = ruw.get(deel, {})
            if not isinstance(inhoud, dict):
                self.fout(bestand, deel, "verwacht een tabel van naam naar lijst")
                inhoud = {}
            uit[deel] = {k: self._woorden(bestand, f"{deel}/{k}", v) for k, v in inhoud.items()}
        for deel in _NAAMLIJSTEN:
            uit[deel] = self._woorden(bestand, deel, ruw.get(deel, []))
        woorden = uit["woorden"]
        self._zelfde_ids(bestand, "woorden", woorden, dict.fromkeys(sorted(_NAAMWOORDEN)))
        for sleutel in (k for k, v in woorden.items() if not v):
            self.fout(bestand, f"woorden/{sleutel}", "deze lijst mag niet leeg zijn")
        self._een_keer(bestand, {c: uit["namen"][c] for c in uit["namen"]})
        self._een_keer(bestand, {soort: list(uit[soort]) for soort in _NAAMSOORTEN})
        return uit

    def _woorden(self, bestand: str, wie: str, ruw: Any) -> list[str]:
        if not isinstance(ruw, list) or not all(isinstance(w, str) and w.strip() for w in ruw):
            self.fout(
                bestand,
                wie,
                "verwacht een lijst met woorden; zet een getal tussen aanhalingstekens",
            )
            return []
        return ruw

    def _een_keer(self, bestand: str, lijsten: Mapping[str, Iterable[str]]) -> None:
        """Each name stands in one of *lijsten* only: in the other it would be lost."""
        eerder: dict[str, str] = {}
        for waar, namen in lijsten.items():
            for naam in namen:
                if eerder.setdefault(naam, waar) != waar:
                    self.fout(bestand, naam, f"staat bij {eerder[naam]} en bij {waar}; kies er één")

    def synoniemen(
        self, keuzes: Mapping[str, Mapping[str, Keuze]]
    ) -> dict[str, dict[str, tuple[str, ...]]]:
        bestand = "synoniemen.yaml"
        ruw = self.yaml(bestand, dict)
        uit: dict[str, dict[str, tuple[str, ...]]] = {}
        for groep, inhoud in ruw.items():
            if not isinstance(inhoud, dict):
                self.fout(bestand, groep, "verwacht een tabel van id naar woorden")
                continue
            for id_, woorden in inhoud.items():
                if not isinstance(woorden, list) or not all(isinstance(w, str) for w in woorden):
                    self.fout(bestand, f"{groep}/{id_}", "verwacht een lijst met woorden")
                    continue
                uit.setdefault(groep, {})[id_] = tuple(woorden)
        for groep in _GROEPEN:
            self._zelfde_ids(bestand, groep, uit.get(groep, {}), keuzes[groep])
        return uit

    def afkortingen(self) -> dict[str, dict[str, str]]:
        """Per kind of abbreviation what each stands for."""
        bestand = "afkortingen.yaml"
        ruw = self.yaml(bestand, dict)
        self._zelfde_ids(bestand, "soort", ruw, dict.fromkeys(_AFKORTINGEN))
        uit: dict[str, dict[str, str]] = {soort: {} for soort in _AFKORTINGEN}
        for soort in _AFKORTINGEN:
            tabel = ruw.get(soort) or {}
            if not isinstance(tabel, dict):
                self.fout(bestand, soort, "verwacht een tabel van afkorting naar betekenis")
                continue
            for kort, voluit in tabel.items():
                if not isinstance(kort, str) or not re.fullmatch(r"[^\W_]+", kort):
                    self.fout(
                        bestand, f"{soort}/{kort}", "een afkorting is één woord zonder tekens"
                    )
                elif (kort.islower() or kort.isdigit()) is (soort == "hoofdletters"):
                    hoe = "hoofdletters" if soort == "hoofdletters" else "kleine letters"
                    self.fout(bestand, f"{soort}/{kort}", f"schrijf deze afkorting met {hoe}")
                elif not isinstance(voluit, str) or not voluit.strip():
                    self.fout(
                        bestand, f"{soort}/{kort}", "verwacht een tekst: waar staat dit voor?"
                    )
                else:
                    uit[soort][kort] = voluit
        return uit

    def patronen(self) -> dict[str, Any]:
        """Regular expressions, compiled: a list per key, or a list per id for termijnen and leervoorkeuren."""
        bestand = "patronen.yaml"
        ruw = self.yaml(bestand, dict)
        for sleutel in _PATRONEN - ruw.keys():
            self.fout(bestand, sleutel, "deze ontbreekt")
        return {
            sleutel: {
                id_: self._compile(bestand, f"{sleutel}/{id_}", p) for id_, p in inhoud.items()
            }
            if isinstance(inhoud, dict)
            else self._compile(bestand, sleutel, inhoud)
            for sleutel, inhoud in ruw.items()
        }

    def _compile(self, bestand: str, sleutel: str, patronen: Any) -> tuple[re.Pattern[str], ...]:
        if not isinstance(patronen, list):
            self.fout(bestand, sleutel, "verwacht een lijst met patronen")
            return ()
        uit = []
        for patroon in patronen:
            try:
                # an editor writes "morgen" and means the word, not "morgenster"
                uit.append(re.compile(rf"(?<!\w)(?:{patroon})(?!\w)", re.IGNORECASE))
            except (re.error, TypeError) as exc:
                self.fout(bestand, sleutel, f"{patroon!r} is geen patroon: {exc}")
        return tuple(uit)

    def weging(self, keuzes: Mapping[str, Mapping[str, Keuze]]) -> dict[str, Any]:
        bestand = "weging.yaml"
        ruw = self.yaml(bestand, dict)
        for groep in _WEGINGEN:
            self._zelfde_ids(bestand, groep, ruw.get(groep) or {}, keuzes[groep])
            for id_, gewichten in (ruw.get(groep) or {}).items():
                if not isinstance(gewichten, dict):
                    self.fout(bestand, f"{groep}/{id_}", "verwacht een tabel van soort naar getal")
                    continue
                for soort, gewicht in gewichten.items():
                    if not isinstance(gewicht, int | float) or not 0 <= gewicht <= 1:
                        self.fout(bestand, f"{groep}/{id_}", f"{soort}: kies een getal van 0 tot 1")
        self._zoekgewichten(bestand, ruw.get("zoeken"))
        return dict(ruw)

    def _zoekgewichten(self, bestand: str, zoeken: Any) -> None:
        """The learned weights of search: a number for every part, with and without embeddings."""
        if not isinstance(zoeken, dict) or not isinstance(zoeken.get("soorten"), dict):
            self.fout(bestand, "zoeken", "verwacht een tabel met 'soorten' en de gewichten")
            return
        for soort, gewicht in zoeken["soorten"].items():
            if not isinstance(gewicht, int | float):
                self.fout(bestand, "zoeken/soorten", f"{soort}: verwacht een getal")
        for wijze in ("met-betekenis", "zonder-betekenis"):
            gewichten = zoeken.get(wijze)
            if not isinstance(gewichten, dict):
                self.fout(bestand, f"zoeken/{wijze}", "verwacht een tabel met gewichten")
                continue
            for deel in _ZOEKDELEN:
                if not isinstance(gewichten.get(deel), int | float):
                    self.fout(bestand, f"zoeken/{wijze}", f"{deel}: verwacht een getal")

    def teksten(self) -> dict[str, str]:
        uit = {p.name: p.read_text(encoding="utf-8") for p in (self.map / "teksten").glob("*.j2")}
        for bestand, voor in _TEKSTBESTANDEN.items():
            for naam, tekst in self.yaml(f"teksten/{bestand}", dict).items():
                if not isinstance(tekst, str) or not tekst.strip():
                    self.fout(f"teksten/{bestand}", naam, "verwacht een tekst")
                else:
                    uit[voor + str(naam)] = tekst.strip()
        return uit

    def check_verwijzingen(self, kennis: Mapping[str, Any]) -> None:
        """References between files: every thema that a bron, stap or neighbour names must exist."""
        themas = kennis["themas"]
        self._bekend("themas.yaml", kennis["themas"], lambda k: k.raakt_aan, themas, "raakt_aan")
        self._bekend("bronnen.yaml", kennis["bronnen"], lambda b: b.themas, themas, "themas")
        resultaten = kennis["resultaten"]
        route_stappen = {s.id: s for r in kennis["routes"].values() for s in r.stappen}
        for bestand, stappen in (("stappen/", kennis["stappen"]), ("routes.yaml", route_stappen)):
            self._bekend(bestand, stappen, lambda s: s.themas, themas, "themas")
            self._bekend(bestand, stappen, lambda s: s.nodig, resultaten, "nodig")
            self._bekend(bestand, stappen, lambda s: s.geeft, resultaten, "geeft")
        keren = Counter(s.id for r in kennis["routes"].values() for s in r.stappen)
        for id_ in (i for i, n in keren.items() if n > 1):
            self.fout("routes.yaml", id_, "deze id komt twee keer voor bij stappen")
        for id_ in (i for i in keren if not _IS_ID.fullmatch(i)):
            self.fout("routes.yaml", id_, _WAT_IS_EEN_ID)
        for id_ in route_stappen.keys() & kennis["stappen"].keys():
            self.fout("routes.yaml", id_, "deze id staat ook in stappen/")
        self._bekend(
            "wetswijzigingen.yaml", kennis["wetswijzigingen"], lambda w: (w.thema,), themas, "thema"
        )
        for id_, soort in kennis["kennisbronnen"].items():
            if not soort.eerste_stap:
                self.fout("kennisbronnen.yaml", id_, "'eerste_stap' ontbreekt")
        namen = kennis["gemeentenamen"]
        gedeeld = [c for codes in namen["meer_gemeenten"].values() for c in codes]
        for code in (*namen["namen"], *namen["vormen"], *gedeeld):
            if code not in kennis["gemeenten"]:
                self.fout("gemeentenamen.yaml", code, "deze code staat niet in gemeenten.csv")
        bronnen, vragen = kennis["bronnen"], kennis["bronvragen"]
        for id_ in bronnen.keys() - vragen.keys():
            self.fout("bronvragen.yaml", id_, "deze bron heeft nog geen vragen")
        for id_ in vragen.keys() - bronnen.keys():
            self.fout("bronvragen.yaml", id_, "deze bron staat niet in bronnen.yaml")
        for id_, bron in kennis["bronnen"].items():
            if bron.url is not None and not re.match(r"https?://[^\s.]+\.[^\s]+$", bron.url):
                self.fout("bronnen.yaml", id_, f"'url' is geen webadres: {bron.url!r}")
            if not (bron.themas and bron.fases and bron.kennisbron):
                self.fout(
                    "bronnen.yaml", id_, "'themas', 'fases' en 'kennisbron' mogen niet leeg zijn"
                )

    def _bekend(
        self,
        bestand: str,
        dingen: Mapping[str, Any],
        veld: Callable[[Any], Iterable[str]],
        toegestaan: Mapping[str, Any],
        naam: str,
    ) -> None:
        for id_, ding in dingen.items():
            for waarde in veld(ding):
                if waarde not in toegestaan:
                    wat = f"{naam}: {waarde!r} bestaat niet; kies uit {', '.join(toegestaan)}"
                    self.fout(bestand, id_, wat)

    def _zelfde_ids(
        self, bestand: str, groep: str, gevonden: Iterable[str], nodig: Mapping[str, Any]
    ) -> None:
        for id_ in nodig.keys() - set(gevonden):
            self.fout(bestand, f"{groep}/{id_}", "deze ontbreekt")
        for id_ in set(gevonden) - nodig.keys():
            self.fout(bestand, f"{groep}/{id_}", f"onbekend; kies uit {', '.join(nodig)}")


def _leesbaar(fout: Any) -> str:
    plek = ".".join(str(p) for p in fout["loc"]) or "het geheel"
    match fout["type"]:
        case "missing":
            return f"'{plek}' ontbreekt"
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"'{plek}' is geen bekend veld"
        case "enum" | "literal_error":
            verwacht = fout["ctx"]["expected"].replace(" or ", ", ")
            return f"'{plek}': {fout['input']!r} kan niet; kies uit {verwacht}"
        case "value_error":
            return str(fout["ctx"]["error"])
        case _:
            return f"'{plek}': {fout['msg']} (gevonden: {str(fout['input'])[:60]!r})"
