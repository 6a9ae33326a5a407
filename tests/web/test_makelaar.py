"""The inbox of the kennismakelaar: what it shows, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistent.service import Assistent
from assistent.web.makelaar import make_makelaarpad
from assistent.web.tokens import make_token


def add(assistent: Assistent, tekst: str, reden: str) -> None:
    gesprek = assistent.open_gesprek()
    aspecten = {"thema": ["eenzaamheid"], "gemeente": ["GM0193"], "fase": ["uitvoering"]}
    assistent.opslag.add_kennisvraag(gesprek, tekst, aspecten, reden, now=assistent.now())


async def test_the_inbox_shows_vragen_with_their_aspecten_and_can_be_narrowed(
    client, assistent: Assistent
) -> None:
    add(assistent, "Wie weet iets over <b>vliegende</b> huisbezoeken?", "geen-bronnen")
    add(assistent, "Ik wil iemand spreken over rouw", "mens")
    pad = make_makelaarpad(assistent, 7)

    alles = await client.get(pad)
    mens = await client.get(pad, params={"reden": "mens"})

    assert alles.status_code == 200
    assert alles.headers["Cache-Control"] == "no-store"
    assert "&lt;b&gt;vliegende&lt;/b&gt;" in alles.text
    for woord in ("Eenzaamheid", "Zwolle", "Uitvoering", "Alle (2)", "Niets gevonden (1)"):
        assert woord in alles.text, woord
    assert "rouw" in mens.text
    assert "vliegende" not in mens.text


async def test_an_empty_inbox_says_so(client, assistent: Assistent) -> None:
    antwoord = await client.get(make_makelaarpad(assistent, 7))

    assert antwoord.status_code == 200
    assert "geen vragen klaar" in antwoord.text


@pytest.mark.parametrize("doel", ["gesprek", "meenemen", "verder"])
async def test_another_key_opens_nothing(client, assistent: Assistent, doel: str) -> None:
    add(assistent, "Ik wil iemand spreken over rouw", "mens")
    s = assistent.settings
    sleutel = make_token("-", doel, s.geheim, now=assistent.now(), minuten=10)

    antwoord = await client.get(f"/kennismakelaar/{sleutel}")

    assert antwoord.status_code == 401
    assert "rouw" not in antwoord.text


async def test_a_key_expires(client, assistent: Assistent) -> None:
    s = assistent.settings
    toen = assistent.now() - timedelta(days=8)
    oud = make_token("-", "makelaar", s.geheim, now=toen, minuten=7 * 24 * 60)

    assert (await client.get(f"/kennismakelaar/{oud}")).status_code == 401
