"""Masking, pseudonyms and cleaning, on sentences of our own and on any text at all."""

from __future__ import annotations

import csv
import re
import shutil
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistent.privacy import check_namen, clean, mask, pseudonym
from assistent.privacy.woorden import MAP, is_zeldzaam

ROOT = Path(__file__).resolve().parents[2]
MERK = re.compile(r"\{([A-Z-]+):([^{}]*)\}")
ZINNEN = yaml.safe_load(Path(__file__).with_name("maskeren.yaml").read_text(encoding="utf-8"))
WEG = [zin for deel in ZINNEN.values() for zin in deel["weg"]]
BLIJFT = [zin for deel in ZINNEN.values() for zin in deel["blijft"]]
with (ROOT / "assistent" / "kennis" / "gemeenten.csv").open(encoding="utf-8") as bestand:
    BEKEND = frozenset(rij["weergavenaam"] for rij in csv.DictReader(bestand))


@pytest.mark.parametrize("zin", WEG)
def test_personal_data_goes_and_the_rest_of_the_sentence_stays(zin: str) -> None:
    assert mask(MERK.sub(r"\2", zin), bekend=BEKEND) == MERK.sub(r"[\1]", zin)


@pytest.mark.parametrize("zin", BLIJFT)
def test_a_sentence_without_personal_data_stays_as_it_was(zin: str) -> None:
    assert mask(zin, bekend=BEKEND) == zin


def test_there_are_enough_sentences_and_none_stands_twice() -> None:
    assert len(WEG) >= 120
    assert len(BLIJFT) >= 120
    assert len({*WEG, *BLIJFT}) == len(WEG) + len(BLIJFT)


def test_a_known_name_stays_whatever_its_capitals() -> None:
    assert mask("Volgens Fatima heeft het zin.") == "Volgens [NAAM] heeft het zin."
    assert (
        mask("Volgens Fatima heeft het zin.", bekend=["FATIMA"]) == "Volgens Fatima heeft het zin."
    )


def test_a_known_name_of_several_words_stays() -> None:
    zin = "Stuur het naar Huis van Sanne Jansen in onze wijk."
    assert "[NAAM]" in mask(zin)
    assert mask(zin, bekend={"Huis van Sanne Jansen"}) == zin


def test_a_known_place_is_still_a_surname_after_a_title() -> None:
    assert mask("Mevrouw Goes woont in Goes.", bekend=BEKEND) == "Mevrouw [NAAM] woont in Goes."


def test_nine_digits_that_fail_the_elfproef_need_a_cue() -> None:
    assert mask("Het getal 123456789 staat er.") == "Het getal 123456789 staat er."
    assert mask("Zijn bsn is 123456789.") == "Zijn bsn is [BSN]."


def test_a_foreign_account_needs_mod_97() -> None:
    assert mask("Rekening DE89370400440532013000.") == "Rekening [IBAN]."
    assert mask("Code DE88370400440532013000.") == "Code DE88370400440532013000."


@pytest.mark.parametrize(
    "plaat",
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX"
    " XXX-99-X X-99-XXX 9-XX-999 999-XX-9".split(),
)
def test_every_sidecode_is_a_plate(plaat: str) -> None:
    kenteken = plaat.replace("X", "K").replace("9", "7")

    assert mask(f"Op de stoep staat de {kenteken} al weken.") == (
        "Op de stoep staat de [KENTEKEN] al weken."
    )
    assert mask(f"kenteken {kenteken.replace('-', '').lower()}") == "kenteken [KENTEKEN]"


@pytest.mark.parametrize("nummer", ["14 020", "14 0513", "0800-1234", "0900 8844", "112", "113"])
def test_a_service_number_stays(nummer: str) -> None:
    assert mask(f"Bel {nummer} als je hulp nodig hebt.") == f"Bel {nummer} als je hulp nodig hebt."


def test_a_shared_mailbox_is_not_personal() -> None:
    assert mask("Mail info@voorbeeld.nl of j.bos@voorbeeld.nl") == (
        "Mail info@voorbeeld.nl of [E-MAIL]"
    )


STUKKEN = st.sampled_from(
    [*(MERK.sub(r"\2", z) for z in WEG), *BLIJFT, "[NAAM]", "Jan", "van der ", "06", "-", "\n", "."]
)


