"""How many questions other values of MIN_WINST lead to, and what they buy: `python -m bench.verheldering`.

A simulated advisor asks 24 vragen, twelve that say much and twelve that say little, and answers what is asked from
what it has in mind. "Gelijk" is the part of the bronnen and stappen that would also be suggested if all that the
advisor has in mind were known.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

import yaml

from assistent import verheldering
from assistent.beurten import Beurten
from assistent.bronnen import Bronzoeker
from assistent.kennis import default_kennis
from assistent.model import Aspect, Behoefte, Fase, Gespreksstand, Stand, Termijn, Vraag
from assistent.verheldering import to_zoekvraag
from assistent.verstand import make_verstand

WAARDEN = (0.05, 0.1, 0.15, 0.2)
_OPEN = (Aspect.AANLEIDING, Aspect.DOEL, Aspect.BEKEND)


@dataclass(frozen=True)
class Adviseur:
    """A vraag, and what the advisor has in mind; what is not there the advisor does not know."""

    vraag: str
    weet: Mapping[Aspect, str]

    def answer(self, aspect: Aspect) -> str | None:
        # open questions all bring out the same story
        return self.weet.get(Aspect.AANLEIDING if aspect in _OPEN else aspect)


def read_adviseurs(groep: str) -> list[Adviseur]:
    """The advisors of bench/adviseurs.yaml that say much ("rijk") or little ("vaag")."""
    inhoud = yaml.safe_load((Path(__file__).parent / "adviseurs.yaml").read_text(encoding="utf-8"))
    uit = []
    for ruw in inhoud[groep]:
        weet = {Aspect(a): w for a, w in ruw.items() if a != "vraag"}
        uit.append(Adviseur(ruw["vraag"], weet))
    return uit


def main() -> None:
    kennis = default_kennis()
    verstand = make_verstand(kennis)
    zoeker = verstand.zoeker
    beurten = Beurten(
        kennis,
        begrijper=verstand.begrijper,
        zoeker=zoeker,
        collegas=lambda: (),
        vandaag=lambda: date(2026, 1, 15),
        bewaardagen=90,
        kennismakelaar="",
    )
    groepen = [read_adviseurs("rijk"), read_adviseurs("vaag")]
    for adviseur in chain.from_iterable(groepen):
        for aspect in (Aspect.THEMA, Aspect.DOELGROEP):
            if (weet := adviseur.weet.get(aspect)) and weet not in kennis.keuzes(aspect):
                raise ValueError(f"{adviseur.vraag!r}: {weet!r} is geen {aspect}")
    print("MIN_WINST   vragen rijk   vragen vaag   gelijk rijk   gelijk vaag")
    for waarde in WAARDEN:
        verheldering.MIN_WINST = waarde
        regel = [f"{waarde:9.2f}"]
        uitkomsten = [[ask(beurten, a) for a in groep] for groep in groepen]
        regel += [f"{statistics.mean(len(s.gesteld) for s in groep):11.1f}" for groep in uitkomsten]
        for groep, adviseurs in zip(uitkomsten, groepen, strict=True):
            paren = zip(groep, adviseurs, strict=True)
            delen = [agreement(beurten, zoeker, s.vraag, a) for s, a in paren]
            regel.append(f"{statistics.mean(delen):11.2f}")
        print("   ".join(regel))


def ask(beurten: Beurten, adviseur: Adviseur) -> Gespreksstand:
    """The conversation until the summary; where it stands then."""
    stand = beurten.neem("begrijp_vraag", Gespreksstand(), adviseur.vraag).stand
    # a message with too little in it is asked for again: the simulated advisor then names the thema
    if stand.stand is Stand.WELKOM:
        stand = beurten.neem("kies_waarde", stand, f"thema={adviseur.weet[Aspect.THEMA]}").stand
    while stand.gevraagd:
        aspect, weet = stand.gevraagd, adviseur.answer(stand.gevraagd)
        if weet is None:
            stand = beurten.neem("sla_over", stand, "").stand
        elif aspect in _OPEN:
            stand = beurten.neem("verwerk_antwoord", stand, weet).stand
        else:
            stand = beurten.neem("kies_waarde", stand, f"{aspect}={weet}").stand
    return stand


def agreement(beurten: Beurten, zoeker: Bronzoeker, vraag: Vraag, adviseur: Adviseur) -> float:
    """The part of what is suggested for *vraag* that is also suggested when all is known."""
    alles = replace(vraag, **known(adviseur))  # type: ignore[arg-type]
    nu, straks = suggestions(beurten, zoeker, vraag), suggestions(beurten, zoeker, alles)
    return len(nu & straks) / len(straks)


def known(adviseur: Adviseur) -> dict[str, object]:
    w = adviseur.weet
    return {
        "themas": (w[Aspect.THEMA],),
        "doelgroepen": (w[Aspect.DOELGROEP],) if Aspect.DOELGROEP in w else (),
        "fase": Fase(w[Aspect.FASE]),
        "behoeften": (Behoefte(w[Aspect.BEHOEFTE]),),
        "gemeente": w.get(Aspect.GEMEENTE),
        "termijn": Termijn(w[Aspect.TERMIJN]) if Aspect.TERMIJN in w else None,
    }


def suggestions(beurten: Beurten, zoeker: Bronzoeker, vraag: Vraag) -> set[str]:
    bronnen = zoeker.zoek(to_zoekvraag(vraag), 4)
    return {b.bron.id for b in bronnen} | {
        s.stap.id for s in beurten.planner(vraag).compose().stappen
    }


if __name__ == "__main__":
    main()
