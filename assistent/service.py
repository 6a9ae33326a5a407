"""The one door: `Assistent`, one method per use case. Web, command line, actions and connectors enter here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from assistent.collegas import make_voorbeeldcollegas
from assistent.errors import (
    AssistentError,
    BerichtTeLang,
    OnbekendeKeuze,
    OnbekendGesprek,
    TeVeelBerichten,
)
from assistent.kennis import Kennis, default_kennis
from assistent.mensen import Mensen
from assistent.model import (
    Antwoord,
    Aspect,
    Begrip,
    Contactstatus,
    Fase,
    GerangschikteBron,
    Gespreksstand,
    GevondenCollega,
    Vraag,
)
from assistent.privacy import clean, mask
from assistent.settings import Settings
from assistent.storage import Opslag
from assistent.storage.opslag import to_json, verlopen_voor
from assistent.verwoording import Verwoording

if TYPE_CHECKING:
    from assistent.beurten import Beurten
    from assistent.verstand import Verstand

logger = structlog.get_logger()

# What may always be chosen, offered or not: the menu of every channel has these
VRIJE_KEUZES = frozenset(
    {
        "begin", "begin_opnieuw", "vraag_privacy", "vraag_mens", "vergeet_mij", "vraag_wat_kun_je",
        "ga_terug", "sla_over", "toon_samenvatting", "stop",
    }
)  # fmt: skip

_TITEL_VAN_VRIJE_KEUZE = {
    "begin_opnieuw": "opnieuw", "vraag_privacy": "wat_bewaar_je", "vraag_mens": "mens", "sla_over": "sla_over",
    "ga_terug": "terug", "toon_samenvatting": "samenvatting",
}  # fmt: skip


class Assistent:
    """Everything Vraagwijs can do. Cheap to make: what takes time to load is loaded when first used.

    So are the libraries behind it: the web app takes no turns, and needs neither spaCy nor scikit-learn.
    """

    def __init__(
        self,
        settings: Settings,
        opslag: Opslag,
        *,
        kennis: Kennis | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self.opslag = opslag
        self.kennis = kennis or default_kennis()
        self.now = now

    @cached_property
    def verstand(self) -> Verstand:
        """Understanding and searching."""
        from assistent.verstand import make_verstand

        return make_verstand(
            self.kennis, self.settings.model.parent, betekenis=self.settings.betekenis
        )

    @cached_property
    def verwoording(self) -> Verwoording:
        return Verwoording(self.kennis)

    @cached_property
    def beurten(self) -> Beurten:
        """The turns of a gesprek, for whoever leads the dialogue."""
        from assistent.beurten import Beurten

        return Beurten(
            self.kennis,
            begrijper=self.verstand.begrijper,
            zoeker=self.verstand.zoeker,
            collegas=self.mensen.collegas,
            last=self.mensen.last,
            met_post=self.settings.met_post,
            contact_dagen=self.settings.contact_dagen,
            vandaag=lambda: self.now().date(),
            bewaardagen=self.settings.bewaardagen,
            kennismakelaar=self.settings.kennismakelaar,
        )

    @cached_property
    def mensen(self) -> Mensen:
        """What is done for and with collega's."""
        return Mensen(
            self.settings,
            self.opslag,
            self.kennis,
            self.verwoording,
            maskeer=self.maskeer,
            now=lambda: self.now(),
        )

    # --- a gesprek --------------------------------------------------------------------------------------------

    def open_gesprek(self, kanaal: str = "web") -> str:
        """Start a conversation; its first bericht, the welcome, waits in the inbox. Returns the id."""
        gesprek = str(uuid.uuid4())
        self.opslag.add_gesprek(gesprek, kanaal, now=self.now())
        # no channel gives a bericht this id, so that nobody's bericht is taken for this one
        self.opslag.add_inkomend(
            gesprek, "#begin", tekst=None, keuze="begin", sessie=None, now=self.now()
        )
        return gesprek

    def ontvang_bericht(
        self, gesprek: str, extern_id: str, *, tekst: str | None = None, keuze: str | None = None
    ) -> tuple[int, bool]:
        """Store what an advisor typed or chose, masked; (number, whether it is new).

        Raises BerichtTeLang, OnbekendeKeuze, OnbekendGesprek, TeVeelBerichten.
        """
        if (bekend := self.opslag.find_inkomend(gesprek, extern_id)) is not None:
            return bekend, False
        if not self.opslag.has_gesprek(gesprek):
            raise OnbekendGesprek(gesprek)
        if self.opslag.count_wachtend(gesprek) >= self.settings.max_wachtrij:
            raise TeVeelBerichten("er wachten nog berichten op antwoord", over_seconden=5)
        sessie = None
        if keuze is not None:
            sessie = self.opslag.find_knop(gesprek, keuze)
            if sessie is None and keuze not in VRIJE_KEUZES:
                raise OnbekendeKeuze(keuze)
        else:
            tekst = clean(tekst or "")
            if len(tekst) > self.settings.max_tekens:
                raise BerichtTeLang(f"{len(tekst)} tekens; hoogstens {self.settings.max_tekens}")
            tekst = self.maskeer(tekst)
        return self.opslag.add_inkomend(
            gesprek, extern_id, tekst=tekst, keuze=keuze, sessie=sessie, now=self.now()
        )

    def vergeet_gesprek(self, gesprek: str) -> bool:
        """Remove every trace of a conversation, at once and for good. False when there was none."""
        return self.opslag.forget_gesprek(gesprek)

    def vergeet_verlopen(self) -> int:
        """Forget what has been kept long enough; how many gesprekken."""
        return self.opslag.forget_older(verlopen_voor(self.now(), self.settings.bewaardagen))

    def neem_beurt(self, gesprek: str, naam: str, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take one turn (see `beurten.BEURTEN`) and keep what must be kept of it.

        Taking the same turn again from the same stand keeps nothing twice, but for the count of what helped.
        """
        # what collega's answered is known outside of the dialogue only
        stand = replace(stand, contacten=self.mensen.contacten(gesprek))
        antwoord = self.beurten.neem(naam, stand, zegt)
        vraag = antwoord.stand.vraag
        if antwoord.contact and not self.mensen.vraag_contact(gesprek, antwoord.contact, vraag):
            antwoord = self.beurten.geen_contact(antwoord.stand)
        if antwoord.voorgesteld:
            self.mensen.noteer_voorgesteld(antwoord.voorgesteld)
        if antwoord.toestemming is not None:
            self.opslag.set_toestemming(gesprek, antwoord.toestemming)
        if antwoord.nuttig is not None:
            self.opslag.add_nut(gesprek, antwoord.nuttig, now=self.now())
        if antwoord.stand.vraag.gevoelig and not stand.vraag.gevoelig:
            self.opslag.set_gevoelig(gesprek)
        if antwoord.kennisvraag and not self.opslag.is_gevoelig(gesprek):
            vraag = antwoord.stand.vraag
            aspecten = self.verwoording.aspecten(vraag)
            self.opslag.add_kennisvraag(
                gesprek,
                vraag.tekst,
                {a["aspect"]: [w["id"] for w in a["waarden"]] for a in aspecten},
                antwoord.kennisvraag,
                now=self.now(),
            )
        logger.info(
            "beurt", beurt=naam, stand=antwoord.stand.stand.value, berichten=len(antwoord.berichten)
        )
        return antwoord

    def verloop(self, gesprek: str) -> list[dict[str, Any]]:
        """Both sides of a conversation in the order in which they came; a button shows as what stood on it."""
        titels = {
            f"wijzig_aspect:{a}": self.verwoording.tekst("knop:wijzig", aspect=t.naam)
            for a, t in self.kennis.aspecten.items()
        }
        titels |= {
            keuze: self.verwoording.tekst(f"knop:{naam}")
            for keuze, naam in _TITEL_VAN_VRIJE_KEUZE.items()
        }
        return self.opslag.verloop(gesprek, titels)

    def meenemen(self, gesprek: str) -> dict[str, Any] | None:
        """What the take-along page shows of the current vraag: vraag, stappenplan, bronnen. None without any."""
        mee = self.opslag.last_gegevens(gesprek, "afsluiting")
        if not mee or not mee.get("meenemen"):
            return None
        plan = self.opslag.last_gegevens(gesprek, "stappenplan")
        bronnen = self.opslag.last_gegevens(gesprek, "bronnen") or {}
        return {
            "vraag": mee["vraag"],
            "stappenplan": plan,
            "bronnen": bronnen.get("bronnen", []),
            "collegas": self._toegezegde_collegas(gesprek),
            "stappen_gedaan": mee.get("stappen_gedaan", []),
            "reflectievragen": mee.get("reflectievragen", []),
            "datum": self.now().date(),
        }

    def _toegezegde_collegas(self, gesprek: str) -> list[dict[str, str]]:
        """The collega's who said yes to this gesprek and can still be found: only they go into a document."""
        ja = {
            id_
            for id_, status in self.mensen.contacten(gesprek).items()
            if status is Contactstatus.JA
        }
        return [
            {
                "naam": c.naam,
                "functie": c.functie,
                "gemeente": self.kennis.gemeenten[c.gemeente].naam,
                "reden": c.over,
            }
            for c in self.mensen.collegas()
            if c.id in ja and c.gemeente in self.kennis.gemeenten
        ]

    def leer(self, *, bewaar_vectoren: bool = False) -> None:
        """Learn to understand and to search anew from the content. Takes about a minute.

        With *bewaar_vectoren* the vectors of the content go into the file that is shipped with it.
        """
        from assistent.verstand import make_verstand

        modellen = self.settings.model.parent
        if (
            bewaar_vectoren
        ):  # what is taken from disk asks for no vectors, so they would not be kept
            for pad in modellen.glob("*-met-betekenis.npz"):
                pad.unlink()
        self.verstand = make_verstand(
            self.kennis, modellen, betekenis=self.settings.betekenis, vers=True
        )
        if bewaar_vectoren and self.verstand.betekenis is not None:
            self.verstand.betekenis.write_bank()

    # --- one question at a time -------------------------------------------------------------------------------

    def begrijp(self, tekst: str) -> Begrip:
        """What a question says: thema's, fase, behoefte, doelgroep, gemeente."""
        return self.verstand.begrijper.begrijp(clean(tekst)[: self.settings.max_tekens])

    def zoek(
        self,
        tekst: str,
        *,
        themas: Sequence[str] = (),
        fase: str | None = None,
        aantal: int = 10,
    ) -> list[GerangschikteBron]:
        """Find bronnen for a question; empty when nothing fits. Given thema's and fase count for more than what
        the text suggests."""
        tekst = clean(tekst)[: self.settings.max_tekens]
        for thema in themas:
            if thema not in self.kennis.themas:
                raise AssistentError(
                    f"thema {thema!r} bestaat niet; kies uit {', '.join(self.kennis.themas)}"
                )
        from assistent.bronnen import Zoekvraag

        return self.verstand.zoeker.zoek(
            Zoekvraag(tekst, themas=tuple(themas), fase=_fase(fase) if fase else None), aantal
        )

    def find_collegas(
        self, gemeente: str, themas: Sequence[str], fase: str | None = None
    ) -> list[GevondenCollega]:
        """Find collega's for a gemeente (by name) and thema's. Raises AssistentError on an unknown name."""
        code = self.mensen.gemeentenamen.find(gemeente)
        code = code or self.verstand.begrijper.begrijp_antwoord(Aspect.GEMEENTE, gemeente)
        if code is None:
            raad = "gebruik de naam van een gemeente in Nederland"
            if lijkt := self.mensen.gemeentenamen.suggest(gemeente):
                raad += f"; bedoel je {' of '.join(lijkt)}?"
            raise AssistentError(f"gemeente {gemeente!r} bestaat niet; {raad}")
        for thema in themas:
            if thema not in self.kennis.themas:
                raise AssistentError(
                    f"thema {thema!r} bestaat niet; kies uit {', '.join(self.kennis.themas)}"
                )
        vraag = Vraag(themas=tuple(themas), gemeente=code, fase=_fase(fase) if fase else None)
        return self.beurten.find_collegas(vraag)

    def voorbeelden(self) -> str:
        """The example questions of kennis/voorbeeldvragen.yaml with what is understood and the plan, as Markdown."""
        uit = []
        for tekst in self.kennis.voorbeeldvragen:
            stand = self.beurten.neem("begrijp_vraag", Gespreksstand(), tekst).stand
            plan = self.beurten.plan_van(stand)
            aspecten = self.verwoording.aspecten(stand.vraag)
            uit.append({"vraag": tekst, "aspecten": aspecten, "plan": plan})
        return self.verwoording.voorbeelden(uit)

    def maskeer(self, tekst: str) -> str:
        """The text without personal data; names of gemeenten, provincies and organisaties stay."""
        return mask(tekst, bekend=self._bekende_namen)

    def kennisvragen(self) -> list[dict[str, Any]]:
        """The vragen without a good answer, newest first."""
        return self.opslag.kennisvragen()

    # --- collega's --------------------------------------------------------------------------------------------

    def zorg_voor_collegas(self) -> None:
        """Fill an empty directory with example persons, so that a new installation shows how it works."""
        if not self.opslag.mensen.collegas():
            gemeenten = list(self.kennis.gemeenten.values())
            self.opslag.mensen.replace(
                make_voorbeeldcollegas(gemeenten, self.kennis.voorbeeldcollegas)
            )

    def vervang_collegas(self, csv_tekst: str) -> int:
        """Replace the directory by the people of a CSV; how many came in. Raises InvalidKennis, changing nothing."""
        return self.mensen.vervang(csv_tekst)

    # --- small ------------------------------------------------------------------------------------------------

    def melding(self, naam: str, **waarden: Any) -> dict[str, Any]:
        """A bericht that the assistant says outside a turn, when something is wrong."""
        return to_json(self.verwoording.bericht(naam, **waarden))

    @cached_property
    def _bekende_namen(self) -> frozenset[str]:
        gemeenten = self.kennis.gemeenten.values()
        # "Vereniging van Nederlandse Gemeenten (VNG)" goes by either name
        bronnen = self.kennis.bronnen.values()
        delen = (
            deel.strip(" )")
            for b in bronnen
            for deel in b.organisatie.split("(")
            if not any(auteur in b.organisatie for auteur in b.auteurs)
        )
        # What starts with a small letter between brackets is an explanation
        organisaties = (deel for deel in delen if deel[:1].isupper())
        return frozenset(
            (*(g.naam for g in gemeenten), *(g.provincie for g in gemeenten), *organisaties)
        )


def _fase(naam: str) -> Fase:
    try:
        return Fase(naam)
    except ValueError:
        raise AssistentError(f"fase {naam!r} bestaat niet; kies uit {', '.join(Fase)}") from None
