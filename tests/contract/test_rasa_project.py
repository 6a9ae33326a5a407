"""The seams that no type checker sees: domain.yml, data/, the turns and the content files fit together."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, nodes

import assistent
from actions.beurten import ACTIONS
from assistent.beurten import BEURTEN, Beurten
from assistent.collegas import make_voorbeeldcollegas
from assistent.kennis import default_kennis
from assistent.model import Aspect, Bericht, Gespreksstand, Stand
from assistent.service import VRIJE_KEUZES
from assistent.verstand import make_verstand
from assistent.verwoording import Verwoording

PROJECT = Path(assistent.__file__).parent.parent
KENNIS = default_kennis()
DOMEIN: dict[str, Any] = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
INTENTS = set(DOMEIN["intents"])
# Made by the program: by the bridge channel (begin, oude_knop, alleen_emoji) and by Rasa's own fallback
_NIET_GETYPT = {"nlu_fallback"}
_NLU = PROJECT / "data" / "nlu"


def read_rules() -> list[dict[str, Any]]:
    return [
        regel
        for pad in sorted((PROJECT / "data" / "stories").glob("*.yml"))
        for regel in yaml.safe_load(pad.read_text(encoding="utf-8"))["rules"]
    ]


RULES = read_rules()


def steps_with(regel: dict[str, Any], soort: str) -> list[str]:
    uit = []
    for stap in regel["steps"]:
        for deel in stap.get("or", [stap]):
            if soort in deel:
                uit.append(deel[soort])
    return uit


def stands_of(regel: dict[str, Any]) -> set[str]:
    """The standen in which *regel* holds; all of them without a condition."""
    for voorwaarde in regel.get("condition", ()):
        for slot in voorwaarde.get("slot_was_set", ()):
            if "stand" in slot:
                return {slot["stand"]}
    return {s.value for s in Stand}


def read_voorbeelden() -> dict[str, list[str]]:
    uit: dict[str, list[str]] = defaultdict(list)
    for pad in sorted(_NLU.glob("*.yml")):
        for blok in yaml.safe_load(pad.read_text(encoding="utf-8"))["nlu"]:
            regels = blok["examples"].splitlines()
            uit[blok["intent"]] += [r.removeprefix("- ").strip() for r in regels if r.strip()]
    return uit


VOORBEELDEN = read_voorbeelden()
TYPED = set(VOORBEELDEN)
PRESSED = INTENTS - TYPED


# --- domain and turns -----------------------------------------------------------------------------------------


def test_every_turn_has_an_action_and_every_action_a_turn() -> None:
    assert {a().name() for a in ACTIONS} == {f"action_{b}" for b in BEURTEN}


def test_the_domain_knows_just_the_actions_that_are_used() -> None:
    in_domein = set(DOMEIN["actions"])
    in_regels = {a for r in RULES for a in steps_with(r, "action") if a.startswith("action_")}
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    in_config = {p.get("core_fallback_action_name") for p in config["policies"]} - {None}

    assert in_domein <= {f"action_{b}" for b in BEURTEN}
    assert (in_regels - {"action_listen"}) | in_config == in_domein


def test_every_response_that_a_rule_names_exists_and_none_is_idle() -> None:
    in_regels = {a for r in RULES for a in steps_with(r, "action") if a.startswith("utter_")}

    assert in_regels | {"utter_storing"} == set(DOMEIN["responses"])


def test_every_response_says_something_of_a_known_kind() -> None:
    soorten = {"melding", "uitleg"}
    for naam, vormen in DOMEIN["responses"].items():
        for vorm in vormen:
            assert vorm["text"].strip(), naam
            assert vorm["custom"]["soort"] in soorten, naam


def test_the_slot_stand_has_the_values_of_the_model() -> None:
    assert DOMEIN["slots"]["stand"]["values"] == [s.value for s in Stand]


# --- rules ----------------------------------------------------------------------------------------------------


def test_every_rule_names_intents_and_actions_that_exist() -> None:
    for regel in RULES:
        assert set(steps_with(regel, "intent")) <= INTENTS | _NIET_GETYPT, regel["rule"]
        bekend = {*DOMEIN["actions"], *DOMEIN["responses"], "action_listen"}
        assert set(steps_with(regel, "action")) <= bekend, regel["rule"]
        assert stands_of(regel) <= {s.value for s in Stand}, regel["rule"]


def test_rule_names_are_unique() -> None:
    dubbel = [n for n, keer in Counter(r["rule"] for r in RULES).items() if keer > 1]

    assert dubbel == []


@pytest.mark.parametrize("intent", sorted(INTENTS | _NIET_GETYPT))
def test_every_intent_has_a_rule_in_every_stand(intent: str) -> None:
    gedekt = {s for r in RULES if intent in steps_with(r, "intent") for s in stands_of(r)}

    assert gedekt == {s.value for s in Stand}


@pytest.mark.parametrize("intent", sorted(INTENTS | _NIET_GETYPT))
def test_no_two_rules_want_the_same_intent_in_the_same_stand(intent: str) -> None:
    """Rasa refuses rules that contradict; a rule for one stand goes before one for all."""
    regels = [r for r in RULES if intent in steps_with(r, "intent")]
    zonder = [r["rule"] for r in regels if not r.get("condition")]
    met = Counter(next(iter(stands_of(r))) for r in regels if r.get("condition"))

    assert len(zonder) <= 1, zonder
    assert all(n == 1 for n in met.values()), met


def test_an_action_after_a_condition_lets_the_advisor_speak() -> None:
    """A rule that ends in `wait_for_user_input: false` needs another that says what follows on its action."""
    zonder_wachten = {
        steps_with(r, "action")[-1] for r in RULES if r.get("wait_for_user_input") is False
    }
    laat_spreken = {
        r["steps"][0]["action"]
        for r in RULES
        if "action" in r["steps"][0] and r["steps"][-1] == {"action": "action_listen"}
    }

    assert zonder_wachten <= laat_spreken


# --- examples -------------------------------------------------------------------------------------------------


def test_every_intent_with_examples_is_in_the_domain() -> None:
    assert TYPED <= INTENTS


@pytest.mark.parametrize("intent", sorted(TYPED))
def test_every_typed_intent_has_enough_examples(intent: str) -> None:
    assert len(VOORBEELDEN[intent]) >= 20


def test_no_example_stands_twice_or_in_two_intents() -> None:
    wie = defaultdict(list)
    for intent, voorbeelden in VOORBEELDEN.items():
        for v in voorbeelden:
            wie[" ".join(re.findall(r"\w+", v.lower()))].append((intent, v))

    assert {k: v for k, v in wie.items() if len({i for i, _ in v}) > 1} == {}
    assert {k: v for k, v in wie.items() if len({t for _, t in v}) < len(v)} == {}


def test_no_example_is_in_the_test_set() -> None:
    """What is trained on measures nothing."""
    toets = yaml.safe_load(
        (PROJECT / "tests" / "nlu" / "test_intents.yml").read_text(encoding="utf-8")
    )
    getoetst = {
        r.removeprefix("- ").strip().lower()
        for blok in toets["nlu"]
        for r in blok["examples"].splitlines()
        if r.strip()
    }
    geleerd = {v.lower() for voorbeelden in VOORBEELDEN.values() for v in voorbeelden}

    assert getoetst & geleerd == set()


def test_no_example_holds_markup() -> None:
    raar = [v for vs in VOORBEELDEN.values() for v in vs if re.search(r"[\[\]{}<>]", v)]

    assert raar == []


# --- buttons --------------------------------------------------------------------------------------------------

_AFVALLIG = ("1", "2", "9", "ja", "nee", "de eerste en de derde")
_TEKSTEN = (
    "We willen eenzaamheid onder ouderen in Zwolle aanpakken en zoeken voorbeelden",
    "We willen een app laten bouwen tegen schulden",
    "Hoe bereiken we eenzame ouderen? En welke regels gelden er voor het inkopen van jeugdhulp?",
    "Hoe verbeteren we de zorg?",
    "schulden", "nee, het gaat over jeugd", "appeltaart", "😀", "",
)  # fmt: skip
_ZEGT: dict[str, tuple[str, ...]] = {
    "begrijp_vraag": _TEKSTEN,
    "vervolg": _TEKSTEN[:5],
    "verwerk_antwoord": ("Zwolle", "cijfers", "jongeren", "we lopen vast", "qqq", "voor vrijdag"),
    "vul_aan": ("het is vertrouwelijk", "voor jongeren", "qqq"),
    "corrigeer": ("nee, het gaat over jeugd", "klopt niet"),
    "kies_waarde": (
        "fase=uitvoering",
        "thema=jeugd",
        "gevoelig=ja",
        "gemeente=GM0193",
        "fase=x",
        "x",
    ),
    "kies_privacy": ("ja", "nee"),
    "kies_vraag": ("1", "2"),
    "vervolg_vraag": ("nieuw", "zelfde"),
    "bevestig_vergeten": ("ja", "nee"),
    "wijzig_aspect": (*(a.value for a in Aspect), "x"),
    "vervang_tekst": ("Ik zoek een aanpak voor schulden bij jongeren", "kort"),
    "leg_bron_uit": _AFVALLIG,
    "leg_stap_uit": _AFVALLIG,
    "verwissel_stap": _AFVALLIG,
    "schrap_stap": _AFVALLIG,
    "stap_klaar": _AFVALLIG,
    "waarom_stap": _AFVALLIG,
    "check_bron": _AFVALLIG,
    "toon_route": ("", "over een kenniswerkplaats"),
    "vraag_contact": ("1", "2", "9", "", "de laatste"),
    "bevestig_contact": ("ja", "nee"),
    "vergelijk_bronnen": ("1,2", "1 en 3", "9", ""),
    "niet_begrepen": ("qqq",),
    "buiten_onderwerp": ("appeltaart",),
}


class Wandeling:
    """Takes every turn from many places, and keeps all that was said."""

    def __init__(self, beurten: Beurten, *, hoogstens: int) -> None:
        self.berichten: list[tuple[str, Bericht]] = []
        self.fouten: list[str] = []
        gezien: set[Any] = set()
        twee = beurten.neem("begrijp_vraag", Gespreksstand(), _TEKSTEN[2]).stand
        advies = beurten.neem("toon_bronnen", beurten.neem("kies_vraag", twee, "1").stand, "").stand
        tekst = beurten.neem("pas_tekst_aan", advies, "").stand
        collegas = beurten.neem("toon_collegas", advies, "").stand
        zeker = beurten.neem("vraag_contact", collegas, "1").stand
        wachtend = [Gespreksstand(), twee, advies, tekst, collegas, zeker]
        while wachtend and len(gezien) < hoogstens:
            stand = wachtend.pop(0)
            if _plek(stand) in gezien:
                continue
            gezien.add(_plek(stand))
            for beurt in sorted(BEURTEN):
                for zegt in _ZEGT.get(beurt, ("",)):
                    try:
                        antwoord = beurten.neem(beurt, stand, zegt)
                    except Exception as exc:
                        self.fouten.append(f"{beurt}({zegt!r}) in {_plek(stand)}: {exc!r}")
                        continue
                    if not antwoord.berichten:
                        self.fouten.append(f"{beurt}({zegt!r}) in {_plek(stand)}: says nothing")
                    self.berichten += [(beurt, b) for b in antwoord.berichten]
                    wachtend.append(replace(antwoord.stand, eerder=antwoord.stand.eerder[-1:]))
        self.standen = gezien


def _plek(stand: Gespreksstand) -> tuple[Any, ...]:
    return (
        stand.stand, stand.gevraagd, stand.open_keuze, bool(stand.bronnen), bool(stand.stappen),
        bool(stand.wachtrij), bool(stand.laatste_tekst), min(stand.niet_begrepen, 2),
        bool(stand.collegas), bool(stand.contact),
    )  # fmt: skip


@pytest.fixture(scope="module")
def wandeling() -> Wandeling:
    voorbeelden = make_voorbeeldcollegas(list(KENNIS.gemeenten.values()), KENNIS.voorbeeldcollegas)
    # every other one as if real: only a real collega is asked
    collegas = [replace(c, voorbeeld=i % 2 == 0) for i, c in enumerate(voorbeelden)]
    verstand = make_verstand(KENNIS)
    beurten = Beurten(
        KENNIS,
        begrijper=verstand.begrijper,
        zoeker=verstand.zoeker,
        collegas=lambda: collegas,
        vandaag=lambda: date(2026, 3, 1),
        bewaardagen=30,
        kennismakelaar="Kennispunt, 010 123 45 67",
    )
    return Wandeling(beurten, hoogstens=25)


def test_every_turn_can_be_taken_from_everywhere(wandeling: Wandeling) -> None:
    assert wandeling.fouten == []
    assert {p[0] for p in wandeling.standen} == set(Stand)


def test_every_button_becomes_an_intent_of_the_domain(wandeling: Wandeling) -> None:
    keuzes = {k.keuze for _, b in wandeling.berichten for k in b.knoppen}
    keuzes |= {
        k["payload"]
        for vormen in DOMEIN["responses"].values()
        for v in vormen
        for k in v.get("buttons", ())
    }
    wijzig = {
        a["wijzig"]
        for _, b in wandeling.berichten
        if "vraag" in b.gegevens
        for a in b.gegevens["vraag"]["aspecten"]
    }

    onbekend = {k for k in keuzes | wijzig if k.partition(":")[0] not in INTENTS}

    assert onbekend == set()
    assert len(keuzes) > 60


def test_every_value_on_a_button_is_one_that_can_be_taken(wandeling: Wandeling) -> None:
    for _, bericht in wandeling.berichten:
        for knop in bericht.knoppen:
            intent, _, waarde = knop.keuze.partition(":")
            if intent == "kies_waarde":
                aspect, _, id_ = waarde.partition("=")
                assert id_ in KENNIS.keuzes(Aspect(aspect)) or (aspect, id_) in {
                    ("gevoelig", "ja"),
                    ("gevoelig", "nee"),
                }
            elif intent == "wijzig_aspect":
                assert waarde in set(Aspect)


def test_no_bericht_offers_the_same_button_twice(wandeling: Wandeling) -> None:
    for beurt, bericht in wandeling.berichten:
        keuzes = [k.keuze for k in bericht.knoppen]
        assert len(set(keuzes)) == len(keuzes), (beurt, keuzes)
        assert all(k.titel.strip() and len(k.titel) <= 40 for k in bericht.knoppen), (
            beurt,
            bericht.knoppen,
        )


def test_every_text_is_whole(wandeling: Wandeling) -> None:
    for beurt, bericht in wandeling.berichten:
        for fout in ("{{", "}}", "{%", "None", "()", " ,", " .", "..", "Undefined"):
            assert fout not in bericht.tekst.replace("...", ""), (beurt, bericht.tekst)
        assert "\n\n\n" not in bericht.tekst, (beurt, bericht.tekst)


def test_every_gegevens_can_become_json(wandeling: Wandeling) -> None:
    import json

    for _, bericht in wandeling.berichten:
        json.dumps(dict(bericht.gegevens))


def test_what_may_always_be_chosen_are_intents() -> None:
    assert VRIJE_KEUZES <= INTENTS


def test_every_pressed_intent_is_made_somewhere(wandeling: Wandeling) -> None:
    gemaakt = {k.keuze.partition(":")[0] for _, b in wandeling.berichten for k in b.knoppen}
    gemaakt |= {
        a["wijzig"].partition(":")[0]
        for _, b in wandeling.berichten
        if "vraag" in b.gegevens
        for a in b.gegevens["vraag"]["aspecten"]
    }

    assert PRESSED - gemaakt == {"begin", "oude_knop", "alleen_emoji"}


# --- texts ----------------------------------------------------------------------------------------------------


def _names_in_code() -> Iterator[str]:
    for pad in (PROJECT / "assistent").rglob("*.py"):
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str):
                yield knoop.value


def _calls_with_a_name() -> Iterator[tuple[str, str]]:
    """(prefix in teksten, name) of every `.bericht("x")`, `.tekst("x")` and `.knop("x")`."""
    voor = {"bericht": "", "tekst": "", "knop": "knop:", "reden": "reden:", "melding": ""}
    for pad in (PROJECT / "assistent").rglob("*.py"):
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            if (
                isinstance(knoop, ast.Call)
                and isinstance(knoop.func, ast.Attribute)
                and knoop.func.attr in voor
                and knoop.args
                and isinstance(knoop.args[0], ast.Constant)
                and isinstance(knoop.args[0].value, str)
            ):
                yield voor[knoop.func.attr], knoop.args[0].value


def test_every_text_that_the_code_names_exists() -> None:
    weg = {voor + naam for voor, naam in _calls_with_a_name()} - set(KENNIS.teksten)

    assert weg == set()


def test_no_text_is_idle() -> None:
    """A text that nothing says misleads the editor who mends it."""
    genoemd = set(_names_in_code())
    los = []
    for naam in KENNIS.teksten:
        kaal = naam.partition(":")[2] or naam
        voor = naam.partition(":")[0]
        if voor in ("soort", "toegang", "kolom"):
            continue
        if {naam, kaal, kaal.removesuffix("_weer")} & genoemd:
            continue
        # f"collega_fase_{fase}" leaves its beginning, f"{wat}_nummer" its end
        if not any(
            kaal.startswith(c) if c.endswith("_") else (c.startswith("_") and kaal.endswith(c))
            for c in genoemd
            if len(c) > 6
        ):
            los.append(naam)

    assert los == []


def test_every_variable_of_a_template_is_one_that_the_code_gives() -> None:
    """What a template asks for and nobody gives would fail in front of the advisor."""
    gegeven = {
        knoop.arg
        for pad in (PROJECT / "assistent").rglob("*.py")
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(knoop, ast.keyword) and knoop.arg
    }
    for naam, tekst in KENNIS.teksten.items():
        if naam.startswith("reden:"):
            continue
        boom = Environment().parse(tekst)
        gezet = {n.name for n in boom.find_all(nodes.Name) if n.ctx == "store"}
        gevraagd = {n.name for n in boom.find_all(nodes.Name) if n.ctx == "load"}
        assert gevraagd - gezet - {"loop", "range"} <= gegeven, naam


def test_every_column_kind_and_access_has_a_name() -> None:
    woord = Verwoording(KENNIS)
    for bron in KENNIS.bronnen.values():
        assert woord.tekst(f"soort:{bron.soort}")
        assert woord.tekst(f"toegang:{bron.toegang}")
