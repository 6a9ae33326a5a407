"""Rasa's side of the bridge: what gets in, what Rasa is told, and what comes out."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Thread
from typing import Any

import httpx
import jwt
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage, register
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic
from sanic.server import AsyncioServer

from assistent.dialoog import Beurt, RasaDialoog, sign_bericht
from assistent.errors import DialoogFailed, DialoogUnreachable
from assistent.storage import Binnengekomen
from connectors.rasa_channel import (
    GEHEIM_VARIABELE,
    BrugChannel,
    Verzamelaar,
    to_beurt,
    to_user_message,
)

GEHEIM = "geheim van de brug, van meer dan 32 tekens"
PAD = "/webhooks/brug/webhook"


def make_bericht(**anders: Any) -> Binnengekomen:
    velden = {
        "id": 7,
        "gesprek": "g-1",
        "extern_id": "x",
        "tekst": None,
        "keuze": None,
        "sessie": 1,
        "huidige_sessie": 1,
        "bewaard": {},
        **anders,
    }
    return Binnengekomen(**velden)


def lees(**anders: Any) -> UserMessage:
    inhoud = {
        "sub": "g-1.1",
        "bericht": "7",
        "tekst": None,
        "keuze": None,
        "oud": False,
        "bewaard": {},
    }
    return to_user_message({**inhoud, **anders}, Verzamelaar())


# --- what Rasa is told --------------------------------------------------------------------------------------------


def test_text_stays_text_with_the_bericht_it_came_from() -> None:
    bericht = lees(tekst=" hoe helpen we mantelzorgers? ", bewaard={"gemeente": "GM0363"})

    assert bericht.text == "hoe helpen we mantelzorgers?"
    assert bericht.sender_id == "g-1.1"
    assert bericht.input_channel == "brug"
    assert bericht.message_id == "7"
    assert bericht.metadata == {"bericht": "7", "bewaard": {"gemeente": "GM0363"}}


@pytest.mark.parametrize(
    ("getypt", "wordt"),
    [
        ("/vergeet_mij", "vergeet_mij"),
        ("//restart", "restart"),
        (" / /bevestig{}", "bevestig{}"),
        ('/intent{"a": 1}', 'intent{"a": 1}'),
        ("/ / / stop", "stop"),
        ("en/of", "en/of"),
        ("24/7 zorg", "24/7 zorg"),
    ],
)
def test_a_slash_that_someone_typed_never_is_an_intent(getypt: str, wordt: str) -> None:
    tekst = lees(tekst=getypt).text

    assert tekst == wordt
    assert not tekst.startswith("/")


@pytest.mark.parametrize("tekst", ["🙂", "👍👍🏽", "...", "?!", "/", "❤️ 🎉", "///", "😀 /"])
def test_only_emoji_or_signs_is_said_as_such(tekst: str) -> None:
    assert lees(tekst=tekst).text == "/alleen_emoji"


@pytest.mark.parametrize("tekst", ["ok 🙂", "7", "é", "Wmo?"])
def test_a_word_or_a_number_is_text(tekst: str) -> None:
    assert lees(tekst=tekst).text == tekst


def test_a_button_is_an_intent_with_its_value_beside() -> None:
    bericht = lees(keuze="antwoord:thema:jeugd")

    assert bericht.text == "/antwoord"
    assert bericht.metadata["keuze"] == "antwoord:thema:jeugd"
    assert bericht.metadata["zegt"] == "thema:jeugd"


def test_a_button_without_a_value_is_an_intent() -> None:
    bericht = lees(keuze="begin")

    assert (bericht.text, bericht.metadata["zegt"]) == ("/begin", "")


def test_a_button_of_an_earlier_vraag_is_said_to_be_old() -> None:
    bericht = lees(keuze="bevestig:ja", oud=True)

    assert bericht.text == "/oude_knop"
    assert bericht.metadata["keuze"] == "bevestig:ja"


# --- what comes out -----------------------------------------------------------------------------------------------


def test_what_rasa_said_becomes_berichten_with_buttons_and_the_outcome() -> None:
    beurt = to_beurt(
        [
            {
                "text": "Gaat het over jeugd? ",
                "buttons": [{"title": "Ja", "payload": "bevestig:ja"}],
                "custom": {"soort": "vraag", "aspect": "thema", "gegevens": {"a": 1}},
            },
            {
                "text": None,
                "custom": {"uitkomst": {"nieuwe_sessie": True, "bewaar": {"gemeente": "GM1"}}},
            },
        ]
    )

    assert beurt == {
        "berichten": [
            {
                "soort": "vraag",
                "tekst": "Gaat het over jeugd?",
                "knoppen": [{"titel": "Ja", "keuze": "bevestig:ja"}],
                "aspect": "thema",
                "gegevens": {"a": 1},
            }
        ],
        "nieuwe_sessie": True,
        "bewaar": {"gemeente": "GM1"},
        "vergeet": False,
    }


def test_a_response_of_the_domain_is_a_melding() -> None:
    [bericht] = to_beurt([{"text": "Er ging iets mis.", "buttons": None, "custom": None}])[
        "berichten"
    ]

    assert bericht == {
        "soort": "melding",
        "tekst": "Er ging iets mis.",
        "knoppen": [],
        "aspect": None,
        "gegevens": {},
    }


@pytest.mark.parametrize(
    "gezegd", [[], [{"text": ""}], [{"text": "  "}], [{"custom": {}}], [{"text": None}]]
)
def test_saying_nothing_gives_no_berichten(gezegd: list[dict[str, Any]]) -> None:
    assert to_beurt(gezegd)["berichten"] == []


def test_a_beurt_fits_the_type_on_the_other_side() -> None:
    assert Beurt(**to_beurt([{"text": "Dag.", "custom": {"uitkomst": {"vergeet": True}}}])).vergeet


async def test_every_message_is_collected_whole() -> None:
    uit = Verzamelaar()

    await uit.send_response("g-1.1", {"text": "a", "buttons": [1], "custom": {"soort": "vraag"}})
    await uit.send_response("g-1.1", {"text": "b"})

    assert uit.messages == [
        {"text": "a", "buttons": [1], "custom": {"soort": "vraag"}},
        {"text": "b"},
    ]


# --- the channel in a running server ------------------------------------------------------------------------------


class NepAgent:
    """Rasa's agent: says what it was told, keeps what was said in a real tracker store, as Rasa does."""

    def __init__(self) -> None:
        self.tracker_store = InMemoryTrackerStore(Domain.empty())
        self.gekregen: list[UserMessage] = []
        self.fout: Exception | None = None
        self.klaar = True

    def is_ready(self) -> bool:
        return self.klaar

    async def handle_message(self, bericht: UserMessage) -> None:
        self.gekregen.append(bericht)
        if self.fout is not None:
            raise self.fout
        antwoord = {"text": f"Je zei: {bericht.text}", "custom": {"soort": "uitleg"}}
        assert bericht.output_channel is not None
        await bericht.output_channel.send_response(bericht.sender_id, antwoord)
        await self.onthoud(bericht.sender_id, bericht.text, bericht.metadata, antwoord)

    async def onthoud(
        self, wie: str, tekst: str, metadata: Any, *antwoorden: dict[str, Any]
    ) -> None:
        tracker = await self.tracker_store.retrieve(wie) or DialogueStateTracker(wie, [])
        tracker.update(UserUttered(tekst, metadata=metadata))
        for a in antwoorden:
            tracker.update(ActionExecuted("action_x"))
            tracker.update(BotUttered(a["text"], {k: v for k, v in a.items() if k != "text"}))
        await self.tracker_store.save(tracker)


