"""The actions as Rasa runs them: by name, through rasa-sdk's executor, with what the tracker holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

import actions
from actions.beurten import ACTIONS, utter
from assistent.errors import StorageUnusable
from assistent.model import Antwoord, Aspect, Bericht, Gespreksstand, Knop, Stand
from assistent.stand_json import from_slot
from connectors.rasa_start import call_format


class NepAssistent:
    """Answers every turn alike, or fails; remembers what it was asked."""

    def __init__(self, antwoord: Antwoord | Exception) -> None:
        self.antwoord = antwoord
        self.gevraagd: list[tuple[str, str, Gespreksstand, str]] = []

    def neem_beurt(self, gesprek: str, naam: str, stand: Gespreksstand, zegt: str) -> Antwoord:
        self.gevraagd.append((gesprek, naam, stand, zegt))
        if isinstance(self.antwoord, Exception):
            raise self.antwoord
        return self.antwoord


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


@pytest.fixture
def assistent() -> Iterator[NepAssistent]:
    nep = NepAssistent(
        Antwoord(
            (
                Bericht("melding", "Dank je."),
                Bericht("vraag", "Waar sta je?", (Knop("Uitvoering", "kies_waarde:fase=uitvoering"),), Aspect.FASE, {"voortgang": {"nog": 2}}),
            ),
            Gespreksstand(stand=Stand.VERHELDERING, gevraagd=Aspect.FASE),
            nieuwe_sessie=True,
            bewaar={"gemeente": "GM0193"},
        )
    )  # fmt: skip
    actions.install(nep)  # type: ignore[arg-type]
    yield nep
    actions.install(None)  # type: ignore[arg-type]


def run(
    executor: ActionExecutor,
    action: str,
    *,
    tekst: str = "",
    slots: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Run *action* on what Rasa would hand over of a tracker with these values."""
    tracker = SimpleNamespace(
        sender_id="9f2c.1",
        latest_message=SimpleNamespace(text=tekst, metadata=metadata or {}),
        latest_action_name="action_listen",
        current_slot_values=lambda: {"gesprek": None, "stand": None} | (slots or {}),
    )
    oproep = call_format(SimpleNamespace(name=lambda: action), tracker, None)
    uitkomst = asyncio.run(executor.run(oproep))
    assert uitkomst is not None
    return uitkomst.model_dump() if hasattr(uitkomst, "model_dump") else dict(uitkomst)


def slots_of(uitkomst: dict[str, Any]) -> dict[str, Any]:
    return {e["name"]: e["value"] for e in uitkomst["events"] if e["event"] == "slot"}


def test_every_turn_is_registered_under_its_name(executor: ActionExecutor) -> None:
    assert {a().name() for a in ACTIONS} <= set(executor.actions)


