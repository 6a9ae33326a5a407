"""The FastAPI app: builds it from an Assistent and a Dialoog; every error leaves as `{"fout": {code, bericht}}`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistent.dialoog import Dialoog
from assistent.errors import (
    AssistentError,
    BerichtTeLang,
    OnbekendeKeuze,
    OnbekendGesprek,
    StorageUnusable,
    TeVeelBerichten,
    TokenInvalid,
)
from assistent.post import Post
from assistent.privacy import clean
from assistent.service import Assistent
from assistent.web import chat, collega, makelaar, pagina
from assistent.web import verder as later
from assistent.web.brieven import bezorg
from assistent.web.limiet import Limiet

logger = structlog.get_logger()

WIDGET = Path(__file__).resolve().parents[2] / "connectors" / "widget"
# A bericht of 2,000 signs is at most 12 kB of escaped JSON
MAX_BODY = 32_768
_OPRUIMEN_SECONDEN = 6 * 3600

_KOPPEN = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What the reader must know of each error, with the status that goes with it
_FOUTEN: dict[type[AssistentError], tuple[int, str, str]] = {
    OnbekendGesprek: (
        404,
        "onbekend_gesprek",
        "Dit gesprek bestaat niet (meer). Begin een nieuw gesprek.",
    ),
    OnbekendeKeuze: (422, "onbekende_keuze", "Deze keuze is in dit gesprek niet aangeboden."),
    BerichtTeLang: (413, "te_lang", "Je bericht is te lang. Maak het korter dan 2000 tekens."),
    TeVeelBerichten: (429, "te_veel", "Dat gaat erg snel. Wacht even op een antwoord."),
    TokenInvalid: (401, "token", "Je sessie is verlopen of hoort bij een ander gesprek."),
    StorageUnusable: (503, "opslag", "Ik kan nu niets bewaren. Probeer het zo nog eens."),
}
_STATUSSEN = {
    400: ("ongeldig", "Dit verzoek is niet te lezen. Stuur geldige JSON."),
    401: ("token", "Je bent niet aangemeld voor dit gesprek."),
    403: ("verboden", "Dit mag niet."),
    404: ("niet_gevonden", "Dit bestaat niet."),
    405: ("methode", "Deze methode kan hier niet."),
    409: ("conflict", "Dit is intussen veranderd."),
    413: ("te_groot", "Dit bericht is te groot."),
    422: ("ongeldig", "Er klopt iets niet in het verzoek."),
    429: ("te_veel", "Dat gaat erg snel. Wacht even."),
    503: ("storing", "Er gaat nu iets mis. Probeer het zo nog eens."),
}


def make_app(assistent: Assistent, dialoog: Dialoog) -> FastAPI:
    """The app, ready for a server. It owns the post: only one may run on a database."""
    post = Post(
        assistent.opslag,
        dialoog,
        now=assistent.now,
        meldingen={
            "storing": assistent.melding("storing"),
            "even_wachten": assistent.melding("even_wachten"),
        },
    )

    @contextlib.asynccontextmanager
    async def leven(app: FastAPI) -> AsyncIterator[None]:
        await post.start()
        taken = [asyncio.create_task(_ruim_op(assistent, post))]
        if assistent.settings.met_post:
            taken.append(asyncio.create_task(bezorg(assistent)))
        yield
        for taak in taken:
            taak.cancel()
        await post.stop()

    app = FastAPI(
        title="Vraagwijs",
        version="0.1.0",
        summary="Chat API van Vraagwijs",
        lifespan=leven,
        docs_url=None,
        redoc_url=None,
    )
    app.state.assistent, app.state.post, app.state.dialoog = assistent, post, dialoog
    app.state.limiet = Limiet(assistent.settings)
    app.include_router(chat.router)
    app.include_router(collega.router)
    app.include_router(pagina.router)
    app.include_router(later.router)
    app.include_router(makelaar.router)
    app.mount("/widget", StaticFiles(directory=WIDGET), name="widget")
    app.add_middleware(_KleineBody)
    app.middleware("http")(_koppen)
    if assistent.settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=assistent.settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )
    _handle_errors(app)

    @app.get("/", include_in_schema=False)
    async def voorbeeld() -> FileResponse:
        return FileResponse(WIDGET / "voorbeeld.html")

    @app.get("/healthz", tags=["beheer"])
    async def healthz() -> dict[str, str]:
        """This process lives."""
        return {"status": "ok"}

    @app.get("/readyz", tags=["beheer"])
    async def readyz() -> JSONResponse:
        """200 when an advisor who writes now gets an answer; else 503 with what is missing."""
        ontbreekt = []
        try:
            await asyncio.to_thread(assistent.opslag.check)
        except StorageUnusable:
            ontbreekt.append("opslag")
        if not await dialoog.is_klaar():
            ontbreekt.append("dialoog")
        if ontbreekt:
            return JSONResponse({"status": "niet klaar", "ontbreekt": ontbreekt}, 503)
        return JSONResponse({"status": "klaar"})

    @app.get("/.well-known/security.txt", include_in_schema=False)
    async def security() -> Response:
        regels = (
            f"Contact: {assistent.settings.security_contact}",
            "Preferred-Languages: nl, en",
            f"Expires: {assistent.now().year + 1}-12-31T23:00:00Z",
        )
        tekst = "\n".join(regels) + "\n"
        return Response(tekst, media_type="text/plain; charset=utf-8")

    return app


async def _koppen(request: Request, verder: Callable[[Request], Awaitable[Response]]) -> Response:
    try:
        antwoord = await verder(request)
    except Exception:
        # handled here: a handler for Exception answers outside this, without these headers
        logger.exception("onverwachte_fout", methode=request.method)
        antwoord = fout(503, *_STATUSSEN[503], 5)
    for naam, waarde in _KOPPEN.items():
        antwoord.headers.setdefault(naam, waarde)
    if request.url.path.startswith(("/api", "/meenemen", "/verder", "/kennismakelaar")):
        antwoord.headers["Cache-Control"] = "no-store"
    return antwoord


async def _ruim_op(assistent: Assistent, post: Post) -> None:
    """Enforce retention, and let contactverzoeken run out: at the start and every six hours."""
    while True:
        try:
            aantal = await asyncio.to_thread(assistent.vergeet_verlopen)
            if aantal:
                logger.info("gesprekken_verlopen", aantal=aantal)
            for gesprek in await asyncio.to_thread(assistent.mensen.laat_verlopen):
                post.meld_nieuws(gesprek)
        except Exception:  # the next round may succeed; retention must not stop for good
            logger.exception("opruimen_mislukt")
        await asyncio.sleep(_OPRUIMEN_SECONDEN)


def fout(status: int, code: str, bericht: str, wacht: int | None = None) -> JSONResponse:
    koppen = {"Retry-After": str(wacht)} if wacht else {}
    return JSONResponse({"fout": {"code": code, "bericht": bericht}}, status, koppen)


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(AssistentError)
    async def eigen(request: Request, exc: AssistentError) -> JSONResponse:
        for soort in type(exc).__mro__:
            if soort in _FOUTEN:
                status, code, bericht = _FOUTEN[soort]  # type: ignore[index]
                wacht = getattr(exc, "over_seconden", 5 if status == 503 else None)
                return fout(status, code, bericht, wacht)
        logger.error("onverwachte_fout", fout=str(exc))
        return fout(503, *_STATUSSEN[503], 5)

    @app.exception_handler(HTTPException)
    async def http(request: Request, exc: HTTPException) -> JSONResponse:
        code, bericht = _STATUSSEN.get(exc.status_code, _STATUSSEN[400])
        wacht = 10 if exc.status_code in (429, 503) else None
        antwoord = fout(exc.status_code, code, bericht, wacht)
        # 405 says in Allow what can be done
        antwoord.headers.update(exc.headers or {})
        return antwoord

    @app.exception_handler(RequestValidationError)
    async def ongeldig(request: Request, exc: RequestValidationError) -> JSONResponse:
        if any(f["type"] == "json_invalid" for f in exc.errors()):
            return fout(400, *_STATUSSEN[400])
        plek = ", ".join(sorted({clean(str(f["loc"][-1])) for f in exc.errors()}))
        return fout(422, "ongeldig", f"Er klopt iets niet in het verzoek: {plek}.")


class _KleineBody:
    """Refuses a body over MAX_BODY before it is read whole, with or without Content-Length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        lengte = dict(scope["headers"]).get(b"content-length", b"0")
        gelezen = 0

        async def begrensd() -> Message:
            nonlocal gelezen
            bericht = await receive()
            gelezen += len(bericht.get("body", b""))
            if gelezen > MAX_BODY:
                raise HTTPException(413)
            return bericht

        if not lengte.isdigit() or int(lengte) > MAX_BODY:
            await fout(413, *_STATUSSEN[413])(scope, receive, send)
            return
        await self._app(scope, begrensd, send)
