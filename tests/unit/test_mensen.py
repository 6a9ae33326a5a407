"""Collega's over time: who is found, how asking is spread, and that only a yes tells who someone is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from assistent.collegas import (
    Gemeentenamen,
    find_collegas,
    measure_last,
    read_aanmelding,
    weigh_drukte,
)
from assistent.kennis import Kennis
from assistent.model import (
    Antwoord,
    Collega,
    Contactstatus,
    Fase,
    Gespreksstand,
    Stand,
    Vraag,
)
from assistent.service import Assistent
from assistent.storage import Opslag
from assistent.storage.tabellen import ContactverzoekRij, UitgaandRij

ZWOLLE, KAMPEN, DEVENTER, MAASTRICHT = "GM0193", "GM0166", "GM0150", "GM0935"
VRAAG = Vraag(tekst="Hoe korten we de wachtlijst?", themas=("jeugd",), gemeente=ZWOLLE)
ADVIES = Gespreksstand(stand=Stand.ADVIES, vraag=VRAAG)


def make_collega(id: str = "c-1", gemeente: str = KAMPEN, **anders: Any) -> Collega:
    return replace(
        Collega(
            id, "Noor Jansen", "Beleidsadviseur jeugd", gemeente, ("jeugd",), (Fase.UITVOERING,),
            f"{id}@kampen.nl", "Ik help graag.", True, False,
        ),
        **anders,
    )  # fmt: skip


@pytest.fixture
def gesprek(assistent: Assistent) -> str:
    assistent.opslag.add_gesprek("g-1", "web", now=assistent.now())
    return "g-1"


def zet(assistent: Assistent, *collegas: Collega) -> None:
    assistent.opslag.mensen.replace(collegas)


def vraag_aan(assistent: Assistent, gesprek: str, *, nr: str = "1") -> Antwoord:
    """Show the collega's, ask for number *nr*, and say yes."""
    stand = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand
    stand = assistent.neem_beurt(gesprek, "vraag_contact", stand, nr).stand
    return assistent.neem_beurt(gesprek, "bevestig_contact", stand, "ja")


def verzoek_van(assistent: Assistent, collega: str = "c-1") -> str:
    (verzoek, _), *_ = assistent.mensen.open_verzoeken(collega)
    return verzoek.id


def gezegd(assistent: Assistent, gesprek: str) -> str:
    return "\n".join(b["tekst"] for b in assistent.opslag.berichten(gesprek))


# --- spreading ----------------------------------------------------------------------------------------------------


def rangschik(kennis: Kennis, collegas: list[Collega], **rest: Any) -> list[str]:
    gevonden = find_collegas(
        replace(VRAAG, fase=Fase.UITVOERING),
        collegas,
        kennis.gemeenten,
        themanamen={"jeugd": "jeugd"},
        reden=kennis.reden,
        **rest,
    )
    return [g.collega.id for g in gevonden]


def test_who_is_asked_often_comes_later(kennis: Kennis) -> None:
    collegas = [make_collega("een"), make_collega("twee"), make_collega("drie", DEVENTER)]

    assert rangschik(kennis, collegas) == ["een", "twee", "drie"]
    assert rangschik(kennis, collegas, last={"een": 0.5}) == ["twee", "een", "drie"]
    assert rangschik(kennis, collegas, last={"een": 3, "twee": 3}) == ["drie", "een", "twee"]


def test_much_asking_outweighs_the_fase_but_seldom_a_thema(kennis: Kennis) -> None:
    druk = make_collega("druk")
    andere_fase = make_collega("andere-fase", fases=())
    ander = make_collega("ander", themas=("wonen",))

    assert rangschik(kennis, [druk, andere_fase], last={"druk": 3.5})[0] == "druk"
    assert rangschik(kennis, [druk, andere_fase], last={"druk": 4.5})[0] == "andere-fase"
    assert rangschik(kennis, [druk, ander], last={"druk": 20}) == ["druk"]


def test_drukte_halves_in_a_month_and_small_drukte_changes_nothing() -> None:
    begin = date(2026, 3, 1)
    som = {"c": weigh_drukte(2.0, begin)}

    assert measure_last(som, begin) == {"c": 2.0}
    assert measure_last(som, begin + timedelta(days=30)) == {"c": 1.0}
    assert measure_last(som, begin + timedelta(days=90)) == {"c": 0.0}
    assert measure_last({"c": 4 * weigh_drukte(0.1, begin)}, begin) == {"c": 0.0}
    assert measure_last({"c": 5 * weigh_drukte(0.1, begin)}, begin) == {"c": 0.5}


