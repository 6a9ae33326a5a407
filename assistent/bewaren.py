"""What takes time to make from the content, kept in a file until the content changes."""

from __future__ import annotations

import hashlib
import secrets
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import structlog

logger = structlog.get_logger()

_T = TypeVar("_T")

# What reading a damaged file can raise: one wrong byte may also say that it is encrypted, compressed or no archive
BESCHADIGD = (
    OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def make_sleutel(*delen: object) -> str:
    """A hash of everything that something is made of."""
    inhoud = hashlib.sha256()
    for deel in delen:
        inhoud.update(deel if isinstance(deel, bytes) else repr(deel).encode())
    return inhoud.hexdigest()


def load_or_make(
    pad: Path,
    sleutel: str,
    *,
    vorm: str = "",
    make: Callable[[], _T],
    to_arrays: Callable[[_T], Mapping[str, Any]],
    from_arrays: Callable[[Mapping[str, Any]], _T],
) -> _T:
    """What *pad* holds under *sleutel*; made anew, and said once, when it is absent, damaged or of other content.

    With a *vorm* what was made of older content of that same form still serves, and is only said to be out of date.
    Written whole or not at all; where nothing can be written it is made again next time.
    """
    try:
        # opened here: of a damaged file numpy would leave it open
        with pad.open("rb") as bestand, np.load(bestand, allow_pickle=False) as f:
            if str(f["sleutel"]) == sleutel:
                return from_arrays(dict(f))
            if vorm and str(f["vorm"]) == vorm:
                logger.info("verouderd", bestand=pad.name, bijwerken="assistent train")
                return from_arrays(dict(f))
            waarom = "de inhoud is veranderd"
    except FileNotFoundError:
        waarom = "het is er nog niet"
    except BESCHADIGD:
        waarom = "het bestand is beschadigd"
    logger.info("opnieuw_maken", bestand=pad.name, waarom=waarom)
    begin = time.monotonic()
    ding = make()
    bewaar(pad, {"sleutel": np.array(sleutel), "vorm": np.array(vorm), **to_arrays(ding)})
    logger.info("gemaakt", bestand=pad.name, seconden=round(time.monotonic() - begin, 1))
    return ding


def bewaar(pad: Path, arrays: Mapping[str, Any]) -> None:
    """Write *arrays* to *pad*, whole or not at all. Where nothing can be written that is said, and nothing else."""
    # a name of its own: two processes that start together must not write in one file
    kladje = pad.with_suffix(f".{secrets.token_hex(4)}.nieuw.npz")
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kladje, **arrays)
        kladje.replace(pad)
    except OSError as exc:
        with suppress(OSError):
            kladje.unlink()
        logger.warning("niet_bewaard", bestand=pad.name, waarom=exc.strerror)
