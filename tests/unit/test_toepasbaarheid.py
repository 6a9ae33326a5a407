"""What to check before a bron is used elsewhere: every kind of point, and where it begins and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistent.kennis import Kennis
from assistent.model import Bron, Gemeente, Kennisbron, Onderbouwing, Wetswijziging
from assistent.toepasbaarheid import Aandachtspunt, Punt, check_toepasbaarheid
from assistent.verwoording import Verwoording

VANDAAG = date(2026, 3, 1)


def make_bron(**velden: Any) -> Bron:
    """A recent report on jeugd that is about no place: nothing to check."""
    alles: dict[str, Any] = {
        "id": "bron", "titel": "Titel", "organisatie": "Organisatie", "jaar": 2025, "url": None,
        "soort": "rapport", "kennisbron": (Kennisbron.WETENSCHAPPELIJKE_KENNIS,),
        "onderbouwing": Onderbouwing.EIGEN_ONDERZOEK, "onderbouwing_toelichting": "Onderzoek.",
        "themas": ("jeugd",), "fases": (), "doelgroepen": (), "samenvatting": "Een samenvatting.",
        "trefwoorden": (), "leestijd_minuten": None, "toegang": "vrij", "printbaar": None,
        "taal": "nl",
    }  # fmt: skip
    return Bron(**alles | velden)


def make_gemeente(
    code: str = "GM0001", inwoners: int = 60_000, regio: str = "Twente", naam: str = ""
) -> Gemeente:
    return Gemeente(
        code, naam or f"Gemeente {code}", "Overijssel", 52.2, 6.8, inwoners, regio, regio, regio
    )


def make_wet(sinds: date, thema: str = "jeugd") -> Wetswijziging:
    return Wetswijziging(f"wet-{sinds}", thema, sinds, f"de wet van {sinds.year}")


def check(bron: Bron | None = None, **velden: Any) -> tuple[Aandachtspunt, ...]:
    alles: dict[str, Any] = {
        "waar": None, "eigen": None, "wetswijzigingen": (), "vandaag": VANDAAG,
    }  # fmt: skip
    return check_toepasbaarheid(bron or make_bron(), **alles | velden)


def soorten(punten: tuple[Aandachtspunt, ...]) -> list[Punt]:
    return [p.soort for p in punten]


def test_a_recent_report_about_no_place_needs_no_check() -> None:
    assert check() == ()


# --- time -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jaar", "oud"), [(2026, False), (2022, False), (2021, True), (1998, True)]
)
def test_five_years_is_old(jaar: int, oud: bool) -> None:
    punten = check(make_bron(jaar=jaar))

    assert punten == ((Aandachtspunt("oud", {"jaren": 2026 - jaar}),) if oud else ())


def test_an_unknown_year_is_said_and_tells_nothing_of_laws() -> None:
    punten = check(make_bron(jaar=None), wetswijzigingen=[make_wet(date(2024, 1, 1))])

    assert punten == (Aandachtspunt("jaar_onbekend", {}),)


@pytest.mark.parametrize(
    ("sinds", "telt"),
    [
        (date(2022, 12, 31), False),
        # in the year of the bron itself nobody knows which came first
        (date(2023, 1, 1), False),
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), True),
        # decided, but not yet in force
        (date(2026, 3, 2), False),
        (date(2027, 1, 1), False),
    ],
)
def test_a_law_counts_from_the_year_after_the_bron_until_today(sinds: date, telt: bool) -> None:
    punten = check(make_bron(jaar=2023), wetswijzigingen=[make_wet(sinds)])

    verwacht = Aandachtspunt("wet", {"wat": f"de wet van {sinds.year}", "jaar": sinds.year})
    assert punten == ((verwacht,) if telt else ())


def test_a_law_on_another_thema_does_not_count() -> None:
    wet = make_wet(date(2024, 1, 1), "wonen")

    assert check(make_bron(jaar=2023), wetswijzigingen=[wet]) == ()
    assert soorten(
        check(make_bron(jaar=2023, themas=("jeugd", "wonen")), wetswijzigingen=[wet])
    ) == ["wet"]


def test_of_many_laws_the_two_newest_are_named_oldest_first() -> None:
    jaren = (2020, 2024, 2018, 2022, 2030)
    wetten = [make_wet(date(j, 7, 1)) for j in jaren]

    punten = check(make_bron(jaar=2017), wetswijzigingen=wetten)

    assert soorten(punten) == ["wet", "wet", "oud"]
    assert [p.waarden["jaar"] for p in punten[:2]] == [2022, 2024]


# --- place ----------------------------------------------------------------------------------------------------


def test_an_example_without_a_place_says_that_it_is_unknown() -> None:
    punten = check(make_bron(soort="praktijkvoorbeeld"), eigen=make_gemeente())

    assert soorten(punten) == ["plek_onbekend", "partners"]


def test_a_place_without_an_own_gemeente_asks_for_it() -> None:
    punten = check(waar=make_gemeente(naam="Almelo"))

    assert punten[0] == Aandachtspunt("eigen_onbekend", {"daar": "Almelo"})
    assert soorten(punten) == ["eigen_onbekend", "partners"]


def test_the_own_gemeente_is_not_compared_even_when_it_has_grown() -> None:
    daar, hier = make_gemeente(inwoners=10_000), make_gemeente(inwoners=90_000, regio="Drenthe")

    assert soorten(check(waar=daar, eigen=hier)) == ["zelfde", "partners"]


@pytest.mark.parametrize(
    ("daar", "hier", "anders"),
    [
        (60_000, 60_000, False),
        (89_999, 60_000, False),
        (90_000, 60_000, True),
        (60_000, 90_000, True),
        (60_000, 89_999, False),
        (900_000, 20_000, True),
    ],
)
def test_half_as_large_again_is_another_size(daar: int, hier: int, anders: bool) -> None:
    punten = check(waar=make_gemeente("GM0001", daar), eigen=make_gemeente("GM0002", hier))

    assert soorten(punten) == (["grootte", "partners"] if anders else ["partners"])


def test_the_size_is_told_as_people_say_it() -> None:
    daar = make_gemeente("GM0001", 163_412, naam="Enschede")
    hier = make_gemeente("GM0002", 931, naam="Schiermonnikoog")

    [grootte, _] = check(waar=daar, eigen=hier)
    [andersom, _] = check(waar=hier, eigen=daar)

    assert grootte.waarden == {
        "daar": "Enschede", "hier": "Schiermonnikoog", "inwoners_daar": "163.000",
        "inwoners_hier": "1.000", "groter": True,
    }  # fmt: skip
    assert andersom.waarden["groter"] is False


def test_another_region_is_named_and_comes_after_the_size() -> None:
    daar = make_gemeente("GM0001", 60_000, "Twente", "Almelo")

    zelfde_maat = check(waar=daar, eigen=make_gemeente("GM0002", 60_000, "Drenthe"))
    andere_maat = check(waar=daar, eigen=make_gemeente("GM0002", 20_000, "Drenthe"))

    assert zelfde_maat[0] == Aandachtspunt("regio", {"daar": "Almelo", "provincie": "Overijssel"})
    assert soorten(andere_maat) == ["grootte", "regio", "partners"]


def test_a_gemeente_without_inwoners_does_not_break_it() -> None:
    punten = check(waar=make_gemeente("GM0001", 0), eigen=make_gemeente("GM0002", 50_000))

    assert soorten(punten) == ["grootte", "partners"]


# --- what it rests on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("onderbouwing", Onderbouwing)
def test_only_one_experience_is_a_point(onderbouwing: Onderbouwing) -> None:
    punten = check(make_bron(onderbouwing=onderbouwing))

    assert soorten(punten) == (
        ["een_ervaring"] if onderbouwing is Onderbouwing.EEN_ERVARING else []
    )


def test_all_points_come_in_a_fixed_order() -> None:
    bron = make_bron(jaar=2010, soort="praktijkvoorbeeld", onderbouwing=Onderbouwing.EEN_ERVARING)

    punten = check(
        bron,
        waar=make_gemeente("GM0001", 20_000),
        eigen=make_gemeente("GM0002", 90_000, "Drenthe"),
        wetswijzigingen=[make_wet(date(2015, 1, 1))],
    )

    assert soorten(punten) == ["wet", "oud", "grootte", "regio", "een_ervaring", "partners"]


# --- in words -------------------------------------------------------------------------------------------------


def test_every_point_has_a_sentence(kennis: Kennis) -> None:
    ander = make_gemeente("GM0002", 20_000, "Drenthe", "Hoogeveen")
    daar = make_gemeente("GM0001", 60_000, "Twente", "Almelo")
    voorbeeld = make_bron(
        jaar=2010, soort="praktijkvoorbeeld", onderbouwing=Onderbouwing.EEN_ERVARING
    )
    wet = [make_wet(date(2015, 1, 1))]
    punten = {
        p.soort: p
        for p in (
            *check(voorbeeld, waar=daar, eigen=ander, wetswijzigingen=wet),
            *check(voorbeeld, waar=daar),
            *check(voorbeeld, waar=daar, eigen=daar),
            *check(make_bron(jaar=None, soort="praktijkvoorbeeld")),
        )
    }

    bericht = Verwoording(kennis).toepasbaarheid(3, voorbeeld, tuple(punten.values()))

    in_kennis = {n.removeprefix("punt:") for n in kennis.teksten if n.startswith("punt:")}
    assert punten.keys() == in_kennis
    assert len(set(bericht.gegevens["punten"])) == len(punten)
    assert all(f"- {p}" in bericht.tekst for p in bericht.gegevens["punten"])


def test_nothing_to_check_is_said_too(kennis: Kennis) -> None:
    bericht = Verwoording(kennis).toepasbaarheid(1, make_bron(), ())

    assert 'Over "Titel" zie ik niets' in bericht.tekst
