"""The pages for collega's: forms without a script, kept from others, and a yes that comes into the gesprek."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from assistent.model import Collega, Contactstatus, Fase, Vraag
from assistent.service import Assistent
from assistent.web.collega import (
    make_contactpad,
    make_formulierpad,
    make_persoonlijk_pad,
)

ZWOLLE = "GM0193"
VOORAF = {"pagina": "aanmelden", "gemeente": ZWOLLE, "themas": ["jeugd"], "fase": "uitvoering"}
INGEVULD = {
    "naam": "Noor Jansen", "functie": "Beleidsadviseur jeugd", "gemeente": "Zwolle", "email": "noor@zwolle.nl",
    "themas": ["jeugd", "wonen"], "fases": ["uitvoering"], "over": "Ik help graag.", "toestemming": "ja", "pauze_tot": "",
}  # fmt: skip


class Formulier(HTMLParser):
    """The one form of a page: its fields as a browser would send them, and what stands beside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.velden: dict[str, list[str]] = {}
        self.knoppen: list[str] = []
        self.zonder_label: list[str] = []
        self.scripts = 0
        self._labels = set(re.findall(r'<label for="([^"]+)"', html))
        self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        self.scripts += tag == "script" or any(k.startswith("on") or k == "style" for k in a)
        if tag == "label":
            self._in_label = True
        if tag == "button":
            self.knoppen.append(a.get("value") or "")
        if tag == "input" and a.get("name"):
            soort, naam = a.get("type"), str(a["name"])
            if soort != "hidden" and not self._in_label and a.get("id") not in self._labels:
                self.zonder_label.append(naam)
            if soort != "checkbox" or "checked" in a:
                self.velden.setdefault(naam, []).append(a.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label = False


async def open_formulier(client: Any, pad: str) -> Formulier:
    antwoord = await client.get(pad)
    assert antwoord.status_code == 200, antwoord.text
    return Formulier(antwoord.text)


async def verstuur(client: Any, pad: str, velden: dict[str, Any], **koppen: str) -> Any:
    """Open the page and send its form with *velden* filled in."""
    formulier = await open_formulier(client, pad)
    return await client.post(
        pad, data={"formulier": formulier.velden["formulier"], **velden}, headers=koppen
    )


async def meld_aan(client: Any, assistent: Assistent, **anders: Any) -> Any:
    return await verstuur(client, make_formulierpad(assistent, VOORAF), {**INGEVULD, **anders})


def persoonlijk(html: str) -> str:
    return re.search(r'href="http://[^/]+(/collega/ik/[^"]+)"', html)[1]  # type: ignore[index]


@pytest.fixture
def collega(assistent: Assistent) -> Collega:
    noor = Collega(
        "c-1", "Noor Jansen", "Beleidsadviseur jeugd", ZWOLLE, ("jeugd",), (Fase.UITVOERING,),
        "noor@zwolle.nl", "", True, False,
    )  # fmt: skip
    assistent.opslag.mensen.replace([noor])
    return noor


@pytest.fixture
async def contactpad(assistent: Assistent, collega: Collega, gesprek: Any) -> str:
    vraag = Vraag(tekst="Hoe <b>korten</b> we de wachtlijst?", themas=("jeugd",), gemeente=ZWOLLE)
    assert assistent.mensen.vraag_contact(gesprek.id, collega.id, vraag)
    ((verzoek, _),) = assistent.mensen.open_verzoeken()
    return make_contactpad(assistent, verzoek)


# --- registering --------------------------------------------------------------------------------------------------


async def test_the_form_knows_what_the_gesprek_told_but_not_the_consent(
    client: Any, assistent: Assistent
) -> None:
    antwoord = await client.get(make_formulierpad(assistent, VOORAF))
    formulier = Formulier(antwoord.text)

    assert formulier.velden["gemeente"] == ["Zwolle"]
    assert formulier.velden["themas"] == ["jeugd"]
    assert formulier.velden["fases"] == ["uitvoering"]
    assert "toestemming" not in formulier.velden
    assert formulier.zonder_label == []
    assert formulier.scripts == 0
    assert "unsafe" not in antwoord.headers["content-security-policy"]
    assert antwoord.headers["cache-control"] == "no-store"


async def test_who_registers_is_found_at_once_and_gets_a_personal_link(
    client: Any, assistent: Assistent
) -> None:
    antwoord = await meld_aan(client, assistent, gemeente="Beemster")

    assert antwoord.status_code == 200
    (noor,) = assistent.mensen.collegas()
    assert (noor.naam, noor.gemeente, noor.toestemming) == ("Noor Jansen", "GM0439", True)
    eigen = await open_formulier(client, persoonlijk(antwoord.text))
    assert eigen.velden["naam"] == ["Noor Jansen"]
    assert eigen.velden["gemeente"] == ["Purmerend"]
    assert eigen.velden["toestemming"] == ["ja"]


async def test_faults_are_told_beside_the_field_and_nothing_is_lost(
    client: Any, assistent: Assistent
) -> None:
    antwoord = await meld_aan(
        client, assistent, gemeente="Zwole", toestemming="", over='"><script>x</script>'
    )

    assert antwoord.status_code == 422
    assert "Bedoel je Zwolle" in antwoord.text
    assert 'aria-describedby="hulp-gemeente fout-gemeente"' in antwoord.text
    formulier = Formulier(antwoord.text)
    assert formulier.scripts == 0
    assert formulier.velden["over"] == ['"><script>x</script>']
    assert formulier.velden["themas"] == ["jeugd", "wonen"]
    assert assistent.mensen.collegas() == ()


async def test_an_address_can_be_registered_once(client: Any, assistent: Assistent) -> None:
    await meld_aan(client, assistent)
    weer = await meld_aan(client, assistent, email="NOOR@zwolle.nl", naam="Iemand Anders")

    assert weer.status_code == 409
    assert "/collega/ik/" not in weer.text
    assert [c.naam for c in assistent.mensen.collegas()] == ["Noor Jansen"]


# --- changing and withdrawing -------------------------------------------------------------------------------------


async def test_a_change_and_a_break_hold_at_once(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    pad = make_persoonlijk_pad(assistent, collega.id)
    tot = (assistent.now() + timedelta(days=10)).date()

    anders = {"functie": "Adviseur wonen", "pauze_tot": tot.isoformat()}
    antwoord = await verstuur(client, pad, {**INGEVULD, **anders})

    assert antwoord.status_code == 200
    nu = assistent.mensen.find(collega.id)
    assert nu and (nu.functie, nu.pauze_tot) == ("Adviseur wonen", tot)
    assert assistent.beurten.find_collegas(Vraag(themas=("jeugd",), gemeente=ZWOLLE)) == []


async def test_withdrawing_asks_once_and_then_wipes(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    pad = make_persoonlijk_pad(assistent, collega.id)

    assert (await client.get(f"{pad}/stop")).status_code == 200
    assert assistent.mensen.find(collega.id)
    antwoord = await verstuur(client, f"{pad}/stop", {})

    assert "niet meer in de lijst" in antwoord.text
    assert assistent.mensen.find(collega.id) is None
    assert (await client.get(pad)).status_code == 404
    assert (await client.post(pad, data=INGEVULD)).status_code == 403


async def test_the_address_of_someone_else_cannot_be_taken(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    await meld_aan(client, assistent, email="bram@zwolle.nl")

    antwoord = await verstuur(
        client, make_persoonlijk_pad(assistent, collega.id), {**INGEVULD, "email": "bram@zwolle.nl"}
    )

    assert antwoord.status_code == 422
    assert "hoort al bij iemand anders" in antwoord.text


# --- a contactverzoek ---------------------------------------------------------------------------------------------


async def test_a_yes_comes_into_the_gesprek(
    client: Any, assistent: Assistent, gesprek: Any, contactpad: str
) -> None:
    pagina = await client.get(contactpad)
    assert "Hoe &lt;b&gt;korten&lt;/b&gt; we de wachtlijst?" in pagina.text
    assert Formulier(pagina.text).knoppen == ["ja", "nee"]

    antwoord = await verstuur(client, contactpad, {"antwoord": "ja"})

    assert "Je zei ja" in antwoord.text
    laatste = (await gesprek.berichten())[-1]
    assert laatste["gegevens"]["contact"]["email"] == "noor@zwolle.nl"
    weer = await client.get(contactpad)
    assert "Je zei ja" in weer.text
    assert Formulier(weer.text).knoppen == []


async def test_a_yes_reaches_who_looks_on_at_once(
    server: Any, assistent: Assistent, collega: Collega
) -> None:
    gesprek = (await server.post("/api/gesprekken")).json()
    vraag = Vraag(tekst="Hoe korten we de wachtlijst?", themas=("jeugd",))
    assistent.mensen.vraag_contact(gesprek["gesprek"], collega.id, vraag)
    ((verzoek, _),) = assistent.mensen.open_verzoeken()
    na = gesprek["berichten"][-1]["volgnr"]
    url = f"/api/gesprekken/{gesprek['gesprek']}/stroom?na={na}"
    koppen = {"Authorization": f"Bearer {gesprek['token']}"}

    async with server.stream("GET", url, headers=koppen) as stroom:
        regels = stroom.aiter_lines()
        await verstuur(server, make_contactpad(assistent, verzoek), {"antwoord": "ja"})
        async for regel in regels:
            if "noor@zwolle.nl" in regel:
                break


async def test_a_no_tells_nothing(
    client: Any, assistent: Assistent, gesprek: Any, contactpad: str
) -> None:
    await verstuur(client, contactpad, {"antwoord": "nee"})
    daarna = await client.post(contactpad, data={"antwoord": "ja"})

    assert daarna.status_code == 403
    alles = str(await gesprek.berichten())
    assert "geen ruimte" in alles
    assert "noor@zwolle.nl" not in alles


async def test_opening_the_link_answers_nothing(
    client: Any, assistent: Assistent, contactpad: str
) -> None:
    for methode in ("GET", "HEAD"):
        await client.request(methode, contactpad)
    await verstuur(client, contactpad, {"antwoord": "misschien"})

    ((verzoek, _),) = assistent.mensen.open_verzoeken()
    assert verzoek.status is Contactstatus.OPEN


async def test_the_own_page_shows_what_waits(
    client: Any, assistent: Assistent, collega: Collega, contactpad: str
) -> None:
    pagina = (await client.get(make_persoonlijk_pad(assistent, collega.id))).text

    assert "willen contact met je" in pagina
    assert "wachtlijst" in pagina
    link = re.search(r'href="(/contact/[^"]+)"', pagina)
    assert link
    assert (await client.get(link[1])).status_code == 200


async def test_a_verzoek_of_a_forgotten_gesprek_is_gone(
    client: Any, assistent: Assistent, gesprek: Any, contactpad: str
) -> None:
    assistent.vergeet_gesprek(gesprek.id)

    antwoord = await client.get(contactpad)

    assert antwoord.status_code == 404
    assert "teruggenomen" in antwoord.text


# --- keys ---------------------------------------------------------------------------------------------------------

PADEN = ("/collega/nieuw/", "/collega/link/", "/collega/bevestig/", "/collega/ik/", "/contact/")


@pytest.mark.parametrize("pad", PADEN)
@pytest.mark.parametrize("sleutel", ["onzin", "a.b.c", "%00", "é"])
async def test_a_forged_key_opens_nothing(client: Any, pad: str, sleutel: str) -> None:
    antwoord = await client.get(pad + sleutel)

    assert antwoord.status_code == 401
    assert "Deze link werkt niet" in antwoord.text
    assert antwoord.headers["content-type"].startswith("text/html")


async def test_a_key_is_for_one_purpose(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    sleutel = make_persoonlijk_pad(assistent, collega.id).rpartition("/")[2]

    for pad in PADEN:
        verwacht = 200 if pad == "/collega/ik/" else 401
        assert (await client.get(pad + sleutel)).status_code == verwacht


async def test_a_key_runs_out(client: Any, assistent: Assistent, klok: Any) -> None:
    pad = make_formulierpad(assistent, VOORAF)
    klok.verder(minutes=assistent.settings.token_minuten)

    assert (await client.get(pad)).status_code == 401


async def test_a_form_from_elsewhere_does_nothing(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    pad = make_persoonlijk_pad(assistent, collega.id)
    ander = await open_formulier(client, make_formulierpad(assistent, VOORAF))

    zonder = await client.post(f"{pad}/stop")
    van_ander = await client.post(f"{pad}/stop", data={"formulier": ander.velden["formulier"]})
    elders = await verstuur(client, f"{pad}/stop", {}, **{"Sec-Fetch-Site": "cross-site"})

    assert [a.status_code for a in (zonder, van_ander, elders)] == [403, 403, 403]
    assert assistent.mensen.find(collega.id)


async def test_odd_bodies_are_refused_without_a_trace(client: Any, assistent: Assistent) -> None:
    pad = make_formulierpad(assistent, VOORAF)
    for inhoud, status in ((b"\xff\xfe=%zz", 403), (b"a=1&" * 500, 422), (b"x" * 40_000, 413)):
        antwoord = await client.post(pad, content=inhoud)
        assert antwoord.status_code == status
        assert "Traceback" not in antwoord.text


async def test_many_forms_in_a_row_are_held_back(client: Any, assistent: Assistent) -> None:
    pad = make_formulierpad(assistent, VOORAF)
    antwoorden = [await client.post(pad) for _ in range(125)]

    assert antwoorden[0].status_code == 403
    assert antwoorden[-1].status_code == 429
    assert int(antwoorden[-1].headers["retry-after"]) > 0


# --- the chat -----------------------------------------------------------------------------------------------------


async def test_the_chat_shows_a_fresh_link(client: Any, assistent: Assistent, gesprek: Any) -> None:
    bericht = {"soort": "uitleg", "tekst": "Zo werkt het.", "gegevens": {"formulier": VOORAF}}
    assistent.opslag.add_uitgaand(gesprek.id, None, [bericht], now=assistent.now(), status=None)

    (link,) = (await gesprek.berichten())[-1]["gegevens"]["links"]

    assert link["titel"] == "Meld je aan als collega"
    assert (await client.get(link["url"])).status_code == 200


async def test_a_button_on_a_card_may_be_pressed(assistent: Assistent, gesprek: Any) -> None:
    acties = [{"titel": "Vraag contact", "keuze": "vraag_contact:1"}]
    kaart = {"soort": "collegas", "tekst": "x", "gegevens": {"collegas": [{"acties": acties}]}}
    assistent.opslag.add_uitgaand(gesprek.id, None, [kaart], now=assistent.now(), status=None)

    assert (await gesprek.zeg(keuze="vraag_contact:1")).status_code == 200
    assert (await gesprek.zeg(keuze="vraag_contact:2")).status_code == 422


async def test_without_email_the_own_page_is_through_the_beheerder(
    client: Any, assistent: Assistent
) -> None:
    pad = make_formulierpad(assistent, {**VOORAF, "pagina": "wijzigen"})

    pagina = (await client.get(pad)).text

    assert "Vraag je beheerder" in pagina
    assert 'type="email"' not in pagina


async def test_an_example_is_not_taken_for_the_owner_of_an_address(
    client: Any, assistent: Assistent, collega: Collega
) -> None:
    assistent.opslag.mensen.replace([replace(collega, voorbeeld=True)])

    assert assistent.mensen.find_by_email("noor@zwolle.nl") is None
