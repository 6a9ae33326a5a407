"""The contract of the chat API, through the real app and a real database."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import text

from assistent.dialoog import Beurt

VELDEN = {"volgnr", "soort", "tekst", "knoppen", "aspect", "gegevens"}


async def test_opening_a_gesprek_gives_its_id_a_token_and_the_welcome(client: Any) -> None:
    antwoord = await client.post("/api/gesprekken")

    inhoud = antwoord.json()
    assert antwoord.status_code == 201
    assert inhoud.keys() == {"gesprek", "token", "berichten"}
    assert str(uuid.UUID(inhoud["gesprek"])) == inhoud["gesprek"]
    assert [b["soort"] for b in inhoud["berichten"]] == ["welkom"]


async def test_opening_a_gesprek_does_not_wait_long_for_a_dialogue_that_is_away(
    client: Any, dialoog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialoog.slot = asyncio.Event()
    monkeypatch.setattr("assistent.web.chat._WACHT_OP_WELKOM", 0.05)

    antwoord = await client.post("/api/gesprekken")

    assert antwoord.status_code == 201
    assert antwoord.json()["berichten"] == []


async def test_a_bericht_is_accepted_at_once_and_answered_later(
    gesprek: Any, dialoog: Any, wacht_tot: Any
) -> None:
    dialoog.slot = asyncio.Event()

    antwoord = await gesprek.zeg("hoe pakken we eenzaamheid aan?", wacht=None, bericht_id="een")

    assert antwoord.status_code == 202
    assert antwoord.json() == {"bericht_id": "een"}
    assert await gesprek.berichten(na=1) == []
    dialoog.slot.set()
    antwoord = await gesprek.zeg("hoe pakken we eenzaamheid aan?", bericht_id="een")
    assert [b["tekst"] for b in antwoord.json()["berichten"]] == [
        "Je zei: hoe pakken we eenzaamheid aan?"
    ]


async def test_with_wacht_the_answers_come_back_once_the_turn_is_complete(gesprek: Any) -> None:
    antwoord = await gesprek.zeg("iets over jeugd")

    assert antwoord.status_code == 200
    [bericht] = antwoord.json()["berichten"]
    assert bericht.keys() == VELDEN
    assert bericht == {
        "volgnr": 2,
        "soort": "melding",
        "tekst": "Je zei: iets over jeugd",
        "knoppen": [{"titel": "Ja, dat klopt", "keuze": "bevestig:ja"}],
        "aspect": None,
        "gegevens": {},
    }


async def test_wacht_that_runs_out_is_a_202_and_nothing_is_lost(gesprek: Any, dialoog: Any) -> None:
    dialoog.slot = asyncio.Event()

    antwoord = await gesprek.zeg("dit duurt even", wacht=0.1, bericht_id="lang")

    assert antwoord.status_code == 202
    assert antwoord.json() == {"bericht_id": "lang"}
    dialoog.slot.set()
    antwoord = await gesprek.zeg("dit duurt even", bericht_id="lang")
    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: dit duurt even"]


async def test_waiting_for_an_answer_ends_as_soon_as_it_is_there(gesprek: Any) -> None:
    lus = asyncio.get_running_loop()
    begin = lus.time()

    for nr in range(40):
        assert (await gesprek.zeg(f"bericht {nr}", wacht=60)).status_code == 200

    # a signal that is missed costs five seconds each time
    assert lus.time() - begin < 40


async def test_a_keuze_of_a_button_is_answered_like_text(gesprek: Any) -> None:
    antwoord = await gesprek.zeg(keuze="bevestig:ja")

    assert antwoord.status_code == 200
    assert antwoord.json()["berichten"][0]["tekst"] == "Je zei: bevestig:ja"


async def test_the_menu_may_always_be_chosen(gesprek: Any) -> None:
    for keuze in ("begin_opnieuw", "vraag_mens", "ga_terug", "vergeet_mij"):
        assert (await gesprek.zeg(keuze=keuze)).status_code == 200


async def test_a_wijzig_link_in_the_understood_vraag_may_be_chosen(
    gesprek: Any, dialoog: Any
) -> None:
    begrepen = {
        "soort": "begrepen",
        "tekst": "Ik begrijp dat het over jeugd gaat.",
        "gegevens": {"vraag": {"aspecten": [{"aspect": "thema", "wijzig": "wijzig_aspect:thema"}]}},
    }
    dialoog.antwoord = lambda _: Beurt([begrepen])
    await gesprek.zeg("iets over jeugd")

    antwoord = await gesprek.zeg(keuze="wijzig_aspect:thema")

    assert antwoord.status_code == 200


async def test_the_same_bericht_id_again_changes_nothing(
    gesprek: Any, dialoog: Any, opslag: Any
) -> None:
    eerste = await gesprek.zeg("iets over wonen", bericht_id="zelfde")

    tweede = await gesprek.zeg("iets heel anders", bericht_id="zelfde")
    derde = await gesprek.zeg("nog eens", bericht_id="zelfde", wacht=None)

    assert tweede.status_code == 200
    assert tweede.json() == eerste.json()
    assert derde.status_code == 202
    assert [zei for zei, _ in dialoog.genomen] == ["begin", "iets over wonen"]
    assert len(await gesprek.berichten()) == 2
    with opslag.engine.connect() as verbinding:
        assert verbinding.scalar(text("SELECT count(*) FROM inkomend")) == 2


async def test_the_same_bericht_id_at_the_same_moment_is_one_bericht(
    gesprek: Any, dialoog: Any
) -> None:
    antwoorden = await asyncio.gather(
        *(gesprek.zeg("dubbel verstuurd", bericht_id="dubbel") for _ in range(6))
    )

    assert {a.status_code for a in antwoorden} == {200}
    assert len({a.text for a in antwoorden}) == 1
    assert [zei for zei, _ in dialoog.genomen] == ["begin", "dubbel verstuurd"]


async def test_no_bericht_id_of_a_client_hides_a_bericht_behind_the_welcome(gesprek: Any) -> None:
    antwoord = await gesprek.zeg("mijn eerste vraag", bericht_id="begin")

    assert [b["tekst"] for b in antwoord.json()["berichten"]] == ["Je zei: mijn eerste vraag"]


async def test_the_same_bericht_id_in_another_gesprek_is_another_bericht(open_gesprek: Any) -> None:
    een, ander = await open_gesprek(), await open_gesprek()
    await een.zeg("van de een", bericht_id="1")

    antwoord = await ander.zeg("van de ander", bericht_id="1")

    assert antwoord.json()["berichten"][0]["tekst"] == "Je zei: van de ander"


async def test_berichten_sent_without_waiting_are_answered_in_order(
    gesprek: Any, dialoog: Any, wacht_tot: Any
) -> None:
    teksten = [f"bericht {nr}" for nr in range(12)]
    dialoog.slot = asyncio.Event()
    for tekst in teksten:
        assert (await gesprek.zeg(tekst, wacht=None)).status_code == 202

    dialoog.slot.set()
    await gesprek.zeg("laatste")

    berichten = await gesprek.berichten()
    assert [b["volgnr"] for b in berichten] == list(range(1, 15))
    assert [b["tekst"] for b in berichten[1:]] == [f"Je zei: {t}" for t in (*teksten, "laatste")]


async def test_only_berichten_after_na_are_given(gesprek: Any) -> None:
    await gesprek.zeg("een")
    await gesprek.zeg("twee")

    assert [b["volgnr"] for b in await gesprek.berichten(na=0)] == [1, 2, 3]
    assert [b["volgnr"] for b in await gesprek.berichten(na=2)] == [3]
    assert await gesprek.berichten(na=99) == []


async def test_the_verloop_shows_both_sides_with_what_stood_on_the_button(gesprek: Any) -> None:
    await gesprek.zeg("iets over de Wmo", bericht_id="vraag-1")
    await gesprek.zeg(keuze="bevestig:ja")
    await gesprek.zeg(keuze="vraag_mens")

    verloop = (await gesprek.client.get(f"{gesprek.pad}/verloop", headers=gesprek.koppen)).json()

    berichten = verloop["berichten"]
    assert [b["van"] for b in berichten] == ["assistent", *["adviseur", "assistent"] * 3]
    assert berichten[1] == {"van": "adviseur", "tekst": "iets over de Wmo", "id": "vraag-1"}
    assert berichten[3]["tekst"] == "Ja, dat klopt"
    assert berichten[5]["tekst"]
    assert berichten[5]["tekst"] != "vraag_mens"


async def test_a_new_token_follows_an_expired_one_as_long_as_the_setting_allows(
    gesprek: Any, klok: Any
) -> None:
    klok.verder(hours=2)
    assert (await gesprek.zeg("te laat")).status_code == 401

    antwoord = await gesprek.client.post(f"{gesprek.pad}/token", headers=gesprek.koppen)

    assert antwoord.status_code == 200
    gesprek.token = antwoord.json()["token"]
    assert (await gesprek.zeg("nu wel")).status_code == 200


async def test_a_token_that_is_too_old_gives_no_new_one(gesprek: Any, klok: Any) -> None:
    klok.verder(days=15)

    antwoord = await gesprek.client.post(f"{gesprek.pad}/token", headers=gesprek.koppen)

    assert antwoord.status_code == 401


async def test_a_token_of_another_gesprek_gives_no_new_one(open_gesprek: Any) -> None:
    een, ander = await open_gesprek(), await open_gesprek()

    antwoord = await een.client.post(f"{een.pad}/token", headers=ander.koppen)

    assert antwoord.status_code in (401, 403)


async def test_a_forgotten_gesprek_gives_no_new_token(gesprek: Any) -> None:
    await gesprek.client.delete(gesprek.pad, headers=gesprek.koppen)

    antwoord = await gesprek.client.post(f"{gesprek.pad}/token", headers=gesprek.koppen)

    assert antwoord.status_code == 404


async def test_a_dialogue_that_asks_to_forget_says_goodbye_and_leaves_nothing(
    gesprek: Any, dialoog: Any, opslag: Any
) -> None:
    dialoog.antwoord = lambda _: Beurt([{"soort": "afsluiting", "tekst": "Dag."}], vergeet=True)

    antwoord = await gesprek.zeg("vergeet mij", wacht=20)

    [dag] = antwoord.json()["berichten"]
    assert antwoord.status_code == 200
    assert dag.keys() == VELDEN
    assert dag["soort"] == "afsluiting"
    assert not opslag.has_gesprek(gesprek.id)


async def test_a_button_of_an_earlier_vraag_is_marked_as_old(gesprek: Any, dialoog: Any) -> None:
    klaar = Beurt(
        [{"soort": "afsluiting", "tekst": "Klaar.", "knoppen": []}],
        nieuwe_sessie=True,
        bewaar={"gemeente": "GM0363"},
    )
    echo, gezien = dialoog.antwoord, []

    def antwoord(bericht: Any) -> Beurt:
        gezien.append(bericht)
        return klaar if bericht.tekst == "klaar" else echo(bericht)

    dialoog.antwoord = antwoord
    await gesprek.zeg("klaar")
    await gesprek.zeg(keuze="bevestig:ja")
    await gesprek.zeg("volgende vraag")

    oud, nieuw = gezien[1:]
    assert (oud.sessie, oud.huidige_sessie) == (1, 2)
    assert (nieuw.sessie, nieuw.huidige_sessie) == (2, 2)
    assert nieuw.sender == f"{gesprek.id}.2"
    assert nieuw.bewaard == {"gemeente": "GM0363"}


async def test_links_to_take_along_are_made_when_shown_and_never_stored(
    gesprek: Any, dialoog: Any, opslag: Any, klok: Any
) -> None:
    mee = {"soort": "afsluiting", "tekst": "Neem mee.", "gegevens": {"meenemen": True, "vraag": {}}}
    dialoog.antwoord = lambda _: Beurt([mee])

    [bericht] = (await gesprek.zeg("neem mee")).json()["berichten"]

    links = bericht["gegevens"]["links"]
    assert [link.keys() for link in links] == [{"titel", "url"}] * len(links)
    vormen = [link["url"].rpartition("/")[2].rpartition(".")[2][:4] for link in links[1:4]]
    assert vormen == ["docx", "pdf", "md"]
    assert links[4]["url"].startswith("/verder/")
    assert (await gesprek.berichten(na=1))[0]["gegevens"]["links"]
    with opslag.engine.connect() as verbinding:
        [opgeslagen] = verbinding.scalars(text("SELECT gegevens FROM uitgaand WHERE volgnr = 2"))
    assert "links" not in str(opgeslagen)
    # the key in the address opens the page and nothing else
    sleutel = links[0]["url"].removeprefix("/meenemen/")
    gesprek.token = sleutel
    assert (await gesprek.zeg("hallo")).status_code == 401
    klok.verder(hours=2)
    assert (await gesprek.client.get(links[0]["url"])).status_code == 401
