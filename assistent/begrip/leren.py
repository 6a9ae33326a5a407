"""From the labelled questions to a trained Schatter, kept on disk until its material changes."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import yaml

from assistent.begrip.oefenvragen import MAP, Oefenvraag, load_oefenvragen
from assistent.begrip.schatten import Gelezen, Schatter, Voorbeeld, learn
from assistent.betekenis import Betekenis
from assistent.errors import InvalidKennis
from assistent.kennis import Kennis

logger = structlog.get_logger()

GEEN = "geen"
EENKEUZE = frozenset({"hoofdthema", "fase"})
# Raise it when the code learns something else from the same material
_UITGAVE = 1

Lezer = Callable[[list[str]], list[Gelezen]]


def output_groepen(kennis: Kennis) -> dict[str, tuple[str, ...]]:
    """What is estimated. `geen` stands for: the text does not say."""
    return {
        "hoofdthema": (*kennis.themas, GEEN),
        "themas": tuple(kennis.themas),
        "fase": (*map(str, kennis.fases), GEEN),
        "behoeften": (*map(str, kennis.behoeften), GEEN),
        "doelgroepen": tuple(kennis.doelgroepen),
    }


def load_schatter(
    kennis: Kennis, lees: Lezer, betekenis: Betekenis | None, modellen: Path, *, bron: Path = MAP
) -> Schatter:
    """The trained Schatter of *modellen*; learned anew, and said once, when it is absent, damaged or out of date."""
    sleutel = _sleutel(kennis, betekenis, bron)
    pad = modellen / f"begrip-{'met' if betekenis else 'zonder'}-betekenis.npz"
    try:
        with np.load(pad, allow_pickle=False) as f:
            if str(f["sleutel"]) == sleutel:
                return Schatter.from_arrays(dict(f))
            waarom = "de oefenvragen of de woordenschat zijn veranderd"
    except FileNotFoundError:
        waarom = "er is nog niets geleerd"
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        waarom = "het bestand is beschadigd"
    begin = time.monotonic()
    logger.info("begrip_leren", waarom=waarom, bestand=pad.name)
    schatter, _ = learn(
        make_voorbeelden(kennis, load_oefenvragen(kennis, bron), lees, bron),
        output_groepen(kennis),
        EENKEUZE,
        met_betekenis=betekenis is not None,
    )
    _bewaar(pad, {**schatter.to_arrays(), "sleutel": np.array(sleutel)})
    logger.info("begrip_geleerd", seconden=round(time.monotonic() - begin, 1))
    return schatter


def make_voorbeelden(
    kennis: Kennis, vragen: Iterable[Oefenvraag], lees: Lezer, bron: Path = MAP
) -> list[Voorbeeld]:
    """All that may be learned from: the questions that are not for testing, the expressions, and the bronnen."""
    oefen = [v for v in vragen if not v.toets]
    uit = [
        Voorbeeld(v.groep, gelezen, labels(v), ijk=True)
        for v, gelezen in zip(oefen, lees([v.tekst for v in oefen]), strict=True)
    ]
    los = [(t, l) for t, l in _uitdrukkingen(kennis, bron)] + [
        (f"{b.titel}. {b.samenvatting}", {"themas": frozenset(b.themas)})
        for b in kennis.bronnen.values()
    ]
    uit += [
        Voorbeeld(f"los-{i}", gelezen, label, ijk=False)
        for i, ((_, label), gelezen) in enumerate(zip(los, lees([t for t, _ in los]), strict=True))
    ]
    return uit


def labels(vraag: Oefenvraag) -> dict[str, frozenset[str]]:
    """What holds of *vraag*, per output group."""
    return {
        "hoofdthema": frozenset(vraag.themas[:1]) or frozenset({GEEN}),
        "themas": frozenset(vraag.themas),
        "fase": frozenset({str(vraag.fase or GEEN)}),
        "behoeften": frozenset(map(str, vraag.behoeften)) or frozenset({GEEN}),
        "doelgroepen": frozenset(vraag.doelgroepen),
    }


def _uitdrukkingen(
    kennis: Kennis, bron: Path
) -> Iterable[tuple[str, Mapping[str, frozenset[str]]]]:
    """Ways to say one thing: a thema, a fase, a behoefte or a doelgroep. Of the other aspects they say nothing."""
    pad = bron / "uitdrukkingen.yaml"
    if not pad.is_file():
        return
    inhoud = yaml.load(
        pad.read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506
    )
    groepen = output_groepen(kennis)
    fouten = []
    for groep, per_id in inhoud.items():
        for id_, uitingen in per_id.items():
            doel = {"themas": "hoofdthema", "fases": "fase"}.get(groep, groep)
            if id_ not in groepen.get(doel, ()) and id_ != GEEN:
                fouten.append(f"{pad.name}, {groep!r}: {id_!r} bestaat niet")
                continue
            label = {doel: frozenset({id_}) & frozenset(groepen[doel])}
            if groep == "themas":
                label["themas"] = label[doel] - {GEEN}
            yield from ((str(u), label) for u in uitingen)
    if fouten:
        raise InvalidKennis(fouten)


def _sleutel(kennis: Kennis, betekenis: Betekenis | None, bron: Path) -> str:
    """Changes when anything changes that the Schatter learns from."""
    inhoud = hashlib.sha256(f"{_UITGAVE} {betekenis and betekenis.naam}".encode())
    for pad in sorted((*bron.glob("*.jsonl"), *bron.glob("*.yaml"))):
        inhoud.update(pad.read_bytes())
    for deel in (kennis.synoniemen, kennis.afkortingen, kennis.bronnen, output_groepen(kennis)):
        inhoud.update(repr(deel).encode())
    return inhoud.hexdigest()


def _bewaar(pad: Path, arrays: Mapping[str, Any]) -> None:
    """Whole or not at all; without a place to write it is learned again next time."""
    kladje = pad.with_suffix(".nieuw.npz")
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kladje, **arrays)
        kladje.replace(pad)
    except OSError as exc:
        logger.warning("begrip_niet_bewaard", waarom=exc.strerror)
