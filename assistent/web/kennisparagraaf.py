"""What the kennisparagraaf for the policy note accounts for; how it is said stands in meenemen_kennisparagraaf.j2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistent.kennis import Kennis
from assistent.model import Aspect, Fase
from assistent.verwoording import opsomming

# A kennisparagraaf has 80 to 150 words: what the advisor typed and the lists may not fill it
_WOORDEN_VRAAG = 25
_HOOGSTENS_WIE = 3
_HOOGSTENS_VOLGT = 2
# From here on a stap decides, follows and secures (model.Stap)
_POSITIE_VOLGEN = 80


def make_nota(
    vraag: Mapping[str, Any],
    stappen: Sequence[Mapping[str, Any]],
    bronnen: Sequence[Mapping[str, Any]],
    balans: Sequence[Mapping[str, Any]],
    kennis: Kennis,
) -> dict[str, Any]:
    """Which kennis was used and how, what is missing and which stap fills that, who takes part, how it is followed.

    *vult_aan* are the stappen that fill the *aangevuld* kennisbronnen; no stap fills the *open* ones.
    """
    per_kennisbron = _spread_bronnen(bronnen, kennis)
    vullers = {id_: _find_vuller(stappen, id_) for id_, van in per_kennisbron.items() if not van}
    in_zin = {id_: k.in_zin for id_, k in kennis.kennisbronnen.items()}
    wie = dict.fromkeys(_for_nota(s["wie"][0]) for s in stappen if s["wie"])
    return {
        "vraag": _find_kern(vraag),
        "over": _in_zin(vraag, Aspect.THEMA, kennis),
        "voor": _in_zin(vraag, Aspect.DOELGROEP, kennis),
        "gemeente": _in_zin(vraag, Aspect.GEMEENTE, kennis),
        "gebruikt": [
            {"in_zin": in_zin[id_], "bronnen": van} for id_, van in per_kennisbron.items() if van
        ],
        "hoeveel_stappen": len(stappen),
        "stappen_met": [k for k in balans if k["stappen"]],
        "aangevuld": [in_zin[id_] for id_, titel in vullers.items() if titel],
        "vult_aan": list(dict.fromkeys(titel for titel in vullers.values() if titel)),
        "open": [in_zin[id_] for id_, titel in vullers.items() if not titel],
        "wie": list(wie)[:_HOOGSTENS_WIE],
        "volgt": _find_volgers(stappen, kennis),
    }


def rests_on(kennisbronnen: Sequence[Mapping[str, str]], id_: str) -> bool:
    return any(k["id"] == id_ for k in kennisbronnen)


def _spread_bronnen(
    bronnen: Sequence[Mapping[str, Any]], kennis: Kennis
) -> dict[str, list[Mapping[str, Any]]]:
    """Each bron under one of its kennisbronnen, so that the paragraph names it once and misses none it could name."""
    uit: dict[str, list[Mapping[str, Any]]] = {id_: [] for id_ in kennis.kennisbronnen}
    for bron in sorted(bronnen, key=lambda b: len(b["kennisbron"])):
        ids = [k["id"] for k in bron["kennisbron"] if k["id"] in uit]
        if ids:
            uit[min(ids, key=lambda id_: len(uit[id_]))].append(bron)
    for id_, van in uit.items():
        if not van:
            van += [b for b in bronnen if rests_on(b["kennisbron"], id_)][:1]
    return uit


def _find_vuller(stappen: Sequence[Mapping[str, Any]], kennisbron: str) -> str:
    """The stap that is about *kennisbron* most: with the fewest others beside it. Empty without one."""
    vullers = [s for s in stappen if rests_on(s["kennisbronnen"], kennisbron)]
    stap = min(vullers, key=lambda s: len(s["kennisbronnen"]), default=None)
    return stap["titel"] if stap else ""


def _find_volgers(stappen: Sequence[Mapping[str, Any]], kennis: Kennis) -> list[str]:
    """The stappen that follow how it goes: those late in the plan, or else the last of the fase monitoring."""
    laat, monitoring = [], []
    for s in stappen:
        stap = kennis.stappen.get(s["id"])
        if s.get("positie", stap.positie if stap else 0) >= _POSITIE_VOLGEN:
            laat.append(s["titel"])
        elif stap and Fase.MONITORING_EVALUATIE in stap.fases:
            monitoring.append(s["titel"])
    return (laat or monitoring)[-_HOOGSTENS_VOLGT:]


def _find_kern(vraag: Mapping[str, Any]) -> str:
    """The first sentence that asks, of the verhelderde vraag or else of what was typed; without one, what was typed.

    Cut when it is long; empty when nothing was typed.
    """
    verhelderd, getypt = (" ".join(vraag[v].split()) for v in ("verhelderd", "tekst"))
    zinnen = re.split(r"(?<=[.!?])\s+", f"{verhelderd} {getypt}")
    woorden = next((z for z in zinnen if z.endswith("?")), getypt).split()
    if len(woorden) > _WOORDEN_VRAAG:
        return " ".join(woorden[:_WOORDEN_VRAAG]) + " ..."
    return " ".join(woorden)


def _in_zin(vraag: Mapping[str, Any], aspect: Aspect, kennis: Kennis) -> str:
    keuzes = {} if aspect is Aspect.GEMEENTE else kennis.keuzes(aspect)
    waarden: list[dict[str, str]] = next(
        (a["waarden"] for a in vraag["aspecten"] if a["aspect"] == aspect), []
    )
    return opsomming([keuzes[w["id"]].in_zin if w["id"] in keuzes else w["naam"] for w in waarden])


def _for_nota(wie: str) -> str:
    """A plan speaks to the advisor ("je wethouder"), a nota does not ("de wethouder")."""
    wie = re.sub(r"\b(?:je|jouw) (?=team\b)", "het ", wie)
    return re.sub(r"\b(?:je|jouw)\b", "de", wie)
