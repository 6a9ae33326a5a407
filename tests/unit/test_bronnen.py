"""Finding bronnen: what fits comes first, what does not fit does not come."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assistent.begrip import Begrijper
from assistent.bronnen import Bronzoeker, Zoekvraag
from assistent.kennis import default_kennis
from assistent.model import Behoefte, GerangschikteBron, Kennisbron, Leervoorkeur
from assistent.verstand import make_verstand

KENNIS = default_kennis()

# Questions of everyday life and of other offices, some with words that our bronnen also use
BUITEN = (
    "recept voor appeltaart", "kwantummechanica", "hoe laat vertrekt de trein naar Groningen",
    "wie wint de voetbalwedstrijd vanavond", "beste laptop voor videobewerking", "hoe snoei ik een appelboom",
    "goedkope vliegtickets naar Lissabon", "stelling van Pythagoras bewijzen", "hoe repareer ik een lekke band",
    "gedicht over de zee", "wat is de hoofdstad van Australië", "koers van de bitcoin", "symptomen van griep bij een kat",
    "welke schoenmaat heb ik in inches", "hoe installeer ik een printer", "kleurt blauw mooi bij geel",
    "sudoku oplossen", "tekst van het Wilhelmus", "temperatuur van de zon", "horoscoop steenbok",
)  # fmt: skip
BINNEN = (
    "eenzaamheid onder ouderen aanpakken", "schulden bij jongeren voorkomen", "mantelzorgers ondersteunen met respijtzorg",
    "inwoners betrekken bij een nieuwe wijkvisie", "wachttijden in de jeugdhulp", "huisvesting van statushouders",
    "dakloosheid voorkomen met Housing First", "personen met onbegrepen gedrag", "evaluatie van het sportakkoord",
    "inkoop van huishoudelijke hulp", "laaggeletterdheid aanpakken", "woonzorgvisie opstellen", "vroegsignalering van schulden",
    "thuiszitters terug naar school", "huiselijk geweld en Veilig Thuis", "vrijwilligers vinden en behouden",
    "gezonde leefomgeving", "lokale inclusieagenda maken", "wijkteam en huisarts beter laten samenwerken",
    "burgerberaad organiseren", "kinderarmoede cijfers", "dementievriendelijke gemeente", "re-integratie van mensen in de bijstand",
    "preventieakkoord overgewicht", "beschermd wonen", "positieve gezondheid", "buurthuis en ontmoeting in het dorp",
    "jongeren laten meepraten over beleid", "inburgering en werk", "passend onderwijs en jeugdhulp", "digitale vaardigheden",
    "ervaringsdeskundigen inzetten", "leren van andere gemeenten", "bewonersinitiatief ondersteunen", "valpreventie",
    "energiearmoede", "suïcidepreventie jongeren", "omgevingsvisie en gezondheid", "samenwerken met zorgverzekeraar",
    "wat levert sociaal werk op",
)  # fmt: skip


def zoek_zoals_gevraagd(
    zoeker: Bronzoeker, begrijper: Begrijper, tekst: str, aantal: int = 10
) -> list[GerangschikteBron]:
    """As `Assistent.zoek` does it: what was understood of the text is evidence in the search."""
    return zoeker.zoek(Zoekvraag(tekst), aantal)


@pytest.mark.parametrize("tekst", BUITEN)
def test_nothing_fits_a_question_from_elsewhere(
    zoeker: Bronzoeker, begrijper: Begrijper, tekst: str
) -> None:
    assert zoek_zoals_gevraagd(zoeker, begrijper, tekst) == []


@pytest.mark.parametrize("tekst", ["", "   ", "😀👍", "de het een", "zzzqx vvbnm"])
def test_nothing_is_found_for_nothing(zoeker: Bronzoeker, tekst: str) -> None:
    assert zoeker.zoek(Zoekvraag(tekst)) == []


@pytest.mark.parametrize("tekst", BINNEN)
def test_something_fits_every_question_of_the_field(
    zoeker: Bronzoeker, begrijper: Begrijper, tekst: str
) -> None:
    gevonden = zoek_zoals_gevraagd(zoeker, begrijper, tekst)

    assert gevonden
    assert all(0 < g.score <= 1 for g in gevonden)


def test_a_title_finds_its_own_bron_first(zoeker: Bronzoeker) -> None:
    titels = Counter(b.titel for b in KENNIS.bronnen.values())
    mis = []
    for bron in KENNIS.bronnen.values():
        gevonden = zoeker.zoek(Zoekvraag(bron.titel), 3)
        if not gevonden or gevonden[0].bron.id != bron.id:
            mis.append((bron.titel, [g.bron.titel for g in gevonden]))

    uniek = [m for m in mis if titels[m[0]] == 1]
    assert len(uniek) <= 0.04 * len(KENNIS.bronnen), uniek


def test_every_bron_can_be_found(zoeker: Bronzoeker) -> None:
    onvindbaar = [
        b.id
        for b in KENNIS.bronnen.values()
        if b.id not in {g.bron.id for g in zoeker.zoek(Zoekvraag(f"{b.titel} {b.organisatie}"), 10)}
    ]

    assert onvindbaar == []


@pytest.mark.parametrize("tekst", BINNEN[:12])
def test_the_bronnen_come_from_different_organisations(zoeker: Bronzoeker, tekst: str) -> None:
    organisaties = Counter(g.bron.organisatie for g in zoeker.zoek(Zoekvraag(tekst), 10))

    assert all(n <= 2 for n in organisaties.values()), organisaties


def test_the_first_three_show_more_than_one_kind_of_knowledge(
    zoeker: Bronzoeker, begrijper: Begrijper
) -> None:
    gemengd = sum(
        len(
            {k for g in zoek_zoals_gevraagd(zoeker, begrijper, t, 4)[:3] for k in g.bron.kennisbron}
        )
        >= 2
        for t in BINNEN
    )

    assert gemengd / len(BINNEN) >= 0.9


def test_no_kennisbron_is_shut_out(zoeker: Bronzoeker, begrijper: Begrijper) -> None:
    getoond = Counter(
        k
        for t in BINNEN
        for g in zoek_zoals_gevraagd(zoeker, begrijper, t, 4)
        for k in g.bron.kennisbron
    )

    assert all(getoond[k] >= 0.1 * getoond.total() for k in Kennisbron), getoond


def test_the_best_ones_come_first_but_for_one_moved_up(
    zoeker: Bronzoeker, begrijper: Begrijper
) -> None:
    for tekst in BINNEN:
        scores = [g.score for g in zoek_zoals_gevraagd(zoeker, begrijper, tekst)]
        zonder_derde = [*scores[:2], *scores[3:]]
        assert zonder_derde == sorted(zonder_derde, reverse=True), tekst


@pytest.mark.parametrize("aantal", [0, 1, 2, 3, 5, 10])
def test_no_more_come_than_were_asked_for_and_none_twice(zoeker: Bronzoeker, aantal: int) -> None:
    gevonden = zoeker.zoek(Zoekvraag("schulden bij jongeren", themas=("armoede-schulden",)), aantal)

    assert len(gevonden) == aantal
    assert len({g.bron.id for g in gevonden}) == aantal


def test_what_was_shown_does_not_come_again(zoeker: Bronzoeker) -> None:
    vraag = Zoekvraag("eenzaamheid bij ouderen", themas=("eenzaamheid",))
    eerst = {g.bron.id for g in zoeker.zoek(vraag, 4)}

    daarna = {g.bron.id for g in zoeker.zoek(replace(vraag, zonder=frozenset(eerst)), 4)}

    assert daarna
    assert not eerst & daarna


def test_short_means_at_most_that_many_minutes(zoeker: Bronzoeker) -> None:
    vraag = Zoekvraag("jeugdhulp wachttijden", themas=("jeugd",), hoogstens_minuten=15)

    gevonden = zoeker.zoek(vraag)

    assert gevonden
    assert all((g.bron.leestijd_minuten or 999) <= 15 for g in gevonden)


def test_only_figures_means_only_figures(zoeker: Bronzoeker) -> None:
    vraag = Zoekvraag(
        "armoede", themas=("armoede-schulden",), alleen_soorten=frozenset({"cijfers", "databank"})
    )

    gevonden = zoeker.zoek(vraag)

    assert gevonden
    assert {g.bron.soort for g in gevonden} <= {"cijfers", "databank"}


def test_newest_first_holds_on_among_what_fits(zoeker: Bronzoeker) -> None:
    vraag = Zoekvraag("mantelzorg", themas=("mantelzorg",), nieuwste_eerst=True)

    jaren = [g.bron.jaar or 0 for g in zoeker.zoek(vraag, 4)]

    assert jaren[:2] == sorted(jaren[:2], reverse=True)
    assert jaren[0] == max(jaren)


@pytest.mark.parametrize("thema", KENNIS.themas)
def test_a_thema_alone_finds_bronnen_on_it(zoeker: Bronzoeker, thema: str) -> None:
    gevonden = zoeker.zoek(Zoekvraag(KENNIS.themas[thema].in_zin, themas=(thema,)), 5)

    assert len(gevonden) >= 3
    assert sum(thema in g.bron.themas for g in gevonden) >= len(gevonden) - 1


def test_a_thema_is_evidence_and_no_filter(zoeker: Bronzoeker) -> None:
    """A misunderstood thema must not hide what the advisor literally wrote."""
    titel = next(b.titel for b in KENNIS.bronnen.values() if b.themas == ("mantelzorg",))

    gevonden = zoeker.zoek(Zoekvraag(titel, themas=("inkoop",)), 5)

    assert titel in {g.bron.titel for g in gevonden}


@pytest.mark.parametrize(
    ("behoefte", "soorten"),
    [
        (Behoefte.CIJFERS_ONDERZOEK, {"cijfers", "databank", "rapport"}),
        (
            Behoefte.WERKVORMEN_METHODIEKEN,
            {"methodiek", "handreiking", "toolkit", "gespreksmateriaal"},
        ),
        (Behoefte.PRAKTIJKVOORBEELDEN, {"praktijkvoorbeeld", "podcast", "video", "artikel"}),
    ],
)
def test_a_behoefte_brings_its_kind_forward(
    zoeker: Bronzoeker, behoefte: Behoefte, soorten: set[str]
) -> None:
    def deel(behoeften: tuple[Behoefte, ...]) -> float:
        gevonden = [
            g
            for t in KENNIS.themas
            for g in zoeker.zoek(
                Zoekvraag(KENNIS.themas[t].in_zin, themas=(t,), behoeften=behoeften), 4
            )
        ]
        return sum(g.bron.soort in soorten for g in gevonden) / len(gevonden)

    assert deel((behoefte,)) >= deel(()) + 0.1


def test_a_leervoorkeur_moves_a_podcast_up(zoeker: Bronzoeker) -> None:
    bron = next(b for b in KENNIS.bronnen.values() if b.soort in ("podcast", "video"))
    vraag = Zoekvraag(bron.samenvatting[:60])

    gewoon = zoeker.explain(vraag, bron.id).score
    liever = zoeker.explain(
        replace(vraag, leervoorkeur=Leervoorkeur.KIJKEN_LUISTEREN), bron.id
    ).score

    assert liever > gewoon


@pytest.mark.parametrize("tekst", BINNEN)
def test_why_is_one_sentence_that_says_something(
    zoeker: Bronzoeker, begrijper: Begrijper, tekst: str
) -> None:
    for g in zoek_zoals_gevraagd(zoeker, begrijper, tekst, 5):
        assert g.waarom[0].isupper()
        assert g.waarom.endswith(".")
        assert ".." not in g.waarom
        assert len(g.waarom.split()) <= 25


def test_why_uses_the_words_of_the_vraag(zoeker: Bronzoeker) -> None:
    gevonden = zoeker.zoek(Zoekvraag("cijfers over woonzorgvisies", themas=("wonen",)), 5)

    assert any("woonzorgvisies" in g.waarom for g in gevonden)


def test_why_names_the_thema_when_no_word_is_shared(zoeker: Bronzoeker) -> None:
    gevonden = zoeker.zoek(
        Zoekvraag("hulp", themas=("mantelzorg",), behoeften=(Behoefte.CIJFERS_ONDERZOEK,)), 3
    )

    assert gevonden
    assert all("mantelzorg" in g.waarom for g in gevonden if "mantelzorg" in g.bron.themas)


def test_an_unknown_bron_cannot_be_explained(zoeker: Bronzoeker) -> None:
    with pytest.raises(KeyError):
        zoeker.explain(Zoekvraag("x"), "bestaat-niet")


def test_the_same_vraag_finds_the_same(zoeker: Bronzoeker) -> None:
    vraag = Zoekvraag("schulden", themas=("armoede-schulden",))

    assert zoeker.zoek(vraag) == make_verstand(KENNIS).zoeker.zoek(vraag)
