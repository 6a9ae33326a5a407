"""Which collega's fit a vraag: hides what "in the region" and "over de schutting" mean, and how requests are spread.

Pure. Who registers in a form or stands in a CSV becomes a Collega here too.
"""

from __future__ import annotations

import csv
import io
import math
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import chain, cycle, islice
from typing import Any, NamedTuple, TypeVar

from assistent.errors import InvalidKennis
from assistent.model import Collega, Collegalijst, Fase, Gemeente, GevondenCollega, Vraag

# A car ride of about half an hour: near enough for coffee together, also across a region's border.
DICHTBIJ_KM = 40
# Differences in distance below this do not matter to whoever travels; then size decides.
_STAP_KM = 15
_STRAAL_AARDE_KM = 6371.0
# What one thema less, another fase and one contactverzoek cost, in steps of distance. Without drukte a thema always
# counts for more than the fase and the fase for more than the distance, of which only the first steps count here
# (bench/collegas.py: how often the busiest is asked, and how well who is shown fits).
_KOST_THEMA, _KOST_FASE, _KOST_VERZOEK = 8, 4, 1.0
_STAPPEN = 3
# Being shown is a tenth of being asked. Half of it is forgotten in a month; after a quarter nothing counts.
GEWICHT_VERZOEK, GEWICHT_VOORSTEL = 1.0, 0.1
_HALFWAARDE_DAGEN = 30
VENSTER_DAGEN = 90
# Less drukte than this changes nothing, so that a list stays as it is while it is talked about
_MERKBAAR = 0.5
_BEGIN = date(2026, 1, 1)
# So many collega's may have an open contactverzoek of one gesprek
HOOGSTENS_CONTACTEN = 3
_T = TypeVar("_T")
_KOLOMMEN = (
    "id", "naam", "functie", "gemeente", "themas", "fases", "email", "over", "toestemming",
)  # fmt: skip
_LEEG_MAG = frozenset({"fases", "over"})
# The form: how many signs a field may hold, and which may stay empty
_LANGSTE = {
    "naam": 100, "functie": 100, "gemeente": 60, "email": 254, "over": 300, "pauze_tot": 10,
}  # fmt: skip
_VRIJ = frozenset({"over", "pauze_tot"})
_MEESTE_THEMAS = 6
_LANGSTE_PAUZE_DAGEN = 366
# a local part, and a domain with a dot; whether someone reads it shows when they confirm
_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\:]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")


@dataclass(frozen=True, slots=True)
class _Ligging:
    """A gemeente as seen from the advisor's own; the lower *volgorde*, the better to suggest."""

    gemeente: Gemeente
    km: int
    in_regio: bool
    eigen: bool
    even_groot: bool
    volgorde: tuple[int, bool, int]
    kost: int


class _Weg(NamedTuple):
    """Who is not on a list although they agreed: these *ids*, who has a break *vandaag*, and with *een_ver* all but
    the best outside the region."""

    ids: frozenset[str]
    vandaag: date
    een_ver: bool


class _Kandidaat(NamedTuple):
    """Whoever may be suggested, in the order of suggesting: *kost* of thema's, fase, distance and drukte, then place.

    An id is there once, so comparing two never comes to what stands behind it.
    """

    kost: float
    andere_fase: bool
    volgorde: tuple[int, bool, int]
    id: str
    collega: Collega
    ligging: _Ligging


