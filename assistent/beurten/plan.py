"""Turns around what was suggested: exchange, drop or finish a stap, ask why, a route, the team, does this fit here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistent.model import (
    Antwoord,
    Bericht,
    Bron,
    Fase,
    Gemeente,
    Gespreksstand,
    Knop,
    Reflectievraag,
    Stand,
)
from assistent.stappenplan import find_route
from assistent.toepasbaarheid import check_toepasbaarheid

if TYPE_CHECKING:
    from assistent.beurten import Beurten

# What a team can talk about in one meeting
_REFLECTIEVRAGEN = 4
_MINSTE_STAPPEN = 2


def verwissel_stap(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Exchange one stap of the plan for the one that fits best of those not seen yet."""
    plek = _kies_stap(b, stand, zegt, "verwissel_stap")
    if isinstance(plek, Antwoord):
        return plek
    weg = stand.stappen[plek]
    gezien = {*stand.gezien, *stand.stappen}
    nieuw = b.planner(stand.vraag).find_vervanger(stand.stappen, weg, gezien)
    if nieuw is None:
        knoppen = [
            b.woord.knop("schrap_stap", f"schrap_stap:{plek + 1}"),
            *b.woord.advies_knoppen(),
        ]
        return Antwoord((b.woord.bericht("stap_geen_andere", knoppen, nr=plek + 1),), stand)
    ids = tuple(nieuw.id if i == weg else i for i in stand.stappen)
    stand = replace(stand, gezien=(*stand.gezien, weg), gedaan=_zonder(stand.gedaan, weg))
    return _toon(b, stand, ids, b.woord.bericht("stap_verwisseld", titel=nieuw.titel))


