"""Content is checked: a fault names file, entry, what is wrong and what may be there. And the content itself is enough."""

from __future__ import annotations

import re
import shutil
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistent.bronnen import Zoekvraag
from assistent.errors import InvalidKennis
from assistent.kennis import MAP, Kennis, default_kennis, load_kennis
from assistent.model import Aspect, Behoefte, Fase, Kennisbron
from assistent.verstand import make_verstand
from assistent.verwoording import check_teksten

KENNIS = default_kennis()
_ZINSEINDE = re.compile(r"(?<=[.!?:])\s+|\n+")
# What stands for itself: a sentence is as long as what surrounds it
_LANGSTE_ZIN, _GEMIDDELDE_ZIN = 25, 15


@pytest.fixture(scope="module")
def kleine_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with only its first bronnen: most of the time to load is theirs."""
    doel = tmp_path_factory.mktemp("kennis") / "kennis"
    shutil.copytree(MAP, doel, ignore=shutil.ignore_patterns("*.py", "__pycache__", "namen"))
    change(doel / "bronnen.yaml", lambda x: x[:3])
    over = {b["id"] for b in yaml.safe_load((doel / "bronnen.yaml").read_text(encoding="utf-8"))}
    change(doel / "bronvragen.yaml", lambda x: {id_: v for id_, v in x.items() if id_ in over})
    return doel


@pytest.fixture
def map_(kleine_map: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kleine_map, tmp_path / "kennis"))


def load_fouten(map_: Path) -> list[str]:
    with pytest.raises(InvalidKennis) as fout:
        load_kennis(map_)
    return fout.value.fouten


def change(pad: Path, wijzig: Callable[[Any], Any]) -> None:
    """Write *pad* anew: changed in place, or what *wijzig* gives."""
    inhoud = yaml.safe_load(pad.read_text(encoding="utf-8"))
    nieuw = wijzig(inhoud)
    pad.write_text(
        yaml.safe_dump(inhoud if nieuw is None else nieuw, allow_unicode=True), encoding="utf-8"
    )


def drop(inhoud: Any, sleutel: Any) -> None:
    del inhoud[sleutel]


def test_sound_content_has_no_faults(map_: Path) -> None:
    assert load_kennis(map_).stappen.keys() == KENNIS.stappen.keys()


def test_what_is_shipped_is_read_once() -> None:
    assert default_kennis() is KENNIS


# each: the file, what breaks in its first entry (or in the whole), and what the one line must say
_FOUTEN: dict[str, tuple[str, Callable[[Any], Any], tuple[str, ...]]] = {
    "een veld ontbreekt": ("bronnen.yaml", lambda x: drop(x[0], "titel"), ("bronnen.yaml", "aanjaagteam-woonzorgvisies", "'titel' ontbreekt")),
    "een veld te veel": ("bronnen.yaml", lambda x: x[0].update(smaak="zoet"), ("bronnen.yaml", "'smaak'", "geen bekend veld")),
    "een fase bestaat niet": ("bronnen.yaml", lambda x: x[0].update(fases=["dromen"]), ("bronnen.yaml", "'dromen' kan niet", "orientatie", "doorontwikkeling")),
    "een soort bestaat niet": ("bronnen.yaml", lambda x: x[0].update(soort="boek"), ("bronnen.yaml", "'boek' kan niet", "rapport", "podcast")),
    "een onderbouwing bestaat niet": ("bronnen.yaml", lambda x: x[0].update(onderbouwing="gevoel"), ("'gevoel' kan niet", "effectonderzoek")),
    "een thema bestaat niet": ("bronnen.yaml", lambda x: x[0].update(themas=["ruimtevaart"]), ("bronnen.yaml", "aanjaagteam-woonzorgvisies", "'ruimtevaart' bestaat niet", "kies uit wmo")),
    "geen thema": ("bronnen.yaml", lambda x: x[0].update(themas=[]), ("aanjaagteam-woonzorgvisies", "mogen niet leeg zijn")),
    "een webadres zonder http": ("bronnen.yaml", lambda x: x[0].update(url="www.voorbeeld.nl"), ("aanjaagteam-woonzorgvisies", "'url' is geen webadres", "www.voorbeeld.nl")),
    "een jaar als woord": ("bronnen.yaml", lambda x: x[0].update(jaar="vorig jaar"), ("aanjaagteam-woonzorgvisies", "'jaar'", "vorig jaar")),
    "een id met hoofdletters": ("bronnen.yaml", lambda x: x[0].update(id="Mijn Bron"), ("Mijn Bron", "kleine letters, cijfers en streepjes")),
    "een id komt twee keer voor": ("bronnen.yaml", lambda x: x.append(x[0]), ("aanjaagteam-woonzorgvisies", "komt twee keer voor")),
    "een bron zonder id of titel": ("bronnen.yaml", lambda x: x.insert(0, {"jaar": 2020}), ("bronnen.yaml", "nummer 1", "'id' ontbreekt")),
    "een bron die tekst is": ("bronnen.yaml", lambda x: x.insert(0, "zomaar"), ("bronnen.yaml", "nummer 1")),
    "een lijst die tabel is": ("bronnen.yaml", lambda _: {"a": 1}, ("bronnen.yaml", "verwacht een lijst", "dict")),
    "een stap met een actie": ("stappen/orientatie.yaml", lambda x: x[0].update(hoe=["een"]), ("stappen/orientatie.yaml", "ori-opdracht-helder", "geef er 2 tot 4")),
    "een stap op plaats 200": ("stappen/orientatie.yaml", lambda x: x[0].update(positie=200), ("ori-opdracht-helder", "kies 0 tot en met 100")),
    "een stap zonder fase": ("stappen/orientatie.yaml", lambda x: x[0].update(fases=[]), ("ori-opdracht-helder", "mogen niet leeg zijn")),
    "een stap in twee bestanden": ("stappen/uitvoering.yaml", lambda x: x[0].update(id="ori-opdracht-helder"), ("stappen/uitvoering.yaml", "ori-opdracht-helder", "ander bestand")),
    "een stap voor een thema dat niet bestaat": ("stappen/orientatie.yaml", lambda x: x[0].update(themas=["ruimtevaart"]), ("stappen/", "ori-opdracht-helder", "'ruimtevaart' bestaat niet")),
    "een fase ontbreekt": ("fases.yaml", lambda x: drop(x, 0), ("fases.yaml", "'orientatie'", "ontbreekt")),
    "een fase te veel": ("fases.yaml", lambda x: x.append(dict(x[0], id="dromen")), ("fases.yaml", "'dromen'", "onbekend; kies uit orientatie")),
    "een thema raakt aan niets": ("themas.yaml", lambda x: x[0].update(raakt_aan=["ruimtevaart"]), ("themas.yaml", "'wmo'", "raakt_aan", "'ruimtevaart' bestaat niet")),
    "een aspect zonder vraag": ("aspecten.yaml", lambda x: drop(x[0], "vraag"), ("aspecten.yaml", "'thema'", "'vraag' ontbreekt")),
    "een thema zonder woorden": ("synoniemen.yaml", lambda x: drop(x["themas"], "wmo"), ("synoniemen.yaml", "themas/wmo", "ontbreekt")),
    "woorden voor een onbekend thema": ("synoniemen.yaml", lambda x: x["themas"].update(ruimtevaart=["raket"]), ("synoniemen.yaml", "themas/ruimtevaart", "onbekend; kies uit")),
    "woorden die geen lijst zijn": ("synoniemen.yaml", lambda x: x["themas"].update(wmo="Wmo"), ("synoniemen.yaml", "themas/wmo", "lijst met woorden")),
    "een groep zonder tabel": ("synoniemen.yaml", lambda x: x.update(themas=["wmo"]), ("synoniemen.yaml", "'themas'", "tabel van id naar woorden")),
    "een patroon dat niet klopt": ("patronen.yaml", lambda x: x["gevoelig"].append("(open"), ("patronen.yaml", "gevoelig", "'(open' is geen patroon")),
    "een soort patronen ontbreekt": ("patronen.yaml", lambda x: drop(x, "splits"), ("patronen.yaml", "'splits'", "ontbreekt")),
    "een gewicht van 7": ("weging.yaml", lambda x: x["behoeften"]["scholing"].update(podcast=7), ("weging.yaml", "behoeften/scholing", "podcast: kies een getal van 0 tot 1")),
    "een weging die lijst is": ("weging.yaml", lambda x: x["behoeften"].update(scholing=["podcast"]), ("weging.yaml", "behoeften/scholing", "verwacht een tabel")),
    "geen gewichten om te zoeken": ("weging.yaml", lambda x: drop(x, "zoeken"), ("weging.yaml", "'zoeken'", "verwacht een tabel met 'soorten'")),
    "zoeken zonder soorten": ("weging.yaml", lambda x: drop(x["zoeken"], "soorten"), ("weging.yaml", "'zoeken'", "verwacht een tabel met 'soorten'")),
    "een soort zonder getal": ("weging.yaml", lambda x: x["zoeken"]["soorten"].update(artikel="weinig"), ("weging.yaml", "zoeken/soorten", "artikel: verwacht een getal")),
    "zoeken zonder vectoren ontbreekt": ("weging.yaml", lambda x: drop(x["zoeken"], "zonder-betekenis"), ("weging.yaml", "zoeken/zonder-betekenis", "verwacht een tabel")),
    "zoekgewichten die lijst zijn": ("weging.yaml", lambda x: x["zoeken"].update({"met-betekenis": [6.0]}), ("weging.yaml", "zoeken/met-betekenis", "verwacht een tabel")),
    "een zoekgewicht ontbreekt": ("weging.yaml", lambda x: drop(x["zoeken"]["met-betekenis"], "buren"), ("weging.yaml", "zoeken/met-betekenis", "buren: verwacht een getal")),
    "een zoekgewicht als woord": ("weging.yaml", lambda x: x["zoeken"]["zonder-betekenis"].update(woorden="veel"), ("weging.yaml", "zoeken/zonder-betekenis", "woorden: verwacht een getal")),
    "een soort afkortingen ontbreekt": ("afkortingen.yaml", lambda x: drop(x, "chat"), ("afkortingen.yaml", "soort/chat", "ontbreekt")),
    "een onbekende soort afkortingen": ("afkortingen.yaml", lambda x: x.update(latijn={"etc": "en zo voort"}), ("afkortingen.yaml", "soort/latijn", "onbekend; kies uit vak")),
    "afkortingen die lijst zijn": ("afkortingen.yaml", lambda x: x.update(vak=["pgb"]), ("afkortingen.yaml", "'vak'", "verwacht een tabel")),
    "een afkorting met punten": ("afkortingen.yaml", lambda x: x["chat"].update({"i.p.v.": "in plaats van"}), ("afkortingen.yaml", "chat/i.p.v.", "één woord zonder tekens")),
    "een afkorting van twee woorden": ("afkortingen.yaml", lambda x: x["vak"].update({"pgb houder": "budgethouder"}), ("afkortingen.yaml", "vak/pgb houder", "één woord")),
    "een afkorting die YAML als nee leest": ("afkortingen.yaml", lambda x: x["vak"].update({False: "Noord-Oost"}), ("afkortingen.yaml", "vak/False", "één woord")),
    "een vakafkorting met hoofdletters": ("afkortingen.yaml", lambda x: x["vak"].update(PGB="persoonsgebonden budget"), ("afkortingen.yaml", "vak/PGB", "met kleine letters")),
    "een afkorting die ook een woord is met kleine letters": ("afkortingen.yaml", lambda x: x["hoofdletters"].update(mee="cliëntondersteuning"), ("afkortingen.yaml", "hoofdletters/mee", "met hoofdletters")),
    "een afkorting zonder betekenis": ("afkortingen.yaml", lambda x: x["vak"].update(pgb=" "), ("afkortingen.yaml", "vak/pgb", "waar staat dit voor?")),
    "een afkorting met een getal": ("afkortingen.yaml", lambda x: x["vak"].update(wi2021=2021), ("afkortingen.yaml", "vak/wi2021", "verwacht een tekst")),
    "een gemeentecode die niet bestaat": ("gemeentenamen.yaml", lambda x: x["namen"].update(GM9999=["Nergens"]), ("gemeentenamen.yaml", "'GM9999'", "staat niet in gemeenten.csv")),
    "een naam bij twee gemeenten": ("gemeentenamen.yaml", lambda x: x["namen"]["GM0014"].append("Scheveningen"), ("gemeentenamen.yaml", "'Scheveningen'", "kies er één")),
    "een netnummer zonder aanhalingstekens": ("gemeentenamen.yaml", lambda x: x["namen"]["GM0363"].append(20), ("gemeentenamen.yaml", "namen/GM0363", "aanhalingstekens")),
    "een lijst achternamen ontbreekt": ("gemeentenamen.yaml", lambda x: drop(x, "achternamen"), ("gemeentenamen.yaml", "deel/achternamen", "ontbreekt")),
    "namen die geen tabel zijn": ("gemeentenamen.yaml", lambda x: x.update(namen=["Mokum"]), ("gemeentenamen.yaml", "'namen'", "verwacht een tabel")),
    "een woordenlijst zonder woorden": ("gemeentenamen.yaml", lambda x: x["woorden"].update(ambt=[]), ("gemeentenamen.yaml", "woorden/ambt", "niet leeg")),
    "een onbekende woordenlijst": ("gemeentenamen.yaml", lambda x: x["woorden"].update(titels=["baron"]), ("gemeentenamen.yaml", "woorden/titels", "onbekend; kies uit")),
    "een woord van twee soorten": ("gemeentenamen.yaml", lambda x: x["achternamen"].append("Best"), ("gemeentenamen.yaml", "'Best'", "kies er één")),
    "een route met drie stappen": ("routes.yaml", lambda x: x[0].update(stappen=x[0]["stappen"][:3]), ("routes.yaml", "'kenniswerkplaats'", "heeft 3 stappen; geef er 4 tot 7")),
    "een route zonder woorden": ("routes.yaml", lambda x: x[0].update(woorden=[]), ("routes.yaml", "'kenniswerkplaats'", "'woorden' mag niet leeg zijn")),
    "een route zonder herkomst": ("routes.yaml", lambda x: drop(x[0], "herkomst"), ("routes.yaml", "'kenniswerkplaats'", "'herkomst' ontbreekt")),
    "een rol met een veld te veel": ("routes.yaml", lambda x: x[0]["rollen"][0].update(uren=3), ("routes.yaml", "'kenniswerkplaats'", "geen bekend veld")),
    "een stap van een route die ook in stappen staat": ("routes.yaml", lambda x: x[0]["stappen"][0].update(id="ori-opdracht-helder"), ("routes.yaml", "'ori-opdracht-helder'", "staat ook in stappen/")),
    "een stap van een route heeft iets onbekends nodig": ("routes.yaml", lambda x: x[0]["stappen"][0].update(nodig=["geld"]), ("routes.yaml", "'rt-kwp-te-gast'", "'geld' bestaat niet", "kies uit opdracht")),
    "een stap van een route voor een onbekend thema": ("routes.yaml", lambda x: x[0]["stappen"][0].update(themas=["ruimtevaart"]), ("routes.yaml", "'rt-kwp-te-gast'", "'ruimtevaart' bestaat niet")),
    "een stap die iets onbekends geeft": ("stappen/orientatie.yaml", lambda x: x[0].update(geeft=["goud"]), ("stappen/", "'ori-opdracht-helder'", "'goud' bestaat niet", "kies uit opdracht")),
    "een stap die geeft wat hij nodig heeft": ("stappen/orientatie.yaml", lambda x: x[0].update(nodig=["les"], geeft=["les"]), ("stappen/orientatie.yaml", "'ori-opdracht-helder'", "'les' staat bij 'nodig' en bij 'geeft'")),
    "een resultaat dat nog gebruikt wordt ontbreekt": ("resultaten.yaml", lambda x: drop(x, 0), ("stappen/", "'opdracht' bestaat niet")),
    "een wet bij een onbekend thema": ("wetswijzigingen.yaml", lambda x: x[0].update(thema="ruimtevaart"), ("wetswijzigingen.yaml", "'wmo-2015'", "'ruimtevaart' bestaat niet")),
    "een wet op een dag die niet bestaat": ("wetswijzigingen.yaml", lambda x: x[0].update(sinds="2015-02-30"), ("wetswijzigingen.yaml", "'wmo-2015'", "'sinds'")),
    "een reflectievraag in een onbekende groep": ("reflectievragen.yaml", lambda x: x[0].update(groep="borrel"), ("reflectievragen.yaml", "'kennisbronnen-01'", "'borrel' kan niet", "leren")),
    "een reflectievraag zonder tip": ("reflectievragen.yaml", lambda x: drop(x[0], "tip"), ("reflectievragen.yaml", "'kennisbronnen-01'", "'tip' ontbreekt")),
    "een reflectievraag komt twee keer voor": ("reflectievragen.yaml", lambda x: x.append(x[0]), ("reflectievragen.yaml", "kennisbronnen-01", "komt twee keer voor")),
    "voorbeeldvragen die tabel zijn": ("voorbeeldvragen.yaml", lambda _: {"een": "vraag"}, ("voorbeeldvragen.yaml", "verwacht een lijst", "dict")),
    "een kennisbron zonder eerste stap": ("kennisbronnen.yaml", lambda x: drop(x[0], "eerste_stap"), ("kennisbronnen.yaml", "'eerste_stap' ontbreekt")),
    "een lege tekst": ("teksten/berichten.yaml", lambda x: x.update(welkom=" "), ("teksten/berichten.yaml", "'welkom'", "verwacht een tekst")),
}  # fmt: skip


@pytest.mark.parametrize("fout", _FOUTEN)
def test_a_fault_names_file_entry_fault_and_choice(map_: Path, fout: str) -> None:
    bestand, wijzig, moet_zeggen = _FOUTEN[fout]
    change(map_ / bestand, wijzig)

    fouten = load_fouten(map_)

    regels = [r for r in fouten if all(stuk in r for stuk in moet_zeggen)]
    assert regels, fouten[:5]
    assert all("\n" not in r for r in fouten)


@pytest.mark.parametrize(
    "bestand",
    [
        "bronnen.yaml",
        "themas.yaml",
        "patronen.yaml",
        "gemeenten.csv",
        "themawoorden.csv",
        "gemeentenamen.yaml",
        "afkortingen.yaml",
        "weging.yaml",
    ],
)
def test_a_missing_file_is_named(map_: Path, bestand: str) -> None:
    (map_ / bestand).unlink()

    assert f"{bestand}: dit bestand ontbreekt" in load_fouten(map_)


def test_an_abbreviation_of_one_letter_or_with_digits_is_sound(map_: Path) -> None:
    nieuw = {"b": "beleid", "3d": "drie decentralisaties", "112": "alarmnummer"}
    change(map_ / "afkortingen.yaml", lambda x: x["vak"].update(nieuw))

    assert load_kennis(map_).afkortingen["vak"].items() >= nieuw.items()


def test_a_file_that_is_no_yaml_is_named_in_one_line(map_: Path) -> None:
    (map_ / "themas.yaml").write_text("- id: [open\n", encoding="utf-8")

    regel = next(r for r in load_fouten(map_) if r.startswith("themas.yaml"))
    assert "geen geldige YAML" in regel
    assert "\n" not in regel


def test_a_file_in_another_encoding_is_named(map_: Path) -> None:
    (map_ / "themas.yaml").write_bytes("- id: oriëntatie".encode("latin-1"))

    assert any(r.startswith("themas.yaml: geen geldige YAML") for r in load_fouten(map_))


def test_no_steps_at_all_is_said(map_: Path) -> None:
    shutil.rmtree(map_ / "stappen")

    assert any("geen enkel bestand met stappen" in r for r in load_fouten(map_))


def test_a_gemeente_with_a_word_for_a_number_is_named(map_: Path) -> None:
    pad = map_ / "gemeenten.csv"
    kop, eerste, *rest = pad.read_text(encoding="utf-8").splitlines()
    kolommen = eerste.split(",")
    kolommen[kop.split(",").index("inwoners")] = "veel"
    pad.write_text("\n".join([kop, ",".join(kolommen), *rest]), encoding="utf-8")

    assert any(r.startswith("gemeenten.csv") and "veel" in r for r in load_fouten(map_))


_FOUTE_THEMAWOORDEN = {
    "juf,9,onderwijs-jeugd": ("'juf'", "sterkte is '9'; kies 1, 2 of 3"),
    "juf,veel,onderwijs-jeugd": ("'juf'", "sterkte is 'veel'"),
    "juf,2,ruimtevaart": ("'juf'", "'ruimtevaart' bestaat niet; kies uit wmo"),
    "juf,2,": ("'juf'", "themas: kies uit wmo"),
    "juf,2": ("'juf'", "themas: kies uit wmo"),
    "juf": ("'juf'", "sterkte is ''"),
    "de juf,2,onderwijs-jeugd": ("'de juf'", "verwacht één woord"),
    ",2,onderwijs-jeugd": ("''", "verwacht één woord"),
    "juf,2,onderwijs-jeugd\njuf,3,jeugd": ("'juf'", "staat er twee keer"),
}


@pytest.mark.parametrize("regel", _FOUTE_THEMAWOORDEN)
def test_a_malformed_themawoord_is_named(map_: Path, regel: str) -> None:
    (map_ / "themawoorden.csv").write_text(f"woord,sterkte,themas\n{regel}\n", encoding="utf-8")

    (fout,) = load_fouten(map_)

    assert fout.startswith("themawoorden.csv")
    assert all(stuk in fout for stuk in _FOUTE_THEMAWOORDEN[regel]), fout


def test_themawoorden_in_another_encoding_are_named(map_: Path) -> None:
    (map_ / "themawoorden.csv").write_bytes(
        "woord,sterkte,themas\ncliënt,1,wmo\n".encode("latin-1")
    )

    assert any(r.startswith("themawoorden.csv: geen UTF-8") for r in load_fouten(map_))


def test_all_faults_come_at_once(map_: Path) -> None:
    change(map_ / "bronnen.yaml", lambda x: drop(x[0], "titel"))
    change(map_ / "fases.yaml", lambda x: drop(x, 0))
    change(map_ / "weging.yaml", lambda x: x["behoeften"]["scholing"].update(podcast=7))

    fouten = load_fouten(map_)

    assert {r.split(",")[0] for r in fouten} >= {"bronnen.yaml", "fases.yaml", "weging.yaml"}


def test_a_template_that_jinja_cannot_read_is_named(map_: Path) -> None:
    change(map_ / "teksten" / "berichten.yaml", lambda x: x.update(welkom="Hallo {{ naam"))

    with pytest.raises(InvalidKennis, match="'welkom'.*geen geldig sjabloon"):
        check_teksten(load_kennis(map_))


def test_the_shipped_templates_can_all_be_read() -> None:
    check_teksten(KENNIS)


# --- is it enough? --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("thema", KENNIS.themas)
def test_every_thema_has_bronnen_and_steps(thema: str) -> None:
    bronnen = [b for b in KENNIS.bronnen.values() if thema in b.themas]
    stappen = [s for s in KENNIS.stappen.values() if thema in s.themas]

    assert len(bronnen) >= 5
    assert len(stappen) >= 1
    assert len({k for b in bronnen for k in b.kennisbron}) >= 2


@pytest.mark.parametrize("fase", Fase)
def test_every_fase_has_bronnen_and_steps(fase: Fase) -> None:
    gewoon = [
        s
        for s in KENNIS.stappen.values()
        if fase in s.fases and not (s.themas or s.behoeften or s.groottes or s.alleen_gevoelig)
    ]

    assert sum(fase in b.fases for b in KENNIS.bronnen.values()) >= 20
    assert len({s.onderwerp for s in gewoon}) >= 7
    assert {k for s in gewoon for k in s.kennisbronnen} == set(Kennisbron)


@pytest.mark.parametrize("behoefte", Behoefte)
def test_every_behoefte_has_bronnen_and_a_step_in_every_fase(behoefte: Behoefte) -> None:
    passend = {s for s, w in KENNIS.weging["behoeften"][behoefte].items() if w >= 0.8}

    assert sum(b.soort in passend for b in KENNIS.bronnen.values()) >= 4
    for fase in Fase:
        assert any(behoefte in s.behoeften and fase in s.fases for s in KENNIS.stappen.values()), (
            fase
        )


def test_every_kennisbron_is_well_represented() -> None:
    aantallen = Counter(k for b in KENNIS.bronnen.values() for k in b.kennisbron)

    assert all(aantallen[k] >= 0.1 * len(KENNIS.bronnen) for k in Kennisbron), aantallen


def test_every_step_finds_bronnen_for_a_vraag() -> None:
    """As a plan asks for them: with the thema and fase of the vraag."""
    zoeker = make_verstand(KENNIS).zoeker

    zonder = [
        s.id
        for s in KENNIS.stappen.values()
        for thema in (s.themas or ("armoede-schulden", "ruimte"))[:2]
        if s.zoek and not zoeker.zoek(Zoekvraag(s.zoek, themas=(thema,), fase=s.fases[0]), 2)
    ]

    assert zonder == []
    assert all(s.zoek for s in KENNIS.stappen.values())


def test_all_342_gemeenten_are_there() -> None:
    assert len(KENNIS.gemeenten) == 342
    assert all(re.fullmatch(r"GM\d{4}", c) for c in KENNIS.gemeenten)
    assert all(50.7 < g.lat < 53.6 and 3.3 < g.lon < 7.3 for g in KENNIS.gemeenten.values())
    assert 17_000_000 < sum(g.inwoners for g in KENNIS.gemeenten.values()) < 19_000_000


def test_no_bron_names_itself_twice() -> None:
    adressen = Counter(b.url for b in KENNIS.bronnen.values() if b.url)

    assert {u: n for u, n in adressen.items() if n > 3} == {}


def test_a_button_fits_on_a_phone() -> None:
    te_lang = [
        k.naam for aspect in Aspect for k in KENNIS.keuzes(aspect).values() if len(k.naam) > 30
    ]

    assert te_lang == []


# --- is it B1? ------------------------------------------------------------------------------------------------


def _zinnen(tekst: str) -> list[str]:
    kaal = re.sub(r"\{%.*?%\}", "\n", tekst, flags=re.DOTALL)
    kaal = re.sub(r"\{\{.*?\}\}", "iets", kaal, flags=re.DOTALL)
    return [z.strip(" -\t") for z in _ZINSEINDE.split(kaal) if len(z.split()) > 2]


def _gebruikersteksten(kennis: Kennis) -> Iterator[tuple[str, str]]:
    for naam, tekst in kennis.teksten.items():
        yield f"teksten {naam}", tekst
    for aspect in kennis.aspecten.values():
        for tekst in (aspect.vraag, aspect.opnieuw, aspect.waarom, aspect.voorbeeld):
            yield f"aspect {aspect.id}", tekst
    for aspect_ in Aspect:
        for keuze in kennis.keuzes(aspect_).values():
            yield f"{aspect_} {keuze.id}", keuze.uitleg
            yield f"{aspect_} {keuze.id}", keuze.vaak_vergeten
    for keuze in (*kennis.kennisbronnen.values(), *kennis.onderbouwingen.values()):
        yield f"keuze {keuze.id}", keuze.uitleg
    for stap in kennis.stappen.values():
        for tekst in (
            stap.titel,
            stap.wat,
            stap.waarom,
            *stap.hoe,
            stap.valkuil,
            stap.reflectievraag,
        ):
            yield f"stap {stap.id}", tekst
    for bron in kennis.bronnen.values():
        yield f"bron {bron.id}", bron.samenvatting
        yield f"bron {bron.id}", bron.onderbouwing_toelichting


def test_no_sentence_for_users_is_too_long() -> None:
    lang = [
        f"{waar} ({len(z.split())} woorden): {z}"
        for waar, tekst in _gebruikersteksten(KENNIS)
        for z in _zinnen(tekst)
        if len(z.split()) > _LANGSTE_ZIN
    ]

    assert lang == []


def test_sentences_are_short_on_average() -> None:
    lengtes = [len(z.split()) for _, tekst in _gebruikersteksten(KENNIS) for z in _zinnen(tekst)]

    assert len(lengtes) > 1500
    assert statistics.mean(lengtes) <= _GEMIDDELDE_ZIN


_STIJF = (
    "middels", "teneinde", "dienen te", "dient te", "met betrekking tot", "alsmede", "derhalve", "implementeren",
    "faciliteren", "stakeholders", "commitment", "best practice", "tevens", "conform", "inzake", "u kunt", "uw",
)  # fmt: skip


def test_no_stiff_words_for_users() -> None:
    stijf = [
        f"{waar}: {woord!r}"
        for waar, tekst in _gebruikersteksten(KENNIS)
        if not waar.startswith("bron ")
        for woord in _STIJF
        if re.search(rf"\b{re.escape(woord)}\b", tekst, re.IGNORECASE)
    ]

    assert stijf == []
