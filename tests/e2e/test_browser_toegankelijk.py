"""Everyone can use it: keyboard, screen reader, narrow and magnified screens, less motion (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SCHULDEN = "Hoe bereiken we jongeren met schulden in Zwolle?"
_WCAG = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# breedte, hoogte, opties; the last is a screen of 1280 wide at 200 %
SCHERMEN = [
    pytest.param(320, 640, {}, id="320"),
    pytest.param(768, 1024, {}, id="768"),
    pytest.param(1280, 900, {}, id="1280"),
    pytest.param(640, 450, {"device_scale_factor": 2}, id="200-procent"),
    pytest.param(320, 256, {"device_scale_factor": 4}, id="400-procent"),
]


def test_a_whole_gesprek_goes_with_the_keyboard_only(open_chat) -> None:
    chat = open_chat().open()
    toets = _Toetsen(chat)

    toets.naar("Nee, liever niet")
    toets("Enter")
    chat.wacht_op_antwoord()
    assert chat.focus().startswith("textarea")
    chat.page.keyboard.type(SCHULDEN)
    toets("Enter")
    chat.wacht_op_antwoord()
    for _ in range(8):
        if chat.antwoorden.locator(".kaart-samenvatting").count():
            break
        keuze = chat.antwoorden.get_by_role("list", name="Keuzes").last.get_by_role("button").first
        toets.terug_naar(keuze.inner_text())
        toets("Enter")
        chat.wacht_op_antwoord()
    toets.terug_naar("Ja, dit klopt")
    toets("Enter")
    chat.wacht_op_antwoord()
    toets.terug_naar("Stappenplan")
    toets("Enter")
    chat.wacht_op_antwoord()
    toets.terug_naar("Meer over deze stap")
    toets("Enter")
    expect(chat.antwoorden.locator("details[open]")).to_have_count(1)


def test_escape_closes_one_thing_at_a_time_and_gives_the_focus_back(open_chat) -> None:
    chat = open_chat().open()
    toets = _Toetsen(chat)
    chat.veld.focus()

    toets("Escape")
    expect(chat.paneel).to_be_hidden()
    assert "Stel je vraag" in chat.focus()
    toets("Enter")
    expect(chat.paneel).to_be_visible()
    assert chat.focus().startswith("textarea")

    toets.terug_naar("Menu")
    toets("Enter")
    toets("Escape")
    assert "Menu" in chat.focus()
    expect(chat.paneel).to_be_visible()
    toets("Enter")
    toets.naar("Vergeet dit gesprek")
    toets("Enter")
    expect(chat.element.get_by_role("dialog")).to_be_visible()
    assert "Nee, ga terug" in chat.focus()
    toets("Escape")
    expect(chat.element.get_by_role("dialog")).to_be_hidden()
    chat.page.wait_for_timeout(100)
    assert "Menu" in chat.focus()


class _Toetsen:
    """The keyboard; after every key the focus must be somewhere."""

    def __init__(self, chat: Any) -> None:
        self._chat = chat

    def __call__(self, toets: str) -> None:
        self._chat.page.keyboard.press(toets)
        assert self._chat.focus() != "body", f"de focus is weg na {toets}"

    def naar(self, naam: str, toets: str = "Tab") -> None:
        for _ in range(80):
            self(toets)
            if naam in self._chat.focus():
                return
        pytest.fail(f"{naam!r} is met {toets} niet te bereiken")

    def terug_naar(self, naam: str) -> None:
        self.naar(naam, "Shift+Tab")


def test_the_live_region_gets_each_answer_once_and_no_card(open_chat) -> None:
    chat = open_chat().open()
    chat.page.evaluate(
        """() => {
          const log = document.querySelector('vraagwijs-chat').shadowRoot.querySelector('.log');
          window.gemeld = [];
          new MutationObserver((lijst) => lijst.forEach((m) => m.addedNodes.forEach((n) => {
            if (n.getAttribute?.('aria-live') !== 'off') window.gemeld.push(n.textContent);
          }))).observe(log, { childList: true });
        }"""
    )
    expect(chat.log).to_have_attribute("aria-live", "polite")

    chat.zeg("Nee, liever niet")
    chat.verhelder()
    chat.kies("Ja, dit klopt")
    chat.kies("Stappenplan")

    gemeld = chat.page.evaluate("gemeld")
    # every answer but the welcome, and nothing that the advisor said
    assert len(gemeld) == chat.berichten.count() - 1
    gezien = [b.evaluate("e => e.textContent") for b in chat.berichten.all()[1:]]
    assert gemeld == [tekst.replace(" (gekozen)", "") for tekst in gezien]
    plan = chat.soort("stappenplan")
    expect(plan.locator(".kaart")).to_have_attribute("aria-live", "off")
    expect(plan.locator("> .alleen-voorlezen")).to_have_text(
        re.compile(r"Stappenplan met \d stappen\.")
    )


def test_a_rebuilt_history_is_not_read_out_again(open_chat, vol_gesprek) -> None:
    chat = open_chat(bewaard=vol_gesprek)
    chat.page.add_init_script(
        """window.live = [];
        new MutationObserver(() => {
          const log = document.querySelector('vraagwijs-chat')?.shadowRoot?.querySelector('.log');
          if (!log || window.kijkt) return;
          window.kijkt = true;
          new MutationObserver((lijst) => lijst.forEach((m) => m.addedNodes.length
            && window.live.push(log.getAttribute('aria-live')))).observe(log, { childList: true });
        }).observe(document, { childList: true, subtree: true });"""
    )

    chat.open()

    expect(chat.soort("afsluiting")).to_have_count(1)
    expect(chat.log).to_have_attribute("aria-live", "polite")
    assert set(chat.page.evaluate("live")) <= {"off"}


@pytest.mark.parametrize(("breedte", "hoogte", "opties"), SCHERMEN)
def test_nothing_sticks_out_or_is_cut_off(
    open_chat, vol_gesprek, schermen, breedte: int, hoogte: int, opties: dict[str, Any]
) -> None:
    chat = open_chat(
        breedte=breedte, hoogte=hoogte, bewaard=vol_gesprek, reduced_motion="reduce", **opties
    )
    chat.open()
    expect(chat.soort("afsluiting")).to_have_count(1)
    chat.page.evaluate(
        """() => document.querySelector('vraagwijs-chat').shadowRoot
             .querySelectorAll('details').forEach((d) => (d.open = true))"""
    )

    assert chat.page.evaluate(_STEEKT_UIT) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # the field and what was said stay in view together
    assert chat.element.locator(".rol").evaluate("e => e.clientHeight") >= 80
    expect(chat.veld).to_be_in_viewport(ratio=1)
    schermen(chat.page, f"vol-{breedte}x{hoogte}")


@pytest.mark.parametrize("breedte", [320, 1280])
def test_a_table_can_be_scrolled_sideways_with_the_keyboard(
    open_chat, vol_gesprek, breedte: int
) -> None:
    chat = open_chat(breedte=breedte, hoogte=900, bewaard=vol_gesprek).open()
    tabel = chat.log.get_by_role("region", name="Vergelijking")

    tabel.focus()
    for _ in range(12):
        chat.page.keyboard.press("ArrowRight")
    chat.page.wait_for_timeout(300)

    assert tabel.evaluate("e => e.scrollLeft > 0 || e.scrollWidth <= e.clientWidth")


# Visible parts of the widget that lie outside their panel, or whose text is cut off
_STEEKT_UIT = """() => {
  const wortel = document.querySelector('vraagwijs-chat').shadowRoot;
  const vak = wortel.querySelector('.paneel').getBoundingClientRect();
  const fout = [];
  const rol = wortel.querySelector('.rol');
  if (rol.scrollWidth > rol.clientWidth) fout.push('rol schuift opzij');
  for (const e of wortel.querySelectorAll('.paneel *')) {
    if (e.closest('.alleen-voorlezen, .tabel, svg, [hidden]') || !e.getClientRects().length) continue;
    const r = e.getBoundingClientRect();
    if (r.left < vak.left - 1 || r.right > vak.right + 1) fout.push(`${e.localName}.${e.className} steekt uit`);
    const s = getComputedStyle(e);
    if (e !== rol && s.overflowX !== 'visible' && e.localName !== 'textarea' && e.scrollWidth > e.clientWidth + 1)
      fout.push(`${e.localName}.${e.className} is afgekapt`);
  }
  return fout;
}"""


@pytest.mark.parametrize("breedte", [320, 1280])
def test_axe_finds_nothing_on_the_page_and_in_every_card(
    open_chat, vol_gesprek, breedte: int
) -> None:
    chat = open_chat(
        breedte=breedte, hoogte=900, bewaard=vol_gesprek, reduced_motion="reduce", fouten_mogen=True
    ).open()
    expect(chat.soort("afsluiting")).to_have_count(1)
    chat.log.locator("summary").first.click()

    _check_axe(chat.page, "gesprek met alle kaarten")
    chat.element.get_by_role("button", name="Menu").click()
    _check_axe(chat.page, "menu")
    chat.element.get_by_role("button", name="Vergeet dit gesprek").click()
    _check_axe(chat.page, "dialoog")
    chat.page.keyboard.press("Escape")
    chat.element.get_by_role("button", name="Sluit het gesprek").click()
    expect(chat.starter).to_be_visible()
    _check_axe(chat.page, "dicht")


def test_axe_finds_nothing_in_a_first_visit_and_an_open_question(open_chat) -> None:
    chat = open_chat(reduced_motion="reduce", fouten_mogen=True).open()
    _check_axe(chat.page, "welkom")

    chat.zeg(SCHULDEN)
    _check_axe(chat.page, "vraag")
    chat.veld.fill("a" * 2100)
    _check_axe(chat.page, "te lang")


@pytest.mark.parametrize("breedte", [320, 1280])
def test_the_page_to_take_along_is_accessible_and_fits(
    open_chat, vol_gesprek, schermen, breedte: int
) -> None:
    chat = open_chat(breedte=breedte, bewaard=vol_gesprek, fouten_mogen=True).open()
    adres = (
        chat.soort("afsluiting").get_by_role("link", name=re.compile("print")).get_attribute("href")
    )

    chat.page.goto(adres or "")

    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    _check_axe(chat.page, "meenemen")
    schermen(chat.page, f"meenemen-{breedte}")


def _check_axe(page: Page, waar: str) -> None:
    uitkomst = Axe().run(page, options=_WCAG).response
    fouten = [
        f"{f['id']}: {f['help']}: {[n['target'] for n in f['nodes'][:3]]}"
        for f in uitkomst["violations"]
    ]
    assert not fouten, f"{waar}: {fouten}"


def test_who_wants_less_motion_gets_none(open_chat) -> None:
    chat = open_chat(reduced_motion="reduce").open()
    chat.zeg(SCHULDEN)

    bewegend = chat.page.evaluate(
        """() => [...document.querySelector('vraagwijs-chat').shadowRoot.querySelectorAll('*')]
             .filter((e) => getComputedStyle(e).animationName !== 'none'
               || parseFloat(getComputedStyle(e).transitionDuration) > 0).length"""
    )

    assert bewegend == 0


def test_on_a_phone_the_answer_is_not_hidden_behind_the_keyboard(open_chat) -> None:
    chat = open_chat(breedte=390, hoogte=844, has_touch=True, is_mobile=True).open()

    chat.log.get_by_role("button", name="Nee, liever niet").tap()
    chat.wacht_op_antwoord()

    assert "Gesprek" in chat.focus()
