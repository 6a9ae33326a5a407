"""Dutch words as comparable tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistent.taal import STOPWOORDEN, fold, split_compound, stem, terms, tokenize


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold("Cliënt CRÈCHE één") == "client creche een"


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(tekst: str) -> None:
    assert fold(fold(tekst)) == fold(tekst)


@pytest.mark.parametrize(
    ("tekst", "woorden"),
    [
        ("", []),
        ("  \n", []),
        ("😀 👍", []),
        ("Hoe gaat het?", ["hoe", "gaat", "het"]),
        ("collega's en foto’s", ["collega's", "en", "foto’s"]),
        ("1G1P1R in 2026", ["1g1p1r", "in", "2026"]),
        ("dak- en thuislozen", ["dak", "en", "thuislozen"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_come_out_in_order(tekst: str, woorden: list[str]) -> None:
    assert tokenize(tekst) == woorden


@given(st.text(max_size=80))
def test_any_text_has_words_without_spaces(tekst: str) -> None:
    assert all(w and not any(t.isspace() for t in w) for w in tokenize(tekst))


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("mantelzorger", "mantelzorgers"),
        ("gemeente", "gemeenten"),
        ("wijkteam", "wijkteams"),
        ("evaluatie", "evaluaties"),
        ("visie", "visies"),
    ],
)
def test_singular_and_plural_share_a_stem(een: str, ander: str) -> None:
    assert stem(een) == stem(ander)


@pytest.mark.parametrize(
    ("een", "ander"), [("wonen", "werken"), ("jeugd", "ouderen"), ("zorg", "sport")]
)
def test_other_words_have_other_stems(een: str, ander: str) -> None:
    assert stem(een) != stem(ander)


@pytest.mark.parametrize(
    ("woord", "delen"),
    [
        ("jeugdbeleid", ("jeugd", "beleid")),
        ("gezondheidsbeleid", ("gezondheid", "beleid")),
        ("wijkteam", ("wijk", "team")),
    ],
)
def test_a_compound_comes_apart(woord: str, delen: tuple[str, ...]) -> None:
    assert split_compound(woord) == delen


@pytest.mark.parametrize(
    "woord", ["beleid", "wmo", "", "zorg", "2026", "covid-19", "xyzzyqwerty", "zorg" * 11]
)
def test_what_is_no_compound_stays_whole(woord: str) -> None:
    assert split_compound(woord) == ()


def test_terms_hold_the_whole_and_the_parts() -> None:
    gevonden = terms("jeugdbeleid")

    assert stem("jeugdbeleid") in gevonden
    assert stem("jeugd") in gevonden


def test_terms_leave_out_what_says_nothing() -> None:
    assert terms("de het een hoe kunnen we") == []


@given(st.text(max_size=120))
def test_terms_of_any_text_are_never_stop_words(tekst: str) -> None:
    kaal = [w for w in tokenize(tekst) if w not in STOPWOORDEN]

    assert bool(terms(tekst)) <= bool(kaal)


def test_stop_words_are_folded_themselves() -> None:
    assert {fold(w) for w in STOPWOORDEN} == STOPWOORDEN
