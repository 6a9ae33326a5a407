"""The command line: one JSON value per line, faults in one line, models loaded once."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from assistent.cli import main
from assistent.kennis import MAP, Kennis
from assistent.service import Assistent
from assistent.storage import Opslag


@pytest.fixture
def opslag(lege_sqlite: Path, tmp_path: Path) -> Iterator[Opslag]:
    kopie = tmp_path / "vraagwijs.db"
    shutil.copy(lege_sqlite, kopie)
    opslag = Opslag(f"sqlite:///{kopie}")
    yield opslag
    opslag.engine.dispose()


@pytest.fixture
def geladen() -> list[Assistent]:
    """Every Assistent that a command asked for."""
    return []


@pytest.fixture
def draai(
    assistent: Assistent,
    geladen: list[Assistent],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run `assistent ...` here: (exit status, standard output, standard error)."""

    def make(**_: Any) -> Assistent:
        geladen.append(assistent)
        return assistent

    monkeypatch.setattr("assistent.bootstrap.make_assistent", make)
    logboek = structlog.get_config()

    def draai_(*opdracht: str, invoer: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["assistent", *opdracht])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(invoer)))
        with pytest.raises(SystemExit) as exc:
            main()
        uit, fout = capsys.readouterr()
        return int(exc.value.code or 0), uit, fout

    yield draai_
    structlog.configure(**logboek)


def regels(uit: str) -> list[Any]:
    return [json.loads(regel) for regel in uit.splitlines()]


def jsonl(*waarden: Any) -> bytes:
    return "\n".join(json.dumps(w, ensure_ascii=False) for w in waarden).encode()


# --- begrijp, zoek, maskeer ---------------------------------------------------------------------------------------


def test_begrijp_gives_what_the_contract_names(draai: Any) -> None:
    code, uit, _ = draai("begrijp", "--json", "Hoe zetten we jeugdzorg in Zwolle beter op?")

    [begrip] = regels(uit)
    assert code == 0
    assert begrip.keys() == {"themas", "fase", "behoeften", "doelgroepen", "gemeente"}
    assert begrip["themas"][0].keys() == {"id", "zekerheid"}
    assert begrip["themas"][0]["id"] == "jeugd"
    assert begrip["gemeente"] == {"code": "GM0193", "naam": "Zwolle"}


def test_begrijp_of_nothing_at_all_is_empty_and_no_error(draai: Any) -> None:
    for tekst in ("", "zzz qqq", "🙂"):
        code, uit, _ = draai("begrijp", "--json", tekst)

        assert code == 0
        assert regels(uit) == [
            {"themas": [], "fase": None, "behoeften": [], "doelgroepen": [], "gemeente": None}
        ]


def test_zoek_gives_bronnen_best_first(draai: Any, kennis: Kennis) -> None:
    code, uit, _ = draai("zoek", "--json", "eenzaamheid bij ouderen", "--aantal", "3")

    [gevonden] = regels(uit)
    assert code == 0
    assert 0 < len(gevonden["bronnen"]) <= 3
    scores = [b["score"] for b in gevonden["bronnen"]]
    assert scores == sorted(scores, reverse=True)
    for bron in gevonden["bronnen"]:
        assert bron.keys() == {"id", "score", "waarom"}
        assert bron["id"] in kennis.bronnen


def test_zoek_without_anything_that_fits_is_an_empty_list(draai: Any) -> None:
    code, uit, _ = draai("zoek", "--json", "zzzz qqqq xxxx")

    assert code == 0
    assert regels(uit) == [{"bronnen": []}]


def test_zoek_names_the_themas_that_exist(draai: Any) -> None:
    code, uit, fout = draai("zoek", "--json", "iets", "--thema", "bestaat-niet")

    assert code == 1
    assert uit == ""
    [regel] = fout.splitlines()
    assert regel.startswith("Fout: thema 'bestaat-niet' bestaat niet; kies uit ")
    assert "jeugd" in regel


def test_zoek_takes_themas_and_fase_of_a_line(draai: Any, kennis: Kennis) -> None:
    code, uit, _ = draai(
        "zoek", "--json", "-", "--aantal", "3",
        invoer=jsonl({"id": 1, "tekst": "cijfers", "themas": ["jeugd"], "fase": "orientatie"}),
    )  # fmt: skip

    [gevonden] = regels(uit)
    assert code == 0
    assert gevonden["id"] == 1
    assert all("jeugd" in kennis.bronnen[b["id"]].themas for b in gevonden["bronnen"][:1])


