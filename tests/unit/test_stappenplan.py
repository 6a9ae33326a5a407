"""The stappenplan: every combination of what is known gives a plan that holds its promises."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from assistent.errors import AssistentError
from assistent.kennis import Kennis, default_kennis
from assistent.model import (
    Behoefte,
    Bron,
    Fase,
    Grootte,
    Kennisbron,
    Stap,
    Stappenplan,
    Termijn,
    Vraag,
)
from assistent.stappenplan import compose_stappenplan

KENNIS = default_kennis()
THEMAS: tuple[str | None, ...] = (*KENNIS.themas, None)
TERMIJNEN: tuple[Termijn | None, ...] = (*Termijn, None)
GROOTTES: tuple[Grootte | None, ...] = (*Grootte, None)
VOLGORDE = list(Termijn)
Combinatie = tuple[Fase, Behoefte, Termijn | None, Grootte | None, str | None]


def combinaties() -> Iterator[Combinatie]:
    return itertools.product(Fase, Behoefte, TERMIJNEN, GROOTTES, THEMAS)


def make_vraag(combinatie: Combinatie, *, gevoelig: bool | None = None) -> Vraag:
    fase, behoefte, termijn, _, thema = combinatie
    return Vraag(
        tekst="vraag", themas=(thema,) if thema else (), fase=fase, behoeften=(behoefte,),
        termijn=termijn, gevoelig=gevoelig,
    )  # fmt: skip


def make_plan(combinatie: Combinatie, *, gevoelig: bool | None = None) -> Stappenplan:
    return compose_stappenplan(
        make_vraag(combinatie, gevoelig=gevoelig), KENNIS, grootte=combinatie[3]
    )


def ids(plan: Stappenplan) -> tuple[str, ...]:
    return tuple(s.stap.id for s in plan.stappen)


@pytest.fixture(scope="module")
def plannen() -> dict[Combinatie, Stappenplan]:
    """All of them: 18,000 plans in a few seconds."""
    return {c: make_plan(c) for c in combinaties()}


def test_every_combination_gives_four_to_seven_steps(
    plannen: dict[Combinatie, Stappenplan],
) -> None:
    fout = {c: len(p.stappen) for c, p in plannen.items() if not 4 <= len(p.stappen) <= 7}

    assert fout == {}


def test_no_plan_repeats_a_step_or_a_subject(plannen: dict[Combinatie, Stappenplan]) -> None:
    for combinatie, plan in plannen.items():
        onderwerpen = [s.stap.onderwerp for s in plan.stappen]
        assert len(set(onderwerpen)) == len(onderwerpen), (combinatie, onderwerpen)
        assert len(set(ids(plan))) == len(plan.stappen), combinatie


def test_steps_stand_in_the_order_of_the_policy_cycle_unless_one_needs_another(
    plannen: dict[Combinatie, Stappenplan],
) -> None:
    for combinatie, plan in plannen.items():
        for eerder, later in itertools.pairwise(s.stap for s in plan.stappen):
            if eerder.positie > later.positie:
                nodig = {r for s in plan.stappen for r in s.stap.nodig}
                assert nodig & set(eerder.geeft), (combinatie, eerder.id, later.id)


def test_no_step_comes_before_what_it_needs(plannen: dict[Combinatie, Stappenplan]) -> None:
    for combinatie, plan in plannen.items():
        for nr, gekozen in enumerate(plan.stappen):
            later = {r for s in plan.stappen[nr + 1 :] for r in s.stap.geeft}
            eerder = {r for s in plan.stappen[:nr] for r in s.stap.geeft}
            te_laat = (set(gekozen.stap.nodig) & later) - eerder
            assert not te_laat, (combinatie, gekozen.stap.id, te_laat)


def test_a_step_says_what_it_builds_on_and_what_is_missing(
    plannen: dict[Combinatie, Stappenplan],
) -> None:
    for combinatie, plan in plannen.items():
        for nr, gekozen in enumerate(plan.stappen, 1):
            gegeven = {r for s in plan.stappen for r in s.stap.geeft}
            assert set(gekozen.mist) == set(gekozen.stap.nodig) - gegeven, combinatie
            for eerder in gekozen.bouwt_op:
                assert eerder < nr, combinatie
                assert set(plan.stappen[eerder - 1].stap.geeft) & set(gekozen.stap.nodig)


def test_most_steps_find_in_the_plan_what_they_need(plannen: dict[Combinatie, Stappenplan]) -> None:
    nodig = [s for p in plannen.values() for s in p.stappen if s.stap.nodig]

    # a plan of four in a week leaves most open, and says so
    assert sum(not s.mist for s in nodig) / len(nodig) >= 0.80


def test_every_step_fits_the_vraag(plannen: dict[Combinatie, Stappenplan]) -> None:
    for combinatie, plan in plannen.items():
        fase, behoefte, termijn, grootte, thema = combinatie
        for gekozen in plan.stappen:
            s = gekozen.stap
            assert fase in s.fases, (combinatie, s.id)
            assert not s.behoeften or behoefte in s.behoeften, (combinatie, s.id)
            assert not s.themas or thema in s.themas, (combinatie, s.id)
            assert not s.groottes or grootte in s.groottes, (combinatie, s.id)
            assert not s.alleen_gevoelig, (combinatie, s.id)
            if termijn:
                kortste = VOLGORDE.index(s.kortste_termijn)
                assert kortste <= VOLGORDE.index(termijn), (combinatie, s.id)


def test_nearly_every_plan_uses_two_kinds_of_knowledge(
    plannen: dict[Combinatie, Stappenplan],
) -> None:
    met_twee = sum(len(p.ontbrekend) <= 1 for p in plannen.values())
    met_drie = sum(not p.ontbrekend for p in plannen.values())

    assert met_twee / len(plannen) >= 0.95
    assert met_drie / len(plannen) >= 0.95


def test_a_plan_runs_from_understanding_to_choosing(plannen: dict[Combinatie, Stappenplan]) -> None:
    """A plan of four in a week may stop earlier; the others reach a choice (positie 60) nearly always."""
    langer = [p for c, p in plannen.items() if c[2] is not Termijn.DEZE_WEEK]

    tot_het_eind = sum(p.stappen[-1].stap.positie >= 60 for p in langer) / len(langer)
    assert tot_het_eind >= 0.95


def test_hardly_a_general_step_is_never_used(plannen: dict[Combinatie, Stappenplan]) -> None:
    gebruikt = {s.stap.id for p in plannen.values() for s in p.stappen}
    gewoon = {id_ for id_, s in KENNIS.stappen.items() if not s.alleen_gevoelig}

    assert len(gewoon - gebruikt) <= len(gewoon) / 10


def test_the_same_vraag_gives_the_same_plan(plannen: dict[Combinatie, Stappenplan]) -> None:
    steekproef = random.Random(1).sample(list(plannen), 300)

    for combinatie in steekproef:
        assert make_plan(combinatie) == plannen[combinatie]


def test_the_order_of_the_files_does_not_matter() -> None:
    stappen = list(KENNIS.stappen.items())
    random.Random(2).shuffle(stappen)
    geschud = _with_stappen(dict(stappen))

    for combinatie in random.Random(3).sample(list(combinaties()), 200):
        plan = compose_stappenplan(make_vraag(combinatie), geschud, grootte=combinatie[3])

        assert ids(plan) == ids(make_plan(combinatie))


def test_the_plans_differ(plannen: dict[Combinatie, Stappenplan]) -> None:
    """Measured: 1,931 of 18,000; grootte and the longer termijnen change only some of them."""
    verschillend = {ids(p) for p in plannen.values()}

    assert len(verschillend) >= 1800


@pytest.mark.parametrize("fase", Fase)
def test_less_time_gives_a_shorter_plan(fase: Fase) -> None:
    lengtes = [
        len(make_plan((fase, Behoefte.CIJFERS_ONDERZOEK, t, None, "wmo")).stappen) for t in Termijn
    ]

    assert lengtes == [4, 5, 6, 7]


@pytest.mark.parametrize("fase", Fase)
def test_haste_leaves_out_what_takes_long(fase: Fase) -> None:
    haast = ids(make_plan((fase, Behoefte.CONTACT_COLLEGAS, Termijn.DEZE_WEEK, None, None)))
    rustig = make_plan((fase, Behoefte.CONTACT_COLLEGAS, Termijn.GEEN_HAAST, None, None))

    te_lang = {s.stap.id for s in rustig.stappen if s.stap.kortste_termijn is not Termijn.DEZE_WEEK}
    assert te_lang, "with time there is at least one step that does not fit in a week"
    assert not te_lang & set(haast)


@pytest.mark.parametrize("fase", Fase)
def test_a_small_gemeente_gets_another_plan_than_a_large_one(fase: Fase) -> None:
    klein, groot = (
        ids(make_plan((fase, Behoefte.CIJFERS_ONDERZOEK, Termijn.DIT_KWARTAAL, g, "wmo")))
        for g in (Grootte.KLEIN, Grootte.GROOT)
    )

    assert klein != groot


@pytest.mark.parametrize("fase", Fase)
@pytest.mark.parametrize("termijn", TERMIJNEN)
def test_a_sensitive_vraag_starts_with_care(fase: Fase, termijn: Termijn | None) -> None:
    combinatie = (fase, Behoefte.PRAKTIJKVOORBEELDEN, termijn, None, "jeugd")

    gewoon, gevoelig = make_plan(combinatie), make_plan(combinatie, gevoelig=True)

    assert not any(s.stap.alleen_gevoelig for s in gewoon.stappen)
    assert any(s.stap.alleen_gevoelig for s in gevoelig.stappen)


@pytest.mark.parametrize("fase", Fase)
def test_another_behoefte_changes_the_plan(fase: Fase) -> None:
    plannen = {ids(make_plan((fase, b, None, None, None))) for b in Behoefte}

    assert len(plannen) >= 4


@pytest.mark.parametrize("thema", KENNIS.themas)
def test_every_thema_has_a_step_of_its_own_in_some_fase(thema: str) -> None:
    gevonden = [
        s.stap.id
        for fase in Fase
        for s in make_plan((fase, Behoefte.PRAKTIJKVOORBEELDEN, None, None, thema)).stappen
        if thema in s.stap.themas
    ]

    assert gevonden


def test_two_themas_and_three_behoeften_still_give_one_plan() -> None:
    vraag = Vraag(
        themas=("jeugd", "wonen", "armoede-schulden"), fase=Fase.UITVOERING, gevoelig=True,
        behoeften=(Behoefte.SCHOLING, Behoefte.CIJFERS_ONDERZOEK, Behoefte.CONTACT_COLLEGAS),
        termijn=Termijn.GEEN_HAAST,
    )  # fmt: skip

    plan = compose_stappenplan(vraag, KENNIS, grootte=Grootte.KLEIN)

    assert 4 <= len(plan.stappen) <= 7
    assert plan.titel == "Jeugd en jeugdhulp, wonen: uitvoering"


def test_nothing_known_gives_a_plan_for_the_orientation() -> None:
    plan = compose_stappenplan(Vraag(tekst="help"), KENNIS, grootte=None)

    assert all(Fase.ORIENTATIE in s.stap.fases for s in plan.stappen)
    assert not plan.ontbrekend


def test_every_reason_names_what_chose_the_step(plannen: dict[Combinatie, Stappenplan]) -> None:
    for combinatie, plan in plannen.items():
        thema, behoefte = combinatie[4], KENNIS.behoeften[combinatie[1]].in_zin
        for s in plan.stappen:
            if s.stap.themas:
                assert thema and KENNIS.themas[thema].in_zin in s.reden
            elif s.stap.behoeften:
                assert behoefte in s.reden


def test_the_bronnen_of_a_step_are_asked_for_that_step() -> None:
    gevraagd: list[str] = []

    def find_bronnen(stap: Stap) -> list[Bron]:
        gevraagd.append(stap.id)
        return [next(iter(KENNIS.bronnen.values()))]

    plan = compose_stappenplan(Vraag(), KENNIS, grootte=None, find_bronnen=find_bronnen)

    assert sorted(gevraagd) == sorted(ids(plan))
    # the same bron is named once: at every stap it would say nothing of any of them
    assert [len(s.bronnen) for s in plan.stappen] == [1] + [0] * (len(plan.stappen) - 1)


def test_a_missing_kennisbron_is_named() -> None:
    alleen_ervaring = {
        id_: s
        for id_, s in KENNIS.stappen.items()
        if s.kennisbronnen == (Kennisbron.ERVARINGSKENNIS,)
    }

    plan = compose_stappenplan(Vraag(), _with_stappen(alleen_ervaring), grootte=None)

    assert plan.ontbrekend == (Kennisbron.PROFESSIONELE_KENNIS, Kennisbron.WETENSCHAPPELIJKE_KENNIS)


def test_a_fase_without_any_step_is_said_plainly() -> None:
    with pytest.raises(AssistentError, match="geen enkele stap past bij fase orientatie"):
        compose_stappenplan(Vraag(), _with_stappen({}), grootte=None)


def _with_stappen(stappen: dict[str, Stap]) -> Kennis:
    velden = {veld: getattr(KENNIS, veld) for veld in Kennis.__dataclass_fields__}
    return Kennis(**velden | {"stappen": stappen})
