"""Server-sent events, over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio


class Lezer:
    """Reads events of one stream one by one: (event, id, data)."""

    def __init__(self, regels: AsyncIterator[str]) -> None:
        self._regels = regels

    async def volgende(self) -> tuple[str, str, Any]:
        velden: dict[str, str] = {}
        async with asyncio.timeout(20):
            async for regel in self._regels:
                if not regel and velden:
                    return velden["event"], velden.get("id", ""), json.loads(velden["data"])
                naam, dubbelepunt, waarde = regel.partition(":")
                if naam and dubbelepunt:
                    velden[naam] = waarde.strip()
        raise EOFError

    async def bericht(self) -> tuple[str, dict[str, Any]]:
        """The next bericht, past what else is told."""
        while True:
            soort, id_, data = await self.volgende()
            if soort == "bericht":
                return id_, data


@pytest_asyncio.fixture
async def geopend(server: Any) -> dict[str, Any]:
    inhoud = (await server.post("/api/gesprekken")).json()
    return {
        "pad": f"/api/gesprekken/{inhoud['gesprek']}",
        "koppen": {"Authorization": f"Bearer {inhoud['token']}"},
    }


async def zeg(server: Any, geopend: dict[str, Any], tekst: str) -> None:
    antwoord = await server.post(
        f"{geopend['pad']}/berichten",
        json={"bericht_id": tekst.replace(" ", "-"), "tekst": tekst},
        headers=geopend["koppen"],
    )
    assert antwoord.status_code == 202


async def test_the_stroom_delivers_berichten_in_order_with_their_volgnr(
    server: Any, geopend: Any
) -> None:
    async with server.stream(
        "GET", f"{geopend['pad']}/stroom", headers=geopend["koppen"]
    ) as antwoord:
        lezer = Lezer(antwoord.aiter_lines())
        assert antwoord.status_code == 200
        assert antwoord.headers["content-type"].startswith("text/event-stream")
        assert antwoord.headers["cache-control"] == "no-store"

        for tekst in ("een", "twee", "drie"):
            await zeg(server, geopend, tekst)
        ontvangen = [await lezer.bericht() for _ in range(4)]

    assert [id_ for id_, _ in ontvangen] == ["1", "2", "3", "4"]
    assert [b["tekst"] for _, b in ontvangen[1:]] == ["Je zei: een", "Je zei: twee", "Je zei: drie"]


async def test_a_stroom_that_was_cut_resumes_after_na(server: Any, geopend: Any) -> None:
    async with server.stream(
        "GET", f"{geopend['pad']}/stroom", headers=geopend["koppen"]
    ) as antwoord:
        await Lezer(antwoord.aiter_lines()).bericht()
    await zeg(server, geopend, "tijdens de storing")
    await zeg(server, geopend, "en nog iets")

    async with server.stream(
        "GET", f"{geopend['pad']}/stroom", params={"na": 1}, headers=geopend["koppen"]
    ) as antwoord:
        lezer = Lezer(antwoord.aiter_lines())
        ontvangen = [await lezer.bericht() for _ in range(2)]

    assert [(id_, b["tekst"]) for id_, b in ontvangen] == [
        ("2", "Je zei: tijdens de storing"),
        ("3", "Je zei: en nog iets"),
    ]


async def test_the_stroom_tells_when_the_assistant_is_typing(
    server: Any, geopend: Any, dialoog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # it must not depend on looking again every few seconds
    monkeypatch.setattr("assistent.web.chat._KIJK_ELKE", 60.0)
    dialoog.slot = asyncio.Event()
    async with server.stream(
        "GET", f"{geopend['pad']}/stroom", params={"na": 1}, headers=geopend["koppen"]
    ) as antwoord:
        lezer = Lezer(antwoord.aiter_lines())
        await zeg(server, geopend, "denk maar na")

        assert await lezer.volgende() == ("typt", "", {"bezig": True})
        dialoog.slot.set()
        assert (await lezer.volgende())[:2] == ("bericht", "2")
        assert await lezer.volgende() == ("typt", "", {"bezig": False})


async def test_the_stroom_of_a_forgotten_gesprek_says_so_and_ends(
    server: Any, geopend: Any
) -> None:
    async with server.stream(
        "GET", f"{geopend['pad']}/stroom", headers=geopend["koppen"]
    ) as antwoord:
        lezer = Lezer(antwoord.aiter_lines())
        await lezer.bericht()

        await server.delete(geopend["pad"], headers=geopend["koppen"])

        assert await lezer.volgende() == ("vergeten", "", {})
        with pytest.raises(EOFError):
            await lezer.volgende()


async def test_two_windows_on_one_gesprek_hear_the_same(server: Any, geopend: Any) -> None:
    stroom = {"method": "GET", "url": f"{geopend['pad']}/stroom", "headers": geopend["koppen"]}
    async with server.stream(**stroom) as een, server.stream(**stroom) as ander:
        lezers = [Lezer(een.aiter_lines()), Lezer(ander.aiter_lines())]
        await zeg(server, geopend, "hallo")

        ontvangen = [[await lezer.bericht() for _ in range(2)] for lezer in lezers]

    assert ontvangen[0] == ontvangen[1]


async def test_a_stroom_without_a_token_is_refused(server: Any, geopend: Any) -> None:
    antwoord = await server.get(f"{geopend['pad']}/stroom")

    assert antwoord.status_code == 401
    assert antwoord.json()["fout"]["code"] == "token"
