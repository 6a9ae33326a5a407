"""The app around the chat API: headers, health, what is said when things break, and forgetting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import inspect, text

from assistent.errors import DialoogFailed
from assistent.storage import Opslag

GEHEIM_IN_FOUT = "wachtwoord=hunter2"


@contextmanager
def kapot(opslag: Opslag, methode: str, fout: Exception) -> Iterator[None]:
    """*opslag* raises *fout* from *methode* instead of doing it."""

    def raise_(*_: Any, **__: Any) -> Any:
        raise fout

    setattr(opslag, methode, raise_)
    try:
        yield
    finally:
        delattr(opslag, methode)


@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/widget/vraagwijs.js", 200),
        ("GET", "/widget/vraagwijs.css", 200),
        ("GET", "/.well-known/security.txt", 200),
        ("POST", "/api/gesprekken", 201),
        ("GET", "/api/gesprekken/x/berichten", 401),
        ("GET", "/bestaat-niet", 404),
        ("DELETE", "/healthz", 405),
        ("GET", "/meenemen/onzin", 401),
        ("GET", "/meenemen/onzin.md", 401),
    ],
)
async def test_every_response_carries_the_security_headers(
    client: Any, methode: str, pad: str, status: int
) -> None:
    antwoord = await client.request(methode, pad)

    assert antwoord.status_code == status
    assert_veilig(antwoord)
    if pad.startswith(("/api", "/meenemen")):
        assert antwoord.headers["cache-control"] == "no-store"


def assert_veilig(antwoord: Any) -> None:
    beleid = antwoord.headers["content-security-policy"]
    assert "default-src 'self'" in beleid
    assert "unsafe" not in beleid
    assert "frame-ancestors 'self'" in beleid
    assert antwoord.headers["x-content-type-options"] == "nosniff"
    assert antwoord.headers["referrer-policy"] == "no-referrer"


async def test_the_widget_is_the_one_custom_element_without_inline_script(client: Any) -> None:
    pagina = (await client.get("/")).text

    assert 'src="/widget/vraagwijs.js"' in pagina
    assert "<vraagwijs-chat" in pagina
    assert " onclick=" not in pagina
    assert " style=" not in pagina


async def test_ready_means_that_dialogue_and_database_answer(client: Any, dialoog: Any) -> None:
    assert (await client.get("/readyz")).json() == {"status": "klaar"}

    dialoog.klaar = False
    antwoord = await client.get("/readyz")

    assert antwoord.status_code == 503
    assert antwoord.json()["ontbreekt"] == ["dialoog"]
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_not_ready_without_a_schema_that_fits(client: Any, opslag: Opslag) -> None:
    with opslag.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE alembic_version SET version_num = 'onbekend'"))
    try:
        antwoord = await client.get("/readyz")
    finally:
        with opslag.engine.begin() as verbinding:
            verbinding.execute(text("UPDATE alembic_version SET version_num = '0002'"))

    assert antwoord.status_code == 503
    assert antwoord.json()["ontbreekt"] == ["opslag"]


async def test_openapi_names_every_route_of_the_contract(client: Any) -> None:
    beschrijving = (await client.get("/openapi.json")).json()

    assert beschrijving["openapi"].startswith("3.")
    assert beschrijving["info"]["title"] == "Vraagwijs"
    routes = {(m, pad) for pad, inhoud in beschrijving["paths"].items() for m in inhoud}
    gesprek = "/api/gesprekken/{gesprek}"
    assert routes >= {
        ("post", "/api/gesprekken"),
        ("delete", gesprek),
        ("post", f"{gesprek}/berichten"),
        ("get", f"{gesprek}/berichten"),
        ("get", f"{gesprek}/stroom"),
        ("get", f"{gesprek}/verloop"),
        ("post", f"{gesprek}/token"),
        ("get", "/healthz"),
        ("get", "/readyz"),
    }
    genoemd = {
        deel["$ref"] for deel in _objecten(beschrijving) if isinstance(deel.get("$ref"), str)
    }
    for verwijzing in genoemd:
        plek = beschrijving
        for stap in verwijzing.removeprefix("#/").split("/"):
            plek = plek[stap]
    ids = [o["operationId"] for pad in beschrijving["paths"].values() for o in pad.values()]
    assert len(ids) == len(set(ids))


def _objecten(deel: Any) -> Iterator[dict[str, Any]]:
    if isinstance(deel, dict):
        yield deel
        deel = list(deel.values())
    if isinstance(deel, list):
        for kind in deel:
            yield from _objecten(kind)


@pytest.mark.parametrize("methode", ["has_gesprek", "find_inkomend", "add_inkomend", "berichten"])
async def test_a_database_that_breaks_shows_no_trace(
    gesprek: Any, opslag: Opslag, methode: str
) -> None:
    with kapot(opslag, methode, RuntimeError(GEHEIM_IN_FOUT)):
        antwoord = await gesprek.zeg("hallo", wacht=5)

    assert antwoord.status_code == 503
    assert antwoord.json()["fout"]["code"] == "storing"
    assert int(antwoord.headers["retry-after"]) >= 1
    assert GEHEIM_IN_FOUT not in antwoord.text
    assert "Traceback" not in antwoord.text
    assert_veilig(antwoord)
    assert antwoord.headers["cache-control"] == "no-store"


async def test_a_dialogue_that_breaks_is_told_of_in_the_gesprek_without_a_trace(
    gesprek: Any, dialoog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistent.post._EERSTE_WACHT", 0.01)
    dialoog.fouten.extend([KeyError(GEHEIM_IN_FOUT), DialoogFailed(GEHEIM_IN_FOUT), TypeError("x")])

    antwoord = await gesprek.zeg("hallo", wacht=20)

    [melding] = antwoord.json()["berichten"]
    assert antwoord.status_code == 200
    assert melding["soort"] == "melding"
    assert GEHEIM_IN_FOUT not in antwoord.text
    assert (await gesprek.zeg("en nu?")).json()["berichten"][0]["tekst"] == "Je zei: en nu?"


async def test_an_outbox_that_fails_for_a_moment_loses_nothing_and_asks_what_was_said(
    gesprek: Any, dialoog: Any, opslag: Opslag, wacht_tot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistent.post._EERSTE_WACHT", 0.01)
    with kapot(opslag, "add_uitgaand", OSError("disk full")):
        await gesprek.zeg("bewaar dit", wacht=None, bericht_id="x")
        await wacht_tot(lambda: len(dialoog.genomen) > 2)

    antwoord = await gesprek.zeg("bewaar dit", bericht_id="x", wacht=20)

    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: bewaar dit"]
    pogingen = [poging for zei, poging in dialoog.genomen if zei == "bewaar dit"]
    assert pogingen[0] == 1
    assert set(pogingen[1:]) == {2}


async def test_personal_data_is_masked_before_it_is_stored(
    gesprek: Any, dialoog: Any, opslag: Opslag
) -> None:
    await gesprek.zeg("Mail jan.jansen@example.nl of bel 06-12345678, BSN 111222333.", wacht=10)

    with opslag.engine.connect() as verbinding:
        [opgeslagen] = verbinding.scalars(
            text("SELECT tekst FROM inkomend WHERE tekst IS NOT NULL")
        )
    assert opgeslagen == "Mail [E-MAIL] of bel [TELEFOON], BSN [BSN]."
    assert dialoog.genomen[-1][0] == opgeslagen


def _vul_alle_tabellen(opslag: Opslag, gesprek: str, klok: Any) -> None:
    opslag.add_kennisvraag(gesprek, "een vraag", {}, "geen_bron", now=klok())
    opslag.add_nut(gesprek, True, now=klok())
    with opslag.engine.begin() as verbinding:
        if not inspect(verbinding).has_table("events"):
            verbinding.execute(text("CREATE TABLE events (sender_id VARCHAR(255), data TEXT)"))
        for sessie in (1, 2):
            verbinding.execute(
                text("INSERT INTO events VALUES (:wie, '{}')"), {"wie": f"{gesprek}.{sessie}"}
            )


def _rijen(opslag: Opslag) -> dict[str, str]:
    with opslag.engine.connect() as verbinding:
        return {
            tabel: json.dumps(
                [list(r) for r in verbinding.execute(text(f"SELECT * FROM {tabel}"))], default=str
            )
            for tabel in inspect(verbinding).get_table_names()
        }


async def test_forgetting_removes_every_row_of_this_gesprek_and_none_of_another(
    open_gesprek: Any, opslag: Opslag, klok: Any
) -> None:
    weg, blijft = await open_gesprek(), await open_gesprek()
    for g in (weg, blijft):
        await g.zeg("iets over schulden")
        _vul_alle_tabellen(opslag, g.id, klok)
    gevuld = {tabel for tabel, rijen in _rijen(opslag).items() if weg.id in rijen}
    assert gevuld == {"gesprekken", "inkomend", "uitgaand", "kennisvragen", "nut", "events"}

    antwoord = await weg.client.delete(weg.pad, headers=weg.koppen)

    assert antwoord.status_code == 204
    assert antwoord.content == b""
    over = _rijen(opslag)
    assert not [tabel for tabel, rijen in over.items() if weg.id in rijen]
    assert {tabel for tabel, rijen in over.items() if blijft.id in rijen} == gevuld


async def test_after_forgetting_everything_is_a_404(gesprek: Any) -> None:
    await gesprek.client.delete(gesprek.pad, headers=gesprek.koppen)

    for methode, pad in [
        ("POST", f"{gesprek.pad}/berichten"),
        ("GET", f"{gesprek.pad}/berichten"),
        ("GET", f"{gesprek.pad}/verloop"),
        ("GET", f"{gesprek.pad}/stroom"),
        ("POST", f"{gesprek.pad}/token"),
        ("DELETE", gesprek.pad),
    ]:
        inhoud = {"bericht_id": "1", "tekst": "hallo"} if pad.endswith("berichten") else None
        antwoord = await gesprek.client.request(methode, pad, json=inhoud, headers=gesprek.koppen)
        assert antwoord.status_code == 404, (methode, pad)
        assert antwoord.json()["fout"]["code"] == "onbekend_gesprek"


async def test_who_waits_for_an_answer_while_the_gesprek_is_forgotten_hears_that_it_is_gone(
    gesprek: Any, dialoog: Any, wacht_tot: Any
) -> None:
    dialoog.slot = asyncio.Event()
    wachtend = asyncio.create_task(gesprek.zeg("nog even", wacht=30))
    await wacht_tot(lambda: len(dialoog.genomen) == 2)

    await gesprek.client.delete(gesprek.pad, headers=gesprek.koppen)

    antwoord = await wachtend
    assert antwoord.status_code == 200
    assert [b["soort"] for b in antwoord.json()["berichten"]] == ["afsluiting"]
    dialoog.slot.set()


class TestOpEenIntranet:
    @pytest.fixture
    def instellingen(self) -> dict[str, Any]:
        return {"intranetten": "https://intranet.example.nl"}

    async def test_a_page_of_a_named_origin_may_use_the_chat(self, client: Any) -> None:
        antwoord = await client.post(
            "/api/gesprekken", headers={"Origin": "https://intranet.example.nl"}
        )

        assert antwoord.headers["access-control-allow-origin"] == "https://intranet.example.nl"

    async def test_a_page_of_another_origin_may_not(self, client: Any) -> None:
        antwoord = await client.post("/api/gesprekken", headers={"Origin": "https://kwaad.example"})

        assert "access-control-allow-origin" not in antwoord.headers


async def test_without_a_setting_no_other_origin_may_use_the_chat(client: Any) -> None:
    antwoord = await client.post("/api/gesprekken", headers={"Origin": "https://kwaad.example"})

    assert "access-control-allow-origin" not in antwoord.headers
