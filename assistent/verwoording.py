"""From what the assistant knows to what it says: every Bericht is made here, from the templates in kennis/teksten.

A bericht has three forms of the same thing: text that stands on its own, buttons, and `gegevens` for cards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError

from assistent.errors import InvalidKennis
from assistent.kennis import Kennis
from assistent.model import (
    Aspect,
    Bericht,
    BerichtSoort,
    Bron,
    GekozenStap,
    Gemeente,
    GerangschikteBron,
    Gespreksstand,
    GevondenCollega,
    Knop,
    Reflectievraag,
    Route,
    Stappenplan,
    Vraag,
)
from assistent.toepasbaarheid import Aandachtspunt

_KNOPPEN_PER_VRAAG = 8


class Verwoording:
    """Turns model objects into berichten. Stateless after construction."""

    def __init__(self, kennis: Kennis) -> None:
        self._kennis = kennis
        self._jinja = Environment(
            loader=DictLoader(dict(kennis.teksten)),
            undefined=StrictUndefined,
            # plain text: who shows it as HTML escapes it (the print page does, the widget uses textContent)
            autoescape=False,  # noqa: S701
            trim_blocks=False,
            lstrip_blocks=True,
        )

    # --- building blocks --------------------------------------------------------------------------------------

    def tekst(self, naam: str, **waarden: Any) -> str:
        """The text *naam* of kennis/teksten, filled in."""
        return self._jinja.get_template(naam).render(**waarden).strip()

    def bericht(
        self,
        naam: str,
        knoppen: Sequence[Knop] = (),
        *,
        soort: BerichtSoort = "melding",
        **waarden: Any,
    ) -> Bericht:
        return Bericht(soort, self.tekst(naam, **waarden), tuple(knoppen))

    def knop(self, naam: str, keuze: str) -> Knop:
        return Knop(self.tekst(f"knop:{naam}"), keuze)

    # --- clarifying -------------------------------------------------------------------------------------------

    def welkom(self, bewaardagen: int) -> Bericht:
        return self.bericht(
            "welkom",
            [
                self.knop("toestemming_ja", "kies_privacy:ja"),
                self.knop("toestemming_nee", "kies_privacy:nee"),
                self.knop("wat_bewaar_je", "vraag_privacy"),
            ],
            soort="welkom",
            bewaardagen=bewaardagen,
        )

    def begrepen(self, vraag: Vraag, *, oplossing: str | None, te_breed: bool) -> Bericht:
        """What was understood of the vraag, with a way to correct each part."""
        aspecten = self.aspecten(vraag)
        naam = "begrepen" if aspecten else "begrepen_niets"
        gegevens = {"vraag": self.vraag_gegevens(vraag)}
        tekst = self.tekst(
            naam,
            oplossing=oplossing,
            te_breed=te_breed,
            aspecten=[
                {"naam": a["naam"], "tekst": ", ".join(w["naam"] for w in a["waarden"])}
                for a in aspecten
            ],
        )
        return Bericht("begrepen", tekst, gegevens=gegevens)

    def vraag(
        self,
        stand: Gespreksstand,
        aspect: Aspect,
        opties: Sequence[str],
        *,
        nog: int,
        vorm: str = "vraag",
    ) -> Bericht:
        """One question for *aspect*; *vorm* is the text of kennis/teksten that it stands in (`vraag_terug` ...)."""
        aspect_tekst = self._kennis.aspecten[aspect]
        keuzes = self._kennis.keuzes(aspect)
        knoppen = [Knop(keuzes[o].naam, f"kies_waarde:{aspect}={o}") for o in opties]
        if aspect is Aspect.GEVOELIG:
            knoppen = [
                self.knop("ja", "kies_waarde:gevoelig=ja"),
                self.knop("nee", "kies_waarde:gevoelig=nee"),
            ]
        twijfel = [z.id for z in stand.twijfel.get(aspect, ()) if z.id in keuzes]
        if vorm == "vraag" and twijfel:
            vorm = "vraag_twijfel"
        elif vorm == "vraag" and aspect_tekst.voorbeeld:
            vorm = "vraag_voorbeeld"
        tekst = self.tekst(
            vorm,
            vraag=aspect_tekst.vraag,
            opnieuw=aspect_tekst.opnieuw,
            voorbeeld=aspect_tekst.voorbeeld,
            namen=opsomming([keuzes[t].in_zin for t in twijfel[:2]], "of"),
        )
        knoppen += [self.knop("sla_over", "sla_over"), self.knop("waarom", "vraag_waarom")]
        return Bericht("vraag", tekst, tuple(knoppen), aspect, {"voortgang": {"nog": nog}})

    def samenvatting(self, vraag: Vraag, naam: str = "samenvatting") -> Bericht:
        """The vraag before and after, to confirm, adjust or edit."""
        knoppen = [self.knop("bevestig", "bevestig"), self.knop("aanpassen", "ontken")]
        knoppen.append(self.knop("tekst", "pas_tekst_aan"))
        if not vraag.gevoelig:
            knoppen.append(self.knop("gevoelig", "kies_waarde:gevoelig=ja"))
        na = self.verhelderde_tekst(vraag)
        tekst = self.tekst(naam, voor=vraag.tekst, na=na)
        return Bericht(
            "samenvatting", tekst, tuple(knoppen), gegevens={"vraag": self.vraag_gegevens(vraag)}
        )

    def correctie(self, vraag: Vraag) -> Bericht:
        """Ask which part to change."""
        knoppen = [Knop(a["naam"], a["wijzig"]) for a in self.aspecten(vraag)]
        onbekend = [
            a for a in (Aspect.FASE, Aspect.BEHOEFTE, Aspect.GEMEENTE) if not vraag.knows(a)
        ]
        knoppen += [Knop(self._kennis.aspecten[a].naam, f"wijzig_aspect:{a}") for a in onbekend]
        knoppen.append(self.knop("tekst", "pas_tekst_aan"))
        return self.bericht("correctie_wat", knoppen[:_KNOPPEN_PER_VRAAG])

    def verhelderde_tekst(self, vraag: Vraag) -> str:
        """The clarified vraag in running Dutch; the advisor's own text when that was edited."""
        if vraag.verhelderde_tekst:
            return vraag.verhelderde_tekst
        k = self._kennis
        return self.tekst(
            "verhelderd.j2",
            tekst=vraag.tekst.rstrip(" ."),
            themas=opsomming([k.themas[t].in_zin for t in vraag.themas]),
            doelgroepen=opsomming([k.doelgroepen[d].in_zin for d in vraag.doelgroepen]),
            behoeften=opsomming([k.behoeften[b].in_zin for b in vraag.behoeften]),
            fase=k.fases[vraag.fase].in_zin if vraag.fase else "",
            gemeente=k.gemeenten[vraag.gemeente].naam if vraag.gemeente else "",
            termijn=k.termijnen[vraag.termijn].in_zin if vraag.termijn else "",
            leervoorkeur=k.leervoorkeuren[vraag.leervoorkeur].in_zin if vraag.leervoorkeur else "",
            aanleiding=vraag.aanleiding,
            doel=vraag.doel,
            bekend=vraag.bekend,
        )

    def aspecten(self, vraag: Vraag) -> list[dict[str, Any]]:
        """The known aspects of *vraag* as the cards show them, each with the keuze that changes it."""
        uit = []
        for aspect in Aspect:
            if not vraag.knows(aspect):
                continue
            waarden = [{"id": i, "naam": n} for i, n in self._waarden(aspect, vraag.get(aspect))]
            naam = self._kennis.aspecten[aspect].naam
            uit.append(
                {
                    "aspect": aspect.value,
                    "naam": naam,
                    "waarden": waarden,
                    "wijzig": f"wijzig_aspect:{aspect}",
                }
            )
        return uit

    def vraag_gegevens(self, vraag: Vraag) -> dict[str, Any]:
        return {
            "tekst": vraag.tekst,
            "verhelderd": self.verhelderde_tekst(vraag),
            "bevestigd": vraag.bevestigd,
            "aspecten": self.aspecten(vraag),
        }

    def _waarden(self, aspect: Aspect, waarde: Any) -> list[tuple[str, str]]:
        if aspect is Aspect.GEMEENTE:
            return [(waarde, self._kennis.gemeenten[waarde].naam)]
        if aspect is Aspect.GEVOELIG:
            return [("ja", self.tekst("knop:ja"))] if waarde else [("nee", self.tekst("knop:nee"))]
        keuzes = self._kennis.keuzes(aspect)
        ids = [waarde] if isinstance(waarde, str) else list(waarde)
        return [(str(i), keuzes[i].naam if i in keuzes else str(i)) for i in ids]

    # --- advising ---------------------------------------------------------------------------------------------

    def advies_knoppen(self, *zonder: str) -> list[Knop]:
        alle = {
            "stappenplan": "toon_stappenplan",
            "bronnen": "toon_bronnen",
            "collegas": "toon_collegas",
            "meenemen": "neem_mee",
            "opnieuw": "begin_opnieuw",
        }
        return [self.knop(n, keuze) for n, keuze in alle.items() if n not in zonder]

    def stappenplan(self, plan: Stappenplan, gedaan: Collection[str] = ()) -> Bericht:
        """The plan; *gedaan* are the ids of the stappen that were done."""
        balans = [(self._kennis.kennisbronnen[k], n) for k, n in plan.balans.items()]
        ontbrekend = [self._kennis.kennisbronnen[k] for k in plan.ontbrekend]
        tekst = self.tekst(
            "stappenplan.j2",
            plan=plan,
            balans=[(k.in_zin, n) for k, n in balans],
            ontbrekend=ontbrekend,
            gedaan=gedaan,
        )
        gegevens = {
            "titel": plan.titel,
            "stappen": [
                self._stap_gegevens(nr, s, gedaan=s.stap.id in gedaan)
                for nr, s in enumerate(plan.stappen, 1)
            ],
            "balans": [{"id": k.id, "naam": k.naam, "aantal": n} for k, n in balans],
            "ontbrekend": [
                {"id": k.id, "naam": k.naam, "eerste_stap": k.eerste_stap} for k in ontbrekend
            ],
        }
        knoppen = [
            self.knop("reflectievragen", "toon_reflectievragen"),
            self.knop("verder_kijken", "lees_verder_thema"),
            *self.advies_knoppen("stappenplan"),
        ]
        return Bericht("stappenplan", tekst, tuple(knoppen), gegevens=gegevens)

    def stap_uitleg(self, nr: int, gekozen: GekozenStap, *, gedaan: bool = False) -> Bericht:
        tekst = self.tekst("stap_uitleg.j2", nr=nr, stap=gekozen.stap, gedaan=gedaan)
        gegevens = {"stap": self._stap_gegevens(nr, gekozen, gedaan=gedaan)}
        knoppen = [*self._stap_knoppen(nr, gedaan=gedaan), *self.advies_knoppen("opnieuw")]
        return Bericht("uitleg", tekst, tuple(knoppen), gegevens=gegevens)

    def stap_waarom(self, nr: int, gekozen: GekozenStap, redenen: Sequence[str]) -> Bericht:
        """Which conditions chose a stap, what it builds on and what it needs."""
        tekst = self.tekst(
            "stap_waarom.j2",
            nr=nr,
            stap=gekozen.stap,
            redenen=redenen,
            bouwt_op=gekozen.bouwt_op,
            mist=[self._kennis.resultaten[r].in_zin for r in gekozen.mist],
            geeft=[self._kennis.resultaten[r].in_zin for r in gekozen.stap.geeft],
        )
        return Bericht("uitleg", tekst, tuple(self._stap_knoppen(nr)[:2]))

    def _stap_knoppen(self, nr: int, *, gedaan: bool = False) -> list[Knop]:
        """What an advisor can do with a stap of the plan."""
        klaar = "stap_niet_klaar" if gedaan else "stap_klaar"
        return [
            self.knop(klaar, f"stap_klaar:{nr}"),
            self.knop("verwissel_stap", f"verwissel_stap:{nr}"),
            self.knop("schrap_stap", f"schrap_stap:{nr}"),
            self.knop("waarom_stap", f"waarom_stap:{nr}"),
        ]

    def route_gevonden(self, route: Route) -> Bericht:
        """The vraag is about a route: say so, with a way to the rest of it and one to an ordinary plan."""
        knoppen = [
            self.knop("route", "toon_route"),
            self.knop("gewoon_plan", "gewoon_plan"),
        ]
        return self.bericht("route_gevonden", knoppen, route=route)

    def route(self, route: Route) -> Bericht:
        """What is known about a route."""
        tekst = self.tekst("route.j2", route=route)
        knoppen = [
            self.knop("stappenplan", "toon_stappenplan"),
            *self.advies_knoppen("stappenplan"),
        ]
        gegevens = {
            "route": {
                "titel": route.naam,
                "uitleg": route.uitleg,
                "herkomst": list(route.herkomst),
                "delen": [
                    {"titel": self.tekst(f"kolom:route_{deel}"), "punten": list(punten)}
                    for deel, punten in _route_delen(route)
                    if punten
                ],
            }
        }
        return Bericht("uitleg", tekst, tuple(knoppen), gegevens=gegevens)

    def reflectievragen(self, vragen: Sequence[Reflectievraag], fase: str) -> Bericht:
        """Questions to think about in *fase*; the page with cards to print is linked where it is shown."""
        tekst = self.tekst(
            "reflectievragen.j2", vragen=vragen, fase=self._kennis.fases[fase].in_zin
        )
        gegevens = {
            "reflectievragen": [
                {
                    "id": v.id,
                    "groep": self.tekst(f"reflectiegroep:{v.groep}"),
                    "vraag": v.vraag,
                    "tip": v.tip,
                }
                for v in vragen
            ],
            "kaarten": str(fase),
        }
        knoppen = [
            self.knop("andere_vragen", "toon_reflectievragen"),
            *self.advies_knoppen("opnieuw"),
        ]
        return Bericht("uitleg", tekst, tuple(knoppen), gegevens=gegevens)

    def toepasbaarheid(self, nr: int, bron: Bron, punten: Sequence[Aandachtspunt]) -> Bericht:
        """What to check before *bron* is used here."""
        regels = [self.tekst(f"punt:{p.soort}", **p.waarden) for p in punten]
        tekst = self.tekst("toepasbaarheid.j2", nr=nr, bron=bron, punten=regels)
        knoppen = [self.knop("bronnen", "toon_bronnen"), *self.advies_knoppen("bronnen")]
        return Bericht("uitleg", tekst, tuple(knoppen), gegevens={"punten": regels})

    def voorbeelden(self, voorbeelden: Sequence[Mapping[str, Any]]) -> str:
        """Questions with their plans as one Markdown text."""
        return self.tekst(
            "voorbeelden.j2",
            voorbeelden=voorbeelden,
            kennisbronnen=self._kennis.kennisbronnen,
            resultaten=self._kennis.resultaten,
        )

    def verder_kijken(self, vraag: Vraag) -> Bericht:
        """What the thema's and the fase of *vraag* touch, and what is commonly forgotten."""
        k = self._kennis
        themas = [k.themas[t] for t in vraag.themas]
        raakt = dict.fromkeys(r for t in themas for r in t.raakt_aan if r not in vraag.themas)
        tekst = self.tekst(
            "verder_kijken.j2",
            themas=themas,
            raakt_aan=opsomming([k.themas[r].in_zin for r in list(raakt)[:4]]),
            fase=k.fases[vraag.fase] if vraag.fase else None,
        )
        return Bericht("uitleg", tekst, tuple(self.advies_knoppen("opnieuw")))

    def bronnen(self, gevonden: Sequence[GerangschikteBron], welke: str = "") -> Bericht:
        """The bronnen with why each fits. *welke*: the wish that chose them (meer, korter, cijfers, nieuwer)."""
        tekst = self.tekst(
            "bronnen.j2",
            bronnen=gevonden,
            welke=welke,
            onderbouwing=self._kennis.onderbouwingen,
            toegang={
                t: self.tekst(f"toegang:{t}")
                for t in ("vrij", "registratie", "betaald", "onbekend")
            },
        )
        items = [
            self._bron_gegevens(nr, g.bron, g.waarom, g.score) for nr, g in enumerate(gevonden, 1)
        ]
        knoppen = [
            self.knop("meer", "meer_bronnen"),
            self.knop("korter", "kortere_bronnen"),
            self.knop("cijfers", "alleen_cijfers"),
            self.knop("nieuwer", "nieuwere_bronnen"),
        ]
        if len(gevonden) > 1:
            knoppen.append(self.knop("vergelijk", "vergelijk_bronnen:1,2"))
        knoppen += [
            self.knop("nuttig", "nuttig"),
            self.knop("niet_nuttig", "niet_nuttig"),
            self.knop("stappenplan", "toon_stappenplan"),
            self.knop("meenemen", "neem_mee"),
        ]
        return Bericht("bronnen", tekst, tuple(knoppen), gegevens={"bronnen": items})

    def bron_uitleg(self, nr: int, gerangschikt: GerangschikteBron, vandaag: date) -> Bericht:
        bron = gerangschikt.bron
        tekst = self.tekst(
            "bron_uitleg.j2",
            nr=nr,
            bron=bron,
            waarom=gerangschikt.waarom,
            onderbouwing=self._kennis.onderbouwingen[bron.onderbouwing],
            leeftijd=vandaag.year - bron.jaar if bron.jaar else 0,
        )
        gegevens = {"bron": self._bron_gegevens(nr, bron, gerangschikt.waarom, gerangschikt.score)}
        check = Knop(self.tekst("knop:check_bron", nummer=nr), f"check_bron:{nr}")
        knoppen = [check, *self.advies_knoppen("opnieuw")]
        return Bericht("uitleg", tekst, tuple(knoppen), gegevens=gegevens)

    def plek(self, gemeente: Gemeente) -> str:
        """ "Zwolle, ongeveer 135.000 inwoners"."""
        inwoners = f"{round(gemeente.inwoners, -3):,}".replace(",", ".")
        return self.tekst("kolom:plek_inwoners", plaats=gemeente.naam, inwoners=inwoners)

    def vergelijking(
        self, paren: Sequence[tuple[int, Bron]], plekken: Mapping[str, str] | None = None
    ) -> Bericht:
        """Two or three bronnen side by side; no score, since the kennisbronnen have no order.

        *plekken*: of the bronnen that are about one gemeente, by id, which and how large it is.
        """
        k = self._kennis
        onbekend = self.tekst("kolom:onbekend")
        kolommen: dict[str, Callable[[Bron], str]] = {
            "titel": lambda b: b.titel,
            "organisatie": lambda b: b.organisatie,
            "jaar": lambda b: str(b.jaar or onbekend),
            "soort": lambda b: self.tekst(f"soort:{b.soort}"),
            "kennisbron": lambda b: opsomming([k.kennisbronnen[x].naam for x in b.kennisbron]),
            "onderbouwing": lambda b: (
                f"{k.onderbouwingen[b.onderbouwing].naam}. {b.onderbouwing_toelichting}"
            ),
            "samenvatting": lambda b: b.samenvatting,
            "doelgroepen": lambda b: opsomming(list(b.doelgroepen)) or onbekend,
            "plek": lambda b: (plekken or {}).get(b.id) or self.tekst("kolom:geen_plek"),
            "fases": lambda b: opsomming([k.fases[f].naam for f in b.fases]),
            "leestijd": lambda b: (
                self.tekst("kolom:minuten", n=b.leestijd_minuten)
                if b.leestijd_minuten
                else onbekend
            ),
            "toegang": lambda b: self.tekst(f"toegang:{b.toegang}"),
        }
        rijen: list[dict[str, Any]] = [
            {"naam": self.tekst(f"kolom:{naam}"), "waarden": [waarde(b) for _, b in paren]}
            for naam, waarde in kolommen.items()
        ]
        gelijk = [r["naam"] for r in rijen if len(set(r["waarden"])) == 1]
        anders = [r["naam"] for r in rijen if r["naam"] not in gelijk]
        themas = set.intersection(*(set(b.themas) for _, b in paren))
        samen = {
            "gelijk": opsomming([n.lower() for n in gelijk]),
            "anders": opsomming([n.lower() for n in anders if n != self.tekst("kolom:titel")]),
            "themas": opsomming([k.themas[t].in_zin for t in k.themas if t in themas]),
        }
        tekst = self.tekst(
            "vergelijking.j2", rijen=rijen, nummers=[nr for nr, _ in paren], samen=samen
        )
        gegevens = {
            "bronnen": [{"nr": nr, "id": b.id, "titel": b.titel} for nr, b in paren],
            "rijen": rijen,
            "samen": samen,
        }
        knoppen = [self.knop("bronnen", "toon_bronnen"), *self.advies_knoppen("bronnen")]
        return Bericht("vergelijking", tekst, tuple(knoppen), gegevens=gegevens)

    def collegas(
        self, gevonden: Sequence[GevondenCollega], *, zonder_gemeente: bool = False
    ) -> Bericht:
        """Who may help, each with a way to ask for contact. Names and addresses come after a yes."""
        items = [
            {
                "nr": nr,
                "id": g.collega.id,
                "naam": g.collega.naam if g.collega.voorbeeld else "",
                "functie": g.collega.functie,
                "gemeente": self._kennis.gemeenten[g.collega.gemeente].naam,
                "reden": g.reden,
                "afstand_km": g.afstand_km,
                "over_de_schutting": g.over_de_schutting,
                "voorbeeld": g.collega.voorbeeld,
                "over": g.collega.over,
                "acties": [{"titel": self.tekst("knop:contact"), "keuze": f"vraag_contact:{nr}"}],
            }
            for nr, g in enumerate(gevonden, 1)
        ]
        tekst = self.tekst(
            "collegas.j2",
            collegas=[
                {
                    "collega": g.collega,
                    "gemeente": item["gemeente"],
                    "reden": g.reden,
                    "over_de_schutting": g.over_de_schutting,
                }
                for g, item in zip(gevonden, items, strict=True)
            ],
            voorbeelden=any(g.collega.voorbeeld for g in gevonden),
            alleen_ver=not zonder_gemeente and all(g.over_de_schutting for g in gevonden),
        )
        knoppen = [
            Knop(self.tekst("knop:contact_nummer", nummer=nr), f"vraag_contact:{nr}")
            for nr in range(1, len(items) + 1)
        ]
        knoppen += self.advies_knoppen("collegas")
        return Bericht("collegas", tekst, tuple(knoppen), gegevens={"collegas": items})

    def _stap_gegevens(self, nr: int, gekozen: GekozenStap, *, gedaan: bool) -> dict[str, Any]:
        s = gekozen.stap
        return {
            "nr": nr,
            "id": s.id,
            "titel": s.titel,
            "wat": s.wat,
            "waarom": s.waarom,
            "hoe": list(s.hoe),
            "wie": list(s.wie),
            "kennisbronnen": self._kennisbronnen(s.kennisbronnen),
            "tijd": s.tijd,
            "valkuil": s.valkuil,
            "reflectievraag": s.reflectievraag,
            "reden": gekozen.reden,
            "gedaan": gedaan,
            "positie": s.positie,
            "bouwt_op": list(gekozen.bouwt_op),
            "mist": [self._kennis.resultaten[r].in_zin for r in gekozen.mist],
            "acties": [
                {"titel": knop.titel, "keuze": knop.keuze}
                for knop in self._stap_knoppen(nr, gedaan=gedaan)
            ],
            "bronnen": [
                {"id": b.id, "titel": b.titel, "url": b.url, "organisatie": b.organisatie}
                for b in gekozen.bronnen
            ],
        }

    def _bron_gegevens(self, nr: int, bron: Bron, waarom: str, score: float) -> dict[str, Any]:
        onderbouwing = self._kennis.onderbouwingen[bron.onderbouwing]
        return {
            "nr": nr,
            "id": bron.id,
            "titel": bron.titel,
            "organisatie": bron.organisatie,
            "auteurs": list(bron.auteurs),
            "jaar": bron.jaar,
            "url": bron.url,
            "soort": bron.soort,
            "soort_naam": self.tekst(f"soort:{bron.soort}"),
            "kennisbron": self._kennisbronnen(bron.kennisbron),
            "onderbouwing": bron.onderbouwing.value,
            "onderbouwing_naam": onderbouwing.naam,
            "onderbouwing_uitleg": onderbouwing.uitleg,
            "onderbouwing_toelichting": bron.onderbouwing_toelichting,
            "leestijd_minuten": bron.leestijd_minuten,
            "toegang": bron.toegang,
            "toegang_naam": self.tekst(f"toegang:{bron.toegang}"),
            "samenvatting": bron.samenvatting,
            "waarom": waarom,
            "score": score,
            "opmerking": bron.opmerking,
        }

    def _kennisbronnen(self, ids: Sequence[str]) -> list[Mapping[str, str]]:
        return [{"id": str(i), "naam": self._kennis.kennisbronnen[i].naam} for i in ids]


