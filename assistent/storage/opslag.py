"""Every query. One method is one transaction; rows leave as plain values, never as live objects."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import (
    Engine,
    create_engine,
    delete,
    event,
    false,
    func,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from assistent.errors import OnbekendGesprek, StorageUnusable
from assistent.model import Bericht, Contactstatus
from assistent.storage.mensen import Mensenopslag
from assistent.storage.tabellen import (
    ContactverzoekRij,
    GesprekRij,
    InkomendRij,
    KennisvraagRij,
    NutRij,
    UitgaandRij,
)

_MIGRATIES = Path(__file__).parent / "migraties"


@dataclass(frozen=True, slots=True)
class Binnengekomen:
    """One bericht of an advisor that waits for its answer. *sender* is the name of its tracker in Rasa."""

    id: int
    gesprek: str
    extern_id: str
    tekst: str | None
    keuze: str | None
    sessie: int
    huidige_sessie: int
    bewaard: Mapping[str, str]

    @property
    def sender(self) -> str:
        return f"{self.gesprek}.{self.huidige_sessie}"


class Opslag:
    """The database of this installation. Raises StorageUnusable when it cannot be used, saying what to do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self._sessies = sessionmaker(self.engine, expire_on_commit=False)
        self.mensen = Mensenopslag(self._schrijf, self._lees, _zeg_tussendoor)

    # --- schema -----------------------------------------------------------------------------------------------

    def migrate(self) -> None:
        """Bring the schema up to date. A database of a newer version is left as it is and refused."""
        with _verklaard(self.url):
            if self.engine.dialect.name == "sqlite" and self.engine.url.database:
                Path(self.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
            try:
                command.upgrade(_alembic(self.engine), "head")
            except CommandError as exc:
                raise StorageUnusable(
                    f"de database {_zonder_wachtwoord(self.url)} hoort bij een nieuwere versie van Vraagwijs; "
                    "werk de software bij of zet een back-up van deze versie terug"
                ) from exc

    def check(self) -> None:
        """Raise StorageUnusable unless the database answers, can be written and has this version's schema."""
        with _verklaard(self.url), self.engine.connect() as verbinding:
            nu = MigrationContext.configure(verbinding).get_current_revision()
            if nu != ScriptDirectory.from_config(_alembic(self.engine)).get_current_head():
                raise StorageUnusable(
                    "het schema van de database is niet bijgewerkt; draai 'assistent migreer'"
                )
            # changes nothing, and yet needs the right to write
            verbinding.execute(update(GesprekRij).where(false()).values(kanaal=""))
            verbinding.rollback()

    # --- gesprekken -------------------------------------------------------------------------------------------

    def add_gesprek(self, id_: str, kanaal: str, *, now: datetime) -> None:
        with self._schrijf() as s:
            s.add(
                GesprekRij(id=id_, kanaal=kanaal, sessie=1, bewaard={}, gemaakt=now, gewijzigd=now)
            )

    def has_gesprek(self, id_: str) -> bool:
        with self._lees() as s:
            return s.get(GesprekRij, id_) is not None

    def set_toestemming(self, id_: str, mag: bool) -> None:
        with self._schrijf() as s:
            s.execute(update(GesprekRij).where(GesprekRij.id == id_).values(toestemming=mag))

    def set_gevoelig(self, id_: str) -> None:
        """Mark as gevoelig; what was kept to learn from goes, and no collega reads on."""
        with self._schrijf() as s:
            s.execute(update(GesprekRij).where(GesprekRij.id == id_).values(gevoelig=True))
            s.execute(delete(KennisvraagRij).where(KennisvraagRij.gesprek_id == id_))
            ingetrokken = {"status": Contactstatus.INGETROKKEN, "tekst": ""}
            s.execute(
                update(ContactverzoekRij)
                .where(ContactverzoekRij.gesprek_id == id_, ContactverzoekRij.status == "open")
                .values(ingetrokken)
            )

    def is_gevoelig(self, id_: str) -> bool:
        with self._lees() as s:
            rij = s.get(GesprekRij, id_)
            return bool(rij and rij.gevoelig)

    def forget_gesprek(self, id_: str) -> bool:
        """Remove every trace of a gesprek, the tracker store of Rasa included. False when there was none."""
        with self._schrijf() as s:
            self._forget_trackers(
                s, "substr(sender_id, 1, :n) = :wie", n=len(id_) + 1, wie=f"{id_}."
            )
            return self._forget(s, [id_]) > 0

    def forget_older(self, voor: datetime) -> int:
        """Forget the gesprekken that were last used before *voor*, and trackers left without a gesprek; how many."""
        with self._schrijf() as s:
            ids = list(s.scalars(select(GesprekRij.id).where(GesprekRij.gewijzigd < voor)))
            aantal = self._forget(s, ids)
            self._forget_trackers(s, "substr(sender_id, 1, 36) NOT IN (SELECT id FROM gesprekken)")
            return aantal

    def _forget(self, s: Session, ids: Sequence[str]) -> int:
        for tabel in (ContactverzoekRij, UitgaandRij, InkomendRij, KennisvraagRij, NutRij):
            s.execute(delete(tabel).where(tabel.gesprek_id.in_(ids)))
        return s.execute(delete(GesprekRij).where(GesprekRij.id.in_(ids))).rowcount  # type: ignore[attr-defined,no-any-return]

    def _forget_trackers(self, s: Session, welke: str, **waarden: object) -> None:
        # Rasa makes its own table at its first start
        if inspect(s.connection()).has_table("events"):
            s.execute(text(f"DELETE FROM events WHERE {welke}"), waarden)  # noqa: S608 (written above)

    # --- inbox ------------------------------------------------------------------------------------------------

    def add_inkomend(
        self,
        gesprek: str,
        extern_id: str,
        *,
        tekst: str | None,
        keuze: str | None,
        sessie: int | None,
        now: datetime,
    ) -> tuple[int, bool]:
        """Store a bericht; (its number, whether it is new). The same *extern_id* again changes nothing."""
        try:
            with self._schrijf() as s:
                huidig = s.get(GesprekRij, gesprek)
                if huidig is None:
                    raise OnbekendGesprek(gesprek)
                rij = InkomendRij(
                    gesprek_id=gesprek,
                    extern_id=extern_id,
                    tekst=tekst,
                    keuze=keuze,
                    sessie=sessie or huidig.sessie,
                    status="wacht",
                    ontvangen=now,
                )
                s.add(rij)
                huidig.gewijzigd = now
                s.flush()
                return rij.id, True
        except IntegrityError:
            with self._lees() as s:
                bestaand = select(InkomendRij.id).filter_by(gesprek_id=gesprek, extern_id=extern_id)
                if (nr := s.scalar(bestaand)) is None:
                    raise OnbekendGesprek(gesprek) from None
                return nr, False

    def find_inkomend(self, gesprek: str, extern_id: str) -> int | None:
        with self._lees() as s:
            return s.scalar(
                select(InkomendRij.id).filter_by(gesprek_id=gesprek, extern_id=extern_id)
            )

    def next_inkomend(self, gesprek: str) -> Binnengekomen | None:
        """The oldest bericht of *gesprek* that still waits."""
        with self._lees() as s:
            rij = s.execute(
                select(InkomendRij, GesprekRij)
                .join(GesprekRij, GesprekRij.id == InkomendRij.gesprek_id)
                .where(InkomendRij.gesprek_id == gesprek, InkomendRij.status == "wacht")
                .order_by(InkomendRij.id)
                .limit(1)
            ).first()
            if rij is None:
                return None
            i, g = rij
            return Binnengekomen(
                i.id, gesprek, i.extern_id, i.tekst, i.keuze, i.sessie, g.sessie, dict(g.bewaard)
            )

    def count_wachtend(self, gesprek: str) -> int:
        with self._lees() as s:
            return (
                s.scalar(
                    select(func.count())
                    .select_from(InkomendRij)
                    .where(InkomendRij.gesprek_id == gesprek, InkomendRij.status == "wacht")
                )
                or 0
            )

    def gesprekken_met_wachtend(self) -> list[str]:
        with self._lees() as s:
            return list(
                s.scalars(
                    select(InkomendRij.gesprek_id).where(InkomendRij.status == "wacht").distinct()
                )
            )

    def is_beantwoord(self, inkomend: int) -> bool:
        """True as well when it was forgotten in the meantime."""
        with self._lees() as s:
            status = s.scalar(select(InkomendRij.status).where(InkomendRij.id == inkomend))
            return status != "wacht"

    # --- outbox -----------------------------------------------------------------------------------------------

    def add_uitgaand(
        self,
        gesprek: str,
        inkomend: int | None,
        berichten: Sequence[Mapping[str, Any]],
        *,
        now: datetime,
        status: str | None,
        nieuwe_sessie: bool = False,
        bewaar: Mapping[str, str] | None = None,
    ) -> list[int]:
        """Store answers and what they settle, in one transaction; their numbers, or [] when the gesprek is gone.

        *status* is what the bericht becomes that is answered ("beantwoord", "mislukt"), None to let it wait on.
        """
        with self._schrijf() as s:
            huidig = s.get(GesprekRij, gesprek, with_for_update=True)
            if huidig is None:
                return []
            if inkomend is not None and status is not None:
                klaar = s.execute(
                    update(InkomendRij)
                    .where(InkomendRij.id == inkomend, InkomendRij.status == "wacht")
                    .values(status=status)
                )
                if klaar.rowcount == 0:  # type: ignore[attr-defined]
                    return []
            if nieuwe_sessie:
                huidig.sessie += 1
                huidig.bewaard = dict(bewaar or {})
            return _add_uitgaand(s, huidig, inkomend, berichten, now)

    def berichten(
        self, gesprek: str, na: int = 0, inkomend: int | None = None
    ) -> list[dict[str, Any]]:
        """What the assistant said after number *na* (or in answer to *inkomend*), as the chat API shows it."""
        with self._lees() as s:
            wens = select(UitgaandRij).where(
                UitgaandRij.gesprek_id == gesprek, UitgaandRij.volgnr > na
            )
            if inkomend is not None:
                wens = wens.where(UitgaandRij.inkomend_id == inkomend)
            return [_als_json(r) for r in s.scalars(wens.order_by(UitgaandRij.volgnr))]

    def verloop(self, gesprek: str, titels: Mapping[str, str]) -> list[dict[str, Any]]:
        """Both sides of a gesprek in the order in which they came. *titels*: what a keuze says without its button."""
        with self._lees() as s:
            gezegd = list(
                s.scalars(
                    select(InkomendRij).filter_by(gesprek_id=gesprek).order_by(InkomendRij.id)
                )
            )
            antwoorden: dict[int | None, list[dict[str, Any]]] = {}
            van_knop = dict(titels)
            for rij in s.scalars(
                select(UitgaandRij).filter_by(gesprek_id=gesprek).order_by(UitgaandRij.volgnr)
            ):
                antwoorden.setdefault(rij.inkomend_id, []).append(
                    {"van": "assistent", **_als_json(rij)}
                )
                van_knop.update({k["keuze"]: k["titel"] for k in rij.knoppen})
        uit = antwoorden.get(None, [])
        for i in gezegd:
            zei = i.tekst if i.tekst is not None else van_knop.get(i.keuze or "")
            if zei:
                uit.append({"van": "adviseur", "tekst": zei, "id": i.extern_id})
            uit += antwoorden.get(i.id, [])
        return uit

    def find_knop(self, gesprek: str, keuze: str) -> int | None:
        """The sessie in which the assistant last offered *keuze* in this gesprek, or None if never."""
        with self._lees() as s:
            rijen = s.execute(
                select(UitgaandRij.sessie, UitgaandRij.knoppen, UitgaandRij.gegevens)
                .where(UitgaandRij.gesprek_id == gesprek)
                .order_by(UitgaandRij.volgnr.desc())
            )
            for sessie, knoppen, gegevens in rijen:
                wijzig = (a["wijzig"] for a in gegevens.get("vraag", {}).get("aspecten", ()))
                acties = (
                    a["keuze"]
                    for lijst in ("stappen", "collegas")
                    for ding in gegevens.get(lijst, ())
                    for a in ding.get("acties", ())
                )
                if keuze in {k["keuze"] for k in knoppen} | {*wijzig, *acties}:
                    return int(sessie)
        return None

    def last_gegevens(self, gesprek: str, soort: str) -> dict[str, Any] | None:
        """The `gegevens` of the last bericht of *soort* in the current sessie."""
        with self._lees() as s:
            return s.scalar(
                select(UitgaandRij.gegevens)
                .join(GesprekRij, GesprekRij.id == UitgaandRij.gesprek_id)
                .where(
                    UitgaandRij.gesprek_id == gesprek,
                    UitgaandRij.soort == soort,
                    UitgaandRij.sessie == GesprekRij.sessie,
                )
                .order_by(UitgaandRij.volgnr.desc())
                .limit(1)
            )

    # --- kennisvragen, nut ------------------------------------------------------------------------------------

    def add_kennisvraag(
        self,
        gesprek: str | None,
        tekst: str,
        aspecten: Mapping[str, Any],
        reden: str,
        *,
        now: datetime,
    ) -> None:
        with self._schrijf() as s:
            al = select(KennisvraagRij.id).filter_by(gesprek_id=gesprek, tekst=tekst, reden=reden)
            if s.scalar(al.limit(1)) is None:
                s.add(
                    KennisvraagRij(
                        gesprek_id=gesprek,
                        tekst=tekst,
                        aspecten=dict(aspecten),
                        reden=reden,
                        gemaakt=now,
                    )
                )

    def kennisvragen(self) -> list[dict[str, Any]]:
        """Newest first."""
        with self._lees() as s:
            rijen = s.scalars(select(KennisvraagRij).order_by(KennisvraagRij.id.desc()))
            return [
                {
                    "tekst": r.tekst,
                    "aspecten": r.aspecten,
                    "reden": r.reden,
                    "gemaakt": r.gemaakt.isoformat(),
                }
                for r in rijen
            ]

    def add_nut(self, gesprek: str, nuttig: bool, *, now: datetime) -> None:
        with self._schrijf() as s:
            if s.get(GesprekRij, gesprek):
                s.add(NutRij(gesprek_id=gesprek, nuttig=nuttig, gemaakt=now))

    # --- how ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _schrijf(self) -> Iterator[Session]:
        with _verklaard(self.url), self._sessies.begin() as sessie:
            yield sessie

    @contextlib.contextmanager
    def _lees(self) -> Iterator[Session]:
        with _verklaard(self.url), self._sessies() as sessie:
            yield sessie


def verlopen_voor(now: datetime, bewaardagen: int) -> datetime:
    """Gesprekken that were last used before this moment are kept no longer."""
    return now - timedelta(days=bewaardagen)


def to_json(bericht: Bericht) -> dict[str, Any]:
    """A Bericht as it is stored and shown."""
    return {
        "soort": bericht.soort,
        "tekst": bericht.tekst,
        "knoppen": [{"titel": k.titel, "keuze": k.keuze} for k in bericht.knoppen],
        "aspect": bericht.aspect.value if bericht.aspect else None,
        "gegevens": dict(bericht.gegevens),
    }


def _add_uitgaand(
    s: Session,
    gesprek: GesprekRij,
    inkomend: int | None,
    berichten: Sequence[Mapping[str, Any]],
    now: datetime,
) -> list[int]:
    hoogste = select(func.max(UitgaandRij.volgnr)).where(UitgaandRij.gesprek_id == gesprek.id)
    laatste = s.scalar(hoogste) or 0
    nummers = list(range(laatste + 1, laatste + 1 + len(berichten)))
    s.add_all(
        UitgaandRij(
            gesprek_id=gesprek.id,
            volgnr=nr,
            inkomend_id=inkomend,
            sessie=gesprek.sessie,
            soort=b["soort"],
            tekst=b["tekst"],
            knoppen=list(b.get("knoppen", ())),
            aspect=b.get("aspect"),
            gegevens=dict(b.get("gegevens", {})),
            gemaakt=now,
        )
        for nr, b in zip(nummers, berichten, strict=True)
    )
    return nummers


def _zeg_tussendoor(
    s: Session, gesprek: str, berichten: Sequence[Mapping[str, Any]], now: datetime
) -> list[int]:
    """Say something that answers no bericht: it comes after the last turn that is done."""
    huidig = s.get(GesprekRij, gesprek, with_for_update=True)
    if huidig is None:
        return []
    klaar = select(func.max(InkomendRij.id)).where(
        InkomendRij.gesprek_id == gesprek, InkomendRij.status != "wacht"
    )
    return _add_uitgaand(s, huidig, s.scalar(klaar), berichten, now)


def _als_json(rij: UitgaandRij) -> dict[str, Any]:
    return {
        "volgnr": rij.volgnr,
        "soort": rij.soort,
        "tekst": rij.tekst,
        "knoppen": rij.knoppen,
        "aspect": rij.aspect,
        "gegevens": rij.gegevens,
    }


def _make_engine(url: str) -> Engine:
    # an error that shows its parameters would put what someone wrote in the log
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _stel_in(verbinding: sqlite3.Connection, _: object) -> None:
            # WAL: readers and the writer do not wait for each other. The inbox promises to lose nothing: FULL.
            for regel in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "busy_timeout=10000",
            ):
                verbinding.execute(f"PRAGMA {regel}")

    return engine


