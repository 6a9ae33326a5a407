"""What an advisor does in the browser, from the first visit to what is taken along."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SCHULDEN = "Hoe bereiken we jongeren met schulden in Zwolle?"
EENZAAM = "Wat werkt tegen eenzaamheid bij ouderen in Assen?"


def test_a_first_visit_says_what_this_is_and_offers_the_privacy_choice(chat, schermen) -> None:
    welkom = chat.soort("welkom")

    expect(welkom).to_have_count(1)
    expect(welkom).to_contain_text("computerprogramma")
    expect(welkom).to_contain_text("bewaar dit gesprek 90 dagen")
    expect(chat.paneel).to_contain_text("Digitale assistent, geen mens")
    assert _knoppen(welkom) == ["Ja, dat mag", "Nee, liever niet", "Wat bewaar je?"]
    schermen(chat.page, "welkom")


@pytest.mark.parametrize("keuze", ["Ja, dat mag", "Nee, liever niet"])
def test_either_privacy_choice_leads_to_the_question(chat, keuze: str) -> None:
    chat.kies(keuze)

    expect(chat.antwoorden.last).to_contain_text("wat is je vraag")
    chat.zeg(SCHULDEN)
    expect(chat.antwoorden.first.locator(".kaart-begrepen")).to_contain_text("Zwolle")


def test_a_question_becomes_a_plan_bronnen_collegas_a_comparison_and_a_page(
    chat, schermen, tmp_path: Path
) -> None:
    chat.verhelder()

    begrepen = chat.soort("begrepen").first.locator(".kaart")
    expect(begrepen).to_contain_text("Amersfoort")
    expect(begrepen.get_by_role("button", name="Wijzig gemeente")).to_be_visible()
    vraag = chat.soort("vraag").first
    expect(vraag).to_contain_text("nog ongeveer")
    assert {"Sla over", "Waarom vraag je dit?"} <= set(_knoppen(vraag))
    samenvatting = chat.antwoorden.locator(".kaart-samenvatting")
    expect(samenvatting.locator(".voor")).to_contain_text("jongeren met schulden")
    expect(samenvatting.locator(".na")).to_contain_text("Amersfoort")
    schermen(chat.page, "samenvatting")

    chat.kies("Ja, dit klopt")
    chat.kies("Alles bij elkaar")
    _check_plan(chat.antwoorden.locator(".kaart-stappenplan"))
    _check_bronnen(chat.antwoorden.locator(".kaart-bronnen"))
    _check_collegas(chat.antwoorden.locator(".kaart-collegas"))

    titels = chat.log.locator(".kaart-bronnen .bron h4 .linktekst").all_inner_texts()
    vergelijking = chat.zeg("vergelijk 1 en 3").locator(".kaart-vergelijking")
    expect(vergelijking.get_by_role("columnheader")).to_contain_text([titels[0], titels[2]])
    assert vergelijking.get_by_role("rowheader").count() >= 6

    _check_meenemen(chat.zeg("ik wil dit graag meenemen"), tmp_path, schermen)


def _check_plan(plan: Locator) -> None:
    stappen = plan.locator("li.stap")
    assert 4 <= stappen.count() <= 7
    expect(plan.locator(".balans dt")).to_have_text(
        ["Ervaringskennis", "Professionele kennis", "Wetenschappelijke kennis"]
    )
    eerste = stappen.first
    expect(eerste.get_by_text("Zo pak je het aan")).to_be_hidden()
    eerste.locator("summary").click()
    for kop in (
        "Waarom",
        "Zo pak je het aan",
        "Wie je erbij betrekt",
        "Let op",
        "Vraag aan jezelf",
    ):
        expect(eerste.get_by_text(kop, exact=True)).to_be_visible()


def _check_bronnen(kaart: Locator) -> None:
    bronnen = kaart.locator("li.bron")
    assert 3 <= bronnen.count() <= 5
    for bron in bronnen.all():
        expect(bron.locator(".waarom")).to_contain_text("Waarom deze:")
        expect(bron.locator("summary")).to_have_text(re.compile("Waar rust dit op?"))
    for link in bronnen.get_by_role("link").all():
        assert re.match(r"https?://", link.get_attribute("href") or "")
        assert link.get_attribute("rel") == "noopener noreferrer"


def _check_collegas(kaart: Locator) -> None:
    collegas = kaart.locator("li.collega")
    assert 2 <= collegas.count() <= 4
    expect(collegas.get_by_text("Over de schutting", exact=True)).to_have_count(1)
    for collega in collegas.all():
        expect(collega.get_by_text("Voorbeeldpersoon", exact=True)).to_be_visible()
        expect(collega.locator(".waarom")).to_contain_text("Waarom:")
    assert "bestaat niet echt" in kaart.inner_text()


def _check_meenemen(
    antwoorden: Locator, tmp_path: Path, schermen: Callable[[Page, str], None]
) -> None:
    with antwoorden.page.context.expect_page() as nieuw:
        antwoorden.get_by_role("link", name=re.compile("print")).click()
    pagina = nieuw.value
    pagina.wait_for_load_state()
    fouten: list[str] = []
    pagina.on("console", lambda melding: fouten.append(melding.text))
    pagina.reload()
    expect(pagina.locator("html")).to_have_attribute("lang", "nl")
    expect(pagina.locator("h1")).to_have_count(1)
    for deel in ("jongeren met schulden", "Amersfoort"):
        expect(pagina.locator("body")).to_contain_text(deel)
    schermen(pagina, "meenemen")
    pdf = tmp_path / "meenemen.pdf"
    pagina.pdf(path=pdf, prefer_css_page_size=True, format="A4")
    assert 1 <= _paginas(pdf) <= 2
    assert not fouten
    markdown = antwoorden.get_by_role("link", name=re.compile("Markdown")).get_attribute("href")
    tekst = pagina.request.get(markdown or "")
    assert tekst.headers["content-type"].startswith("text/markdown")
    assert tekst.text().startswith("# ")
    assert "Amersfoort" in tekst.text()
    pagina.close()


def _paginas(pdf: Path) -> int:
    """How many pages a PDF of Chromium has: its page objects are not compressed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def test_wijzig_in_the_card_corrects_what_was_understood(chat) -> None:
    chat.zeg(SCHULDEN)

    chat.antwoorden.get_by_role("button", name="Wijzig gemeente").click()
    chat.wacht_op_antwoord()
    expect(chat.eigen.last).to_have_text("Wijzig: Gemeente")
    expect(chat.antwoorden.last).to_contain_text("gemeente")
    chat.zeg("Deventer")
    chat.zeg("wat weet je al?")

    samenvatting = chat.log.locator(".kaart-samenvatting").last
    expect(samenvatting).to_contain_text("Deventer")
    expect(samenvatting.locator(".aspecten")).not_to_contain_text("Zwolle")


