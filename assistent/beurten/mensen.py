"""Turns around people: being found as a collega, asking one for contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistent.collegas import HOOGSTENS_CONTACTEN
from assistent.model import Antwoord, Bericht, Collega, Contactstatus, Gespreksstand, Knop, Stand

if TYPE_CHECKING:
    from assistent.beurten import Beurten

_AL_GEVRAAGD = {
    Contactstatus.OPEN: "contact_wacht",
    Contactstatus.JA: "contact_al_ja",
    Contactstatus.NEE: "contact_al_nee",
    Contactstatus.VERLOPEN: "contact_al_nee",
    Contactstatus.INGETROKKEN: "contact_al_nee",
}


def vraag_contact(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Say what a collega gets to read, and ask whether to ask them."""
    if stand.stand is Stand.WELKOM or not stand.collegas:
        return b.toon_collegas(stand)
    if stand.vraag.gevoelig:
        return _zeg(b, stand, "contact_gevoelig", b.woord.knop("mens", "vraag_mens"))
    nr = b.kies_nummer(stand, zegt, len(stand.collegas), "collega", "vraag_contact")
    if isinstance(nr, Antwoord):
        return nr
    id_ = stand.collegas[nr]
    collega = _vind(b, id_)
    if (belet := _belet(b, stand, id_, collega)) is not None:
        return Antwoord((belet,), stand)
    assert collega is not None
    knoppen = [b.woord.knop("contact_ja", "contact:ja"), b.woord.knop("contact_nee", "contact:nee")]
    zeker = b.woord.bericht(
        "contact_zeker",
        knoppen,
        wie=_noem(b, collega),
        vraag=b.woord.verhelderde_tekst(stand.vraag),
        themas=[b.kennis.themas[t].naam for t in stand.vraag.themas],
        gemeente=_gemeente(b, stand.vraag.gemeente),
    )
    return Antwoord((zeker,), replace(stand, contact=id_, open_keuze="contact"))


def bevestig_contact(b: Beurten, stand: Gespreksstand, zegt: str) -> Antwoord:
    """Take the yes or no to asking a collega; who keeps the gesprek sends it."""
    id_, stand = stand.contact, replace(stand, contact="", open_keuze="")
    if not id_:
        return b.hervat(stand)
    if zegt != "ja":
        return _zeg(b, stand, "contact_toch_niet", *b.woord.advies_knoppen("meenemen"))
    if stand.vraag.gevoelig:
        return _zeg(b, stand, "contact_gevoelig", b.woord.knop("mens", "vraag_mens"))
    collega = _vind(b, id_)
    # a turn that is taken again finds its own verzoek: it was sent, and says so again
    weer = collega is not None and stand.contacten.get(id_) is Contactstatus.OPEN
    if not weer and (belet := _belet(b, stand, id_, collega)) is not None:
        return Antwoord((belet,), stand)
    assert collega is not None
    gevraagd = b.woord.bericht(
        "contact_gevraagd",
        b.woord.advies_knoppen("meenemen"),
        wie=_noem(b, collega),
        met_post=b.met_post,
        dagen=b.contact_dagen,
    )
    return Antwoord((gevraagd,), stand, contact=id_)


def geen_contact(b: Beurten, stand: Gespreksstand) -> Antwoord:
    """The collega withdrew, or the last place was taken, between the yes and the sending."""
    return Antwoord((_weg(b),), stand)


def word_collega(b: Beurten, stand: Gespreksstand, zegt: str = "") -> Antwoord:
    """Say what it means to be found as a collega, with the way to the form."""
    return _met_formulier(b, stand, "collega_worden", "aanmelden")


def wijzig_collega(b: Beurten, stand: Gespreksstand, zegt: str = "") -> Antwoord:
    """Lead to where a collega changes what others see, or takes a break."""
    return _met_formulier(b, stand, "collega_wijzigen", "wijzigen")


def stop_collega(b: Beurten, stand: Gespreksstand, zegt: str = "") -> Antwoord:
    """Lead to where a collega withdraws."""
    return _met_formulier(b, stand, "collega_stoppen", "wijzigen")


def _met_formulier(b: Beurten, stand: Gespreksstand, naam: str, pagina: str) -> Antwoord:
    vraag = stand.vraag
    bericht = b.woord.bericht(naam, soort="uitleg", met_post=b.met_post)
    gegevens = {
        # who shows this makes the link of it: a link holds a key that runs out
        "formulier": {
            "pagina": pagina,
            "gemeente": vraag.gemeente or "",
            "themas": list(vraag.themas),
            "fase": vraag.fase.value if vraag.fase else "",
        }
    }
    verder = b.hervat(stand)
    return replace(verder, berichten=(replace(bericht, gegevens=gegevens), *verder.berichten))


def _vind(b: Beurten, id_: str) -> Collega | None:
    """This collega as the directory holds them now; None when they withdrew or have a break."""
    vandaag = b.vandaag()
    return next((c for c in b.collegas() if c.id == id_ and c.is_beschikbaar(vandaag)), None)


def _belet(b: Beurten, stand: Gespreksstand, id_: str, collega: Collega | None) -> Bericht | None:
    """What stands in the way of asking this collega; None when nothing does."""
    if collega is None:
        return _weg(b)
    if collega.voorbeeld:
        return b.woord.bericht("contact_voorbeeld", b.woord.advies_knoppen("collegas", "meenemen"))
    if (status := stand.contacten.get(id_)) is not None:
        return b.woord.bericht(_AL_GEVRAAGD[status], _andere(b))
    if sum(s is Contactstatus.OPEN for s in stand.contacten.values()) >= HOOGSTENS_CONTACTEN:
        knoppen = b.woord.advies_knoppen("collegas", "meenemen")
        return b.woord.bericht("contact_genoeg", knoppen, hoogstens=HOOGSTENS_CONTACTEN)
    return None


def _weg(b: Beurten) -> Bericht:
    return b.woord.bericht("contact_weg", _andere(b))


def _andere(b: Beurten) -> list[Knop]:
    return [b.woord.knop("andere_collega", "toon_collegas")]


def _zeg(b: Beurten, stand: Gespreksstand, naam: str, *knoppen: Knop) -> Antwoord:
    return Antwoord((b.woord.bericht(naam, knoppen),), stand)


def _noem(b: Beurten, collega: Collega) -> str:
    """A collega without their name: that comes after a yes."""
    gemeente = _gemeente(b, collega.gemeente)
    return f"{collega.functie}, {gemeente}" if gemeente else collega.functie


def _gemeente(b: Beurten, code: str | None) -> str:
    gemeente = b.kennis.gemeenten.get(code or "")
    return gemeente.naam if gemeente else ""


BEURTEN: Mapping[str, Callable[[Beurten, Gespreksstand, str], Antwoord]] = {
    "vraag_contact": vraag_contact,
    "bevestig_contact": bevestig_contact,
    "word_collega": word_collega,
    "wijzig_collega": wijzig_collega,
    "stop_collega": stop_collega,
}
