"""From the labelled questions to a trained Schatter, kept on disk until its material changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from assistent.begrip.schatten import Gelezen, Schatter, Voorbeeld, learn
from assistent.betekenis import Betekenis
from assistent.bewaren import load_or_make, make_sleutel
from assistent.errors import InvalidKennis
from assistent.kennis import Kennis
from assistent.kennis.oefenvragen import MAP, Oefenvraag, load_oefenvragen

GEEN = "geen"
BUITEN = "buiten"
EENKEUZE = frozenset({"fase"})
# Raise it when the code learns something else from the same material
_UITGAVE = 2

Lezer = Callable[[list[str]], list[Gelezen]]


def output_groepen(kennis: Kennis) -> dict[str, tuple[str, ...]]:
    """What is estimated. `geen` stands for: the text does not say; `buiten` for: this is not about our field."""
    return {
        "themas": tuple(kennis.themas),
        "fase": (*map(str, kennis.fases), GEEN),
        "behoeften": (*map(str, kennis.behoeften), GEEN),
        "doelgroepen": tuple(kennis.doelgroepen),
        "veld": (BUITEN,),
    }


def load_schatter(
    kennis: Kennis,
    lees: Lezer,
    betekenis: Betekenis | None,
    modellen: Path,
    *,
    vers: bool = False,
    bron: Path = MAP,
) -> Schatter:
    """The trained Schatter of *modellen*; learned anew when it is absent, damaged or cannot serve this content.

    What was learned from somewhat older material still serves, unless *vers*: learning takes most of a minute.
    """

    def leer() -> Schatter:
        voorbeelden = make_voorbeelden(
            kennis, load_oefenvragen(kennis, bron, streng=False), lees, bron
        )
        met = betekenis is not None
        return learn(voorbeelden, output_groepen(kennis), EENKEUZE, met_betekenis=met)[0]

    materiaal = sorted((*bron.glob("*.jsonl"), *bron.glob("*.yaml")))
    ids = {groep: tuple(per_id) for groep, per_id in kennis.synoniemen.items()}
    themas = [(b.id, b.themas) for b in kennis.bronnen.values()]
    vorm = make_sleutel(_UITGAVE, betekenis and betekenis.naam, output_groepen(kennis), ids)
    return load_or_make(
        modellen / f"begrip-{'met' if betekenis else 'zonder'}-betekenis.npz",
        make_sleutel(
            vorm, kennis.synoniemen, kennis.themawoorden, kennis.afkortingen, kennis.bronvragen,
            themas,
            *(p.read_bytes() for p in materiaal),
        ),
        vorm="" if vers else vorm,
        make=leer,
        to_arrays=Schatter.to_arrays,
        from_arrays=Schatter.from_arrays,
    )  # fmt: skip


def make_voorbeelden(
    kennis: Kennis, vragen: Iterable[Oefenvraag], lees: Lezer, bron: Path = MAP
) -> list[Voorbeeld]:
    """All that may be learned from: the questions that are not for testing, the expressions, and the questions that
    bronnen answer, which have the thema's of their bron."""
    oefen = [v for v in vragen if not v.toets]
    uit = [
        Voorbeeld(v.groep, gelezen, labels(v), ijk=True)
        for v, gelezen in zip(oefen, lees([v.tekst for v in oefen]), strict=True)
    ]
    los = [
        *_uitdrukkingen(kennis, bron),
        *(
            (vraag, {"themas": frozenset(b.themas), "veld": frozenset[str]()})
            for b in kennis.bronnen.values()
            for vraag in kennis.bronvragen[b.id]
        ),
    ]
    uit += [
        Voorbeeld(f"los-{i}", gelezen, label, ijk=False)
        for i, ((_, label), gelezen) in enumerate(zip(los, lees([t for t, _ in los]), strict=True))
    ]
    return uit


def labels(vraag: Oefenvraag) -> dict[str, frozenset[str]]:
    """What holds of *vraag*, per output group."""
    return {
        "themas": frozenset(vraag.themas),
        "fase": frozenset({str(vraag.fase or GEEN)}),
        "behoeften": frozenset(map(str, vraag.behoeften)) or frozenset({GEEN}),
        "doelgroepen": frozenset(vraag.doelgroepen),
        "veld": frozenset() if vraag.themas else frozenset({BUITEN}),
    }


def _uitdrukkingen(
    kennis: Kennis, bron: Path
) -> Iterable[tuple[str, Mapping[str, frozenset[str]]]]:
    """Ways to say one thing: a thema (or "ouderen + wonen"), a fase, a behoefte or a doelgroep.

    Of the other aspects they say nothing.

    Raises InvalidKennis with every fault, after the last sound one.
    """
    pad = bron / "uitdrukkingen.yaml"
    if not pad.is_file():
        return
    try:
        inhoud = yaml.load(
            pad.read_text(encoding="utf-8"),
            Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506
        )
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        fout = f"{pad.name}: geen geldige YAML: {' '.join(str(exc).split())}"
        raise InvalidKennis([fout]) from exc
    if not isinstance(inhoud, dict):
        raise InvalidKennis([f"{pad.name}: verwacht een tabel met sleutels"])
    groepen = output_groepen(kennis)
    fouten = []
    for groep, per_id in inhoud.items():
        doel = "fase" if groep == "fases" else groep
        if doel not in groepen or not isinstance(per_id, dict):
            wat = "verwacht een tabel van id naar uitdrukkingen" if doel in groepen else "onbekend"
            kies = ", ".join("fases" if g == "fase" else g for g in groepen)
            fouten.append(f"{pad.name}, {groep!r}: {wat}; kies uit {kies}")
            continue
        for id_, uitingen in per_id.items():
            ids = frozenset(str(id_).split(" + "))
            if onbekend := sorted(ids - {*groepen[doel], GEEN}):
                kies = ", ".join(groepen[doel])
                wie = f"{pad.name}, {groep!r}"
                fouten.append(f"{wie}: {onbekend[0]!r} bestaat niet; kies uit {kies}")
                continue
            if not isinstance(uitingen, list) or not all(isinstance(u, str) for u in uitingen):
                wat = "verwacht een lijst met teksten; zet een getal tussen aanhalingstekens"
                fouten.append(f"{pad.name}, {f'{groep}/{id_}'!r}: {wat}")
                continue
            label = {doel: ids & frozenset(groepen[doel])}
            if groep == "themas":
                label["veld"] = frozenset()
            elif groep == "veld":
                label["themas"] = frozenset()
            yield from ((u, label) for u in uitingen)
    if fouten:
        raise InvalidKennis(fouten)