def _alembic(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIES))
    config.attributes["engine"] = engine
    return config


@contextlib.contextmanager
def _verklaard(url: str) -> Iterator[None]:
    """Say of a database that does not work what is wrong and what to do."""
    try:
        yield
    except (OperationalError, DBAPIError) as exc:
        if isinstance(exc, IntegrityError):
            raise
        fout = str(exc.orig).strip().splitlines()[0] if exc.orig else str(exc)
        waar = _zonder_wachtwoord(url)
        if "readonly" in fout or "read-only" in fout or "unable to open" in fout:
            raad = "geef schrijfrechten op het bestand en de map, of kies een andere VRAAGWIJS_MAP"
        elif "full" in fout or "No space" in fout:
            raad = "maak ruimte vrij op de schijf"
        elif "locked" in fout:
            raad = "een ander programma houdt de database vast; sluit dat"
        else:
            raad = "controleer VRAAGWIJS_DATABASE_URL en of de databaseserver draait"
        raise StorageUnusable(f"database {waar}: {fout}; {raad}") from exc
    except OSError as exc:
        raise StorageUnusable(
            f"database {_zonder_wachtwoord(url)}: {exc.strerror}; kies een andere VRAAGWIJS_MAP"
        ) from exc


def _zonder_wachtwoord(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
