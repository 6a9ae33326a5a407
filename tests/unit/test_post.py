"""The durable inbox and outbox: in order, once, and nothing lost, whatever breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import text

from assistent.dialoog import Beurt
from assistent.errors import DialoogFailed, DialoogUnreachable
from assistent.post import Post
from assistent.service import Assistent

MELDINGEN = {
    "storing": {"soort": "melding", "tekst": "Er ging iets mis."},
    "even_wachten": {"soort": "melding", "tekst": "Je bericht is bewaard."},
}


@pytest.fixture(autouse=True)
def _snel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistent.post._EERSTE_WACHT", 0.01)
    monkeypatch.setattr("assistent.post._LANGSTE_WACHT", 0.05)


@pytest.fixture
async def make_post(assistent: Assistent, dialoog: Any) -> AsyncIterator[Callable[[], Post]]:
    gemaakt: list[Post] = []

    def make() -> Post:
        gemaakt.append(Post(assistent.opslag, dialoog, now=assistent.now, meldingen=MELDINGEN))
        return gemaakt[-1]

    yield make
    for post in gemaakt:
        await post.stop()


@pytest.fixture
def post(make_post: Callable[[], Post]) -> Post:
    return make_post()


@pytest.fixture
def nieuw_gesprek(assistent: Assistent) -> Callable[..., str]:
    """A gesprek in which *teksten* wait and nothing else."""

    def open_(*teksten: str) -> str:
        gesprek = assistent.open_gesprek()
        with assistent.opslag.engine.begin() as verbinding:
            verbinding.execute(text("DELETE FROM inkomend WHERE gesprek_id = :g"), {"g": gesprek})
        for nr, tekst in enumerate(teksten):
            assistent.ontvang_bericht(gesprek, f"b{nr}", tekst=tekst)
        return gesprek

    return open_


@pytest.fixture
def gezegd(assistent: Assistent) -> Callable[[str], list[str]]:
    return lambda gesprek: [b["tekst"] for b in assistent.opslag.berichten(gesprek)]


async def tot_rust(post: Post, *gesprekken: str) -> None:
    async with asyncio.timeout(20):
        while any(post.bezig(g) for g in gesprekken):
            await asyncio.sleep(0.005)


async def test_what_waits_is_answered_in_order(
    post: Post, nieuw_gesprek: Any, gezegd: Any, assistent: Assistent
) -> None:
    gesprek = nieuw_gesprek("een", "twee", "drie")

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je zei: een", "Je zei: twee", "Je zei: drie"]
    assert assistent.opslag.count_wachtend(gesprek) == 0


async def test_one_gesprek_is_never_answered_twice_at_once(
    post: Post, nieuw_gesprek: Any, dialoog: Any
) -> None:
    gesprek = nieuw_gesprek("een", "twee", "drie")

    for _ in range(5):
        post.wek(gesprek)
        await asyncio.sleep(0)
    await tot_rust(post, gesprek)

    assert dialoog.hoogst_tegelijk == 1
    assert dialoog.genomen == [("een", 1), ("twee", 1), ("drie", 1)]


async def test_gesprekken_do_not_wait_for_each_other(
    post: Post, nieuw_gesprek: Any, dialoog: Any, wacht_tot: Any
) -> None:
    dialoog.slot = asyncio.Event()
    gesprekken = [nieuw_gesprek(f"gesprek {nr}") for nr in range(4)]

    for gesprek in gesprekken:
        post.wek(gesprek)
    await wacht_tot(lambda: dialoog.tegelijk == 4)

    dialoog.slot.set()
    await tot_rust(post, *gesprekken)


async def test_a_bericht_that_comes_in_while_another_is_answered_is_not_forgotten(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any, assistent: Assistent, wacht_tot: Any
) -> None:
    dialoog.slot = asyncio.Event()
    gesprek = nieuw_gesprek("een")
    post.wek(gesprek)
    await wacht_tot(lambda: dialoog.tegelijk == 1)

    assistent.ontvang_bericht(gesprek, "later", tekst="twee")
    post.wek(gesprek)
    dialoog.slot.set()
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je zei: een", "Je zei: twee"]


async def test_what_a_dead_process_left_behind_is_answered_by_the_next(
    make_post: Any, nieuw_gesprek: Any, dialoog: Any, gezegd: Any, wacht_tot: Any
) -> None:
    een, ander, leeg = nieuw_gesprek("een", "twee"), nieuw_gesprek("drie"), nieuw_gesprek()
    eerste = make_post()
    dialoog.slot = asyncio.Event()
    eerste.wek(een)
    await wacht_tot(lambda: dialoog.tegelijk == 1)
    await eerste.stop()
    dialoog.slot = None
    dialoog.genomen.clear()

    tweede = make_post()
    await tweede.start()
    await tot_rust(tweede, een, ander, leeg)

    assert gezegd(een) == ["Je zei: een", "Je zei: twee"]
    assert gezegd(ander) == ["Je zei: drie"]
    assert gezegd(leeg) == []
    # each may have been taken already: the dialogue has to look
    assert {poging for _, poging in dialoog.genomen} == {2}


async def test_a_turn_that_was_delivered_before_the_crash_is_not_delivered_again(
    make_post: Any, nieuw_gesprek: Any, dialoog: Any, gezegd: Any
) -> None:
    gesprek = nieuw_gesprek("een")
    eerste = make_post()
    eerste.wek(gesprek)
    await tot_rust(eerste, gesprek)

    tweede = make_post()
    await tweede.start()
    tweede.wek(gesprek)
    await tot_rust(tweede, gesprek)

    assert gezegd(gesprek) == ["Je zei: een"]
    assert dialoog.genomen == [("een", 1)]


async def test_two_answers_to_one_bericht_leave_one(
    nieuw_gesprek: Any, gezegd: Any, assistent: Assistent
) -> None:
    gesprek = nieuw_gesprek("een")
    bericht = assistent.opslag.next_inkomend(gesprek)
    assert bericht is not None
    antwoord = [{"soort": "melding", "tekst": "antwoord"}]

    nummers = [
        assistent.opslag.add_uitgaand(
            gesprek,
            bericht.id,
            antwoord,
            now=assistent.now(),
            status="beantwoord",
            nieuwe_sessie=True,
        )
        for _ in range(2)
    ]

    assert nummers == [[1], []]
    assert gezegd(gesprek) == ["antwoord"]
    assistent.ontvang_bericht(gesprek, "volgende", tekst="twee")
    volgende = assistent.opslag.next_inkomend(gesprek)
    assert volgende is not None
    assert volgende.huidige_sessie == 2


async def test_a_turn_that_keeps_failing_is_said_and_the_next_bericht_goes_on(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any
) -> None:
    gesprek = nieuw_gesprek("lukt niet", "lukt wel")
    dialoog.fouten.extend(DialoogFailed("503") for _ in range(3))

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Er ging iets mis.", "Je zei: lukt wel"]
    assert dialoog.genomen == [
        ("lukt niet", 1),
        ("lukt niet", 2),
        ("lukt niet", 3),
        ("lukt wel", 1),
    ]


@pytest.mark.parametrize("fout", [KeyError("berichten"), ValueError("geen JSON"), TypeError("x")])
async def test_a_dialogue_that_talks_nonsense_counts_as_failed(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any, fout: Exception
) -> None:
    gesprek = nieuw_gesprek("een", "twee")
    dialoog.fouten.extend([fout] * 3)

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Er ging iets mis.", "Je zei: twee"]


async def test_a_turn_that_fails_twice_is_answered_all_the_same(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any
) -> None:
    gesprek = nieuw_gesprek("een")
    dialoog.fouten.extend([DialoogFailed("503"), DialoogFailed("503")])

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je zei: een"]


async def test_a_dialogue_that_is_away_is_said_once_and_the_answer_comes_later(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistent.post._STIL_TOT", 0.02)
    gesprek = nieuw_gesprek("een")
    dialoog.fouten.extend(DialoogUnreachable("weg") for _ in range(8))

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je bericht is bewaard.", "Je zei: een"]
    assert [poging for _, poging in dialoog.genomen] == list(range(1, 10))


async def test_a_short_silence_is_not_worth_a_word(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any
) -> None:
    gesprek = nieuw_gesprek("een")
    dialoog.fouten.append(DialoogUnreachable("weg"))

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je zei: een"]


async def test_a_gesprek_that_is_forgotten_during_its_turn_leaves_nothing(
    post: Post, nieuw_gesprek: Any, dialoog: Any, assistent: Assistent, wacht_tot: Any
) -> None:
    opslag = assistent.opslag
    with opslag.engine.begin() as verbinding:
        verbinding.execute(text("CREATE TABLE events (sender_id VARCHAR(255))"))
    gesprek = nieuw_gesprek("een", "twee")
    dialoog.slot = asyncio.Event()

    def schrijf_op(bericht: Any) -> Beurt:
        # what Rasa does at the end of a turn
        with opslag.engine.begin() as verbinding:
            verbinding.execute(text("INSERT INTO events VALUES (:s)"), {"s": bericht.sender})
        return Beurt([{"soort": "melding", "tekst": "te laat"}])

    dialoog.antwoord = schrijf_op
    post.wek(gesprek)
    await wacht_tot(lambda: dialoog.tegelijk == 1)

    assistent.vergeet_gesprek(gesprek)
    dialoog.slot.set()
    await tot_rust(post, gesprek)

    assert [zei for zei, _ in dialoog.genomen] == ["een"]
    with opslag.engine.connect() as verbinding:
        for tabel in ("events", "uitgaand", "inkomend", "gesprekken"):
            assert verbinding.scalar(text(f"SELECT count(*) FROM {tabel}")) == 0, tabel


async def test_a_forgotten_bericht_is_not_offered_to_the_dialogue_any_more(
    post: Post, nieuw_gesprek: Any, dialoog: Any, assistent: Assistent, wacht_tot: Any
) -> None:
    gesprek = nieuw_gesprek("een")
    dialoog.fouten.extend(DialoogUnreachable("weg") for _ in range(10_000))
    post.wek(gesprek)
    await wacht_tot(lambda: dialoog.genomen)

    assistent.vergeet_gesprek(gesprek)

    await tot_rust(post, gesprek)


async def test_a_database_that_fails_for_a_moment_delays_the_answer_and_no_more(
    post: Post, nieuw_gesprek: Any, dialoog: Any, gezegd: Any, assistent: Assistent
) -> None:
    opslag, echt, fouten = assistent.opslag, assistent.opslag.next_inkomend, [OSError("vol")] * 3

    def soms_kapot(gesprek: str) -> Any:
        if fouten:
            raise fouten.pop()
        return echt(gesprek)

    opslag.next_inkomend = soms_kapot  # type: ignore[method-assign]
    gesprek = nieuw_gesprek("een")

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezegd(gesprek) == ["Je zei: een"]


async def test_news_that_comes_while_looking_is_not_missed(post: Post) -> None:
    nieuws = post.luister("g")

    post.meld_nieuws("g")

    assert nieuws.is_set()
    assert not post.luister("g").is_set()


async def test_a_session_that_ends_carries_over_what_was_kept(
    post: Post, nieuw_gesprek: Any, dialoog: Any
) -> None:
    gezien = []

    def antwoord(bericht: Any) -> Beurt:
        gezien.append((bericht.sender.rpartition(".")[2], dict(bericht.bewaard)))
        return Beurt(
            [{"soort": "afsluiting", "tekst": "klaar"}],
            nieuwe_sessie=bericht.tekst == "klaar",
            bewaar={"gemeente": "GM0363"},
        )

    dialoog.antwoord = antwoord
    gesprek = nieuw_gesprek("klaar", "verder")

    post.wek(gesprek)
    await tot_rust(post, gesprek)

    assert gezien == [("1", {}), ("2", {"gemeente": "GM0363"})]
