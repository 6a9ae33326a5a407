"""The words of Vraagwijs as types: pure, frozen, and unable to be wrong. No I/O, no clock.

The same classes are the schema of the content files: `assistent.kennis` validates YAML against them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal


class Aspect(StrEnum):
    """One thing to know about a vraag."""

    THEMA = "thema"
    DOELGROEP = "doelgroep"
    FASE = "fase"
    BEHOEFTE = "behoefte"
    GEMEENTE = "gemeente"
    AANLEIDING = "aanleiding"
    DOEL = "doel"
    BEKEND = "bekend"
    TERMIJN = "termijn"
    GEVOELIG = "gevoelig"
    LEERVOORKEUR = "leervoorkeur"


class Fase(StrEnum):
    """Where in the policy cycle the vraag is."""

    ORIENTATIE = "orientatie"
    BELEIDSVOORBEREIDING = "beleidsvoorbereiding"
    BESLUITVORMING = "besluitvorming"
    UITVOERING = "uitvoering"
    MONITORING_EVALUATIE = "monitoring-evaluatie"
    DOORONTWIKKELING = "doorontwikkeling"


class Behoefte(StrEnum):
    """What the advisor needs."""

    PRAKTIJKVOORBEELDEN = "praktijkvoorbeelden"
    CIJFERS_ONDERZOEK = "cijfers-onderzoek"
    WERKVORMEN_METHODIEKEN = "werkvormen-methodieken"
    CONTACT_COLLEGAS = "contact-collegas"
    SCHOLING = "scholing"
    KADERS_WETGEVING = "kaders-wetgeving"


class Kennisbron(StrEnum):
    """Three sources of knowledge: equal, never ranked against each other."""

    ERVARINGSKENNIS = "ervaringskennis"
    PROFESSIONELE_KENNIS = "professionele-kennis"
    WETENSCHAPPELIJKE_KENNIS = "wetenschappelijke-kennis"


class Onderbouwing(StrEnum):
    """What a bron rests on; not a quality mark."""

    EEN_ERVARING = "een-ervaring"
    MEERDERE_PRAKTIJKEN = "meerdere-praktijken"
    LITERATUURONDERZOEK = "literatuuronderzoek"
    EIGEN_ONDERZOEK = "eigen-onderzoek"
    EFFECTONDERZOEK = "effectonderzoek"
    OFFICIEEL_KADER = "officieel-kader"
    ONBEKEND = "onbekend"


class Termijn(StrEnum):
    """When the advisor needs an answer."""

    DEZE_WEEK = "deze-week"
    DEZE_MAAND = "deze-maand"
    DIT_KWARTAAL = "dit-kwartaal"
    GEEN_HAAST = "geen-haast"


class Leervoorkeur(StrEnum):
    """How the advisor likes to take something in."""

    LEZEN = "lezen"
    KIJKEN_LUISTEREN = "kijken-luisteren"
    CIJFERS = "cijfers"
    PRATEN = "praten"


class Grootte(StrEnum):
    """Size class of a gemeente: under 30,000; 30,000 to 100,000; 100,000 inwoners and more."""

    KLEIN = "klein"
    MIDDEL = "middel"
    GROOT = "groot"


Soort = Literal[
    "rapport", "handreiking", "methodiek", "databank", "toolkit", "cijfers", "praktijkvoorbeeld",
    "artikel", "video", "podcast", "scholing", "netwerk", "wetgeving", "gespreksmateriaal",
]  # fmt: skip
Toegang = Literal["vrij", "registratie", "betaald", "onbekend"]

_STRENG = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Keuze:
    """One value that an aspect can have, as advisors read it.

    *id* is what code and content files use, *naam* stands on the button, *uitleg* explains in one B1 sentence,
    *in_zin* fits in a running sentence ("je vraag gaat over *schulden en armoede*"). *eerste_stap*: of a kennisbron,
    how to begin when a plan lacks it.
    """

    __pydantic_config__ = _STRENG
    id: str
    naam: str
    in_zin: str
    uitleg: str
    raakt_aan: tuple[str, ...] = ()
    vaak_vergeten: str = ""
    eerste_stap: str = ""


@dataclass(frozen=True, slots=True)
class AspectTekst:
    """How the assistant asks for an aspect: the question, why it asks, and what it says when skipped."""

    __pydantic_config__ = _STRENG
    id: Aspect
    naam: str
    vraag: str
    opnieuw: str
    waarom: str
    voorbeeld: str = ""


@dataclass(frozen=True, slots=True)
class Bron:
    """A curated source. *leestijd_minuten* (an estimate) and *jaar* of publication are None if unknown."""

    __pydantic_config__ = _STRENG
    id: str
    titel: str
    organisatie: str
    jaar: int | None
    url: str | None
    soort: Soort
    kennisbron: tuple[Kennisbron, ...]
    onderbouwing: Onderbouwing
    onderbouwing_toelichting: str
    themas: tuple[str, ...]
    fases: tuple[Fase, ...]
    doelgroepen: tuple[str, ...]
    samenvatting: str
    trefwoorden: tuple[str, ...]
    leestijd_minuten: int | None
    toegang: Toegang
    printbaar: bool | None
    taal: str
    auteurs: tuple[str, ...] = ()
    opmerking: str = ""


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A Dutch municipality (CBS code GMxxxx); *lat* and *lon* in degrees WGS84, *inwoners* about early 2026."""

    code: str
    naam: str
    provincie: str
    lat: float
    lon: float
    inwoners: int
    arbeidsmarktregio: str
    ggd_regio: str
    veiligheidsregio: str

    @property
    def grootte(self) -> Grootte:
        if self.inwoners < 30_000:
            return Grootte.KLEIN
        return Grootte.MIDDEL if self.inwoners < 100_000 else Grootte.GROOT

    @property
    def regios(self) -> frozenset[str]:
        return frozenset({self.arbeidsmarktregio, self.ggd_regio, self.veiligheidsregio})


