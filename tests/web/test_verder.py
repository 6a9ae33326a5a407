"""The same gesprek on another day, and the cards: only with a valid key, harmless, and never a 500."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assistent.dialoog import Beurt
from assistent.kennis import Kennis
from assistent.model import Bericht, Fase, Gespreksstand, Reflectiegroep, Stand, Vraag
from assistent.service import Assistent
from assistent.storage.opslag import to_json
from assistent.web.tokens import make_token, read_token

if TYPE_CHECKING:
    from tests.conftest import Gesprek, Klok, NepDialoog

GEHEIM = "een-vast-geheim-van-meer-dan-32-tekens"
CSP = "default-src 'self'"
VRAAG = Vraag("Hoe bereiken we gezinnen met schulden?", ("armoede-schulden",), fase=Fase.UITVOERING)


class Lezer(HTMLParser):
    """The elements of a page with their attributes, and the text in each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elementen: list[tuple[str, dict[str, str | None]]] = []
        self.inhoud: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elementen.append((tag, dict(attrs)))
        self.inhoud.append("")

    def handle_data(self, data: str) -> None:
        if self.inhoud:
            self.inhoud[-1] += data

    def met(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.elementen if t == tag]

    def teksten(self, klasse: str) -> list[str]:
        return [
            inhoud.strip()
            for (_, a), inhoud in zip(self.elementen, self.inhoud, strict=True)
            if a.get("class") == klasse
        ]


def find_inline(lezer: Lezer) -> list[str]:
    """What a page may not hold under a policy of `default-src 'self'`."""
    fout = []
    for (tag, attrs), inhoud in zip(lezer.elementen, lezer.inhoud, strict=True):
        if tag == "style" or "style" in attrs or any(a.startswith("on") for a in attrs):
            fout.append(f"{tag} {attrs}")
        if tag == "script" and (inhoud.strip() or not attrs.get("src")):
            fout.append("script in the page")
        for adres in (attrs.get("src"), attrs.get("href") if tag == "link" else None):
            if adres and not adres.startswith("/"):
                fout.append(adres)
    return fout


def make_sleutel(
    klok: Klok, gesprek: str, *, doel: str = "verder", geheim: str = GEHEIM, dagen: int = 30
) -> str:
    return make_token(gesprek, doel, geheim, now=klok(), minuten=dagen * 24 * 60)


def say(dialoog: NepDialoog, *berichten: Bericht) -> None:
    dialoog.antwoord = lambda _: Beurt([to_json(b) for b in berichten])


def find_links(bericht: dict[str, Any]) -> dict[str, str]:
    return {link["titel"]: link["url"] for link in bericht["gegevens"].get("links", [])}


# --- on another day -------------------------------------------------------------------------------------------


