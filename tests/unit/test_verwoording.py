"""What the assistant says: whole sentences, in the right words, that stand on their own without cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from jinja2 import UndefinedError

from assistent.kennis import default_kennis
from assistent.model import (
    Aspect,
    Behoefte,
    Fase,
    GekozenStap,
    GerangschikteBron,
    Gespreksstand,
    Leervoorkeur,
    Stappenplan,
    Termijn,
    Vraag,
    Zeker,
)
from assistent.verwoording import Verwoording, opsomming

KENNIS = default_kennis()
VOL = Vraag(
    tekst="Hoe helpen we jonge gezinnen met schulden?", themas=("armoede-schulden",),
    doelgroepen=("gezinnen-ouders",), fase=Fase.BELEIDSVOORBEREIDING,
    behoeften=(Behoefte.PRAKTIJKVOORBEELDEN,), gemeente="GM0193", termijn=Termijn.DEZE_MAAND,
    aanleiding="Scholen zien geldzorgen", doel="Minder schulden.", bekend="We stuurden al een brief",
    leervoorkeur=Leervoorkeur.LEZEN, gevoelig=False,
)  # fmt: skip


@pytest.fixture(scope="module")
def woord() -> Verwoording:
    return Verwoording(KENNIS)


@pytest.mark.parametrize(
    ("delen", "zin"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_a_list_reads_as_a_sentence(delen: list[str], zin: str) -> None:
    assert opsomming(delen) == zin


def test_a_choice_reads_with_of() -> None:
    assert opsomming(["a", "b"], "of") == "a of b"


def test_a_text_that_misses_a_value_fails_instead_of_leaving_a_hole(woord: Verwoording) -> None:
    with pytest.raises(UndefinedError):
        woord.tekst("welkom")


def test_the_clarified_vraag_holds_everything_that_was_told(woord: Verwoording) -> None:
    tekst = woord.verhelderde_tekst(VOL)

    for stuk in ("praktijkvoorbeelden", "armoede en schulden", "gezinnen en ouders", "Zwolle",
                 "beleidsvoorbereiding", "deze maand", "Scholen zien geldzorgen.", "Minder schulden.", "een brief."):  # fmt: skip
        assert stuk in tekst, stuk


@pytest.mark.parametrize("aspect", Aspect)
def test_a_clarified_vraag_reads_well_with_one_aspect_unknown(
    woord: Verwoording, aspect: Aspect
) -> None:
    leeg = () if isinstance(VOL.get(aspect), tuple) else None

    tekst = woord.verhelderde_tekst(VOL.with_aspect(aspect, leeg))

    for fout in ("  ", " .", " ,", "..", "None", "over ,", "?."):
        assert fout not in tekst, tekst
    assert tekst[0].isupper()


@pytest.mark.parametrize(
    "tekst",
    ["hulp", "Hoe?", "eenzaamheid", "Hoe bereiken we mensen die niemand kent", "a b c d e."],
)
def test_a_vraag_of_which_nothing_is_known_still_reads_well(woord: Verwoording, tekst: str) -> None:
    zin = woord.verhelderde_tekst(Vraag(tekst=tekst))

    assert tekst.rstrip(" .?").lower() in zin.lower()
    assert zin.rstrip('"')[-1] in ".?!" or zin.endswith('".')
    assert ".." not in zin


def test_the_advisors_own_text_goes_before_ours(woord: Verwoording) -> None:
    assert (
        woord.verhelderde_tekst(replace(VOL, verhelderde_tekst="Mijn woorden.")) == "Mijn woorden."
    )


def test_what_was_understood_can_be_corrected_part_by_part(woord: Verwoording) -> None:
    bericht = woord.begrepen(VOL, oplossing=None, te_breed=False)

    aspecten = bericht.gegevens["vraag"]["aspecten"]
    assert {a["aspect"] for a in aspecten} == set(Aspect)
    assert all(a["wijzig"] == f"wijzig_aspect:{a['aspect']}" for a in aspecten)
    assert "Armoede en schulden" in bericht.tekst


def test_nothing_understood_is_said_without_an_empty_list(woord: Verwoording) -> None:
    bericht = woord.begrepen(Vraag(tekst="x"), oplossing=None, te_breed=False)

    assert "- " not in bericht.tekst
    assert "weet nog niet" in bericht.tekst


def test_a_solution_is_named_and_not_put_down(woord: Verwoording) -> None:
    bericht = woord.begrepen(VOL, oplossing="een app", te_breed=False)

    assert "een app" in bericht.tekst
    assert "Die kan goed zijn" in bericht.tekst


@pytest.mark.parametrize("aspect", Aspect)
def test_every_question_can_be_skipped_and_explained(woord: Verwoording, aspect: Aspect) -> None:
    opties = tuple(KENNIS.keuzes(aspect))[:8]

    bericht = woord.vraag(Gespreksstand(), aspect, opties, nog=3)

    keuzes = [k.keuze for k in bericht.knoppen]
    assert keuzes[-2:] == ["sla_over", "vraag_waarom"]
    assert bericht.aspect is aspect
    assert bericht.tekst.count("?") == 1
    assert bericht.gegevens["voortgang"] == {"nog": 3}


def test_a_guess_is_offered_as_a_guess(woord: Verwoording) -> None:
    stand = Gespreksstand(twijfel={Aspect.THEMA: (Zeker("wonen", 0.5), Zeker("ruimte", 0.4))})

    bericht = woord.vraag(stand, Aspect.THEMA, ("wonen",), nog=1)

    assert "wonen of ruimte en leefomgeving" in bericht.tekst
    assert "niet zeker" in bericht.tekst


def test_a_summary_shows_before_and_after(woord: Verwoording) -> None:
    bericht = woord.samenvatting(VOL)

    assert VOL.tekst in bericht.tekst
    assert woord.verhelderde_tekst(VOL) in bericht.tekst
    assert {k.keuze for k in bericht.knoppen} == {
        "bevestig",
        "ontken",
        "pas_tekst_aan",
        "kies_waarde:gevoelig=ja",
    }


def test_a_sensitive_vraag_is_not_asked_again_whether_it_is(woord: Verwoording) -> None:
    knoppen = woord.samenvatting(replace(VOL, gevoelig=True)).knoppen

    assert "kies_waarde:gevoelig=ja" not in {k.keuze for k in knoppen}


@pytest.mark.parametrize("bron", list(KENNIS.bronnen.values())[::7], ids=lambda b: b.id)
def test_every_bron_can_be_shown_explained_and_compared(woord: Verwoording, bron: object) -> None:
    gevonden = GerangschikteBron(bron, 0.5, "Gaat over wonen.")  # type: ignore[arg-type]
    ander = GerangschikteBron(next(iter(KENNIS.bronnen.values())), 0.4, "Past bij uitvoering.")

    lijst = woord.bronnen([gevonden, ander])
    uitleg = woord.bron_uitleg(1, gevonden, date(2026, 3, 1))
    naast_elkaar = woord.vergelijking([(1, gevonden.bron), (2, ander.bron)])

    for bericht in (lijst, uitleg):
        assert gevonden.bron.titel in bericht.tekst
        assert gevonden.bron.organisatie in bericht.tekst
        assert gevonden.waarom in bericht.tekst
    assert str(gevonden.bron.jaar or "onbekend") in naast_elkaar.tekst
    assert {len(r["waarden"]) for r in naast_elkaar.gegevens["rijen"]} == {2}
    assert "score" not in str(naast_elkaar.gegevens)


def test_an_old_bron_comes_with_a_warning_and_a_young_one_does_not(woord: Verwoording) -> None:
    bron = next(b for b in KENNIS.bronnen.values() if b.jaar)

    oud = woord.bron_uitleg(
        1, GerangschikteBron(replace(bron, jaar=2015), 0.5, "x."), date(2026, 3, 1)
    )
    jong = woord.bron_uitleg(
        1, GerangschikteBron(replace(bron, jaar=2025), 0.5, "x."), date(2026, 3, 1)
    )

    assert "11 jaar oud" in oud.tekst
    assert "jaar oud" not in jong.tekst


@pytest.mark.parametrize("stap", KENNIS.stappen.values(), ids=lambda s: s.id)
def test_every_step_can_be_explained(woord: Verwoording, stap: object) -> None:
    tekst = woord.stap_uitleg(1, GekozenStap(stap, "Past bij uitvoering.")).tekst  # type: ignore[arg-type]

    assert "None" not in tekst
    assert ".." not in tekst
    assert " ." not in tekst


def test_a_plan_shows_its_balance_and_what_is_missing(woord: Verwoording) -> None:
    stap = next(s for s in KENNIS.stappen.values() if len(s.kennisbronnen) == 1)
    plan = Stappenplan("Titel", (GekozenStap(stap, "Past."),))

    bericht = woord.stappenplan(plan)

    assert "ontbreekt nog" in bericht.tekst
    assert len(bericht.gegevens["ontbrekend"]) == 2
    assert sum(b["aantal"] for b in bericht.gegevens["balans"]) == 1