@dataclass(frozen=True, slots=True)
class Stap:
    """A step that a stappenplan can hold, with the conditions under which it fits.

    An empty condition (*behoeften*, *themas*, *groottes*) means: fits always. *positie* (0 to 100) is the place in
    a plan: 0 to 19 understand the problem, 20 to 39 gather knowledge, 40 to 59 talk and weigh,
    60 to 79 choose and make, 80 to 100 decide, follow and secure. *kortste_termijn* is the shortest termijn in
    which the step can be done. *onderwerp* names what the step is about: a plan holds one step per onderwerp.
    *nodig* and *geeft* are resultaten (kennis/resultaten.yaml): what must be there first, and what is there after.
    """

    __pydantic_config__ = _STRENG
    id: str
    onderwerp: str
    titel: str
    wat: str
    waarom: str
    hoe: tuple[str, ...]
    wie: tuple[str, ...]
    kennisbronnen: tuple[Kennisbron, ...]
    tijd: str
    valkuil: str
    reflectievraag: str
    fases: tuple[Fase, ...]
    positie: int
    behoeften: tuple[Behoefte, ...] = ()
    themas: tuple[str, ...] = ()
    groottes: tuple[Grootte, ...] = ()
    kortste_termijn: Termijn = Termijn.DEZE_WEEK
    alleen_gevoelig: bool = False
    zoek: str = ""
    nodig: tuple[str, ...] = ()
    geeft: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 2 <= len(self.hoe) <= 4:
            raise ValueError(f"'hoe' heeft {len(self.hoe)} acties; geef er 2 tot 4")
        if not 0 <= self.positie <= 100:
            raise ValueError(f"'positie' is {self.positie}; kies 0 tot en met 100")
        if not self.fases or not self.kennisbronnen or not self.wie:
            raise ValueError("'fases', 'kennisbronnen' en 'wie' mogen niet leeg zijn")
        if both := sorted({*self.nodig} & {*self.geeft}):
            raise ValueError(f"{both[0]!r} staat bij 'nodig' en bij 'geeft'; kies er één")


@dataclass(frozen=True, slots=True)
class Rol:
    """Who takes part in a route, and what they do."""

    __pydantic_config__ = _STRENG
    wie: str
    doet: str


@dataclass(frozen=True, slots=True)
class Vorm:
    """A form that a route can take, when it fits, and what to watch."""

    __pydantic_config__ = _STRENG
    naam: str
    past_als: str
    let_op: str


@dataclass(frozen=True, slots=True)
class Stadium:
    """How far a route has come, and what to do there."""

    __pydantic_config__ = _STRENG
    naam: str
    doe: str


