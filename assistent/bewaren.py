"""What takes time to make from the content, kept in a file until the content changes."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import structlog

logger = structlog.get_logger()

_T = TypeVar("_T")


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
    make: Callable[[], _T],
    to_arrays: Callable[[_T], Mapping[str, Any]],
    from_arrays: Callable[[Mapping[str, Any]], _T],
) -> _T:
    """What *pad* holds under *sleutel*; made anew, and said once, when it is absent, damaged or of other content.

    Written whole or not at all; where nothing can be written it is made again next time.
    """
    try:
        with np.load(pad, allow_pickle=False) as f:
            if str(f["sleutel"]) == sleutel:
                return from_arrays(dict(f))
            waarom = "de inhoud is veranderd"
    except FileNotFoundError:
        waarom = "het is er nog niet"
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        waarom = "het bestand is beschadigd"
    logger.info("opnieuw_maken", bestand=pad.name, waarom=waarom)
    begin = time.monotonic()
    ding = make()
    kladje = pad.with_suffix(".nieuw.npz")
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kladje, sleutel=np.array(sleutel), **to_arrays(ding))
        kladje.replace(pad)
    except OSError as exc:
        logger.warning("niet_bewaard", bestand=pad.name, waarom=exc.strerror)
    logger.info("gemaakt", bestand=pad.name, seconden=round(time.monotonic() - begin, 1))
    return ding
