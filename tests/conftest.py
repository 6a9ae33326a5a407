"""What tests share: a real Assistent on a real database in a temporary place, a clock that stands still, a dialogue
that answers at once. The dialogue and the clock are the only fakes."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import socket
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import uvicorn
from sqlalchemy import create_engine, make_url, text

from assistent.begrip import Begrijper
from assistent.bronnen import Bronzoeker
from assistent.dialoog import Beurt
from assistent.kennis import Kennis, default_kennis
from assistent.service import Assistent
from assistent.settings import Settings
from assistent.storage import Binnengekomen, Opslag
from assistent.storage.tabellen import Tabel
from assistent.verstand import Verstand, make_verstand
from assistent.web import make_app

# starts the real system once for everything that talks to it
pytest_plugins = ["tests.systeem"]

POSTGRES_VARIABELE = "VRAAGWIJS_TEST_POSTGRES"
GEHEIM = "een-vast-geheim-van-meer-dan-32-tekens"
# Far above what anything here takes: only a test that hangs reaches it
HOOGSTENS = 20.0


class Klok:
    """A clock that moves only when told."""

    def __init__(self, nu: datetime) -> None:
        self.nu = nu

    def __call__(self) -> datetime:
        return self.nu

    def verder(self, **duur: float) -> None:
        self.nu += timedelta(**duur)


class NepDialoog:
    """Takes turns as told. *genomen* holds (tekst or keuze, poging) of every try, in order.

    *fouten* are raised by the next tries, one each; *slot*, when there is one, holds every turn until it is set.
    """

    def __init__(self) -> None:
        self.genomen: list[tuple[str, int]] = []
        self.fouten: deque[Exception] = deque()
        self.slot: asyncio.Event | None = None
        self.klaar = True
        self.antwoord: Callable[[Binnengekomen], Beurt] = zeg_na
        self.tegelijk = self.hoogst_tegelijk = 0

    async def neem_beurt(self, bericht: Binnengekomen, *, poging: int) -> Beurt:
        self.genomen.append((bericht.tekst or bericht.keuze or "", poging))
        self.tegelijk += 1
        self.hoogst_tegelijk = max(self.hoogst_tegelijk, self.tegelijk)
        try:
            if self.slot is not None:
                await self.slot.wait()
            if self.fouten:
                raise self.fouten.popleft()
            return self.antwoord(bericht)
        finally:
            self.tegelijk -= 1

    async def is_klaar(self) -> bool:
        return self.klaar


def zeg_na(bericht: Binnengekomen) -> Beurt:
    """A welcome at the begin, and after that what was said, with a button."""
    soort = "welkom" if bericht.keuze == "begin" else "melding"
    return Beurt(
        [
            {
                "soort": soort,
                "tekst": f"Je zei: {bericht.tekst or bericht.keuze}",
                "knoppen": [{"titel": "Ja, dat klopt", "keuze": "bevestig:ja"}],
                "aspect": None,
                "gegevens": {},
            }
        ]
    )


async def wacht_tot(waar: Callable[[], Any], seconden: float = HOOGSTENS) -> None:
    """Return when *waar* holds; fail the test when that takes absurdly long."""
    async with asyncio.timeout(seconden):
        while not waar():
            await asyncio.sleep(0.005)


@pytest.fixture(scope="session", autouse=True)
def _kort_logboek() -> None:
    """What structlog does unasked draws every traceback with all its variables, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(default=str),
        ],
        cache_logger_on_first_use=False,
    )


@pytest.fixture(scope="session")
def kennis() -> Kennis:
    return default_kennis()


@pytest.fixture(scope="session")
def verstand(kennis: Kennis) -> Verstand:
    return make_verstand(kennis)


@pytest.fixture(scope="session")
def begrijper(verstand: Verstand) -> Begrijper:
    return verstand.begrijper


@pytest.fixture(scope="session")
def zoeker(verstand: Verstand) -> Bronzoeker:
    return verstand.zoeker


