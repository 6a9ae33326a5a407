"""The queries about people: who may be found, how busy they were kept, what they were asked, which e-mail must go.

Everyone reads the list on every turn, so each process keeps it, with the mark that every change renews.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from assistent.model import Collega, Collegalijst, Contactstatus, Contactverzoek, Fase
from assistent.storage.tabellen import (
    BriefRij,
    CollegadrukteRij,
    CollegalijstRij,
    CollegaRij,
    ContactverzoekRij,
    GesprekRij,
    IngetrokkenRij,
    UitgaandRij,
)

Sessie = Callable[[], AbstractContextManager[Session]]
# (session, gesprek, berichten, now) -> the numbers of what was said, [] when the gesprek is gone
Zeg = Callable[[Session, str, Sequence[Mapping[str, Any]], datetime], list[int]]
_INGREDIENTEN = (
    "naam",
    "functie",
    "gemeente",
    "email",
    "over",
    "toestemming",
    "voorbeeld",
    "pauze_tot",
)


@dataclass(frozen=True, slots=True)
class Brief:
    """An e-mail to send: of which kind, to whom, about which verzoek, and how often it was tried."""

    id: int
    soort: str
    collega: Collega
    verzoek: Contactverzoek | None
    gemaakt: datetime
    pogingen: int


class Mensenopslag:
    """Collega's, contactverzoeken and brieven in the database of an Opslag."""

    def __init__(self, schrijf: Sessie, lees: Sessie, zeg: Zeg) -> None:
        self._schrijf, self._lees, self._zeg = schrijf, lees, zeg
        self._gelezen: tuple[object, Collegalijst] = (None, Collegalijst())

    # --- who may be found -------------------------------------------------------------------------------------

    def collegas(self) -> Collegalijst:
        """The people who agreed and whose address is theirs, as the database holds them at this moment."""
        with self._lees() as s:
            aantal = select(func.count()).select_from(CollegaRij).scalar_subquery()
            lijst = select(CollegalijstRij.versie).where(CollegalijstRij.id == 1).scalar_subquery()
            merk = tuple(s.execute(select(lijst, aantal)).one())
            if merk[0] is not None and self._gelezen[0] == merk:
                return self._gelezen[1]
            # plain rows: of ten thousand, objects of the session take three times as long
            mag = select(*CollegaRij.__table__.columns).where(
                CollegaRij.toestemming, CollegaRij.bevestigd
            )
            collegas = Collegalijst(_collega(r) for r in s.execute(mag.order_by(CollegaRij.id)))
        self._gelezen = (merk, collegas)
        return collegas

    def find(self, id_: str) -> Collega | None:
        """This collega, also when nobody may find them."""
        with self._lees() as s:
            rij = s.get(CollegaRij, id_)
            return _collega(rij) if rij else None

    def find_by_email(self, email: str) -> Collega | None:
        with self._lees() as s:
            rij = s.scalars(_met_email(email)).first()
            return _collega(rij) if rij else None

    def is_bevestigd(self, id_: str) -> bool:
        with self._lees() as s:
            rij = s.get(CollegaRij, id_)
            return bool(rij and rij.bevestigd)

    def add(self, collega: Collega, *, sleutel: str, bevestigd: bool) -> bool:
        """Register someone; False, changing nothing, when the address is there already."""
        with self._schrijf() as s:
            if s.scalars(_met_email(collega.email)).first() is not None:
                return False
            s.execute(delete(IngetrokkenRij).where(IngetrokkenRij.sleutel == sleutel))
            rij = CollegaRij(id=collega.id, zelf=True, bevestigd=bevestigd)
            _fill(rij, collega)
            s.add(rij)
            _renew(s)
            return True

    def change(self, collega: Collega, *, bevestigd: bool) -> bool:
        """Keep what someone changed; False when they are gone. Unless *bevestigd* a new address must be confirmed."""
        with self._schrijf() as s:
            rij = s.get(CollegaRij, collega.id, with_for_update=True)
            if rij is None:
                return False
            rij.bevestigd = rij.bevestigd and (bevestigd or rij.email == collega.email)
            rij.zelf = True
            _fill(rij, collega)
            _renew(s)
            return True

    def confirm(self, id_: str) -> bool:
        with self._schrijf() as s:
            klaar = s.execute(update(CollegaRij).where(CollegaRij.id == id_).values(bevestigd=True))
            _renew(s)
            return klaar.rowcount > 0  # type: ignore[attr-defined,no-any-return]

    def remove(
        self,
        id_: str,
        *,
        sleutel: str,
        weg: Mapping[str, Any],
        gewist: Mapping[str, Any],
        now: datetime,
    ) -> list[str]:
        """Remove someone and all that was kept of them; the gesprekken that must look again.

        *weg* is what a gesprek hears that waits for their answer, *gewist* what comes in the place of a bericht
        that told about them.
        """
        with self._schrijf() as s:
            if s.get(CollegaRij, id_, with_for_update=True) is None:
                return []
            gesprekken = []
            for rij in s.scalars(select(ContactverzoekRij).filter_by(collega_id=id_)).all():
                gesprekken.append(rij.gesprek_id)
                if rij.status == Contactstatus.OPEN:
                    self._zeg(s, rij.gesprek_id, [weg], now)
            noemt = cast(UitgaandRij.gegevens, Text).contains(f'"{id_}"', autoescape=True)
            for u in s.scalars(select(UitgaandRij).where(noemt)).all():
                gesprekken.append(u.gesprek_id)
                u.tekst = gewist["tekst"]
                u.gegevens = {
                    k: [c for c in v if c.get("id") != id_] if k == "collegas" else v
                    for k, v in u.gegevens.items()
                    if k != "contact"
                }
            s.execute(delete(CollegaRij).where(CollegaRij.id == id_))
            s.execute(delete(IngetrokkenRij).where(IngetrokkenRij.sleutel == sleutel))
            s.add(IngetrokkenRij(sleutel=sleutel, dag=now.date()))
            _renew(s)
            return list(dict.fromkeys(gesprekken))

    def replace(
        self, collegas: Sequence[Collega], *, sleutel: Callable[[str], str] = str
    ) -> tuple[Collega, ...]:
        """Exchange the directory, but for who registered in person; who was taken in.

        Left out is who withdrew before, and who has registered in person under the same address.
        """
        with self._schrijf() as s:
            weg = set(s.scalars(select(IngetrokkenRij.sleutel)))
            zelf = s.scalars(select(CollegaRij).where(CollegaRij.zelf)).all()
            adressen, ids = {r.email.lower() for r in zelf}, {r.id for r in zelf}
            nieuw = [
                c
                for c in collegas
                if c.email.lower() not in adressen
                and c.id not in ids
                and sleutel(c.email.lower()) not in weg
            ]
            oud = {r.id: r for r in s.scalars(select(CollegaRij).where(~CollegaRij.zelf))}
            # a row that stays keeps its contactverzoeken
            for id_ in oud.keys() - {c.id for c in nieuw}:
                s.delete(oud[id_])
            for c in nieuw:
                rij = oud.get(c.id)
                if rij is None:
                    rij = CollegaRij(id=c.id)
                    s.add(rij)
                _fill(rij, replace(c, pauze_tot=c.pauze_tot or rij.pauze_tot))
            _renew(s)
        return tuple(nieuw)

    # --- how busy they were kept ------------------------------------------------------------------------------

    def add_drukte(self, ids: Collection[str], gewicht: float, *, dag: date) -> None:
        """Add *gewicht* (see `collegas.weigh_drukte`) to what these collega's were given to do."""
        with self._schrijf() as s:
            self._add_drukte(s, ids, gewicht, dag)

    def _add_drukte(self, s: Session, ids: Collection[str], gewicht: float, dag: date) -> None:
        bekend = set(s.scalars(select(CollegaRij.id).where(CollegaRij.id.in_(ids))))
        if not bekend:
            return
        insert = sqlite_insert if s.get_bind().dialect.name == "sqlite" else pg_insert
        # sorted: two processes that lock the same rows must do so in the same order
        rijen = [{"collega_id": i, "som": gewicht, "laatst": dag} for i in sorted(bekend)]
        nieuw = insert(CollegadrukteRij).values(rijen)
        s.execute(
            nieuw.on_conflict_do_update(
                index_elements=["collega_id"],
                set_={"som": CollegadrukteRij.som + nieuw.excluded.som, "laatst": dag},
            )
        )

    def drukte(self, *, vanaf: date, minstens: float) -> dict[str, float]:
        """The sums of at least *minstens* of who was given something to do since *vanaf*."""
        with self._lees() as s:
            rijen = s.execute(
                select(CollegadrukteRij.collega_id, CollegadrukteRij.som).where(
                    CollegadrukteRij.laatst >= vanaf, CollegadrukteRij.som >= minstens
                )
            )
            return dict(rijen.tuples().all())

    # --- contactverzoeken -------------------------------------------------------------------------------------

    def add_verzoek(
        self, verzoek: Contactverzoek, *, hoogstens_open: int, gewicht: float, brief: bool
    ) -> bool:
        """Keep a new verzoek, count it, and let an e-mail go out with *brief*; all or nothing.

        False when the collega is gone or the gesprek has *hoogstens_open* open. The same again changes nothing.
        """
        with self._schrijf() as s:
            # the lock lets two turns of one gesprek count one after the other
            gesprek = s.get(GesprekRij, verzoek.gesprek, with_for_update=True)
            collega = s.get(CollegaRij, verzoek.collega)
            if (
                gesprek is None
                or collega is None
                or not (collega.toestemming and collega.bevestigd)
            ):
                return False
            eerder = s.scalars(
                select(ContactverzoekRij).filter_by(gesprek_id=verzoek.gesprek)
            ).all()
            if any(r.collega_id == verzoek.collega for r in eerder):
                return True
            if sum(r.status == Contactstatus.OPEN for r in eerder) >= hoogstens_open:
                return False
            s.add(
                ContactverzoekRij(
                    id=verzoek.id,
                    gesprek_id=verzoek.gesprek,
                    collega_id=verzoek.collega,
                    tekst=verzoek.tekst,
                    themas=list(verzoek.themas),
                    gemeente=verzoek.gemeente,
                    status=verzoek.status.value,
                    gemaakt=verzoek.gemaakt,
                )
            )
            s.flush()
            self._add_drukte(s, [verzoek.collega], gewicht, verzoek.gemaakt.date())
            if brief:
                _add_brief(s, "verzoek", verzoek.collega, verzoek.id, verzoek.gemaakt)
            return True

    def find_verzoek(self, id_: str) -> Contactverzoek | None:
        with self._lees() as s:
            rij = s.get(ContactverzoekRij, id_)
            return _verzoek(rij) if rij else None

    def contacten(self, gesprek: str) -> dict[str, Contactstatus]:
        """Whom this gesprek asked, and what became of it."""
        with self._lees() as s:
            rijen = s.execute(
                select(ContactverzoekRij.collega_id, ContactverzoekRij.status).where(
                    ContactverzoekRij.gesprek_id == gesprek
                )
            )
            return {id_: Contactstatus(status) for id_, status in rijen}

    def open_verzoeken(self, collega: str | None = None) -> list[tuple[Contactverzoek, Collega]]:
        """What still waits for an answer, oldest first; of one collega or of everyone."""
        with self._lees() as s:
            wens = (
                select(ContactverzoekRij, CollegaRij)
                .join(CollegaRij, CollegaRij.id == ContactverzoekRij.collega_id)
                .where(ContactverzoekRij.status == Contactstatus.OPEN)
                .order_by(ContactverzoekRij.gemaakt)
            )
            if collega is not None:
                wens = wens.where(ContactverzoekRij.collega_id == collega)
            return [(_verzoek(v), _collega(c)) for v, c in s.execute(wens)]

    def answer_verzoek(
        self, id_: str, status: Contactstatus, bericht: Mapping[str, Any], *, now: datetime
    ) -> bool:
        """Settle an open verzoek and tell the gesprek, in one transaction. False when it was settled already."""
        with self._schrijf() as s:
            klaar = s.execute(
                update(ContactverzoekRij)
                .where(ContactverzoekRij.id == id_, ContactverzoekRij.status == Contactstatus.OPEN)
                .values(status=status.value, beantwoord=now)
            )
            if klaar.rowcount == 0:  # type: ignore[attr-defined]
                return False
            s.execute(delete(BriefRij).where(BriefRij.verzoek_id == id_))
            van = select(ContactverzoekRij.gesprek_id).where(ContactverzoekRij.id == id_)
            self._zeg(s, s.scalars(van).one(), [bericht], now)
            return True

    def verlopen_verzoeken(self, voor: datetime) -> list[Contactverzoek]:
        """What is open and was asked before *voor*."""
        with self._lees() as s:
            rijen = s.scalars(
                select(ContactverzoekRij).where(
                    ContactverzoekRij.status == Contactstatus.OPEN, ContactverzoekRij.gemaakt < voor
                )
            )
            return [_verzoek(r) for r in rijen]

    # --- e-mail -----------------------------------------------------------------------------------------------

    def add_brief(self, soort: str, collega: str, *, now: datetime) -> None:
        """An e-mail of this kind must go to *collega*; one that still waits is enough."""
        with self._schrijf() as s:
            wacht = select(BriefRij.id).filter_by(soort=soort, collega_id=collega, pogingen=0)
            if s.scalar(wacht.limit(1)) is None:
                _add_brief(s, soort, collega, None, now)

    def brieven(self, now: datetime, hoogstens: int = 20) -> list[Brief]:
        """The e-mails to try now, the one that waited longest first."""
        with self._lees() as s:
            rijen = s.execute(
                select(BriefRij, CollegaRij, ContactverzoekRij)
                .join(CollegaRij, CollegaRij.id == BriefRij.collega_id)
                .outerjoin(ContactverzoekRij, ContactverzoekRij.id == BriefRij.verzoek_id)
                .where(BriefRij.volgende <= now)
                .order_by(BriefRij.volgende, BriefRij.id)
                .limit(hoogstens)
            )
            return [
                Brief(b.id, b.soort, _collega(c), _verzoek(v) if v else None, b.gemaakt, b.pogingen)
                for b, c, v in rijen
            ]

    def settle_brief(self, id_: int, *, opnieuw: datetime | None) -> None:
        """It was sent or given up, or it must be tried again at *opnieuw*."""
        with self._schrijf() as s:
            if opnieuw is None:
                s.execute(delete(BriefRij).where(BriefRij.id == id_))
            else:
                nog = {"volgende": opnieuw, "pogingen": BriefRij.pogingen + 1}
                s.execute(update(BriefRij).where(BriefRij.id == id_).values(nog))


