"""The tables. Times are UTC with a zone; JSON holds only what is never searched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class _Utc(TypeDecorator[datetime]):
    """SQLite forgets the zone; every time goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Tabel(DeclarativeBase):
    type_annotation_map = {datetime: _Utc, dict[str, Any]: JSON, list[Any]: JSON}


class GesprekRij(Tabel):
    """A conversation. *sessie* counts the vragen in it; *bewaard* is what a next vraag starts with."""

    __tablename__ = "gesprekken"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kanaal: Mapped[str] = mapped_column(String(20))
    sessie: Mapped[int] = mapped_column(default=1)
    toestemming: Mapped[bool | None]
    gevoelig: Mapped[bool] = mapped_column(default=False)
    bewaard: Mapped[dict[str, Any]] = mapped_column(default=dict)
    gemaakt: Mapped[datetime]
    gewijzigd: Mapped[datetime] = mapped_column(index=True)


class InkomendRij(Tabel):
    """The inbox: what an advisor sent, stored before it is answered, once per *extern_id*."""

    __tablename__ = "inkomend"
    __table_args__ = (
        UniqueConstraint("gesprek_id", "extern_id"),
        Index("ix_inkomend_wacht", "status", "gesprek_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprekken.id", ondelete="CASCADE"))
    extern_id: Mapped[str] = mapped_column(String(64))
    tekst: Mapped[str | None] = mapped_column(Text)
    keuze: Mapped[str | None] = mapped_column(String(200))
    sessie: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), default="wacht")
    ontvangen: Mapped[datetime]


class UitgaandRij(Tabel):
    """The outbox: what the assistant said, numbered per gesprek."""

    __tablename__ = "uitgaand"
    __table_args__ = (UniqueConstraint("gesprek_id", "volgnr"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprekken.id", ondelete="CASCADE"))
    volgnr: Mapped[int]
    inkomend_id: Mapped[int | None] = mapped_column(ForeignKey("inkomend.id", ondelete="CASCADE"))
    sessie: Mapped[int]
    soort: Mapped[str] = mapped_column(String(20))
    tekst: Mapped[str] = mapped_column(Text)
    knoppen: Mapped[list[Any]]
    aspect: Mapped[str | None] = mapped_column(String(20))
    gegevens: Mapped[dict[str, Any]]
    gemaakt: Mapped[datetime]


class CollegaRij(Tabel):
    """An advisor who agreed to be found, or an example.

    *zelf*: registered in person, so a CSV leaves this one alone. *bevestigd*: the e-mail address is theirs.
    """

    __tablename__ = "collegas"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    naam: Mapped[str] = mapped_column(String(200))
    functie: Mapped[str] = mapped_column(String(200))
    gemeente: Mapped[str] = mapped_column(String(6), index=True)
    themas: Mapped[list[Any]]
    fases: Mapped[list[Any]]
    email: Mapped[str] = mapped_column(String(254))
    over: Mapped[str] = mapped_column(Text)
    toestemming: Mapped[bool]
    voorbeeld: Mapped[bool]
    pauze_tot: Mapped[date | None]
    zelf: Mapped[bool] = mapped_column(default=False)
    bevestigd: Mapped[bool] = mapped_column(default=True)


class CollegalijstRij(Tabel):
    """One row, renewed with every change in the collega's: each process sees at once that it must read again."""

    __tablename__ = "collegalijst"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    versie: Mapped[str] = mapped_column(String(16))


class CollegadrukteRij(Tabel):
    """How busy a collega was kept: a sum that fades with time (see `collegas.weigh_drukte`), without who asked."""

    __tablename__ = "collegadrukte"
    collega_id: Mapped[str] = mapped_column(
        ForeignKey("collegas.id", ondelete="CASCADE"), primary_key=True
    )
    som: Mapped[float]
    laatst: Mapped[date]


class IngetrokkenRij(Tabel):
    """A signature of the address of someone who withdrew, so that an older CSV does not bring them back."""

    __tablename__ = "ingetrokken"
    sleutel: Mapped[str] = mapped_column(String(64), primary_key=True)
    dag: Mapped[date]


class ContactverzoekRij(Tabel):
    """What a collega was asked for a gesprek."""

    __tablename__ = "contactverzoeken"
    __table_args__ = (
        UniqueConstraint("gesprek_id", "collega_id"),
        Index("ix_contactverzoeken_status", "status", "gemaakt"),
    )
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprekken.id", ondelete="CASCADE"))
    collega_id: Mapped[str] = mapped_column(
        ForeignKey("collegas.id", ondelete="CASCADE"), index=True
    )
    tekst: Mapped[str] = mapped_column(Text)
    themas: Mapped[list[Any]]
    gemeente: Mapped[str | None] = mapped_column(String(6))
    status: Mapped[str] = mapped_column(String(12))
    gemaakt: Mapped[datetime]
    beantwoord: Mapped[datetime | None]


class BriefRij(Tabel):
    """An e-mail that must still be sent. What it says is written when it goes, so nothing old is ever sent."""

    __tablename__ = "brieven"
    id: Mapped[int] = mapped_column(primary_key=True)
    soort: Mapped[str] = mapped_column(String(12))
    collega_id: Mapped[str] = mapped_column(
        ForeignKey("collegas.id", ondelete="CASCADE"), index=True
    )
    verzoek_id: Mapped[str | None] = mapped_column(
        ForeignKey("contactverzoeken.id", ondelete="CASCADE"), index=True
    )
    gemaakt: Mapped[datetime]
    volgende: Mapped[datetime] = mapped_column(index=True)
    pogingen: Mapped[int] = mapped_column(default=0)


class KennisvraagRij(Tabel):
    """A vraag without a good answer, or one for the kennismakelaar. Never of a gevoelig gesprek."""

    __tablename__ = "kennisvragen"
    id: Mapped[int] = mapped_column(primary_key=True)
    gesprek_id: Mapped[str | None] = mapped_column(
        ForeignKey("gesprekken.id", ondelete="CASCADE"), index=True
    )
    tekst: Mapped[str] = mapped_column(Text)
    aspecten: Mapped[dict[str, Any]]
    reden: Mapped[str] = mapped_column(String(20))
    gemaakt: Mapped[datetime]


class NutRij(Tabel):
    """An advisor said that the suggestions helped or not."""

    __tablename__ = "nut"
    id: Mapped[int] = mapped_column(primary_key=True)
    gesprek_id: Mapped[str] = mapped_column(
        ForeignKey("gesprekken.id", ondelete="CASCADE"), index=True
    )
    nuttig: Mapped[bool]
    gemaakt: Mapped[datetime]