@given(st.one_of(st.text(), st.lists(STUKKEN, max_size=6).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_masked_once_and_for_all(tekst: str) -> None:
    once = mask(tekst, bekend=BEKEND)

    assert mask(once, bekend=BEKEND) == once
    assert len(once) <= 8 * len(tekst) + 16


@given(st.lists(st.sampled_from("Aa1 .-@:/'+€0[]("), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_mix_of_signs_is_masked_once_and_for_all(tekst: str) -> None:
    once = mask(tekst)

    assert mask(once) == once


HERHAALD = (
    "a", "1 ", "@.", "a@", "a.", "A.", "J. ", "Jan ", "van der ", "0", "+31", "(0", "[NAAM]", " ",
    "straat 1 ", "NL91 ABNA ", "\n", "1-", "www.", "http://", "adres ", "ik ben ", "12 mei ",
    " apenstaartje ", "jan punt ", "dossiernummer ", "AB 12 ", "'t ", "Laan van ", "é", "Jan-",
    "de heer ", "Van ", "/", ".", "@janjansen.nl/", "06-12 ", "https://x.nl/jan-", "Kerkstraat ",
    "@jan_", "a_b.", "%", "casus_van_", "C:\\jan_", "zaak-", "j. ", "jan-", ", jan", "en Jan ", "Van Van ",
    "heren Aa en ", "Aa - ", "insta: a", "at x punt ", "ik heet trouwens ", "De Kolk 4, ", "v.d. ", "nummer A-",
    "aan De Kolk 4", ' "Jan" ', "x.nl/a_fam_b", "x.nl/team/jan-", "Luisterlijn 088", "art. 1401 BW, ", "geb. 1-1-2010, ",
    "auto AB 12 CD ", "Ana da Silva ", "1335 CM naar ", "t.n.v. ", "de Jan Aweg ", "1-1-2010 en ", "0 hoog",
)  # fmt: skip


@pytest.mark.parametrize("stuk", HERHAALD)
def test_masking_takes_linear_time(stuk: str) -> None:
    def seconds(lengte: int) -> float:
        tekst = (stuk * lengte)[:lengte]
        times = []
        for _ in range(3):
            start = time.process_time()
            mask(tekst)
            times.append(time.process_time() - start)
        return min(times)

    seconds(100)
    # Quadratic time would be 16 times as long; the addition absorbs the clock.
    assert seconds(8000) < 8 * seconds(2000) + 0.02


@pytest.mark.parametrize("stuk", HERHAALD)
def test_a_message_twice_as_long_takes_twice_the_steps(stuk: str) -> None:
    def steps(lengte: int) -> int:
        count = 0

        def tel(*_: object) -> None:
            nonlocal count
            count += 1

        tekst = (stuk * lengte)[:lengte]
        sys.setprofile(tel)
        try:
            mask(tekst)
        finally:
            sys.setprofile(None)
        return count

    steps(1000)
    # Quadratic work would take four times the steps; a few more passes may be needed.
    assert steps(2000) < 2.5 * steps(1000) + 500


def test_a_long_word_that_nobody_knows_is_not_taken_apart() -> None:
    assert is_zeldzaam("q" * 2000)
    assert is_zeldzaam("kyvano")
    assert not is_zeldzaam("vergadering")


def test_an_ordinary_message_takes_about_a_millisecond() -> None:
    tekst = " ".join(BLIJFT[:4])[:200]
    mask(tekst, bekend=BEKEND)
    start = time.process_time()
    for _ in range(50):
        mask(tekst, bekend=BEKEND)

    # Measured at well under 1 ms; the bound leaves room for a busy machine.
    assert (time.process_time() - start) / 50 < 0.004


def test_a_pseudonym_is_stable_and_depends_on_the_key() -> None:
    eerste = pseudonym("telegram:42", b"sleutel")

    assert re.fullmatch(r"[0-9a-f]{32}", eerste)
    assert eerste == pseudonym("telegram:42", b"sleutel")
    assert eerste != pseudonym("telegram:42", b"andere sleutel")
    assert eerste != pseudonym("telegram:43", b"sleutel")


def test_clean_keeps_lines_and_drops_what_nobody_can_see() -> None:
    assert clean("  Cafe\u0301\tis\u200b open\u202e\r\nmorgen\x00 ") == "Café is open\nmorgen"


@given(st.text())
def test_clean_is_done_after_once(tekst: str) -> None:
    once = clean(tekst)

    assert clean(once) == once


def test_the_files_for_masking_have_no_faults() -> None:
    assert check_namen() == []


def test_a_fault_in_the_files_for_masking_is_told_by_file_and_list(tmp_path: Path) -> None:
    shutil.copytree(MAP, tmp_path, dirs_exist_ok=True)
    (tmp_path / "voornamen.txt").write_text("Anna\n", encoding="utf-8")
    woorden = tmp_path / "maskeerwoorden.yaml"
    tekst = (
        woorden.read_text(encoding="utf-8")
        .replace("maand:", "maanden:")
        .replace("[dhr,", "[no, dhr,")
    )
    woorden.write_text(tekst, encoding="utf-8")

    fouten = "\n".join(check_namen(tmp_path))

    assert "namen/voornamen.txt: 'Anna' moet met kleine letters" in fouten
    assert "namen/maskeerwoorden.yaml: lijst 'maand' ontbreekt" in fouten
    assert "namen/maskeerwoorden.yaml: lijst 'maanden' is onbekend" in fouten
    assert "titel: False is geen tekst" in fouten
