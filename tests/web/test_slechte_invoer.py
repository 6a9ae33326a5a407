"""What must not get in: each with its own status, a Dutch sentence, and nothing stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import text

from assistent.dialoog import Beurt
from assistent.web.app import MAX_BODY

MEGABYTE = b"x" * 1_000_000


@pytest.fixture
def gestuurd(opslag: Any) -> Any:
    """How many berichten of advisors are stored, the begin of each gesprek left out."""

    def tel() -> int:
        with opslag.engine.connect() as verbinding:
            return verbinding.scalar(
                text("SELECT count(*) FROM inkomend WHERE keuze IS NULL OR keuze <> 'begin'")
            )

    return tel


def assert_fout(antwoord: Any, status: int, code: str) -> None:
    assert antwoord.status_code == status, antwoord.text
    fout = antwoord.json()
    assert fout.keys() == {"fout"}
    assert fout["fout"].keys() == {"code", "bericht"}
    assert fout["fout"]["code"] == code
    assert fout["fout"]["bericht"].endswith(".")
    assert "Traceback" not in antwoord.text
    if status in (429, 503):
        assert int(antwoord.headers["retry-after"]) >= 1


async def stuur(gesprek: Any, inhoud: Any, **koppen: str) -> Any:
    ruw = inhoud if isinstance(inhoud, bytes) else json.dumps(inhoud).encode()
    koppen = {"Content-Type": "application/json", **gesprek.koppen, **koppen}
    return await gesprek.client.post(f"{gesprek.pad}/berichten", content=ruw, headers=koppen)


@pytest.mark.parametrize("aantal", [2001, 5000, 25_000])
async def test_a_text_over_the_limit_is_refused_and_not_stored(
    gesprek: Any, gestuurd: Any, aantal: int
) -> None:
    antwoord = await gesprek.zeg("a" * aantal)

    assert_fout(antwoord, 413, "te_lang")
    assert "2000" in antwoord.json()["fout"]["bericht"]
    assert gestuurd() == 0


async def test_a_text_of_exactly_the_limit_is_answered_even_when_it_is_all_emoji(
    gesprek: Any,
) -> None:
    for teken in ("a", "🙂"):
        antwoord = await gesprek.zeg(teken * 2000)

        assert antwoord.status_code == 200
        assert antwoord.json()["berichten"][0]["tekst"] == f"Je zei: {teken * 2000}"


@pytest.mark.parametrize(
    "tekst", ["", " ", "\n\t \r\n", "\u00a0\u2003", "\x00\x07\x1b", "\u200b\u200e\ufeff"]
)
async def test_a_text_that_says_nothing_is_refused_and_not_stored(
    gesprek: Any, gestuurd: Any, tekst: str
) -> None:
    antwoord = await gesprek.zeg(tekst)

    assert_fout(antwoord, 422, "ongeldig")
    assert gestuurd() == 0


async def test_control_characters_are_left_out_of_what_is_stored(
    gesprek: Any, dialoog: Any
) -> None:
    antwoord = await gesprek.zeg("jeugd\x00zorg \x1b[31min\x07 de\u202e wijk\u200b")

    assert antwoord.status_code == 200
    assert dialoog.genomen[-1][0] == "jeugdzorg [31min de wijk"


async def test_half_a_character_is_left_out_of_what_is_stored(gesprek: Any, dialoog: Any) -> None:
    antwoord = await stuur(gesprek, b'{"bericht_id": "s", "tekst": "half\\ud83d teken"}')

    assert antwoord.status_code == 202
    assert (await gesprek.zeg("klaar")).status_code == 200
    assert [zei for zei, _ in dialoog.genomen] == ["begin", "half teken", "klaar"]


async def test_half_a_character_in_a_keuze_is_refused(gesprek: Any, gestuurd: Any) -> None:
    antwoord = await stuur(gesprek, b'{"bericht_id": "s", "keuze": "half\\ud83d"}')

    assert antwoord.status_code == 422
    assert gestuurd() == 0


@pytest.mark.parametrize(
    "tekst",
    [
        "<script>alert(1)</script>",
        "<b>vet</b> & [link](javascript:alert(1))",
        "/intent{}",
        '/vergeet_mij{"a": 1}',
        "/restart",
        "{{ 7 * 7 }} {% raw %}",
        "'; DROP TABLE gesprekken; --",
        "EXTERNAL: /session_start",
    ],
)
async def test_markup_and_commands_stay_the_text_that_they_are(
    gesprek: Any, dialoog: Any, tekst: str
) -> None:
    antwoord = await gesprek.zeg(tekst)

    assert antwoord.status_code == 200
    assert antwoord.headers["content-type"] == "application/json"
    assert antwoord.json()["berichten"][0]["tekst"] == f"Je zei: {tekst}"
    assert dialoog.genomen[-1][0] == tekst


@pytest.mark.parametrize(
    "ruw",
    [
        b"{",
        b"",
        b"geen json",
        b'{"bericht_id": "1", "tekst": "a"',
        b"\xff\xfe{}",
        pytest.param(b"[" * 20_000, id="deep"),
    ],
)
async def test_broken_json_is_a_400_and_nothing_is_stored(
    gesprek: Any, gestuurd: Any, ruw: bytes
) -> None:
    antwoord = await stuur(gesprek, ruw)

    # an empty body is a body that lacks everything
    assert antwoord.status_code == (400 if ruw else 422), antwoord.text
    assert_fout(antwoord, antwoord.status_code, "ongeldig")
    assert gestuurd() == 0


@pytest.mark.parametrize(
    "inhoud",
    [
        {},
        [],
        "tekst",
        None,
        7,
        {"tekst": "zonder id"},
        {"bericht_id": "1"},
        {"bericht_id": "1", "tekst": None, "keuze": None},
        {"bericht_id": "1", "tekst": "beide", "keuze": "bevestig:ja"},
        {"bericht_id": "1", "tekst": 7},
        {"bericht_id": "1", "tekst": ["lijst"]},
        {"bericht_id": "1", "tekst": {"a": 1}},
        {"bericht_id": "1", "tekst": True},
        {"bericht_id": 1, "tekst": "getal als id"},
        {"bericht_id": "", "tekst": "leeg id"},
        {"bericht_id": "x" * 65, "tekst": "lang id"},
        {"bericht_id": "a b", "tekst": "spatie in id"},
        {"bericht_id": "1\n", "tekst": "regel in id"},
        {"bericht_id": "../1", "tekst": "pad in id"},
        {"bericht_id": "1", "keuze": ""},
        {"bericht_id": "1", "keuze": "k" * 201},
        {"bericht_id": "1", "keuze": 3},
        {"bericht_id": "1", "tekst": "extra veld", "sender": "iemand anders"},
        {"bericht_id": "1", "tekst": "extra veld", "gesprek": "een ander"},
        {"bericht_id": "1", "tekst": "a", "\ud800": "half teken als veld"},
    ],
)
async def test_what_is_not_a_bericht_is_a_422_and_nothing_is_stored(
    gesprek: Any, gestuurd: Any, inhoud: Any
) -> None:
    antwoord = await stuur(gesprek, inhoud)

    assert_fout(antwoord, 422, "ongeldig")
    assert gestuurd() == 0


@pytest.mark.parametrize(
    "keuze", ["bestaat_niet", "bevestig:nee", "/restart", "bevestig:ja ", "a\x00b"]
)
async def test_a_keuze_that_was_never_offered_is_refused_and_not_stored(
    gesprek: Any, gestuurd: Any, keuze: str
) -> None:
    antwoord = await gesprek.zeg(keuze=keuze)

    assert_fout(antwoord, 422, "onbekende_keuze")
    assert gestuurd() == 0


async def test_a_keuze_that_only_another_gesprek_offered_is_refused(
    open_gesprek: Any, dialoog: Any
) -> None:
    een = await open_gesprek()
    dialoog.antwoord = lambda _: Beurt([{"soort": "welkom", "tekst": "Hallo."}])
    ander = await open_gesprek()

    assert (await een.zeg(keuze="bevestig:ja")).status_code == 200
    assert_fout(await ander.zeg(keuze="bevestig:ja"), 422, "onbekende_keuze")


@pytest.mark.parametrize(
    "vraag",
    ["wacht=-1", "wacht=61", "wacht=veel", "wacht=nan", "wacht=inf"],
)
async def test_a_strange_wacht_is_a_422(gesprek: Any, gestuurd: Any, vraag: str) -> None:
    antwoord = await gesprek.client.post(
        f"{gesprek.pad}/berichten?{vraag}",
        json={"bericht_id": "1", "tekst": "hallo"},
        headers=gesprek.koppen,
    )

    assert_fout(antwoord, 422, "ongeldig")
    assert gestuurd() == 0


@pytest.mark.parametrize("na", ["-1", "een", "1.5", "99999999999", "9" * 40])
@pytest.mark.parametrize("waar", ["berichten", "stroom"])
async def test_a_strange_na_is_a_422(gesprek: Any, waar: str, na: str) -> None:
    antwoord = await gesprek.client.get(
        f"{gesprek.pad}/{waar}", params={"na": na}, headers=gesprek.koppen
    )

    assert_fout(antwoord, 422, "ongeldig")


def _routes(gesprek: Any) -> list[tuple[str, str]]:
    return [
        ("POST", f"{gesprek.pad}/berichten"),
        ("GET", f"{gesprek.pad}/berichten"),
        ("GET", f"{gesprek.pad}/verloop"),
        ("GET", f"{gesprek.pad}/stroom"),
        ("POST", f"{gesprek.pad}/token"),
        ("DELETE", gesprek.pad),
    ]


async def assert_refused(gesprek: Any, koppen: dict[str, str]) -> None:
    for methode, pad in _routes(gesprek):
        inhoud = {"bericht_id": "1", "tekst": "hallo"} if pad.endswith("berichten") else None
        antwoord = await gesprek.client.request(methode, pad, json=inhoud, headers=koppen)
        assert_fout(antwoord, 401, "token")


@pytest.mark.parametrize(
    "kop",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer onzin",
        "Bearer a.b.c",
        "Basic YTpi",
        "Token x",
        "Bearer \x00",
    ],
)
async def test_no_token_and_no_real_token_are_refused_everywhere(
    gesprek: Any, gestuurd: Any, kop: str | None
) -> None:
    await assert_refused(gesprek, {} if kop is None else {"Authorization": kop})

    assert gestuurd() == 0


async def test_a_token_that_we_did_not_sign_is_refused_everywhere(
    gesprek: Any, gestuurd: Any, settings: Any, klok: Any
) -> None:
    inhoud = {"sub": gesprek.id, "aud": "gesprek", "exp": klok() + timedelta(hours=1)}
    vals = [
        jwt.encode(inhoud, "een ander geheim van 32 tekens of meer", algorithm="HS256"),
        jwt.encode(inhoud, "", algorithm="none"),
        jwt.encode({**inhoud, "aud": "meenemen"}, settings.geheim, algorithm="HS256"),
        jwt.encode({**inhoud, "aud": "vraagwijs-brug"}, settings.geheim, algorithm="HS256"),
        jwt.encode(
            {k: v for k, v in inhoud.items() if k != "aud"}, settings.geheim, algorithm="HS256"
        ),
        jwt.encode(
            {k: v for k, v in inhoud.items() if k != "exp"}, settings.geheim, algorithm="HS256"
        ),
        jwt.encode({**inhoud, "sub": "iemand-anders"}, settings.geheim, algorithm="HS256"),
    ]

    for token in vals:
        await assert_refused(gesprek, {"Authorization": f"Bearer {token}"})

    assert gestuurd() == 0


async def test_an_expired_token_is_refused(gesprek: Any, gestuurd: Any, klok: Any) -> None:
    klok.verder(minutes=61)

    antwoord = await gesprek.zeg("hallo")

    assert_fout(antwoord, 401, "token")
    assert gestuurd() == 0


async def test_a_token_of_another_gesprek_touches_nothing(
    open_gesprek: Any, gestuurd: Any, opslag: Any
) -> None:
    een, ander = await open_gesprek(), await open_gesprek()

    await assert_refused(een, ander.koppen)

    assert gestuurd() == 0
    assert opslag.has_gesprek(een.id)


async def test_an_unknown_gesprek_is_a_404(gesprek: Any, settings: Any, klok: Any) -> None:
    onbekend = "00000000-0000-4000-8000-000000000000"
    token = jwt.encode(
        {"sub": onbekend, "aud": "gesprek", "exp": klok() + timedelta(hours=1)},
        settings.geheim,
        algorithm="HS256",
    )
    gesprek.id, gesprek.token, gesprek.pad = onbekend, token, f"/api/gesprekken/{onbekend}"

    for methode, pad in _routes(gesprek):
        inhoud = {"bericht_id": "1", "tekst": "hallo"} if pad.endswith("berichten") else None
        antwoord = await gesprek.client.request(methode, pad, json=inhoud, headers=gesprek.koppen)
        assert_fout(antwoord, 404, "onbekend_gesprek")


async def test_a_body_of_a_megabyte_is_refused(gesprek: Any, gestuurd: Any) -> None:
    antwoord = await stuur(gesprek, MEGABYTE)

    assert_fout(antwoord, 413, "te_groot")
    assert gestuurd() == 0


async def test_a_body_without_a_length_is_refused_before_it_is_read_whole(server: Any) -> None:
    inhoud = (await server.post("/api/gesprekken")).json()
    gestuurd = 0

    async def stukjes() -> AsyncIterator[bytes]:
        nonlocal gestuurd
        for _ in range(100):
            gestuurd += 1
            yield b"x" * 10_000
            await asyncio.sleep(0)

    antwoord = await server.post(
        f"/api/gesprekken/{inhoud['gesprek']}/berichten",
        content=stukjes(),
        headers={"Authorization": f"Bearer {inhoud['token']}", "Content-Type": "application/json"},
    )

    assert_fout(antwoord, 413, "te_groot")
    assert (await server.get("/healthz")).status_code == 200


@pytest.mark.parametrize("lengte", ["-5", "veel", "1e3", "²"])
async def test_a_length_that_is_no_number_is_refused(gesprek: Any, lengte: str) -> None:
    antwoord = await gesprek.client.post(
        f"{gesprek.pad}/berichten",
        content=b"{}",
        headers={**gesprek.koppen, "Content-Length": lengte.encode("latin-1")},  # type: ignore[dict-item]
    )

    assert_fout(antwoord, 413, "te_groot")


async def test_a_length_that_lies_does_not_let_a_large_body_in(gesprek: Any, gestuurd: Any) -> None:
    antwoord = await stuur(gesprek, b" " * (MAX_BODY + 1) + b"{}", **{"Content-Length": "10"})

    assert_fout(antwoord, 413, "te_groot")
    assert gestuurd() == 0


async def test_a_hundred_berichten_in_a_second_are_answered_in_order_or_refused_with_a_time(
    gesprek: Any, dialoog: Any, gestuurd: Any
) -> None:
    antwoorden = await asyncio.gather(
        *(gesprek.zeg(f"bericht {nr}", bericht_id=f"h-{nr}", wacht=None) for nr in range(100))
    )

    aangenomen = [a.json()["bericht_id"] for a in antwoorden if a.status_code == 202]
    for antwoord in antwoorden:
        if antwoord.status_code != 202:
            assert_fout(antwoord, 429, "te_veel")
    assert aangenomen
    assert gestuurd() == len(aangenomen)
    async with asyncio.timeout(20):
        while len(berichten := await gesprek.berichten()) < len(aangenomen) + 1:
            await asyncio.sleep(0.02)
    gezegd = [b["tekst"].removeprefix("Je zei: bericht ") for b in berichten[1:]]
    assert sorted(f"h-{nr}" for nr in gezegd) == sorted(aangenomen)
    assert [f"bericht {nr}" for nr in gezegd] == [zei for zei, _ in dialoog.genomen[1:]]


class TestSnel:
    @pytest.fixture
    def instellingen(self) -> dict[str, Any]:
        return {"berichten_per_minuut": 3, "gesprekken_per_minuut": 2, "max_wachtrij": 2}

    async def test_more_berichten_in_a_minute_than_allowed_are_refused_for_this_gesprek_only(
        self, open_gesprek: Any
    ) -> None:
        een, ander = await open_gesprek(), await open_gesprek()
        for nr in range(3):
            assert (await een.zeg(f"nr {nr}")).status_code == 200

        antwoord = await een.zeg("nog een")

        assert_fout(antwoord, 429, "te_veel")
        assert int(antwoord.headers["retry-after"]) <= 61
        assert (await ander.zeg("wel")).status_code == 200

    async def test_more_gesprekken_in_a_minute_than_allowed_are_refused(self, client: Any) -> None:
        for _ in range(2):
            assert (await client.post("/api/gesprekken")).status_code == 201

        antwoord = await client.post("/api/gesprekken")

        assert_fout(antwoord, 429, "te_veel")

    async def test_a_full_queue_is_refused_until_there_is_room(
        self, gesprek: Any, dialoog: Any
    ) -> None:
        dialoog.slot = asyncio.Event()
        for nr in range(2):
            assert (await gesprek.zeg(f"nr {nr}", wacht=None)).status_code == 202

        antwoord = await gesprek.zeg("te veel", wacht=None)

        assert_fout(antwoord, 429, "te_veel")
        dialoog.slot.set()


@pytest.mark.parametrize(
    ("methode", "pad"),
    [
        ("GET", "/api/gesprekken"),
        ("PUT", "/api/gesprekken"),
        ("DELETE", "/api/gesprekken"),
        ("PATCH", "/api/gesprekken/x/berichten"),
        ("PUT", "/api/gesprekken/x"),
        ("POST", "/api/gesprekken/x/stroom"),
        ("DELETE", "/healthz"),
        ("POST", "/readyz"),
        ("POST", "/widget/vraagwijs.js"),
        ("POST", "/"),
        ("OPTIONS", "/api/gesprekken"),
        ("TRACE", "/"),
    ],
)
async def test_other_methods_are_a_405(client: Any, methode: str, pad: str) -> None:
    antwoord = await client.request(methode, pad)

    assert_fout(antwoord, 405, "methode")
    assert antwoord.headers["allow"]


@pytest.mark.parametrize(
    "pad",
    [
        "/widget/../app.py",
        "/widget/..%2f..%2fpyproject.toml",
        "/widget/%2e%2e/%2e%2e/pyproject.toml",
        "/widget/..%5c..%5cpyproject.toml",
        "/widget//etc/passwd",
        "/widget/%2fetc%2fpasswd",
        "/widget/vraagwijs.js%00",
        "/widget/",
        "/widget/bestaat-niet.js",
        "/static/../app.py",
        "/api/onbekend",
        "/openapi.yaml",
        "/docs",
        "/redoc",
        "/.env",
        pytest.param("/" + "a" * 5000, id="long"),
    ],
)
async def test_nothing_outside_the_widget_can_be_read(server: Any, pad: str) -> None:
    antwoord = await server.get(pad)

    assert_fout(antwoord, 404, "niet_gevonden")