@dataclass(frozen=True, slots=True)
class Route:
    """A journey with stappen of its own, such as starting a kenniswerkplaats, and what is known about it.

    *woorden*: a vraag that holds one of these is about it. *in_zin* fits in "je vraag gaat over ...".
    """

    __pydantic_config__ = _STRENG
    id: str
    naam: str
    in_zin: str
    uitleg: str
    woorden: tuple[str, ...]
    voorwaarden: tuple[str, ...]
    rollen: tuple[Rol, ...]
    werkt: tuple[str, ...]
    werkt_niet: tuple[str, ...]
    volgen: tuple[str, ...]
    borgen: tuple[str, ...]
    herkomst: tuple[str, ...]
    stappen: tuple[Stap, ...]
    vormen: tuple[Vorm, ...] = ()
    stadia: tuple[Stadium, ...] = ()

    def __post_init__(self) -> None:
        if not 4 <= len(self.stappen) <= 7:
            raise ValueError(f"'stappen' heeft {len(self.stappen)} stappen; geef er 4 tot 7")
        if not self.woorden:
            raise ValueError("'woorden' mag niet leeg zijn: zonder woorden komt niemand hier")
        if len({s.onderwerp for s in self.stappen}) < len(self.stappen):
            raise ValueError("'stappen' heeft twee stappen met hetzelfde 'onderwerp'")


class Reflectiegroep(StrEnum):
    """What a reflection question is about."""

    KENNISBRONNEN = "kennisbronnen"
    LEIDINGGEVENDE = "leidinggevende"
    KENNISBELEID = "kennisbeleid"
    LEREN = "leren"


@dataclass(frozen=True, slots=True)
class Reflectievraag:
    """A question to think about, alone or with a team, and a tip for talking about it."""

    __pydantic_config__ = _STRENG
    id: str
    groep: Reflectiegroep
    vraag: str
    tip: str
    fases: tuple[Fase, ...]

    def __post_init__(self) -> None:
        if not self.fases:
            raise ValueError("'fases' mag niet leeg zijn")


@dataclass(frozen=True, slots=True)
class Wetswijziging:
    """A change of law or system after which an older bron no longer fits by itself. *wat* fits in "daarna kwam ..."."""

    __pydantic_config__ = _STRENG
    id: str
    thema: str
    sinds: date
    wat: str


@dataclass(frozen=True, slots=True)
class Vraag:
    """The advisor's question and what is known of it; *tekst* is masked. Verhelderd once *bevestigd*."""

    tekst: str = ""
    themas: tuple[str, ...] = ()
    doelgroepen: tuple[str, ...] = ()
    fase: Fase | None = None
    behoeften: tuple[Behoefte, ...] = ()
    gemeente: str | None = None
    aanleiding: str | None = None
    doel: str | None = None
    bekend: str | None = None
    termijn: Termijn | None = None
    gevoelig: bool | None = None
    leervoorkeur: Leervoorkeur | None = None
    verhelderde_tekst: str | None = None
    bevestigd: bool = False

    def knows(self, aspect: Aspect) -> bool:
        return self.get(aspect) not in (None, ())

    def get(self, aspect: Aspect) -> Any:
        return getattr(self, _VELD[aspect])

    def with_aspect(self, aspect: Aspect, waarde: Any) -> Vraag:
        """The same vraag with another value for *aspect*; a confirmed or edited text no longer holds."""
        return replace(self, **{_VELD[aspect]: waarde}, bevestigd=False, verhelderde_tekst=None)


_VELD: Mapping[Aspect, str] = {
    Aspect.THEMA: "themas",
    Aspect.DOELGROEP: "doelgroepen",
    Aspect.BEHOEFTE: "behoeften",
    **{a: a.value for a in Aspect if a not in (Aspect.THEMA, Aspect.DOELGROEP, Aspect.BEHOEFTE)},
}