def test_who_types_instead_of_pressing_gets_on(chat) -> None:
    chat.zeg("nee, liever niet")
    chat.zeg("Wat werkt tegen eenzaamheid bij ouderen?")
    aantal = chat.soort("vraag").count()
    chat.zeg("sla over")

    expect(chat.antwoorden.first).to_contain_text("laten we open")
    assert chat.soort("vraag").count() + chat.soort("samenvatting").count() > aantal


def test_a_button_far_above_still_does_what_it_says(chat) -> None:
    chat.verhelder(SCHULDEN)
    chat.kies("Ja, dit klopt")

    oude = chat.soort("vraag").first.get_by_role("list", name="Keuzes").get_by_role("button").nth(1)
    titel = oude.inner_text()
    oude.click()
    chat.wacht_op_antwoord()

    expect(chat.eigen.last).to_have_text(titel)
    expect(chat.antwoorden.first).to_be_visible()
    expect(oude).to_have_accessible_name(f"{titel} (gekozen)")


def test_a_button_of_an_earlier_question_is_refused_in_words(chat) -> None:
    chat.zeg(SCHULDEN)
    keuzes = chat.soort("vraag").first.get_by_role("list", name="Keuzes").get_by_role("button")
    chat.menu("Nieuwe vraag")
    chat.wacht_op_antwoord()

    keuzes.first.click()
    chat.wacht_op_antwoord()

    expect(chat.antwoorden.first).to_contain_text("al hebben afgesloten")


def test_a_reload_keeps_the_history_the_draft_and_whether_it_is_open(chat) -> None:
    chat.zeg(SCHULDEN)
    voor = chat.log.inner_text()
    chat.veld.fill("een half bericht")

    chat.page.reload()
    chat.wacht_op_antwoord()
    assert chat.log.inner_text() == voor
    expect(chat.veld).to_have_value("een half bericht")

    chat.element.get_by_role("button", name="Sluit het gesprek").click()
    chat.page.reload()
    expect(chat.starter).to_be_visible()
    expect(chat.paneel).to_be_hidden()
    chat.starter.click()
    chat.wacht_op_antwoord()
    assert chat.log.inner_text() == voor


def test_two_advisors_at_once_never_see_each_other(open_chat) -> None:
    een, ander = open_chat().open(), open_chat().open()

    een.zeg(SCHULDEN, wacht=False)
    ander.zeg(EENZAAM, wacht=False)
    een.wacht_op_antwoord()
    ander.wacht_op_antwoord()

    expect(een.log).to_contain_text("Zwolle")
    expect(een.log).not_to_contain_text("Assen")
    expect(ander.log).to_contain_text("Assen")
    expect(ander.log).not_to_contain_text("Zwolle")


def test_two_tabs_of_one_browser_are_two_gesprekken(open_chat) -> None:
    een = open_chat().open()
    ander = type(een)(een.page.context.new_page(), een.adres).open()

    een.zeg(SCHULDEN)

    expect(ander.berichten).to_have_count(1)
    expect(ander.log).not_to_contain_text("Zwolle")


