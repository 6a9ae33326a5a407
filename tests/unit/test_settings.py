"""Settings: from the environment, on top of nothing hidden, refused in one line that names the variable."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistent.errors import InvalidSettings
from assistent.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _geen_omgeving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` and no variables of whoever runs the tests."""
    import os

    for naam in list(os.environ):
        if naam.startswith("VRAAGWIJS_"):
            monkeypatch.delenv(naam)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VRAAGWIJS_MAP", str(tmp_path / "var"))


def test_every_setting_has_a_default_that_works() -> None:
    settings = load_settings()

    assert (settings.host, settings.poort) == ("127.0.0.1", 8080)
    assert settings.opslag_url.startswith("sqlite:////")
    assert settings.opslag_url.endswith("/var/vraagwijs.db")


def test_the_environment_is_read_and_what_is_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VRAAGWIJS_POORT", "9000")
    monkeypatch.setenv("VRAAGWIJS_BEWAARDAGEN", "30")

    settings = load_settings(poort=9001, host=None)

    assert (settings.poort, settings.bewaardagen, settings.host) == (9001, 30, "127.0.0.1")


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VRAAGWIJS_KENNISMAKELAAR=Loket Kennis\nIETS_ANDERS=1\n")

    assert load_settings().kennismakelaar == "Loket Kennis"


def test_a_given_database_address_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    adres = "postgresql+psycopg2://vraagwijs@db.example.nl/vraagwijs"
    monkeypatch.setenv("VRAAGWIJS_DATABASE_URL", adres)

    assert load_settings().opslag_url == adres


@pytest.mark.parametrize(
    ("variabele", "waarde"),
    [
        ("POORT", "veel"),
        ("POORT", "0"),
        ("POORT", "70000"),
        ("BEWAARDAGEN", "0"),
        ("BEWAARDAGEN", "4000"),
        ("MAX_TEKENS", "10"),
        ("MAX_WACHTRIJ", "0"),
        ("TOKEN_MINUTEN", "-1"),
        ("BERICHTEN_PER_MINUUT", "1.5"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variabele: str, waarde: str
) -> None:
    monkeypatch.setenv(f"VRAAGWIJS_{variabele}", waarde)

    with pytest.raises(InvalidSettings) as exc:
        load_settings()

    [regel] = str(exc.value).splitlines()
    assert regel.startswith(f"VRAAGWIJS_{variabele}: ")
    assert waarde in regel


def test_every_wrong_value_gets_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VRAAGWIJS_POORT", "x")
    monkeypatch.setenv("VRAAGWIJS_BEWAARDAGEN", "y")

    with pytest.raises(InvalidSettings) as exc:
        load_settings()

    assert len(str(exc.value).splitlines()) == 2


def test_a_secret_that_is_too_short_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VRAAGWIJS_GEHEIM", "kort-geheim")

    with pytest.raises(InvalidSettings, match="VRAAGWIJS_GEHEIM: te kort") as exc:
        load_settings()

    assert "kort-geheim" not in str(exc.value)


def test_a_secret_is_made_once_kept_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    eerste, tweede = load_settings(), load_settings()

    pad = tmp_path / "var" / "geheim"
    assert eerste.geheim == tweede.geheim == pad.read_text()
    assert len(eerste.geheim) >= 32
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600


def test_processes_that_start_at_once_share_one_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for ronde in range(50):  # the order in which they come differs per round
        monkeypatch.setenv("VRAAGWIJS_MAP", str(tmp_path / f"ronde-{ronde}"))

        with ThreadPoolExecutor(8) as pool:
            geheimen = set(pool.map(lambda _: load_settings().geheim, range(8)))

        assert len(geheimen) == 1
        assert len(geheimen.pop()) >= 32
        assert [p.name for p in (tmp_path / f"ronde-{ronde}").iterdir()] == ["geheim"]


def test_a_damaged_secret_is_named_instead_of_used(tmp_path: Path) -> None:
    load_settings()
    (tmp_path / "var" / "geheim").write_text("")

    with pytest.raises(InvalidSettings, match="geheim is beschadigd; verwijder dat bestand"):
        load_settings()


def test_a_folder_that_cannot_be_written_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bestand").touch()
    monkeypatch.setenv("VRAAGWIJS_MAP", str(tmp_path / "bestand" / "var"))

    with pytest.raises(InvalidSettings, match=r"^VRAAGWIJS_MAP: .*kies een map met schrijfrechten"):
        load_settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().poort = 1  # type: ignore[misc]


def test_origins_are_a_list_however_they_are_written() -> None:
    settings = Settings(intranetten=" https://a.example/ ,,https://b.example")

    assert settings.origins == ["https://a.example", "https://b.example"]
    assert Settings().origins == []