def _route_delen(route: Route) -> Iterator[tuple[str, list[str]]]:
    yield "voorwaarden", list(route.voorwaarden)
    yield "stadia", [f"{s.naam}. {s.doe}" for s in route.stadia]
    yield "vormen", [f"{v.naam}: {v.past_als} {v.let_op}" for v in route.vormen]
    yield "rollen", [f"{r.wie}: {r.doet}" for r in route.rollen]
    yield "werkt", list(route.werkt)
    yield "werkt_niet", list(route.werkt_niet)
    yield "volgen", list(route.volgen)
    yield "borgen", list(route.borgen)


def check_teksten(kennis: Kennis) -> None:
    """Raise InvalidKennis for every template that Jinja cannot read."""
    omgeving = Environment(undefined=StrictUndefined)  # noqa: S701 - only parsed, never shown
    fouten = []
    for naam, tekst in kennis.teksten.items():
        try:
            omgeving.parse(tekst)
        except TemplateSyntaxError as exc:
            fouten.append(f"teksten, {naam!r}: geen geldig sjabloon: {exc}")
    if fouten:
        raise InvalidKennis(fouten)


def opsomming(delen: Sequence[str], voegwoord: str = "en") -> str:
    """ "a, b en c"; empty for nothing."""
    if len(delen) < 2:
        return "".join(delen)
    return f"{', '.join(delen[:-1])} {voegwoord} {delen[-1]}"
