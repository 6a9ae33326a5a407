"""What someone typed becomes the terms of the field: abbreviations, typing errors, words typed apart, compounds."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from assistent.kennis import default_kennis
from assistent.ontleden import Ontleder, termen
from assistent.taal import STOPWOORDEN, stem, tokenize

# Far above what a slow machine needs: only what grows with the square of the length reaches it
_HOOGSTENS_SECONDEN = 5.0


@pytest.fixture(scope="module")
def ontleder() -> Ontleder:
    return Ontleder(default_kennis())


def vormen(doc: Doc) -> list[str]:
    return [t._.vorm for t in doc]


# --- abbreviations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kort", "voluit"),
    [
        ("pgb", "persoonsgebonden budget"),
        ("PGB", "persoonsgebonden budget"),
        ("Pgb", "persoonsgebonden budget"),
        ("wi2021", "Wet inburgering 2021"),
        ("ggz", "geestelijke gezondheidszorg psychische"),
    ],
)
def test_an_abbreviation_of_the_field_is_written_out(
    ontleder: Ontleder, kort: str, voluit: str
) -> None:
    (token,) = ontleder.ontleed(kort)

    assert token._.voluit == tuple(tokenize(voluit))


def test_an_abbreviation_finds_what_its_words_find(ontleder: Ontleder) -> None:
    gevonden = ontleder.termen("hoe regel ik een pgb?")

    assert {stem("persoonsgebonden"), stem("budget"), stem("pgb")} <= set(gevonden)


@pytest.mark.parametrize(
    ("kort", "voluit"),
    [("ipv", "in plaats van"), ("zsm", "zo snel mogelijk"), ("Idd", "inderdaad")],
)
def test_an_abbreviation_of_chat_is_written_out(ontleder: Ontleder, kort: str, voluit: str) -> None:
    (token,) = ontleder.ontleed(kort)

    assert token._.voluit == tuple(tokenize(voluit))


def test_chat_adds_no_terms_that_say_nothing(ontleder: Ontleder) -> None:
    gevonden = set(ontleder.termen("ipv zsm mbt"))

    assert gevonden.isdisjoint({stem(w) for w in ("in", "van", "zo", "met", "tot")})
    assert "" not in gevonden


@pytest.mark.parametrize("afkorting", default_kennis().afkortingen["hoofdletters"])
def test_an_abbreviation_that_is_also_a_word_counts_only_as_it_is_written(
    ontleder: Ontleder, afkorting: str
) -> None:
    (geschreven,) = ontleder.ontleed(afkorting)
    (woord,) = ontleder.ontleed(afkorting.lower())
    (begin,) = ontleder.ontleed(afkorting.capitalize())

    assert geschreven._.voluit
    assert woord._.voluit == begin._.voluit == ()


def test_an_abbreviation_is_never_mended(ontleder: Ontleder) -> None:
    kennis = default_kennis()

    gemend = [
        kort
        for kort in (*kennis.afkortingen["vak"], *kennis.afkortingen["chat"])
        if vormen(ontleder.ontleed(kort)) != [kort]
    ]

    assert gemend == []


# --- typing errors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getypt", "bedoeld"),
    [
        ("mantelzrog", "mantelzorg"),
        ("schuldhulpverlenning", "schuldhulpverlening"),
        ("Shculdhulpverlening", "schuldhulpverlening"),
        ("eenzaamhijd", "eenzaamheid"),
        ("inburgring", "inburgering"),
        ("statushoudesr", "statushouders"),
        ("wijkteem", "wijkteam"),
        ("vroegsignalring", "vroegsignalering"),
    ],
)
def test_a_typing_error_becomes_the_word_of_the_field(
    ontleder: Ontleder, getypt: str, bedoeld: str
) -> None:
    doc = ontleder.ontleed(getypt)

    assert vormen(doc) == [bedoeld]
    assert [t.norm_ for t in doc] == [stem(bedoeld)]
    assert list(termen(doc)) == ontleder.termen(bedoeld)


@pytest.mark.parametrize(
    "tekst",
    [
        "fietsen gordijnen verhuizen dinsdag kantine",
        "Bunschoten Vlieland Wijchen Roermond Amsterdam",
        "Janssen Khadija Özdemir Fatima Pieterse",
        "beleidsmedewerker jeugdbeleid armoedebeleid",
    ],
)
def test_words_and_names_stay_what_they_are(ontleder: Ontleder, tekst: str) -> None:
    assert vormen(ontleder.ontleed(tekst)) == tokenize(tekst)


def test_names_of_gemeenten_are_not_mended(ontleder: Ontleder) -> None:
    """A plaats that becomes a word of the field would bring up a thema; a handful are near by chance."""
    namen = [g.naam for g in default_kennis().gemeenten.values()]

    gemend = {n: v for n in namen if (v := vormen(ontleder.ontleed(n))) != tokenize(n)}

    assert len(gemend) <= 0.01 * len(namen), gemend


# --- words typed apart and compounds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("los", "aaneen"),
    [
        ("mantel zorg", "mantelzorg"),
        ("vrij willigers", "vrijwilligers"),
        ("buurt teams", "buurtteams"),
        ("schuld hulp verlening", "schuldhulpverlening"),
        ("Mantel-zorg", "mantelzorg"),
    ],
)
def test_words_typed_apart_are_joined(ontleder: Ontleder, los: str, aaneen: str) -> None:
    doc = ontleder.ontleed(f"iets over {los}, graag")

    assert doc[2]._.aaneen == aaneen
    assert stem(aaneen) in termen(doc)


def test_an_error_in_a_word_typed_apart_is_mended_first(ontleder: Ontleder) -> None:
    assert ontleder.ontleed("schuld hulpverlenning")[0]._.aaneen == "schuldhulpverlening"


def test_words_that_are_no_compound_are_not_joined(ontleder: Ontleder) -> None:
    assert [t._.aaneen for t in ontleder.ontleed("zorg voor oude mensen in de buurt")] == [""] * 7


@pytest.mark.parametrize(
    ("woord", "delen"),
    [
        ("jeugdbeleid", ("jeugd", "beleid")),
        ("gezondheidsbeleid", ("gezondheid", "beleid")),
        ("jeugdzrog", ("jeugd", "zorg")),
        ("beleid", ()),
    ],
)
def test_a_compound_is_split_after_it_was_mended(
    ontleder: Ontleder, woord: str, delen: tuple[str, ...]
) -> None:
    (token,) = ontleder.ontleed(woord)

    assert token._.delen == delen


def test_parts_of_a_compound_are_terms_beside_the_whole(ontleder: Ontleder) -> None:
    assert ontleder.termen("wijkteam") == [stem("wijkteam"), stem("wijk"), stem("team")]


def test_what_says_nothing_is_no_term(ontleder: Ontleder) -> None:
    assert ontleder.termen("Hoe kunnen we de ... in het?") == []


# --- any text -------------------------------------------------------------------------------------------------


def test_what_was_typed_is_kept_beside_the_tokens(ontleder: Ontleder) -> None:
    doc = ontleder.ontleed("Cliënten & collega's: de WMO-raad, 1G1P1R!")

    assert doc.user_data["ruw"] == ("Cliënten", "collega's", "de", "WMO", "raad", "1G1P1R")
    assert [t.text for t in doc] == ["clienten", "collega's", "de", "wmo", "raad", "1g1p1r"]


def test_an_accent_that_is_typed_apart_is_part_of_its_word(ontleder: Ontleder) -> None:
    los = unicodedata.normalize("NFD", "cliënten met financiële zorgen")

    doc = ontleder.ontleed(los)

    assert [t.text for t in doc] == ["clienten", "met", "financiele", "zorgen"]


@pytest.mark.parametrize("tekst", ["", " \n\t", "?!...", "😀👍", "\0", "_", "\ud800", "\u0301"])
def test_a_text_without_words_gives_an_empty_doc(ontleder: Ontleder, tekst: str) -> None:
    doc = ontleder.ontleed(tekst)

    assert len(doc) == 0
    assert doc.user_data["ruw"] == ()
    assert list(termen(doc)) == []


# the whole of Unicode, with lone surrogates too
@given(st.text(st.characters(), max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_doc_with_raw_words_and_terms(ontleder: Ontleder, tekst: str) -> None:
    doc = ontleder.ontleed(tekst)

    assert len(doc.user_data["ruw"]) == len(doc)
    assert all(t._.vorm and t.norm_ for t in doc)
    assert all(termen(doc))


@pytest.mark.parametrize(
    "tekst",
    ["x" * 2_000, "mantelzrog " * 180, "schuld " * 280, "a " * 1_000, "ﷺ" * 2_000, "é" * 2_000],
    ids=["one word", "errors", "words apart", "letters", "ligatures", "accents"],
)
def test_two_thousand_characters_are_read_at_once(ontleder: Ontleder, tekst: str) -> None:
    begin = time.perf_counter()

    doc = ontleder.ontleed(tekst[:2_000])
    aantal = len(list(termen(doc)))

    assert aantal <= 4 * len(doc)
    assert time.perf_counter() - begin < _HOOGSTENS_SECONDEN


def test_two_texts_do_not_see_each_other(ontleder: Ontleder) -> None:
    een = ontleder.ontleed("pgb mantelzrog")

    ander = ontleder.ontleed("mee pok")

    assert [t._.voluit for t in ander] == [(), ()]
    assert vormen(een) == ["pgb", "mantelzorg"]


def test_every_word_of_the_vocabulary_is_known_as_it_is_written(ontleder: Ontleder) -> None:
    """What an editor writes in synoniemen.yaml is never taken for an error."""
    woorden = {
        w
        for per_id in default_kennis().synoniemen.values()
        for reeks in per_id.values()
        for tekst in reeks
        for w in tokenize(tekst)
        if w not in STOPWOORDEN
    }

    gemend = {w: v for w in sorted(woorden) if (v := vormen(ontleder.ontleed(w))) != [w]}

    assert gemend == {}
