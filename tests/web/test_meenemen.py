"""The page and the Markdown to take along: complete, harmless whatever was typed, and only with a valid key."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistent.kennis import Kennis, default_kennis
from assistent.model import (
    Behoefte,
    Bericht,
    Bron,
    Fase,
    GekozenStap,
    GerangschikteBron,
    Kennisbron,
    Stappenplan,
    Vraag,
)
from assistent.service import Assistent
from assistent.settings import Settings
from assistent.stappenplan import compose_stappenplan
from assistent.storage import Opslag
from assistent.storage.opslag import to_json
from assistent.verwoording import Verwoording
from assistent.web.app import make_app
from assistent.web.pagina import (
    escape_markdown,
    keep_weblink,
    make_pagina,
    render_html,
    render_markdown,
)
from assistent.web.tokens import make_token

NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GEHEIM = "een geheim dat alleen in deze tests bestaat"
VRAAG = Vraag(
    tekst="Hoe bereiken we gezinnen met schulden eerder? We schrijven een nieuw plan.",
    themas=("armoede-schulden",),
    doelgroepen=("gezinnen-ouders",),
    fase=Fase.ORIENTATIE,
    gemeente="GM0106",
    bevestigd=True,
)
NAAR = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> \"' </p>",
    "# kop\n\n- [klik](javascript:alert(3)) ![x](http://x.test/y.png) **vet** `code`",
    "> citaat | tabel | ~~weg~~ <b>html</b> &lt; {{ 7*7 }} {% raw %} \\",
)


class NooitDialoog:
    """No turn is taken in these tests."""

    async def neem_beurt(self, bericht: Any, *, poging: int) -> Any:
        raise AssertionError("no turn expected")

    async def is_klaar(self) -> bool:
        return True


class Lezer(HTMLParser):
    """The elements and the text of a page, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elementen: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._stukken: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elementen.append((tag, dict(attrs)))
        if tag not in ("meta", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self._stukken.append((tuple(self._open), data))

    def tekst(self, binnen: str = "html") -> str:
        return " ".join("".join(d for open_, d in self._stukken if binnen in open_).split())

    def links(self) -> list[str]:
        return [a["href"] or "" for tag, a in self.elementen if tag == "a"]


@pytest.fixture(scope="module")
def kennis() -> Kennis:
    return default_kennis()


@pytest.fixture(scope="module")
def verwoording(kennis: Kennis) -> Verwoording:
    return Verwoording(kennis)


@pytest.fixture
def assistent(tmp_path: Path, kennis: Kennis) -> Assistent:
    settings = Settings(map=tmp_path, geheim=GEHEIM, database_url=f"sqlite:///{tmp_path / 'v.db'}")
    opslag = Opslag(settings.opslag_url)
    opslag.migrate()
    return Assistent(settings, opslag, kennis=kennis, now=lambda: NU)


@pytest.fixture
def client(assistent: Assistent) -> TestClient:
    # not entered: without its lifespan the app takes no turns
    return TestClient(make_app(assistent, NooitDialoog()))


def choose_bronnen(kennis: Kennis, *kennisbronnen: Kennisbron) -> list[Bron]:
    """A bron for each, made to rest on that kennisbron only, all different, with a year and an address."""
    over = [b for b in kennis.bronnen.values() if b.jaar and b.url]
    return [replace(bron, kennisbron=(k,)) for k, bron in zip(kennisbronnen, over, strict=False)]


def make_mee(
    verwoording: Verwoording,
    vraag: Vraag,
    plan: Stappenplan | None,
    bronnen: list[Bron],
) -> dict[str, Any]:
    """What `Assistent.meenemen` gives."""
    gevonden = [GerangschikteBron(b, 0.5, "Past bij je vraag.") for b in bronnen]
    return {
        "vraag": verwoording.vraag_gegevens(vraag),
        "stappenplan": dict(verwoording.stappenplan(plan).gegevens) if plan else None,
        "bronnen": verwoording.bronnen(gevonden).gegevens["bronnen"] if bronnen else [],
        "datum": NU.date(),
    }


def show(mee: dict[str, Any], kennis: Kennis) -> tuple[Lezer, str]:
    inhoud = make_pagina(mee, kennis)
    return Lezer(render_html(inhoud, markdown_url="sleutel.md")), render_markdown(inhoud)


def read_kennisparagraaf(pagina: Lezer) -> str:
    return pagina.tekst("blockquote")


# --- what is on it ------------------------------------------------------------------------------------------------


def test_page_and_markdown_show_vraag_plan_and_full_references(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    bronnen = choose_bronnen(kennis, *Kennisbron)
    plan = compose_stappenplan(VRAAG, kennis, grootte=None, find_bronnen=lambda _: bronnen[:2])

    pagina, markdown = show(make_mee(verwoording, VRAAG, plan, bronnen), kennis)

    tekst = pagina.tekst()
    for deel in (
        "21 november 2026",
        VRAAG.tekst,
        verwoording.verhelderde_tekst(VRAAG),
        "Thema: Armoede en schulden",
        "Gemeente: Assen",
        *(s.stap.titel for s in plan.stappen),
        *(actie for s in plan.stappen for actie in s.stap.hoe),
        *(b.titel for b in bronnen),
        *(f"({b.jaar})" for b in bronnen),
        *(b.organisatie for b in bronnen),
    ):
        assert " ".join(deel.split()) in tekst
        assert escape_markdown(deel) in markdown
    for bron in bronnen:
        assert keep_weblink(bron.url) in pagina.links()
        assert f"<{keep_weblink(bron.url)}>" in markdown


def test_page_follows_the_content_security_policy(kennis: Kennis, verwoording: Verwoording) -> None:
    plan = compose_stappenplan(VRAAG, kennis, grootte=None)
    html = render_html(
        make_pagina(make_mee(verwoording, VRAAG, plan, []), kennis), markdown_url="s.md"
    )

    elementen = Lezer(html).elementen

    assert ("html", {"lang": "nl"}) in elementen
    assert not any(tag == "style" or "style" in attrs for tag, attrs in elementen)
    assert not any(naam.startswith("on") for _, attrs in elementen for naam in attrs)
    assert [a.get("src") for tag, a in elementen if tag == "script"] == ["/static/meenemen.js"]


def test_a_stap_refers_to_a_bron_that_no_earlier_stap_named(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    gekozen, ander, derde = choose_bronnen(kennis, *Kennisbron)
    plan = compose_stappenplan(VRAAG, kennis, grootte=None, find_bronnen=lambda _: (gekozen, ander))

    inhoud = make_pagina(make_mee(verwoording, VRAAG, plan, [derde, gekozen]), kennis)

    nummers = [s["lees"]["nr"] for s in inhoud["plan"]["stappen"]]
    assert nummers[:3] == [2, 3, 2]
    assert [(b["nr"], b["id"], b["jaar"]) for b in inhoud["ook_genoemd"]] == [
        (3, ander.id, ander.jaar)
    ]


def test_a_missing_kennisbron_is_named(kennis: Kennis, verwoording: Verwoording) -> None:
    bronnen = choose_bronnen(kennis, Kennisbron.PROFESSIONELE_KENNIS)

    pagina, markdown = show(make_mee(verwoording, VRAAG, None, bronnen), kennis)

    for tekst in (pagina.tekst(), markdown):
        assert "Ervaringskennis ontbreekt nog." in tekst
        assert "Wetenschappelijke kennis ontbreekt nog." in tekst
        assert "Professionele kennis ontbreekt" not in tekst


def test_without_a_stappenplan_the_page_says_so(kennis: Kennis, verwoording: Verwoording) -> None:
    pagina, markdown = show(make_mee(verwoording, VRAAG, None, []), kennis)

    assert "Je hebt nog geen stappenplan." in pagina.tekst()
    assert "Je hebt nog geen stappenplan." in markdown
    assert "nog geen bronnen" in pagina.tekst()


def test_a_bron_without_year_address_and_reading_time_is_still_a_reference(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    bron = replace(
        choose_bronnen(kennis, Kennisbron.ERVARINGSKENNIS)[0],
        jaar=None, url=None, leestijd_minuten=None, auteurs=("A. de Vries", "B. Bakker"),
    )  # fmt: skip

    pagina, markdown = show(make_mee(verwoording, VRAAG, None, [bron]), kennis)

    for tekst in (pagina.tekst(), markdown):
        assert "A. de Vries en B. Bakker (jaar onbekend)" in tekst
        assert "Leestijd onbekend" in tekst
        assert "None" not in tekst
    assert pagina.links() == ["sleutel.md"]


# --- the kennisparagraaf ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", list(Fase))
def test_the_kennisparagraaf_has_80_to_150_words_and_is_the_same_in_markdown(
    kennis: Kennis, verwoording: Verwoording, fase: Fase
) -> None:
    bronnen = choose_bronnen(kennis, *Kennisbron, Kennisbron.PROFESSIONELE_KENNIS)
    for thema in kennis.themas:
        vraag = replace(
            VRAAG, fase=fase, themas=(thema,), behoeften=(Behoefte.PRAKTIJKVOORBEELDEN,)
        )
        plan = compose_stappenplan(vraag, kennis, grootte=None)

        pagina, markdown = show(make_mee(verwoording, vraag, plan, bronnen), kennis)

        paragraaf = read_kennisparagraaf(pagina)
        assert 80 <= len(paragraaf.split()) <= 150, paragraaf
        assert f"> {escape_markdown(paragraaf)}\n" in markdown


def test_the_kennisparagraaf_keeps_its_length_without_anything_and_with_long_text(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    for vraag in (Vraag(tekst="Help"), replace(VRAAG, tekst="woord " * 300)):
        pagina, _ = show(make_mee(verwoording, vraag, None, []), kennis)

        paragraaf = read_kennisparagraaf(pagina)
        assert 80 <= len(paragraaf.split()) <= 150, paragraaf


def test_the_kennisparagraaf_names_the_stap_that_fills_the_gap(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    bronnen = choose_bronnen(
        kennis, Kennisbron.PROFESSIONELE_KENNIS, Kennisbron.WETENSCHAPPELIJKE_KENNIS
    )
    stap = next(
        s for s in kennis.stappen.values() if s.kennisbronnen == (Kennisbron.ERVARINGSKENNIS,)
    )
    plan = Stappenplan("Plan", (GekozenStap(stap, "Past."),))

    pagina, _ = show(make_mee(verwoording, VRAAG, plan, bronnen), kennis)

    paragraaf = read_kennisparagraaf(pagina)
    assert "ontbreekt ervaringskennis" in paragraaf
    assert f'de stap "{stap.titel}"' in paragraaf
    assert "[vul aan: hoe je dit volgt]" in paragraaf


def test_the_kennisparagraaf_does_not_address_the_advisor_about_people(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    stap = replace(next(iter(kennis.stappen.values())), wie=("collega's van je team",))
    ander = replace(stap, wie=("je wethouder of bestuursadviseur",))
    plan = Stappenplan("Plan", (GekozenStap(stap, "Past."), GekozenStap(ander, "Past.")))

    pagina, _ = show(make_mee(verwoording, VRAAG, plan, []), kennis)

    assert "collega's van het team, de wethouder of bestuursadviseur." in read_kennisparagraaf(
        pagina
    )


# --- whatever was typed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tekst", NAAR)
def test_what_was_typed_stays_text(kennis: Kennis, verwoording: Verwoording, tekst: str) -> None:
    schoon, _ = show(make_mee(verwoording, VRAAG, None, []), kennis)
    vraag = replace(VRAAG, tekst=tekst, verhelderde_tekst=tekst)

    pagina, markdown = show(make_mee(verwoording, vraag, None, []), kennis)

    assert " ".join(tekst.split()) in pagina.tekst()
    assert [t for t, _ in pagina.elementen] == [t for t, _ in schoon.elementen]
    assert pagina.links() == schoon.links()
    bloot = re.sub(r"\\.", "", markdown)
    assert "<script" not in bloot
    assert "<b>" not in bloot
    assert "<img" not in bloot
    assert "](" not in bloot
    assert "`" not in bloot
    assert [r for r in bloot.splitlines() if r.startswith("# ")] == [
        "# Je vraag, je plan en je bronnen"
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JAVA\nSCRIPT:alert(1)",
        "data:text/html,x",
        "//x.test",
        "http://[",
        "",
    ],
)
def test_only_websites_become_links(kennis: Kennis, verwoording: Verwoording, url: str) -> None:
    bron = replace(
        choose_bronnen(kennis, Kennisbron.ERVARINGSKENNIS)[0], url=url, titel="</cite>*x*"
    )

    pagina, markdown = show(make_mee(verwoording, VRAAG, None, [bron]), kennis)

    assert pagina.links() == ["sleutel.md"]
    assert "alert" not in markdown
    assert "data:" not in markdown
    assert "</cite>*x*" in pagina.tekst()


def test_a_weblink_cannot_leave_its_brackets() -> None:
    assert keep_weblink("https://x.test/a b><script>") == "https://x.test/a%20b%3E%3Cscript%3E"
    assert keep_weblink("https://x.test/a%20b?q=1&r=2#deel") == "https://x.test/a%20b?q=1&r=2#deel"


@pytest.mark.parametrize(
    ("tekst", "veilig"),
    [
        ("1. eerst", "1\\. eerst"),
        ("- punt", "\\- punt"),
        ("# kop", "\\# kop"),
        ("a\n\n# kop", "a # kop"),
        ("[NAAM] en *ik*", "\\[NAAM\\] en \\*ik\\*"),
        ("In 2026 - of later.", "In 2026 - of later."),
    ],
)
def test_markdown_is_escaped_where_it_means_something(tekst: str, veilig: str) -> None:
    assert escape_markdown(tekst) == veilig


# --- over HTTP ----------------------------------------------------------------------------------------------------


def say(assistent: Assistent, gesprek: str, *berichten: Bericht) -> None:
    assistent.opslag.add_uitgaand(
        gesprek, None, [to_json(b) for b in berichten], now=NU, status=None
    )


def make_sleutel(
    gesprek: str, *, doel: str = "meenemen", geheim: str = GEHEIM, oud: int = 0
) -> str:
    return make_token(gesprek, doel, geheim, now=NU - timedelta(minutes=oud), minuten=60)


@pytest.fixture
def gesprek(assistent: Assistent, kennis: Kennis) -> str:
    """A gesprek that was offered to take along."""
    woord = assistent.verwoording
    gesprek = assistent.open_gesprek()
    bronnen = [
        GerangschikteBron(b, 0.5, "Past bij je vraag.") for b in choose_bronnen(kennis, *Kennisbron)
    ]
    mee = Bericht(
        "afsluiting", "Neem mee.", gegevens={"vraag": woord.vraag_gegevens(VRAAG), "meenemen": True}
    )
    plan = compose_stappenplan(VRAAG, kennis, grootte=None)
    say(assistent, gesprek, woord.stappenplan(plan), woord.bronnen(bronnen), mee)
    return gesprek


def test_with_a_valid_key_page_and_markdown_come(client: TestClient, gesprek: str) -> None:
    sleutel = make_sleutel(gesprek)

    pagina = client.get(f"/meenemen/{sleutel}")
    markdown = client.get(f"/meenemen/{sleutel}.md")

    assert pagina.status_code == markdown.status_code == 200
    assert pagina.headers["content-type"] == "text/html; charset=utf-8"
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert pagina.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in pagina.headers["content-security-policy"]
    lezer = Lezer(pagina.text)
    assert f"{sleutel}.md" in lezer.links()
    eigen = [a.get("src") or a.get("href") for t, a in lezer.elementen if t in ("script", "link")]
    for pad in eigen:
        assert client.get(str(pad)).status_code == 200, pad


@pytest.mark.parametrize("achter", ["", ".md"])
def test_a_forged_expired_or_other_key_gives_401(
    client: TestClient, gesprek: str, achter: str
) -> None:
    goed = make_sleutel(gesprek)
    for sleutel in (
        "niets",
        goed[:-4] + ("AAAA" if not goed.endswith("AAAA") else "BBBB"),
        make_sleutel(gesprek, geheim="een ander geheim van ten minste 32 tekens"),
        make_sleutel(gesprek, oud=61),
        make_sleutel(gesprek, doel="gesprek"),
    ):
        antwoord = client.get(f"/meenemen/{sleutel}{achter}")

        assert antwoord.status_code == 401
        assert antwoord.json()["fout"]["code"] == "token"


def test_a_gesprek_that_is_gone_or_has_nothing_to_take_gives_404(
    client: TestClient, assistent: Assistent, gesprek: str
) -> None:
    leeg = assistent.open_gesprek()
    assistent.vergeet_gesprek(gesprek)

    for wie in (leeg, gesprek, "bestaat-niet"):
        antwoord = client.get(f"/meenemen/{make_sleutel(wie)}")

        assert antwoord.status_code == 404
        assert antwoord.json()["fout"]["code"] == "onbekend_gesprek"