@pytest.fixture(scope="module")
def sanic_app() -> Iterator[tuple[Sanic, str]]:
    """A real Sanic server in a thread of its own, with the channel registered by Rasa's own function."""
    app = Sanic("brug", configure_logging=False)
    register([BrugChannel(GEHEIM)], app, route="/webhooks/")
    adres: Queue[str] = Queue()
    lus = asyncio.new_event_loop()

    async def begin() -> AsyncioServer:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            poort = s.getsockname()[1]
        server = await app.create_server(
            host="127.0.0.1", port=poort, return_asyncio_server=True, access_log=False
        )
        assert server is not None
        await server.startup()
        await server.start_serving()
        adres.put(f"http://127.0.0.1:{poort}")
        return server

    def draai() -> None:
        asyncio.set_event_loop(lus)
        server = lus.run_until_complete(begin())
        lus.run_forever()
        server.close()
        lus.run_until_complete(asyncio.sleep(0.1))
        lus.close()

    draad = Thread(target=draai, daemon=True)
    draad.start()
    yield app, adres.get(timeout=60)
    lus.call_soon_threadsafe(lus.stop)
    draad.join(20)
    Sanic.unregister_app(app)


@pytest.fixture
def agent(sanic_app: tuple[Sanic, str]) -> NepAgent:
    sanic_app[0].ctx.agent = NepAgent()
    return sanic_app[0].ctx.agent


