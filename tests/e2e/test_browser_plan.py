"""A plan in the browser: change it, tick it off, go on another day, and print cards for a team."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

MANTELZORG = (
    "We zijn in Zwolle in de uitvoering van ons mantelzorgbeleid en ik zoek praktijkvoorbeelden."
)


def read_titels(plan: Locator) -> list[str]:
    """The titles of the stappen, without the numbers that are read out before them."""
    return [t.splitlines()[-1] for t in plan.locator("li.stap h4").all_inner_texts()]


def has_no_axe_faults(page: Page) -> None:
    assert Axe().run(page).response["violations"] == []


def test_a_stap_is_exchanged_and_ticked_off_from_its_own_place_in_the_plan(open_chat) -> None:
    chat = open_chat().open()
    chat.verhelder(MANTELZORG)
    chat.kies("Ja, dit klopt")
    chat.kies("Stappenplan")
    plan = chat.antwoorden.locator(".kaart-stappenplan")
    titels = read_titels(plan)

    plan.get_by_text("Meer over deze stap").nth(1).click()
    plan.get_by_role("button", name=re.compile(r"Andere stap.*stap 2")).click()
    chat.wacht_op_antwoord()

    nieuw = chat.antwoorden.locator(".kaart-stappenplan")
    expect(nieuw).to_have_count(1)
    na = read_titels(nieuw)
    assert len(na) == len(titels)
    assert len(set(na) - set(titels)) == 1

    nieuw.get_by_text("Meer over deze stap").first.click()
    nieuw.get_by_role("button", name=re.compile(r"Stap is klaar.*stap 1")).click()
    chat.wacht_op_antwoord()
    expect(chat.antwoorden).to_contain_text("stap 1 is klaar")
    chat.kies("Stappenplan")
    expect(chat.antwoorden.locator("li.stap.gedaan")).to_have_count(1)


@pytest.mark.parametrize("breedte", [320, 1280])
def test_another_day_the_gesprek_is_there_as_it_was_left(open_chat, breedte: int) -> None:
    vandaag = open_chat().open()
    vandaag.verhelder(MANTELZORG)
    vandaag.kies("Ja, dit klopt")
    vandaag.kies("Stappenplan")
    vandaag.zeg("stap 1 is klaar")
    link = vandaag.antwoorden.get_by_role("link", name=re.compile("later verder")).get_attribute(
        "href"
    )
    assert link

    morgen = open_chat(breedte=breedte, fouten_mogen=True)
    morgen.page.goto(link)
    morgen.wacht_op_antwoord()

    expect(morgen.log).to_contain_text("stap 1 is klaar")
    breder = morgen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not breder
    has_no_axe_faults(morgen.page)
    morgen.zeg("toon het stappenplan")
    expect(morgen.antwoorden.locator("li.stap.gedaan")).to_have_count(1)


@pytest.mark.parametrize("breedte", [320, 1280])
def test_the_cards_can_be_read_chosen_and_printed(open_chat, breedte: int) -> None:
    chat = open_chat(breedte=breedte, fouten_mogen=True)
    page = chat.page
    page.goto(f"{chat.adres}/gesprekskaarten")
    alle = page.locator("li.kaart").count()

    page.get_by_label("In welke fase zitten jullie?").select_option("uitvoering")
    page.get_by_role("button", name="Toon deze kaarten").click()

    expect(page).to_have_url(re.compile("fase=uitvoering"))
    minder = page.locator("li.kaart").count()
    assert 0 < minder < alle
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    has_no_axe_faults(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_be_hidden()
    expect(page.locator("li.kaart").first).to_be_visible()
