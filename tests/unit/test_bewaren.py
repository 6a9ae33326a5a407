"""What is kept is made once, used until its content changes, and never half there."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistent.bewaren import bewaar, load_or_make, make_sleutel


class Maker:
    """Makes a list of numbers, and counts how often."""

    def __init__(self, *getallen: int) -> None:
        self.getallen = list(getallen)
        self.keren = 0

    def __call__(self) -> list[int]:
        self.keren += 1
        return self.getallen


class SchijfVol:
    """What numpy cannot write, as when the disk is full halfway a file."""

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def haal(pad: Path, maker: Maker, sleutel: str = "s1", vorm: str = "") -> list[int]:
    return load_or_make(
        pad,
        sleutel,
        vorm=vorm,
        make=maker,
        to_arrays=lambda ding: {"getallen": np.array(ding)},
        from_arrays=lambda arrays: arrays["getallen"].tolist(),
    )


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "modellen" / "ding.npz"


def test_what_is_kept_is_made_once_and_read_back(pad: Path) -> None:
    maker = Maker(1, 2, 3)

    keren = [haal(pad, maker) for _ in range(3)]

    assert keren == [[1, 2, 3]] * 3
    assert maker.keren == 1


def test_nothing_but_the_file_itself_is_left_in_the_folder(pad: Path) -> None:
    haal(pad, Maker(1))

    assert [p.name for p in pad.parent.iterdir()] == ["ding.npz"]


def test_other_content_makes_it_anew(pad: Path) -> None:
    haal(pad, Maker(1), "s1")

    assert haal(pad, Maker(2), "s2") == [2]
    assert haal(pad, Maker(3), "s2") == [2]


def test_what_is_out_of_date_serves_while_its_form_is_the_same(pad: Path) -> None:
    haal(pad, Maker(1), "s1", vorm="v1")
    maker = Maker(2)

    assert haal(pad, maker, "s2", vorm="v1") == [1]
    assert maker.keren == 0


@pytest.mark.parametrize(("eerst", "daarna"), [("v1", "v2"), ("v1", ""), ("", "v1"), ("", "")])
def test_what_is_of_another_form_or_of_none_does_not_serve(
    pad: Path, eerst: str, daarna: str
) -> None:
    haal(pad, Maker(1), "s1", vorm=eerst)

    assert haal(pad, Maker(2), "s2", vorm=daarna) == [2]


def _zonder_sleutel(pad: Path) -> None:
    np.savez(pad, getallen=np.array([9]))


def _een_array(pad: Path) -> None:
    with pad.open("wb") as f:
        np.save(f, np.array([9]))


def _andere_byte(plek: int, waarde: int) -> Callable[[Path], None]:
    """At *plek* of what the directory of the archive says of its first file."""

    def beschadig(pad: Path) -> None:
        inhoud = bytearray(pad.read_bytes())
        inhoud[inhoud.index(b"PK\x01\x02") + plek] = waarde
        pad.write_bytes(inhoud)

    return beschadig


_SCHADE: dict[str, Callable[[Path], object]] = {
    "een leeg bestand": lambda pad: pad.write_bytes(b""),
    "een half bestand": lambda pad: pad.write_bytes(pad.read_bytes()[: pad.stat().st_size // 2]),
    "alleen het begin": lambda pad: pad.write_bytes(pad.read_bytes()[:4]),
    "gewone tekst": lambda pad: pad.write_text("geen archief", encoding="utf-8"),
    "een pickle": lambda pad: pad.write_bytes(b"\x80\x04N."),
    "een losse array": _een_array,
    "zonder sleutel": _zonder_sleutel,
    "zegt van een nieuwere versie te zijn": _andere_byte(6, 99),
    "zegt versleuteld te zijn": _andere_byte(8, 1),
    "zegt ingepakt te zijn": _andere_byte(10, 8),
    "zegt onbekend ingepakt te zijn": _andere_byte(10, 99),
    "een ander controlegetal": _andere_byte(16, 0),
}  # fmt: skip


@pytest.mark.parametrize("schade", _SCHADE)
def test_a_damaged_file_is_made_anew(pad: Path, schade: str) -> None:
    haal(pad, Maker(1))
    _SCHADE[schade](pad)

    assert haal(pad, Maker(2)) == [2]
    assert haal(pad, Maker(3)) == [2]


def test_no_single_wrong_byte_stops_the_start(pad: Path) -> None:
    haal(pad, Maker(1))
    goed = pad.read_bytes()

    for plek in range(0, len(goed), 7):
        inhoud = bytearray(goed)
        inhoud[plek] ^= 0xFF
        pad.write_bytes(inhoud)
        assert haal(pad, Maker(2)) in ([1], [2]), plek


def test_what_cannot_be_read_back_is_made_anew(pad: Path) -> None:
    """Kept by an older version, under the same sleutel but with other arrays."""
    pad.parent.mkdir()
    np.savez(pad, sleutel=np.array("s1"), vorm=np.array(""), anders=np.array([9]))

    assert haal(pad, Maker(2)) == [2]


def test_where_nothing_can_be_written_the_thing_is_still_made(tmp_path: Path) -> None:
    (tmp_path / "modellen").write_text("een bestand, geen map", encoding="utf-8")
    maker = Maker(1)

    keren = [haal(tmp_path / "modellen" / "ding.npz", maker) for _ in range(2)]

    assert keren == [[1], [1]]
    assert maker.keren == 2
    assert [p.name for p in tmp_path.iterdir()] == ["modellen"]


def test_a_folder_in_the_place_of_the_file_is_left_alone(pad: Path) -> None:
    pad.mkdir(parents=True)

    assert haal(pad, Maker(1)) == [1]
    assert pad.is_dir()
    assert list(pad.parent.iterdir()) == [pad]


def test_a_full_disk_leaves_what_was_there_and_no_scraps(pad: Path) -> None:
    haal(pad, Maker(1))
    voor = pad.read_bytes()

    bewaar(pad, {"sleutel": np.array("s1"), "veel": np.zeros(1_000), "rest": SchijfVol()})

    assert pad.read_bytes() == voor
    assert list(pad.parent.iterdir()) == [pad]


def test_who_reads_while_others_write_never_sees_half_a_file(pad: Path) -> None:
    """As when the web and the actions start together on an empty folder."""
    bewaar(pad, {"a": np.zeros(50_000)})
    schrijvers = [
        threading.Thread(
            target=lambda i=i: [bewaar(pad, {"a": np.full(50_000, i)}) for _ in range(15)]
        )
        for i in range(3)
    ]

    gelezen = []
    for schrijver in schrijvers:
        schrijver.start()
    while any(s.is_alive() for s in schrijvers):
        with np.load(pad) as f:
            gelezen.append(np.unique(f["a"]))

    assert gelezen
    assert all(len(waarden) == 1 for waarden in gelezen)
    assert list(pad.parent.iterdir()) == [pad]


def test_a_sleutel_changes_with_every_part_and_with_nothing_else() -> None:
    delen = [("a", 1, b"x"), ("a", 2, b"x"), ("b", 1, b"x"), ("a", 1, b"y"), ("a", 1), ()]

    sleutels = [make_sleutel(*d) for d in delen]

    assert len(set(sleutels)) == len(delen)
    assert sleutels == [make_sleutel(*d) for d in delen]