@dataclass(frozen=True, slots=True)
class Zeker:
    """A value with the certainty in [0, 1] that the advisor means it, and the words that led to it."""

    id: str
    zekerheid: float
    woorden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begrip:
    """What one text says. The main fields hold what to act on, best first; *twijfel* what must be asked."""

    themas: tuple[Zeker, ...] = ()
    doelgroepen: tuple[Zeker, ...] = ()
    fase: Zeker | None = None
    behoeften: tuple[Zeker, ...] = ()
    gemeente: Gemeente | None = None
    termijn: Termijn | None = None
    gevoelig: bool = False
    twijfel: Mapping[Aspect, tuple[Zeker, ...]] = field(default_factory=dict)
    deelvragen: tuple[str, ...] = ()
    oplossing: str | None = None
    te_breed: bool = False

    @property
    def leeg(self) -> bool:
        return not (self.themas or self.doelgroepen or self.fase or self.behoeften or self.gemeente)


@dataclass(frozen=True, slots=True)
class GerangschikteBron:
    """A bron with its score in [0, 1] and why it fits, in the words of the vraag."""

    bron: Bron
    score: float
    waarom: str


@dataclass(frozen=True, slots=True)
class GekozenStap:
    """A stap in a plan, with why it was chosen and the bronnen that help with it.

    *bouwt_op*: the numbers of the earlier stappen whose resultaat it uses. *mist*: resultaten that it needs and that
    no stap of this plan gives.
    """

    stap: Stap
    reden: str
    bronnen: tuple[Bron, ...] = ()
    bouwt_op: tuple[int, ...] = ()
    mist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stappenplan:
    """4 to 7 steps in order; *ontbrekend* are kennisbronnen that no step uses."""

    titel: str
    stappen: tuple[GekozenStap, ...]

    def __post_init__(self) -> None:
        if not self.stappen:
            raise ValueError(f"stappenplan {self.titel!r} has no stappen")

    @property
    def balans(self) -> dict[Kennisbron, int]:
        return {k: sum(k in s.stap.kennisbronnen for s in self.stappen) for k in Kennisbron}

    @property
    def ontbrekend(self) -> tuple[Kennisbron, ...]:
        return tuple(k for k, n in self.balans.items() if not n)


@dataclass(frozen=True, slots=True)
class Collega:
    """An advisor who agreed to be found. *voorbeeld*: no real person, and said so wherever it shows.

    Before *pauze_tot* this collega is not suggested and not asked.
    """

    id: str
    naam: str
    functie: str
    gemeente: str
    themas: tuple[str, ...]
    fases: tuple[Fase, ...]
    email: str
    over: str
    toestemming: bool
    voorbeeld: bool
    pauze_tot: date | None = None

    def is_beschikbaar(self, vandaag: date) -> bool:
        """Whether this collega may be suggested and asked on the day *vandaag*."""
        return self.toestemming and (self.pauze_tot is None or self.pauze_tot <= vandaag)


class Collegalijst(tuple[Collega, ...]):
    """Collega's, by thema at hand: most vragen concern few of them. Of any other sequence everyone is looked at."""

    @cached_property
    def _per_thema(self) -> Mapping[str, frozenset[int]]:
        plekken: dict[str, set[int]] = {}
        for plek, collega in enumerate(self):
            for thema in collega.themas:
                plekken.setdefault(thema, set()).add(plek)
        return {thema: frozenset(wie) for thema, wie in plekken.items()}

    def met_thema(self, themas: Iterable[str]) -> list[Collega]:
        """Who works on at least one of *themas*, in the order of the list."""
        plekken = frozenset().union(*(self._per_thema.get(t, frozenset()) for t in themas))
        return [self[plek] for plek in sorted(plekken)]


class Contactstatus(StrEnum):
    """What became of a contactverzoek."""

    OPEN = "open"
    JA = "ja"
    NEE = "nee"
    VERLOPEN = "verlopen"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, slots=True)
class Contactverzoek:
    """What a collega is asked for an advisor: the verhelderde vraag (masked), its thema's and gemeente; no name."""

    id: str
    gesprek: str
    collega: str
    tekst: str
    themas: tuple[str, ...]
    gemeente: str | None
    status: Contactstatus
    gemaakt: datetime
    beantwoord: datetime | None = None


@dataclass(frozen=True, slots=True)
class GevondenCollega:
    """A collega for this vraag: why, how far away, and whether it is the one "over de schutting"."""

    collega: Collega
    reden: str
    afstand_km: int
    over_de_schutting: bool


@dataclass(frozen=True, slots=True)
class Knop:
    """A button: what it says, and the *keuze* that comes back when it is pressed."""

    titel: str
    keuze: str