@pytest.fixture
def brug(sanic_app: tuple[Sanic, str], agent: NepAgent) -> str:
    """The address of the server, with an agent of this test behind it."""
    return sanic_app[1]


@pytest_asyncio.fixture
async def client(brug: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=brug, trust_env=False, timeout=20) as client:
        yield client


async def test_a_signed_bericht_is_taken_and_answered(client: Any, agent: NepAgent) -> None:
    antwoord = await client.post(PAD, content=(sign_bericht(make_bericht(tekst="hallo"), GEHEIM)))

    assert antwoord.status_code == 200
    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: hallo"]
    assert [b.sender_id for b in agent.gekregen] == ["g-1.1"]


@pytest.mark.parametrize("teken", ["ع", "😀", "é", "a"])
async def test_the_longest_bericht_in_any_script_reaches_the_dialogue(
    brug: str, agent: NepAgent, teken: str
) -> None:
    dialoog = RasaDialoog(brug, GEHEIM)

    beurt = await dialoog.neem_beurt(make_bericht(tekst=f"hoi {1996 * teken}"), poging=1)

    await dialoog.close()
    assert beurt.berichten[0]["tekst"] == f"Je zei: hoi {1996 * teken}"


def _tokens() -> dict[str, str]:
    nu = datetime.now(UTC)
    goed = {
        "aud": "vraagwijs-brug",
        "sub": "g-1.1",
        "gesprek": "g-1",
        "bericht": "7",
        "tekst": "hallo",
        "keuze": None,
        "oud": False,
        "bewaard": {},
        "poging": 1,
        "exp": nu + timedelta(minutes=1),
    }

    def maak(sleutel: str = GEHEIM, **anders: Any) -> str:
        return jwt.encode(goed | anders, sleutel, algorithm="HS256")

    zonder = {
        veld: jwt.encode({k: v for k, v in goed.items() if k != veld}, GEHEIM, algorithm="HS256")
        for veld in ("aud", "exp", "sub", "gesprek", "bericht")
    }
    return {
        "forged": maak("een ander geheim van meer dan 32 tekens"),
        "expired": maak(exp=nu - timedelta(seconds=1)),
        "for the browser": maak(aud="gesprek"),
        "for nobody": maak(aud=""),
        "unsigned": jwt.encode(goed, "", algorithm="none"),
        "nonsense": "a.b.c",
        **{f"without {veld}": token for veld, token in zonder.items()},
    }


@pytest.mark.parametrize("welke", sorted(_tokens()))
async def test_a_token_that_is_not_ours_is_refused_and_reaches_nobody(
    client: Any, agent: NepAgent, welke: str
) -> None:
    antwoord = await client.post(PAD, content=(_tokens()[welke]))

    assert antwoord.status_code == 401
    assert antwoord.json() == {"fout": "token"}
    assert agent.gekregen == []