async def test_with_a_key_the_gesprek_comes_back_with_a_fresh_token(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    sleutel = make_sleutel(klok, gesprek.id)
    klok.verder(days=20)

    antwoord = await client.get(f"/verder/{sleutel}")

    [chat] = Lezer(antwoord.text).met("vraagwijs-chat")
    token = chat["token"] or ""
    assert antwoord.status_code == 200
    assert antwoord.headers["cache-control"] == "no-store"
    assert antwoord.headers["referrer-policy"] == "no-referrer"
    assert antwoord.headers["content-type"].startswith("text/html")
    assert chat["gesprek"] == gesprek.id
    assert read_token(token, "gesprek", GEHEIM, now=klok()) == gesprek.id
    # the token of the first day no longer holds, this one does
    oud = await client.get(f"{gesprek.pad}/verloop", headers=gesprek.koppen)
    vers = await client.get(f"{gesprek.pad}/verloop", headers={"Authorization": f"Bearer {token}"})
    assert oud.status_code == 401
    assert vers.status_code == 200
    assert [b["soort"] for b in vers.json()["berichten"]] == ["welkom"]


async def test_the_token_in_the_page_does_not_outlive_a_session(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok, assistent: Assistent
) -> None:
    antwoord = await client.get(f"/verder/{make_sleutel(klok, gesprek.id)}")
    [chat] = Lezer(antwoord.text).met("vraagwijs-chat")

    klok.verder(minutes=assistent.settings.token_minuten + 1)
    later = await client.get(
        f"{gesprek.pad}/berichten", headers={"Authorization": f"Bearer {chat['token']}"}
    )

    assert later.status_code == 401


async def test_the_key_is_good_until_its_last_minute(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    sleutel = make_sleutel(klok, gesprek.id)

    klok.verder(days=30, seconds=-1)
    op_tijd = await client.get(f"/verder/{sleutel}")
    klok.verder(seconds=1)
    te_laat = await client.get(f"/verder/{sleutel}")

    assert op_tijd.status_code == 200
    assert te_laat.status_code == 401
    assert "Deze link werkt niet meer" in te_laat.text
    assert gesprek.id not in te_laat.text


def _geknoeid(sleutel: str) -> str:
    kop, inhoud, handtekening = sleutel.split(".")
    return f"{kop}.{inhoud}.{handtekening[::-1]}"


@pytest.mark.parametrize(
    "maak",
    [
        lambda klok, id_: make_sleutel(klok, id_, geheim="een-ander-geheim-van-meer-dan-32-tekens"),
        lambda klok, id_: make_sleutel(klok, id_, doel="gesprek"),
        lambda klok, id_: make_sleutel(klok, id_, doel="meenemen"),
        lambda klok, id_: _geknoeid(make_sleutel(klok, id_)),
        lambda klok, id_: make_sleutel(klok, id_)[:-10],
        lambda klok, id_: make_sleutel(klok, id_).rpartition(".")[0] + ".",
        lambda klok, id_: id_,
        lambda klok, id_: "niets",
        lambda klok, id_: "a.b.c",
        lambda klok, id_: "%00",
        lambda klok, id_: "%ED%A0%80.%FF.x",
        lambda klok, id_: "sleutel-é-😀",
        lambda klok, id_: "x" * 8000,
    ],
)
async def test_a_key_that_is_not_ours_is_refused_politely(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok, maak: Callable[[Klok, str], str]
) -> None:
    antwoord = await client.get(f"/verder/{maak(klok, gesprek.id)}")

    assert antwoord.status_code == 401
    assert "Deze link werkt niet meer" in antwoord.text
    assert "token=" not in antwoord.text


async def test_a_key_for_this_page_opens_nothing_else(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    sleutel = make_sleutel(klok, gesprek.id)

    api = await client.get(f"{gesprek.pad}/verloop", headers={"Authorization": f"Bearer {sleutel}"})
    pagina = await client.get(f"/meenemen/{sleutel}")

    assert api.status_code == 401
    assert pagina.status_code == 401


async def test_a_gesprek_that_was_forgotten_is_gone_for_the_key_too(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    sleutel = make_sleutel(klok, gesprek.id)
    assert (await client.get(f"/verder/{sleutel}")).status_code == 200
    await client.delete(gesprek.pad, headers=gesprek.koppen)

    antwoord = await client.get(f"/verder/{sleutel}")

    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in antwoord.text


async def test_a_gesprek_that_ran_out_is_gone_before_its_key(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok, assistent: Assistent
) -> None:
    klok.verder(days=assistent.settings.bewaardagen + 1)
    sleutel = make_sleutel(klok, gesprek.id)
    assert assistent.vergeet_verlopen() == 1

    antwoord = await client.get(f"/verder/{sleutel}")

    assert antwoord.status_code == 404


# --- the cards ------------------------------------------------------------------------------------------------


async def test_all_cards_are_on_the_page_in_their_groups(
    client: httpx.AsyncClient, kennis: Kennis
) -> None:
    antwoord = await client.get("/gesprekskaarten")

    lezer = Lezer(antwoord.text)
    vragen = kennis.reflectievragen.values()
    assert antwoord.status_code == 200
    assert lezer.teksten("vraag") == [
        v.vraag for g in Reflectiegroep for v in vragen if v.groep is g
    ]
    assert sorted(lezer.teksten("tip")) == sorted(v.tip for v in vragen)
    assert len(lezer.met("section")) == len(Reflectiegroep)
    assert not [o for o in lezer.met("option") if "selected" in o]


@pytest.mark.parametrize("fase", Fase)
async def test_the_cards_of_one_fase_are_those_of_that_fase(
    client: httpx.AsyncClient, kennis: Kennis, fase: Fase
) -> None:
    antwoord = await client.get("/gesprekskaarten", params={"fase": fase})

    lezer = Lezer(antwoord.text)
    passend = {v.vraag for v in kennis.reflectievragen.values() if fase in v.fases}
    assert {*lezer.teksten("vraag")} == passend
    assert 0 < len(passend) < len(kennis.reflectievragen)
    assert [o["value"] for o in lezer.met("option") if "selected" in o] == [fase]
    assert [a["href"] for a in lezer.met("a")] == ["/gesprekskaarten"]


@pytest.mark.parametrize("fase", ["dromen", "", "ORIENTATIE", "<script>", "%00", "orientatie&x=1"])
async def test_a_fase_that_does_not_exist_is_refused(client: httpx.AsyncClient, fase: str) -> None:
    antwoord = await client.get("/gesprekskaarten", params={"fase": fase})

    assert antwoord.status_code == 422
    assert antwoord.json()["fout"]["code"] == "ongeldig"
    assert "<script>" not in antwoord.text


async def test_every_choice_on_the_cards_page_can_be_made(
    client: httpx.AsyncClient, kennis: Kennis
) -> None:
    lezer = Lezer((await client.get("/gesprekskaarten")).text)
    [formulier] = lezer.met("form")
    [lijst] = lezer.met("select")
    [label] = lezer.met("label")

    keuzes = [str(o["value"]) for o in lezer.met("option")]

    assert formulier["method"] == "get"
    assert label["for"] == lijst["id"]
    assert keuzes == [*kennis.fases]
    for keuze in keuzes:
        antwoord = await client.get(str(formulier["action"]), params={str(lijst["name"]): keuze})
        assert antwoord.status_code == 200


# --- content security policy ----------------------------------------------------------------------------------


async def test_no_page_holds_what_the_policy_forbids(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    for pad in (
        f"/verder/{make_sleutel(klok, gesprek.id)}",
        "/gesprekskaarten",
        "/gesprekskaarten?fase=uitvoering",
    ):
        antwoord = await client.get(pad)

        lezer = Lezer(antwoord.text)
        assert antwoord.headers["content-security-policy"].startswith(CSP)
        assert "unsafe" not in antwoord.headers["content-security-policy"]
        assert ("html", {"lang": "nl"}) in lezer.elementen
        assert find_inline(lezer) == []
        scripts = [s["src"] for s in lezer.met("script")]
        assert scripts == (["/widget/vraagwijs.js"] if pad.startswith("/verder") else [])


async def test_what_the_pages_load_is_there(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    html = (await client.get(f"/verder/{make_sleutel(klok, gesprek.id)}")).text
    html += (await client.get("/gesprekskaarten")).text

    adressen = set(re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', html))

    assert "/static/kaarten.css" in adressen
    for adres in adressen:
        antwoord = await client.get(unescape(adres))
        assert antwoord.status_code == 200, adres
        assert "html" not in antwoord.headers["content-type"]


async def test_the_page_of_a_gesprek_asks_not_to_be_found(
    client: httpx.AsyncClient, gesprek: Gesprek, klok: Klok
) -> None:
    lezer = Lezer((await client.get(f"/verder/{make_sleutel(klok, gesprek.id)}")).text)

    assert {"name": "robots", "content": "noindex"} in lezer.met("meta")
    assert {"name": "referrer", "content": "no-referrer"} in lezer.met("meta")


# --- links in berichten ---------------------------------------------------------------------------------------


@pytest.fixture
def met_plan(assistent: Assistent) -> Gespreksstand:
    stand = Gespreksstand(Stand.ADVIES, replace(VRAAG, bevestigd=True))
    return assistent.beurten.neem("toon_stappenplan", stand, "").stand


async def test_what_can_be_taken_along_links_to_the_page_and_to_later(
    client: httpx.AsyncClient,
    gesprek: Gesprek,
    dialoog: NepDialoog,
    assistent: Assistent,
    met_plan: Gespreksstand,
) -> None:
    berichten = assistent.beurten.neem("neem_mee", met_plan, "").berichten
    say(dialoog, *berichten)

    antwoord = await gesprek.zeg("neem mee")

    *_, mee = antwoord.json()["berichten"]
    links = find_links(mee)
    eerste, *_, laatste = links
    assert (eerste, laatste) == ("Pagina om te printen", "Link om later verder te gaan")
    assert len({*links.values()}) == len(links) >= 3
    for url in links.values():
        assert (await client.get(url)).status_code == 200, url


async def test_a_step_that_is_done_links_to_later_and_a_whole_plan_does_not(
    client: httpx.AsyncClient,
    gesprek: Gesprek,
    dialoog: NepDialoog,
    klok: Klok,
    assistent: Assistent,
    met_plan: Gespreksstand,
) -> None:
    stand = met_plan
    for nr in range(1, len(met_plan.stappen) + 1):
        antwoord = assistent.beurten.neem("stap_klaar", stand, str(nr))
        stand = antwoord.stand
        say(dialoog, *antwoord.berichten)

        [bericht] = (await gesprek.zeg(f"stap {nr} is klaar")).json()["berichten"]

        links = find_links(bericht)
        assert [*links] == (["Link om later verder te gaan"] if nr < len(met_plan.stappen) else [])
        if nr == 1:
            eerste = links["Link om later verder te gaan"]

    klok.verder(days=assistent.settings.bewaardagen, seconds=-1)
    assert (await client.get(eerste)).status_code == 200
    klok.verder(seconds=1)
    assert (await client.get(eerste)).status_code == 401


async def test_reflection_questions_link_to_the_cards_of_their_fase(
    client: httpx.AsyncClient,
    gesprek: Gesprek,
    dialoog: NepDialoog,
    assistent: Assistent,
    met_plan: Gespreksstand,
    kennis: Kennis,
) -> None:
    say(dialoog, *assistent.beurten.neem("toon_reflectievragen", met_plan, "").berichten)

    [bericht] = (await gesprek.zeg("vragen voor mijn team")).json()["berichten"]

    links = find_links(bericht)
    assert links == {"Kaarten om te printen": "/gesprekskaarten?fase=uitvoering"}
    pagina = Lezer((await client.get(links["Kaarten om te printen"])).text)
    assert {v["vraag"] for v in bericht["gegevens"]["reflectievragen"]} <= {
        *pagina.teksten("vraag")
    }


async def test_links_are_the_same_in_every_place_and_are_never_stored(
    client: httpx.AsyncClient,
    gesprek: Gesprek,
    dialoog: NepDialoog,
    assistent: Assistent,
    met_plan: Gespreksstand,
) -> None:
    say(dialoog, *assistent.beurten.neem("stap_klaar", met_plan, "1").berichten)
    [gezegd] = (await gesprek.zeg("stap 1 is klaar")).json()["berichten"]

    [later] = await gesprek.berichten(na=gezegd["volgnr"] - 1)
    verloop = (await client.get(f"{gesprek.pad}/verloop", headers=gesprek.koppen)).json()
    bewaard = assistent.opslag.berichten(gesprek.id)[-1]

    assert [*find_links(gezegd)] == ["Link om later verder te gaan"]
    assert find_links(later) == find_links(gezegd)
    assert find_links(verloop["berichten"][-1]) == find_links(gezegd)
    assert "links" not in bewaard["gegevens"]


async def test_a_link_made_later_lasts_as_long_as_one_made_now(
    client: httpx.AsyncClient,
    gesprek: Gesprek,
    dialoog: NepDialoog,
    klok: Klok,
    assistent: Assistent,
    met_plan: Gespreksstand,
) -> None:
    say(dialoog, *assistent.beurten.neem("stap_klaar", met_plan, "1").berichten)
    [gezegd] = (await gesprek.zeg("stap 1 is klaar")).json()["berichten"]
    klok.verder(minutes=30)

    [later] = await gesprek.berichten(na=gezegd["volgnr"] - 1)
    klok.verder(days=assistent.settings.bewaardagen)
    klok.nu -= timedelta(minutes=1)

    titel = "Link om later verder te gaan"
    assert (await client.get(find_links(gezegd)[titel])).status_code == 401
    assert (await client.get(find_links(later)[titel])).status_code == 200


async def test_an_ordinary_bericht_has_no_links(gesprek: Gesprek) -> None:
    [bericht] = (await gesprek.zeg("hallo")).json()["berichten"]

    assert "links" not in bericht["gegevens"]