BerichtSoort = Literal[
    "welkom", "begrepen", "vraag", "uitleg", "samenvatting", "stappenplan", "collegas", "bronnen",
    "vergelijking", "melding", "afsluiting",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bericht:
    """One message of the assistant. *tekst* alone is always enough to follow the conversation."""

    soort: BerichtSoort
    tekst: str
    knoppen: tuple[Knop, ...] = ()
    aspect: Aspect | None = None
    gegevens: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.tekst.strip():
            raise ValueError(f"bericht of soort {self.soort!r} says nothing")


class Stand(StrEnum):
    """Where a gesprek is. Rasa's slot `stand` holds it; the rules in `data/stories` choose by it."""

    WELKOM = "welkom"
    VERHELDERING = "verheldering"
    SAMENVATTING = "samenvatting"
    TEKST = "tekst"
    ADVIES = "advies"


@dataclass(frozen=True, slots=True)
class Gespreksstand:
    """All that a gesprek must remember between two turns. It travels in one Rasa slot, so that a turn that is
    cut off half-way starts again from the same place.

    *gevraagd* is the aspect that is now being asked, *gesteld* every aspect asked so far, *wijzigt* whether the
    advisor asked to change it. *open_keuze* is a yes-or-no question besides. *twijfel* holds candidate values still
    to be confirmed. *eerder* holds what going back returns to. *bronnen* are the ids shown last, in the order of
    their numbers; *getoond* all ids so far. *stappen* are the ids of the plan in its order, *gezien* those that were
    taken out of it, *gedaan* those that were done; *gewoon_plan*: no route, although the vraag is about one.
    *ter_plaatse* counts the turns in a row that left the gesprek where it was, so that it is not said twice in the
    same words. *maskering_gemeld*: the advisor knows that personal data
    was removed. *collegas* are the ids shown last, *contact* is the one to ask after a yes, and *contacten* are those
    whom this gesprek asked before, with what became of it (kept elsewhere, given anew every turn).
    """

    stand: Stand = Stand.WELKOM
    vraag: Vraag = field(default_factory=Vraag)
    gevraagd: Aspect | None = None
    gesteld: tuple[Aspect, ...] = ()
    overgeslagen: tuple[Aspect, ...] = ()
    wijzigt: bool = False
    twijfel: Mapping[Aspect, tuple[Zeker, ...]] = field(default_factory=dict)
    wachtrij: tuple[str, ...] = ()
    eerder: tuple[Gespreksstand, ...] = ()
    bronnen: tuple[str, ...] = ()
    getoond: tuple[str, ...] = ()
    stappen: tuple[str, ...] = ()
    gezien: tuple[str, ...] = ()
    gedaan: tuple[str, ...] = ()
    gewoon_plan: bool = False
    collegas: tuple[str, ...] = ()
    contact: str = ""
    contacten: Mapping[str, Contactstatus] = field(default_factory=dict)
    niet_begrepen: int = 0
    laatste_tekst: str = ""
    open_keuze: Literal[
        "", "privacy", "vergeten", "deelvraag", "toch", "vervolg", "bronnen", "stappenplan", "alles",
        "meer", "contact",
    ] = ""  # fmt: skip
    ter_plaatse: int = 0
    maskering_gemeld: bool = False

    @property
    def open_aspecten(self) -> tuple[Aspect, ...]:
        """Aspects that are unknown and that the advisor did not decline to tell."""
        return tuple(a for a in Aspect if not self.vraag.knows(a) and a not in self.overgeslagen)


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the assistant says to one turn, where the gesprek is after it, and what must be kept of it.

    *nieuwe_sessie*: this vraag is finished, the next starts with *bewaar*. *toestemming* and *nuttig* are choices
    that were made just now, *kennisvraag* is why the vraag stays unhelped, *vergeet* that all must go. *voorgesteld*
    are the collega's that were suggested anew, *contact* is the one to send a contactverzoek to.
    """

    berichten: tuple[Bericht, ...]
    stand: Gespreksstand
    nieuwe_sessie: bool = False
    bewaar: Mapping[str, str] = field(default_factory=dict)
    toestemming: bool | None = None
    nuttig: bool | None = None
    kennisvraag: str = ""
    vergeet: bool = False
    voorgesteld: tuple[str, ...] = ()
    contact: str = ""
