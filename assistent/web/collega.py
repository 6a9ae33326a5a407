"""The pages for collega's: register, change, take a break, withdraw, and say yes or no to a contactverzoek.

Plain forms that need no script. The key in the address says who it is for; there are no accounts.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistent.errors import TeVeelBerichten, TokenInvalid
from assistent.mensen import Mensen
from assistent.model import Collega, Contactstatus, Contactverzoek, Fase
from assistent.privacy import clean
from assistent.service import Assistent
from assistent.web.limiet import Limiet
from assistent.web.tokens import make_token, read_token

router = APIRouter(tags=["collega's"], include_in_schema=False)

_MAP = Path(__file__).parent
_DAG = 24 * 60
# A personal link keeps working as long as someone opens it now and then: every page shows a fresh one
_PERSOONLIJK = 365 * _DAG
_BEVESTIGEN = 7 * _DAG
# How long a page may stay open before it is sent
_FORMULIER = _DAG
_MEESTE_VELDEN = 120
_VELDEN = ("naam", "functie", "gemeente", "email", "over", "pauze_tot")


class _Fout(Exception):
    """What the reader of a page must know, as a page."""

    def __init__(self, status: int, wat: str, wacht: int = 0) -> None:
        super().__init__(wat)
        self.status, self.wat, self.wacht = status, wat, wacht


# --- links --------------------------------------------------------------------------------------------------------


def make_formulierpad(assistent: Assistent, formulier: Mapping[str, Any]) -> str:
    """Where a bericht leads whose `gegevens` hold *formulier*; what is known of the vraag is filled in already."""
    s = assistent.settings
    if formulier["pagina"] == "wijzigen":
        sleutel = make_token("-", "link", s.geheim, now=assistent.now(), minuten=s.token_minuten)
        return f"/collega/link/{sleutel}"
    bekend = "|".join((formulier["gemeente"], ",".join(formulier["themas"]), formulier["fase"]))
    sleutel = make_token(
        bekend, "aanmelden", s.geheim, now=assistent.now(), minuten=s.token_minuten
    )
    return f"/collega/nieuw/{sleutel}"


def make_persoonlijk_pad(assistent: Assistent, collega: str) -> str:
    s = assistent.settings
    sleutel = make_token(collega, "collega", s.geheim, now=assistent.now(), minuten=_PERSOONLIJK)
    return f"/collega/ik/{sleutel}"


def make_bevestigpad(assistent: Assistent, collega: Collega) -> str:
    s, merk = assistent.settings, assistent.mensen.merk_van(collega)
    wie = f"{collega.id} {merk}"
    sleutel = make_token(wie, "bevestig", s.geheim, now=assistent.now(), minuten=_BEVESTIGEN)
    return f"/collega/bevestig/{sleutel}"


def make_contactpad(assistent: Assistent, verzoek: Contactverzoek) -> str:
    s = assistent.settings
    over = verzoek.gemaakt + timedelta(days=s.contact_dagen) - assistent.now()
    # longer than it is open, so that who comes late reads that it ran out
    minuten = max(1, int(over.total_seconds() // 60)) + 30 * _DAG
    sleutel = make_token(verzoek.id, "contact", s.geheim, now=assistent.now(), minuten=minuten)
    return f"/contact/{sleutel}"


# --- pages --------------------------------------------------------------------------------------------------------


@router.get("/static/collega.css")
async def stijl() -> FileResponse:
    return FileResponse(_MAP / "static" / "collega.css")


@router.get("/collega/nieuw/{sleutel}")
async def nieuw(request: Request, sleutel: str) -> HTMLResponse:
    """The empty form, but for what the gesprek told already."""
    return await _pagina(request, _toon_nieuw, sleutel)


@router.post("/collega/nieuw/{sleutel}")
async def meld_aan(request: Request, sleutel: str) -> HTMLResponse:
    """Register, and give the personal link or ask to confirm the address."""
    return await _pagina(request, _meld_aan, sleutel)


@router.get("/collega/link/{sleutel}")
async def vraag_link(request: Request, sleutel: str) -> HTMLResponse:
    """How to get to the own page."""
    return await _pagina(request, _toon_link, sleutel)


@router.post("/collega/link/{sleutel}")
async def stuur_link(request: Request, sleutel: str) -> HTMLResponse:
    """E-mail the personal link; says the same whether the address is in the directory or not."""
    return await _pagina(request, _stuur_link, sleutel)


@router.get("/collega/bevestig/{sleutel}")
async def toon_bevestig(request: Request, sleutel: str) -> HTMLResponse:
    """A button: programs that open every link in an e-mail must not confirm."""
    return await _pagina(request, _toon_bevestig, sleutel)


@router.post("/collega/bevestig/{sleutel}")
async def bevestig(request: Request, sleutel: str) -> HTMLResponse:
    return await _pagina(request, _bevestig, sleutel)


@router.get("/collega/ik/{sleutel}")
async def eigen(request: Request, sleutel: str) -> HTMLResponse:
    """The own page: what waits for an answer, and what others see."""
    return await _pagina(request, _toon_eigen, sleutel)


@router.post("/collega/ik/{sleutel}")
async def wijzig(request: Request, sleutel: str) -> HTMLResponse:
    return await _pagina(request, _wijzig, sleutel)


@router.get("/collega/ik/{sleutel}/stop")
async def vraag_stop(request: Request, sleutel: str) -> HTMLResponse:
    return await _pagina(request, _vraag_stop, sleutel)


@router.post("/collega/ik/{sleutel}/stop")
async def stop(request: Request, sleutel: str) -> HTMLResponse:
    """Withdraw: at once and for good."""
    return await _pagina(request, _stop, sleutel)


@router.get("/contact/{sleutel}")
async def toon_contact(request: Request, sleutel: str) -> HTMLResponse:
    """What is asked, with a yes and a no."""
    return await _pagina(request, _toon_contact, sleutel)


@router.post("/contact/{sleutel}")
async def antwoord(request: Request, sleutel: str) -> HTMLResponse:
    return await _pagina(request, _beantwoord, sleutel)


class _Bezoek:
    """One visit: who may ask for it, what was filled in, and the pages that come out."""

    def __init__(self, request: Request, sleutel: str) -> None:
        self.request, self.sleutel = request, sleutel
        self.velden: Mapping[str, list[str]] = {}
        self.assistent: Assistent = request.app.state.assistent
        self.mensen: Mensen = self.assistent.mensen
        self.settings = self.assistent.settings

    def lees(self, doel: str) -> str:
        """What the key in the address is for."""
        try:
            return read_token(self.sleutel, doel, self.settings.geheim, now=self.assistent.now())
        except TokenInvalid as exc:
            raise _Fout(401, "link") from exc

    def lees_collega(self) -> Collega:
        collega = self.mensen.find(self.lees("collega"))
        if collega is None:
            raise _Fout(404, "gestopt")
        return collega

    def lees_verzoek(self) -> Contactverzoek:
        verzoek = self.mensen.find_verzoek(self.lees("contact"))
        if verzoek is None:
            raise _Fout(404, "verzoek_weg")
        return verzoek

    @property
    def limiet(self) -> Limiet:
        return self.request.app.state.limiet  # type: ignore[no-any-return]

    def meld_nieuws(self, gesprekken: Sequence[str]) -> None:
        """Whoever looks at these gesprekken must look again."""
        lus, post = self.request.app.state.lus, self.request.app.state.post
        for gesprek in gesprekken:
            lus.call_soon_threadsafe(post.meld_nieuws, gesprek)

    def toon(self, sjabloon: str, status: int = 200, **inhoud: Any) -> HTMLResponse:
        return HTMLResponse(
            _jinja.get_template(sjabloon).render(
                formulier=self._formuliersleutel(), met_post=self.settings.met_post, **inhoud
            ),
            status,
        )

    def meld(self, wat: str, status: int = 200, **inhoud: Any) -> HTMLResponse:
        return self.toon("collega_melding.html", status, wat=wat, link="", **inhoud)

    def toon_formulier(
        self,
        ingevuld: Mapping[str, Sequence[str]],
        fouten: Mapping[str, str],
        *,
        collega: Collega | None = None,
    ) -> HTMLResponse:
        kennis = self.assistent.kennis
        gemeente = (ingevuld.get("gemeente") or [""])[0]
        lijkt = self.mensen.gemeentenamen.suggest(gemeente) if "gemeente" in fouten else []
        verzoeken = self.mensen.open_verzoeken(collega.id) if collega else []
        return self.toon(
            "collega_formulier.html",
            422 if fouten else 200,
            veld={v: (ingevuld.get(v) or [""])[0] for v in _VELDEN},
            gekozen={v: set(ingevuld.get(v, ())) for v in ("themas", "fases", "toestemming")},
            fouten=fouten,
            lijkt=lijkt,
            themas=kennis.themas.values(),
            fases=kennis.fases.values(),
            gemeenten=sorted(g.naam for g in kennis.gemeenten.values()),
            vandaag=self.assistent.now().date(),
            nieuw=collega is None,
            bevestigd=collega is None or self.mensen.is_bevestigd(collega.id),
            voorbeeld=collega is not None and collega.voorbeeld,
            verzoeken=[self._toon_verzoek(v) for v, _ in verzoeken],
            stop_pad=f"{self.request.url.path}/stop" if collega else "",
        )

    def toon_persoonlijk(self, wat: str, collega: Collega) -> HTMLResponse:
        basis = self.settings.adres.rstrip("/") or str(self.request.base_url).rstrip("/")
        pad = make_persoonlijk_pad(self.assistent, collega.id)
        return self.toon("collega_melding.html", wat=wat, link=f"{basis}{pad}")

    def _toon_verzoek(self, verzoek: Contactverzoek) -> dict[str, Any]:
        kennis = self.assistent.kennis
        gemeente = kennis.gemeenten.get(verzoek.gemeente or "")
        return {
            "tekst": verzoek.tekst,
            "themas": [kennis.themas[t].naam for t in verzoek.themas if t in kennis.themas],
            "gemeente": gemeente.naam if gemeente else "",
            "dag": verzoek.gemaakt.date(),
            "pad": make_contactpad(self.assistent, verzoek),
        }

    def toon_verzoek(self, verzoek: Contactverzoek) -> HTMLResponse:
        return self.toon("contact.html", verzoek=self._toon_verzoek(verzoek))

    # --- the key in each form ---------------------------------------------------------------------------------

    def _formuliersleutel(self) -> str:
        return make_token(
            _kort(self.sleutel),
            "formulier",
            self.settings.geheim,
            now=self.assistent.now(),
            minuten=_FORMULIER,
        )

    def check_formulier(self) -> None:
        """Only a page of ours sends a form: it holds a key that goes with the one in the address."""
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise _Fout(403, "elders")
        gegeven = (self.velden.get("formulier") or [""])[0]
        try:
            van = read_token(gegeven, "formulier", self.settings.geheim, now=self.assistent.now())
        except TokenInvalid as exc:
            raise _Fout(403, "elders") from exc
        if van != _kort(self.sleutel):
            raise _Fout(403, "elders")


def _kort(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()


async def _pagina(request: Request, doe: Any, sleutel: str) -> HTMLResponse:
    """Let *doe* make the page, in a thread; what goes wrong is a page too."""
    request.app.state.lus = asyncio.get_running_loop()
    bezoek = _Bezoek(request, sleutel)
    try:
        if request.method == "POST":
            adres = request.client.host if request.client else ""
            bezoek.velden = _read_velden(await request.body())
            bezoek.limiet.check_formulier(adres)
            bezoek.check_formulier()
        pagina: HTMLResponse = await asyncio.to_thread(doe, bezoek)
    except TeVeelBerichten as exc:
        pagina = bezoek.meld("te_vaak", 429)
        pagina.headers["Retry-After"] = str(exc.over_seconden)
    except _Fout as exc:
        pagina = bezoek.meld(exc.wat, exc.status)
    pagina.headers["Cache-Control"] = "no-store"
    return pagina


def _read_velden(body: bytes) -> dict[str, list[str]]:
    try:
        ruw = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MEESTE_VELDEN
        )
    except ValueError as exc:
        raise _Fout(422, "elders") from exc
    return {naam: [clean(w) for w in waarden] for naam, waarden in ruw.items()}


# --- what happens on each page ------------------------------------------------------------------------------------


def _toon_nieuw(bezoek: _Bezoek) -> HTMLResponse:
    gemeente, themas, fase = [*bezoek.lees("aanmelden").split("|"), "", ""][:3]
    bekend = bezoek.assistent.kennis.gemeenten.get(gemeente)
    ingevuld = {
        "gemeente": [bekend.naam if bekend else ""],
        "themas": themas.split(","),
        "fases": [fase] if fase in set(Fase) else [],
    }
    return bezoek.toon_formulier(ingevuld, {})


def _meld_aan(bezoek: _Bezoek) -> HTMLResponse:
    bezoek.lees("aanmelden")
    aanmelding = bezoek.mensen.lees_aanmelding(bezoek.velden)
    if aanmelding.collega is None:
        return bezoek.toon_formulier(bezoek.velden, aanmelding.fouten)
    bezoek.limiet.check_brief(aanmelding.collega.email.lower())
    nieuw = bezoek.mensen.meld_aan(aanmelding.collega)
    if bezoek.settings.met_post:
        # the same words for an address that is there already: nobody learns who is in the directory
        return bezoek.meld("bevestig_verstuurd")
    if not nieuw:
        return bezoek.meld("bestaat", 409)
    return bezoek.toon_persoonlijk("aangemeld", aanmelding.collega)


def _toon_link(bezoek: _Bezoek) -> HTMLResponse:
    bezoek.lees("link")
    return bezoek.toon("collega_link.html")


def _stuur_link(bezoek: _Bezoek) -> HTMLResponse:
    bezoek.lees("link")
    email = (bezoek.velden.get("email") or [""])[0].strip()
    bezoek.limiet.check_brief(email.lower())
    bezoek.mensen.stuur_link(email)
    return bezoek.meld("link_verstuurd")


def _toon_bevestig(bezoek: _Bezoek) -> HTMLResponse:
    bezoek.lees("bevestig")
    return bezoek.toon("collega_bevestig.html")


def _bevestig(bezoek: _Bezoek) -> HTMLResponse:
    id_, _, merk = bezoek.lees("bevestig").partition(" ")
    collega = bezoek.mensen.find(id_)
    if collega is None or not bezoek.mensen.bevestig(id_, merk):
        raise _Fout(404, "link")
    return bezoek.toon_persoonlijk("bevestigd", collega)


def _toon_eigen(bezoek: _Bezoek) -> HTMLResponse:
    collega = bezoek.lees_collega()
    gemeente = bezoek.assistent.kennis.gemeenten.get(collega.gemeente)
    ingevuld = {
        "naam": [collega.naam],
        "functie": [collega.functie],
        "gemeente": [gemeente.naam if gemeente else ""],
        "email": [collega.email],
        "over": [collega.over],
        "pauze_tot": [collega.pauze_tot.isoformat() if collega.pauze_tot else ""],
        "themas": list(collega.themas),
        "fases": [f.value for f in collega.fases],
        "toestemming": ["ja"] if collega.toestemming else [],
    }
    return bezoek.toon_formulier(ingevuld, {}, collega=collega)


def _wijzig(bezoek: _Bezoek) -> HTMLResponse:
    collega = bezoek.lees_collega()
    aanmelding = bezoek.mensen.lees_aanmelding(bezoek.velden, collega.id)
    if aanmelding.collega is None:
        return bezoek.toon_formulier(bezoek.velden, aanmelding.fouten, collega=collega)
    ander = bezoek.mensen.find_by_email(aanmelding.collega.email)
    if ander is not None and ander.id != collega.id:
        return bezoek.toon_formulier(bezoek.velden, {"email": "bestaat"}, collega=collega)
    if not bezoek.mensen.wijzig(aanmelding.collega):
        raise _Fout(404, "gestopt")
    wat = "gewijzigd" if bezoek.mensen.is_bevestigd(collega.id) else "gewijzigd_bevestig"
    return bezoek.toon_persoonlijk(wat, aanmelding.collega)


def _vraag_stop(bezoek: _Bezoek) -> HTMLResponse:
    bezoek.lees_collega()
    return bezoek.toon("collega_stop.html")


def _stop(bezoek: _Bezoek) -> HTMLResponse:
    collega = bezoek.lees_collega()
    bezoek.meld_nieuws(bezoek.mensen.trek_in(collega.id))
    return bezoek.meld("gestopt")


def _toon_contact(bezoek: _Bezoek) -> HTMLResponse:
    verzoek = bezoek.lees_verzoek()
    if verzoek.status is not Contactstatus.OPEN:
        return bezoek.meld(f"antwoord_{verzoek.status}")
    return bezoek.toon_verzoek(verzoek)


def _beantwoord(bezoek: _Bezoek) -> HTMLResponse:
    verzoek = bezoek.lees_verzoek()
    gekozen = (bezoek.velden.get("antwoord") or [""])[0]
    if gekozen not in ("ja", "nee"):
        return bezoek.toon_verzoek(verzoek)
    nu = bezoek.mensen.beantwoord(verzoek.id, ja=gekozen == "ja")
    if nu is None:
        raise _Fout(404, "verzoek_weg")
    bezoek.meld_nieuws([nu.gesprek])
    return bezoek.meld(f"antwoord_{nu.status}")


_jinja = Environment(
    loader=FileSystemLoader(_MAP / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