def test_a_hundred_vragen_are_spread_over_who_fits_as_well(assistent: Assistent) -> None:
    zet(assistent, *(make_collega(f"c-{i:02}") for i in range(12)))

    for nr in range(60):
        gesprek = f"g-{nr}"
        assistent.opslag.add_gesprek(gesprek, "web", now=assistent.now())
        vraag_aan(assistent, gesprek)

    with assistent.opslag.engine.connect() as verbinding:
        aantal = verbinding.execute(
            text("SELECT count(*) FROM contactverzoeken GROUP BY collega_id")
        )
        keren = sorted(n for (n,) in aantal)
    assert len(keren) == 12
    assert keren[-1] - keren[0] <= 2


def test_being_shown_counts_once_per_gesprek_and_fades(
    assistent: Assistent, gesprek: str, klok: Any
) -> None:
    zet(assistent, make_collega())
    stand = ADVIES

    for _ in range(4):
        stand = assistent.neem_beurt(gesprek, "toon_collegas", stand, "").stand
    assert assistent.mensen.last() == {}
    for _ in range(4):
        assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "")

    assert assistent.mensen.last() == {"c-1": 0.5}
    klok.verder(days=31)
    assert assistent.mensen.last() == {}


# --- who may be found ---------------------------------------------------------------------------------------------


def test_a_break_holds_until_its_day(assistent: Assistent, gesprek: str, klok: Any) -> None:
    zet(assistent, make_collega(pauze_tot=klok().date() + timedelta(days=7)))

    assert not assistent.beurten.find_collegas(VRAAG)
    klok.verder(days=7)
    assert [g.collega.id for g in assistent.beurten.find_collegas(VRAAG)] == ["c-1"]


def test_another_process_sees_a_change_at_its_next_turn(assistent: Assistent) -> None:
    zet(assistent, make_collega("c-1"), make_collega("c-2"))
    ander = Opslag(assistent.opslag.url)
    assert len(ander.mensen.collegas()) == 2

    assistent.mensen.trek_in("c-1")

    assert [c.id for c in ander.mensen.collegas()] == ["c-2"]
    assistent.mensen.wijzig(make_collega("c-2", functie="Adviseur wonen"))
    assert [c.functie for c in ander.mensen.collegas()] == ["Adviseur wonen"]
    ander.engine.dispose()


def test_who_withdraws_between_two_berichten_is_not_asked(
    assistent: Assistent, gesprek: str
) -> None:
    zet(assistent, make_collega())
    getoond = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand
    gekozen = assistent.neem_beurt(gesprek, "vraag_contact", getoond, "1").stand

    assistent.mensen.trek_in("c-1")
    na_tonen = assistent.neem_beurt(gesprek, "vraag_contact", getoond, "1")
    na_kiezen = assistent.neem_beurt(gesprek, "bevestig_contact", gekozen, "ja")

    for antwoord in (na_tonen, na_kiezen):
        assert "staat niet meer in de lijst" in antwoord.berichten[0].tekst
        assert [k.keuze for k in antwoord.berichten[0].knoppen] == ["toon_collegas"]
        assert not antwoord.contact
    assert assistent.mensen.open_verzoeken() == []


def test_withdrawing_wipes_what_was_kept_and_told(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega("c-1"), make_collega("c-2"))
    vraag_aan(assistent, gesprek)
    assistent.mensen.beantwoord(verzoek_van(assistent), ja=True)
    assert "Noor Jansen" in gezegd(assistent, gesprek)
    assistent.opslag.add_gesprek("g-2", "web", now=assistent.now())
    vraag_aan(assistent, "g-2", nr="2")  # the first one is now c-2, who was asked less

    opnieuw = assistent.mensen.trek_in("c-1")

    assert set(opnieuw) == {"g-1", "g-2"}
    assert "Noor Jansen" not in gezegd(assistent, gesprek)
    assert "c-1@kampen.nl" not in str(assistent.opslag.berichten(gesprek))
    assert "staat niet meer in de lijst" in gezegd(assistent, "g-2")
    assert assistent.mensen.find("c-1") is None
    with assistent.opslag.engine.connect() as verbinding:
        assert verbinding.execute(select(ContactverzoekRij)).all() == []