def schrap_stap(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Drop one stap of the plan."""
    plek = _kies_stap(b, stand, zegt, "schrap_stap")
    if isinstance(plek, Antwoord):
        return plek
    if len(stand.stappen) <= _MINSTE_STAPPEN:
        return Antwoord((b.woord.bericht("stap_laatste", b.woord.advies_knoppen()),), stand)
    weg = stand.stappen[plek]
    ids = tuple(i for i in stand.stappen if i != weg)
    stand = replace(stand, gezien=(*stand.gezien, weg), gedaan=_zonder(stand.gedaan, weg))
    return _toon(b, stand, ids, b.woord.bericht("stap_geschrapt", nr=plek + 1))


def stap_klaar(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Mark one stap as done; said twice it is not done after all."""
    plek = _kies_stap(b, stand, zegt, "stap_klaar")
    if isinstance(plek, Antwoord):
        return plek
    wie = stand.stappen[plek]
    gedaan = _zonder(stand.gedaan, wie) if wie in stand.gedaan else (*stand.gedaan, wie)
    nieuw = replace(stand, gedaan=gedaan)
    over = [nr for nr, i in enumerate(stand.stappen, 1) if i not in gedaan]
    naam = "stap_niet_klaar" if wie not in gedaan else "stap_klaar" if over else "plan_klaar"
    knoppen = [
        Knop(b.woord.tekst("knop:stap_nummer", nummer=nr), f"leg_stap_uit:{nr}") for nr in over[:1]
    ]
    bericht = b.woord.bericht(
        naam,
        [
            *knoppen,
            b.woord.knop("stappenplan", "toon_stappenplan"),
            b.woord.knop("meenemen", "neem_mee"),
        ],
        nr=plek + 1,
        over=len(over),
    )
    return Antwoord((replace(bericht, gegevens={"later": bool(over)}),), nieuw)


def waarom_stap(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Say which conditions chose a stap, what it builds on and what it needs."""
    plek = _kies_stap(b, stand, zegt, "waarom_stap")
    if isinstance(plek, Antwoord):
        return plek
    gekozen = b.stap_van(stand, plek)
    delen = b.planner(stand.vraag).explain(gekozen)
    return Antwoord((b.woord.stap_waarom(plek + 1, gekozen, delen),), stand)


def gewoon_plan(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """The plan by fase and behoefte, although the vraag is about a route."""
    if stand.stand is Stand.WELKOM:
        return b.toon_stappenplan(stand, zegt)
    return b.toon_stappenplan(replace(stand, gewoon_plan=True, stappen=(), gezien=()))


def toon_route(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """What is known about the route that the vraag is about: conditions, roles, what works, how to secure it."""
    route = find_route(f"{stand.vraag.tekst} {zegt}", b.kennis)
    if route is None:
        knoppen = b.woord.advies_knoppen()
        return Antwoord(
            (b.woord.bericht("geen_route", knoppen, routes=b.kennis.routes.values()),), stand
        )
    return Antwoord((b.woord.route(route),), stand)


def toon_reflectievragen(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Some questions to think about in this fase, one of each group, and the cards to print."""
    fase = stand.vraag.fase or Fase.ORIENTATIE
    gekozen = choose_reflectievragen(b.kennis.reflectievragen, fase, stand.ter_plaatse)
    return Antwoord((b.woord.reflectievragen(gekozen, fase),), stand)


def choose_reflectievragen(
    alle: Mapping[str, Reflectievraag], fase: Fase, beurt: int = 0
) -> list[Reflectievraag]:
    """One question of each group for *fase*; another *beurt* gives others, as long as there are."""
    per_groep: dict[str, list[Reflectievraag]] = {}
    for vraag in alle.values():
        if fase in vraag.fases:
            per_groep.setdefault(vraag.groep, []).append(vraag)
    return [vragen[beurt % len(vragen)] for vragen in per_groep.values()][:_REFLECTIEVRAGEN]


def check_bron(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Say what to check before one of the bronnen is used in the advisor's own gemeente."""
    nr = b.kies_bron(stand, zegt, "check_bron")
    if isinstance(nr, Antwoord):
        return nr
    bron = b.kennis.bronnen[stand.bronnen[nr - 1]]
    waar = find_plek(b, bron)
    punten = check_toepasbaarheid(
        bron,
        waar=waar,
        eigen=b.kennis.gemeenten.get(stand.vraag.gemeente or ""),
        wetswijzigingen=b.kennis.wetswijzigingen.values(),
        vandaag=b.vandaag(),
    )
    return Antwoord((b.woord.toepasbaarheid(nr, bron, punten),), stand)


def find_plek(b: Beurten, bron: Bron) -> Gemeente | None:
    """The gemeente that *bron* is about, by its own words; None when it names none, or several."""
    return b.begrijper.begrijp_gemeente(f"{bron.titel}. {bron.organisatie}. {bron.samenvatting}")


def lees_verder_thema(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """What the thema's of the vraag touch, and what is commonly forgotten there and in this fase."""
    if not stand.vraag.themas and not stand.vraag.fase:
        return b.hervat(stand)
    return Antwoord((b.woord.verder_kijken(stand.vraag),), stand)


def _kies_stap(b: Beurten, stand: Gespreksstand, zegt: str, intent: str) -> int | Antwoord:
    """The place in the plan of the stap that *zegt* means, or what to say when that is not clear."""
    if not stand.stappen:
        return b.zonder_plan(stand, zegt)
    return b.kies_nummer(stand, zegt, len(stand.stappen), "stap", intent)


def _toon(b: Beurten, stand: Gespreksstand, ids: tuple[str, ...], vooraf: Bericht) -> Antwoord:
    plan = b.planner(stand.vraag).rebuild(ids)
    assert plan is not None
    nieuw = replace(stand, stand=Stand.ADVIES, stappen=tuple(s.stap.id for s in plan.stappen))
    return Antwoord((vooraf, b.woord.stappenplan(plan, stand.gedaan)), nieuw)


def _zonder(ids: tuple[str, ...], weg: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i != weg)


BEURTEN: Mapping[str, Callable[[Beurten, Gespreksstand, str], Antwoord]] = {
    f.__name__: f
    for f in (
        verwissel_stap, schrap_stap, stap_klaar, waarom_stap, gewoon_plan, toon_route,
        toon_reflectievragen, check_bron, lees_verder_thema,
    )
}  # fmt: skip
