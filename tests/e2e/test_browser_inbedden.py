"""In someone else's page: one script and one tag, the page's own style kept out, its theme taken over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

pytestmark = pytest.mark.browser

_PAGINA = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Ons intranet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/widget/logo.svg"><link rel="stylesheet" href="/intranet.css">
<script type="module" src="/widget/vraagwijs.js"></script></head>
<body><main><h1>Ons intranet</h1><p>Welkom.</p></main>{tag}</body></html>"""
# A page whose rules would spoil the chat if they reached it, and a theme that must reach it
_STIJL = """:root { --utrecht-button-primary-action-background-color: #8a1538; }
button, p, h2, h3, li { background: lime !important; font-size: 3rem !important; letter-spacing: 1em; }
.vak { block-size: 40rem; inline-size: 30rem; }"""


@pytest.fixture
def intranet(open_chat):
    """Opens a page of the same origin with *tag* in it."""

    def open_(tag: str):
        chat = open_chat()
        kop = {"Content-Security-Policy": "default-src 'self'"}

        def pagina(route: Route) -> None:
            route.fulfill(content_type="text/html", headers=kop, body=_PAGINA.format(tag=tag))

        chat.page.route("**/intranet", pagina)
        chat.page.route(
            "**/intranet.css", lambda r: r.fulfill(content_type="text/css", body=_STIJL)
        )
        chat.page.goto(f"{chat.adres}/intranet")
        return chat

    return open_


def test_one_script_and_one_tag_give_a_chat_in_the_style_of_the_page(intranet) -> None:
    chat = intranet('<vraagwijs-chat titel="Vraag het ons"></vraagwijs-chat>')

    expect(chat.starter).to_be_visible()
    expect(chat.paneel).to_be_hidden()
    chat.starter.click()
    chat.wacht_op_antwoord()
    expect(chat.paneel.get_by_role("heading", name="Vraag het ons")).to_be_visible()
    expect(chat.element.locator(".verstuur")).to_have_css("background-color", "rgb(138, 21, 56)")
    knop = chat.log.get_by_role("button", name="Nee, liever niet")
    expect(knop).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(knop).to_have_css("font-size", "15px")
    chat.zeg("Hoe bereiken we jongeren met schulden in Zwolle?")
    expect(chat.soort("begrepen").first).to_contain_text("Zwolle")


def test_it_starts_nothing_before_it_is_opened(open_chat, intranet) -> None:
    chat = intranet("<vraagwijs-chat></vraagwijs-chat>")
    verzoeken: list[str] = []
    chat.page.on("request", lambda verzoek: verzoeken.append(verzoek.url))

    chat.page.reload()
    expect(chat.starter).to_be_visible()
    chat.page.wait_for_timeout(300)

    assert not [url for url in verzoeken if "/api/" in url]
    assert chat.page.evaluate("sessionStorage.length") <= 1


def test_with_vol_it_fills_the_place_where_it_stands(intranet) -> None:
    chat = intranet('<div class="vak"><vraagwijs-chat vol></vraagwijs-chat></div>')

    chat.wacht_op_antwoord()
    vak = chat.page.locator(".vak").bounding_box()
    paneel = chat.paneel.bounding_box()
    assert vak is not None
    assert paneel is not None
    assert abs(vak["width"] - paneel["width"]) <= 1
    assert abs(vak["height"] - paneel["height"]) <= 1
    expect(chat.element.get_by_role("button", name=re.compile("Sluit"))).to_have_count(0)


def test_the_page_can_open_and_close_it(intranet) -> None:
    chat = intranet("<vraagwijs-chat></vraagwijs-chat>")
    expect(chat.starter).to_be_visible()

    chat.page.evaluate("document.querySelector('vraagwijs-chat').toon()")
    chat.wacht_op_antwoord()
    chat.page.evaluate("document.querySelector('vraagwijs-chat').verberg()")

    expect(chat.paneel).to_be_hidden()
    assert "Stel je vraag" in chat.focus()
