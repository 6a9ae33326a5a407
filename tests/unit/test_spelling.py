"""Typing errors become the word of the field that was meant; words and names stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistent.taal.spelling import Speller

WOORDEN = {
    "armoede": 8, "bewoner": 1, "bewonen": 4, "corporatie": 6, "corporaties": 2, "jeugdzorg": 5, "mantelzorg": 10,
    "regie": 7, "regio": 3, "schuld": 9, "statushouders": 5, "vroegsignalering": 3, "wijkteam": 4, "zorg": 50,
    "rijksvaccinatieprogrammadekking": 2, "wvggz123": 9,
}  # fmt: skip


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WOORDEN)


@pytest.mark.parametrize(
    ("getypt", "bedoeld"),
    [
        ("armode", "armoede"),
        ("aarmoede", "armoede"),
        ("schuls", "schuld"),
        ("schudl", "schuld"),
        ("shculd", "schuld"),
    ],
)
def test_one_error_in_a_short_word_is_mended(speller: Speller, getypt: str, bedoeld: str) -> None:
    assert speller.correct(getypt) == bedoeld


@pytest.mark.parametrize(
    ("getypt", "bedoeld"),
    [
        ("mantlezrog", "mantelzorg"),
        ("statushuodesr", "statushouders"),
        ("vroegsignalrng", "vroegsignalering"),
        ("wijktema", "wijkteam"),
    ],
)
def test_two_errors_in_a_longer_word_are_mended(
    speller: Speller, getypt: str, bedoeld: str
) -> None:
    assert speller.correct(getypt) == bedoeld


@pytest.mark.parametrize("getypt", ["sculdt", "mratoede", "vroegsignalrg", "mntlzrog"])
def test_more_errors_than_that_are_left_alone(speller: Speller, getypt: str) -> None:
    assert speller.correct(getypt) is None


@pytest.mark.parametrize(("getypt", "bedoeld"), [("regix", "regie"), ("bewonez", "bewonen")])
def test_of_words_as_near_the_most_frequent_wins(
    speller: Speller, getypt: str, bedoeld: str
) -> None:
    assert speller.correct(getypt) == bedoeld


def test_the_nearest_word_wins_from_a_more_frequent_one(speller: Speller) -> None:
    """One error from `corporaties`, two from the word that is three times as frequent."""
    assert speller.correct("corporatiez") == "corporatie"
    assert speller.correct("corporatiesz") == "corporaties"


def test_swapped_first_letters_are_seen_but_another_first_letter_is_another_word(
    speller: Speller,
) -> None:
    assert speller.correct("amntelzorg") == "mantelzorg"
    assert speller.correct("xantelzorg") is None


@pytest.mark.parametrize("getypt", ["xqzwvk", "khadija", "vlieland", "bunschoten"])
def test_a_word_near_nothing_stays_unknown(speller: Speller, getypt: str) -> None:
    assert speller.correct(getypt) is None


@pytest.mark.parametrize(
    "woord", ["mantelzorg", "mantelzorgen", "fietsen", "statushouder", "wijkbudget"]
)
def test_a_word_of_the_field_of_dutch_a_form_and_a_compound_are_known(
    speller: Speller, woord: str
) -> None:
    assert speller.bekend(woord)
    assert speller.correct(woord) is None


@pytest.mark.parametrize("getypt", ["", "z", "zrog", "zogr"])
def test_a_word_of_four_letters_is_too_short_to_mend(speller: Speller, getypt: str) -> None:
    assert speller.correct(getypt) is None


def test_a_word_of_more_than_thirty_letters_is_too_long_to_mend(speller: Speller) -> None:
    assert speller.correct("rijksvaccinatieprogrammadekkign") is None
    assert speller.correct("mantelzrog" * 200) is None


def test_what_has_digits_is_never_mended_nor_mended_to(speller: Speller) -> None:
    assert speller.correct("wvggz124") is None
    assert speller.correct("mante1zorg") is None


def test_without_words_of_the_field_nothing_is_mended() -> None:
    assert Speller({}).correct("mantelzrog") is None


@given(st.text(max_size=40))
def test_any_text_is_left_alone_or_becomes_a_word_of_the_field(
    speller: Speller, tekst: str
) -> None:
    assert speller.correct(tekst) in {None, *WOORDEN}
