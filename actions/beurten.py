"""One action per turn, made from the list of turns; rasa-sdk finds them as subclasses of Action."""

from __future__ import annotations

from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from assistent.beurten import BEURTEN
from assistent.model import Bericht
from assistent.service import Assistent
from assistent.stand_json import from_slot, to_bewaar, to_slot

logger = structlog.get_logger()

_assistent: Assistent | None = None


def install(assistent: Assistent) -> None:
    """Give the actions their Assistent; once, before the first turn."""
    global _assistent
    _assistent = assistent


class BeurtAction(Action):
    """Takes the turn *beurt*. Subclasses are made below."""

    beurt: ClassVar[str] = ""

    def name(self) -> str:
        return f"action_{self.beurt}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        bericht = tracker.latest_message
        metadata = bericht.get("metadata") or {}
        gesprek = tracker.sender_id.rpartition(".")[0]
        zegt = metadata.get("zegt", "") if metadata.get("keuze") else (bericht.get("text") or "")
        try:
            if _assistent is None:
                raise RuntimeError("actions.install was not called")
            stand = from_slot(tracker.get_slot("gesprek"), bewaard=metadata.get("bewaard") or {})
            antwoord = _assistent.neem_beurt(gesprek, self.beurt, stand, zegt)
        except Exception:  # Rasa drops a failed action in silence; the advisor must hear
            logger.exception("beurt_failed", beurt=self.beurt)
            dispatcher.utter_message(response="utter_storing")
            return [FollowupAction("action_listen")]
        for b in antwoord.berichten:
            utter(dispatcher, b)
        dispatcher.utter_message(
            json_message={
                "uitkomst": {
                    "nieuwe_sessie": antwoord.nieuwe_sessie,
                    "bewaar": to_bewaar(antwoord),
                    "vergeet": antwoord.vergeet,
                }
            }
        )
        return [
            SlotSet("gesprek", to_slot(antwoord.stand)),
            SlotSet("stand", antwoord.stand.stand.value),
            # what Rasa answers by itself has two wordings: it says the other one the second time in a row
            SlotSet("weer", antwoord.stand.ter_plaatse % 2 == 1),
            FollowupAction("action_listen"),
        ]


def utter(dispatcher: CollectingDispatcher, bericht: Bericht) -> None:
    """Hand a Bericht to Rasa: text and buttons as Rasa knows them, the rest beside."""
    dispatcher.utter_message(
        text=bericht.tekst,
        buttons=[{"title": k.titel, "payload": k.keuze} for k in bericht.knoppen],
        json_message={
            "soort": bericht.soort,
            "aspect": bericht.aspect.value if bericht.aspect else None,
            "gegevens": dict(bericht.gegevens),
        },
    )


ACTIONS = tuple(
    type(
        "Action" + "".join(deel.capitalize() for deel in beurt.split("_")),
        (BeurtAction,),
        {"beurt": beurt, "__module__": __name__, "__doc__": f"Takes the turn {beurt}."},
    )
    for beurt in sorted(BEURTEN)
)