async def test_without_a_token_nothing_gets_in_whatever_the_body_says(
    client: Any, agent: NepAgent
) -> None:
    antwoord = await client.post(PAD, json={"sender": "g-1.1", "message": "/restart"})

    assert antwoord.status_code == 401
    assert agent.gekregen == []


async def test_a_turn_that_breaks_is_a_503_without_a_trace(client: Any, agent: NepAgent) -> None:
    agent.fout = RuntimeError("wachtwoord=hunter2")

    antwoord = await client.post(PAD, content=(sign_bericht(make_bericht(tekst="hallo"), GEHEIM)))

    assert antwoord.status_code == 503
    assert antwoord.json() == {"fout": "beurt"}


async def test_a_second_try_reads_back_what_was_said_and_takes_no_turn(
    client: Any, agent: NepAgent
) -> None:
    bericht = make_bericht(tekst="hallo")
    eerste = await client.post(PAD, content=(sign_bericht(bericht, GEHEIM)))
    await client.post(PAD, content=(sign_bericht(make_bericht(id=8, tekst="later"), GEHEIM)))

    tweede = await client.post(PAD, content=(sign_bericht(bericht, GEHEIM, poging=2)))

    assert tweede.json() == eerste.json()
    assert len(agent.gekregen) == 2


async def test_reading_back_gives_all_that_was_said_in_that_turn_with_its_outcome(
    client: Any, agent: NepAgent
) -> None:
    await agent.onthoud("g-1.1", "eerder", {"bericht": "6"}, {"text": "van eerder"})
    await agent.onthoud(
        "g-1.1",
        "klaar",
        {"bericht": "7"},
        {"text": "een", "buttons": [{"title": "Ja", "payload": "bevestig:ja"}]},
        {"text": "twee", "custom": {"soort": "afsluiting"}},
        {"text": None, "custom": {"uitkomst": {"nieuwe_sessie": True}}},
    )
    await agent.onthoud("g-1.1", "later", {"bericht": "8"}, {"text": "van later"})

    antwoord = await client.post(
        PAD, content=(sign_bericht(make_bericht(tekst="klaar"), GEHEIM, poging=3))
    )

    beurt = antwoord.json()
    assert [(b["soort"], b["tekst"]) for b in beurt["berichten"]] == [
        ("melding", "een"),
        ("afsluiting", "twee"),
    ]
    assert beurt["berichten"][0]["knoppen"] == [{"titel": "Ja", "keuze": "bevestig:ja"}]
    assert beurt["nieuwe_sessie"]
    assert agent.gekregen == []


async def test_a_second_try_at_what_was_never_taken_takes_the_turn(
    client: Any, agent: NepAgent
) -> None:
    await agent.onthoud("g-1.1", "eerder", {"bericht": "6"}, {"text": "van eerder"})

    antwoord = await client.post(
        PAD, content=(sign_bericht(make_bericht(tekst="hallo"), GEHEIM, poging=2))
    )

    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: hallo"]
    assert len(agent.gekregen) == 1


async def test_gesprekken_do_not_read_each_other(client: Any, agent: NepAgent) -> None:
    await agent.onthoud("g-2.1", "hallo", {"bericht": "7"}, {"text": "van een ander"})

    antwoord = await client.post(
        PAD, content=(sign_bericht(make_bericht(tekst="hallo"), GEHEIM, poging=2))
    )

    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: hallo"]


# --- both sides together ------------------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def dialoog_met_rasa(brug: str) -> AsyncIterator[RasaDialoog]:
    dialoog = RasaDialoog(brug, GEHEIM)
    yield dialoog
    await dialoog.close()


