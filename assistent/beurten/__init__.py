"""Every turn that an advisor can take: where the gesprek is and what was said go in, an Antwoord comes out.

Which turn it is, is for the dialogue model to decide; what follows from it is decided here. Pure but for the
collega's, which the caller hands over: the same turn in the same place gives the same Antwoord.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistent.begrip import Begrijper
from assistent.beurten import mensen, plan
from assistent.bronnen import Bronzoeker, Zoekvraag
from assistent.collegas import find_collegas
from assistent.kennis import Kennis
from assistent.model import (
    Antwoord,
    Aspect,
    Begrip,
    Behoefte,
    Bericht,
    Collega,
    Contactstatus,
    Fase,
    GekozenStap,
    GerangschikteBron,
    Gespreksstand,
    GevondenCollega,
    Knop,
    Leervoorkeur,
    Stand,
    Stap,
    Stappenplan,
    Termijn,
    Vraag,
)
from assistent.stappenplan import Planner, all_stappen, find_route
from assistent.taal import tokenize
from assistent.verheldering import Verheldering, to_zoekvraag
from assistent.verwoording import Verwoording

_BRONNEN_PER_KEER = 4
# What comes nearest when nothing fits: enough to say so, too little to seem an answer
_NABIJ = 2
_BRONNEN_BIJ_STAP = 6
_PAST_BIJ_STAP = 0.2
_KORT_MINUTEN = 15
_CIJFERSOORTEN = frozenset({"cijfers", "databank"})
_ONDERZOEKSOORTEN = frozenset({"cijfers", "databank", "rapport"})
_TERUG_TOT = 6
_KEUZES = 8
_TELWOORDEN = {
    "een": 1, "eerste": 1, "twee": 2, "tweede": 2, "drie": 3, "derde": 3, "vier": 4, "vierde": 4,
    "vijf": 5, "vijfde": 5, "zes": 6, "zesde": 6, "zeven": 7, "zevende": 7, "laatste": -1,
}  # fmt: skip
# Of the names on the buttons none is this close to another one
_LIJKT = 0.8
_MET_KEUZES = (
    Aspect.THEMA, Aspect.DOELGROEP, Aspect.FASE, Aspect.BEHOEFTE, Aspect.GEMEENTE, Aspect.TERMIJN,
    Aspect.LEERVOORKEUR,
)  # fmt: skip
_HOOGSTENS_THEMAS = 3
# A sentence of this many words tells something, even when no aspect is recognised in it
_VERTELT_IETS = 5
# What the clarified vraag can hold and still be read
_AANLEIDING_TEKENS = 600
# What privacy.mask puts in the place of personal data
_GEMASKEERD = re.compile(r"\[[A-Z]+(?:-[A-Z]+)?\]")
# Turns that only a button takes: what it carries is no text
_DOOR_KNOP = frozenset(
    {"kies_privacy", "kies_vraag", "kies_waarde", "wijzig_aspect", "vervolg_vraag", "verwelkom"}
)
_VERDER = re.compile(
    r"(?:ja )?(?:toch |ik wil |we gaan |ga |laten we )?(?:maar |weer |gewoon )?"
    r"(?:verder(?: gaan)?|doorgaan|ga door)(?: graag| maar)?"
)
_NIEUW = re.compile(r"\b(?:nieuwe?|andere?|apart|los)\b", re.IGNORECASE)
_ZELFDE = re.compile(r"\b(?:de)?zelfde|\bhoort\b|\berbij\b", re.IGNORECASE)
_ALLE = re.compile(r"\b(?:alle|allemaal|allebei|beide)\b", re.IGNORECASE)
_ALLES = re.compile(
    r"(?:(?:toon|laat|geef|doe|graag) )?(?:(?:maar|me|mij) )?alles(?: (?:bij elkaar|zien|maar|graag|tegelijk))*"
)
_EEN_VRAAG = re.compile(
    r"\b(?:één|een|1|dezelfde|zelfde)\s+vraag\b|\b(?:samen|tegelijk|bij elkaar)\b", re.IGNORECASE
)
_KLOPT_NIET = re.compile(r"\b(?:klopt?|juist|goed|fout|verkeerd|anders)\b", re.IGNORECASE)
_KLINKT_ALS_VRAAG = re.compile(
    r"\W*(?:hoe|wat|welke?|waar|waarom|wie|wanneer|kunnen|moeten|mogen|mag|we|wij|ik)\b",
    re.IGNORECASE,
)
_CORRECTIEWOORDEN = frozenset(
    "nee nou sorry ik we bedoel bedoelde bedoelden toch eigenlijk juist het is was moet zijn dus meer maar "
    "over gaat om voor de een in wel".split()
)


class Beurten:
    """The turns: every public method that takes a stand and what was said (`BEURTEN` names them).

    *collegas* gives the people who agreed to be found, *last* how busy they were kept. *met_post*: a contactverzoek
    reaches a collega by e-mail; it runs out after *contact_dagen*.
    """

    def __init__(
        self,
        kennis: Kennis,
        *,
        begrijper: Begrijper,
        zoeker: Bronzoeker,
        collegas: Callable[[], Sequence[Collega]],
        vandaag: Callable[[], date],
        bewaardagen: int,
        kennismakelaar: str,
        last: Callable[[], Mapping[str, float]] = dict,
        met_post: bool = False,
        contact_dagen: int = 14,
    ) -> None:
        self.kennis = kennis
        self.begrijper = begrijper
        self._zoeker = zoeker
        self.collegas = collegas
        self._last = last
        self.met_post = met_post
        self.contact_dagen = contact_dagen
        self.vandaag = vandaag
        self._bewaardagen = bewaardagen
        self._kennismakelaar = kennismakelaar
        self.woord = Verwoording(kennis)
        self._verheldering = Verheldering(kennis, zoeker)

    def neem(self, naam: str, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take the turn *naam* (one of BEURTEN); *zegt* is the text that was typed or the value of the button."""
        if naam not in BEURTEN:
            raise ValueError(f"{naam!r} is geen beurt; kies uit {', '.join(sorted(BEURTEN))}")
        naam, zegt = self._herlees(naam, stand, zegt)
        # A yes only counts right after the question; the choice on privacy stays open until the vraag comes
        if naam not in ("bevestig", "ontken") and stand.open_keuze != "privacy":
            stand = replace(stand, open_keuze="")
        elders = _ELDERS.get(naam)
        stand = self._met_bekende_stappen(stand)
        antwoord: Antwoord = (
            elders(self, stand, zegt) if elders else getattr(self, naam)(stand, zegt)
        )
        nieuw = antwoord.stand
        # a plan is of one vraag: when that changed and the plan was not made again, it no longer holds
        if nieuw.stappen and nieuw.stappen == stand.stappen and _grond(nieuw) != _grond(stand):
            nieuw = replace(nieuw, stappen=(), gezien=())
        stil = _plaats(nieuw) == _plaats(stand) and naam not in ("verwelkom", "kies_privacy")
        ter_plaatse = stand.ter_plaatse + 1 if stil else 0
        nieuw = replace(nieuw, ter_plaatse=ter_plaatse)
        if _GEMASKEERD.search(zegt) and not stand.maskering_gemeld and not antwoord.vergeet:
            melding = self.woord.bericht("gemaskeerd")
            nieuw = replace(nieuw, maskering_gemeld=True)
            antwoord = replace(antwoord, berichten=(melding, *antwoord.berichten))
        return replace(antwoord, stand=nieuw)

    def _met_bekende_stappen(self, stand: Gespreksstand) -> Gespreksstand:
        """Without stappen that the content no longer has: a gesprek may be older than it."""
        if not stand.stappen:
            return stand
        alle = all_stappen(self.kennis)
        return replace(stand, stappen=tuple(i for i in stand.stappen if i in alle))

    def _herlees(self, naam: str, stand: Gespreksstand, zegt: str) -> tuple[str, str]:
        """The turn that short words mean in this place, whatever they sound like by themselves."""
        woorden = tokenize(zegt)
        if not 0 < len(woorden) <= 5 or naam in _DOOR_KNOP:
            return naam, zegt
        if _VERDER.fullmatch(" ".join(woorden)):
            return "hervat", zegt
        if stand.stand is not Stand.WELKOM:
            if _ALLES.fullmatch(" ".join(woorden)):
                return "toon_alles", ""
            if (aspect := self._noemt_aspect(zegt)) is not None:
                return "wijzig_aspect", aspect.value
        if stand.open_keuze == "vervolg":
            if _NIEUW.search(zegt):
                return "vervolg_vraag", "nieuw"
            if _ZELFDE.search(zegt):
                return "vervolg_vraag", "zelfde"
        if stand.stand is Stand.WELKOM and len(stand.wachtrij) > 1:
            if _EEN_VRAAG.search(zegt):
                return "ontken", zegt
            nummers = _nummers(zegt, len(stand.wachtrij))
            if nummers and nummers[0] <= len(stand.wachtrij):
                return "kies_vraag", str(nummers[0])
            if (nr := _welke_lijkt(zegt, stand.wachtrij)) is not None:
                return "kies_vraag", str(nr + 1)
        return naam, zegt

    def _noemt_aspect(self, zegt: str) -> Aspect | None:
        """The aspect whose name is all that was typed: what stands on the button to change it."""
        kaal = re.sub(r"^(?:wijzig:?|de|het|mijn)\s+", "", zegt.lower().strip(" .!"))
        for aspect, tekst in self.kennis.aspecten.items():
            if kaal == tekst.naam.lower():
                return Aspect(aspect)
        return None

    # --- hello ------------------------------------------------------------------------------------------------

    def verwelkom(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Say what this is, what is kept, and ask for the choice on review."""
        return Antwoord(
            (self.woord.welkom(self._bewaardagen),), replace(stand, open_keuze="privacy")
        )

    def kies_privacy(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Take the choice on review: "ja", anything else is no."""
        mag = zegt == "ja"
        stand = replace(stand, open_keuze="")
        if stand.stand is not Stand.WELKOM:
            return replace(
                self._en_hervat(stand, self.woord.bericht("toestemming_verder")), toestemming=mag
            )
        naam = "toestemming_ja" if mag else "toestemming_nee"
        return Antwoord((self.woord.bericht(naam),), stand, toestemming=mag)

    # --- clarifying -------------------------------------------------------------------------------------------

    def begrijp_vraag(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take in the vraag in the advisor's own words, say what was understood, and ask on."""
        # A fresh sessie that began with a vraag: the dialogue model does not know yet that it is past the welcome
        if stand.stand is Stand.VERHELDERING:
            return self.verwerk_antwoord(stand, zegt)
        if stand.stand is Stand.SAMENVATTING:
            return self.vul_aan(stand, zegt)
        begrip = self.begrijper.begrijp(zegt)
        if begrip.deelvragen:
            a, b = begrip.deelvragen
            knoppen = [
                self.woord.knop("eerste_vraag", "kies_vraag:1"),
                self.woord.knop("tweede_vraag", "kies_vraag:2"),
            ]
            bericht = self.woord.bericht("deelvragen", knoppen, soort="begrepen", vragen=(a, b))
            nieuw = replace(stand, stand=Stand.WELKOM, wachtrij=(a, b), open_keuze="deelvraag")
            return Antwoord((bericht,), nieuw)
        if begrip.leeg and not begrip.te_breed and not begrip.oplossing:
            woorden = len(tokenize(zegt))
            if woorden < 4 or (woorden == 4 and not _KLINKT_ALS_VRAAG.match(zegt)):
                if len(stand.wachtrij) > 1:
                    return self.hervat(stand)
                return self._vraag_om_vraag(stand, zegt)
        return self._start_vraag(replace(stand, wachtrij=()), zegt, begrip)

    def kies_vraag(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Start with one of two questions; the other waits."""
        if not stand.wachtrij:
            return self.hervat(stand)
        nr = min(int(zegt) if zegt.isdigit() else 1, len(stand.wachtrij)) - 1
        tekst = stand.wachtrij[nr]
        rest = tuple(v for v in stand.wachtrij if v is not tekst)
        vraag = Vraag(gemeente=stand.vraag.gemeente, leervoorkeur=stand.vraag.leervoorkeur)
        schoon = Gespreksstand(vraag=vraag, wachtrij=rest)
        return self._start_vraag(schoon, tekst, self.begrijper.begrijp(tekst))

    def _neem_samen(self, stand: Gespreksstand) -> Antwoord:
        """It was one question after all."""
        tekst = " ".join(stand.wachtrij)
        begrip = self.begrijper.begrijp(tekst)
        return self._start_vraag(replace(stand, wachtrij=()), tekst, begrip)

    def _start_vraag(self, stand: Gespreksstand, tekst: str, begrip: Begrip) -> Antwoord:
        vraag = _vul_aan(replace(stand.vraag, tekst=tekst), begrip)
        nieuw = replace(
            stand,
            stand=Stand.VERHELDERING,
            vraag=vraag,
            twijfel=dict(begrip.twijfel),
            niet_begrepen=0,
            gevraagd=None,
            open_keuze="",
        )
        begrepen = self.woord.begrepen(vraag, oplossing=begrip.oplossing, te_breed=begrip.te_breed)
        vooraf = [begrepen]
        if vraag.gevoelig:
            vooraf.append(self.woord.bericht("gevoelig_genoteerd"))
        eerst = None
        if begrip.oplossing and not vraag.doel:
            eerst = Aspect.DOEL
        elif begrip.te_breed:
            eerst = (
                Aspect.DOELGROEP if vraag.themas and not vraag.doelgroepen else Aspect.AANLEIDING
            )
        return self._ga_verder(nieuw, *vooraf, eerst=eerst)

    def verwerk_antwoord(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take an answer to the question that is open, and all else that the answer says."""
        if not stand.gevraagd:
            return self.vul_aan(stand, zegt)
        aspect = stand.gevraagd
        waarde = self.begrijper.begrijp_antwoord(aspect, zegt)
        if waarde is None:
            waarde = self._bijna(aspect, zegt)
        begrip = self.begrijper.begrijp(zegt, opmerking=True)
        vraag = stand.vraag
        if waarde is not None:
            vraag = vraag.with_aspect(aspect, waarde)
        vraag = _vul_aan(vraag, begrip, behalve=aspect if stand.wijzigt else None)
        if waarde is None and (stand.wijzigt or not vraag.knows(aspect)):
            return self._verwerk_iets_anders(stand, zegt, begrip, vraag)
        nieuw = replace(
            self._onthoud(stand), vraag=vraag, gevraagd=None, wijzigt=False, niet_begrepen=0
        )
        vooraf = self._meer_begrepen(stand, vraag, aspect)
        if stand.wijzigt:
            nieuw, vooraf = _terug_van_wijzigen(nieuw), (self._gecorrigeerd(vraag, aspect), *vooraf)
        return self._ga_verder(nieuw, *vooraf)

    def _verwerk_iets_anders(
        self, stand: Gespreksstand, zegt: str, begrip: Begrip, vraag: Vraag
    ) -> Antwoord:
        """An answer that leaves the open question open: keep what it does say, and ask once more."""
        assert stand.gevraagd is not None
        vraag = _ook_thema(vraag, begrip)
        if vraag == stand.vraag:
            vraag = _als_aanleiding(vraag, zegt)
        if vraag == stand.vraag:
            return self._niet_begrepen_antwoord(stand)
        nieuw = replace(self._onthoud(stand), vraag=vraag)
        vooraf = self._meer_begrepen(stand, vraag, None)
        if stand.niet_begrepen:
            nieuw = replace(
                nieuw,
                gevraagd=None,
                niet_begrepen=0,
                overgeslagen=(*stand.overgeslagen, stand.gevraagd),
            )
            return self._ga_verder(_terug_van_wijzigen(nieuw) if stand.wijzigt else nieuw, *vooraf)
        nieuw = replace(nieuw, niet_begrepen=1)
        return Antwoord((*vooraf, self._vraag(nieuw, stand.gevraagd, vorm="vraag_terug")), nieuw)

    def vul_aan(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take something more about the vraag when nothing was asked; what is said now wins."""
        begrip = self.begrijper.begrijp(zegt, opmerking=True)
        vraag = _ook_thema(_vul_aan(stand.vraag, begrip), begrip)
        for aspect, waarde in _gevonden(begrip):
            if aspect in (Aspect.FASE, Aspect.GEMEENTE, Aspect.TERMIJN) and waarde != vraag.get(
                aspect
            ):
                vraag = vraag.with_aspect(aspect, waarde)
        if vraag == stand.vraag:
            vraag = self._los_antwoord(vraag, zegt)
        if vraag == stand.vraag and begrip.leeg:
            vraag = _als_aanleiding(vraag, zegt)
        if vraag == stand.vraag:
            return self.niet_begrepen(stand, zegt)
        nieuw = replace(self._onthoud(stand), vraag=vraag, niet_begrepen=0)
        return self._ga_verder(nieuw, *self._meer_begrepen(stand, vraag, None))

    def _los_antwoord(self, vraag: Vraag, zegt: str) -> Vraag:
        """A word or two that would answer a question, taken as that answer."""
        if len(tokenize(zegt)) > 3:
            return vraag
        for aspect in (
            Aspect.FASE,
            Aspect.BEHOEFTE,
            Aspect.TERMIJN,
            Aspect.DOELGROEP,
            Aspect.GEMEENTE,
        ):
            waarde = self.begrijper.begrijp_antwoord(aspect, zegt) or self._bijna(aspect, zegt)
            if waarde is not None and waarde != vraag.get(aspect):
                return vraag.with_aspect(aspect, waarde)
        return vraag

    def _bijna(self, aspect: Aspect, zegt: str) -> Any:
        """The value whose button says almost what was typed; None when there is none."""
        if len(tokenize(zegt)) > 4:
            return None
        namen = {k.naam.lower(): id_ for id_, k in self.kennis.keuzes(aspect).items()}
        lijkt = difflib.get_close_matches(zegt.lower().strip(" .!?"), namen, n=1, cutoff=_LIJKT)
        return self._waarde_van(aspect, namen[lijkt[0]]) if lijkt else None

    def kies_waarde(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take the value of a button ("fase=uitvoering"): an answer, or a correction when it was known."""
        naam, _, ruw = zegt.partition("=")
        waarde = self._waarde_van(naam, ruw)
        if waarde is None:
            return self._en_hervat(stand, self.woord.bericht("onbekende_keuze"))
        aspect = Aspect(naam)
        vraag = stand.vraag.with_aspect(aspect, waarde)
        nieuw = replace(
            self._onthoud(stand), vraag=vraag, gevraagd=None, wijzigt=False, niet_begrepen=0
        )
        if stand.wijzigt:
            nieuw = _terug_van_wijzigen(nieuw)
        if aspect is Aspect.GEVOELIG and waarde:
            return self._ga_verder(nieuw, self.woord.bericht("gevoelig_genoteerd"))
        if stand.stand is Stand.WELKOM and not stand.vraag.tekst:
            if (
                keuze := self.kennis.keuzes(aspect).get(ruw)
            ) is None:  # a gemeente alone is no vraag yet
                return self.hervat(nieuw)
            vraag = replace(vraag, tekst=keuze.naam)
            nieuw = replace(nieuw, stand=Stand.VERHELDERING, vraag=vraag)
        if stand.wijzigt or (stand.gevraagd is not aspect and stand.vraag.knows(aspect)):
            return self._ga_verder(nieuw, self._gecorrigeerd(vraag, aspect))
        return self._ga_verder(nieuw)

    def sla_over(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Leave the open question unanswered; it is not asked again."""
        if stand.gevraagd is None:
            return self.hervat(stand)
        nieuw = replace(self._onthoud(stand), gevraagd=None, wijzigt=False, niet_begrepen=0)
        if stand.wijzigt:
            return self._ga_verder(_terug_van_wijzigen(nieuw), self.woord.bericht("blijft_zo"))
        nieuw = replace(nieuw, overgeslagen=(*stand.overgeslagen, stand.gevraagd))
        naam = "overgeslagen_weer" if len(stand.overgeslagen) % 2 else "overgeslagen"
        return self._ga_verder(nieuw, self.woord.bericht(naam))

    def leg_uit_waarom(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Say why the open question is asked, and leave it open."""
        if stand.gevraagd is None and stand.bronnen:
            return self.leg_bron_uit(stand, zegt)
        if stand.gevraagd is None:
            return self._en_hervat(stand, self.woord.bericht("waarom_niets", soort="uitleg"))
        waarom = self.kennis.aspecten[stand.gevraagd].waarom
        vraag = self._vraag(stand, stand.gevraagd)
        naam = "waarom_weer" if stand.ter_plaatse % 2 else "waarom"
        uitleg = self.woord.bericht(naam, vraag.knoppen[:-1], soort="uitleg", waarom=waarom)
        return Antwoord((replace(uitleg, aspect=stand.gevraagd),), stand)

    def leg_vraag_uit(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Ask the open question in other words, and say what each choice means."""
        if stand.gevraagd is None:
            if not stand.bronnen and not stand.stappen:
                return self.hervat(stand)
            knoppen = self.woord.advies_knoppen()
            return Antwoord((self.woord.bericht("uitleg_wat", knoppen, soort="uitleg"),), stand)
        vraag = self._vraag(stand, stand.gevraagd)
        keuzes = self.kennis.keuzes(stand.gevraagd)
        opties = self._verheldering.options(stand, stand.gevraagd, _KEUZES)
        uitleg = self.woord.bericht(
            "vraag_uitleg_weer" if stand.ter_plaatse % 2 else "vraag_uitleg",
            vraag.knoppen,
            soort="uitleg",
            vraag=self.kennis.aspecten[stand.gevraagd].vraag,
            opnieuw=self.kennis.aspecten[stand.gevraagd].opnieuw,
            keuzes=[keuzes[o] for o in opties],
        )
        return Antwoord((replace(uitleg, aspect=stand.gevraagd),), stand)

    def ga_terug(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Undo the last turn that changed something, and ask that question again."""
        if not stand.eerder:
            return self._en_hervat(stand, self.woord.bericht("terug_kan_niet"))
        vorige = stand.eerder[-1]
        vorige = replace(vorige, eerder=stand.eerder[:-1])
        vooraf = self.woord.bericht("terug")
        if vorige.stand is Stand.VERHELDERING and vorige.gevraagd:
            return Antwoord((vooraf, self._vraag(vorige, vorige.gevraagd)), vorige)
        return self._en_hervat(vorige, vooraf)

    def corrigeer(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Change what was understood ("nee, het gaat over jeugd"); what the advisor says now wins."""
        if stand.stand is Stand.WELKOM:
            return self.begrijp_vraag(stand, self.begrijper.zonder_ontkenning(zegt).strip() or zegt)
        weg = self.begrijper.ontkend(zegt)
        begrip = self.begrijper.begrijp(self.begrijper.zonder_ontkenning(zegt), opmerking=True)
        vraag = _zonder(stand.vraag, weg)
        veranderd: list[Aspect] = []
        for aspect, waarde in _gevonden(begrip):
            if aspect in (Aspect.THEMA, Aspect.DOELGROEP, Aspect.BEHOEFTE):
                waarde = tuple(w for w in waarde if w not in weg)
            if waarde and waarde != vraag.get(aspect):
                vraag = vraag.with_aspect(aspect, waarde)
                veranderd.append(aspect)
        # someone who says "jongeren" after "ouderen" does not mean the thema ouderen either
        vraag = _zonder(vraag, frozenset(stand.vraag.doelgroepen) - frozenset(vraag.doelgroepen))
        if vraag == stand.vraag and stand.gevraagd:
            waarde = self.begrijper.begrijp_antwoord(stand.gevraagd, zegt)
            if waarde is not None:
                return self.verwerk_antwoord(stand, zegt)
        if vraag == stand.vraag:
            rest = " ".join(w for w in tokenize(zegt) if w not in _CORRECTIEWOORDEN)
            vraag = self._los_antwoord(vraag, rest) if rest else vraag
            veranderd = [a for a in Aspect if vraag.get(a) != stand.vraag.get(a)]
        if vraag == stand.vraag:
            return self._vraag_correctie(stand)
        nieuw = replace(
            self._onthoud(stand), vraag=vraag, gevraagd=None, wijzigt=False, niet_begrepen=0
        )
        bericht = self._gecorrigeerd(vraag, *(veranderd or [Aspect.THEMA]))
        return self._ga_verder(nieuw, bericht)

    def wijzig_aspect(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Ask one aspect again because the advisor wants to change it."""
        if zegt not in set(Aspect):
            return self._en_hervat(stand, self.woord.bericht("onbekende_keuze"))
        aspect = Aspect(zegt)
        nieuw = replace(
            self._onthoud(stand),
            stand=Stand.VERHELDERING,
            gevraagd=aspect,
            wijzigt=True,
            niet_begrepen=0,
        )
        return Antwoord((self._vraag(nieuw, aspect),), nieuw)

    def _vraag_correctie(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Ask what is wrong with what was understood."""
        if stand.stand is Stand.WELKOM:
            return self.hervat(stand)
        bericht = self.woord.correctie(stand.vraag)
        if stand.ter_plaatse % 2:
            bericht = replace(bericht, tekst=self.woord.tekst("correctie_wat_weer"))
        return Antwoord((bericht,), stand)

    # --- the clarified vraag ----------------------------------------------------------------------------------

    def bevestig(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """A yes: to what was asked last, or to the summary, which makes the vraag verhelderd."""
        open_keuze, stand = stand.open_keuze, replace(stand, open_keuze="")
        match open_keuze:
            case "privacy" if stand.stand is Stand.WELKOM:
                return self.kies_privacy(stand, "ja")
            case "vergeten":
                return self.bevestig_vergeten(stand, "ja")
            case "contact":
                return mensen.bevestig_contact(self, stand, "ja")
            case _ if stand.stand is Stand.WELKOM and stand.wachtrij:
                return self.kies_vraag(stand, "1")
            case "toch":
                return self.toch_vraag(stand)
            case "vervolg":
                return self.vervolg_vraag(stand, "zelfde")
            case "bronnen":
                return self.toon_bronnen(stand)
            case "stappenplan":
                return self.toon_stappenplan(stand)
            case "alles":
                return self.toon_alles(stand)
            case "meer":
                return self.toon_meer_bronnen(stand)
        if self._zegt_meer(zegt) and stand.stand in (Stand.VERHELDERING, Stand.SAMENVATTING):
            return self.verwerk_antwoord(stand, zegt)
        if stand.stand is Stand.VERHELDERING:
            return self._bevestig_vermoeden(stand)
        if stand.stand is not Stand.SAMENVATTING:
            return self.hervat(stand)
        nieuw = replace(
            stand, stand=Stand.ADVIES, vraag=replace(stand.vraag, bevestigd=True), gevraagd=None
        )
        knoppen = [
            self.woord.knop("alles", "toon_alles"),
            *self.woord.advies_knoppen("meenemen", "opnieuw"),
        ]
        return Antwoord((self.woord.bericht("bevestigd", knoppen),), nieuw)

    def ontken(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """A bare no: to the open question it is an answer, to a summary a wish to change it."""
        open_keuze, stand = stand.open_keuze, replace(stand, open_keuze="")
        match open_keuze:
            case "privacy" if stand.stand is Stand.WELKOM:
                return self.kies_privacy(stand, "nee")
            case "vergeten":
                return self.bevestig_vergeten(stand, "nee")
            case "contact":
                return mensen.bevestig_contact(self, stand, "nee")
            case _ if stand.stand is Stand.WELKOM and len(stand.wachtrij) > 1:
                return self._neem_samen(stand)
            case "deelvraag":
                return self.wis_wachtrij(stand)
            case "vervolg":
                return self.vervolg_vraag(stand, "nieuw")
            case "toch" | "bronnen" | "stappenplan" | "alles" | "meer":
                return self.hervat(stand)
        if self._zegt_meer(zegt) and stand.stand is not Stand.WELKOM:
            return self.corrigeer(stand, zegt)
        if stand.gevraagd is Aspect.GEVOELIG:
            return self.kies_waarde(stand, "gevoelig=nee")
        if _KLOPT_NIET.search(zegt):
            return self._vraag_correctie(stand)
        if stand.gevraagd and not stand.twijfel.get(stand.gevraagd):
            return self.sla_over(stand)
        if stand.gevraagd:
            nieuw = replace(
                stand, twijfel={a: z for a, z in stand.twijfel.items() if a is not stand.gevraagd}
            )
            return Antwoord((self._vraag(nieuw, stand.gevraagd),), nieuw)
        return self._vraag_correctie(stand)

    def _zegt_meer(self, zegt: str) -> bool:
        """Whether a yes or a no says something of the vraag besides."""
        return len(tokenize(zegt)) >= 3 and not self.begrijper.begrijp(zegt, opmerking=True).leeg

    def _bevestig_vermoeden(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """A bare yes to a question: take what the assistant thought it was, if it said so."""
        if stand.gevraagd is Aspect.GEVOELIG:
            return self.kies_waarde(stand, "gevoelig=ja")
        vermoed = stand.twijfel.get(stand.gevraagd, ()) if stand.gevraagd else ()
        if stand.gevraagd and vermoed:
            return self.kies_waarde(stand, f"{stand.gevraagd}={vermoed[0].id}")
        if stand.gevraagd:
            vorm = "vraag_opnieuw" if stand.ter_plaatse % 2 else "vraag_verder"
            return Antwoord((self._vraag(stand, stand.gevraagd, vorm=vorm),), stand)
        return self.hervat(stand)

    def pas_tekst_aan(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Let the advisor write the clarified vraag."""
        if stand.stand is Stand.WELKOM:
            return self.hervat(stand)
        nieuw = replace(self._onthoud(stand), stand=Stand.TEKST, gevraagd=None)
        return Antwoord((self.woord.bericht("tekst_vraag"),), nieuw)

    def vervang_tekst(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Take the advisor's text as the clarified vraag, word for word."""
        if len(tokenize(zegt)) < 3:
            return Antwoord((self.woord.bericht("tekst_kort"),), stand)
        vraag = _vul_aan(stand.vraag, self.begrijper.begrijp(zegt, opmerking=True))
        vraag = replace(vraag, verhelderde_tekst=zegt.strip(), bevestigd=False)
        nieuw = replace(stand, stand=Stand.SAMENVATTING, vraag=vraag, gevraagd=None)
        return Antwoord((self.woord.samenvatting(vraag),), nieuw)

    def toon_samenvatting(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Say what is known so far, and go on."""
        if stand.stand is Stand.WELKOM:
            return Antwoord((self.woord.bericht("samenvatting_leeg"),), stand)
        if stand.stand is Stand.SAMENVATTING:
            return Antwoord((self.woord.samenvatting(stand.vraag, "samenvatting_kort"),), stand)
        return self._en_hervat(
            stand, replace(self.woord.samenvatting(stand.vraag, "samenvatting_tussen"), knoppen=())
        )

    # --- advising ---------------------------------------------------------------------------------------------

    def toon_stappenplan(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest a stappenplan for the vraag as it is known now."""
        if stand.stand is Stand.WELKOM:
            return self._eerst_vraag(stand, zegt)
        plan = self.plan_van(stand)
        nieuw = replace(
            stand, stand=Stand.ADVIES, gevraagd=None, stappen=tuple(s.stap.id for s in plan.stappen)
        )
        vooraf = self._zonder_samenvatting(stand)
        route = None if stand.gewoon_plan else find_route(stand.vraag.tekst, self.kennis)
        if route:
            vooraf = (*vooraf, self.woord.route_gevonden(route))
        elif not stand.vraag.fase:
            vooraf = (*vooraf, self.woord.bericht("zonder_fase"))
        return Antwoord((*vooraf, self.woord.stappenplan(plan, stand.gedaan)), nieuw)

    def leg_stap_uit(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Explain one stap of the plan that was shown: why, how, with whom, what to watch."""
        if not stand.stappen:
            return self.zonder_plan(stand, zegt)
        plek = self.kies_nummer(stand, zegt, len(stand.stappen), "stap", "leg_stap_uit")
        if isinstance(plek, Antwoord):
            return plek
        gekozen = self.stap_van(stand, plek)
        gedaan = gekozen.stap.id in stand.gedaan
        return Antwoord((self.woord.stap_uitleg(plek + 1, gekozen, gedaan=gedaan),), stand)

    def zonder_plan(self, stand: Gespreksstand, tekst: str) -> Antwoord:
        """Somebody speaks of a stap before there is a plan."""
        if stand.stand is Stand.WELKOM:
            return self._eerst_vraag(stand, tekst)
        knoppen = [self.woord.knop("stappenplan", "toon_stappenplan")]
        bericht = self.woord.bericht("eerst_stappenplan", knoppen)
        return Antwoord((bericht,), replace(stand, open_keuze="stappenplan"))

    def kies_nummer(
        self, stand: Gespreksstand, zegt: str, hoogste: int, wat: str, intent: str
    ) -> int | Antwoord:
        """The place, from 0, that *zegt* names in a list of *hoogste*; else what to say."""
        nummers = _nummers(zegt, hoogste)
        if (fout := self._nummer_fout(nummers, hoogste, wat, intent)) is not None:
            return Antwoord((fout,), stand)
        return nummers[0] - 1

    def toon_bronnen(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest the bronnen that fit best."""
        return self._toon_bronnen(stand, "", zegt)

    def toon_meer_bronnen(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest the next bronnen, none twice."""
        return self._toon_bronnen(stand, "meer", zegt)

    def toon_kortere_bronnen(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest bronnen that take at most a quarter of an hour."""
        return self._toon_bronnen(stand, "korter", zegt)

    def toon_cijfers(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest only figures and databanks; research when there are too few."""
        return self._toon_bronnen(stand, "cijfers", zegt)

    def toon_nieuwere_bronnen(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest fitting bronnen, newest first."""
        return self._toon_bronnen(stand, "nieuwer", zegt)

    def _toon_bronnen(self, stand: Gespreksstand, welke: str, zegt: str) -> Antwoord:
        if stand.stand is Stand.WELKOM:
            return self._eerst_vraag(stand, zegt)
        if self._is_behoefte(stand, zegt):
            return self.verwerk_antwoord(stand, zegt)
        nog_cijfers = Behoefte.CIJFERS_ONDERZOEK not in stand.vraag.behoeften
        if welke == "cijfers" and zegt and nog_cijfers and stand.stand is not Stand.ADVIES:
            return self.vul_aan(stand, zegt)
        gevonden = self._zoek(stand, welke)
        nieuw = replace(stand, stand=Stand.ADVIES, gevraagd=None)
        vooraf = self._zonder_samenvatting(stand)
        if not gevonden and (stand.getoond and welke):
            naam = "bronnen_geen_meer" if welke == "meer" else "bronnen_geen_filter"
            knoppen = self.woord.advies_knoppen()
            return Antwoord((*vooraf, self.woord.bericht(naam, knoppen, meer="andere ")), nieuw)
        if not gevonden:
            return Antwoord(
                (*vooraf, self._niets_gevonden(nieuw)), nieuw, kennisvraag="geen-bronnen"
            )
        ids = tuple(g.bron.id for g in gevonden)
        nieuw = replace(nieuw, bronnen=ids, getoond=tuple(dict.fromkeys((*stand.getoond, *ids))))
        return Antwoord((*vooraf, self.woord.bronnen(gevonden, welke)), nieuw)

    def _is_behoefte(self, stand: Gespreksstand, zegt: str) -> bool:
        """Whether a typed wish is the answer to what the advisor needs, rather than an order."""
        if stand.gevraagd is not Aspect.BEHOEFTE or not zegt:
            return False
        return self.begrijper.begrijp_antwoord(Aspect.BEHOEFTE, zegt) is not None

    def leg_bron_uit(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Say of one bron what it is, why it was suggested, what it rests on and how old it is."""
        nr = self.kies_bron(stand, zegt, "vraag_over_bron")
        if isinstance(nr, Antwoord):
            return nr
        gerangschikt = self._gerangschikt(stand, stand.bronnen[nr - 1])
        return Antwoord((self.woord.bron_uitleg(nr, gerangschikt, self.vandaag()),), stand)

    def kies_bron(self, stand: Gespreksstand, zegt: str, intent: str) -> int | Antwoord:
        """The number of the bron that *zegt* means of those shown last; else what to say."""
        if not stand.bronnen:
            return self._eerst_bronnen(stand, zegt)
        if len(stand.bronnen) == 1:
            return 1
        plek = self.kies_nummer(stand, zegt, len(stand.bronnen), "bron", intent)
        return plek if isinstance(plek, Antwoord) else plek + 1

    def vergelijk_bronnen(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Put two or three of the bronnen that were shown side by side."""
        if not stand.bronnen:
            return self._eerst_bronnen(stand, zegt)
        nummers = _nummers(zegt, len(stand.bronnen))[:3]
        if len(nummers) < 2 and _ALLE.search(zegt):
            nummers = list(range(1, min(nummers[0] if nummers else 3, 3, len(stand.bronnen)) + 1))
        if len(nummers) < 2 and len(stand.bronnen) == 2:
            nummers = [1, 2]
        te_hoog = [n for n in nummers if n > len(stand.bronnen)]
        if te_hoog:
            hoogste = len(stand.bronnen)
            fout = self.woord.bericht("nummer_onbekend", nummer=te_hoog[0], hoogste=hoogste)
            return Antwoord((fout,), stand)
        if len(nummers) < 2:
            knoppen = [self.woord.knop("vergelijk", "vergelijk_bronnen:1,2")]
            if len(stand.bronnen) < 2:
                return Antwoord((self.woord.bericht("vergelijk_een"),), stand)
            return Antwoord((self.woord.bericht("vergelijk_wat", knoppen),), stand)
        paren = [(n, self.kennis.bronnen[stand.bronnen[n - 1]]) for n in nummers]
        plekken = {b.id: self.woord.plek(g) for _, b in paren if (g := plan.find_plek(self, b))}
        return Antwoord((self.woord.vergelijking(paren, plekken),), stand)

    def toon_collegas(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Suggest collega's who agreed to be found: in the region, and one over de schutting."""
        if stand.stand is Stand.WELKOM:
            return self._eerst_vraag(stand, zegt)
        if self._is_behoefte(stand, zegt):
            return self.verwerk_antwoord(stand, zegt)
        zei_nee = (Contactstatus.NEE, Contactstatus.VERLOPEN)
        zonder_ja = {id_ for id_, status in stand.contacten.items() if status in zei_nee}
        gevonden = self.find_collegas(stand.vraag, zonder_ja)
        ids = tuple(g.collega.id for g in gevonden)
        nieuw = replace(stand, stand=Stand.ADVIES, gevraagd=None, collegas=ids)
        vooraf = self._zonder_samenvatting(stand)
        if not gevonden:
            zonder = not stand.vraag.gemeente
            knoppen = [Knop(self.kennis.aspecten[Aspect.GEMEENTE].naam, "wijzig_aspect:gemeente")]
            knoppen = (knoppen if zonder else []) + self.woord.advies_knoppen("collegas")
            geen = self.woord.bericht("collegas_geen", knoppen, zonder_gemeente=zonder)
            return Antwoord((*vooraf, geen), nieuw)
        collegas = self.woord.collegas(gevonden, zonder_gemeente=not stand.vraag.gemeente)
        # who was on the list before is not suggested anew
        vers = tuple(id_ for id_ in ids if id_ not in stand.collegas)
        return Antwoord((*vooraf, collegas), nieuw, voorgesteld=vers)

    def toon_alles(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Plan, bronnen and collega's one after the other."""
        berichten: list[Bericht] = []
        for toon in (self.toon_stappenplan, self.toon_bronnen, self.toon_collegas):
            antwoord = toon(stand)
            stand = antwoord.stand
            berichten += [replace(b, knoppen=()) for b in antwoord.berichten]
            if stand.stand is Stand.WELKOM:
                return antwoord
            voorgesteld = antwoord.voorgesteld
        wat_nu = self.woord.bericht(
            "wat_nu",
            [
                self.woord.knop("meer", "meer_bronnen"),
                self.woord.knop("nuttig", "nuttig"),
                self.woord.knop("niet_nuttig", "niet_nuttig"),
                *self.woord.advies_knoppen("stappenplan", "bronnen", "collegas"),
            ],
        )
        return Antwoord((*berichten, wat_nu), stand, voorgesteld=voorgesteld)

    def neem_mee(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Offer the page to print and the Markdown; the links are added where they are shown."""
        if stand.stand in (Stand.WELKOM,):
            return Antwoord((self.woord.bericht("meenemen_leeg"),), stand)
        vooraf: tuple[Bericht, ...] = ()
        if not stand.stappen:
            antwoord = self.toon_stappenplan(stand)
            vooraf, stand = antwoord.berichten, antwoord.stand
        if not stand.bronnen:
            antwoord = self.toon_bronnen(stand)
            vooraf, stand = (*vooraf, *antwoord.berichten), antwoord.stand
        vooraf = tuple(replace(b, knoppen=()) for b in vooraf)
        mee = self.woord.bericht(
            "meenemen", self.woord.advies_knoppen("meenemen"), soort="afsluiting"
        )
        gegevens = {
            "vraag": self.woord.vraag_gegevens(stand.vraag),
            "bronnen": list(stand.bronnen),
            "meenemen": True,
            "stappen_gedaan": list(stand.gedaan),
            "reflectievragen": [
                {"vraag": v.vraag, "tip": v.tip}
                for v in plan.choose_reflectievragen(
                    self.kennis.reflectievragen, stand.vraag.fase or Fase.ORIENTATIE
                )
            ],
        }
        return Antwoord((*vooraf, replace(mee, gegevens=gegevens)), stand)

    def vervolg(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Something more after the advice: an addition, or a new vraag? Ask when it could be either."""
        if stand.bronnen and len(tokenize(zegt)) <= 6 and _nummers(zegt, len(stand.bronnen)):
            return self.leg_bron_uit(stand, zegt)
        begrip = self.begrijper.begrijp(zegt, opmerking=True)
        nieuwe_themas = {z.id for z in begrip.themas} - set(stand.vraag.themas)
        if begrip.leeg and not begrip.oplossing:
            return self._zoek_op_woorden(stand, zegt)
        if nieuwe_themas and len(tokenize(zegt)) >= 4:
            knoppen = [
                self.woord.knop("nieuwe_vraag", "vervolg_vraag:nieuw"),
                self.woord.knop("zelfde_vraag", "vervolg_vraag:zelfde"),
            ]
            nieuw = replace(stand, laatste_tekst=zegt, open_keuze="vervolg")
            return Antwoord((self.woord.bericht("vervolg", knoppen),), nieuw)
        return self.vul_aan(stand, zegt)

    def _zoek_op_woorden(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """A wish without an aspect ("is er ook iets over kosten?"): look for its words."""
        gevonden = []
        if len(tokenize(zegt)) >= 4:
            gevonden = self._zoeker.zoek(Zoekvraag(zegt), _BRONNEN_PER_KEER)
        if not gevonden:
            return self.niet_begrepen(stand, zegt)
        ids = tuple(g.bron.id for g in gevonden)
        getoond = tuple(dict.fromkeys((*stand.getoond, *ids)))
        nieuw = replace(stand, bronnen=ids, getoond=getoond, niet_begrepen=0)
        return Antwoord((self.woord.bronnen(gevonden, "woorden"),), nieuw)

    def vervolg_vraag(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Go on with what was typed after the advice, as a new vraag or as part of this one."""
        if not stand.laatste_tekst:
            return self.hervat(stand)
        tekst, stand = stand.laatste_tekst, replace(stand, laatste_tekst="")
        if zegt == "zelfde":
            return self.vul_aan(stand, tekst)
        begrip = self.begrijper.begrijp(tekst)
        schoon = replace(self._schoon(stand), wachtrij=stand.wachtrij)
        antwoord = self._start_vraag(schoon, tekst, begrip)
        return replace(antwoord, nieuwe_sessie=True, bewaar=_te_bewaren(stand))

    def noteer_nuttig(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """The suggestions helped."""
        return replace(self._en_hervat(stand, self.woord.bericht("nuttig_ja")), nuttig=True)

    def noteer_niet_nuttig(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """The suggestions did not help: offer other ways."""
        if stand.stand is not Stand.ADVIES:
            return self._vraag_correctie(stand)
        knoppen = [
            self.woord.knop("meer", "meer_bronnen"),
            self.woord.knop("aanpassen", "corrigeer"),
            self.woord.knop("mens", "vraag_mens"),
        ]
        nieuw = replace(stand, open_keuze="meer")
        return Antwoord((self.woord.bericht("nuttig_nee", knoppen),), nieuw, nuttig=False)

    # --- at any time ------------------------------------------------------------------------------------------

    def roep_mens(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Say how to reach the kennismakelaar, and keep the vraag ready for them."""
        bewaard = bool(stand.vraag.tekst) and not stand.vraag.gevoelig
        naam = "mens_contact" if self._kennismakelaar else "mens_zonder_contact"
        knoppen = [self.woord.knop("collegas", "toon_collegas")] if stand.vraag.tekst else []
        bericht = self.woord.bericht(
            naam, knoppen, contact=self._kennismakelaar, bewaard=bewaard, collegas=bool(knoppen)
        )
        return replace(self._en_hervat(stand, bericht), kennisvraag="mens" if bewaard else "")

    def begin_opnieuw(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Leave this vraag and start a new one; only gemeente and leervoorkeur are remembered."""
        if stand.wachtrij and stand.stand is not Stand.WELKOM:
            volgende = stand.wachtrij[0]
            schoon = replace(self._schoon(stand), wachtrij=stand.wachtrij)
            knoppen = [
                self.woord.knop("volgende_vraag", "kies_vraag:1"),
                self.woord.knop("opnieuw", "wis_wachtrij"),
            ]
            bericht = self.woord.bericht("deelvraag_volgende", knoppen, vraag=volgende)
            return Antwoord((bericht,), replace(schoon, open_keuze="deelvraag"))
        gemeente = stand.vraag.gemeente
        naam = self.kennis.gemeenten[gemeente].naam if gemeente else ""
        bericht = self.woord.bericht("opnieuw", gemeente=naam)
        return Antwoord(
            (bericht,), self._schoon(stand), nieuwe_sessie=True, bewaar=_te_bewaren(stand)
        )

    def wis_wachtrij(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Start anew, without the question that waited."""
        return self.begin_opnieuw(replace(stand, wachtrij=()))

    def stop(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Stop here; what was told stays until it is forgotten."""
        knoppen = [self.woord.knop("opnieuw", "begin_opnieuw")]
        return Antwoord((self.woord.bericht("gestopt", knoppen, soort="afsluiting"),), stand)

    def neem_afscheid(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Say goodbye, or take up the question that still waits."""
        if stand.wachtrij and stand.stand is Stand.ADVIES:
            return self.begin_opnieuw(stand)
        return Antwoord((self.woord.bericht("afscheid", soort="afsluiting"),), stand)

    def vraag_vergeten(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Ask whether to forget this gesprek for good."""
        knoppen = [
            self.woord.knop("vergeet_ja", "vergeet:ja"),
            self.woord.knop("vergeet_nee", "vergeet:nee"),
        ]
        return Antwoord(
            (self.woord.bericht("vergeet_zeker", knoppen),), replace(stand, open_keuze="vergeten")
        )

    def bevestig_vergeten(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Say that the gesprek was forgotten (the caller does it) or is kept."""
        if zegt == "ja":
            bericht = self.woord.bericht("vergeten", soort="afsluiting")
            return Antwoord((bericht,), Gespreksstand(), vergeet=True)
        return self._en_hervat(stand, self.woord.bericht("niet_vergeten"))

    def hervat(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Go back to where the gesprek was, after something else came in between."""
        return Antwoord((self._waar_we_waren(stand),), stand)

    def niet_begrepen(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Say so once; the second time in a row offer other ways on."""
        stand = replace(stand, niet_begrepen=stand.niet_begrepen + 1, laatste_tekst=zegt)
        if stand.stand is Stand.WELKOM:
            return self._vraag_om_vraag(replace(stand, niet_begrepen=stand.niet_begrepen - 1), zegt)
        if stand.niet_begrepen % 2:
            if stand.gevraagd or stand.stand is Stand.SAMENVATTING:
                return Antwoord(
                    (self.woord.bericht("niet_begrepen"), self._waar_we_waren(stand)), stand
                )
            knoppen = self.woord.advies_knoppen("meenemen")
            return Antwoord((self.woord.bericht("niet_begrepen", knoppen),), stand)
        knoppen = [
            self.woord.knop("samenvatting", "toon_samenvatting"),
            self.woord.knop("opnieuw", "begin_opnieuw"),
            self.woord.knop("mens", "vraag_mens"),
        ]
        return Antwoord((self.woord.bericht("niet_begrepen_weer", knoppen),), stand)

    def buiten_onderwerp(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Say what the assistant is not for, and leave room for having misjudged."""
        if stand.stand is Stand.WELKOM and self.begrijper.begrijp(zegt).themas:
            return self.begrijp_vraag(stand, zegt)
        gevraagd = stand.gevraagd
        if gevraagd in _MET_KEUZES and self.begrijper.begrijp_antwoord(gevraagd, zegt) is not None:
            return self.verwerk_antwoord(stand, zegt)
        nieuw = replace(stand, laatste_tekst=zegt, open_keuze="toch")
        naam = "buiten_onderwerp_weer" if stand.ter_plaatse % 2 else "buiten_onderwerp"
        bericht = self.woord.bericht(naam, [self.woord.knop("toch_vraag", "toch_vraag")])
        if stand.stand is Stand.WELKOM:
            return Antwoord((bericht,), nieuw)
        return self._en_hervat(nieuw, bericht)

    def toch_vraag(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """It was about the vraag after all: take the last text as such."""
        if not stand.laatste_tekst:
            return self.hervat(stand)
        tekst, stand = stand.laatste_tekst, replace(stand, laatste_tekst="")
        if stand.stand is Stand.WELKOM:
            return self._start_vraag(stand, tekst, self.begrijper.begrijp(tekst))
        return self.verwerk_antwoord(stand, tekst)

    def alleen_emoji(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """Nothing but signs was typed."""
        naam = "alleen_emoji_weer" if stand.ter_plaatse % 2 else "alleen_emoji"
        return self._en_hervat(stand, self.woord.bericht(naam))

    def oude_knop(self, stand: Gespreksstand, zegt: str = "") -> Antwoord:
        """A button of a vraag that was left behind."""
        return self._en_hervat(stand, self.woord.bericht("oude_knop"))

    # --- used by other doors ----------------------------------------------------------------------------------

    def planner(self, vraag: Vraag) -> Planner:
        gemeente = self.kennis.gemeenten.get(vraag.gemeente or "")
        return Planner(
            vraag,
            self.kennis,
            gemeente.grootte if gemeente else None,
            lambda stap: [g.bron for g in self._zoek_bij_stap(stap, vraag)],
        )

    def plan_van(self, stand: Gespreksstand) -> Stappenplan:
        """The plan as the advisor left it; made anew when there was none."""
        planner = self.planner(stand.vraag)
        return planner.rebuild(stand.stappen) or planner.compose(gewoon=stand.gewoon_plan)

    def stap_van(self, stand: Gespreksstand, plek: int) -> GekozenStap:
        """The stap at *plek* of the plan as it was shown."""
        return next(s for s in self.plan_van(stand).stappen if s.stap.id == stand.stappen[plek])

    def find_collegas(self, vraag: Vraag, zonder: Collection[str] = ()) -> list[GevondenCollega]:
        themanamen = {id_: k.in_zin for id_, k in self.kennis.themas.items()}
        return find_collegas(
            vraag,
            self.collegas(),
            self.kennis.gemeenten,
            themanamen=themanamen,
            reden=self.kennis.reden,
            raakt_aan={id_: k.raakt_aan for id_, k in self.kennis.themas.items()},
            last=self._last(),
            vandaag=self.vandaag(),
            zonder=zonder,
        )

    def geen_contact(self, stand: Gespreksstand) -> Antwoord:
        """What to say when a contactverzoek could not be sent after all."""
        return mensen.geen_contact(self, stand)

    # --- how a turn goes on -----------------------------------------------------------------------------------

    def _ga_verder(
        self, stand: Gespreksstand, *vooraf: Bericht, eerst: Aspect | None = None
    ) -> Antwoord:
        """Ask what helps most, or show the summary when the vraag is clear enough."""
        if stand.stand is Stand.ADVIES:
            return self._bied_opnieuw_aan(stand, *vooraf)
        if eerst and not stand.vraag.knows(eerst) and eerst not in stand.overgeslagen:
            aspect: Aspect | None = eerst
        else:
            aspect = self._verheldering.next_aspect(stand)
        if aspect is None:
            nieuw = replace(stand, stand=Stand.SAMENVATTING, gevraagd=None)
            eerder_gezien = any(s.stand is Stand.SAMENVATTING for s in (stand, *stand.eerder))
            samenvatting = self.woord.samenvatting(
                stand.vraag, "samenvatting_kort" if eerder_gezien else "samenvatting"
            )
            return Antwoord((*vooraf, samenvatting), nieuw)
        nieuw = replace(
            stand, stand=Stand.VERHELDERING, gevraagd=aspect, gesteld=(*stand.gesteld, aspect)
        )
        return Antwoord((*vooraf, self._vraag(nieuw, aspect)), nieuw)

    def _bied_opnieuw_aan(self, stand: Gespreksstand, *vooraf: Bericht) -> Antwoord:
        """The vraag changed after the suggestions: those no longer hold, so offer to make them again."""
        if stand.eerder and stand.eerder[-1].vraag == stand.vraag:
            return self._en_hervat(stand, *vooraf)
        knoppen = [
            self.woord.knop("alles", "toon_alles"),
            *self.woord.advies_knoppen("meenemen", "opnieuw"),
        ]
        nieuw = replace(
            stand,
            bronnen=(),
            getoond=(),
            stappen=(),
            gezien=(),
            gewoon_plan=False,
            open_keuze="alles",
        )
        return Antwoord((*vooraf, self.woord.bericht("voorstellen_opnieuw", knoppen)), nieuw)

    def _en_hervat(self, stand: Gespreksstand, *vooraf: Bericht) -> Antwoord:
        return Antwoord((*vooraf, self._waar_we_waren(stand)), stand)

    def _waar_we_waren(self, stand: Gespreksstand) -> Bericht:
        """Where the gesprek is, in other words each second time in a row."""
        weer = stand.ter_plaatse % 2 == 1
        match stand.stand:
            case Stand.VERHELDERING if stand.gevraagd:
                return self._vraag(
                    stand, stand.gevraagd, vorm="vraag_weer" if weer else "vraag_terug"
                )
            case Stand.TEKST:
                return self.woord.bericht("tekst_vraag_weer" if weer else "tekst_vraag")
            case Stand.ADVIES:
                naam = "wat_nu_weer" if weer else "wat_nu"
                return self.woord.bericht(naam, self.woord.advies_knoppen())
            case Stand.WELKOM:
                return self._vraag_naar_vraag(stand, weer)
        return self.woord.samenvatting(
            stand.vraag, "samenvatting_weer" if weer else "samenvatting_kort"
        )

    def _vraag_naar_vraag(self, stand: Gespreksstand, weer: bool) -> Bericht:
        """Ask for the vraag; while the choice on review is open that choice stands beside it."""
        if len(stand.wachtrij) > 1:
            knoppen = [
                self.woord.knop("eerste_vraag", "kies_vraag:1"),
                self.woord.knop("tweede_vraag", "kies_vraag:2"),
            ]
            return self.woord.bericht("deelvragen_weer", knoppen, vragen=stand.wachtrij)
        if stand.open_keuze == "privacy":
            knoppen = [
                self.woord.knop("toestemming_ja", "kies_privacy:ja"),
                self.woord.knop("toestemming_nee", "kies_privacy:nee"),
            ]
            return self.woord.bericht("privacy_open_weer" if weer else "privacy_open", knoppen)
        if weer:
            return self.woord.bericht("geen_vraag_weer", self._onderwerpen(stand))
        return self.woord.bericht("geen_vraag")

    def _onderwerpen(self, stand: Gespreksstand) -> list[Knop]:
        opties = self._verheldering.options(stand, Aspect.THEMA, _KEUZES)
        knoppen = [Knop(self.kennis.themas[o].naam, f"kies_waarde:thema={o}") for o in opties]
        return [*knoppen, self.woord.knop("mens", "vraag_mens")]

    def _vraag(self, stand: Gespreksstand, aspect: Aspect, vorm: str = "vraag") -> Bericht:
        opties = self._verheldering.options(stand, aspect, _KEUZES)
        return self.woord.vraag(
            stand, aspect, opties, nog=self._verheldering.nog_ongeveer(stand), vorm=vorm
        )

    def _niet_begrepen_antwoord(self, stand: Gespreksstand) -> Antwoord:
        assert stand.gevraagd is not None
        if stand.niet_begrepen == 0:
            nieuw = replace(stand, niet_begrepen=1)
            return Antwoord((self._vraag(nieuw, stand.gevraagd, vorm="vraag_opnieuw"),), nieuw)
        nieuw = replace(
            stand,
            gevraagd=None,
            wijzigt=False,
            niet_begrepen=0,
            overgeslagen=(*stand.overgeslagen, stand.gevraagd),
        )
        return self._ga_verder(nieuw, self.woord.bericht("overgeslagen_niet_begrepen"))

    def _vraag_om_vraag(self, stand: Gespreksstand, tekst: str) -> Antwoord:
        """What was typed holds no vraag. A yes that follows is no yes to review any more."""
        stand = replace(
            stand, niet_begrepen=stand.niet_begrepen + 1, laatste_tekst=tekst, open_keuze=""
        )
        if stand.niet_begrepen % 2:
            return Antwoord((self.woord.bericht("geen_vraag"),), stand)
        bericht = self.woord.bericht("geen_vraag_weer", self._onderwerpen(stand))
        return Antwoord((bericht,), stand)

    def _meer_begrepen(
        self, oud: Gespreksstand, vraag: Vraag, gevraagd: Aspect | None
    ) -> tuple[Bericht, ...]:
        """Say back what an answer told besides what was asked; nothing when there was nothing else."""
        anders = [a for a in Aspect if vraag.get(a) != oud.vraag.get(a) and a is not gevraagd]
        uit: list[Bericht] = []
        if genoemd := [a for a in anders if a not in (Aspect.AANLEIDING, Aspect.GEVOELIG)]:
            anders_dan_eerst = any(oud.vraag.knows(a) for a in genoemd)
            bericht = self.woord.bericht(
                "gecorrigeerd" if anders_dan_eerst else "ook_genoteerd",
                soort="begrepen",
                wat=self._regels(vraag, genoemd),
            )
            gegevens = {"vraag": self.woord.vraag_gegevens(vraag)}
            uit.append(replace(bericht, gegevens=gegevens))
        if Aspect.AANLEIDING in anders:
            uit.append(self.woord.bericht("meegenomen"))
        if Aspect.GEVOELIG in anders and vraag.gevoelig:
            uit.append(self.woord.bericht("gevoelig_genoteerd"))
        return tuple(uit)

    def _gecorrigeerd(self, vraag: Vraag, *aspecten: Aspect) -> Bericht:
        return self.woord.bericht("gecorrigeerd", wat=self._regels(vraag, aspecten))

    def _regels(self, vraag: Vraag, aspecten: Sequence[Aspect]) -> str:
        regels = [
            f"{a['naam']}: {', '.join(w['naam'] for w in a['waarden'])}."
            for a in self.woord.aspecten(vraag)
            if a["aspect"] in aspecten
        ]
        return " ".join(regels)

    def _zonder_samenvatting(self, stand: Gespreksstand) -> tuple[Bericht, ...]:
        if stand.stand is Stand.ADVIES:
            return ()
        return (self.woord.bericht("zonder_samenvatting"),)

    def _eerst_vraag(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        """Suggestions are asked for before there is a vraag; perhaps the wish holds one ("bronnen over schulden")."""
        begrip = self.begrijper.begrijp(zegt)
        if begrip.themas or begrip.doelgroepen:
            return self.begrijp_vraag(stand, zegt)
        return Antwoord((self.woord.bericht("eerst_vraag"),), stand)

    def _eerst_bronnen(self, stand: Gespreksstand, zegt: str) -> Antwoord:
        if stand.stand is Stand.WELKOM:
            return self._eerst_vraag(stand, zegt)
        knoppen = [self.woord.knop("bronnen", "toon_bronnen")]
        nieuw = replace(stand, open_keuze="bronnen")
        return Antwoord((self.woord.bericht("eerst_bronnen", knoppen),), nieuw)

    def _nummer_fout(
        self, nummers: Sequence[int], hoogste: int, wat: str, intent: str
    ) -> Bericht | None:
        """What to say when none of the numbers of the list was named; None when one was."""
        knoppen = [
            Knop(self.woord.tekst(f"knop:{wat}_nummer", nummer=n), f"{intent}:{n}")
            for n in range(1, hoogste + 1)
        ]
        if not nummers:
            return self.woord.bericht("welk_nummer", knoppen, hoogste=hoogste)
        if nummers[0] > hoogste:
            return self.woord.bericht(
                "nummer_onbekend", knoppen, nummer=nummers[0], hoogste=hoogste
            )
        return None

    def _niets_gevonden(self, stand: Gespreksstand) -> Bericht:
        k = self.kennis
        waarnaar = [k.themas[t].in_zin for t in stand.vraag.themas]
        waarnaar += [k.behoeften[b].in_zin for b in stand.vraag.behoeften]
        knoppen = [
            self.woord.knop("aanpassen", "corrigeer"),
            self.woord.knop("stappenplan", "toon_stappenplan"),
            self.woord.knop("mens", "vraag_mens"),
        ]
        tekst = f'"{stand.vraag.tekst}"'
        nabij = self._zoeker.find_nabij(to_zoekvraag(stand.vraag), _NABIJ)
        return self.woord.bericht(
            "bronnen_geen",
            knoppen,
            soort="bronnen",
            waarnaar=", ".join(waarnaar) or tekst,
            nabij=nabij,
            bewaard=not stand.vraag.gevoelig,
        )

    # --- searching --------------------------------------------------------------------------------------------

    def _zoek(self, stand: Gespreksstand, welke: str) -> list[GerangschikteBron]:
        zoekvraag = to_zoekvraag(stand.vraag)
        match welke:
            case "meer":
                zoekvraag = replace(zoekvraag, zonder=frozenset(stand.getoond))
            case "korter":
                zoekvraag = replace(zoekvraag, hoogstens_minuten=_KORT_MINUTEN)
            case "cijfers":
                gevonden = self._zoeker.zoek(
                    replace(zoekvraag, alleen_soorten=_CIJFERSOORTEN), _BRONNEN_PER_KEER
                )
                if len(gevonden) > 1:
                    return gevonden
                zoekvraag = replace(zoekvraag, alleen_soorten=_ONDERZOEKSOORTEN)
            case "nieuwer":
                zoekvraag = replace(zoekvraag, nieuwste_eerst=True)
        return self._zoeker.zoek(zoekvraag, _BRONNEN_PER_KEER)

    def _zoek_bij_stap(self, stap: Stap, vraag: Vraag) -> list[GerangschikteBron]:
        """What helps with *stap* for these thema's. The whole vraag would find the same bronnen at every stap."""
        if not stap.zoek:
            return []
        themas = " ".join(self.kennis.themas[t].naam for t in vraag.themas)
        zoekvraag = replace(to_zoekvraag(vraag), tekst=f"{stap.zoek} {themas}")
        gevonden = self._zoeker.zoek(zoekvraag, _BRONNEN_BIJ_STAP)
        # variety is for who looks around: at a stap a bron fits or it is not there
        return [g for g in gevonden if g.score >= _PAST_BIJ_STAP]

    def _gerangschikt(self, stand: Gespreksstand, bron_id: str) -> GerangschikteBron:
        return self._zoeker.explain(to_zoekvraag(stand.vraag), bron_id)

    # --- small ------------------------------------------------------------------------------------------------

    def _waarde_van(self, naam: str, ruw: str) -> Any:
        keuzes = self.kennis.keuzes(Aspect(naam)) if naam in set(Aspect) else {}
        match naam:
            case Aspect.GEVOELIG if ruw in ("ja", "nee"):
                return ruw == "ja"
            case Aspect.GEMEENTE if ruw in self.kennis.gemeenten:
                return ruw
            case _ if ruw not in keuzes:
                return None
            case Aspect.THEMA | Aspect.DOELGROEP:
                return (ruw,)
            case Aspect.BEHOEFTE:
                return (Behoefte(ruw),)
            case Aspect.FASE:
                return Fase(ruw)
            case Aspect.TERMIJN:
                return Termijn(ruw)
            case Aspect.LEERVOORKEUR:
                return Leervoorkeur(ruw)
        return None

    def _onthoud(self, stand: Gespreksstand) -> Gespreksstand:
        """The same stand, with itself on the stack that going back returns to."""
        eerder = (*stand.eerder, replace(stand, eerder=()))[-_TERUG_TOT:]
        return replace(stand, eerder=eerder)

    def _schoon(self, stand: Gespreksstand) -> Gespreksstand:
        vraag = Vraag(gemeente=stand.vraag.gemeente, leervoorkeur=stand.vraag.leervoorkeur)
        return Gespreksstand(vraag=vraag)


# Turns in modules of their own: functions of the Beurten, the stand and what was said
_ELDERS: Mapping[str, Callable[[Beurten, Gespreksstand, str], Antwoord]] = {
    **plan.BEURTEN,
    **mensen.BEURTEN,
}
BEURTEN = _ELDERS.keys() | frozenset(
    naam
    for naam, methode in vars(Beurten).items()
    if not naam.startswith("_")
    and getattr(methode, "__annotations__", {}).keys() == {"stand", "zegt", "return"}
    and methode.__annotations__["return"] == "Antwoord"
)


def _vul_aan(vraag: Vraag, begrip: Begrip, behalve: Aspect | None = None) -> Vraag:
    """Take from *begrip* what is not known yet; what the advisor said before stays."""
    for aspect, waarde in _gevonden(begrip):
        if aspect is behalve:
            continue
        nu = vraag.get(aspect)
        if not vraag.knows(aspect):
            vraag = vraag.with_aspect(aspect, waarde)
        elif aspect in (Aspect.DOELGROEP, Aspect.BEHOEFTE) and set(waarde) - set(nu):
            vraag = vraag.with_aspect(aspect, tuple(dict.fromkeys((*nu, *waarde)))[:3])
    return vraag


def _ook_thema(vraag: Vraag, begrip: Begrip) -> Vraag:
    """With the thema's of *begrip* besides those that were known."""
    themas = tuple(dict.fromkeys((*vraag.themas, *(z.id for z in begrip.themas))))[
        :_HOOGSTENS_THEMAS
    ]
    return vraag if len(themas) <= len(vraag.themas) else vraag.with_aspect(Aspect.THEMA, themas)


def _als_aanleiding(vraag: Vraag, zegt: str) -> Vraag:
    """With a sentence that fits nowhere else as what is going on; nothing that was told gets lost."""
    if len(tokenize(zegt)) < _VERTELT_IETS or zegt.rstrip().endswith("?"):
        return vraag
    eerder = vraag.aanleiding or ""
    if zegt.strip() in eerder or len(eerder) + len(zegt) > _AANLEIDING_TEKENS:
        return vraag
    punt = " " if not eerder or eerder[-1] in ".!?" else ". "
    return vraag.with_aspect(Aspect.AANLEIDING, f"{eerder}{punt}{zegt.strip()}".strip())


def _terug_van_wijzigen(stand: Gespreksstand) -> Gespreksstand:
    """Back to where the advisor was when asking to change something."""
    vandaan = next((s for s in reversed(stand.eerder) if not s.wijzigt), None)
    return replace(stand, stand=vandaan.stand, wijzigt=False) if vandaan else stand


def _grond(stand: Gespreksstand) -> tuple[Any, ...]:
    """What a plan is composed of."""
    v = stand.vraag
    return v.tekst, v.themas, v.fase, v.behoeften, v.gemeente, v.termijn, v.gevoelig


def _plaats(stand: Gespreksstand) -> tuple[Any, ...]:
    return stand.stand, stand.vraag, stand.gevraagd, stand.gesteld, stand.wachtrij


def _welke_lijkt(zegt: str, vragen: Sequence[str]) -> int | None:
    """The place of the one question that shares the most telling words with *zegt*; None when none stands out."""
    woorden = {w for w in tokenize(zegt) if len(w) >= 5}
    gedeeld = [len(woorden & set(tokenize(v))) for v in vragen]
    hoogste = max(gedeeld, default=0)
    return gedeeld.index(hoogste) if hoogste and gedeeld.count(hoogste) == 1 else None


def _gevonden(begrip: Begrip) -> list[tuple[Aspect, Any]]:
    alles: list[tuple[Aspect, Any]] = [
        (Aspect.THEMA, tuple(z.id for z in begrip.themas)),
        (Aspect.DOELGROEP, tuple(z.id for z in begrip.doelgroepen)),
        (Aspect.FASE, Fase(begrip.fase.id) if begrip.fase else None),
        (Aspect.BEHOEFTE, tuple(Behoefte(z.id) for z in begrip.behoeften)),
        (Aspect.GEMEENTE, begrip.gemeente.code if begrip.gemeente else None),
        (Aspect.TERMIJN, begrip.termijn),
        (Aspect.GEVOELIG, begrip.gevoelig or None),
    ]
    return [(a, w) for a, w in alles if w not in (None, ())]


def _zonder(vraag: Vraag, weg: frozenset[str]) -> Vraag:
    for aspect in (Aspect.THEMA, Aspect.DOELGROEP, Aspect.BEHOEFTE):
        nu = vraag.get(aspect)
        over = tuple(w for w in nu if w not in weg)
        if over != nu:
            vraag = vraag.with_aspect(aspect, over)
    if vraag.fase in weg:
        vraag = vraag.with_aspect(Aspect.FASE, None)
    return vraag


def _nummers(tekst: str, hoogste: int) -> list[int]:
    """The numbers that *tekst* names, in order, without repeats: "1 en 3", "de eerste en de laatste", "1,2"."""
    uit: list[int] = []
    for woord in re.findall(r"\d+|[a-zë]+", tekst.lower().replace("één", "een")):
        nr = int(woord) if woord.isdigit() else _TELWOORDEN.get(woord, 0)
        # "een bron" is no number one
        if woord == "een" and not re.search(r"\been\b\s*(?:en|,|\.|$)", tekst.lower()):
            continue
        nr = hoogste if nr == -1 else nr
        if nr > 0 and nr not in uit:
            uit.append(nr)
    return uit


def _te_bewaren(stand: Gespreksstand) -> dict[str, str]:
    bewaar = {"gemeente": stand.vraag.gemeente, "leervoorkeur": stand.vraag.leervoorkeur}
    return {k: str(v) for k, v in bewaar.items() if v}