def find_collegas(
    vraag: Vraag,
    collegas: Sequence[Collega],
    gemeenten: Mapping[str, Gemeente],
    *,
    themanamen: Mapping[str, str],
    reden: Callable[..., str],
    aantal: int = 3,
    raakt_aan: Mapping[str, Collection[str]] | None = None,
    last: Mapping[str, float] | None = None,
    vandaag: date | None = None,
    zonder: Collection[str] = (),
) -> list[GevondenCollega]:
    """Up to *aantal* collega's in the region, best first, and then one "over de schutting".

    Who is busy comes later: *last* holds per id how much someone was given to do (`measure_last`). Not on a list are
    the ids in *zonder* and who has a break on the day *vandaag*.

    In the region: a shared arbeidsmarkt-, GGD- or veiligheidsregio, or at most `DICHTBIJ_KM` away;
    at most one from the advisor's own gemeente. Over de schutting: the same thema in another
    region or, if nobody is there, in the same region another thema that the vraag touches
    (*raakt_aan*: thema -> thema's). Only people who agreed. Without thema the answer is empty.
    Without a known gemeente the collega's are spread over the provinces, and `afstand_km` is 0.
    *gemeenten* has CBS codes as keys; *themanamen* holds per thema the words for in a
    sentence, and *reden* fills in a sentence of `kennis/teksten/redenen.yaml` (`Kennis.reden`).
    """
    if not vraag.themas:
        return []
    eigen = gemeenten.get(vraag.gemeente or "")
    liggingen = {code: _place(g, eigen) for code, g in gemeenten.items()}
    last = last or {}
    weg = _Weg(frozenset(zonder), vandaag or date.min, een_ver=eigen is not None)
    kandidaten = _find_kandidaten(vraag.themas, vraag.fase, collegas, liggingen, last, weg)
    if eigen is None:
        gekozen, schutting = _spread(kandidaten, aantal), None
    else:
        gekozen = _pick_in_regio(kandidaten, aantal)
        elders = (k for k in kandidaten if not k.ligging.in_regio)
        schutting = min(elders, default=None)
    if schutting is None:
        buren = _find_buren(vraag, collegas, liggingen, raakt_aan or {}, last, weg)
        binnen = (k for k in buren if k.ligging.in_regio or eigen is None)
        schutting = min(binnen, default=None)
    over = [schutting] if schutting else []
    return [
        GevondenCollega(
            k.collega,
            _tell_reden(k, vraag, themanamen, raakt_aan or {}, reden, bekend=eigen is not None),
            k.ligging.km,
            k is schutting,
        )
        for k in [*gekozen, *over]
    ]


def weigh_drukte(gewicht: float, dag: date) -> float:
    """What *gewicht* on *dag* adds to someone's sum.

    Later days weigh more, by as much as earlier ones will have faded by then: so the sum only needs adding to, and
    `measure_last` reads it on any day.
    """
    return gewicht * 2 ** ((dag - _BEGIN).days / _HALFWAARDE_DAGEN)


def least_drukte(vandaag: date) -> float:
    """The sum from which drukte can be noticed on the day *vandaag*."""
    return weigh_drukte(_MERKBAAR, vandaag)


def measure_last(sommen: Mapping[str, float], vandaag: date) -> dict[str, float]:
    """Per id how busy someone is: contactverzoeken of today count 1, of a month ago a half; in steps of a half."""
    een = weigh_drukte(1.0, vandaag)
    return {
        id_: math.floor(som / een / _MERKBAAR + 1e-9) * _MERKBAAR for id_, som in sommen.items()
    }


def make_voorbeeldcollegas(
    gemeenten: Iterable[Gemeente],
    inhoud: Mapping[str, Any],
    *,
    aantal: int = 150,
    zaad: int = 2026,
) -> tuple[Collega, ...]:
    """Example people from `voorbeeldcollegas.yaml`; the same *zaad* gives the same people.

    They are spread over the provinces, the size classes and the thema's: everyone has one main
    thema, dealt out in turn, and one to three more, so that every region has someone for most of them.
    """
    kans = random.Random(zaad)  # noqa: S311 - must be the same each time, not secret
    plekken = islice(_deal_gemeenten(gemeenten, kans), aantal)
    voornamen = _shuffled(inhoud["voornamen"], kans)
    themas = _shuffled(inhoud["themas"], kans)
    gebruikt: defaultdict[str, int] = defaultdict(int)
    collegas = []
    for nummer, gemeente in enumerate(plekken, start=1):
        thema = themas[(nummer - 1) % len(themas)]
        anders = kans.sample([t for t in themas if t != thema], kans.randint(1, 3))
        tekst = inhoud["themas"][thema]
        beurt = gebruikt[thema]
        gebruikt[thema] += 1
        collegas.append(
            Collega(
                id=f"voorbeeld-{nummer:03}",
                naam=f"{voornamen[(nummer - 1) % len(voornamen)]} Voorbeeld",
                functie=tekst["functies"][beurt % len(tekst["functies"])],
                gemeente=gemeente.code,
                themas=(thema, *anders),
                fases=tuple(sorted(kans.sample(list(Fase), kans.randint(1, 3)), key=_fase_order)),
                email=f"voorbeeld-{nummer:03}@voorbeeld.invalid",
                over=tekst["over"][beurt % len(tekst["over"])],
                toestemming=True,
                voorbeeld=True,
            )
        )
    return tuple(collegas)