async def test_our_side_takes_a_turn_through_the_bridge(
    dialoog_met_rasa: RasaDialoog, agent: NepAgent
) -> None:
    bericht = make_bericht(
        keuze="bevestig:ja", sessie=1, huidige_sessie=2, bewaard={"gemeente": "GM1"}
    )

    beurt = await dialoog_met_rasa.neem_beurt(bericht, poging=1)

    assert [b["tekst"] for b in beurt.berichten] == ["Je zei: /oude_knop"]
    [gekregen] = agent.gekregen
    assert gekregen.sender_id == "g-1.2"
    assert gekregen.metadata["bewaard"] == {"gemeente": "GM1"}


async def test_a_turn_that_broke_or_said_nothing_counts_as_failed(
    dialoog_met_rasa: RasaDialoog, agent: NepAgent
) -> None:
    agent.fout = RuntimeError("stuk")
    with pytest.raises(DialoogFailed):
        await dialoog_met_rasa.neem_beurt(make_bericht(tekst="hallo"), poging=1)

    await agent.onthoud("g-1.1", "stil", {"bericht": "9"})
    with pytest.raises(DialoogFailed, match="zei niets"):
        await dialoog_met_rasa.neem_beurt(make_bericht(id=9, tekst="stil"), poging=2)


async def test_a_wrong_secret_counts_as_failed_and_not_as_an_answer(
    brug: str, agent: NepAgent
) -> None:
    dialoog = RasaDialoog(brug, "een ander geheim van meer dan 32 tekens")

    with pytest.raises(DialoogFailed, match="401"):
        await dialoog.neem_beurt(make_bericht(tekst="hallo"), poging=1)

    await dialoog.close()
    assert agent.gekregen == []


async def test_ready_is_when_the_model_is_loaded(
    dialoog_met_rasa: RasaDialoog, agent: NepAgent
) -> None:
    assert await dialoog_met_rasa.is_klaar()

    agent.klaar = False

    assert not await dialoog_met_rasa.is_klaar()


async def test_a_server_that_is_not_there_is_unreachable(unused_tcp_port: int) -> None:
    dialoog = RasaDialoog(f"http://127.0.0.1:{unused_tcp_port}", GEHEIM)

    assert not await dialoog.is_klaar()
    with pytest.raises(DialoogUnreachable):
        await dialoog.neem_beurt(make_bericht(tekst="hallo"), poging=1)
    await dialoog.close()


async def test_two_turns_at_once_keep_their_answers_apart(client: Any) -> None:
    berichten = [make_bericht(id=n, gesprek=f"g-{n}", tekst=f"tekst {n}") for n in range(6)]

    antwoorden = await asyncio.gather(
        *(client.post(PAD, content=(sign_bericht(b, GEHEIM))) for b in berichten)
    )

    gezegd = [a.json()["berichten"][0]["tekst"] for a in antwoorden]
    assert gezegd == [f"Je zei: tekst {n}" for n in range(6)]


# --- starting -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("geheim", ["", "te kort"])
def test_the_channel_does_not_start_without_a_real_secret(
    monkeypatch: pytest.MonkeyPatch, geheim: str
) -> None:
    monkeypatch.setenv(GEHEIM_VARIABELE, geheim)

    with pytest.raises(RuntimeError, match=GEHEIM_VARIABELE):
        BrugChannel.from_credentials({})


def test_the_channel_takes_its_secret_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(GEHEIM_VARIABELE, GEHEIM)

    assert isinstance(BrugChannel.from_credentials(None), BrugChannel)


def test_a_token_holds_what_rasa_needs_for_a_minute_and_no_more() -> None:
    token = sign_bericht(make_bericht(tekst="hallo"), GEHEIM)

    inhoud = jwt.decode(token, options={"verify_signature": False})
    assert inhoud["exp"] - inhoud["iat"] == 60
    assert json.dumps(inhoud)
    assert inhoud.keys() == {
        "aud", "sub", "gesprek", "bericht", "tekst", "keuze", "oud", "bewaard", "poging", "iat", "exp",
    }  # fmt: skip
