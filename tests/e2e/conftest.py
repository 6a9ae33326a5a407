"""A real browser on the really running system, and `Chat`: what a person sees and does in the widget."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.systeem import Systeem

# A turn takes a fifth of a second; a busy machine takes longer
ANTWOORD_MS = 30_000
VRAAG = "We willen in Amersfoort jongeren met schulden eerder bereiken. Welke voorbeelden van andere gemeenten zijn er?"
_VLAGGEN = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Chat:
    """The widget on *page*, by what stands on it."""

    def __init__(self, page: Page, adres: str) -> None:
        self.page = page
        self.adres = adres
        self.element = page.locator("vraagwijs-chat")
        self.starter = self.element.locator(".starter")
        self.paneel = self.element.locator(".paneel")
        self.veld = self.element.get_by_label("Je bericht")
        self.log = self.element.get_by_role("log")
        self.status = self.element.locator(".status")
        self.berichten = self.log.locator("article.bericht")
        self.eigen = self.log.locator(".eigen-tekst")

    def open(self, pad: str = "/", *, wacht: bool = True) -> Chat:
        self.page.goto(self.adres + pad)
        if wacht:
            self.wacht_op_antwoord()
        return self

    def zeg(self, tekst: str, *, wacht: bool = True) -> Locator:
        """Type *tekst* and send it; the answers to it."""
        self.veld.fill(tekst)
        self.veld.press("Enter")
        if wacht:
            self.wacht_op_antwoord()
        return self.antwoorden

    def kies(self, titel: str | re.Pattern[str], *, wacht: bool = True) -> Locator:
        """Press the newest button with *titel*; the answers to it."""
        self.log.get_by_role("button", name=titel, exact=isinstance(titel, str)).last.click()
        if wacht:
            self.wacht_op_antwoord()
        return self.antwoorden

    def wacht_op_antwoord(self) -> None:
        """Return when the last word is the assistant's and it is not busy any more."""
        einde = time.monotonic() + ANTWOORD_MS / 1000
        while not self.page.evaluate(_UITGEPRAAT):
            if time.monotonic() > einde:
                pytest.fail(f"geen antwoord; laatst te lezen: {self.log.inner_text()[-400:]!r}")
            self.page.wait_for_timeout(50)

    @property
    def antwoorden(self) -> Locator:
        """What the assistant said since the advisor's last word."""
        return self.log.locator("article.bericht:not(.oud)")

    def soort(self, soort: str) -> Locator:
        return self.log.locator(f"article.soort-{soort}")

    def verhelder(self, vraag: str = VRAAG) -> Locator:
        """Ask *vraag* and answer what is asked with the first choice, until the summary stands there."""
        self.zeg(vraag)
        return self.verhelder_verder()

    def verhelder_verder(self) -> Locator:
        """Answer what is asked with the first choice, until the summary stands there."""
        for _ in range(8):
            if self.antwoorden.locator(".kaart-samenvatting").count():
                return self.antwoorden
            self.antwoorden.get_by_role("list", name="Keuzes").last.get_by_role(
                "button"
            ).first.click()
            self.wacht_op_antwoord()
        pytest.fail(f"geen samenvatting na acht antwoorden: {self.log.inner_text()[-800:]!r}")

    def menu(self, keuze: str) -> None:
        self.element.get_by_role("button", name="Menu").click()
        self.element.get_by_role("button", name=keuze).click()

    def focus(self) -> str:
        """What has the focus, also inside the widget: tag and name, "body" when the focus is lost."""
        return str(self.page.evaluate(_FOCUS))