def test_maskeer_replaces_personal_data_and_keeps_gemeenten(draai: Any) -> None:
    code, uit, _ = draai("maskeer", "--json", "Bel Jan Jansen uit Zwolle op 06-12345678")

    assert code == 0
    assert regels(uit) == [{"tekst": "Bel [NAAM] uit Zwolle op [TELEFOON]"}]


def test_without_json_the_same_is_spread_over_lines(draai: Any) -> None:
    code, uit, _ = draai("maskeer", "mail naar a@example.nl")

    assert code == 0
    assert json.loads(uit) == {"tekst": "mail naar [E-MAIL]"}
    assert len(uit.splitlines()) > 1


@pytest.mark.parametrize("opdracht", ["begrijp", "zoek", "maskeer"])
def test_every_line_of_input_gives_one_line_with_its_id_and_loads_once(
    draai: Any, geladen: list[Any], opdracht: str
) -> None:
    ids = [1, "twee", None, {"diep": 1}]
    invoer = jsonl(*({"id": i, "tekst": "jeugdzorg in één regel", "extra": 1} for i in ids))

    code, uit, _ = draai(opdracht, "--json", "-", invoer=b"\n" + invoer + b"\n\n  \n")

    assert code == 0
    assert [r["id"] for r in regels(uit)] == ids
    assert len(geladen) == 1


def test_no_input_gives_no_output(draai: Any) -> None:
    assert draai("maskeer", "--json", "-") == (0, "", "")


@pytest.mark.parametrize(
    "regel",
    [
        b"geen json",
        b"{",
        b"[]",
        b'"tekst"',
        b"7",
        b"{}",
        b'{"id": 1}',
        b'{"id": 1, "tekst": null}',
        b'{"id": 1, "tekst": 7}',
        b"\xff\xfe\xfd",
        pytest.param(b"[" * 100_000, id="very deep"),
    ],
)
def test_a_wrong_line_is_named_in_one_line_after_what_was_right(draai: Any, regel: bytes) -> None:
    invoer = jsonl({"id": 1, "tekst": "goed"}) + b"\n" + regel + b"\n"

    code, uit, fout = draai("maskeer", "--json", "-", invoer=invoer)

    assert code == 1
    assert [r["id"] for r in regels(uit)] == [1]
    [melding] = fout.splitlines()
    assert melding.startswith("Fout: regel 2 van de invoer: geen JSON met 'tekst'")


def test_half_a_character_does_not_stop_the_rest(draai: Any) -> None:
    invoer = b'{"id": 1, "tekst": "half \\ud83d"}\n{"id": 2, "tekst": "heel"}\n'

    code, uit, _ = draai("maskeer", "--json", "-", invoer=invoer)

    assert code == 0
    assert [r["id"] for r in regels(uit)] == [1, 2]


def test_a_byte_order_mark_of_a_windows_file_is_no_fault(draai: Any) -> None:
    code, uit, _ = draai(
        "maskeer", "--json", "-", invoer=b"\xef\xbb\xbf" + jsonl({"id": 1, "tekst": "a"})
    )

    assert code == 0
    assert regels(uit) == [{"id": 1, "tekst": "a"}]


def test_an_unknown_command_or_option_is_a_usage_error(draai: Any) -> None:
    assert draai("bestaat-niet")[0] == 2
    assert draai("zoek", "iets", "--aantal", "0")[0] == 2
    assert draai("zoek")[0] == 2


# --- collega's and gesprekken -------------------------------------------------------------------------------------


def test_collegas_gives_what_the_contract_names(draai: Any, assistent: Assistent) -> None:
    assistent.zorg_voor_collegas()

    code, uit, _ = draai("collegas", "--json", "--gemeente", "Zwolle", "--thema", "jeugd")

    [gevonden] = regels(uit)
    assert code == 0
    assert gevonden["collegas"]
    for collega in gevonden["collegas"]:
        assert collega.keys() == {"id", "reden", "afstand_km", "over_de_schutting"}


@pytest.mark.parametrize(
    ("opdracht", "melding"),
    [
        (["--gemeente", "Atlantis", "--thema", "jeugd"], "gemeente 'Atlantis' bestaat niet"),
        (["--gemeente", "Zwolle", "--thema", "x"], "thema 'x' bestaat niet; kies uit"),
        (
            ["--gemeente", "Zwolle", "--thema", "jeugd", "--fase", "x"],
            "fase 'x' bestaat niet; kies uit",
        ),
    ],
)
def test_collegas_names_what_does_not_exist(draai: Any, opdracht: list[str], melding: str) -> None:
    code, uit, fout = draai("collegas", "--json", *opdracht)

    assert (code, uit) == (1, "")
    [regel] = fout.splitlines()
    assert melding in regel


