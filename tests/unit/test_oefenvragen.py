"""The labelled questions: enough of them, sound, and with a test set that training has not seen."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

from assistent.begrip.leren import BUITEN, GEEN, labels, make_voorbeelden, output_groepen
from assistent.begrip.schatten import Gelezen
from assistent.errors import InvalidKennis
from assistent.kennis import default_kennis
from assistent.kennis.oefenvragen import MAP, SOORTEN, Oefenvraag, is_toets, load_oefenvragen
from assistent.model import Behoefte, Fase
from assistent.ontleden import Ontleder

KENNIS = default_kennis()
# From here on two short questions of different groepen are the same question with another ending
_BIJNA_HETZELFDE = 0.85


@pytest.fixture(scope="module")
def vragen() -> tuple[Oefenvraag, ...]:
    return load_oefenvragen(KENNIS)


# --- is it enough? --------------------------------------------------------------------------------------------


def test_there_are_at_least_1500_questions(vragen: tuple[Oefenvraag, ...]) -> None:
    assert len(vragen) >= 1_500
    assert 0.15 <= sum(v.toets for v in vragen) / len(vragen) <= 0.35


def test_every_thema_has_every_fase_and_every_behoefte(vragen: tuple[Oefenvraag, ...]) -> None:
    er_zijn = {(t, v.fase, b) for v in vragen for t in v.themas for b in v.behoeften}

    ontbreekt = [c for c in product(KENNIS.themas, Fase, Behoefte) if c not in er_zijn]

    assert ontbreekt == []


def test_training_and_test_both_have_everything(vragen: tuple[Oefenvraag, ...]) -> None:
    for toets in (False, True):
        deel = [v for v in vragen if v.toets is toets]

        assert {t for v in deel for t in v.themas} == set(KENNIS.themas)
        assert {d for v in deel for d in v.doelgroepen} == set(KENNIS.doelgroepen)
        assert {v.fase for v in deel} == {*Fase, None}
        assert {b for v in deel for b in v.behoeften} == set(Behoefte)
        assert {v.soort for v in deel} == set(SOORTEN)


def test_every_id_has_examples_to_learn_from(vragen: tuple[Oefenvraag, ...]) -> None:
    aantal = Counter(
        (groep, id_)
        for v in vragen
        if not v.toets
        for groep, ids in labels(v).items()
        for id_ in ids
    )

    weinig = {
        (groep, id_): aantal[groep, id_]
        for groep, ids in output_groepen(KENNIS).items()
        for id_ in ids
        if aantal[groep, id_] < 20
    }

    assert weinig == {}


def test_some_questions_are_about_nothing_of_the_field(vragen: tuple[Oefenvraag, ...]) -> None:
    buiten = [v for v in vragen if not v.themas]

    assert len(buiten) >= 50
    assert all(labels(v)["veld"] == {BUITEN} for v in buiten)
    assert not any(v.bronnen for v in buiten)


# --- is it fair? ----------------------------------------------------------------------------------------------


def test_no_question_is_there_twice(vragen: tuple[Oefenvraag, ...]) -> None:
    keren = Counter("".join(t for t in v.tekst.lower() if t.isalnum()) for v in vragen)

    assert [tekst for tekst, n in keren.items() if n > 1] == []


def test_no_test_question_is_nearly_a_training_question(vragen: tuple[Oefenvraag, ...]) -> None:
    """By the cosine of character 4-grams: a test on what was learned by heart says nothing."""
    toets = [v for v in vragen if v.toets]
    oefen = [(v.groep, v.tekst) for v in vragen if not v.toets]
    for groep, per_id in yaml.safe_load((MAP / "uitdrukkingen.yaml").read_text("utf-8")).items():
        oefen += [(groep, uiting) for uitingen in per_id.values() for uiting in uitingen]
    teller = TfidfVectorizer(analyzer="char", ngram_range=(4, 4), dtype=np.float32)
    teller.fit([*(v.tekst for v in toets), *(tekst for _, tekst in oefen)])
    a = teller.transform([v.tekst for v in toets])
    b = teller.transform([tekst for _, tekst in oefen])
    b = b.T.tocsr()

    bijna = []
    for begin in range(0, len(toets), 100):
        gelijk = (a[begin : begin + 100] @ b).tocoo()
        te = gelijk.data >= _BIJNA_HETZELFDE
        for i, j, hoe in zip(gelijk.row[te], gelijk.col[te], gelijk.data[te], strict=True):
            een, (groep, tekst) = toets[begin + i], oefen[j]
            if een.groep != groep:
                bijna.append(f"{hoe:.2f} {een.groep}: {een.tekst!r} ~ {groep}: {tekst!r}")

    assert bijna == []


def test_paraphrases_are_on_the_same_side(vragen: tuple[Oefenvraag, ...]) -> None:
    kanten = defaultdict(set)
    for v in vragen:
        kanten[v.groep].add(v.toets)

    assert all(len(kant) == 1 for kant in kanten.values())
    assert sum(True in kant for kant in kanten.values()) >= len(kanten) / 6


def test_a_proof_is_wholly_for_testing(vragen: tuple[Oefenvraag, ...]) -> None:
    proef = [v for v in vragen if v.groep.startswith("proef-")]

    assert len(proef) >= 100
    assert all(v.toets for v in proef)


def test_the_split_is_the_same_everywhere_and_always() -> None:
    """A question that changes sides would make every earlier measurement incomparable."""
    toets = [i for i in range(1, 21) if is_toets(f"wmo-{i:03}")]

    assert toets == [2, 3, 9, 10, 12, 15]
    assert all(is_toets(f"proef-{i:03}") for i in range(200))


def test_a_groep_stands_on_one_line() -> None:
    """Two lines with one name would be taken for paraphrases of each other."""
    keren = Counter(
        json.loads(regel)["groep"]
        for pad in MAP.glob("*.jsonl")
        for regel in pad.read_text(encoding="utf-8").splitlines()
    )

    assert [groep for groep, n in keren.items() if n > 1] == []


# --- what can be wrong ----------------------------------------------------------------------------------------


def een_groep(**anders: Any) -> dict[str, Any]:
    return {
        "groep": "wmo-900",
        "themas": ["wmo"],
        "doelgroepen": ["ouderen"],
        "bronnen": {next(iter(KENNIS.bronnen)): 3},
        "vragen": [een_vraag()],
        **anders,
    }


def een_vraag(**anders: Any) -> dict[str, Any]:
    vraag = {"soort": "kort", "tekst": "wie krijgt huishoudelijke hulp?", "fase": None}
    return {**vraag, "behoeften": ["cijfers-onderzoek"], **anders}


def schrijf(map_: Path, *regels: dict[str, Any] | str, naam: str = "wmo.jsonl") -> None:
    tekst = "\n".join(
        r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in regels
    )
    (map_ / naam).write_text(tekst + "\n", encoding="utf-8")


def fouten_van(map_: Path) -> list[str]:
    with pytest.raises(InvalidKennis) as fout:
        load_oefenvragen(KENNIS, map_)
    return fout.value.fouten


def test_a_sound_groep_is_read_with_what_each_question_has_of_its_own(tmp_path: Path) -> None:
    eigen = een_vraag(tekst="en voor kinderen?", doelgroepen=["kinderen"], themas=["wmo", "jeugd"])
    schrijf(tmp_path, een_groep(vragen=[een_vraag(fase="uitvoering"), eigen]))

    eerste, tweede = load_oefenvragen(KENNIS, tmp_path)

    assert (eerste.themas, eerste.doelgroepen, eerste.fase) == (
        ("wmo",),
        ("ouderen",),
        Fase.UITVOERING,
    )
    assert (tweede.themas, tweede.doelgroepen, tweede.fase) == (
        ("wmo", "jeugd"),
        ("kinderen",),
        None,
    )
    assert eerste.bronnen == tweede.bronnen
    assert eerste.groep == tweede.groep == "wmo-900"


# each: what breaks, and what the one line must say beside the file
_FOUTEN: dict[str, tuple[dict[str, Any] | str, tuple[str, ...]]] = {
    "geen JSON": ('{"groep": "wmo-900", ', ("regel 1", "geen geldige JSON")),
    "een lege regel": ("", ("regel 1", "geen geldige JSON")),
    "een lijst": ("[]", ("regel 1",)),
    "een veld ontbreekt": ({k: v for k, v in een_groep().items() if k != "themas"}, ("regel 1", "themas")),
    "een veld te veel": (een_groep(thema=["wmo"]), ("regel 1", "thema")),
    "een veld van een vraag te veel": (een_groep(vragen=[een_vraag(doelgroep=["jeugd"])]), ("regel 1", "vragen.0.doelgroep")),
    "een onbekend thema": (een_groep(themas=["ruimtevaart"]), ("wmo-900", "themas: 'ruimtevaart' bestaat niet", "kies uit wmo")),
    "een onbekend thema van een vraag": (een_groep(vragen=[een_vraag(themas=["ruimtevaart"])]), ("wmo-900", "themas: 'ruimtevaart' bestaat niet")),
    "een onbekende doelgroep": (een_groep(doelgroepen=["marsmannen"]), ("wmo-900", "doelgroepen: 'marsmannen' bestaat niet")),
    "een onbekende bron": (een_groep(bronnen={"geen-bron": 2}), ("wmo-900", "bronnen: 'geen-bron' bestaat niet")),
    "een cijfer 4": (een_groep(bronnen={next(iter(KENNIS.bronnen)): 4}), ("wmo-900", "heeft 4; kies 1, 2 of 3")),
    "een cijfer 0": (een_groep(bronnen={next(iter(KENNIS.bronnen)): 0}), ("wmo-900", "heeft 0; kies 1, 2 of 3")),
    "een cijfer als woord": (een_groep(bronnen={next(iter(KENNIS.bronnen)): "veel"}), ("regel 1", "bronnen")),
    "een lege tekst": (een_groep(vragen=[een_vraag(tekst=" ")]), ("wmo-900", "een vraag heeft geen tekst")),
    "een onbekende soort": (een_groep(vragen=[een_vraag(soort="gedicht")]), ("wmo-900", "soort: 'gedicht' bestaat niet", "kies uit gewoon")),
    "een onbekende fase": (een_groep(vragen=[een_vraag(fase="dromen")]), ("regel 1", "vragen.0.fase", "orientatie")),
    "een onbekende behoefte": (een_groep(vragen=[een_vraag(behoeften=["koffie"])]), ("regel 1", "vragen.0.behoeften")),
    "een vraag twee keer": (een_groep(vragen=[een_vraag(), een_vraag(tekst="Wie  krijgt huishoudelijke HULP?")]), ("wmo-900", "deze vraag staat ook bij 'wmo-900'")),
}  # fmt: skip


@pytest.mark.parametrize("fout", _FOUTEN)
def test_a_fault_names_file_groep_and_fault(tmp_path: Path, fout: str) -> None:
    regel, moet_zeggen = _FOUTEN[fout]
    schrijf(tmp_path, regel)

    fouten = fouten_van(tmp_path)

    assert len(fouten) == 1, fouten
    assert fouten[0].startswith("wmo.jsonl, ")
    assert all(stuk in fouten[0] for stuk in moet_zeggen), fouten
    assert "\n" not in fouten[0]


def test_a_fault_of_a_groep_is_said_once_for_all_its_questions(tmp_path: Path) -> None:
    vragen = [een_vraag(tekst=f"vraag {i}") for i in range(4)]
    schrijf(tmp_path, een_groep(themas=["ruimtevaart"], vragen=vragen))

    assert len(fouten_van(tmp_path)) == 1


def test_a_question_in_two_files_names_both_groepen(tmp_path: Path) -> None:
    schrijf(tmp_path, een_groep(), naam="een.jsonl")
    schrijf(tmp_path, een_groep(groep="zorg-001"), naam="twee.jsonl")

    (fout,) = fouten_van(tmp_path)

    assert fout.startswith("twee.jsonl, 'zorg-001'")
    assert "'wmo-900'" in fout


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "wmo.jsonl").write_bytes('{"groep": "oriëntatie"}'.encode("latin-1"))

    (fout,) = fouten_van(tmp_path)

    assert fout.startswith("wmo.jsonl: geen UTF-8")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    kapot = [regel for regel, _ in _FOUTEN.values() if regel]
    schrijf(tmp_path, *kapot, naam="een.jsonl")
    schrijf(tmp_path, een_groep(groep="zorg-001", themas=[]), "kapot", naam="twee.jsonl")

    fouten = fouten_van(tmp_path)

    assert len(fouten) >= len(kapot)
    assert {f.split(",")[0] for f in fouten} == {"een.jsonl", "twee.jsonl"}
    assert any(f.startswith("twee.jsonl, regel 2") for f in fouten)


# --- expressions ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ontleder() -> Ontleder:
    return Ontleder(KENNIS)


def leer(map_: Path, ontleder: Ontleder, inhoud: Any) -> Any:
    """What would be learned from *inhoud* as uitdrukkingen.yaml, without the questions that bronnen answer."""
    tekst = inhoud if isinstance(inhoud, str) else yaml.safe_dump(inhoud, allow_unicode=True)
    (map_ / "uitdrukkingen.yaml").write_text(tekst, encoding="utf-8")

    def lees(teksten: list[str]) -> list[Gelezen]:
        leeg = ontleder.ontleed("")
        return [Gelezen(t, leeg, np.zeros(1)) for t in teksten]

    bronvragen = {vraag for reeks in KENNIS.bronvragen.values() for vraag in reeks}
    voorbeelden = make_voorbeelden(KENNIS, [], lees, map_)
    return {v.gelezen.tekst: v.labels for v in voorbeelden if v.gelezen.tekst not in bronvragen}


def test_an_expression_says_one_thing_and_nothing_of_the_rest(
    tmp_path: Path, ontleder: Ontleder
) -> None:
    inhoud = {
        "themas": {"wmo": ["traplift"], "ouderen + wonen": ["een hofje voor bejaarden"]},
        "fases": {"uitvoering": ["we zijn bezig"], GEEN: ["het gaat over fietsen"]},
        "doelgroepen": {"ouderen": ["bejaarden"], GEEN: ["de begroting"]},
        "veld": {BUITEN: ["een recept voor soep"], GEEN: ["de raad"]},
    }

    geleerd = leer(tmp_path, ontleder, inhoud)

    assert geleerd == {
        "traplift": {"themas": {"wmo"}, "veld": set()},
        "een hofje voor bejaarden": {"themas": {"ouderen", "wonen"}, "veld": set()},
        "we zijn bezig": {"fase": {"uitvoering"}},
        "het gaat over fietsen": {"fase": {GEEN}},
        "bejaarden": {"doelgroepen": {"ouderen"}},
        "de begroting": {"doelgroepen": set()},
        "een recept voor soep": {"veld": {BUITEN}, "themas": set()},
        "de raad": {"veld": set(), "themas": set()},
    }


def test_without_expressions_there_is_still_enough_to_learn_from(
    tmp_path: Path, ontleder: Ontleder
) -> None:
    assert leer(tmp_path, ontleder, {}) == {}


_FOUTE_UITDRUKKINGEN: dict[str, tuple[Any, tuple[str, ...]]] = {
    "een onbekend id": ({"themas": {"ruimtevaart": ["raket"]}}, ("'themas'", "'ruimtevaart' bestaat niet", "kies uit wmo")),
    "een van twee ids onbekend": ({"themas": {"wmo + ruimtevaart": ["raket"]}}, ("'themas'", "'ruimtevaart' bestaat niet")),
    "een onbekende groep": ({"kleuren": {"rood": ["appel"]}}, ("'kleuren'", "onbekend; kies uit themas, fases")),
    "een onbekende groep met geen": ({"kleuren": {GEEN: ["appel"]}}, ("'kleuren'", "onbekend")),
    "een groep die lijst is": ({"themas": ["traplift"]}, ("'themas'", "verwacht een tabel")),
    "een tekst in plaats van een lijst": ({"themas": {"wmo": "traplift"}}, ("'themas/wmo'", "verwacht een lijst met teksten")),
    "een leeg id": ({"themas": {"wmo": None}}, ("'themas/wmo'", "verwacht een lijst met teksten")),
    "een getal": ({"themas": {"wmo": [2015]}}, ("'themas/wmo'", "aanhalingstekens")),
    "een bestand dat lijst is": (["traplift"], ("verwacht een tabel",)),
    "geen YAML": ("themas: [open", ("geen geldige YAML",)),
}  # fmt: skip


@pytest.mark.parametrize("fout", _FOUTE_UITDRUKKINGEN)
def test_a_malformed_expression_is_named(tmp_path: Path, ontleder: Ontleder, fout: str) -> None:
    inhoud, moet_zeggen = _FOUTE_UITDRUKKINGEN[fout]

    with pytest.raises(InvalidKennis) as gevonden:
        leer(tmp_path, ontleder, inhoud)

    (regel,) = gevonden.value.fouten
    assert regel.startswith("uitdrukkingen.yaml")
    assert all(stuk in regel for stuk in moet_zeggen), regel
    assert "\n" not in regel


def test_all_malformed_expressions_come_at_once(tmp_path: Path, ontleder: Ontleder) -> None:
    inhoud = {
        "themas": {"ruimtevaart": ["raket"], "wmo": "traplift", "jeugd": ["kamers met kansen"]},
        "kleuren": {"rood": ["appel"]},
    }

    with pytest.raises(InvalidKennis) as gevonden:
        leer(tmp_path, ontleder, inhoud)

    assert len(gevonden.value.fouten) == 3


def test_a_catalogue_with_fewer_bronnen_can_still_start() -> None:
    kennis = default_kennis()
    zonder = replace(kennis, bronnen=dict(list(kennis.bronnen.items())[1:]))
    weg = next(iter(kennis.bronnen))

    vragen = load_oefenvragen(zonder, streng=False)

    assert len(vragen) == len(load_oefenvragen(kennis))
    assert all(weg not in v.bronnen for v in vragen)
