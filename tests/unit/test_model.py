"""The model cannot be wrong: what makes no sense is not born."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from assistent.kennis import default_kennis
from assistent.model import (
    Antwoord,
    Aspect,
    Begrip,
    Behoefte,
    Bericht,
    Fase,
    GekozenStap,
    Gespreksstand,
    Grootte,
    Kennisbron,
    Stand,
    Stappenplan,
    Termijn,
    Vraag,
    Zeker,
)
from assistent.stand_json import from_slot, to_bewaar, to_slot

KENNIS = default_kennis()
STAP = next(iter(KENNIS.stappen.values()))
WAARDEN = {
    Aspect.THEMA: ("jeugd",),
    Aspect.DOELGROEP: ("jongeren",),
    Aspect.FASE: Fase.UITVOERING,
    Aspect.BEHOEFTE: (Behoefte.SCHOLING,),
    Aspect.GEMEENTE: "GM0193",
    Aspect.AANLEIDING: "er zijn klachten",
    Aspect.DOEL: "minder klachten",
    Aspect.BEKEND: "nog niets",
    Aspect.TERMIJN: Termijn.DEZE_WEEK,
    Aspect.GEVOELIG: True,
    Aspect.LEERVOORKEUR: None,
}


def test_a_bericht_that_says_nothing_cannot_exist() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        Bericht("melding", " \n ")


def test_a_plan_without_steps_cannot_exist() -> None:
    with pytest.raises(ValueError, match="has no stappen"):
        Stappenplan("leeg", ())


@pytest.mark.parametrize("aantal", [0, 1, 5])
def test_a_step_has_two_to_four_actions(aantal: int) -> None:
    with pytest.raises(ValueError, match="geef er 2 tot 4"):
        replace(STAP, hoe=("doe iets",) * aantal)


@pytest.mark.parametrize("positie", [-1, 101])
def test_a_step_stands_between_0_and_100(positie: int) -> None:
    with pytest.raises(ValueError, match="kies 0 tot en met 100"):
        replace(STAP, positie=positie)


@pytest.mark.parametrize("veld", ["fases", "kennisbronnen", "wie"])
def test_a_step_is_for_some_fase_uses_some_knowledge_and_involves_someone(veld: str) -> None:
    with pytest.raises(ValueError, match="mogen niet leeg zijn"):
        replace(STAP, **{veld: ()})


def test_nothing_in_the_model_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Vraag().tekst = "anders"  # type: ignore[misc]


@pytest.mark.parametrize("aspect", [a for a in Aspect if WAARDEN[a] is not None])
def test_every_aspect_can_be_set_and_read_and_unset(aspect: Aspect) -> None:
    leeg = Vraag(tekst="x")

    vol = leeg.with_aspect(aspect, WAARDEN[aspect])

    assert not leeg.knows(aspect)
    assert vol.knows(aspect)
    assert vol.get(aspect) == WAARDEN[aspect]
    assert [a for a in Aspect if vol.knows(a)] == [aspect]


def test_an_answer_of_no_is_known() -> None:
    assert Vraag(gevoelig=False).knows(Aspect.GEVOELIG)


def test_a_change_undoes_the_confirmation_and_the_edited_text() -> None:
    vraag = Vraag(tekst="x", verhelderde_tekst="mijn tekst", bevestigd=True)

    vraag = vraag.with_aspect(Aspect.FASE, Fase.UITVOERING)

    assert not vraag.bevestigd
    assert vraag.verhelderde_tekst is None


@pytest.mark.parametrize(
    ("inwoners", "grootte"),
    [(1_000, Grootte.KLEIN), (29_999, Grootte.KLEIN), (30_000, Grootte.MIDDEL), (99_999, Grootte.MIDDEL), (100_000, Grootte.GROOT)],
)  # fmt: skip
def test_the_size_of_a_gemeente_follows_its_inwoners(inwoners: int, grootte: Grootte) -> None:
    gemeente = replace(KENNIS.gemeenten["GM0193"], inwoners=inwoners)

    assert gemeente.grootte is grootte


def test_the_balance_of_a_plan_counts_every_kennisbron() -> None:
    ervaring = replace(STAP, kennisbronnen=(Kennisbron.ERVARINGSKENNIS,))
    twee = replace(
        STAP, kennisbronnen=(Kennisbron.ERVARINGSKENNIS, Kennisbron.PROFESSIONELE_KENNIS)
    )

    plan = Stappenplan("plan", (GekozenStap(ervaring, ""), GekozenStap(twee, "")))

    assert plan.balans == {
        Kennisbron.ERVARINGSKENNIS: 2,
        Kennisbron.PROFESSIONELE_KENNIS: 1,
        Kennisbron.WETENSCHAPPELIJKE_KENNIS: 0,
    }
    assert plan.ontbrekend == (Kennisbron.WETENSCHAPPELIJKE_KENNIS,)


def test_what_was_skipped_or_told_is_no_longer_open() -> None:
    stand = Gespreksstand(vraag=Vraag(fase=Fase.UITVOERING), overgeslagen=(Aspect.DOEL,))

    assert set(Aspect) - set(stand.open_aspecten) == {Aspect.FASE, Aspect.DOEL}


def test_a_begrip_with_only_a_termijn_says_nothing_about_the_vraag() -> None:
    assert Begrip(termijn=Termijn.DEZE_WEEK).leeg
    assert not Begrip(themas=(Zeker("jeugd", 0.9),)).leeg


def test_a_stand_survives_its_slot() -> None:
    vraag = Vraag(
        tekst="x",
        themas=("jeugd",),
        fase=Fase.UITVOERING,
        behoeften=(Behoefte.SCHOLING,),
        gevoelig=True,
    )
    stand = Gespreksstand(
        stand=Stand.ADVIES,
        vraag=vraag,
        gevraagd=Aspect.FASE,
        gesteld=(Aspect.THEMA, Aspect.FASE),
        twijfel={Aspect.THEMA: (Zeker("wonen", 0.4, ("huis",)),)},
        eerder=(Gespreksstand(vraag=vraag),),
        bronnen=("a", "b"),
        open_keuze="toch",
    )

    slot = to_slot(stand)

    assert from_slot(slot) == stand


@pytest.mark.parametrize(
    "slot", [None, {}, {"stand": "van-vroeger"}, {"vraag": "tekst"}, {"onbekend": 1, "gesteld": 3}]
)
def test_a_slot_that_cannot_be_read_starts_anew(slot: dict[str, object] | None) -> None:
    assert from_slot(slot) == Gespreksstand()


def test_what_was_kept_of_the_vraag_before_is_there_at_the_start() -> None:
    stand = from_slot(None, bewaard={"gemeente": "GM0193", "leervoorkeur": "lezen"})

    assert stand.vraag.gemeente == "GM0193"
    assert stand.stand is Stand.WELKOM


def test_a_sessie_that_starts_with_a_vraag_takes_the_whole_stand_along() -> None:
    stand = Gespreksstand(
        stand=Stand.VERHELDERING, vraag=Vraag(tekst="schulden"), gevraagd=Aspect.FASE
    )
    antwoord = Antwoord((), stand, nieuwe_sessie=True, bewaar={"gemeente": "GM0193"})

    assert from_slot(None, bewaard=to_bewaar(antwoord)) == stand


def test_a_sessie_that_starts_empty_takes_only_what_is_kept() -> None:
    antwoord = Antwoord((), Gespreksstand(), nieuwe_sessie=True, bewaar={"gemeente": "GM0193"})

    assert from_slot(None, bewaard=to_bewaar(antwoord)).vraag == Vraag(gemeente="GM0193")
