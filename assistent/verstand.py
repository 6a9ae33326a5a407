"""Understanding and searching, put together for one set of content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistent.begrip import Begrijper
from assistent.betekenis import Betekenis, load_betekenis
from assistent.bronnen import Bronzoeker
from assistent.kennis import Kennis
from assistent.kennis.oefenvragen import load_oefenvragen
from assistent.ontleden import Ontleder
from assistent.settings import PROJECT


@dataclass(frozen=True)
class Verstand:
    """One instance serves all threads."""

    ontleder: Ontleder
    betekenis: Betekenis | None
    begrijper: Begrijper
    zoeker: Bronzoeker


def make_verstand(
    kennis: Kennis,
    modellen: Path = PROJECT / "models",
    *,
    betekenis: str = "auto",
    vers: bool = False,
) -> Verstand:
    """From what was learned and indexed in *modellen*; what is not there is made, which takes a minute.

    *betekenis*: see `load_betekenis`. With *vers* nothing older than the content serves.
    """
    ontleder = Ontleder(kennis)
    vectoren = load_betekenis(betekenis)
    begrijper = Begrijper(kennis, ontleder, vectoren, modellen, vers=vers)
    oefenvragen = tuple(v for v in load_oefenvragen(kennis, streng=False) if not v.toets)
    zoeker = Bronzoeker.open(kennis, ontleder, vectoren, begrijper.kansen, oefenvragen, modellen)
    return Verstand(ontleder, vectoren, begrijper, zoeker)