class Gemeentenamen:
    """The gemeente that a name stands for: in any spelling, and also by the name from before a merger.

    *anders* holds per code the other names (`kennis/gemeentenamen.yaml`); a name of more than one gemeente stands
    for none. Raises nothing: an unknown name is None.
    """

    def __init__(
        self, gemeenten: Iterable[Gemeente], anders: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._namen: dict[str, str] = {}
        self._codes: dict[str, set[str]] = defaultdict(set)
        for g in gemeenten:
            self._namen[g.code] = g.naam
            self._codes[_fold(g.naam)] = {g.code}
            self._codes[_fold(re.sub(r"\(.*\)", "", g.naam))].add(g.code)
        for code, oud in (anders or {}).items():
            for naam in oud:
                # what a gemeente is called now goes before what a village elsewhere is called
                if not self._codes.get(_fold(naam), set()) - {code}:
                    self._codes[_fold(naam)].add(code)

    def find(self, naam: str) -> str | None:
        """The CBS code for a name or a code."""
        if naam.strip() in self._namen:
            return naam.strip()
        codes = self._codes.get(_fold(naam), set())
        return next(iter(codes)) if len(codes) == 1 else None

    def suggest(self, naam: str, aantal: int = 3) -> list[str]:
        """Names of gemeenten that look like *naam*, the best first."""
        kaal = _fold(naam)
        if codes := self._codes.get(kaal):
            return sorted(self._namen[c] for c in codes)
        lijkt = get_close_matches(kaal, self._codes, n=4 * aantal, cutoff=0.65)
        codes_op_rij = dict.fromkeys(c for sleutel in lijkt for c in sorted(self._codes[sleutel]))
        return [self._namen[c] for c in codes_op_rij][:aantal]


def _fold(naam: str) -> str:
    zonder = unicodedata.normalize("NFKD", naam.casefold())
    woorden = re.findall(r"[^\W_]+", "".join(t for t in zonder if not unicodedata.combining(t)))
    if woorden[:1] == ["gemeente"] and len(woorden) > 1:
        woorden = woorden[1:]
    return "".join(woorden)


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """What someone filled in: the Collega it makes, or per field what is wrong: leeg, lang, onbekend or datum."""

    collega: Collega | None
    fouten: Mapping[str, str]


def read_aanmelding(
    velden: Mapping[str, Sequence[str]],
    id_: str,
    namen: Gemeentenamen,
    themas: Collection[str],
    *,
    vandaag: date,
) -> Aanmelding:
    """Read the form of someone who wants to be found, or changes that. Consent must be given, never assumed."""
    een = {k: " ".join((velden.get(k) or [""])[0].split()) for k in _LANGSTE}
    fouten = {k: "leeg" for k, w in een.items() if not w and k not in _VRIJ}
    fouten |= {k: "lang" for k, w in een.items() if len(w) > _LANGSTE[k]}
    gemeente = namen.find(een["gemeente"]) or ""
    if een["gemeente"] and not gemeente:
        fouten["gemeente"] = "onbekend"
    if een["email"] and not _EMAIL.fullmatch(een["email"]):
        fouten["email"] = "onbekend"
    gekozen = tuple(dict.fromkeys(velden.get("themas", ())))
    fases = tuple(dict.fromkeys(velden.get("fases", ())))
    if not gekozen:
        fouten["themas"] = "leeg"
    elif len(gekozen) > _MEESTE_THEMAS or not set(gekozen) <= set(themas):
        fouten["themas"] = "lang" if len(gekozen) > _MEESTE_THEMAS else "onbekend"
    if not set(fases) <= set(Fase):
        fouten["fases"] = "onbekend"
    if list(velden.get("toestemming", ())) != ["ja"]:
        fouten["toestemming"] = "leeg"
    pauze = None
    if een["pauze_tot"]:
        try:
            pauze = date.fromisoformat(een["pauze_tot"])
        except ValueError:
            fouten["pauze_tot"] = "datum"
        else:
            if pauze > vandaag + timedelta(days=_LANGSTE_PAUZE_DAGEN):
                fouten["pauze_tot"] = "lang"
    if fouten:
        return Aanmelding(None, fouten)
    collega = Collega(
        id_, een["naam"], een["functie"], gemeente, gekozen, tuple(Fase(f) for f in fases),
        een["email"], een["over"], toestemming=True, voorbeeld=False,
        pauze_tot=pauze if pauze and pauze > vandaag else None,
    )  # fmt: skip
    return Aanmelding(collega, {})


def read_collegas_csv(
    tekst: str,
    gemeenten: Mapping[str, Gemeente],
    themas: Collection[str],
    *,
    namen: Gemeentenamen | None = None,
) -> tuple[Collega, ...]:
    """The people in a CSV file with the columns of `_KOLOMMEN`; who did not agree is left out.

    Several thema's or fases in one cell are separated by ";". The gemeente may be a CBS code or a
    name (with *namen* also one from before a merger). Raises InvalidKennis with every fault: line, column, fault,
    what is allowed.
    """
    tekst = tekst.removeprefix("\ufeff")
    lezer = csv.DictReader(io.StringIO(tekst, newline=""), restkey="", strict=True)
    try:
        kop = [k.strip() for k in lezer.fieldnames or ()]
        lezer.fieldnames = kop
        regels = [(lezer.line_num, rij) for rij in lezer]
    except csv.Error as exc:
        fout = f"regel {lezer.line_num}: niet te lezen als CSV ({exc}); sluit elk aanhalingsteken"
        raise InvalidKennis([fout]) from exc
    verkeerd = [k for k in _KOLOMMEN if k not in kop] + [k for k in kop if k not in _KOLOMMEN]
    if verkeerd or len(kop) != len(set(kop)):
        fout = f"regel 1: kolommen kloppen niet ({', '.join(verkeerd) or 'dubbele kolom'})"
        raise InvalidKennis([f"{fout}; geef precies {', '.join(_KOLOMMEN)}"])
    blad = _Blad(namen or Gemeentenamen(gemeenten.values()), themas)
    collegas = [blad.read(regel, rij) for regel, rij in regels]
    if blad.fouten:
        raise InvalidKennis(blad.fouten)
    return tuple(c for c in collegas if c is not None and c.toestemming)


class _Blad:
    """Reads the lines of one CSV file and gathers what is wrong with them."""

    def __init__(self, namen: Gemeentenamen, themas: Collection[str]) -> None:
        self.fouten: list[str] = []
        self._namen = namen
        self._themas = themas
        self._gezien: dict[str, int] = {}

    def read(self, regel: int, rij: Mapping[str, Any]) -> Collega | None:
        if rij.get("") or any(rij.get(k) is None for k in _KOLOMMEN):
            self._report(regel, "alle", "het aantal kolommen klopt niet", ", ".join(_KOLOMMEN))
            return None
        cel = {k: rij[k].strip() for k in _KOLOMMEN}
        eerder = len(self.fouten)
        for kolom in _KOLOMMEN:
            if not cel[kolom] and kolom not in _LEEG_MAG:
                self._report(regel, kolom, "is leeg", "iets ingevuld")
        if cel["id"] in self._gezien:
            fout = f"{cel['id']!r} staat ook op regel {self._gezien[cel['id']]}"
            self._report(regel, "id", fout, "iedereen een eigen id")
        self._gezien.setdefault(cel["id"], regel)
        themas = self._read_lijst(regel, "themas", cel["themas"], self._themas)
        fases = self._read_lijst(regel, "fases", cel["fases"], list(Fase))
        gemeente = self._read_gemeente(regel, cel["gemeente"])
        apenstaart = cel["email"].strip("@").count("@") == 1 and not set(cel["email"]) & set(" ,;")
        if cel["email"] and not apenstaart:
            self._report(
                regel, "email", f"{cel['email']!r} is geen e-mailadres", "naam@gemeente.nl"
            )
        ja = cel["toestemming"].casefold()
        if ja and ja not in ("ja", "nee"):
            self._report(regel, "toestemming", f"{cel['toestemming']!r} kan niet", "ja of nee")
        if len(self.fouten) > eerder:
            return None
        return Collega(
            cel["id"], cel["naam"], cel["functie"], gemeente, themas, tuple(map(Fase, fases)),
            cel["email"], cel["over"], toestemming=ja == "ja", voorbeeld=False,
        )  # fmt: skip

    def _read_lijst(
        self, regel: int, kolom: str, cel: str, toegestaan: Collection[str]
    ) -> tuple[str, ...]:
        waarden = tuple(dict.fromkeys(w.strip() for w in cel.split(";") if w.strip()))
        for waarde in waarden:
            if waarde not in toegestaan:
                self._report(regel, kolom, f"{waarde!r} bestaat niet", ", ".join(toegestaan))
        if cel and not waarden:
            self._report(regel, kolom, "is leeg", ", ".join(toegestaan))
        return waarden

    def _read_gemeente(self, regel: int, cel: str) -> str:
        code = self._namen.find(cel)
        if code is None and cel:
            namen = self._namen.suggest(cel)
            raad = "de naam of de CBS-code (GM en vier cijfers)"
            raad += f"; bedoel je {' of '.join(namen)}?" if namen else ""
            self._report(regel, "gemeente", f"{cel!r} bestaat niet", raad)
        return code or ""

    def _report(self, regel: int, kolom: str, fout: str, toegestaan: str) -> None:
        self.fouten.append(f"regel {regel}, kolom '{kolom}': {fout}; toegestaan: {toegestaan}")


def _find_kandidaten(
    themas: Sequence[str],
    fase: Fase | None,
    collegas: Sequence[Collega],
    liggingen: Mapping[str, _Ligging],
    last: Mapping[str, float],
    weg: _Weg,
) -> list[_Kandidaat]:
    """Who agreed, lives somewhere known and works on one of *themas*; the first counts double.

    Of those outside the region only who may be the best: there is one place for them, and most are there.
    """
    gewicht = dict.fromkeys(themas, 1)
    gewicht[themas[0]] = 2
    gezocht = frozenset(themas)
    kandidaten = []
    beste_ver = math.inf
    if isinstance(collegas, Collegalijst):
        collegas = collegas.met_thema(themas)
    for c in collegas:
        ligging = liggingen.get(c.gemeente)
        if ligging is None or c.id in weg.ids or gezocht.isdisjoint(c.themas):
            continue
        if not c.is_beschikbaar(weg.vandaag):
            continue
        gedeeld = sum([gewicht[t] for t in c.themas if t in gewicht])
        andere_fase = fase not in c.fases
        kost: float = (
            ligging.kost
            + _KOST_FASE * andere_fase
            - _KOST_THEMA * gedeeld
            + _KOST_VERZOEK * last.get(c.id, 0.0)
        )
        if not ligging.in_regio:
            if kost > beste_ver:
                continue
            beste_ver = kost if weg.een_ver else beste_ver
        kandidaten.append(_Kandidaat(kost, andere_fase, ligging.volgorde, c.id, c, ligging))
    return kandidaten


def _find_buren(
    vraag: Vraag,
    collegas: Sequence[Collega],
    liggingen: Mapping[str, _Ligging],
    raakt_aan: Mapping[str, Collection[str]],
    last: Mapping[str, float],
    weg: _Weg,
) -> list[_Kandidaat]:
    """Who works on none of the thema's of *vraag*, but on one that they touch."""
    buren = _neighbours(vraag.themas, raakt_aan)
    if not buren:
        return []
    kandidaten = _find_kandidaten(buren, vraag.fase, collegas, liggingen, last, weg)
    eigen = frozenset(vraag.themas)
    return [k for k in kandidaten if eigen.isdisjoint(k.collega.themas)]


def _pick_in_regio(kandidaten: Sequence[_Kandidaat], aantal: int) -> list[_Kandidaat]:
    gekozen: list[_Kandidaat] = []
    eigen_al = False
    for kandidaat in sorted(k for k in kandidaten if k.ligging.in_regio):
        if len(gekozen) == aantal:
            break
        if kandidaat.ligging.eigen and eigen_al:
            continue
        eigen_al = eigen_al or kandidaat.ligging.eigen
        gekozen.append(kandidaat)
    return gekozen


def _spread(kandidaten: Sequence[_Kandidaat], aantal: int) -> list[_Kandidaat]:
    """The best of each province first, then the others."""
    gezien: set[str] = set()
    eerste: list[_Kandidaat] = []
    rest: list[_Kandidaat] = []
    for kandidaat in sorted(kandidaten):
        provincie = kandidaat.ligging.gemeente.provincie
        (rest if provincie in gezien else eerste).append(kandidaat)
        gezien.add(provincie)
    return [*eerste, *rest][:aantal]


def _tell_reden(
    kandidaat: _Kandidaat,
    vraag: Vraag,
    themanamen: Mapping[str, str],
    raakt_aan: Mapping[str, Collection[str]],
    reden: Callable[..., str],
    *,
    bekend: bool,
) -> str:
    plek, themas = kandidaat.ligging, kandidaat.collega.themas
    gedeeld = next((t for t in vraag.themas if t in themas), None)
    if gedeeld is None:
        buur = next(t for t in _neighbours(vraag.themas, raakt_aan) if t in themas)
        delen = [reden("collega_raakt_aan", thema=themanamen.get(buur, buur))]
    else:
        verweg = bekend and not plek.in_regio
        fase = vraag.fase if vraag.fase and not kandidaat.andere_fase else None
        delen = [
            reden(
                "collega_andere_regio" if verweg else "collega_thema",
                thema=themanamen.get(gedeeld, gedeeld),
                fase=reden(f"collega_fase_{fase}") if fase else "",
            )
        ]
    if not bekend:
        delen.append(reden("collega_regio_onbekend"))
    elif plek.eigen:
        delen.append(reden("collega_eigen_gemeente"))
    else:
        naam = "collega_afstand_even_groot" if plek.even_groot else "collega_afstand"
        delen.append(reden(naam, km=str(plek.km)))
    return " ".join(delen)


def _neighbours(themas: Sequence[str], raakt_aan: Mapping[str, Collection[str]]) -> list[str]:
    """The thema's that *themas* touch, without *themas*, in the order of the content."""
    buren = dict.fromkeys(b for t in themas for b in raakt_aan.get(t, ()))
    return [b for b in buren if b not in themas]


def _place(gemeente: Gemeente, eigen: Gemeente | None) -> _Ligging:
    if eigen is None:
        return _Ligging(gemeente, 0, False, False, False, (0, False, 0), 0)
    afstand = measure_km(eigen, gemeente)
    km = round(afstand)
    in_regio = afstand <= DICHTBIJ_KM or _shares_regio(eigen, gemeente)
    anders_groot = gemeente.grootte is not eigen.grootte
    # over de schutting another province comes first: more is different there
    eerst = km // _STAP_KM if in_regio else int(gemeente.provincie == eigen.provincie)
    return _Ligging(
        gemeente,
        km,
        in_regio,
        gemeente.code == eigen.code,
        not anders_groot,
        (eerst, anders_groot, km),
        min(eerst, _STAPPEN),
    )


def _shares_regio(een: Gemeente, twee: Gemeente) -> bool:
    """Compared kind by kind: 'Zeeland' may name regions of two kinds."""
    paren = (
        (een.arbeidsmarktregio, twee.arbeidsmarktregio),
        (een.ggd_regio, twee.ggd_regio),
        (een.veiligheidsregio, twee.veiligheidsregio),
    )
    return any(a and a == b for a, b in paren)


def measure_km(een: Gemeente, twee: Gemeente) -> float:
    """Kilometres as the crow flies between two gemeenten (haversine)."""
    b1, b2 = math.radians(een.lat), math.radians(twee.lat)
    lengte = math.radians(twee.lon - een.lon)
    h = math.sin((b2 - b1) / 2) ** 2 + math.cos(b1) * math.cos(b2) * math.sin(lengte / 2) ** 2
    return 2 * _STRAAL_AARDE_KM * math.asin(math.sqrt(h))


def _deal_gemeenten(gemeenten: Iterable[Gemeente], kans: random.Random) -> Iterator[Gemeente]:
    """Gemeenten without end: from each province in turn, and there from each size class in turn."""
    groepen: defaultdict[str, defaultdict[str, list[Gemeente]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for g in sorted(gemeenten, key=lambda g: g.code):
        groepen[g.provincie][g.grootte].append(g)
    rijen: list[Iterator[Gemeente]] = []
    for provincie in _shuffled(groepen, kans):
        groottes = [cycle(_shuffled(gs, kans)) for gs in groepen[provincie].values()]
        rijen.append(chain.from_iterable(zip(*groottes, strict=True)))
    while rijen:
        for rij in rijen:
            yield next(rij)


def _shuffled(waarden: Iterable[_T], kans: random.Random) -> list[_T]:
    lijst = list(waarden)
    kans.shuffle(lijst)
    return lijst


def _fase_order(fase: Fase) -> int:
    return list(Fase).index(fase)