_UITGEPRAAT = """() => {
  const wortel = document.querySelector('vraagwijs-chat')?.shadowRoot;
  const laatste = wortel?.querySelector('.log')?.lastElementChild;
  return Boolean(laatste?.matches('article.bericht') && wortel.querySelector('.typt').hidden);
}"""
_FOCUS = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return !e || e === document.body ? 'body'
    : `${e.localName} ${e.getAttribute('aria-label') ?? e.id ?? ''} ${e.textContent.slice(0, 40)}`.trim();
}"""


class Waarnemer:
    """Keeps what went wrong in a page: faults in the console, foreign requests, a broken security policy."""

    def __init__(self, page: Page, adres: str, *, fouten_mogen: bool) -> None:
        self._fouten_mogen = fouten_mogen
        self.fouten: list[str] = []
        self.vreemd: list[str] = []
        self._thuis = urlsplit(adres).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda fout: self.fouten.append(f"pageerror: {fout}"))
        page.on("request", self._request)

    def _console(self, melding: ConsoleMessage) -> None:
        if melding.type in ("error", "warning"):
            self.fouten.append(
                f"{melding.type}: {melding.text} ({melding.location.get('url', '')})"
            )

    def _request(self, verzoek: Request) -> None:
        deel = urlsplit(verzoek.url)
        if deel.scheme in ("http", "https", "ws", "wss") and deel.netloc != self._thuis:
            self.vreemd.append(verzoek.url)

    def controleer(self) -> None:
        assert not self.vreemd, f"verzoeken naar elders: {self.vreemd}"
        assert self._fouten_mogen or not self.fouten, f"fouten in de browser: {self.fouten}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per module: Playwright's loop must be gone before a module with async tests starts."""
    pad = (
        os.environ.get("VRAAGWIJS_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=pad, args=_VLAGGEN)
        yield browser
        browser.close()


@pytest.fixture
def open_chat(browser: Browser, systeem: Systeem) -> Iterator[Callable[..., Chat]]:
    """Opens a chat in a browser context of its own; at the end nothing may have gone wrong in any of them.

    *bewaard* is a gesprek (id and token) that this tab had before; *fouten_mogen*: faults in the
    console are no failure, because requests must fail or because axe adds styles of its own.
    """
    waarnemers: list[Waarnemer] = []
    contexten = []

    def open_(
        *,
        breedte: int = 1280,
        hoogte: int = 900,
        bewaard: dict[str, Any] | None = None,
        fouten_mogen: bool = False,
        waar: Systeem = systeem,
        **opties: Any,
    ) -> Chat:
        context = browser.new_context(
            viewport={"width": breedte, "height": hoogte}, locale="nl-NL", **opties
        )
        contexten.append(context)
        if bewaard:
            inhoud = json.dumps(json.dumps({**bewaard, "open": True}))
            context.add_init_script(
                f"sessionStorage.getItem('vraagwijs:{waar.adres}')"
                f" ?? sessionStorage.setItem('vraagwijs:{waar.adres}', {inhoud})"
            )
        page = context.new_page()
        page.set_default_timeout(ANTWOORD_MS)
        waarnemers.append(Waarnemer(page, waar.adres, fouten_mogen=fouten_mogen))
        return Chat(page, waar.adres)

    expect.set_options(timeout=ANTWOORD_MS)
    yield open_
    for context in contexten:
        context.close()
    for waarnemer in waarnemers:
        waarnemer.controleer()


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """The demo page, opened for the first time, with the welcome on it."""
    return open_chat().open()


@pytest.fixture(scope="module")
def vol_gesprek(systeem: Systeem) -> dict[str, Any]:
    """A gesprek in which every kind of answer was given: its id and token, to open it in a browser."""
    with httpx.Client(base_url=systeem.adres, timeout=60, trust_env=False) as client:
        antwoord = client.post("/api/gesprekken").json()
        gesprek, token = antwoord["gesprek"], antwoord["token"]

        def beurt(**inhoud: str) -> list[dict[str, Any]]:
            r = client.post(
                f"/api/gesprekken/{gesprek}/berichten",
                params={"wacht": 60},
                headers={"Authorization": f"Bearer {token}"},
                json={"bericht_id": str(uuid.uuid4()), **inhoud},
            )
            assert r.status_code == 200, r.text
            berichten: list[dict[str, Any]] = r.json()["berichten"]
            return berichten

        berichten = beurt(tekst=VRAAG)
        for _ in range(8):
            if berichten[-1]["soort"] == "samenvatting":
                break
            berichten = beurt(keuze=berichten[-1]["knoppen"][0]["keuze"])
        beurt(keuze="bevestig")
        gezien = [b["soort"] for b in beurt(keuze="toon_alles")]
        for tekst in (
            "vergelijk 1 en 2", "leg stap 2 uit", "stap 1 is klaar", "ruil stap 2 voor een andere",
            "heb je reflectievragen", "kan ik dit meenemen?",
        ):  # fmt: skip
            gezien += [b["soort"] for b in beurt(tekst=tekst)]
    assert {"stappenplan", "collegas", "bronnen", "vergelijking", "uitleg", "afsluiting"} <= set(
        gezien
    )
    return {"gesprek": gesprek, "token": token}


@pytest.fixture
def schermen() -> Callable[[Page, str], None]:
    """Keeps a picture of the page when VRAAGWIJS_SCHERMEN names a folder, to look at; else does nothing."""
    map_ = os.environ.get("VRAAGWIJS_SCHERMEN", "")

    def bewaar(page: Page, naam: str) -> None:
        if map_:
            Path(map_).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(map_) / f"{naam}.png")

    return bewaar
