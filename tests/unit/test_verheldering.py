"""What is asked, in which order, and when it is enough; measured with advisors who answer from a hidden vraag."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from assistent.beurten import Beurten
from assistent.bronnen import Bronzoeker
from assistent.bronnen.index import build_index
from assistent.kennis import default_kennis
from assistent.model import (
    Antwoord,
    Aspect,
    Behoefte,
    Fase,
    Gespreksstand,
    Leervoorkeur,
    Stand,
    Termijn,
    Vraag,
    Zeker,
)
from assistent.verheldering import MAX_VRAGEN, MIN_WINST, Verheldering
from assistent.verstand import Verstand

KENNIS = default_kennis()
# What every hidden vraag holds, unless it says otherwise
_STANDAARD = Vraag(
    themas=("armoede-schulden",), doelgroepen=("gezinnen-ouders",), fase=Fase.BELEIDSVOORBEREIDING,
    behoeften=(Behoefte.PRAKTIJKVOORBEELDEN,), gemeente="GM0193", termijn=Termijn.DEZE_MAAND,
    leervoorkeur=Leervoorkeur.LEZEN, gevoelig=False, doel="minder schulden bij jonge gezinnen",
    aanleiding="we krijgen signalen van scholen over geldzorgen bij jonge gezinnen",
    bekend="vorig jaar stuurden we een brief en daar kwam weinig op",
)  # fmt: skip

RIJK = (
    "In Zwolle schrijven we deze maand een beleidsnota over schulden bij jonge gezinnen en we zoeken voorbeelden van andere gemeenten.",
    "Wij werken in Assen aan de evaluatie van ons eenzaamheidsbeleid voor ouderen en hebben binnen drie maanden cijfers nodig.",
    "Voor vrijdag moet ik in Deventer een raadsvoorstel schrijven over jeugdhulp aan kinderen; welke regels gelden er?",
    "In Breda zijn we bezig met de uitvoering van het mantelzorgbeleid voor jonge mantelzorgers. Welke werkvormen passen daarbij? Het mag volgende maand klaar zijn.",
    "Voor de gemeente Goes verken ik, zonder haast, hoe we dakloze jongeren kunnen helpen. Ik wil graag sparren met collega's in de regio.",
    "We willen in Tilburg het beleid voor statushouders bijstellen en zoeken deze maand praktijkvoorbeelden over werk.",
    "In Venlo willen we dit kwartaal vrijwilligers trainen in omgaan met dementie. We zitten in de uitvoering en zoeken scholing.",
    "Ik onderzoek voor Leiden welke indicatoren er zijn om de Wmo-hulp voor mensen met een beperking te evalueren. Er is geen haast.",
    "Voor de raad van Hoorn bereid ik een besluit voor over de opvang van dakloze gezinnen. Volgende week heb ik cijfers nodig.",
    "In Kampen maken we een plan van aanpak tegen onbegrepen gedrag. Welke methodiek helpt inwoners? We hebben een paar weken de tijd.",
    "Almere wil laaggeletterden beter bereiken. We verkennen dat nu en zoeken binnen drie maanden voorbeelden van andere gemeenten.",
    "In Ede stellen we het sportbeleid voor kinderen bij; ik zoek deze maand onderzoek naar wat werkt.",
)
VAAG = (
    "iets met schulden", "Ik moet een stuk schrijven.", "We lopen vast en ik weet niet waar ik moet beginnen.",
    "Heb je wat voor me over de wijk?", "De wethouder wil dat er iets gebeurt.", "Er komen steeds meer klachten binnen bij ons.",
    "Hoe pakken we dit aan?", "Ik ben nieuw hier en zoek informatie.", "Kun je meedenken over een lastig dossier?",
    "Gezinnen hebben het moeilijk.", "Het loopt niet zoals we willen.", "Wat kunnen we doen aan armoede?",
)  # fmt: skip


@dataclass
class Gespeeld:
    """A conversation as it was played: the question asked each time, and where it ended."""

    gesteld: list[Aspect] = field(default_factory=list)
    bekend_bij_vraag: list[bool] = field(default_factory=list)
    stand: Gespreksstand = field(default_factory=Gespreksstand)


@pytest.fixture(scope="module")
def verheldering(zoeker: Bronzoeker) -> Verheldering:
    return Verheldering(KENNIS, zoeker)


@pytest.fixture(scope="module")
def beurten(verstand: Verstand) -> Beurten:
    return Beurten(
        KENNIS,
        begrijper=verstand.begrijper,
        zoeker=verstand.zoeker,
        collegas=lambda: (),
        vandaag=lambda: date(2026, 3, 1),
        bewaardagen=30,
        kennismakelaar="",
    )


def play(
    beurten: Beurten, tekst: str, *, hidden: Vraag = _STANDAARD, skip: bool = False
) -> Gespeeld:
    """Let an advisor who knows *hidden* answer every question until the summary shows."""
    antwoord = beurten.neem("begrijp_vraag", Gespreksstand(), tekst)
    if antwoord.stand.wachtrij and antwoord.stand.stand is Stand.WELKOM:
        antwoord = beurten.neem("kies_vraag", antwoord.stand, "1")
    if antwoord.stand.stand is Stand.WELKOM:
        antwoord = beurten.neem("begrijp_vraag", antwoord.stand, hidden.aanleiding or "")
    gespeeld = Gespeeld()
    for _ in range(20):
        stand = antwoord.stand
        if stand.stand is not Stand.VERHELDERING:
            break
        assert stand.gevraagd is not None
        gespeeld.gesteld.append(stand.gevraagd)
        gespeeld.bekend_bij_vraag.append(stand.vraag.knows(stand.gevraagd))
        antwoord = beurten.neem("sla_over", stand, "") if skip else _answer(beurten, stand, hidden)
    gespeeld.stand = antwoord.stand
    return gespeeld


def _answer(beurten: Beurten, stand: Gespreksstand, hidden: Vraag) -> Antwoord:
    aspect = stand.gevraagd
    assert aspect is not None
    waarde = hidden.get(aspect)
    if aspect in (Aspect.AANLEIDING, Aspect.DOEL, Aspect.BEKEND):
        return beurten.neem("verwerk_antwoord", stand, waarde)
    if aspect is Aspect.GEVOELIG:
        return beurten.neem("ontken", stand, "nee")
    eerste = waarde[0] if isinstance(waarde, tuple) else waarde
    return beurten.neem("kies_waarde", stand, f"{aspect}={eerste}")


@pytest.mark.parametrize("tekst", [*RIJK, *VAAG])
@pytest.mark.parametrize("skip", [False, True], ids=["antwoordt", "slaat over"])
def test_every_gesprek_ends_in_a_summary_after_at_most_six_questions(
    beurten: Beurten, tekst: str, skip: bool
) -> None:
    gespeeld = play(beurten, tekst, skip=skip)

    assert gespeeld.stand.stand is Stand.SAMENVATTING
    assert len(gespeeld.gesteld) <= MAX_VRAGEN


@pytest.mark.parametrize("tekst", [*RIJK, *VAAG])
@pytest.mark.parametrize("skip", [False, True], ids=["antwoordt", "slaat over"])
def test_nobody_is_asked_what_is_known_or_was_asked_before(
    beurten: Beurten, tekst: str, skip: bool
) -> None:
    gespeeld = play(beurten, tekst, skip=skip)

    assert not any(gespeeld.bekend_bij_vraag)
    assert len(set(gespeeld.gesteld)) == len(gespeeld.gesteld)


def test_who_says_much_is_asked_little(beurten: Beurten) -> None:
    rijk = [len(play(beurten, t).gesteld) for t in RIJK]
    vaag = [len(play(beurten, t).gesteld) for t in VAAG]

    assert sum(rijk) / len(rijk) + 1.5 <= sum(vaag) / len(vaag), (rijk, vaag)
    assert sum(rijk) / len(rijk) <= 1.0, rijk
    assert 2.0 <= sum(vaag) / len(vaag) <= 4.0, vaag


@pytest.mark.parametrize("tekst", VAAG)
def test_the_open_question_comes_first_or_never(beurten: Beurten, tekst: str) -> None:
    gesteld = play(beurten, tekst).gesteld

    assert Aspect.AANLEIDING not in gesteld[1:]


def test_a_vague_vraag_gets_the_open_question(beurten: Beurten) -> None:
    assert play(beurten, "iets met schulden").gesteld[0] is Aspect.AANLEIDING


def test_the_less_is_said_the_more_an_open_question_brings(verheldering: Verheldering) -> None:
    winst = verheldering.winst(_stand("hulp"))

    assert max(winst, key=lambda a: winst[a]) is Aspect.AANLEIDING


def test_a_solution_leads_to_the_goal_behind_it(beurten: Beurten) -> None:
    assert (
        play(beurten, "We willen een app laten bouwen tegen eenzaamheid").gesteld[0] is Aspect.DOEL
    )


@pytest.mark.parametrize(
    "aspect", [a for a in Aspect if a not in (Aspect.DOEL, Aspect.BEKEND, Aspect.GEVOELIG)]
)
def test_a_skipped_aspect_is_never_asked_again(verheldering: Verheldering, aspect: Aspect) -> None:
    stand = _stand("schulden", overgeslagen=(aspect,))

    assert aspect not in verheldering.winst(stand)
    while (volgende := verheldering.next_aspect(stand)) is not None:
        assert volgende is not aspect
        stand = replace(
            stand,
            gesteld=(*stand.gesteld, volgende),
            overgeslagen=(*stand.overgeslagen, volgende),
        )


def test_an_aspect_that_is_known_is_not_asked(verheldering: Verheldering) -> None:
    stand = Gespreksstand(stand=Stand.VERHELDERING, vraag=_STANDAARD)

    assert verheldering.winst(stand) == {}
    assert verheldering.next_aspect(stand) is None


def test_an_aspect_that_changes_nothing_gains_nothing(
    zoeker: Bronzoeker, verstand: Verstand
) -> None:
    """Where every bron suits every doelgroep alike, knowing the doelgroep is worth nothing."""
    gelijk = {id_: replace(b, doelgroepen=()) for id_, b in KENNIS.bronnen.items()}
    kennis = replace(KENNIS, bronnen=gelijk)
    stand = _stand("schulden")

    met = Verheldering(KENNIS, zoeker).winst(stand)[Aspect.DOELGROEP]
    index = build_index(kennis, verstand.ontleder, None, ())
    gelijke = Bronzoeker(kennis, verstand.ontleder, index, None, verstand.begrijper.kansen)
    zonder = Verheldering(kennis, gelijke).winst(stand)[Aspect.DOELGROEP]

    assert met > 0.01
    assert zonder == pytest.approx(0.0, abs=1e-9)


def test_every_gain_is_a_part_of_the_suggestions(verheldering: Verheldering) -> None:
    for tekst in (*RIJK, *VAAG):
        assert all(0 <= w <= 1 for w in verheldering.winst(_stand(tekst)).values())


def test_knowing_more_of_the_text_lowers_the_gain_of_the_open_question(
    verheldering: Verheldering,
) -> None:
    kort, lang = (
        verheldering.winst(_stand(t)).get(Aspect.AANLEIDING, 0.0) for t in ("hulp", RIJK[0])
    )

    assert lang < kort


def test_the_same_stand_gives_the_same_question(
    verheldering: Verheldering, zoeker: Bronzoeker
) -> None:
    ander = Verheldering(KENNIS, zoeker)

    for tekst in (*RIJK, *VAAG):
        stand = _stand(tekst)
        assert verheldering.next_aspect(stand) == ander.next_aspect(stand)
        assert verheldering.winst(stand) == verheldering.winst(stand)


def test_no_seventh_question_is_asked(verheldering: Verheldering) -> None:
    stand = _stand("hulp", gesteld=(Aspect.DOEL,) * MAX_VRAGEN)

    assert verheldering.next_aspect(stand) is None


def test_a_question_of_little_use_is_not_asked(verheldering: Verheldering) -> None:
    vraag = replace(_STANDAARD, leervoorkeur=None)
    stand = Gespreksstand(stand=Stand.VERHELDERING, vraag=vraag, gesteld=(Aspect.FASE,))

    assert verheldering.winst(stand)[Aspect.LEERVOORKEUR] < MIN_WINST
    assert verheldering.next_aspect(stand) is None


@pytest.mark.parametrize("tekst", [RIJK[0], VAAG[0]])
def test_the_number_of_questions_to_come_never_promises_more_than_the_maximum(
    verheldering: Verheldering, tekst: str
) -> None:
    for gesteld in range(MAX_VRAGEN + 1):
        stand = _stand(tekst, gesteld=tuple(list(Aspect)[:gesteld]))
        assert 1 <= verheldering.nog_ongeveer(stand) <= max(1, MAX_VRAGEN - gesteld + 1)


def test_the_buttons_start_with_what_the_text_hinted_at(verheldering: Verheldering) -> None:
    stand = replace(_stand("help"), twijfel={Aspect.THEMA: (Zeker("mantelzorg", 0.5),)})

    opties = verheldering.options(stand, Aspect.THEMA, 8)

    assert opties[0] == "mantelzorg"
    assert len(set(opties)) == len(opties) == 8


def test_the_buttons_for_a_fase_stay_in_the_order_of_the_cycle(verheldering: Verheldering) -> None:
    assert verheldering.options(_stand("help"), Aspect.FASE, 8) == tuple(f.value for f in Fase)


def test_a_thema_that_was_chosen_is_not_offered_again(verheldering: Verheldering) -> None:
    stand = _stand("schulden", themas=("armoede-schulden",))

    assert "armoede-schulden" not in verheldering.options(stand, Aspect.THEMA, 24)


def _stand(
    tekst: str,
    *,
    themas: tuple[str, ...] = (),
    gesteld: tuple[Aspect, ...] = (),
    overgeslagen: tuple[Aspect, ...] = (),
) -> Gespreksstand:
    return Gespreksstand(
        stand=Stand.VERHELDERING,
        vraag=Vraag(tekst=tekst, themas=themas),
        gesteld=gesteld,
        overgeslagen=overgeslagen,
    )