def test_an_older_csv_does_not_bring_back_who_withdrew(assistent: Assistent) -> None:
    kop = "id,naam,functie,gemeente,themas,fases,email,over,toestemming\n"
    csv = (
        kop + "a,Noor,Adviseur,Beemster,jeugd,,n@p.nl,,ja\nb,Bram,Adviseur,Uden,jeugd,,b@u.nl,,ja\n"
    )
    assert assistent.vervang_collegas(csv) == 2
    assert [c.gemeente for c in assistent.mensen.collegas()] == ["GM0439", "GM1991"]

    assistent.mensen.trek_in("a")

    assert assistent.vervang_collegas(csv) == 1
    assert [c.id for c in assistent.mensen.collegas()] == ["b"]
    assert assistent.mensen.meld_aan(make_collega("nieuw", email="N@p.nl"))
    assert assistent.vervang_collegas(csv) == 1
    assert [c.id for c in assistent.mensen.collegas()] == ["b", "nieuw"]


def test_a_csv_keeps_open_verzoeken_of_who_stays(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega("c-1"))
    vraag_aan(assistent, gesprek)

    zet(assistent, make_collega("c-1", functie="Iets anders"), make_collega("c-2"))

    assert len(assistent.mensen.open_verzoeken("c-1")) == 1


# --- a contactverzoek ---------------------------------------------------------------------------------------------


def test_names_and_addresses_are_not_told_before_a_yes(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())

    getoond = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "")
    zeker = assistent.neem_beurt(gesprek, "vraag_contact", getoond.stand, "1")
    gevraagd = assistent.neem_beurt(gesprek, "bevestig_contact", zeker.stand, "ja")

    for antwoord in (getoond, zeker, gevraagd):
        assert "Noor" not in str(antwoord.berichten)
        assert "kampen.nl" not in str(antwoord.berichten)
    assert "Beleidsadviseur jeugd, Kampen" in getoond.berichten[-1].tekst
    assert "Hoe korten we de wachtlijst?" in zeker.berichten[0].tekst
    assert "geen e-mail sturen" in gevraagd.berichten[0].tekst


@pytest.mark.parametrize(
    ("ja", "status", "bevat", "niet"),
    [
        (True, Contactstatus.JA, "c-1@kampen.nl", "geen ruimte"),
        (False, Contactstatus.NEE, "geen ruimte", "kampen.nl"),
    ],
)
def test_the_answer_comes_into_the_gesprek_once(
    assistent: Assistent, gesprek: str, ja: bool, status: Contactstatus, bevat: str, niet: str
) -> None:
    zet(assistent, make_collega())
    vraag_aan(assistent, gesprek)
    id_ = verzoek_van(assistent)

    eerst = assistent.mensen.beantwoord(id_, ja=ja)
    weer = assistent.mensen.beantwoord(id_, ja=not ja)

    assert eerst and weer and eerst.status is weer.status is status
    assert len(assistent.opslag.berichten(gesprek)) == 1
    assert bevat in gezegd(assistent, gesprek)
    assert niet not in gezegd(assistent, gesprek)


def test_after_a_no_the_next_one_is_shown(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega("c-1"), make_collega("c-2"))
    vraag_aan(assistent, gesprek)
    assistent.mensen.beantwoord(verzoek_van(assistent), ja=False)

    (knop,) = assistent.opslag.berichten(gesprek)[-1]["knoppen"]
    verder = assistent.neem_beurt(gesprek, knop["keuze"], ADVIES, "")

    assert verder.stand.collegas == ("c-2",)


