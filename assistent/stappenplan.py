"""Composing a stappenplan: which stappen fit this vraag, in which order, and why each one. Deterministic."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistent.errors import AssistentError
from assistent.kennis import Kennis
from assistent.model import (
    Bron,
    Fase,
    GekozenStap,
    Grootte,
    Kennisbron,
    Stap,
    Stappenplan,
    Termijn,
    Vraag,
)

# How many stappen a plan holds: less time, shorter plan (the design asks for 4 to 7)
_AANTAL = {
    Termijn.DEZE_WEEK: 4,
    Termijn.DEZE_MAAND: 5,
    Termijn.DIT_KWARTAAL: 6,
    Termijn.GEEN_HAAST: 7,
    None: 6,
}
_TERMIJNEN = list(Termijn)
# What a fit is worth when stappen compete for a place; specific beats general
_PER_THEMA, _PER_BEHOEFTE, _PER_GROOTTE, _GEVOELIG = 3.0, 4.0, 2.0, 5.0
# Who has the time talks with inwoners and tries things out: such a stap goes before one that fits in any week
_VRAAGT_TIJD = 0.5
_HOOGSTENS_PER_BEHOEFTE, _HOOGSTENS_PER_THEMA = 2, 2
# A plan spreads over its course: one part (positie in steps of 20) gives one stap, then two, then what is left.
# Starting with two left 17 of 166 stappen out of all 18,000 plans, most of them about inwoners and about the end
_PER_DEEL = (1, 2, None)


def compose_stappenplan(
    vraag: Vraag,
    kennis: Kennis,
    *,
    grootte: Grootte | None,
    find_bronnen: Callable[[Stap], Sequence[Bron]] = lambda _: (),
) -> Stappenplan:
    """The plan for *vraag*: 4 to 7 stappen on different onderwerpen, at least two kennisbronnen where content allows.

    Without a fase the plan starts at orientatie. *find_bronnen* gives the bronnen that help with one stap.
    """
    fase = vraag.fase or Fase.ORIENTATIE
    aantal = _AANTAL[vraag.termijn]
    kandidaten = sorted(
        (s for s in kennis.stappen.values() if _past(s, vraag, fase, grootte)),
        key=lambda s: (-_waarde(s, vraag, grootte), s.positie, s.id),
    )
    gekozen: list[Stap] = []
    for per_deel in _PER_DEEL:
        for stap in kandidaten:
            if len(gekozen) < aantal and _kan_erbij(stap, gekozen, per_deel):
                gekozen.append(stap)
    _add_missing_kennisbron(gekozen, kandidaten)
    if not gekozen:
        raise AssistentError(f"stappen/: geen enkele stap past bij fase {fase}; voeg er een toe")
    gekozen.sort(key=lambda s: (s.positie, s.id))
    return Stappenplan(
        titel=_titel(vraag, kennis, fase),
        stappen=tuple(
            GekozenStap(s, _reden(s, vraag, kennis, fase, grootte), tuple(find_bronnen(s)))
            for s in gekozen
        ),
    )


def _past(stap: Stap, vraag: Vraag, fase: Fase, grootte: Grootte | None) -> bool:
    return (
        fase in stap.fases
        and (not stap.behoeften or any(b in vraag.behoeften for b in stap.behoeften))
        and (not stap.themas or any(t in vraag.themas for t in stap.themas))
        and (not stap.groottes or grootte in stap.groottes)
        and (not stap.alleen_gevoelig or bool(vraag.gevoelig))
        and (
            vraag.termijn is None
            or _TERMIJNEN.index(stap.kortste_termijn) <= _TERMIJNEN.index(vraag.termijn)
        )
    )


def _waarde(stap: Stap, vraag: Vraag, grootte: Grootte | None) -> float:
    waarde = 0.0
    if stap.themas:
        # A stap for the first thema fits better than one for the third, and one for few thema's better than for many
        plaats = min(vraag.themas.index(t) for t in stap.themas if t in vraag.themas)
        waarde += _PER_THEMA - 0.5 * plaats - 0.1 * len(stap.themas)
    if stap.behoeften:
        waarde += _PER_BEHOEFTE - 0.2 * len(stap.behoeften)
    if stap.groottes:
        waarde += _PER_GROOTTE
    if stap.alleen_gevoelig:
        waarde += _GEVOELIG
    if vraag.termijn and stap.kortste_termijn is not Termijn.DEZE_WEEK:
        waarde += _VRAAGT_TIJD
    return waarde


def _kan_erbij(stap: Stap, gekozen: Sequence[Stap], per_deel: int | None = None) -> bool:
    if any(s.onderwerp == stap.onderwerp for s in gekozen):
        return False
    if per_deel is None:
        return True
    return (
        sum(_deel(s) == _deel(stap) for s in gekozen) < per_deel
        and not (
            stap.behoeften and sum(bool(s.behoeften) for s in gekozen) >= _HOOGSTENS_PER_BEHOEFTE
        )
        and not (stap.themas and sum(bool(s.themas) for s in gekozen) >= _HOOGSTENS_PER_THEMA)
    )


def _deel(stap: Stap) -> int:
    return min(stap.positie // 20, 4)


def _add_missing_kennisbron(gekozen: list[Stap], kandidaten: Sequence[Stap]) -> None:
    """Exchange the least fitting general stap for one on a kennisbron that the plan lacks, when there is one."""
    for kennisbron in Kennisbron:
        if any(kennisbron in s.kennisbronnen for s in gekozen):
            continue
        nieuw = next(
            (s for s in kandidaten if kennisbron in s.kennisbronnen and _kan_erbij(s, gekozen)),
            None,
        )
        weg = next((s for s in reversed(gekozen) if _misbaar(s, gekozen)), None)
        if nieuw and weg:
            gekozen[gekozen.index(weg)] = nieuw


def _misbaar(stap: Stap, gekozen: Sequence[Stap]) -> bool:
    anderen = [s for s in gekozen if s is not stap]
    gedekt = all(any(k in s.kennisbronnen for s in anderen) for k in stap.kennisbronnen)
    return gedekt and not (stap.themas or stap.behoeften or stap.groottes or stap.alleen_gevoelig)


def _reden(stap: Stap, vraag: Vraag, kennis: Kennis, fase: Fase, grootte: Grootte | None) -> str:
    """Which conditions chose this stap, as one sentence."""
    if stap.alleen_gevoelig:
        return kennis.reden("stap_gevoelig")
    if stap.themas:
        thema = next(t for t in vraag.themas if t in stap.themas)
        return kennis.reden("stap_thema", wat=kennis.themas[thema].in_zin)
    if stap.behoeften:
        behoefte = next(b for b in vraag.behoeften if b in stap.behoeften)
        return kennis.reden("stap_behoefte", wat=kennis.behoeften[behoefte].in_zin)
    if stap.groottes and grootte is Grootte.KLEIN:
        return kennis.reden("stap_klein")
    return kennis.reden("stap_fase", wat=kennis.fases[fase].in_zin)


def _titel(vraag: Vraag, kennis: Kennis, fase: Fase) -> str:
    fasenaam = kennis.fases[fase].naam
    themas = " en ".join(kennis.themas[t].in_zin for t in vraag.themas[:2])
    return f"{themas[0].upper()}{themas[1:]}: {fasenaam.lower()}" if themas else fasenaam
