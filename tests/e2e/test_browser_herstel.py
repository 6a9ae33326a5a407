"""Whatever breaks while an advisor is busy: what was typed is answered, once, and the gesprek goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.systeem import STOP_BINNEN, Systeem

pytestmark = pytest.mark.browser

SCHULDEN = "Hoe bereiken we jongeren met schulden in Zwolle?"
NA_HERSTART_MS = 180_000


def test_what_is_typed_offline_is_sent_when_the_network_is_back(open_chat) -> None:
    chat = open_chat(fouten_mogen=True).open()
    chat.zeg("Nee, liever niet")
    chat.page.context.set_offline(True)

    chat.zeg(SCHULDEN, wacht=False)
    expect(chat.log.locator(".eigen-status").last).to_have_text("wordt verstuurd ...")
    expect(chat.status).to_contain_text("Verbinding kwijt")
    chat.page.context.set_offline(False)
    chat.wacht_op_antwoord()

    expect(chat.soort("begrepen")).to_have_count(1)
    expect(chat.eigen.get_by_text(SCHULDEN, exact=True)).to_have_count(1)
    expect(chat.status).to_be_empty()


def test_what_was_typed_offline_survives_a_reload(open_chat) -> None:
    chat = open_chat(fouten_mogen=True).open()
    chat.page.route("**/berichten", lambda route: route.abort())
    chat.zeg(SCHULDEN, wacht=False)
    expect(chat.status).to_contain_text("Verbinding kwijt")

    chat.page.reload()
    expect(chat.eigen).to_have_text([SCHULDEN])
    chat.page.unroute("**/berichten")
    chat.wacht_op_antwoord()

    expect(chat.soort("begrepen")).to_have_count(1)
    expect(chat.eigen.get_by_text(SCHULDEN, exact=True)).to_have_count(1)


def test_an_answer_that_says_it_is_accepted_but_gets_lost_is_not_sent_twice(open_chat) -> None:
    chat = open_chat(fouten_mogen=True).open()
    verzonden = []

    def verlies_antwoord(route):
        verzonden.append(route.request.post_data_json)
        if len(verzonden) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/berichten", verlies_antwoord)
    chat.zeg(SCHULDEN)
    chat.page.wait_for_timeout(1500)

    assert len(verzonden) == 2
    assert verzonden[0] == verzonden[1]
    expect(chat.soort("begrepen")).to_have_count(1)
    expect(chat.eigen).to_have_count(1)


def test_a_killed_rasa_is_restarted_and_answers_what_waited_once(
    open_chat, herstartbaar: Systeem
) -> None:
    chat = open_chat(waar=herstartbaar).open()
    chat.zeg(SCHULDEN)
    voor = chat.log.inner_text()

    dood = herstartbaar.kill_rasa()
    chat.zeg("sla over", wacht=False)

    melding = chat.soort("melding").filter(has_text="bewaard")
    expect(melding).to_have_count(1)
    expect(chat.antwoorden.filter(has_text="laten we open")).to_have_count(
        1, timeout=NA_HERSTART_MS
    )
    herstartbaar.wacht_klaar()
    chat.wacht_op_antwoord()
    assert dood not in [proces.pid for proces in herstartbaar.processen()]
    assert chat.log.inner_text().startswith(voor)
    _check_niets_dubbel(chat)
    expect(chat.eigen).to_have_text([SCHULDEN, "sla over"])


def test_a_restart_of_everything_goes_on_in_the_same_tab(open_chat, herstartbaar: Systeem) -> None:
    chat = open_chat(waar=herstartbaar, fouten_mogen=True).open()
    chat.zeg("Nee, liever niet")
    chat.zeg(SCHULDEN)
    voor = chat.log.inner_text()

    assert herstartbaar.stop() < STOP_BINNEN
    try:
        chat.zeg("Wat weet je al?", wacht=False)
        expect(chat.log.locator(".eigen-status").last).to_have_text("wordt verstuurd ...")
        expect(chat.status).to_contain_text("Verbinding kwijt")
    finally:
        herstartbaar.start()

    expect(chat.antwoorden.locator(".kaart-samenvatting")).to_have_count(1, timeout=NA_HERSTART_MS)
    chat.wacht_op_antwoord()
    expect(chat.status).to_be_empty()
    assert chat.log.inner_text().startswith(voor)
    expect(chat.log).to_contain_text("Zwolle")
    _check_niets_dubbel(chat)
    chat.verhelder_verder()
    na = chat.log.inner_text()
    chat.page.reload()
    chat.wacht_op_antwoord()
    assert chat.log.inner_text().replace(" (gekozen)", "") == na.replace(" (gekozen)", "")


def _check_niets_dubbel(chat) -> None:
    """The page shows what the server has, in that order, each once."""
    bewaard = chat.page.evaluate("JSON.parse(Object.values(sessionStorage)[0])")
    antwoord = chat.page.request.get(
        f"{chat.adres}/api/gesprekken/{bewaard['gesprek']}/verloop",
        headers={"Authorization": f"Bearer {bewaard['token']}"},
    )
    verloop = antwoord.json()["berichten"]
    nummers = [b["volgnr"] for b in verloop if b["van"] == "assistent"]
    assert nummers == sorted(set(nummers))
    expect(chat.berichten).to_have_count(len(nummers))
    expect(chat.eigen).to_have_text([b["tekst"] for b in verloop if b["van"] == "adviseur"])
