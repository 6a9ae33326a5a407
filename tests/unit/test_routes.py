"""Routes: journeys with stappen of their own. The content holds its promises, and so does every plan made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistent.kennis import Kennis, default_kennis
from assistent.model import (
    Behoefte,
    Fase,
    Grootte,
    Kennisbron,
    Route,
    Stap,
    Stappenplan,
    Termijn,
    Vraag,
)
from assistent.stappenplan import Planner, check_plannen, compose_stappenplan, find_route

KENNIS = default_kennis()
ROUTES = list(KENNIS.routes.values())
VAN_ROUTE = {s.id: s for r in ROUTES for s in r.stappen}
VOLGORDE = list(Termijn)


def make_plan(route: Route, grootte: Grootte | None = None, **velden: object) -> Stappenplan:
    vraag = Vraag(tekst=f"Wij willen {route.woorden[0]}, graag.", **velden)  # type: ignore[arg-type]
    return compose_stappenplan(vraag, KENNIS, grootte=grootte)


def ids(plan: Stappenplan) -> list[str]:
    return [s.stap.id for s in plan.stappen]


per_route = pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.id)


# --- the content ----------------------------------------------------------------------------------------------


@per_route
def test_a_route_has_four_to_seven_steps_from_all_kennisbronnen(route: Route) -> None:
    assert 4 <= len(route.stappen) <= 7
    assert {k for s in route.stappen for k in s.kennisbronnen} == set(Kennisbron)


@per_route
def test_a_route_runs_in_order_and_repeats_no_subject(route: Route) -> None:
    posities = [s.positie for s in route.stappen]

    assert posities == sorted(set(posities))
    assert len({s.onderwerp for s in route.stappen}) == len(route.stappen)


@per_route
def test_a_route_says_what_it_takes_and_where_that_comes_from(route: Route) -> None:
    for deel in (
        route.voorwaarden, route.rollen, route.werkt, route.werkt_niet, route.volgen, route.borgen,
        route.herkomst,
    ):  # fmt: skip
        assert deel


@per_route
def test_a_step_of_a_route_holds_no_condition_that_could_hide_it(route: Route) -> None:
    assert not [s.id for s in route.stappen if s.groottes or s.alleen_gevoelig]


def test_every_step_has_an_id_of_its_own() -> None:
    aantallen = Counter([*KENNIS.stappen, *(s.id for r in ROUTES for s in r.stappen)])

    assert [i for i, n in aantallen.items() if n > 1] == []


@pytest.mark.parametrize(
    ("route", "woord"), [(r.id, w) for r in ROUTES for w in r.woorden], ids=lambda x: x
)
def test_a_word_leads_to_its_own_route_however_it_is_written(route: str, woord: str) -> None:
    for tekst in (woord, f"Wij denken aan: {woord.upper()}!", f"({woord})\nWat nu?"):
        gevonden = find_route(tekst, KENNIS)
        assert gevonden is not None
        assert gevonden.id == route


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Hoe bereiken we gezinnen met schulden eerder?",
        "We kijken naar de werkplaats van de sociale werkvoorziening.",
        "kenniswerkplaatsachtig",
        "Onze kennis van de werkplaats is gering.",
    ],
)
def test_a_vraag_about_something_else_has_no_route(tekst: str) -> None:
    assert find_route(tekst, KENNIS) is None


def test_of_two_routes_the_longest_words_decide_wherever_they_stand() -> None:
    for tekst in (
        "samenwerken met andere gemeenten aan ervaringskennis",
        "ervaringskennis: samenwerken met andere gemeenten",
    ):
        route = find_route(tekst, KENNIS)
        assert route is not None
        assert route.id == "samenwerken-gemeenten"


def test_the_shipped_plans_are_sound() -> None:
    assert check_plannen(KENNIS) == []


# --- plans of a route -----------------------------------------------------------------------------------------


@per_route
def test_a_vraag_about_a_route_gets_just_its_steps_and_hears_why(route: Route) -> None:
    plan = make_plan(route, fase=Fase.UITVOERING, themas=("wonen",))

    assert ids(plan) == [s.id for s in route.stappen]
    assert plan.titel == route.naam
    assert {s.reden for s in plan.stappen} == {f"Hoort bij {route.in_zin}."}


@per_route
def test_an_ordinary_plan_holds_no_step_of_a_route(route: Route) -> None:
    plan = Planner(Vraag(tekst=route.woorden[0]), KENNIS, None).compose(gewoon=True)

    assert not {*ids(plan)} & VAN_ROUTE.keys()


@per_route
def test_less_time_makes_the_plan_of_a_route_shorter(route: Route) -> None:
    lengtes = [len(ids(make_plan(route, termijn=t))) for t in Termijn]

    assert lengtes[0] == 4
    assert lengtes == sorted(lengtes)
    assert lengtes[-1] == len(route.stappen) > 4


@per_route
def test_with_a_month_nothing_is_asked_that_takes_a_quarter(route: Route) -> None:
    plan = make_plan(route, termijn=Termijn.DEZE_MAAND)

    te_lang = [
        s.stap.id
        for s in plan.stappen
        if VOLGORDE.index(s.stap.kortste_termijn) > VOLGORDE.index(Termijn.DEZE_MAAND)
    ]
    assert te_lang == []


@per_route
@pytest.mark.parametrize("fase", Fase)
def test_a_small_gemeente_gets_a_step_more_that_says_so(route: Route, fase: Fase) -> None:
    groot = make_plan(route, Grootte.GROOT, fase=fase)
    klein = make_plan(route, Grootte.KLEIN, fase=fase)

    erbij = [s for s in klein.stappen if s.stap.id not in ids(groot)]
    assert len(erbij) == 1
    assert Grootte.KLEIN in erbij[0].stap.groottes
    assert erbij[0].reden == KENNIS.reden("stap_klein")
    assert len(klein.stappen) <= 7


@per_route
@pytest.mark.parametrize("fase", Fase)
@pytest.mark.parametrize("termijn", [*Termijn, None])
def test_a_sensitive_vraag_gets_a_step_more_that_says_so(
    route: Route, fase: Fase, termijn: Termijn | None
) -> None:
    gewoon = make_plan(route, fase=fase, termijn=termijn)
    gevoelig = make_plan(route, fase=fase, termijn=termijn, gevoelig=True)

    erbij = [s for s in gevoelig.stappen if s.stap.id not in ids(gewoon)]
    assert len(erbij) == 1
    assert erbij[0].stap.alleen_gevoelig
    assert erbij[0].reden == KENNIS.reden("stap_gevoelig")
    assert len(gevoelig.stappen) <= 7


# --- whatever the vraag ---------------------------------------------------------------------------------------

_ROUTEWOORDEN = [w for r in ROUTES for w in r.woorden]
_TEKSTEN = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["Hoe bereiken we meer mensen?", "help"]),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["We willen", "Hoe gaat", "Iets met"]),
        st.sampled_from(_ROUTEWOORDEN),
        st.sampled_from(["", "in onze gemeente?", "en verder niets."]),
    ),
)
_VRAGEN = st.builds(
    Vraag,
    tekst=_TEKSTEN,
    fase=st.none() | st.sampled_from(Fase),
    behoeften=st.lists(st.sampled_from(Behoefte), unique=True, max_size=3).map(tuple),
    themas=st.lists(st.sampled_from([*KENNIS.themas]), unique=True, max_size=3).map(tuple),
    termijn=st.none() | st.sampled_from(Termijn),
    gevoelig=st.none() | st.booleans(),
)
_GROOTTES = st.none() | st.sampled_from(Grootte)


@settings(max_examples=400, deadline=None)
@given(vraag=_VRAGEN, grootte=_GROOTTES)
def test_every_plan_holds_its_promises(vraag: Vraag, grootte: Grootte | None) -> None:
    planner = Planner(vraag, KENNIS, grootte)

    plan = planner.compose()

    stappen = [s.stap for s in plan.stappen]
    assert 4 <= len(stappen) <= 7
    assert len({s.id for s in stappen}) == len(stappen)
    assert len({s.onderwerp for s in stappen}) == len(stappen)
    for nr, gekozen in enumerate(plan.stappen, 1):
        assert gekozen.reden
        for eerder in gekozen.bouwt_op:
            assert 1 <= eerder < nr
            assert {*stappen[eerder - 1].geeft} & {*gekozen.stap.nodig}
        gegeven = {r for s in stappen for r in s.geeft}
        assert {*gekozen.mist} == {*gekozen.stap.nodig} - gegeven


@settings(max_examples=400, deadline=None)
@given(vraag=_VRAGEN, grootte=_GROOTTES, willekeur=st.randoms(use_true_random=False))
def test_a_plan_made_again_of_its_ids_has_the_same_steps(
    vraag: Vraag, grootte: Grootte | None, willekeur: object
) -> None:
    planner = Planner(vraag, KENNIS, grootte)
    plan = planner.compose()
    geschud = [*ids(plan), ids(plan)[0]]
    willekeur.shuffle(geschud)  # type: ignore[attr-defined]

    for volgorde in (ids(plan), geschud):
        weer = planner.rebuild(volgorde)

        assert weer is not None
        assert [(s.stap, s.bouwt_op, s.mist) for s in weer.stappen] == [
            (s.stap, s.bouwt_op, s.mist) for s in plan.stappen
        ]


@settings(max_examples=200, deadline=None)
@given(vraag=_VRAGEN, grootte=_GROOTTES, plek=st.integers(0, 6))
def test_a_step_in_exchange_fits_in_the_plan(
    vraag: Vraag, grootte: Grootte | None, plek: int
) -> None:
    planner = Planner(vraag, KENNIS, grootte)
    plan = ids(planner.compose())
    weg = plan[plek % len(plan)]

    nieuw = planner.find_vervanger(plan, weg, gezien={*plan})

    if nieuw is not None:
        anderen = [s.stap for s in planner.compose().stappen if s.stap.id != weg]
        assert nieuw.id not in plan
        assert nieuw.onderwerp not in {s.onderwerp for s in anderen}
        assert planner.fase in nieuw.fases


def test_nothing_is_left_of_ids_that_do_not_exist() -> None:
    planner = Planner(Vraag(), KENNIS, None)

    assert planner.rebuild([]) is None
    assert planner.rebuild(["bestaat-niet"]) is None
    weer = planner.rebuild(["bestaat-niet", "ori-opdracht-helder"])
    assert weer is not None
    assert ids(weer) == ["ori-opdracht-helder"]


# --- faults in the content ------------------------------------------------------------------------------------


def with_stap(stap: Stap, *meer: Stap) -> Kennis:
    return replace(KENNIS, stappen={**KENNIS.stappen, **{s.id: s for s in (stap, *meer)}})


def with_woord(route: str, woord: str) -> Kennis:
    oud = KENNIS.routes[route]
    nieuw = replace(oud, woorden=(*oud.woorden, woord))
    return replace(KENNIS, routes={**KENNIS.routes, route: nieuw})


def test_a_step_that_needs_what_nothing_gives_is_named() -> None:
    stap = KENNIS.stappen["ori-opdracht-helder"]

    [fout] = check_plannen(with_stap(replace(stap, nodig=("geld",), geeft=())))

    assert "'ori-opdracht-helder'" in fout
    assert "nodig: geen stap in deze fase geeft 'geld'" in fout


@pytest.mark.parametrize("in_fase", [True, False])
def test_what_a_step_needs_must_be_given_in_its_own_fase(in_fase: bool) -> None:
    stap = KENNIS.stappen["ori-opdracht-helder"]
    gever = next(
        s for s in KENNIS.stappen.values() if (Fase.ORIENTATIE in s.fases) is in_fase and s != stap
    )

    fouten = check_plannen(
        with_stap(replace(stap, nodig=("geld",), geeft=()), replace(gever, geeft=("geld",)))
    )

    assert any("'ori-opdracht-helder'" in f and "'geld'" in f for f in fouten) is not in_fase


def test_a_word_that_belongs_to_another_route_is_named() -> None:
    [fout] = check_plannen(with_woord("kenniscultuur", "kenniswerkplaats"))

    assert fout == (
        "routes.yaml, 'kenniscultuur': woorden: 'kenniswerkplaats' leidt naar 'kenniswerkplaats'"
    )


def test_a_word_that_holds_a_word_of_another_route_is_its_own_when_it_is_longer() -> None:
    langer = with_woord("kenniscultuur", "cultuur van de kenniswerkplaats")

    assert check_plannen(langer) == []


def test_a_word_of_signs_only_is_named() -> None:
    [fout] = check_plannen(with_woord("kenniscultuur", "?!"))

    assert "'?!' is nooit te vinden" in fout


@pytest.mark.parametrize("eigen_onderwerp", [True, False])
def test_a_step_that_no_vraag_can_get_is_named(eigen_onderwerp: bool) -> None:
    gewoon = [
        replace(KENNIS.stappen[i], nodig=())
        for i in ("ori-opdracht-helder", "ori-aannames-toetsen", "ori-startnotitie")
    ]
    # on the subject of a stap that is in every plan
    dubbel = replace(gewoon[0], id="zz-dubbel")
    if eigen_onderwerp:
        dubbel = replace(dubbel, onderwerp="iets-anders")
    kennis = replace(KENNIS, stappen={s.id: s for s in (*gewoon, dubbel)})

    fouten = check_plannen(kennis)

    begin = "stappen/, 'zz-dubbel': geen enkele vraag kan deze stap krijgen"
    assert [f.startswith(begin) for f in fouten] == ([] if eigen_onderwerp else [True])
