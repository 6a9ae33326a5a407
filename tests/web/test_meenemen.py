"""The page, Markdown, Word and PDF to take along: complete, harmless whatever was typed, and only with a valid key."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from fastapi.testclient import TestClient
from httpx import Response
from pypdf import PdfReader

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
from assistent.web.documenten import SOORTEN, parse_blokken
from assistent.web.pagina import (
    MAX_KENNISPARAGRAAF,
    escape_markdown,
    keep_weblink,
    make_pagina,
    render_html,
    render_markdown,
    render_pdf,
    render_word,
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


# On every page: the files, and the way to the kennisparagraaf
EIGEN_LINKS = ["sleutel.docx", "sleutel.pdf", "sleutel.md", "#kop-nota"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ARABISCH = "كيف نصل إلى الأسر؟"
RAAR = (
    "\x00\x01\x0b\x1f\x7f\ufffe\uffff\ud800 controle",
    f"{ARABISCH} 😀👩‍👩‍👧 \u202e omgekeerd \u200b",
    "<b>&amp;</b> ]]> <![CDATA[x]]> <!-- <?xml ?> &#0; &nbsp; {nr} {{ 7*7 }} %s",
    "a" * 2000,
    "Hoe dan? " * 222,
    "\n" * 50 + "x",
    "",
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
    return Lezer(render_html(inhoud, adres="sleutel")), render_markdown(inhoud)


def read_kennisparagraaf(pagina: Lezer) -> str:
    return pagina.tekst("blockquote")


def read_citaat(markdown: str) -> str:
    """What is quoted in a Markdown text."""
    return " ".join(" ".join(r[1:] for r in markdown.splitlines() if r.startswith(">")).split())


def open_word(inhoud: bytes) -> Any:
    return docx.Document(io.BytesIO(inhoud))


def read_word(inhoud: bytes) -> str:
    """All text of the body, in order."""
    alineas = open_word(inhoud).element.body.iter(qn("w:p"))
    return "\n".join(Paragraph(p, None).text for p in alineas)  # type: ignore[arg-type]


def list_wordlinks(inhoud: bytes) -> list[str]:
    relaties = open_word(inhoud).part.rels.values()
    return [r.target_ref for r in relaties if r.reltype.endswith("/hyperlink")]


def read_pdf(inhoud: bytes) -> str:
    """The text without the foot of each page, which would stand in the middle of a paragraph."""
    bladen = (blad.extract_text() for blad in PdfReader(io.BytesIO(inhoud)).pages)
    return "\n".join(re.sub(r"Vraagwijs\s*Bladzijde \d+ van \d+", "", blad) for blad in bladen)


def list_pdflinks(inhoud: bytes) -> list[str]:
    bladen = PdfReader(io.BytesIO(inhoud)).pages
    noten = [noot.get_object() for blad in bladen for noot in blad.get("/Annots") or ()]
    return [n["/A"]["/URI"] for n in noten if "/A" in n]


def strip_wit(tekst: str) -> str:
    """*tekst* without white space: lines break elsewhere in every form."""
    return re.sub(r"\s+", "", tekst)


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
    html = render_html(make_pagina(make_mee(verwoording, VRAAG, plan, []), kennis), adres="s")

    elementen = Lezer(html).elementen

    assert ("html", {"lang": "nl"}) in elementen
    assert not any(tag == "style" or "style" in attrs for tag, attrs in elementen)
    assert not any(naam.startswith("on") for _, attrs in elementen for naam in attrs)
    assert [a.get("src") for tag, a in elementen if tag == "script"] == ["/static/meenemen.js"]


def test_a_stap_refers_to_a_bron_that_no_earlier_stap_named(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    gekozen, ander, derde = choose_bronnen(kennis, *Kennisbron)
    per_stap = iter([(gekozen,), (ander, gekozen)])
    plan = compose_stappenplan(
        VRAAG, kennis, grootte=None, find_bronnen=lambda _: next(per_stap, (gekozen, ander))
    )

    inhoud = make_pagina(make_mee(verwoording, VRAAG, plan, [derde, gekozen]), kennis)

    nummers = [s["lees"] and s["lees"]["nr"] for s in inhoud["plan"]["stappen"]]
    assert nummers[:3] == [2, 3, None]
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
    assert pagina.links() == EIGEN_LINKS


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
        assert read_citaat(markdown) == escape_markdown(paragraaf)


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
    assert "Van de 1 stappen" not in paragraaf


def test_the_kennisparagraaf_says_what_is_missing_and_which_stappen_fill_it(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    bronnen = choose_bronnen(kennis, Kennisbron.PROFESSIONELE_KENNIS)
    stappen = [
        next(s for s in kennis.stappen.values() if s.kennisbronnen == (k,))
        for k in (Kennisbron.ERVARINGSKENNIS, Kennisbron.WETENSCHAPPELIJKE_KENNIS)
    ]
    heel = Stappenplan("Plan", tuple(GekozenStap(s, "Past.") for s in stappen))
    half = Stappenplan("Plan", (GekozenStap(stappen[0], "Past."),))

    beide = read_kennisparagraaf(show(make_mee(verwoording, VRAAG, heel, bronnen), kennis)[0])
    een = read_kennisparagraaf(show(make_mee(verwoording, VRAAG, half, bronnen), kennis)[0])

    titels = f'de stappen "{stappen[0].titel}" en "{stappen[1].titel}"'
    assert "ontbreken ervaringskennis en wetenschappelijke kennis." in beide
    assert f"Die halen we op met {titels}." in beide
    assert "ontbreekt ervaringskennis." in een
    assert "Nog niet gebruikt is wetenschappelijke kennis: [vul aan" in een


def test_the_kennisparagraaf_says_how_it_is_followed(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    laat = next(s for s in kennis.stappen.values() if s.positie >= 80)
    vroeg = next(s for s in kennis.stappen.values() if Fase.MONITORING_EVALUATIE in s.fases)
    for stap in (laat, replace(vroeg, positie=5)):
        plan = Stappenplan("Plan", (GekozenStap(stap, "Past."),))

        paragraaf = read_kennisparagraaf(show(make_mee(verwoording, VRAAG, plan, []), kennis)[0])

        assert f'sturen bij met de stap "{stap.titel}": [vul aan: wanneer' in paragraaf


def test_the_kennisparagraaf_says_how_many_stappen_rest_on_which_kennis(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    plan = compose_stappenplan(VRAAG, kennis, grootte=None)
    mee = make_mee(verwoording, VRAAG, plan, choose_bronnen(kennis, *Kennisbron))

    inhoud = make_pagina(mee, kennis)

    paragraaf = " ".join(inhoud["kennisparagraaf"])
    for k in inhoud["balans"]:
        assert (f"{k['stappen']} op {k['in_zin']}" in paragraaf) == bool(k["stappen"])
    assert len(inhoud["kennisparagraaf"]) == 3


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

    assert pagina.links() == EIGEN_LINKS
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


# --- Word and PDF -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vol(kennis: Kennis, verwoording: Verwoording) -> dict[str, Any]:
    """Everything that there can be to take along, but a kennisbron in the bronnen."""
    bronnen = choose_bronnen(kennis, Kennisbron.PROFESSIONELE_KENNIS, Kennisbron.ERVARINGSKENNIS)
    ander = next(b for b in reversed(kennis.bronnen.values()) if b.url and b.jaar)
    plan = compose_stappenplan(
        VRAAG, kennis, grootte=None, find_bronnen=lambda _: (bronnen[0], ander)
    )
    mee = make_mee(verwoording, VRAAG, plan, bronnen)
    return mee | {
        "stappen_gedaan": [mee["stappenplan"]["stappen"][1]["id"]],
        "collegas": [
            {"naam": "Şule Yıldız", "functie": "Adviseur", "gemeente": "Emmen", "reden": "Past."},
            {"naam": "", "functie": "Zonder naam"},
        ],
        "reflectievragen": [
            {"vraag": "Van wie is dit?", "tip": "Schrijf eerst zelf."},
            {"vraag": "Wie mist er?"},
        ],
    }


def test_the_four_forms_say_the_same(kennis: Kennis, vol: dict[str, Any]) -> None:
    inhoud = make_pagina(vol, kennis)
    vormen = {
        "html": Lezer(render_html(inhoud, adres="sleutel")).tekst(),
        "md": re.sub(r"\\(.)|[*<>]", r"\1", render_markdown(inhoud)),
        "docx": read_word(render_word(inhoud)),
        "pdf": read_pdf(render_pdf(inhoud)),
    }
    for naam, tekst in vormen.items():
        for deel in (
            "21 november 2026",
            inhoud["vraag"]["verhelderd"],
            *(s["titel"] for s in inhoud["plan"]["stappen"]),
            *(actie for s in inhoud["plan"]["stappen"] for actie in s["hoe"]),
            *(k["naam"] for k in inhoud["balans"]),
            *(
                f"{b['organisatie']}{', ' if b['auteurs'] else ''}"
                for b in [*inhoud["bronnen"], *inhoud["ook_genoemd"]]
            ),
            *(keep_weblink(b["url"]) for b in [*inhoud["bronnen"], *inhoud["ook_genoemd"]]),
            *inhoud["kennisparagraaf"],
            "gedaan",
            "Şule Yıldız, Adviseur, Emmen. Past.",
            "Van wie is dit? Tip: Schrijf eerst zelf.",
            "Wie mist er?",
            "Vragen voor een gesprek in je team",
        ):
            assert strip_wit(deel) in strip_wit(tekst), (naam, deel)
        assert "Zonder naam" not in tekst
        assert "None" not in tekst


def test_word_has_real_headings_lists_links_and_a_table(
    kennis: Kennis, vol: dict[str, Any]
) -> None:
    inhoud = make_pagina(vol, kennis)

    bestand = render_word(inhoud)

    word = open_word(bestand)
    per_stijl: dict[str, list[str]] = {}
    for alinea in word.paragraphs:
        per_stijl.setdefault(alinea.style.name, []).append(alinea.text)
    assert per_stijl["Title"] == ["Je vraag, je plan en je bronnen"]
    assert "Je stappenplan" in per_stijl["Heading 1"]
    titels = [s["titel"] for s in inhoud["plan"]["stappen"]]
    assert [k.partition(" (")[0] for k in per_stijl["Heading 2"]] == titels
    assert per_stijl["Heading 2"][1].endswith("– gedaan")
    nummers = [b["nr"] for b in [*inhoud["bronnen"], *inhoud["ook_genoemd"]]]
    assert nummers == list(range(1, len(per_stijl["List Number"]) + 1))
    for stijl, soort in (("Heading 2", "decimal"), ("List Number", "decimal"), ("Quote", None)):
        lijst = word.styles[stijl].element.find(f".//{qn('w:numId')}")
        assert (lijst is not None) == (soort is not None)
    assert list_wordlinks(bestand) == [
        keep_weblink(b["url"]) for b in [*inhoud["bronnen"], *inhoud["ook_genoemd"]]
    ]
    rijen = [[cel.text for cel in rij.cells] for rij in word.tables[0].rows]
    assert rijen[0] == ["Soort kennis", "Stappen", "Bronnen"]
    assert rijen[1:] == [
        [k["naam"], str(k["stappen"]), str(k["bronnen"])] for k in inhoud["balans"]
    ]
    assert word.tables[0].rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_word_and_pdf_carry_title_author_language_and_page_numbers(
    kennis: Kennis, vol: dict[str, Any]
) -> None:
    inhoud = make_pagina(vol, kennis)

    word = open_word(render_word(inhoud))
    pdf = PdfReader(io.BytesIO(render_pdf(inhoud)))

    eigen = word.core_properties
    assert (eigen.title, eigen.author, eigen.language) == (
        "Je vraag, je plan en je bronnen", "Vraagwijs", "nl-NL",
    )  # fmt: skip
    assert eigen.subject.endswith(inhoud["vraag"]["verhelderd"])
    assert "python-docx" not in eigen.comments
    talen = {t.get(qn("w:val")) for t in word.styles.element.iter(qn("w:lang"))}
    assert talen == {"nl-NL"}
    voet = word.sections[0].footer._element
    velden = [v.get(qn("w:instr")) for v in voet.iter(qn("w:fldSimple"))]
    assert velden == ["PAGE", "NUMPAGES"]
    assert (pdf.metadata.title, pdf.metadata.author) == (eigen.title, "Vraagwijs")
    assert pdf.metadata.subject == eigen.subject
    assert pdf.trailer["/Root"]["/Lang"] == "nl-NL"
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    totaal = len(pdf.pages)
    for nr, blad in enumerate(pdf.pages, 1):
        assert f"Bladzijde {nr} van {totaal}" in blad.extract_text()
    koppen = [a.text for a in word.paragraphs if a.style.name == "Heading 1"]
    assert [o["/Title"] for o in pdf.outline] == koppen
    assert list_pdflinks(render_pdf(inhoud))[0] == keep_weblink(inhoud["bronnen"][0]["url"])


@pytest.mark.parametrize("tekst", [*NAAR, *RAAR])
def test_no_text_breaks_word_or_pdf(kennis: Kennis, verwoording: Verwoording, tekst: str) -> None:
    vraag = replace(VRAAG, verhelderde_tekst=None)
    mee = make_mee(verwoording, vraag, None, [])
    mee["vraag"] = {**mee["vraag"], "tekst": tekst, "verhelderd": tekst}
    mee["collegas"] = [{"naam": tekst or "x", "reden": tekst}]

    inhoud = make_pagina(mee, kennis, tekst[:MAX_KENNISPARAGRAAF])

    bestand = render_word(inhoud)
    zichtbaar = strip_wit(re.sub("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", "", tekst))
    assert zichtbaar in strip_wit(read_word(bestand))
    assert list_wordlinks(bestand) == []
    with zipfile.ZipFile(io.BytesIO(bestand)) as zip_:
        assert zip_.testzip() is None
    gemaakt = render_pdf(inhoud)
    assert list_pdflinks(gemaakt) == []
    assert "Je verhelderde vraag" in read_pdf(gemaakt)


def test_pdf_keeps_dutch_signs_and_shows_a_square_for_what_it_lacks(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    mee = make_mee(verwoording, VRAAG, None, [])
    gewoon = "Coördinatie ‘één’ – €5 … “ïjé” Şule Yıldız Müller"
    for tekst, verwacht, vierkant in (
        (gewoon, gewoon, False),
        ("Erdős → e\u0301", "Erdos -> é", False),
        ("Vraag 😀 x", "Vraag ■ x", True),
        ("اب", "■■", True),
    ):
        mee["vraag"] = {**mee["vraag"], "tekst": tekst}

        pdf = read_pdf(render_pdf(make_pagina(mee, kennis)))

        assert strip_wit(verwacht) in strip_wit(pdf)
        assert ("teken dat dit bestand niet kan laten zien" in pdf) == vierkant


def test_word_keeps_every_script_and_its_direction(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    mee = make_mee(verwoording, VRAAG, None, [])

    word = open_word(render_word(make_pagina(mee, kennis, f"{ARABISCH} 😀")))

    alinea = next(a for a in word.paragraphs if a.style.name == "Quote")
    assert alinea.text == f"{ARABISCH} 😀"
    assert alinea.runs[0].font.rtl
    assert alinea._p.pPr.find(qn("w:bidi")) is not None


def test_without_anything_word_and_pdf_say_so(kennis: Kennis, verwoording: Verwoording) -> None:
    mee = make_mee(verwoording, Vraag(tekst="x"), None, [])
    mee["vraag"] = {**mee["vraag"], "tekst": ""}

    inhoud = make_pagina(mee, kennis)

    for tekst in (read_word(render_word(inhoud)), read_pdf(render_pdf(inhoud))):
        assert "Je hebt nog geen stappenplan." in tekst
        assert "nog geen bronnen" in tekst
        assert "Je vroeg" not in tekst
        assert "Collega's" not in tekst
        assert "Vragen voor een gesprek" not in tekst


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_only_websites_become_links_in_word_and_pdf(
    kennis: Kennis, verwoording: Verwoording, url: str
) -> None:
    bron = replace(choose_bronnen(kennis, Kennisbron.ERVARINGSKENNIS)[0], url=url)

    inhoud = make_pagina(make_mee(verwoording, VRAAG, None, [bron]), kennis)

    assert list_wordlinks(render_word(inhoud)) == list_pdflinks(render_pdf(inhoud)) == []
    assert url.encode() not in render_pdf(inhoud)


def test_collegas_and_reflectievragen_are_there_only_when_given(
    kennis: Kennis, verwoording: Verwoording
) -> None:
    mee = make_mee(verwoording, VRAAG, None, [])
    for leeg in (mee, mee | {"collegas": [], "reflectievragen": None, "stappen_gedaan": []}):
        pagina, markdown = show(leeg, kennis)

        for tekst in (pagina.tekst(), markdown):
            assert "Collega's die" not in tekst
            assert "Vragen voor een gesprek" not in tekst
            assert "✓" not in tekst


def test_a_stap_that_is_done_gets_a_tick(kennis: Kennis, vol: dict[str, Any]) -> None:
    pagina, markdown = show(vol, kennis)

    klassen = [a.get("class") for tag, a in pagina.elementen if tag == "li"]
    assert klassen.count("stap af") == 1
    assert pagina.tekst().count("✓ gedaan") == 1
    gedaan = next(s for s in vol["stappenplan"]["stappen"] if s["id"] in vol["stappen_gedaan"])
    assert markdown.count("- [x]") == len(gedaan["hoe"])


def test_a_block_of_an_unknown_soort_is_refused() -> None:
    assert parse_blokken("<document><kop> a <b>b</b>c</kop><klein/></document>")[0].tekst == "a bc"
    with pytest.raises(ValueError, match="is no soort"):
        parse_blokken("<document><h1>a</h1></document>")


def test_word_and_pdf_have_a_style_for_every_soort() -> None:
    from assistent.web import pdf, word

    assert set(word._STIJLEN) == set(pdf._STIJLEN) == SOORTEN
    namen = [s.naam for s in word._STIJLEN.values()]
    assert len(namen) == len(set(namen))


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
    assert [f"{sleutel}.{v}" for v in ("docx", "pdf", "md")] == lezer.links()[:3]
    eigen = [a.get("src") or a.get("href") for t, a in lezer.elementen if t in ("script", "link")]
    for pad in eigen:
        assert client.get(str(pad)).status_code == 200, pad


@pytest.mark.parametrize("achter", ["", ".md", ".docx", ".pdf"])
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


@pytest.mark.parametrize(
    ("vorm", "soort", "begin"),
    [("docx", WORD, b"PK"), ("pdf", "application/pdf", b"%PDF-"), ("md", "text/markdown", b"# ")],
)
def test_each_form_comes_as_a_file(
    client: TestClient, gesprek: str, vorm: str, soort: str, begin: bytes
) -> None:
    sleutel = make_sleutel(gesprek)

    opgehaald = client.get(f"/meenemen/{sleutel}.{vorm}")
    gestuurd = send(client, sleutel, "Mijn eigen tekst.", vorm)

    for antwoord in (opgehaald, gestuurd):
        assert antwoord.status_code == 200
        assert antwoord.headers["content-type"].startswith(soort)
        naam = f'attachment; filename="vraagwijs.{vorm}"'
        assert antwoord.headers["content-disposition"] == naam
        assert antwoord.headers["cache-control"] == "no-store"
        assert antwoord.headers["x-content-type-options"] == "nosniff"
        assert antwoord.content.startswith(begin)


def send(client: TestClient, sleutel: str, kennisparagraaf: str, vorm: str) -> Response:
    velden = {"kennisparagraaf": kennisparagraaf, "vorm": vorm}
    antwoord: Response = client.post(f"/meenemen/{sleutel}", data=velden)
    return antwoord


def test_the_adjusted_kennisparagraaf_is_in_the_file_and_nowhere_else(
    client: TestClient, gesprek: str
) -> None:
    sleutel = make_sleutel(gesprek)
    tekst = "Eerste <b>alinea</b> & ë.\r\n\r\nTweede\x00 alinea €5."

    antwoorden = {v: send(client, sleutel, tekst, v) for v in ("docx", "pdf", "md")}

    word = open_word(antwoorden["docx"].content)
    citaten = [a.text for a in word.paragraphs if a.style.name == "Quote"]
    assert citaten == ["Eerste <b>alinea</b> & ë.", "Tweede alinea €5."]
    pdf = read_pdf(antwoorden["pdf"].content)
    assert all(citaat in pdf for citaat in citaten)
    assert read_citaat(antwoorden["md"].text) == escape_markdown(" ".join(citaten))
    assert "Tweede alinea" not in client.get(f"/meenemen/{sleutel}").text
    # the hint to fill in belongs to our own text
    assert "vul aan" not in pdf


def test_an_empty_kennisparagraaf_leaves_the_block_out(client: TestClient, gesprek: str) -> None:
    antwoord = send(client, make_sleutel(gesprek), " \r\n ", "md")

    assert antwoord.status_code == 200
    assert "Kennisparagraaf" not in antwoord.text


def test_the_form_works_without_a_script(client: TestClient, gesprek: str) -> None:
    sleutel = make_sleutel(gesprek)

    lezer = Lezer(client.get(f"/meenemen/{sleutel}").text)

    elementen = {tag: a for tag, a in lezer.elementen if tag in ("form", "textarea", "label")}
    assert elementen["form"] | {"method": "post", "action": sleutel} == elementen["form"]
    assert elementen["textarea"]["name"] == "kennisparagraaf"
    assert elementen["textarea"]["maxlength"] == str(MAX_KENNISPARAGRAAF)
    assert elementen["label"]["for"] == elementen["textarea"]["id"]
    knoppen = [a["value"] for tag, a in lezer.elementen if a.get("name") == "vorm"]
    assert knoppen == ["docx", "pdf", "md"]
    assert not any("tabindex" in a for _, a in lezer.elementen)
    assert lezer.tekst("textarea") == lezer.tekst("blockquote")


@pytest.mark.parametrize(
    ("velden", "status", "code"),
    [
        ({"vorm": "pdf", "kennisparagraaf": "ë" * (MAX_KENNISPARAGRAAF + 1)}, 413, "te_groot"),
        ({"vorm": "pdf", "kennisparagraaf": "x" * 40_000}, 413, "te_groot"),
        ({"vorm": "exe", "kennisparagraaf": "x"}, 422, "ongeldig"),
        ({"kennisparagraaf": "x"}, 422, "ongeldig"),
        ({"vorm": "pdf"}, 422, "ongeldig"),
        ({f"veld{i}": "x" for i in range(20)}, 422, "ongeldig"),
    ],
)
def test_a_wrong_form_is_refused_politely(
    client: TestClient, gesprek: str, velden: dict[str, str], status: int, code: str
) -> None:
    antwoord = client.post(f"/meenemen/{make_sleutel(gesprek)}", data=velden)

    assert antwoord.status_code == status
    assert antwoord.json()["fout"]["code"] == code


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b'{"vorm": "pdf"}', b"--x\r\n"])
def test_a_body_that_is_no_form_is_refused(client: TestClient, gesprek: str, body: bytes) -> None:
    antwoord = client.post(f"/meenemen/{make_sleutel(gesprek)}", content=body)

    assert antwoord.status_code == 422


def test_the_longest_kennisparagraaf_is_taken(client: TestClient, gesprek: str) -> None:
    tekst = "Wörd " * (MAX_KENNISPARAGRAAF // 5)

    for vorm in ("docx", "pdf", "md"):
        assert send(client, make_sleutel(gesprek), tekst, vorm).status_code == 200


def test_the_form_needs_a_valid_key_before_anything_is_read(
    client: TestClient, gesprek: str
) -> None:
    for sleutel in ("niets", make_sleutel(gesprek, oud=61), make_sleutel(gesprek, doel="gesprek")):
        assert send(client, sleutel, "x", "pdf").status_code == 401
        assert send(client, sleutel, "x", "exe").status_code == 401
    assert send(client, make_sleutel("bestaat-niet"), "x", "pdf").status_code == 404


def test_too_many_files_in_a_minute_give_429_and_leave_room_to_write(
    client: TestClient, gesprek: str, assistent: Assistent
) -> None:
    sleutel = make_sleutel(gesprek)
    app: Any = client.app
    for _ in range(assistent.settings.berichten_per_minuut):
        app.state.limiet.check_bericht(f"meenemen:{gesprek}")

    antwoord = client.get(f"/meenemen/{sleutel}.pdf")

    assert antwoord.status_code == 429
    assert antwoord.headers["retry-after"]
    app.state.limiet.check_bericht(gesprek)
