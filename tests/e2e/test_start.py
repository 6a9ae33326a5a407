"""`assistent start` when something is not right: one line that says what to do, and exit status 1."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistent.storage import Opslag
from tests.systeem import PROJECT, Systeem, omgeving, opdracht

pytestmark = pytest.mark.systeem


@pytest.fixture
def bezette_poort():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        yield s.getsockname()[1]


def test_a_taken_port_is_named(tmp_path: Path, bezette_poort: int) -> None:
    fout = _start_mislukt(tmp_path, "--port", str(bezette_poort))

    assert str(bezette_poort) in fout
    assert "--port" in fout


def test_without_a_trained_model_it_says_how_to_make_one(tmp_path: Path) -> None:
    fout = _start_mislukt(tmp_path, VRAAGWIJS_MODEL=str(tmp_path / "weg.tar.gz"))

    assert "make setup" in fout


@pytest.mark.parametrize("plek", ["bestand/map", "/proc/vraagwijs"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, plek: str) -> None:
    (tmp_path / "bestand").write_text("dit is geen map")

    fout = _start_mislukt(tmp_path / plek)

    assert "VRAAGWIJS_MAP" in fout
    assert str(tmp_path / plek) in fout


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    opslag = Opslag(f"sqlite:///{tmp_path / 'vraagwijs.db'}")
    opslag.migrate()
    opslag.engine.dispose()
    engine = create_engine(opslag.url)
    with engine.begin() as verbinding:
        verbinding.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    fout = _start_mislukt(tmp_path)

    assert "nieuwere" in fout


def test_a_second_start_on_the_same_folder_is_refused(systeem: Systeem) -> None:
    if not systeem.eigen:
        pytest.skip("de map van dit draaiende systeem is niet bekend")

    fout = _start_mislukt(systeem.map)

    assert "draait al" in fout
    assert systeem.is_klaar()


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    fout = _start_mislukt(tmp_path, VRAAGWIJS_BEWAARDAGEN="veel")

    assert "VRAAGWIJS_BEWAARDAGEN" in fout


def _start_mislukt(map_: Path, *delen: str, **extra: str) -> str:
    """The one line that it says."""
    if "--port" not in delen:
        delen = (*delen, "--port", str(_vrij()))
    klaar = subprocess.run(
        opdracht("start", *delen),
        cwd=PROJECT,
        env=omgeving(map_, **extra),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert klaar.returncode == 1, klaar.stdout + klaar.stderr
    regels = klaar.stderr.strip().splitlines()
    assert len(regels) == 1, klaar.stderr
    assert regels[0].startswith("Fout: ")
    return regels[0]


def _vrij() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