def test_what_was_typed_reaches_the_assistent_with_the_gesprek(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    run(executor, "action_begrijp_vraag", tekst="we lopen vast")

    [(gesprek, naam, stand, zegt)] = assistent.gevraagd
    assert (gesprek, naam, zegt) == ("9f2c", "begrijp_vraag", "we lopen vast")
    assert stand == Gespreksstand()


def test_a_button_hands_over_its_value_and_not_its_slash(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    metadata = {"keuze": "kies_waarde:fase=uitvoering", "zegt": "fase=uitvoering", "bewaard": {}}

    run(executor, "action_kies_waarde", tekst="/kies_waarde", metadata=metadata)

    assert assistent.gevraagd[0][3] == "fase=uitvoering"


def test_every_bericht_comes_out_whole_and_in_order(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    uitkomst = run(executor, "action_verwerk_antwoord", tekst="ja")

    eerste, tweede, besluit = uitkomst["responses"]
    assert eerste["text"] == "Dank je."
    assert tweede["text"] == "Waar sta je?"
    assert tweede["buttons"] == [{"title": "Uitvoering", "payload": "kies_waarde:fase=uitvoering"}]
    assert tweede["custom"] == {
        "soort": "vraag",
        "aspect": "fase",
        "gegevens": {"voortgang": {"nog": 2}},
    }
    assert besluit["custom"]["uitkomst"] == {
        "nieuwe_sessie": True, "bewaar": {"gemeente": "GM0193"}, "vergeet": False,
    }  # fmt: skip
    assert not besluit["text"]


def test_the_stand_after_the_turn_goes_into_the_slots(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    slots = slots_of(run(executor, "action_verwerk_antwoord", tekst="ja"))

    assert slots["stand"] == "verheldering"
    assert from_slot(slots["gesprek"]) == assistent.antwoord.stand  # type: ignore[union-attr]


def test_after_the_turn_the_advisor_may_speak(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    events = run(executor, "action_verwerk_antwoord")["events"]

    assert events[-1]["event"] == "followup"
    assert events[-1]["name"] == "action_listen"


def test_the_next_turn_starts_where_this_one_ended(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    slots = slots_of(run(executor, "action_begrijp_vraag", tekst="x"))

    run(executor, "action_verwerk_antwoord", tekst="y", slots=slots)

    assert assistent.gevraagd[1][2] == assistent.antwoord.stand  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "slot", [{"stand": "van-vroeger"}, {"vraag": {"fase": "dromen"}}, {"weg": 1, "vraag": 3}]
)
def test_a_slot_of_an_older_version_starts_anew(
    executor: ActionExecutor, assistent: NepAssistent, slot: dict[str, Any]
) -> None:
    uitkomst = run(executor, "action_verwerk_antwoord", tekst="ja", slots={"gesprek": slot})

    assert assistent.gevraagd[0][2] == Gespreksstand()
    assert uitkomst["responses"][0]["text"] == "Dank je."


def test_a_new_sessie_starts_with_what_was_kept(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    run(executor, "action_begrijp_vraag", tekst="x", metadata={"bewaard": {"gemeente": "GM0193"}})

    assert assistent.gevraagd[0][2].vraag.gemeente == "GM0193"


@pytest.mark.parametrize("fout", [StorageUnusable("vol"), RuntimeError("stuk"), KeyError("weg")])
def test_a_failing_turn_is_heard_and_changes_nothing(
    executor: ActionExecutor, assistent: NepAssistent, fout: Exception
) -> None:
    assistent.antwoord = fout

    uitkomst = run(executor, "action_verwerk_antwoord", tekst="ja", slots={"stand": "advies"})

    [melding] = uitkomst["responses"]
    assert melding.get("response") == "utter_storing" or melding.get("template") == "utter_storing"
    assert slots_of(uitkomst) == {}
    assert uitkomst["events"][-1]["name"] == "action_listen"


def test_a_button_without_a_value_is_heard_too(
    executor: ActionExecutor, assistent: NepAssistent
) -> None:
    uitkomst = run(executor, "action_kies_waarde", metadata={"keuze": "kies_waarde"})

    assert uitkomst["responses"]


def test_actions_without_an_assistent_say_so_instead_of_falling_silent(
    executor: ActionExecutor,
) -> None:
    actions.install(None)  # type: ignore[arg-type]

    uitkomst = run(executor, "action_verwelkom")

    assert len(uitkomst["responses"]) == 1
    assert slots_of(uitkomst) == {}


def test_a_real_assistent_takes_a_real_turn(executor: ActionExecutor, beurten: Any) -> None:
    """With the real turns: the vraag comes back as understood, in slots that the next turn can read."""
    echt = SimpleNamespace(
        neem_beurt=lambda gesprek, naam, stand, zegt: beurten.neem(naam, stand, zegt)
    )
    actions.install(echt)  # type: ignore[arg-type]

    uitkomst = run(
        executor, "action_begrijp_vraag", tekst="Steeds meer ouderen in Zwolle zijn eenzaam"
    )

    stand = from_slot(slots_of(uitkomst)["gesprek"])
    actions.install(None)  # type: ignore[arg-type]
    assert stand.vraag.gemeente == "GM0193"
    assert "eenzaamheid" in stand.vraag.themas
    assert uitkomst["responses"][0]["custom"]["soort"] == "begrepen"


def test_the_translation_to_rasa_leaves_nothing_out() -> None:
    gezegd: list[dict[str, Any]] = []
    dispatcher = SimpleNamespace(utter_message=lambda **m: gezegd.append(m))

    utter(dispatcher, Bericht("uitleg", "Tekst", (Knop("A", "sla_over"),), None, {"x": 1}))  # type: ignore[arg-type]

    assert gezegd == [
        {
            "text": "Tekst",
            "buttons": [{"title": "A", "payload": "sla_over"}],
            "json_message": {"soort": "uitleg", "aspect": None, "gegevens": {"x": 1}},
        }
    ]


@pytest.fixture(scope="module")
def beurten() -> Any:
    from assistent.beurten import Beurten
    from assistent.kennis import default_kennis
    from assistent.verstand import make_verstand

    kennis = default_kennis()
    verstand = make_verstand(kennis)
    return Beurten(
        kennis,
        begrijper=verstand.begrijper,
        zoeker=verstand.zoeker,
        collegas=lambda: (),
        vandaag=lambda: datetime(2026, 3, 1, tzinfo=UTC).date(),
        bewaardagen=30,
        kennismakelaar="",
    )
