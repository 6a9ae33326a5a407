"""The database: migrations, refusals that say what to do, retention, and many writers at once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from assistent.errors import OnbekendGesprek, StorageUnusable
from assistent.model import Collega, Fase
from assistent.storage import Opslag
from assistent.storage.tabellen import Tabel

NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ANTWOORD = {"soort": "melding", "tekst": "Dag."}


@pytest.fixture(params=["sqlite", "postgres"])
def leeg(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opslag]:
    """A database without tables."""
    if request.param == "sqlite":
        opslag = Opslag(f"sqlite:///{tmp_path / 'nog' / 'niet' / 'leeg.db'}")
    else:
        opslag = Opslag(request.getfixturevalue("lege_postgres"))
    yield opslag
    opslag.engine.dispose()


@pytest.fixture
def gesprek(opslag: Opslag) -> str:
    opslag.add_gesprek("g-1", "web", now=NU)
    return "g-1"


def stuur(opslag: Opslag, gesprek: str, extern_id: str, **anders: Any) -> tuple[int, bool]:
    inhoud = {"tekst": "hallo", "keuze": None, "sessie": None, "now": NU, **anders}
    return opslag.add_inkomend(gesprek, extern_id, **inhoud)


# --- schema -------------------------------------------------------------------------------------------------------


def test_migrating_an_empty_database_makes_the_schema_of_the_code(leeg: Opslag) -> None:
    leeg.migrate()

    leeg.check()
    with leeg.engine.connect() as verbinding:
        context = MigrationContext.configure(verbinding, opts={"compare_type": True})
        assert compare_metadata(context, Tabel.metadata) == []
        assert set(inspect(verbinding).get_table_names()) >= set(Tabel.metadata.tables)


def test_migrating_again_changes_nothing(leeg: Opslag) -> None:
    leeg.migrate()
    leeg.add_gesprek("g", "web", now=NU)

    leeg.migrate()

    assert leeg.has_gesprek("g")


def test_a_database_that_was_never_migrated_is_refused_with_what_to_do(leeg: Opslag) -> None:
    if leeg.url.startswith("sqlite"):
        Path(leeg.engine.url.database or "").parent.mkdir(parents=True)

    with pytest.raises(StorageUnusable, match="assistent migreer"):
        leeg.check()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(leeg: Opslag) -> None:
    leeg.migrate()
    leeg.add_gesprek("g", "web", now=NU)
    with leeg.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(
        StorageUnusable, match=r"nieuwere versie van Vraagwijs; werk de software bij"
    ):
        leeg.migrate()

    assert leeg.has_gesprek("g")
    with leeg.engine.connect() as verbinding:
        assert verbinding.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_table_of_rasa_is_left_alone_by_a_migration(leeg: Opslag) -> None:
    if leeg.url.startswith("sqlite"):
        Path(leeg.engine.url.database or "").parent.mkdir(parents=True)
    with leeg.engine.begin() as verbinding:
        verbinding.execute(text("CREATE TABLE events (sender_id VARCHAR(255))"))
        verbinding.execute(text("INSERT INTO events VALUES ('g.1')"))

    leeg.migrate()

    with leeg.engine.connect() as verbinding:
        assert verbinding.scalar(text("SELECT count(*) FROM events")) == 1


# --- what cannot be used ------------------------------------------------------------------------------------------


def assert_advises(exc: pytest.ExceptionInfo[StorageUnusable], raad: str) -> None:
    melding = str(exc.value)
    assert "\n" not in melding
    assert raad in melding


def test_a_read_only_database_says_to_give_write_rights(lege_sqlite: Path, tmp_path: Path) -> None:
    kopie = tmp_path / "alleen-lezen.db"
    shutil.copy(lege_sqlite, kopie)
    opslag = Opslag(f"sqlite:///file:{kopie}?immutable=1&uri=true")

    with pytest.raises(StorageUnusable) as exc:
        opslag.add_gesprek("g", "web", now=NU)

    assert_advises(exc, "geef schrijfrechten op het bestand en de map")
    opslag.engine.dispose()


def test_a_check_notices_that_nothing_can_be_written(lege_sqlite: Path, tmp_path: Path) -> None:
    kopie = tmp_path / "alleen-lezen.db"
    shutil.copy(lege_sqlite, kopie)
    opslag = Opslag(f"sqlite:///file:{kopie}?immutable=1&uri=true")

    with pytest.raises(StorageUnusable) as exc:
        opslag.check()

    assert_advises(exc, "geef schrijfrechten op het bestand en de map")
    opslag.engine.dispose()


def test_a_place_where_no_file_can_be_made_says_so(tmp_path: Path) -> None:
    opslag = Opslag(f"sqlite:///{tmp_path}")

    with pytest.raises(StorageUnusable) as exc:
        opslag.migrate()

    assert_advises(exc, "kies een andere VRAAGWIJS_MAP")
    opslag.engine.dispose()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    opslag = Opslag(f"sqlite:///{tmp_path / 'bestand' / 'map' / 'vraagwijs.db'}")

    with pytest.raises(StorageUnusable) as exc:
        opslag.migrate()

    assert_advises(exc, "kies een andere VRAAGWIJS_MAP")
    opslag.engine.dispose()


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    pad = tmp_path / "geen.db"
    pad.write_bytes(b"dit is geen database " * 100)
    opslag = Opslag(f"sqlite:///{pad}")

    with pytest.raises(StorageUnusable) as exc:
        opslag.migrate()

    assert_advises(exc, "VRAAGWIJS_DATABASE_URL")
    assert pad.read_bytes().startswith(b"dit is geen database")
    opslag.engine.dispose()


def test_a_full_disk_says_to_make_room_and_keeps_what_there_was(
    lege_sqlite: Path, tmp_path: Path
) -> None:
    kopie = tmp_path / "vol.db"
    shutil.copy(lege_sqlite, kopie)
    opslag = Opslag(f"sqlite:///{kopie}")
    opslag.add_gesprek("g", "web", now=NU)
    with opslag.engine.connect() as verbinding:
        vol = verbinding.exec_driver_sql("PRAGMA page_count").scalar()
        verbinding.exec_driver_sql(f"PRAGMA max_page_count={vol}")

    with pytest.raises(StorageUnusable) as exc:
        stuur(opslag, "g", "1", tekst="x" * 100_000)

    assert_advises(exc, "maak ruimte vrij op de schijf")
    assert opslag.has_gesprek("g")
    opslag.engine.dispose()


def test_a_database_server_that_is_away_is_named_without_its_password() -> None:
    opslag = Opslag("postgresql+psycopg2://wie:sleutel123@127.0.0.1:1/vraagwijs")

    with pytest.raises(StorageUnusable) as exc:
        opslag.check()

    assert_advises(exc, "controleer VRAAGWIJS_DATABASE_URL en of de databaseserver draait")
    assert "sleutel123" not in str(exc.value)
    opslag.engine.dispose()


def test_no_error_shows_what_someone_wrote(opslag: Opslag, gesprek: str) -> None:
    with pytest.raises(IntegrityError) as exc:
        opslag.add_kennisvraag("bestaat-niet", "iets heel persoonlijks", {}, "mens", now=NU)

    assert "heel persoonlijks" not in str(exc.value)


# --- the inbox ----------------------------------------------------------------------------------------------------


def test_a_bericht_is_stored_once_per_channel_id(opslag: Opslag, gesprek: str) -> None:
    nummer, nieuw = stuur(opslag, gesprek, "a")

    assert nieuw
    assert stuur(opslag, gesprek, "a", tekst="iets anders") == (nummer, False)
    assert opslag.find_inkomend(gesprek, "a") == nummer
    assert opslag.count_wachtend(gesprek) == 1


def test_the_same_bericht_from_many_threads_is_stored_once(opslag: Opslag, gesprek: str) -> None:
    aantal = 8
    samen = Barrier(aantal)

    def doe(_: int) -> tuple[int, bool]:
        samen.wait(20)
        return stuur(opslag, gesprek, "race")

    with ThreadPoolExecutor(aantal) as pool:
        uit = list(pool.map(doe, range(aantal)))

    assert len({nummer for nummer, _ in uit}) == 1
    assert [nieuw for _, nieuw in uit].count(True) == 1
    assert opslag.count_wachtend(gesprek) == 1


def test_writers_at_once_lose_nothing(opslag: Opslag) -> None:
    for nr in range(6):
        opslag.add_gesprek(f"g-{nr}", "web", now=NU)

    def doe(nr: int) -> None:
        for i in range(10):
            nummer, _ = stuur(opslag, f"g-{nr}", f"b-{i}")
            opslag.add_uitgaand(f"g-{nr}", nummer, [ANTWOORD] * 2, now=NU, status="beantwoord")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(doe, range(6)))

    for nr in range(6):
        assert [b["volgnr"] for b in opslag.berichten(f"g-{nr}")] == list(range(1, 21))
        assert opslag.count_wachtend(f"g-{nr}") == 0


def test_answers_at_once_in_one_gesprek_get_numbers_without_gaps(
    opslag: Opslag, gesprek: str
) -> None:
    nummers = [stuur(opslag, gesprek, f"b-{i}")[0] for i in range(6)]

    with ThreadPoolExecutor(6) as pool:
        list(
            pool.map(
                lambda nr: opslag.add_uitgaand(
                    gesprek, nr, [ANTWOORD], now=NU, status="beantwoord"
                ),
                nummers,
            )
        )

    assert [b["volgnr"] for b in opslag.berichten(gesprek)] == list(range(1, 7))


def test_a_bericht_for_a_gesprek_that_is_gone_is_refused(opslag: Opslag) -> None:
    with pytest.raises(OnbekendGesprek):
        stuur(opslag, "bestaat-niet", "1")


def test_an_answer_for_a_gesprek_that_is_gone_is_nothing(opslag: Opslag) -> None:
    assert opslag.add_uitgaand("weg", None, [ANTWOORD], now=NU, status=None) == []


@pytest.mark.parametrize("tekst", ["é ë 🙂 ‮", "'; DROP TABLE inkomend; --", "x" * 10_000, "%_\\"])
def test_every_text_comes_out_as_it_went_in(opslag: Opslag, gesprek: str, tekst: str) -> None:
    stuur(opslag, gesprek, "1", tekst=tekst)

    bericht = opslag.next_inkomend(gesprek)

    assert bericht is not None
    assert bericht.tekst == tekst


# --- forgetting ---------------------------------------------------------------------------------------------------


def vul_trackers(opslag: Opslag, *namen: str) -> None:
    with opslag.engine.begin() as verbinding:
        verbinding.execute(text("CREATE TABLE events (sender_id VARCHAR(255))"))
        for naam in namen:
            verbinding.execute(text("INSERT INTO events VALUES (:n)"), {"n": naam})


def trackers(opslag: Opslag) -> list[str]:
    with opslag.engine.connect() as verbinding:
        return sorted(verbinding.scalars(text("SELECT sender_id FROM events")))


def test_what_was_used_last_before_the_limit_is_forgotten_with_all_that_hangs_on_it(
    opslag: Opslag,
) -> None:
    oud, nieuw = "1" * 36, "2" * 36
    for id_, wanneer in ((oud, NU - timedelta(days=91)), (nieuw, NU - timedelta(days=89))):
        opslag.add_gesprek(id_, "web", now=wanneer)
        nummer, _ = stuur(opslag, id_, "1", now=wanneer)
        opslag.add_uitgaand(id_, nummer, [ANTWOORD], now=wanneer, status="beantwoord")
        opslag.add_kennisvraag(id_, "vraag", {}, "mens", now=wanneer)
        opslag.add_nut(id_, True, now=wanneer)
    vul_trackers(opslag, f"{oud}.1", f"{oud}.2", f"{nieuw}.1", f"{'3' * 36}.1")

    aantal = opslag.forget_older(NU - timedelta(days=90))

    assert aantal == 1
    assert not opslag.has_gesprek(oud)
    assert opslag.berichten(oud) == []
    assert len(opslag.berichten(nieuw)) == 1
    assert len(opslag.kennisvragen()) == 1
    # a tracker without a gesprek is what a turn wrote that was forgotten half-way
    assert trackers(opslag) == [f"{nieuw}.1"]


def test_using_a_gesprek_keeps_it_longer(opslag: Opslag) -> None:
    opslag.add_gesprek("g", "web", now=NU - timedelta(days=100))
    stuur(opslag, "g", "1", now=NU)

    assert opslag.forget_older(NU - timedelta(days=90)) == 0
    assert opslag.has_gesprek("g")


def test_retention_reads_the_clock_and_the_setting(
    assistent: Any, klok: Any, opslag: Opslag
) -> None:
    gesprek = assistent.open_gesprek()

    klok.verder(days=89)
    assert assistent.vergeet_verlopen() == 0
    klok.verder(days=2)
    assert assistent.vergeet_verlopen() == 1
    assert not opslag.has_gesprek(gesprek)


@pytest.mark.parametrize("id_", ["%", "_-1", "", "g", "g-1.1", "G-1"])
def test_forgetting_something_that_only_looks_like_a_gesprek_touches_nothing(
    opslag: Opslag, gesprek: str, id_: str
) -> None:
    vul_trackers(opslag, "g-1.1", "g-11.1")

    assert not opslag.forget_gesprek(id_)

    assert opslag.has_gesprek(gesprek)
    assert trackers(opslag) == ["g-1.1", "g-11.1"]


def test_what_was_kept_to_learn_from_goes_when_a_gesprek_turns_out_gevoelig(
    opslag: Opslag, gesprek: str
) -> None:
    opslag.add_kennisvraag(gesprek, "vraag", {}, "mens", now=NU)

    opslag.set_gevoelig(gesprek)

    assert opslag.is_gevoelig(gesprek)
    assert opslag.kennisvragen() == []


# --- the rest -----------------------------------------------------------------------------------------------------


def test_times_come_out_in_utc_whatever_zone_they_went_in_with(
    opslag: Opslag, gesprek: str
) -> None:
    amsterdam = timezone(timedelta(hours=2))
    opslag.add_kennisvraag(gesprek, "vraag", {}, "mens", now=NU.astimezone(amsterdam))

    assert opslag.kennisvragen()[0]["gemaakt"] == NU.isoformat()


def test_the_same_kennisvraag_is_kept_once(opslag: Opslag, gesprek: str) -> None:
    for _ in range(2):
        opslag.add_kennisvraag(gesprek, "vraag", {"thema": ["jeugd"]}, "mens", now=NU)

    assert [(v["tekst"], v["reden"]) for v in opslag.kennisvragen()] == [("vraag", "mens")]


def test_only_people_who_agreed_are_found(opslag: Opslag) -> None:
    wie = Collega(
        "c-1",
        "Naam",
        "adviseur",
        "GM0363",
        ("jeugd",),
        (Fase.ORIENTATIE,),
        "a@example.nl",
        "",
        True,
        False,
    )
    opslag.mensen.replace([wie, replace(wie, id="c-2", toestemming=False)])

    assert opslag.mensen.collegas() == (wie,)


def test_a_directory_that_cannot_be_replaced_stays_as_it_was(opslag: Opslag) -> None:
    wie = Collega(
        "c-1",
        "Naam",
        "adviseur",
        "GM0363",
        ("jeugd",),
        (Fase.ORIENTATIE,),
        "a@example.nl",
        "",
        True,
        False,
    )
    opslag.mensen.replace([wie])

    with contextlib.suppress(Exception):
        opslag.mensen.replace([replace(wie, id="nieuw"), replace(wie, id="nieuw")])

    assert opslag.mensen.collegas() == (wie,)