@pytest.fixture
def klok() -> Klok:
    return Klok(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def lege_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows; copying it is quicker than migrating for every test."""
    pad = tmp_path_factory.mktemp("sjabloon") / "leeg.db"
    opslag = Opslag(f"sqlite:///{pad}")
    opslag.migrate()
    with opslag.engine.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opslag.engine.dispose()
    return pad


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of the PostgreSQL server for tests; skips without one, but fails on CI."""
    adres = os.environ.get(POSTGRES_VARIABELE, "")
    if not adres:
        reden = f"PostgreSQL niet ingesteld: zet {POSTGRES_VARIABELE}"
        if os.environ.get("CI"):
            pytest.fail(reden)
        pytest.skip(reden)
    return adres


@pytest.fixture
def lege_postgres(postgres_server: str) -> Iterator[str]:
    """A database of its own, without tables; dropped afterwards."""
    with _EigenPostgres(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def gemigreerde_postgres(postgres_server: str) -> Iterator[str]:
    with _EigenPostgres(postgres_server) as url:
        opslag = Opslag(url)
        opslag.migrate()
        opslag.engine.dispose()
        yield url


class _EigenPostgres:
    def __init__(self, adres: str) -> None:
        self._adres = make_url(adres)
        self._naam = f"vraagwijs_test_{secrets.token_hex(6)}"

    def __enter__(self) -> str:
        self._voer_uit(f'CREATE DATABASE "{self._naam}"')
        return self._adres.set(database=self._naam).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        self._voer_uit(f'DROP DATABASE IF EXISTS "{self._naam}" WITH (FORCE)')

    def _voer_uit(self, opdracht: str) -> None:
        engine = create_engine(self._adres, isolation_level="AUTOCOMMIT")
        with engine.connect() as verbinding:
            verbinding.execute(text(opdracht))
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def opslag(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opslag]:
    """A migrated database without rows, on each engine that we support."""
    if request.param == "sqlite":
        kopie = tmp_path / "vraagwijs.db"
        shutil.copy(request.getfixturevalue("lege_sqlite"), kopie)
        opslag = Opslag(f"sqlite:///{kopie}")
    else:
        opslag = Opslag(request.getfixturevalue("gemigreerde_postgres"))
    yield opslag
    if request.param == "postgres":
        tabellen = ", ".join(Tabel.metadata.tables)
        with opslag.engine.begin() as verbinding:
            verbinding.execute(text("DROP TABLE IF EXISTS events"))
            verbinding.execute(text(f"TRUNCATE {tabellen} RESTART IDENTITY CASCADE"))
    opslag.engine.dispose()


@pytest.fixture
def instellingen() -> dict[str, Any]:
    """Settings of one test; a module overrides this fixture to change them."""
    return {}


@pytest.fixture
def settings(tmp_path: Path, opslag: Opslag, instellingen: dict[str, Any]) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        **{
            "map": tmp_path,
            "database_url": opslag.url,
            "geheim": GEHEIM,
            "kennismakelaar": "Loket Kennis, toestel 12345",
            **instellingen,
        },
    )


@pytest.fixture
def assistent(
    request: pytest.FixtureRequest, settings: Settings, opslag: Opslag, kennis: Kennis, klok: Klok
) -> Assistent:
    """A whole Assistent; what is slow to load is loaded once, and only when a test reaches for it."""
    return _Gedeeld(request, settings, opslag, kennis=kennis, now=klok)


class _Gedeeld(Assistent):
    def __init__(self, request: pytest.FixtureRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    @property
    def begrijper(self) -> Begrijper:  # type: ignore[override]
        return self._request.getfixturevalue("begrijper")

    @property
    def zoeker(self) -> Bronzoeker:  # type: ignore[override]
        return self._request.getfixturevalue("zoeker")


@pytest.fixture
def dialoog() -> NepDialoog:
    return NepDialoog()


@pytest.fixture
async def app(assistent: Assistent, dialoog: NepDialoog) -> AsyncIterator[Any]:
    """The real app, started."""
    app = make_app(assistent, dialoog)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the app. What the app raises becomes what a browser would see."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://vraagwijs.test") as client:
        yield client


@pytest.fixture
async def server(assistent: Assistent, dialoog: NepDialoog) -> AsyncIterator[httpx.AsyncClient]:
    """The app on a real socket, for what needs one: streams and bodies without a length."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            make_app(assistent, dialoog),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        uv = uvicorn.Server(config)
        taak = asyncio.create_task(uv.serve(sockets=[s]))
        await wacht_tot(lambda: uv.started or taak.done())
        adres = f"http://127.0.0.1:{s.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=adres, trust_env=False, timeout=HOOGSTENS) as client:
            yield client
        uv.should_exit = True
        await taak


class Gesprek:
    """An opened gesprek, with what a test asks of it most."""

    def __init__(self, client: httpx.AsyncClient, inhoud: dict[str, Any]) -> None:
        self.client = client
        self.id: str = inhoud["gesprek"]
        self.token: str = inhoud["token"]
        self.welkom: list[dict[str, Any]] = inhoud["berichten"]
        self.pad = f"/api/gesprekken/{self.id}"
        self._nr = 0

    @property
    def koppen(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def zeg(
        self,
        tekst: str | None = None,
        *,
        bericht_id: str = "",
        wacht: float | None = 10,
        **rest: Any,
    ) -> httpx.Response:
        self._nr += 1
        inhoud = {"bericht_id": bericht_id or f"b-{self._nr}", **rest}
        if tekst is not None:
            inhoud["tekst"] = tekst
        return await self.client.post(
            f"{self.pad}/berichten",
            json=inhoud,
            params={} if wacht is None else {"wacht": wacht},
            headers=self.koppen,
        )

    async def berichten(self, na: int = 0) -> list[dict[str, Any]]:
        antwoord = await self.client.get(
            f"{self.pad}/berichten", params={"na": na}, headers=self.koppen
        )
        return antwoord.json()["berichten"]


@pytest.fixture
def open_gesprek(client: httpx.AsyncClient) -> Callable[[], Any]:
    async def open_() -> Gesprek:
        return Gesprek(client, (await client.post("/api/gesprekken")).json())

    return open_


@pytest.fixture
async def gesprek(open_gesprek: Callable[[], Any]) -> Gesprek:
    return await open_gesprek()


@pytest.fixture(name="wacht_tot")
def _wacht_tot() -> Callable[..., Any]:
    return wacht_tot