def test_an_answer_comes_after_what_was_said_before(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    nr, _ = assistent.opslag.add_inkomend(
        gesprek, "b-1", tekst="dag", keuze=None, sessie=None, now=assistent.now()
    )
    dag = {"soort": "melding", "tekst": "Dag."}
    assistent.opslag.add_uitgaand(gesprek, nr, [dag], now=assistent.now(), status="beantwoord")
    vraag_aan(assistent, gesprek)

    assistent.mensen.beantwoord(verzoek_van(assistent), ja=True)

    verloop = assistent.verloop(gesprek)
    assert [b["van"] for b in verloop] == ["adviseur", "assistent", "assistent"]
    assert verloop[-1]["gegevens"]["contact"]["naam"] == "Noor Jansen"


def test_a_verzoek_runs_out_and_the_gesprek_hears(
    assistent: Assistent, gesprek: str, klok: Any
) -> None:
    zet(assistent, make_collega())
    vraag_aan(assistent, gesprek)
    id_ = verzoek_van(assistent)

    klok.verder(days=13)
    assert assistent.mensen.laat_verlopen() == []
    klok.verder(days=2)
    assert assistent.mensen.open_verzoeken() == []
    assert assistent.mensen.laat_verlopen() == [gesprek]

    assert "niet op tijd" in gezegd(assistent, gesprek)
    laat = assistent.mensen.beantwoord(id_, ja=True)
    assert laat and laat.status is Contactstatus.VERLOPEN
    assert "kampen.nl" not in gezegd(assistent, gesprek)


def test_a_gevoelige_vraag_is_never_sent(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    gevoelig = replace(VRAAG, gevoelig=True)
    stand = replace(ADVIES, vraag=gevoelig, collegas=("c-1",), contact="c-1")

    for beurt, zegt in (("vraag_contact", "1"), ("bevestig_contact", "ja")):
        antwoord = assistent.neem_beurt(gesprek, beurt, stand, zegt)
        assert "ligt gevoelig" in antwoord.berichten[0].tekst
    assert not assistent.mensen.vraag_contact(gesprek, "c-1", gevoelig)
    assert assistent.mensen.open_verzoeken() == []


def test_what_becomes_gevoelig_is_taken_back(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    vraag_aan(assistent, gesprek)
    id_ = verzoek_van(assistent)

    assistent.opslag.set_gevoelig(gesprek)

    verzoek = assistent.mensen.beantwoord(id_, ja=True)
    assert verzoek and verzoek.status is Contactstatus.INGETROKKEN
    assert verzoek.tekst == ""
    assert gezegd(assistent, gesprek) == ""


def test_an_example_is_said_to_be_one_and_nothing_is_sent(
    assistent: Assistent, gesprek: str
) -> None:
    zet(assistent, make_collega(voorbeeld=True))
    stand = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand

    antwoord = assistent.neem_beurt(gesprek, "vraag_contact", stand, "1")

    assert "voorbeeldpersoon" in antwoord.berichten[0].tekst
    assert not antwoord.stand.contact
    assert assistent.mensen.open_verzoeken() == []


def test_at_most_three_are_open_and_nobody_is_asked_twice(
    assistent: Assistent, gesprek: str
) -> None:
    zet(assistent, *(make_collega(f"c-{i}", g) for i, g in enumerate(
        (KAMPEN, KAMPEN, KAMPEN, MAASTRICHT), 1
    )))  # fmt: skip
    stand = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand
    for nr in ("1", "2", "3"):
        vraagt = assistent.neem_beurt(gesprek, "vraag_contact", stand, nr).stand
        assistent.neem_beurt(gesprek, "bevestig_contact", vraagt, "ja")

    weer = assistent.neem_beurt(gesprek, "vraag_contact", stand, "1")
    vierde = assistent.neem_beurt(gesprek, "vraag_contact", stand, "4")

    assert "al gevraagd" in weer.berichten[0].tekst
    assert "al op antwoord van 3" in vierde.berichten[0].tekst
    assert not assistent.mensen.vraag_contact(gesprek, stand.collegas[3], VRAAG)
    assert len(assistent.mensen.open_verzoeken()) == 3


def test_the_same_turn_again_asks_once(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    stand = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand
    stand = assistent.neem_beurt(gesprek, "vraag_contact", stand, "1").stand

    een = assistent.neem_beurt(gesprek, "bevestig_contact", stand, "ja")
    twee = assistent.neem_beurt(gesprek, "bevestig_contact", stand, "ja")

    assert een.berichten == twee.berichten
    assert len(assistent.mensen.open_verzoeken()) == 1


def test_a_yes_or_a_no_can_be_typed(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    stand = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "").stand
    stand = assistent.neem_beurt(gesprek, "vraag_contact", stand, "de eerste").stand

    nee = assistent.neem_beurt(gesprek, "ontken", stand, "nee")
    ja = assistent.neem_beurt(gesprek, "bevestig", stand, "ja hoor")

    assert nee.berichten[0].tekst == "Goed, dan vraag ik niets."
    assert ja.contact == "c-1"


def test_personal_data_is_masked_before_a_collega_reads_it(
    assistent: Assistent, gesprek: str
) -> None:
    zet(assistent, make_collega())
    vraag = replace(VRAAG, verhelderde_tekst="Bel mij op 06-12345678 over de wachtlijst.")

    assert assistent.mensen.vraag_contact(gesprek, "c-1", vraag)

    ((verzoek, _),) = assistent.mensen.open_verzoeken()
    assert verzoek.tekst == "Bel mij op [TELEFOON] over de wachtlijst."


def test_forgetting_a_gesprek_forgets_its_verzoeken(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega())
    vraag_aan(assistent, gesprek)
    id_ = verzoek_van(assistent)

    assistent.vergeet_gesprek(gesprek)

    assert assistent.mensen.find_verzoek(id_) is None
    assert assistent.mensen.beantwoord(id_, ja=True) is None


def test_nobody_in_the_region_is_said_plainly(assistent: Assistent, gesprek: str) -> None:
    zet(assistent, make_collega(gemeente=MAASTRICHT))

    antwoord = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "")

    tekst = antwoord.berichten[-1].tekst
    assert tekst.startswith("In jouw regio vond ik niemand die dit doet.")
    assert "over de schutting" in tekst


def test_nobody_at_all_is_said_plainly(assistent: Assistent, gesprek: str) -> None:
    antwoord = assistent.neem_beurt(gesprek, "toon_collegas", ADVIES, "")

    assert antwoord.berichten[-1].tekst.startswith("Ik vond geen collega's")
    assert antwoord.voorgesteld == antwoord.stand.collegas == ()


@pytest.mark.parametrize("beurt", ["word_collega", "wijzig_collega", "stop_collega"])
@pytest.mark.parametrize("stand", [Gespreksstand(), ADVIES])
def test_the_way_to_the_form_is_told_anywhere(
    assistent: Assistent, gesprek: str, beurt: str, stand: Gespreksstand
) -> None:
    antwoord = assistent.neem_beurt(gesprek, beurt, stand, "")

    formulier = antwoord.berichten[0].gegevens["formulier"]
    assert formulier["pagina"] in ("aanmelden", "wijzigen")
    assert formulier["themas"] == list(stand.vraag.themas)
    assert antwoord.stand.stand is stand.stand


# --- gemeenten and the form ---------------------------------------------------------------------------------------

NAAR = {
    "Berg en Dal": "Groesbeek|Millingen aan de Rijn|Ubbergen",
    "Krimpenerwaard": "Bergambacht|Nederlek|Ouderkerk|Schoonhoven|Vlist",
    "Nissewaard": "Bernisse|Spijkenisse",
    "Alkmaar": "Graft-De Rijp|Schermer",
    "'s-Hertogenbosch": "Maasdonk",
    "Edam-Volendam": "Zeevang",
    "Gooise Meren": "Bussum|Muiden|Naarden",
    "Meierijstad": "Schijndel|Sint-Oedenrode|Veghel",
    "Westerwolde": "Bellingwedde|Vlagtwedde",
    "Midden-Groningen": "Hoogezand-Sappemeer|Menterwolde|Slochteren",
    "Waadhoeke": "Franekeradeel|Het Bildt|Menameradiel|Menaldumadeel",
    "Zevenaar": "Rijnwaarden",
    "Groningen": "Haren|Ten Boer",
    "Het Hogeland": "Bedum|De Marne|Eemsmond|Winsum",
    "Westerkwartier": "Grootegast|Leek|Marum|Zuidhorn",
    "Noardeast-Fryslân": "Dongeradeel|Ferwerderadiel|Kollumerland en Nieuwkruisland",
    "Altena": "Aalburg|Werkendam|Woudrichem",
    "West Betuwe": "Geldermalsen|Lingewaal|Neerijnen",
    "Vijfheerenlanden": "Leerdam|Vianen|Zederik",
    "Molenlanden": "Giessenlanden|Molenwaard",
    "Hoeksche Waard": "Binnenmaas|Cromstrijen|Korendijk|Oud-Beijerland|Strijen",
    "Noordwijk": "Noordwijkerhout",
    "Haarlemmermeer": "Haarlemmerliede en Spaarnwoude",
    "Beekdaelen": "Nuth|Onderbanken|Schinnen",
    "Eemsdelta": "Appingedam|Delfzijl|Loppersum",
    "Oisterwijk": "Haaren",
    "Dijk en Waard": "Heerhugowaard|Langedijk",
    "Purmerend": "Beemster",
    "Maashorst": "Landerd|Uden",
    "Land van Cuijk": "Boxmeer|Cuijk|Grave|Mill en Sint Hubert|Sint Anthonis",
    "Amsterdam": "Weesp",
    "Voorne aan Zee": "Brielle|Hellevoetsluis|Westvoorne",
}


@pytest.fixture(scope="session")
def namen(kennis: Kennis) -> Gemeentenamen:
    return Gemeentenamen(kennis.gemeenten.values(), kennis.gemeentenamen["namen"])


@pytest.mark.parametrize(("nu", "vroeger"), NAAR.items())
def test_a_gemeente_from_before_a_merger_since_2015_is_known(
    namen: Gemeentenamen, kennis: Kennis, nu: str, vroeger: str
) -> None:
    for naam in vroeger.split("|"):
        code = namen.find(naam)
        assert code, naam
        assert kennis.gemeenten[code].naam == nu, naam


@pytest.mark.parametrize(
    ("naam", "code"),
    [
        ("zwolle", "GM0193"), ("GM0193", "GM0193"), ("Gemeente  Zwolle", "GM0193"), ("den bosch", "GM0796"),
        ("S HERTOGENBOSCH", "GM0796"), ("sudwest fryslan", "GM1900"), ("Bergen (NH)", "GM0373"), ("Bergen", None),
        ("Zwole", None), ("", None), ("gemeente", None), ("Atlantis", None),
    ],
)  # fmt: skip
def test_a_name_is_read_in_any_spelling(namen: Gemeentenamen, naam: str, code: str | None) -> None:
    assert namen.find(naam) == code


def test_an_unknown_gemeente_gets_suggestions(namen: Gemeentenamen) -> None:
    assert namen.suggest("Zwole")[0] == "Zwolle"
    assert len(namen.suggest("Bergen")) == 2
    assert namen.suggest("Qqqqqq") == []


GOED = {
    "naam": ["Noor  Jansen\t"], "functie": ["Adviseur"], "gemeente": ["Beemster"], "email": ["n@purmerend.nl"],
    "themas": ["jeugd", "wonen", "jeugd"], "fases": ["uitvoering"], "over": [""], "toestemming": ["ja"],
    "pauze_tot": ["2026-04-01"],
}  # fmt: skip


def lees(namen: Gemeentenamen, **anders: list[str]) -> Any:
    velden = {**GOED, **anders}
    return read_aanmelding(velden, "x", namen, ["jeugd", "wonen"], vandaag=date(2026, 3, 2))


def test_a_form_becomes_a_collega(namen: Gemeentenamen) -> None:
    aanmelding = lees(namen)

    assert aanmelding.fouten == {}
    assert aanmelding.collega == Collega(
        "x", "Noor Jansen", "Adviseur", "GM0439", ("jeugd", "wonen"), (Fase.UITVOERING,),
        "n@purmerend.nl", "", True, False, date(2026, 4, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("naam", [" "], "leeg"), ("naam", ["x" * 101], "lang"), ("functie", [], "leeg"), ("gemeente", ["Atlantis"], "onbekend"),
        ("email", ["geen"], "onbekend"), ("email", ["a@b"], "onbekend"), ("email", ["a@b.nl, c@d.nl"], "onbekend"),
        ("email", ["a\r\nBcc: x@y.nl"], "onbekend"), ("themas", [], "leeg"), ("themas", ["bestaat-niet"], "onbekend"),
        ("fases", ["dromen"], "onbekend"), ("toestemming", [], "leeg"), ("toestemming", ["nee"], "leeg"),
        ("pauze_tot", ["morgen"], "datum"), ("pauze_tot", ["2028-01-01"], "lang"), ("over", ["x" * 301], "lang"),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named(
    namen: Gemeentenamen, veld: str, waarde: list[str], fout: str
) -> None:
    aanmelding = lees(namen, **{veld: waarde})

    assert aanmelding.collega is None
    assert aanmelding.fouten == {veld: fout}


def test_a_break_that_is_over_is_no_break(namen: Gemeentenamen) -> None:
    assert lees(namen, pauze_tot=["2026-03-01"]).collega.pauze_tot is None


def test_what_was_said_is_kept_in_the_outbox_only(assistent: Assistent, gesprek: str) -> None:
    """The details of a collega are in no other table than the directory and the bericht after the yes."""
    zet(assistent, make_collega())
    vraag_aan(assistent, gesprek)
    assistent.mensen.beantwoord(verzoek_van(assistent), ja=True)

    with assistent.opslag.engine.connect() as verbinding:
        (rij,) = verbinding.execute(select(UitgaandRij.gegevens)).all()
        verzoeken = str(verbinding.execute(select(ContactverzoekRij)).all())
    assert rij[0]["contact"]["email"] == "c-1@kampen.nl"
    assert "Noor" not in verzoeken