def test_a_csv_with_faults_changes_nothing_and_names_them(
    draai: Any, assistent: Assistent, tmp_path: Path
) -> None:
    assistent.zorg_voor_collegas()
    eerder = assistent.opslag.mensen.collegas()
    (tmp_path / "fout.csv").write_text("naam;iets\nJan;x\n", encoding="utf-8")

    code, _, fout = draai("importeer-collegas", str(tmp_path / "fout.csv"))

    assert code == 1
    assert fout.startswith("Fout: ")
    assert "Traceback" not in fout
    assert assistent.opslag.mensen.collegas() == eerder


def test_vergeet_wipes_a_gesprek_and_says_when_there_is_none(
    draai: Any, assistent: Assistent
) -> None:
    gesprek = assistent.open_gesprek()

    assert draai("vergeet", gesprek)[:2] == (0, "Gewist.\n")
    code, _, fout = draai("vergeet", gesprek)

    assert code == 1
    assert fout == f"Fout: gesprek '{gesprek}' bestaat niet (meer)\n"


# --- controleer-kennis --------------------------------------------------------------------------------------------


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """A copy of the content to break."""
    doel = tmp_path / "kennis"
    shutil.copytree(MAP, doel, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return doel


def verander(map_: Path, bestand: str, hoe: Callable[[Any], Any]) -> None:
    inhoud = yaml.load((map_ / bestand).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    nieuw = hoe(inhoud)
    (map_ / bestand).write_text(yaml.safe_dump(nieuw, allow_unicode=True), encoding="utf-8")


def test_content_without_faults_is_counted(draai: Any, map_: Path, kennis: Kennis) -> None:
    code, uit, _ = draai("controleer-kennis", "--map", str(map_))

    assert code == 0
    assert uit.startswith(f"In orde: {len(kennis.bronnen)} bronnen, ")
    assert "342 gemeenten" in uit


def test_every_fault_is_a_line_with_file_entry_fault_and_choice(
    draai: Any, map_: Path, kennis: Kennis
) -> None:
    def breek(bronnen: Any) -> Any:
        bronnen[0]["fases"] = ["dromen"]
        bronnen[1]["themas"] = ["voetbal"]
        del bronnen[2]["organisatie"]
        bronnen[2]["kleur"] = "rood"
        return bronnen

    ids = list(kennis.bronnen)[:3]
    verander(map_, "bronnen.yaml", breek)
    (map_ / "weging.yaml").write_text("{", encoding="utf-8")

    code, uit, _ = draai("controleer-kennis", "--map", str(map_))

    assert code == 1
    assert "Traceback" not in uit
    van = {id_: [r for r in uit.splitlines() if f"bronnen.yaml, '{id_}'" in r] for id_ in ids}
    assert any("'dromen' kan niet; kies uit" in r and "orientatie" in r for r in van[ids[0]])
    assert any("'voetbal' bestaat niet; kies uit" in r and "jeugd" in r for r in van[ids[1]])
    assert any("'organisatie' ontbreekt" in r for r in van[ids[2]])
    assert any("'kleur' is geen bekend veld" in r for r in van[ids[2]])
    assert any(r.startswith("weging.yaml: geen geldige YAML") for r in uit.splitlines())


@pytest.mark.parametrize(
    "inhoud", ["", "7", "tekst", "[7]", "[[]]", "{a: 7}", "{a: [7]}", "{7: {b: }}"]
)
def test_files_of_another_shape_are_faults_and_never_a_trace(
    draai: Any, map_: Path, inhoud: str
) -> None:
    for pad in map_.rglob("*.yaml"):
        pad.write_text(inhoud, encoding="utf-8")

    code, uit, fout = draai("controleer-kennis", "--map", str(map_))

    assert code == 1
    assert fout == ""
    for bestand in ("bronnen.yaml", "themas.yaml", "synoniemen.yaml", "stappen/orientatie.yaml"):
        assert any(regel.startswith(bestand) for regel in uit.splitlines()), bestand


# --- the installed command ----------------------------------------------------------------------------------------


def test_the_installed_command_works_from_any_folder_and_makes_no_files(tmp_path: Path) -> None:
    uit = subprocess.run(
        [str(Path(sys.executable).with_name("assistent")), "maskeer", "--json", "-"],
        input=jsonl(*({"id": nr, "tekst": "mail a@example.nl naar Zoë"} for nr in range(50))),
        cwd=tmp_path,
        capture_output=True,
        timeout=300,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "VRAAGWIJS_MAP": str(tmp_path / "var")},
    )

    assert uit.returncode == 0, uit.stderr.decode()
    assert [r["id"] for r in regels(uit.stdout.decode("utf-8"))] == list(range(50))
    assert uit.stderr == b""
    assert not (tmp_path / "var" / "vraagwijs.db").exists()