def _met_email(email: str) -> Any:
    zelfde: ColumnElement[bool] = func.lower(CollegaRij.email) == email.lower()
    return select(CollegaRij).where(zelfde, ~CollegaRij.voorbeeld)


def _fill(rij: CollegaRij, collega: Collega) -> None:
    for naam in _INGREDIENTEN:
        setattr(rij, naam, getattr(collega, naam))
    rij.themas = list(collega.themas)
    rij.fases = [f.value for f in collega.fases]


def _renew(s: Session) -> None:
    """Tell every process that the list changed. Random, so that a backup put back never looks like what was read."""
    merk = secrets.token_hex(8)
    klaar = s.execute(update(CollegalijstRij).where(CollegalijstRij.id == 1).values(versie=merk))
    if klaar.rowcount == 0:  # type: ignore[attr-defined]
        s.add(CollegalijstRij(id=1, versie=merk))


def _add_brief(s: Session, soort: str, collega: str, verzoek: str | None, now: datetime) -> None:
    s.add(
        BriefRij(
            soort=soort,
            collega_id=collega,
            verzoek_id=verzoek,
            gemaakt=now,
            volgende=now,
            pogingen=0,
        )
    )


def _collega(r: CollegaRij | Row[Any]) -> Collega:
    return Collega(
        r.id,
        r.naam,
        r.functie,
        r.gemeente,
        tuple(r.themas),
        tuple(Fase(f) for f in r.fases),
        r.email,
        r.over,
        r.toestemming,
        r.voorbeeld,
        r.pauze_tot,
    )


def _verzoek(r: ContactverzoekRij) -> Contactverzoek:
    return Contactverzoek(
        r.id,
        r.gesprek_id,
        r.collega_id,
        r.tekst,
        tuple(r.themas),
        r.gemeente,
        Contactstatus(r.status),
        r.gemaakt,
        r.beantwoord,
    )
