"""Turns around the plan, through the one door of the turns, with the real understanding and the real content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistent.beurten import Beurten
from assistent.beurten.plan import choose_reflectievragen
from assistent.collegas import make_voorbeeldcollegas
from assistent.kennis import Kennis
from assistent.model import (
    Antwoord,
    Behoefte,
    Bericht,
    Fase,
    Gespreksstand,
    Reflectiegroep,
    Stand,
    Stap,
    Termijn,
    Vraag,
)
from assistent.verstand import Verstand

VANDAAG = date(2026, 3, 1)
VRAAG = Vraag(
    tekst="Hoe bereiken we gezinnen met schulden eerder?",
    themas=("armoede-schulden",),
    fase=Fase.ORIENTATIE,
    behoeften=(Behoefte.PRAKTIJKVOORBEELDEN,),
)
KWP = "we willen een kenniswerkplaats starten"
OVER_EEN_STAP = ("leg_stap_uit", "verwissel_stap", "schrap_stap", "stap_klaar", "waarom_stap")
# Of one gemeente, from before the laws of 2022, 2024 and 2025 on burgerparticipatie
HUIZEN = "huizen-burgerparticipatie-leren-door-doen"
ZWOLLE, IN_HUIZEN = "GM0193", "GM0406"


class Gesprek:
    """One gesprek, with where it is."""

    def __init__(self, beurten: Beurten, stand: Gespreksstand) -> None:
        self.beurten = beurten
        self.stand = stand
        self.antwoord: Antwoord = Antwoord((), stand)

    def neem(self, naam: str, zegt: str = "") -> tuple[Bericht, ...]:
        self.antwoord = self.beurten.neem(naam, self.stand, zegt)
        self.stand = self.antwoord.stand
        return self.antwoord.berichten

    @property
    def stappen(self) -> list[Stap]:
        k = self.beurten.kennis
        alle = {**k.stappen, **{s.id: s for r in k.routes.values() for s in r.stappen}}
        return [alle[i] for i in self.stand.stappen]


Open = Callable[..., Gesprek]


@pytest.fixture(scope="module")
def beurten(kennis: Kennis, verstand: Verstand) -> Beurten:
    collegas = make_voorbeeldcollegas(list(kennis.gemeenten.values()), kennis.voorbeeldcollegas)
    return Beurten(
        kennis,
        begrijper=verstand.begrijper,
        zoeker=verstand.zoeker,
        collegas=lambda: collegas,
        vandaag=lambda: VANDAAG,
        bewaardagen=30,
        kennismakelaar="Kennispunt, 010 123 45 67",
    )


@pytest.fixture
def open_advies(beurten: Beurten) -> Open:
    """A gesprek about VRAAG, past its summary; other fields of the vraag by name."""

    def open_(**velden: Any) -> Gesprek:
        return Gesprek(beurten, Gespreksstand(Stand.ADVIES, replace(VRAAG, **velden)))

    return open_


@pytest.fixture
def met_plan(open_advies: Open) -> Gesprek:
    gesprek = open_advies()
    gesprek.neem("toon_stappenplan")
    return gesprek


def keuzes(bericht: Bericht) -> list[str]:
    return [k.keuze for k in bericht.knoppen]


def plan_in(berichten: tuple[Bericht, ...]) -> Bericht:
    [plan] = [b for b in berichten if b.soort == "stappenplan"]
    return plan


def ids_in(plan: Bericht) -> tuple[str, ...]:
    return tuple(s["id"] for s in plan.gegevens["stappen"])


# --- the plan -------------------------------------------------------------------------------------------------


def test_the_plan_shows_every_step_with_what_can_be_done_with_it(open_advies: Open) -> None:
    gesprek = open_advies()

    [plan] = gesprek.neem("toon_stappenplan")

    assert 4 <= len(gesprek.stappen) <= 7
    assert ids_in(plan) == gesprek.stand.stappen
    for nr, (stap, gegevens) in enumerate(
        zip(gesprek.stappen, plan.gegevens["stappen"], strict=True), 1
    ):
        assert f"{nr}. {stap.titel} ({stap.tijd})" in plan.tekst
        assert gegevens["gedaan"] is False
        assert {a["keuze"] for a in gegevens["acties"]} == {
            f"{b}:{nr}" for b in OVER_EEN_STAP if b != "leg_stap_uit"
        }
    assert {"toon_reflectievragen", "lees_verder_thema", "neem_mee"} <= {*keuzes(plan)}


def test_without_a_fase_the_plan_says_where_it_starts(open_advies: Open) -> None:
    met, zonder = open_advies(), open_advies(fase=None)

    berichten_met, berichten_zonder = (
        met.neem("toon_stappenplan"),
        zonder.neem("toon_stappenplan"),
    )

    assert len(berichten_zonder) == len(berichten_met) + 1
    assert all(Fase.ORIENTATIE in s.fases for s in zonder.stappen)


# --- exchange -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nr", [1, 2, 3, 4, 5, 6])
def test_an_exchanged_step_is_new_and_on_no_subject_of_the_others(
    met_plan: Gesprek, nr: int
) -> None:
    eerst = met_plan.stand.stappen

    gezegd, plan = met_plan.neem("verwissel_stap", f"ruil stap {nr}")

    nu = met_plan.stand.stappen
    [nieuw] = [s for s in met_plan.stappen if s.id not in eerst]
    assert {*eerst} - {*nu} == {eerst[nr - 1]}
    assert len(nu) == len(eerst)
    assert len({s.onderwerp for s in met_plan.stappen}) == len(nu)
    assert nieuw.titel in gezegd.tekst
    assert ids_in(plan) == nu


@pytest.mark.parametrize("fase", Fase)
@pytest.mark.parametrize("termijn", [None, Termijn.DEZE_WEEK])
def test_a_step_can_be_exchanged_until_there_is_no_other_and_none_returns(
    open_advies: Open, fase: Fase, termijn: Termijn | None
) -> None:
    gesprek = open_advies(fase=fase, termijn=termijn)
    gesprek.neem("toon_stappenplan")
    ooit = [*gesprek.stand.stappen]

    for _ in range(100):
        eerst = gesprek.stand.stappen
        bericht, *_ = gesprek.neem("verwissel_stap", "1")
        nieuw = [i for i in gesprek.stand.stappen if i not in eerst]
        if not nieuw:
            break
        assert nieuw[0] not in ooit
        assert len({s.onderwerp for s in gesprek.stappen}) == len(eerst)
        ooit += nieuw

    assert gesprek.stand.stappen == eerst
    assert len(ooit) > len(eerst)
    assert "geen andere stap" in bericht.tekst
    assert "schrap_stap:1" in keuzes(bericht)


def test_a_step_that_was_dropped_does_not_come_back_by_an_exchange(met_plan: Gesprek) -> None:
    weg = met_plan.stand.stappen[1]
    met_plan.neem("schrap_stap", "2")
    # from here the last place is free for what stood in it
    gezien = set()

    for _ in range(100):
        eerst = met_plan.stand.stappen
        met_plan.neem("verwissel_stap", "1")
        gezien |= {*met_plan.stand.stappen}
        if met_plan.stand.stappen == eerst:
            break

    assert len(gezien) > len(met_plan.stand.stappen)
    assert weg not in gezien


def test_an_exchange_asks_for_the_same_termijn_and_fase(open_advies: Open) -> None:
    gesprek = open_advies(termijn=Termijn.DEZE_WEEK, fase=Fase.UITVOERING)
    gesprek.neem("toon_stappenplan")

    for _ in range(5):
        gesprek.neem("verwissel_stap", "2")

    assert len(gesprek.stand.gezien) >= 2
    assert all(s.kortste_termijn is Termijn.DEZE_WEEK for s in gesprek.stappen)
    assert all(Fase.UITVOERING in s.fases for s in gesprek.stappen)


# --- drop -----------------------------------------------------------------------------------------------------


def test_a_dropped_step_is_gone_and_the_others_stay(met_plan: Gesprek) -> None:
    eerst = met_plan.stand.stappen

    gezegd, plan = met_plan.neem("schrap_stap", "laat stap 3 weg")

    assert met_plan.stand.stappen == (*eerst[:2], *eerst[3:])
    assert "Stap 3 is eruit" in gezegd.tekst
    assert ids_in(plan) == met_plan.stand.stappen


def test_steps_can_be_dropped_until_two_are_left(met_plan: Gesprek) -> None:
    for over in range(len(met_plan.stand.stappen) - 1, 1, -1):
        met_plan.neem("schrap_stap", "de laatste")
        assert len(met_plan.stand.stappen) == over
    eerst = met_plan.stand

    [bericht] = met_plan.neem("schrap_stap", "1")

    assert "blijft er geen plan over" in bericht.tekst
    assert (met_plan.stand.stappen, met_plan.stand.gezien) == (eerst.stappen, eerst.gezien)


def test_what_a_step_builds_on_moves_along_when_one_before_it_is_dropped(open_advies: Open) -> None:
    gesprek = open_advies(fase=Fase.BELEIDSVOORBEREIDING)
    plan = plan_in(gesprek.neem("toon_stappenplan"))
    leunt = next(s for s in plan.gegevens["stappen"] if s["bouwt_op"] and s["nr"] > 2)
    los = next(n for n in range(1, leunt["nr"]) if n not in leunt["bouwt_op"])

    plan = plan_in(gesprek.neem("schrap_stap", str(los)))

    [nu] = [s for s in plan.gegevens["stappen"] if s["id"] == leunt["id"]]
    assert nu["nr"] == leunt["nr"] - 1
    assert nu["bouwt_op"] == [n - (n > los) for n in leunt["bouwt_op"]]


# --- done -----------------------------------------------------------------------------------------------------


def test_a_step_is_done_and_open_again_when_said_twice(met_plan: Gesprek) -> None:
    titel = met_plan.stappen[1].titel

    [klaar] = met_plan.neem("stap_klaar", "stap 2 is klaar")
    na_klaar = plan_in(met_plan.neem("toon_stappenplan"))
    [uitleg] = met_plan.neem("leg_stap_uit", "2")
    [weer_open] = met_plan.neem("stap_klaar", "2")
    na_open = plan_in(met_plan.neem("toon_stappenplan"))

    assert f"Je hebt nog {len(met_plan.stappen) - 1} stappen te gaan" in klaar.tekst
    assert keuzes(klaar)[0] == "leg_stap_uit:1"
    assert klaar.gegevens["later"] is True
    assert f"2. Klaar: {titel}" in na_klaar.tekst
    assert [s["nr"] for s in na_klaar.gegevens["stappen"] if s["gedaan"]] == [2]
    assert "Toch niet klaar" in [k.titel for k in uitleg.knoppen]
    assert "staat weer open" in weer_open.tekst
    assert "Klaar:" not in na_open.tekst
    assert not any(s["gedaan"] for s in na_open.gegevens["stappen"])


def test_when_all_steps_are_done_it_is_said_and_one_can_open_again(met_plan: Gesprek) -> None:
    aantal = len(met_plan.stappen)
    for nr in range(1, aantal):
        [bericht] = met_plan.neem("stap_klaar", str(nr))
        assert "Alle stappen zijn klaar" not in bericht.tekst
    assert "nog 1 stap te gaan" in bericht.tekst

    [alles] = met_plan.neem("stap_klaar", str(aantal))
    [weer_open] = met_plan.neem("stap_klaar", "3")

    assert "Alle stappen zijn klaar" in alles.tekst
    assert alles.gegevens["later"] is False
    assert not [k for k in keuzes(alles) if k.startswith("leg_stap_uit")]
    assert keuzes(weer_open)[0] == "leg_stap_uit:3"
    assert weer_open.gegevens["later"] is True


def test_a_done_step_that_is_dropped_no_longer_counts(met_plan: Gesprek) -> None:
    met_plan.neem("stap_klaar", "1")
    met_plan.neem("stap_klaar", "2")
    over_gebleven = met_plan.stand.stappen[1]

    met_plan.neem("schrap_stap", "1")

    assert met_plan.stand.gedaan == (over_gebleven,)
    [bericht] = met_plan.neem("stap_klaar", "2")
    assert f"nog {len(met_plan.stappen) - 2} stappen te gaan" in bericht.tekst


# --- why ------------------------------------------------------------------------------------------------------


def test_why_a_step_names_just_the_conditions_that_hold(open_advies: Open, kennis: Kennis) -> None:
    thema = kennis.themas["armoede-schulden"].in_zin
    behoefte = kennis.behoeften[Behoefte.PRAKTIJKVOORBEELDEN].in_zin
    alle: list[Stap] = []
    for fase in Fase:
        gesprek = open_advies(fase=fase)
        gesprek.neem("toon_stappenplan")
        alle += gesprek.stappen

        for nr, stap in enumerate(gesprek.stappen, 1):
            [bericht] = gesprek.neem("waarom_stap", f"waarom stap {nr}")

            assert f'Stap {nr} ("{stap.titel}")' in bericht.tekst
            reden = bericht.tekst.split("staat in je plan, want ")[1].split(".\n")[0]
            assert f"je bent in de fase van {kennis.fases[fase].in_zin}" in reden
            assert (f"je vraag gaat over {thema}" in reden) == bool(stap.themas)
            assert (f"je zoekt {behoefte}" in reden) == bool(stap.behoeften)
            assert "de tijd die je hebt" not in reden

    assert any(s.themas for s in alle)
    assert any(s.behoeften for s in alle)
    assert any(not s.themas and not s.behoeften for s in alle)


@pytest.mark.parametrize("termijn", [None, Termijn.DEZE_WEEK])
def test_why_a_step_says_what_it_builds_on_what_is_missing_and_what_it_gives(
    open_advies: Open, kennis: Kennis, termijn: Termijn | None
) -> None:
    in_zin = {id_: r.in_zin for id_, r in kennis.resultaten.items()}
    bouwden_op, misten = 0, 0
    for fase in Fase:
        gesprek = open_advies(fase=fase, termijn=termijn)
        gesprek.neem("toon_stappenplan")
        stappen = gesprek.stappen
        ooit = {r for s in stappen for r in s.geeft}

        for nr, stap in enumerate(stappen, 1):
            [bericht] = gesprek.neem("waarom_stap", str(nr))

            eerder = [
                str(n) for n, s in enumerate(stappen[: nr - 1], 1) if {*s.geeft} & {*stap.nodig}
            ]
            mist = [in_zin[r] for r in stap.nodig if r not in ooit]
            geeft = [in_zin[r] for r in stap.geeft]
            bouwden_op, misten = bouwden_op + bool(eerder), misten + bool(mist)
            for delen, voor, na in (
                (eerder, "Je gebruikt hier wat je in stap ", " hebt gedaan."),
                (mist, "Je hebt hiervoor ", " nodig."),
                (geeft, "Daarna heb je ", "."),
            ):
                assert (voor in bericht.tekst) == bool(delen)
                assert not delen or f"{voor}{' en '.join(delen)}{na}" in bericht.tekst

    assert bouwden_op
    assert misten


def test_why_a_step_names_the_time_that_there_is(open_advies: Open, kennis: Kennis) -> None:
    gesprek = open_advies(termijn=Termijn.DEZE_MAAND)
    gesprek.neem("toon_stappenplan")

    [bericht] = gesprek.neem("waarom_stap", "1")

    assert f"de tijd die je hebt ({kennis.termijnen[Termijn.DEZE_MAAND].in_zin})" in bericht.tekst


def test_why_a_step_for_a_small_gemeente_or_a_sensitive_vraag_says_so(open_advies: Open) -> None:
    gesprek = open_advies(gemeente="GM0088", gevoelig=True)
    gesprek.neem("toon_stappenplan")
    gevoelig = next(n for n, s in enumerate(gesprek.stappen, 1) if s.alleen_gevoelig)
    klein = next(n for n, s in enumerate(gesprek.stappen, 1) if s.groottes)

    [bij_gevoelig] = gesprek.neem("waarom_stap", str(gevoelig))
    [bij_klein] = gesprek.neem("waarom_stap", str(klein))

    assert "je vraag ligt gevoelig" in bij_gevoelig.tekst
    assert "je vraag ligt gevoelig" not in bij_klein.tekst
    assert "in een kleinere gemeente" in bij_klein.tekst


# --- which step -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beurt", OVER_EEN_STAP)
@pytest.mark.parametrize(
    ("zegt", "gezegd"),
    [
        ("stap 99", "Nummer 99 staat niet in de lijst"),
        ("stap 7", "Nummer 7 staat niet in de lijst"),
        ("stap 0", "Welke bedoel je?"),
        ("deze stap", "Welke bedoel je?"),
        ("", "Welke bedoel je?"),
    ],
)
def test_a_step_that_is_not_there_is_asked_for_with_a_button_each(
    met_plan: Gesprek, beurt: str, zegt: str, gezegd: str
) -> None:
    eerst = met_plan.stand

    [bericht] = met_plan.neem(beurt, zegt)

    assert gezegd in bericht.tekst
    assert keuzes(bericht) == [f"{beurt}:{n}" for n in range(1, len(eerst.stappen) + 1)]
    assert replace(met_plan.stand, ter_plaatse=0) == replace(eerst, ter_plaatse=0)


@pytest.mark.parametrize("beurt", OVER_EEN_STAP)
def test_without_a_plan_one_is_offered_and_a_yes_gives_it(open_advies: Open, beurt: str) -> None:
    gesprek = open_advies()

    [bericht] = gesprek.neem(beurt, "2")
    plan = plan_in(gesprek.neem("bevestig", "ja"))

    assert "nog geen stappenplan" in bericht.tekst
    assert keuzes(bericht) == ["toon_stappenplan"]
    assert len(plan.gegevens["stappen"]) >= 4


@pytest.mark.parametrize("beurt", [*OVER_EEN_STAP, "gewoon_plan"])
def test_before_there_is_a_vraag_the_vraag_is_asked_for(beurten: Beurten, beurt: str) -> None:
    gesprek = Gesprek(beurten, Gespreksstand())

    gesprek.neem(beurt, "2")

    assert gesprek.stand.stand is Stand.WELKOM
    assert gesprek.stand.stappen == ()


# --- as the advisor left it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tussendoor",
    [
        [("leg_stap_uit", "1")],
        [("waarom_stap", "2")],
        [("toon_stappenplan", "")],
        [("neem_mee", "")],
        [("toon_bronnen", ""), ("leg_bron_uit", "1"), ("check_bron", "1")],
        [("toon_collegas", ""), ("vraag_contact", "1"), ("ontken", "nee")],
        [("toon_alles", "")],
        [("toon_reflectievragen", ""), ("lees_verder_thema", "")],
        [("toon_route", "")],
        [("niet_begrepen", "blabla"), ("hervat", "")],
        [("noteer_nuttig", ""), ("roep_mens", ""), ("toon_samenvatting", "")],
        [("vraag_vergeten", ""), ("bevestig_vergeten", "nee")],
        [("wijzig_aspect", "fase"), ("sla_over", "")],
        [("leg_stap_uit", "44"), ("verwissel_stap", "")],
    ],
    ids=lambda beurten: beurten[0][0],
)
def test_the_plan_stays_as_the_advisor_left_it(
    met_plan: Gesprek, tussendoor: list[tuple[str, str]]
) -> None:
    for naam, zegt in (("verwissel_stap", "2"), ("schrap_stap", "4"), ("stap_klaar", "3")):
        met_plan.neem(naam, zegt)
    eerst = met_plan.stand

    for naam, zegt in tussendoor:
        met_plan.neem(naam, zegt)
    plan = plan_in(met_plan.neem("toon_stappenplan"))

    nu = met_plan.stand
    assert (nu.stappen, nu.gezien, nu.gedaan) == (eerst.stappen, eerst.gezien, eerst.gedaan)
    assert ids_in(plan) == eerst.stappen
    assert [s["id"] for s in plan.gegevens["stappen"] if s["gedaan"]] == [*eerst.gedaan]


def test_the_explanation_is_of_the_step_that_stands_there_now(met_plan: Gesprek) -> None:
    met_plan.neem("verwissel_stap", "2")
    met_plan.neem("schrap_stap", "1")

    for nr, stap in enumerate(met_plan.stappen, 1):
        [uitleg] = met_plan.neem("leg_stap_uit", str(nr))
        assert uitleg.tekst.startswith(f"Stap {nr}: {stap.titel}.")
        assert uitleg.gegevens["stap"]["id"] == stap.id


@pytest.mark.parametrize(
    ("beurt", "zegt"),
    [("corrigeer", "nee, we zijn al in de uitvoering"), ("kies_waarde", "fase=uitvoering")],
)
def test_another_fase_makes_the_plan_anew(met_plan: Gesprek, beurt: str, zegt: str) -> None:
    met_plan.neem("verwissel_stap", "2")
    eerst = met_plan.stand

    met_plan.neem(beurt, zegt)
    tussen = met_plan.stand
    plan = plan_in(met_plan.neem("toon_stappenplan"))

    assert (tussen.stappen, tussen.gezien) == ((), ())
    assert met_plan.stand.vraag.fase is Fase.UITVOERING
    assert all(Fase.UITVOERING in s.fases for s in met_plan.stappen)
    assert ids_in(plan) != eerst.stappen


def test_going_back_after_a_correction_brings_the_plan_back(met_plan: Gesprek) -> None:
    met_plan.neem("verwissel_stap", "2")
    eerst = met_plan.stand.stappen
    met_plan.neem("kies_waarde", "fase=uitvoering")

    met_plan.neem("ga_terug")

    assert met_plan.stand.vraag.fase is Fase.ORIENTATIE
    assert ids_in(plan_in(met_plan.neem("toon_stappenplan"))) == eerst


# --- routes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def op_route(beurten: Beurten) -> Gesprek:
    gesprek = Gesprek(beurten, Gespreksstand())
    gesprek.neem("begrijp_vraag", KWP)
    gesprek.neem("toon_stappenplan")
    return gesprek


def test_a_vraag_about_a_route_gets_its_steps_and_hears_so(beurten: Beurten) -> None:
    route = beurten.kennis.routes["kenniswerkplaats"]
    gesprek = Gesprek(beurten, Gespreksstand())
    gesprek.neem("begrijp_vraag", KWP)

    *_, gevonden, plan = gesprek.neem("toon_stappenplan")

    assert route.in_zin in gevonden.tekst
    assert keuzes(gevonden) == ["toon_route", "gewoon_plan"]
    assert {*ids_in(plan)} <= {s.id for s in route.stappen}
    assert plan.gegevens["titel"] == route.naam


def test_the_route_tells_what_it_takes(op_route: Gesprek, kennis: Kennis) -> None:
    route = kennis.routes["kenniswerkplaats"]

    [bericht] = op_route.neem("toon_route")

    for deel in (
        *route.voorwaarden, *route.werkt, *route.werkt_niet, *route.volgen, *route.borgen,
        *route.herkomst, *(r.doet for r in route.rollen), *(v.past_als for v in route.vormen),
    ):  # fmt: skip
        assert deel in bericht.tekst
    delen = bericht.gegevens["route"]["delen"]
    assert [*route.voorwaarden] in [d["punten"] for d in delen]
    # this route has no stadia
    assert len(delen) == 7


def test_every_route_can_be_asked_for_by_name(met_plan: Gesprek, kennis: Kennis) -> None:
    for route in kennis.routes.values():
        [bericht] = met_plan.neem("toon_route", f"vertel eens over {route.woorden[0]}, graag")

        assert bericht.gegevens["route"]["titel"] == route.naam


def test_without_a_route_the_routes_are_named(met_plan: Gesprek, kennis: Kennis) -> None:
    [bericht] = met_plan.neem("toon_route")

    assert all(r.in_zin in bericht.tekst for r in kennis.routes.values())
    assert "route" not in bericht.gegevens


def test_an_ordinary_plan_can_be_had_instead_and_stays(op_route: Gesprek, kennis: Kennis) -> None:
    van_route = {s.id for r in kennis.routes.values() for s in r.stappen}

    [gewoon] = op_route.neem("gewoon_plan")
    [weer] = op_route.neem("toon_stappenplan")

    assert not {*ids_in(gewoon)} & van_route
    assert ids_in(weer) == ids_in(gewoon)


def test_a_corrected_vraag_about_a_route_gets_the_route_again(op_route: Gesprek) -> None:
    op_route.neem("gewoon_plan")

    op_route.neem("kies_waarde", "termijn=geen-haast")
    berichten = op_route.neem("toon_stappenplan")

    assert "gewoon_plan" in [k for b in berichten for k in keuzes(b)]
    assert all(i.startswith("rt-kwp-") for i in op_route.stand.stappen)


# --- the team -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", Fase)
def test_reflection_questions_fit_the_fase_one_of_each_group_and_others_the_next_time(
    open_advies: Open, kennis: Kennis, fase: Fase
) -> None:
    gesprek = open_advies(fase=fase)

    [eerste] = gesprek.neem("toon_reflectievragen")
    [tweede] = gesprek.neem("toon_reflectievragen")

    ids = [[v["id"] for v in b.gegevens["reflectievragen"]] for b in (eerste, tweede)]
    for bericht, gekozen in zip((eerste, tweede), ids, strict=True):
        vragen = [kennis.reflectievragen[i] for i in gekozen]
        assert {v.groep for v in vragen} == {*Reflectiegroep}
        assert len(vragen) == len(Reflectiegroep)
        assert all(fase in v.fases and v.vraag in bericht.tekst for v in vragen)
        assert bericht.gegevens["kaarten"] == fase
    assert not {*ids[0]} & {*ids[1]}
    assert "toon_reflectievragen" in keuzes(eerste)


def test_all_reflection_questions_of_a_fase_come_by(kennis: Kennis) -> None:
    for fase in Fase:
        passend = {v.id for v in kennis.reflectievragen.values() if fase in v.fases}

        keren = [choose_reflectievragen(kennis.reflectievragen, fase, n) for n in range(8)]

        assert {v.id for keer in keren for v in keer} == passend


def test_without_a_fase_the_reflection_questions_are_for_the_orientation(
    beurten: Beurten, kennis: Kennis
) -> None:
    gesprek = Gesprek(beurten, Gespreksstand())

    [bericht] = gesprek.neem("toon_reflectievragen")

    ids = [v["id"] for v in bericht.gegevens["reflectievragen"]]
    assert bericht.gegevens["kaarten"] == "orientatie"
    assert all(Fase.ORIENTATIE in kennis.reflectievragen[i].fases for i in ids)
    assert gesprek.stand.stand is Stand.WELKOM


# --- does it fit here? ----------------------------------------------------------------------------------------


def open_bron(open_advies: Open, bron: str, **velden: Any) -> Gesprek:
    gesprek = open_advies(**velden)
    gesprek.stand = replace(gesprek.stand, bronnen=(bron,), getoond=(bron,))
    return gesprek


def test_an_old_bron_of_elsewhere_is_held_against_the_own_gemeente_and_later_laws(
    open_advies: Open, kennis: Kennis
) -> None:
    gesprek = open_bron(open_advies, HUIZEN, gemeente=ZWOLLE)
    wetten = {w.id: w.wat for w in kennis.wetswijzigingen.values()}

    [bericht] = gesprek.neem("check_bron", "past bron 1 bij ons?")

    punten = "\n".join(bericht.gegevens["punten"])
    assert kennis.bronnen[HUIZEN].titel in bericht.tekst
    assert all(p in bericht.tekst for p in bericht.gegevens["punten"])
    assert f"(2024) {wetten['burgerparticipatie-2024']}" in punten
    assert f"(2025) {wetten['burgerparticipatie-2025']}" in punten
    # the two newest only
    assert wetten["burgerparticipatie-2022"] not in punten
    assert f"Dit is {2026 - 2018} jaar oud" in punten
    assert "Huizen heeft ongeveer 41.000 inwoners, Zwolle " in punten
    assert "moet bij jou langs meer tafels" in punten
    assert "Huizen ligt in Noord-Holland" in punten
    assert "één ervaring" in punten


def test_a_bron_of_the_own_gemeente_is_not_compared(open_advies: Open) -> None:
    gesprek = open_bron(open_advies, HUIZEN, gemeente=IN_HUIZEN)

    [bericht] = gesprek.neem("check_bron", "1")

    assert "Dit gaat over Huizen, jouw eigen gemeente" in bericht.tekst
    assert "ongeveer 41.000 inwoners" not in bericht.tekst


def test_without_a_gemeente_it_is_asked_for(open_advies: Open) -> None:
    gesprek = open_bron(open_advies, HUIZEN)

    [bericht] = gesprek.neem("check_bron", "1")

    assert "Zeg me voor welke gemeente jij werkt" in bericht.tekst
    assert "Zwolle" not in bericht.tekst


def test_a_bron_that_is_about_no_place_says_nothing_of_places(
    open_advies: Open, kennis: Kennis
) -> None:
    bron = "aanjaagteam-woonzorgvisies"
    gesprek = open_bron(open_advies, bron, gemeente=ZWOLLE)

    [bericht] = gesprek.neem("check_bron", "1")

    assert kennis.bronnen[bron].titel in bericht.tekst
    assert "Zwolle" not in bericht.tekst
    assert "over welke gemeente" not in bericht.tekst


def test_which_bron_to_check_is_asked_with_a_button_each(open_advies: Open) -> None:
    gesprek = open_advies()
    gesprek.neem("toon_bronnen")
    aantal = len(gesprek.stand.bronnen)

    [zonder_nummer] = gesprek.neem("check_bron", "past dit bij ons?")
    [te_hoog] = gesprek.neem("check_bron", "past bron 12 bij ons?")
    [uitleg] = gesprek.neem("leg_bron_uit", "2")

    assert aantal > 1
    assert keuzes(zonder_nummer) == [f"check_bron:{n}" for n in range(1, aantal + 1)]
    assert "Nummer 12 staat niet in de lijst" in te_hoog.tekst
    assert "check_bron:2" in keuzes(uitleg)


def test_without_bronnen_there_is_nothing_to_check(open_advies: Open) -> None:
    gesprek = open_advies()

    [bericht] = gesprek.neem("check_bron", "1")
    [bronnen] = gesprek.neem("bevestig", "ja")

    assert keuzes(bericht) == ["toon_bronnen"]
    assert bronnen.soort == "bronnen"


# --- beyond the vraag -----------------------------------------------------------------------------------------


def test_reading_on_names_what_is_forgotten_and_what_it_touches(
    met_plan: Gesprek, kennis: Kennis
) -> None:
    thema, fase = kennis.themas["armoede-schulden"], kennis.fases[Fase.ORIENTATIE]

    [bericht] = met_plan.neem("lees_verder_thema")

    assert thema.vaak_vergeten in bericht.tekst
    assert fase.vaak_vergeten in bericht.tekst
    assert thema.raakt_aan
    assert all(kennis.themas[t].in_zin in bericht.tekst for t in thema.raakt_aan[:4])


def test_reading_on_does_not_name_a_thema_of_the_vraag_as_something_else(
    open_advies: Open, kennis: Kennis
) -> None:
    thema = kennis.themas["armoede-schulden"]
    gesprek = open_advies(themas=(thema.id, thema.raakt_aan[0]), fase=None)

    [bericht] = gesprek.neem("lees_verder_thema")

    raakt = bericht.tekst.split("Je vraag raakt vaak ook aan ")[1]
    assert kennis.themas[thema.raakt_aan[0]].vaak_vergeten in bericht.tekst
    assert kennis.themas[thema.raakt_aan[0]].in_zin not in raakt
    assert thema.in_zin not in raakt
    assert "In deze fase" not in bericht.tekst


def test_reading_on_without_thema_and_fase_goes_back_to_the_vraag(open_advies: Open) -> None:
    gesprek = open_advies(themas=(), fase=None)

    [verder] = gesprek.neem("lees_verder_thema")
    [hervat] = open_advies(themas=(), fase=None).neem("hervat")

    assert verder == hervat


# --- nothing found --------------------------------------------------------------------------------------------


def test_when_nothing_fits_what_comes_nearest_is_named_as_such(
    beurten: Beurten, kennis: Kennis
) -> None:
    gesprek = Gesprek(beurten, Gespreksstand())
    gesprek.neem("begrijp_vraag", "Hoe krijgen we meer ondernemers naar de weekmarkt?")

    *_, bericht = gesprek.neem("toon_bronnen")

    nabij = [
        b for b in kennis.bronnen.values() if f'"{b.titel}" ({b.organisatie})' in bericht.tekst
    ]
    assert "vond niets wat goed genoeg past" in bericht.tekst
    assert "Het dichtst in de buurt" in bericht.tekst
    assert 1 <= len(nabij) <= 2
    assert gesprek.stand.bronnen == ()
    assert gesprek.antwoord.kennisvraag == "geen-bronnen"


@pytest.mark.parametrize(
    "tekst",
    ["Hoe bak ik een appeltaart met kaneel voor mijn oma", "drijvende zonnepanelen op de plas"],
)
def test_outside_the_field_nothing_is_named_at_all(
    beurten: Beurten, kennis: Kennis, tekst: str
) -> None:
    gesprek = Gesprek(beurten, Gespreksstand())
    gesprek.neem("begrijp_vraag", tekst)

    *_, bericht = gesprek.neem("toon_bronnen")

    assert "vond niets wat goed genoeg past" in bericht.tekst
    assert "dichtst in de buurt" not in bericht.tekst
    assert not [b.titel for b in kennis.bronnen.values() if b.titel in bericht.tekst]


def test_a_sensitive_vraag_without_bronnen_is_not_said_to_be_kept(open_advies: Open) -> None:
    velden: dict[str, Any] = {
        "tekst": "drijvende zonnepanelen op de plas",
        "themas": (),
        "fase": None,
        "behoeften": (),
    }

    [gewoon] = open_advies(**velden).neem("toon_bronnen")
    [gevoelig] = open_advies(**velden, gevoelig=True).neem("toon_bronnen")

    assert "bewaard als kennisvraag" in gewoon.tekst
    assert "bewaard" not in gevoelig.tekst
