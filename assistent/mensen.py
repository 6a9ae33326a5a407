"""What Vraagwijs does for and with collega's: register, change, withdraw, ask one for contact, spread the asking.

`Assistent.mensen` is the way in. Who is asked decides alone: their details are told after a yes, and not before.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from assistent.collegas import (
    GEWICHT_VERZOEK,
    GEWICHT_VOORSTEL,
    HOOGSTENS_CONTACTEN,
    VENSTER_DAGEN,
    Aanmelding,
    Gemeentenamen,
    least_drukte,
    measure_last,
    read_aanmelding,
    read_collegas_csv,
    weigh_drukte,
)
from assistent.model import Collega, Contactstatus, Contactverzoek, Vraag
from assistent.storage.opslag import to_json

if TYPE_CHECKING:
    from assistent.kennis import Kennis
    from assistent.settings import Settings
    from assistent.storage import Opslag
    from assistent.verwoording import Verwoording

logger = structlog.get_logger()


class Mensen:
    """The use cases around collega's. *maskeer* takes personal data out of what a collega gets to read."""

    def __init__(
        self,
        settings: Settings,
        opslag: Opslag,
        kennis: Kennis,
        verwoording: Verwoording,
        *,
        maskeer: Callable[[str], str],
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._opslag = opslag.mensen
        self._kennis = kennis
        self._woord = verwoording
        self._maskeer = maskeer
        self._now = now

    @cached_property
    def gemeentenamen(self) -> Gemeentenamen:
        return Gemeentenamen(self._kennis.gemeenten.values(), self._kennis.gemeentenamen["namen"])

    # --- the directory ----------------------------------------------------------------------------------------

    def collegas(self) -> Sequence[Collega]:
        """Who agreed to be found, at this moment."""
        return self._opslag.collegas()

    def find(self, id_: str) -> Collega | None:
        """One collega, also who is not to be found now; None when withdrawn."""
        return self._opslag.find(id_)

    def find_by_email(self, email: str) -> Collega | None:
        return self._opslag.find_by_email(email.strip())

    def is_bevestigd(self, id_: str) -> bool:
        return self._opslag.is_bevestigd(id_)

    def lees_aanmelding(self, velden: Mapping[str, Sequence[str]], id_: str = "") -> Aanmelding:
        """The Collega that a form makes, or what is wrong with it; with a fresh id for a new one."""
        return read_aanmelding(
            velden,
            id_ or uuid.uuid4().hex,
            self.gemeentenamen,
            list(self._kennis.themas),
            vandaag=self._now().date(),
        )

    def meld_aan(self, collega: Collega) -> bool:
        """Register someone, to be found once the address is confirmed; False when that address is there already."""
        met_post = self._settings.met_post
        sleutel = self._sleutel(collega.email.lower())
        if not self._opslag.add(collega, sleutel=sleutel, bevestigd=not met_post):
            self.stuur_link(collega.email)
            return False
        if met_post:
            self._opslag.add_brief("bevestig", collega.id, now=self._now())
        logger.info("collega_aangemeld", bevestigd=not met_post)
        return True

    def wijzig(self, collega: Collega) -> bool:
        """Keep what someone changed; a new address must be confirmed again. False when they withdrew meanwhile."""
        met_post = self._settings.met_post
        if not self._opslag.change(collega, bevestigd=not met_post):
            return False
        if met_post and not self._opslag.is_bevestigd(collega.id):
            self._opslag.add_brief("bevestig", collega.id, now=self._now())
        logger.info("collega_gewijzigd")
        return True

    def bevestig(self, id_: str, merk: str) -> bool:
        """The address is theirs, when *merk* (see `merk_van`) still fits it."""
        collega = self._opslag.find(id_)
        if collega is None or not hmac.compare_digest(merk, self.merk_van(collega)):
            return False
        return self._opslag.confirm(id_)

    def trek_in(self, id_: str) -> list[str]:
        """Remove someone and all that was kept of them, at once and for good; the gesprekken that must look again."""
        collega = self._opslag.find(id_)
        if collega is None:
            return []
        gesprekken = self._opslag.remove(
            id_,
            sleutel=self._sleutel(collega.email.lower()),
            weg=self._verder("contact_ingetrokken"),
            gewist=to_json(self._woord.bericht("collega_gewist")),
            now=self._now(),
        )
        logger.info("collega_ingetrokken", gesprekken=len(gesprekken))
        return gesprekken

    def stuur_link(self, email: str) -> None:
        """E-mail someone their personal link, when they are in the directory and e-mail is on."""
        collega = self.find_by_email(email)
        if collega is not None and self._settings.met_post:
            self._opslag.add_brief("link", collega.id, now=self._now())

    def vervang(self, csv_tekst: str) -> int:
        """Replace who did not register in person by the people of a CSV; how many came in. Raises InvalidKennis."""
        collegas = read_collegas_csv(
            csv_tekst,
            self._kennis.gemeenten,
            list(self._kennis.themas),
            namen=self.gemeentenamen,
        )
        return len(self._opslag.replace(collegas, sleutel=self._sleutel))

    def merk_van(self, collega: Collega) -> str:
        """What a link to confirm an address holds: it no longer fits when the address changes."""
        return self._sleutel(f"bevestig {collega.id} {collega.email.lower()}")[:24]

    def _sleutel(self, tekst: str) -> str:
        return hmac.new(self._settings.geheim.encode(), tekst.encode(), hashlib.sha256).hexdigest()

    # --- spreading --------------------------------------------------------------------------------------------

    def last(self) -> Mapping[str, float]:
        """Per collega how busy they were kept; who is not in it had little to do."""
        vandaag = self._now().date()
        sommen = self._opslag.drukte(
            vanaf=vandaag - timedelta(days=VENSTER_DAGEN), minstens=least_drukte(vandaag)
        )
        return measure_last(sommen, vandaag)

    def noteer_voorgesteld(self, ids: Sequence[str]) -> None:
        dag = self._now().date()
        self._opslag.add_drukte(ids, weigh_drukte(GEWICHT_VOORSTEL, dag), dag=dag)

    # --- contact ----------------------------------------------------------------------------------------------

    def contacten(self, gesprek: str) -> Mapping[str, Contactstatus]:
        """Whom this gesprek asked before, and what became of it."""
        return self._opslag.contacten(gesprek)

    def vraag_contact(self, gesprek: str, collega: str, vraag: Vraag) -> bool:
        """Ask *collega* whether they want contact about *vraag*; the same again changes nothing.

        False, asking nothing, when that cannot be: gevoelig, an example, withdrawn, or enough verzoeken open.
        """
        wie = next((c for c in self._opslag.collegas() if c.id == collega), None)
        now = self._now()
        if vraag.gevoelig or wie is None or wie.voorbeeld or not wie.is_beschikbaar(now.date()):
            return False
        verzoek = Contactverzoek(
            str(uuid.uuid4()),
            gesprek,
            collega,
            self._maskeer(self._woord.verhelderde_tekst(vraag)),
            vraag.themas,
            vraag.gemeente,
            Contactstatus.OPEN,
            now,
        )
        gelukt = self._opslag.add_verzoek(
            verzoek,
            hoogstens_open=HOOGSTENS_CONTACTEN,
            gewicht=weigh_drukte(GEWICHT_VERZOEK, now.date()),
            brief=self._settings.met_post,
        )
        logger.info("contact_gevraagd", gelukt=gelukt)
        return gelukt

    def find_verzoek(self, id_: str) -> Contactverzoek | None:
        """A contactverzoek; None when it is gone. One that ran out says so, also before `laat_verlopen` came by."""
        verzoek = self._opslag.find_verzoek(id_)
        if verzoek and verzoek.status is Contactstatus.OPEN and verzoek.gemaakt < self._grens:
            self._beantwoord(verzoek, Contactstatus.VERLOPEN)
            return self._opslag.find_verzoek(id_)
        return verzoek

    def open_verzoeken(self, collega: str | None = None) -> list[tuple[Contactverzoek, Collega]]:
        """What waits for an answer, of one collega or of everyone, oldest first."""
        alle = self._opslag.open_verzoeken(collega)
        return [(v, c) for v, c in alle if v.gemaakt >= self._grens]

    def beantwoord(self, id_: str, *, ja: bool) -> Contactverzoek | None:
        """Take the answer of a collega, and tell it in the gesprek; the verzoek as it is now, None when it is gone.

        The first answer counts; another one changes nothing.
        """
        verzoek = self.find_verzoek(id_)
        if verzoek is None or verzoek.status is not Contactstatus.OPEN:
            return verzoek
        self._beantwoord(verzoek, Contactstatus.JA if ja else Contactstatus.NEE)
        return self._opslag.find_verzoek(id_)

    def laat_verlopen(self) -> list[str]:
        """Let run out what waited too long; the gesprekken that were told."""
        verlopen = self._opslag.verlopen_verzoeken(self._grens)
        return [v.gesprek for v in verlopen if self._beantwoord(v, Contactstatus.VERLOPEN)]

    @property
    def _grens(self) -> datetime:
        return self._now() - timedelta(days=self._settings.contact_dagen)

    def _beantwoord(self, verzoek: Contactverzoek, status: Contactstatus) -> bool:
        collega = self._opslag.find(verzoek.collega)
        if collega is None:
            return False
        match status:
            case Contactstatus.JA:
                bericht = self._ja_bericht(collega)
            case Contactstatus.NEE:
                bericht = self._verder("contact_nee", functie=collega.functie)
            case _:
                bericht = self._verder("contact_verlopen", functie=collega.functie)
        logger.info("contact_beantwoord", status=status.value)
        return self._opslag.answer_verzoek(verzoek.id, status, bericht, now=self._now())

    def _ja_bericht(self, collega: Collega) -> dict[str, Any]:
        gemeente = self._kennis.gemeenten.get(collega.gemeente)
        gegevens = {
            "id": collega.id,
            "naam": collega.naam,
            "functie": collega.functie,
            "gemeente": gemeente.naam if gemeente else "",
            "email": collega.email,
        }
        bericht = to_json(self._woord.bericht("contact_ja", wie=gegevens))
        return {**bericht, "gegevens": {"contact": gegevens}}

    def _verder(self, naam: str, **waarden: Any) -> dict[str, Any]:
        knoppen = [self._woord.knop("andere_collega", "toon_collegas")]
        return to_json(self._woord.bericht(naam, knoppen, **waarden))
