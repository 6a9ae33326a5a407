"""Composing a stappenplan: which stappen fit this vraag, in which order, and why each one. Deterministic."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistent.errors import AssistentError
from assistent.kennis import Kennis
from assistent.model import (
    Behoefte,
    Bron,
    Fase,
    GekozenStap,
    Grootte,
    Kennisbron,
    Route,
    Stap,
    Stappenplan,
    Termijn,
    Vraag,
)
from assistent.taal import tokenize

# How many stappen a plan holds: less time, shorter plan (the design asks for 4 to 7)
_AANTAL = {
    Termijn.DEZE_WEEK: 4,
    Termijn.DEZE_MAAND: 5,
    Termijn.DIT_KWARTAAL: 6,
    Termijn.GEEN_HAAST: 7,
    None: 6,
}
_MINST, _MEEST = 4, 7
_TERMIJNEN = list(Termijn)
# What a fit is worth when stappen compete for a place; specific beats general
_PER_THEMA, _PER_BEHOEFTE, _PER_GROOTTE, _GEVOELIG = 3.0, 4.0, 2.0, 5.0
# Who has the time talks with inwoners and tries things out: such a stap goes before one that fits in any week
_VRAAGT_TIJD = 0.5
_HOOGSTENS_PER_BEHOEFTE, _HOOGSTENS_PER_THEMA = 2, 2
# A plan spreads over its course: one part (positie in steps of 20) gives one stap, then two, then what is left.
# Starting with two left 17 of 166 stappen out of all 18,000 plans, most of them about inwoners and about the end
_PER_DEEL = (1, 2, None)
_BRONNEN_PER_STAP = 2

FindBronnen = Callable[[Stap], Sequence[Bron]]


@dataclass(frozen=True)
class Planner:
    """Composes and changes the plan for one vraag. *find_bronnen* gives the bronnen that help with one stap.

    Without a fase a plan starts at orientatie.
    """

    vraag: Vraag
    kennis: Kennis
    grootte: Grootte | None
    find_bronnen: FindBronnen = lambda _: ()

    @property
    def fase(self) -> Fase:
        return self.vraag.fase or Fase.ORIENTATIE

    def compose(self, *, gewoon: bool = False) -> Stappenplan:
        """4 to 7 stappen on different onderwerpen, at least two kennisbronnen where content allows.

        A vraag about a route gets the stappen of that route, unless *gewoon*.
        """
        route = None if gewoon else find_route(self.vraag.tekst, self.kennis)
        if route:
            return self._build(self._route_stappen(route), route)
        kandidaten = self._kandidaten()
        gekozen = _pick(kandidaten, _AANTAL[self.vraag.termijn])
        if not gekozen:
            fout = f"stappen/: geen enkele stap past bij fase {self.fase}; voeg er een toe"
            raise AssistentError(fout)
        return self._build(gekozen, None)

    def rebuild(self, ids: Iterable[str]) -> Stappenplan | None:
        """The plan of exactly these stappen, as far as the content still has them; None when none is left."""
        alle = all_stappen(self.kennis)
        stappen = [alle[i] for i in dict.fromkeys(ids) if i in alle]
        if not stappen:
            return None
        routes = self.kennis.routes.values()
        route = next((r for r in routes if any(s in r.stappen for s in stappen)), None)
        return self._build(stappen, route)

    def find_vervanger(self, ids: Sequence[str], weg: str, gezien: Collection[str]) -> Stap | None:
        """The stap that fits best in the place of *weg*: not in *gezien*, and on no onderwerp of the others."""
        alle = all_stappen(self.kennis)
        anderen = [alle[i] for i in ids if i != weg and i in alle]
        over = [
            s
            for s in self._kandidaten()
            if s.id not in gezien and s.id != weg and _kan_erbij(s, anderen)
        ]
        deel = _deel(alle[weg]) if weg in alle else None
        return next((s for s in over if _deel(s) == deel), over[0] if over else None)

    def explain(self, gekozen: GekozenStap) -> list[str]:
        """Every condition that speaks for this stap in this plan, as parts of a sentence."""
        k, stap, vraag = self.kennis, gekozen.stap, self.vraag
        route = next((r for r in k.routes.values() if stap in r.stappen), None)
        delen = [k.reden("waarom_thema", wat=route.in_zin)] if route else []
        if self.fase in stap.fases:
            delen.append(k.reden("waarom_fase", wat=k.fases[self.fase].in_zin))
        delen += [
            k.reden("waarom_thema", wat=k.themas[t].in_zin)
            for t in vraag.themas
            if t in stap.themas
        ]
        delen += [
            k.reden("waarom_behoefte", wat=k.behoeften[b].in_zin)
            for b in vraag.behoeften
            if b in stap.behoeften
        ]
        if stap.groottes:
            delen.append(k.reden("waarom_klein"))
        if stap.alleen_gevoelig:
            delen.append(k.reden("waarom_gevoelig"))
        if vraag.termijn:
            naam = "waarom_termijn" if _past_in_tijd(stap, vraag) else "waarom_meer_tijd"
            delen.append(k.reden(naam, wat=k.termijnen[vraag.termijn].in_zin))
        return delen

    # --- which ones -------------------------------------------------------------------------------------------

    def _kandidaten(self) -> list[Stap]:
        passend = (
            s for s in self.kennis.stappen.values() if _past(s, self.vraag, self.fase, self.grootte)
        )
        return sorted(passend, key=lambda s: (-_waarde(s, self.vraag), s.positie, s.id))

    def _route_stappen(self, route: Route) -> list[Stap]:
        """The stappen of *route* that fit in the termijn, and one for a small gemeente or a gevoelige vraag."""
        stappen = [s for s in route.stappen if _past_in_tijd(s, self.vraag)]
        if len(stappen) < _MINST:
            stappen = list(route.stappen)
        stappen = stappen[: _AANTAL[self.vraag.termijn] if self.vraag.termijn else _MEEST]
        kandidaten = self._kandidaten()
        klein = next((s for s in kandidaten if s.groottes), None)
        gevoelig = next((s for s in kandidaten if s.alleen_gevoelig), None)
        extra = [s for s in (klein, gevoelig) if s and _kan_erbij(s, stappen)]
        return [*stappen[: _MEEST - len(extra)], *extra]

    # --- in order, and explained ------------------------------------------------------------------------------

    def _build(self, stappen: Sequence[Stap], route: Route | None) -> Stappenplan:
        volgorde = _order(stappen)
        ooit = {r for s in volgorde for r in s.geeft}
        gekozen: list[GekozenStap] = []
        genoemd: set[str] = set()
        for i, stap in enumerate(volgorde):
            eerder = volgorde[:i]
            # the same bron at every stap says nothing of any of them
            bronnen = [b for b in self.find_bronnen(stap) if b.id not in genoemd]
            bronnen = bronnen[:_BRONNEN_PER_STAP]
            genoemd |= {b.id for b in bronnen}
            gekozen.append(
                GekozenStap(
                    stap,
                    self._reden(stap, route),
                    tuple(bronnen),
                    bouwt_op=tuple(
                        nr for nr, s in enumerate(eerder, 1) if set(s.geeft) & set(stap.nodig)
                    ),
                    mist=tuple(r for r in stap.nodig if r not in ooit),
                )
            )
        return Stappenplan(titel=self._titel(route), stappen=tuple(gekozen))

    def _reden(self, stap: Stap, route: Route | None) -> str:
        """The condition that chose this stap, as one sentence."""
        k = self.kennis
        if route and stap in route.stappen:
            return k.reden("stap_route", wat=route.in_zin)
        if stap.alleen_gevoelig:
            return k.reden("stap_gevoelig")
        if thema := next((t for t in self.vraag.themas if t in stap.themas), None):
            return k.reden("stap_thema", wat=k.themas[thema].in_zin)
        if behoefte := next((b for b in self.vraag.behoeften if b in stap.behoeften), None):
            return k.reden("stap_behoefte", wat=k.behoeften[behoefte].in_zin)
        if stap.groottes:
            return k.reden("stap_klein")
        return k.reden("stap_fase", wat=k.fases[self.fase].in_zin)

    def _titel(self, route: Route | None) -> str:
        if route:
            return route.naam
        fasenaam = self.kennis.fases[self.fase].naam
        themas = ", ".join(self.kennis.themas[t].in_zin for t in self.vraag.themas[:2])
        return f"{themas[0].upper()}{themas[1:]}: {fasenaam.lower()}" if themas else fasenaam


def compose_stappenplan(
    vraag: Vraag,
    kennis: Kennis,
    *,
    grootte: Grootte | None,
    find_bronnen: FindBronnen = lambda _: (),
) -> Stappenplan:
    """The plan for *vraag*: see `Planner.compose`."""
    return Planner(vraag, kennis, grootte, find_bronnen).compose()


def all_stappen(kennis: Kennis) -> dict[str, Stap]:
    """Every stap by id, those of routes too."""
    return {
        **kennis.stappen, **{s.id: s for r in kennis.routes.values() for s in r.stappen}
    }  # fmt: skip


def find_route(tekst: str, kennis: Kennis) -> Route | None:
    """The route that *tekst* names, by the longest of its words; None when it names none."""
    gevouwen = f" {' '.join(tokenize(tekst))} "
    beste, langste = None, 0
    for route in kennis.routes.values():
        for woord in route.woorden:
            vorm = " ".join(tokenize(woord))
            if len(vorm) > langste and f" {vorm} " in gevouwen:
                beste, langste = route, len(vorm)
    return beste


def check_plannen(kennis: Kennis) -> list[str]:
    """What is wrong with stappen and routes together, one line each.

    A stap that no vraag at all can get, in a plan or in exchange; one that needs what nothing gives; a word of a
    route that leads to another route.
    """
    fouten = [
        f"stappen/, {s.id!r}: geen enkele vraag kan deze stap krijgen; verruim 'fases', 'behoeften', 'themas', "
        "'groottes' of 'kortste_termijn', of geef hem een eigen 'onderwerp'"
        for s in kennis.stappen.values()
        if not _is_bereikbaar(s, kennis)
    ]
    for stap in kennis.stappen.values():
        gegeven = {
            r for s in kennis.stappen.values() if set(s.fases) & set(stap.fases) for r in s.geeft
        }
        fouten += [
            f"stappen/, {stap.id!r}: nodig: geen stap in deze fase geeft {r!r}"
            for r in stap.nodig
            if r not in gegeven
        ]
    for route in kennis.routes.values():
        for woord in route.woorden:
            gevonden = find_route(woord, kennis)
            if gevonden is not route:
                waar = f"leidt naar {gevonden.id!r}" if gevonden else "is nooit te vinden"
                fouten.append(f"routes.yaml, {route.id!r}: woorden: {woord!r} {waar}")
    return fouten


def _is_bereikbaar(stap: Stap, kennis: Kennis) -> bool:
    for vraag, grootte in _vragen_voor(stap, kennis):
        planner = Planner(vraag, kennis, grootte)
        ids = [g.stap.id for g in planner.compose(gewoon=True).stappen]
        if stap.id in ids:
            return True
        gezien = {*ids}
        while (nieuw := planner.find_vervanger(ids, ids[-1], gezien)) is not None:
            if nieuw.id == stap.id:
                return True
            gezien.add(nieuw.id)
    return False


def _vragen_voor(stap: Stap, kennis: Kennis) -> Iterator[tuple[Vraag, Grootte | None]]:
    """Vragen that meet every condition of *stap*."""
    behoeften: list[tuple[Behoefte, ...]] = [(b,) for b in stap.behoeften or Behoefte]
    themas: list[tuple[str, ...]] = [(t,) for t in stap.themas or kennis.themas]
    combinaties = itertools.product(
        stap.fases,
        behoeften if stap.behoeften else [(), *behoeften],
        themas if stap.themas else [(), *themas],
        (None, *_TERMIJNEN[_TERMIJNEN.index(stap.kortste_termijn) :]),
        stap.groottes or (None,),
    )
    for fase, behoefte, thema, termijn, grootte in combinaties:
        vraag = Vraag(
            fase=fase, behoeften=behoefte, themas=thema, termijn=termijn,
            gevoelig=stap.alleen_gevoelig or None,
        )  # fmt: skip
        yield vraag, grootte


def _past(stap: Stap, vraag: Vraag, fase: Fase, grootte: Grootte | None) -> bool:
    return (
        fase in stap.fases
        and (not stap.behoeften or any(b in vraag.behoeften for b in stap.behoeften))
        and (not stap.themas or any(t in vraag.themas for t in stap.themas))
        and (not stap.groottes or grootte in stap.groottes)
        and (not stap.alleen_gevoelig or bool(vraag.gevoelig))
        and _past_in_tijd(stap, vraag)
    )


def _past_in_tijd(stap: Stap, vraag: Vraag) -> bool:
    return vraag.termijn is None or (
        _TERMIJNEN.index(stap.kortste_termijn) <= _TERMIJNEN.index(vraag.termijn)
    )


def _waarde(stap: Stap, vraag: Vraag) -> float:
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


def _pick(kandidaten: Sequence[Stap], aantal: int) -> list[Stap]:
    gekozen: list[Stap] = []
    for per_deel in _PER_DEEL:
        for stap in kandidaten:
            if len(gekozen) < aantal and _kan_erbij(stap, gekozen, per_deel):
                gekozen.append(stap)
    _add_missing_kennisbron(gekozen, kandidaten)
    _add_needed(gekozen, kandidaten)
    return gekozen


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


def _add_needed(gekozen: list[Stap], kandidaten: Sequence[Stap]) -> None:
    """Exchange general stappen for ones that give what other stappen need, as long as nothing is lost by it."""
    for _ in gekozen:
        beter = next(_better(gekozen, kandidaten), None)
        if beter is None:
            return
        gekozen[:] = beter


def _better(gekozen: list[Stap], kandidaten: Sequence[Stap]) -> Iterator[list[Stap]]:
    """Plans with one general stap exchanged that leave less open, best fitting first."""
    open_nu = _find_open(gekozen)
    gevraagd = {r for _, r in open_nu}
    for nieuw in kandidaten:
        if nieuw in gekozen or not gevraagd & set(nieuw.geeft):
            continue
        for weg in reversed(gekozen):
            rest = [s for s in gekozen if s is not weg]
            anders = [*rest, nieuw]
            if (
                _is_algemeen(weg)
                and _kan_erbij(nieuw, rest)
                and len(_find_open(anders)) < len(open_nu)
                and _keeps(anders, gekozen)
            ):
                yield anders


def _find_open(stappen: Sequence[Stap]) -> list[tuple[str, str]]:
    """What stappen need that no stap gives before or at their place: (stap, resultaat)."""
    return [
        (s.id, r)
        for s in stappen
        for r in s.nodig
        if not any(r in t.geeft and t.positie <= s.positie for t in stappen if t is not s)
    ]


def _keeps(anders: Sequence[Stap], gekozen: Sequence[Stap]) -> bool:
    """Whether a plan keeps the kennisbronnen of another, the parts of its course, and its end."""
    kennisbronnen = {k for s in gekozen for k in s.kennisbronnen}
    return (
        {k for s in anders for k in s.kennisbronnen} >= kennisbronnen
        and len({_deel(s) for s in anders}) >= len({_deel(s) for s in gekozen}) - 1
        and max(map(_deel, anders)) >= max(map(_deel, gekozen))
    )


def _is_algemeen(stap: Stap) -> bool:
    return not (stap.themas or stap.behoeften or stap.groottes or stap.alleen_gevoelig)


def _misbaar(stap: Stap, gekozen: Sequence[Stap]) -> bool:
    anderen = [s for s in gekozen if s is not stap]
    gedekt = all(any(k in s.kennisbronnen for s in anderen) for k in stap.kennisbronnen)
    return gedekt and _is_algemeen(stap)


def _order(stappen: Iterable[Stap]) -> list[Stap]:
    """By place in the policy cycle, but never before the stap that gives what one needs."""
    over = sorted(stappen, key=lambda s: (s.positie, s.id))
    uit: list[Stap] = []
    while over:
        klaar = {r for s in uit for r in s.geeft}
        komt_nog = {s.id: {r for t in over if t is not s for r in t.geeft} for s in over}
        kan = (s for s in over if not (set(s.nodig) - klaar) & komt_nog[s.id])
        volgende = next(kan, over[0])
        over.remove(volgende)
        uit.append(volgende)
    return uit
