"""What to check before a bron is used in one's own gemeente: from data about the bron and the gemeente. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistent.model import Bron, Gemeente, Onderbouwing, Wetswijziging

# Policy is made for four years at most places, and most figures are renewed sooner
_OUD_JAREN = 5
_HOOGSTENS_WETTEN = 2
# Where another gemeente is half as large again, it has other people for the work
_ANDERS_GROOT = 1.5
_OVER_EEN_PLEK = frozenset({"praktijkvoorbeeld"})

Punt = Literal[
    "oud", "jaar_onbekend", "wet", "grootte", "regio", "zelfde", "plek_onbekend", "eigen_onbekend",
    "een_ervaring", "partners",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aandachtspunt:
    """One thing to check. *soort* names its sentence, *waarden* fill it in."""

    soort: Punt
    waarden: dict[str, Any]


def check_toepasbaarheid(
    bron: Bron,
    *,
    waar: Gemeente | None,
    eigen: Gemeente | None,
    wetswijzigingen: Iterable[Wetswijziging],
    vandaag: date,
) -> tuple[Aandachtspunt, ...]:
    """What to check of *bron*, the most telling first. *waar*: the gemeente that it is about, when it says so."""
    punten = [*_check_tijd(bron, wetswijzigingen, vandaag), *_check_plek(bron, waar, eigen)]
    if bron.onderbouwing is Onderbouwing.EEN_ERVARING:
        punten.append(_punt("een_ervaring"))
    if waar is not None or bron.soort in _OVER_EEN_PLEK:
        punten.append(_punt("partners"))
    return tuple(punten)


def _check_tijd(
    bron: Bron, wetswijzigingen: Iterable[Wetswijziging], vandaag: date
) -> Iterable[Aandachtspunt]:
    if bron.jaar is None:
        yield _punt("jaar_onbekend")
        return
    later = [w for w in wetswijzigingen if w.thema in bron.themas and w.sinds.year > bron.jaar]
    later.sort(key=lambda w: w.sinds, reverse=True)
    geweest = [w for w in later if w.sinds <= vandaag][:_HOOGSTENS_WETTEN]
    for wijziging in sorted(geweest, key=lambda w: w.sinds):
        yield _punt("wet", wat=wijziging.wat, jaar=wijziging.sinds.year)
    if (jaren := vandaag.year - bron.jaar) >= _OUD_JAREN:
        yield _punt("oud", jaren=jaren)


def _check_plek(
    bron: Bron, waar: Gemeente | None, eigen: Gemeente | None
) -> Iterable[Aandachtspunt]:
    if waar is None:
        if bron.soort in _OVER_EEN_PLEK:
            yield _punt("plek_onbekend")
        return
    if eigen is None:
        yield _punt("eigen_onbekend", daar=waar.naam)
        return
    if waar.code == eigen.code:
        yield _punt("zelfde", daar=waar.naam)
        return
    verhouding = max(waar.inwoners, eigen.inwoners) / max(1, min(waar.inwoners, eigen.inwoners))
    if verhouding >= _ANDERS_GROOT:
        yield _punt(
            "grootte",
            daar=waar.naam,
            hier=eigen.naam,
            inwoners_daar=_rond(waar.inwoners),
            inwoners_hier=_rond(eigen.inwoners),
            groter=waar.inwoners > eigen.inwoners,
        )
    if waar.arbeidsmarktregio != eigen.arbeidsmarktregio:
        yield _punt("regio", daar=waar.naam, provincie=waar.provincie)


def _punt(soort: Punt, **waarden: Any) -> Aandachtspunt:
    return Aandachtspunt(soort, waarden)


def _rond(inwoners: int) -> str:
    """ "ongeveer 44.000", as people say it."""
    return f"{round(inwoners, -3):,}".replace(",", ".")