@pytest.mark.parametrize(
    "tekst",
    [
        "<img src=x onerror=\"document.title='gekaapt'\"> schulden bij jongeren",
        "<script>document.title='gekaapt'</script> jongeren met schulden",
        "[klik](javascript:alert(1)) **jongeren** met schulden &lt;b&gt;",
        'javascript:alert(1) https://voorbeeld.invalid/" onmouseover="alert(1) schulden bij jongeren',
    ],
)
def test_markup_that_is_typed_shows_as_text(chat, tekst: str) -> None:
    titel = chat.page.title()
    chat.zeg(tekst)

    expect(chat.eigen.last).to_have_text(tekst)
    chat.page.reload()
    chat.wacht_op_antwoord()
    assert chat.page.title() == titel
    assert (
        chat.log.locator(
            "img, script, iframe, [onerror], [onmouseover], a[href^='javascript']"
        ).count()
        == 0
    )


def test_one_very_long_word_stays_inside(open_chat) -> None:
    chat = open_chat(breedte=320, hoogte=640).open()

    chat.zeg("schuldhulpverlening" * 60)

    assert chat.element.locator(".rol").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_too_long_stays_in_the_field_and_says_so(chat) -> None:
    chat.veld.fill("a" * 2001)
    chat.veld.press("Enter")

    expect(chat.veld).to_have_value("a" * 2001)
    expect(chat.element.get_by_text("1 teken te lang")).to_be_visible()
    expect(chat.veld).to_have_attribute("aria-invalid", "true")
    expect(chat.eigen).to_have_count(0)


def test_forgetting_from_the_menu_erases_it_here_and_on_the_server(chat) -> None:
    chat.zeg(SCHULDEN)
    bewaard = _bewaard(chat)

    chat.menu("Vergeet dit gesprek")
    chat.element.get_by_role("button", name="Nee, ga terug").click()
    expect(chat.log).to_contain_text("Zwolle")
    chat.menu("Vergeet dit gesprek")
    chat.element.get_by_role("button", name="Ja, vergeet dit gesprek").click()

    expect(chat.log).to_contain_text("Dit gesprek is gewist.")
    expect(chat.log).not_to_contain_text("Zwolle")
    assert _status(chat, bewaard) == 404
    assert chat.page.evaluate("sessionStorage.length") == 0
    assert chat.focus().startswith("button")
    chat.element.get_by_role("button", name="Begin een nieuw gesprek").click()
    chat.wacht_op_antwoord()
    expect(chat.soort("welkom")).to_have_count(1)


def test_typing_vergeet_mij_erases_it_too(chat) -> None:
    chat.zeg(SCHULDEN)
    bewaard = _bewaard(chat)
    chat.zeg("vergeet mij")

    chat.kies("Ja, wis alles", wacht=False)

    expect(chat.log).to_contain_text("Dit gesprek is gewist.")
    expect(chat.log).not_to_contain_text("Zwolle")
    assert _status(chat, bewaard) == 404
    assert chat.focus() != "body"
    chat.element.get_by_role("button", name="Begin een nieuw gesprek").click()
    chat.wacht_op_antwoord()
    expect(chat.soort("welkom")).to_have_count(1)


def test_a_gesprek_that_is_gone_gives_the_typed_text_back(open_chat) -> None:
    # the refused calls show in the console, as they should
    chat = open_chat(fouten_mogen=True).open()
    bewaard = _bewaard(chat)
    chat.page.request.delete(
        f"{chat.adres}/api/gesprekken/{bewaard['gesprek']}",
        headers={"Authorization": f"Bearer {bewaard['token']}"},
    )

    expect(chat.log).to_contain_text("Dit gesprek is gewist.")
    chat.page.evaluate(
        "([k, v]) => sessionStorage.setItem(k, JSON.stringify({...v, open: true, concept: 'mijn tekst'}))",
        [f"vraagwijs:{chat.adres}", bewaard],
    )
    chat.page.reload()

    expect(chat.log).to_contain_text("Je vorige gesprek bestaat niet meer.")
    expect(chat.soort("welkom")).to_have_count(1)
    expect(chat.veld).to_have_value("mijn tekst")


def _knoppen(bericht: Locator) -> list[str]:
    return bericht.get_by_role("list", name="Keuzes").get_by_role("button").all_inner_texts()


def _bewaard(chat) -> dict[str, str]:
    bewaard: dict[str, str] = chat.page.evaluate("JSON.parse(Object.values(sessionStorage)[0])")
    return {naam: bewaard[naam] for naam in ("gesprek", "token")}


def _status(chat, bewaard: dict[str, str]) -> int:
    antwoord = chat.page.request.get(
        f"{chat.adres}/api/gesprekken/{bewaard['gesprek']}/berichten",
        headers={"Authorization": f"Bearer {bewaard['token']}"},
    )
    return int(antwoord.status)
