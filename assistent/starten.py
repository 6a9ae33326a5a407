"""Everything running, as one command: the web app here, Rasa as a child that is restarted when it dies.

The web app answers from the first second; until Rasa is up, what advisors write waits in the inbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from assistent.dialoog import RasaDialoog
from assistent.errors import AssistentError, InvalidSettings
from assistent.settings import PROJECT, Settings

logger = structlog.get_logger()

_KLAAR_BINNEN = 180.0
_STOP_BINNEN = 10.0
_HERSTART_NA, _HERSTART_HOOGSTENS = 1.0, 30.0


def start(settings: Settings, meld: Callable[[str], None]) -> None:
    """Run until Ctrl-C or SIGTERM; *meld* tells who runs it how far it is.

    Raises AssistentError before anyone can come in.
    """
    if not settings.model.is_file():
        raise InvalidSettings(
            f"geen getraind model in {settings.model}; draai 'make setup' of 'assistent train'"
        )
    _check_poort(settings.host, settings.poort)
    with _enige(settings.map):
        brug_poort = settings.brug_poort or find_vrije_poort()
        if settings.brug_poort:
            _check_poort("127.0.0.1", brug_poort)
        with asyncio.Runner(loop_factory=auto_loop_factory()) as lus:
            lus.run(_draai(settings, brug_poort, meld))


async def _draai(settings: Settings, brug_poort: int, meld: Callable[[str], None]) -> None:
    database_klaar = asyncio.Event()
    rasa = asyncio.create_task(_houd_rasa_draaiend(settings, brug_poort, database_klaar))
    # Rasa takes longest to load: it begins first, and all else is loaded beside it
    await asyncio.sleep(0)
    try:
        from assistent.bootstrap import make_assistent
        from assistent.web import make_app

        assistent = make_assistent(settings, migrate=True)
    except BaseException:
        rasa.cancel()
        await asyncio.gather(rasa, return_exceptions=True)
        raise
    database_klaar.set()
    dialoog = RasaDialoog(f"http://127.0.0.1:{brug_poort}", settings.geheim)
    config = uvicorn.Config(
        make_app(assistent, dialoog),
        host=settings.host,
        port=settings.poort,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
        forwarded_allow_ips=settings.proxys or "127.0.0.1",
    )
    server = _Server(config)
    stop = asyncio.Event()
    lus = asyncio.get_running_loop()
    for teken in (signal.SIGINT, signal.SIGTERM):
        lus.add_signal_handler(teken, stop.set)
    web = asyncio.create_task(server.serve())
    klaar = asyncio.create_task(_meld_klaar(settings, dialoog, meld))
    gestopt = asyncio.create_task(stop.wait())
    await asyncio.wait({rasa, web, gestopt}, return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        meld("Bezig met stoppen ...")
    klaar.cancel()
    server.should_exit = True
    await asyncio.gather(web, return_exceptions=True)
    rasa.cancel()
    uitkomst = (await asyncio.gather(rasa, return_exceptions=True))[0]
    await dialoog.close()
    if isinstance(uitkomst, AssistentError):
        raise uitkomst
    meld("Gestopt.")


class _Server(uvicorn.Server):
    """Signals are handled above, for web and Rasa together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _meld_klaar(
    settings: Settings, dialoog: RasaDialoog, meld: Callable[[str], None]
) -> None:
    meld("De assistent start op. Dat duurt ongeveer een halve minuut.")
    begin = asyncio.get_running_loop().time()
    while not await dialoog.is_klaar():
        if asyncio.get_running_loop().time() - begin > _KLAAR_BINNEN:
            meld(
                f"Rasa is na {_KLAAR_BINNEN:.0f} seconden nog niet klaar; kijk in {settings.map / 'rasa.log'}"
            )
            return
        await asyncio.sleep(0.2)
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host
    meld(f"Klaar. Open http://{host}:{settings.poort} in je browser. Stoppen: Ctrl-C.")


async def _houd_rasa_draaiend(
    settings: Settings, poort: int, database_klaar: asyncio.Event
) -> None:
    """Start Rasa, and start it again when it stops; the wait doubles while it keeps failing."""
    wacht = _HERSTART_NA
    while True:
        begin = asyncio.get_running_loop().time()
        with (settings.map / "rasa.log").open("ab") as log:
            proces = await asyncio.create_subprocess_exec(
                *_rasa_opdracht(settings, poort),
                cwd=PROJECT,
                env=_rasa_omgeving(settings),
                # says when the database is ready, and by its end that we are gone
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C goes to the whole terminal group; we stop Rasa ourselves, after the web app
                start_new_session=True,
            )
        try:
            await database_klaar.wait()
            # when it died before it could read this, the wait below tells
            with contextlib.suppress(OSError, RuntimeError):
                proces.stdin.write(b"\n")  # type: ignore[union-attr]
            code = await proces.wait()
        except asyncio.CancelledError:
            await _stop_proces(proces)
            raise
        if asyncio.get_running_loop().time() - begin > 60:
            wacht = _HERSTART_NA
        logger.error("rasa_gestopt", code=code, herstart_na=wacht)
        await asyncio.sleep(wacht)
        wacht = min(2 * wacht, _HERSTART_HOOGSTENS)


async def _stop_proces(proces: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        proces.terminate()
    try:
        await asyncio.wait_for(proces.wait(), _STOP_BINNEN)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            proces.kill()
        await proces.wait()


def _rasa_opdracht(settings: Settings, poort: int) -> list[str]:
    return [
        sys.executable, "-m", "connectors.rasa_start", "run", "--interface", "127.0.0.1", "--port", str(poort),
        "--model", str(settings.model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    ]  # fmt: skip


def _rasa_omgeving(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "VRAAGWIJS_MAP": str(settings.map),
        "VRAAGWIJS_DATABASE_URL": settings.database_url,
        "VRAAGWIJS_GEHEIM": settings.geheim,
        "VRAAGWIJS_ONDER_TOEZICHT": "1",
        "VRAAGWIJS_BRUG_GEHEIM": settings.geheim,
        "VRAAGWIJS_TRACKER_URL": settings.opslag_url,
        "VRAAGWIJS_BEWAARDAGEN": str(settings.bewaardagen),
        "VRAAGWIJS_KENNISMAKELAAR": settings.kennismakelaar,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
        # one core does a turn; more threads only wait for each other
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextlib.contextmanager
def _enige(map_: Path) -> Iterator[None]:
    """Only one process may own the post of a database."""
    try:
        map_.mkdir(parents=True, exist_ok=True)
        slot = (map_ / "slot").open("w")
    except OSError as exc:
        raise InvalidSettings(
            f"VRAAGWIJS_MAP: in {map_} kan niet worden geschreven ({exc.strerror})"
        ) from exc
    with slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InvalidSettings(
                f"er draait al een assistent op {map_}; stop die eerst of kies een andere VRAAGWIJS_MAP"
            ) from None
        yield


def _check_poort(host: str, poort: int) -> None:
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((host, poort))
        except OSError as exc:
            raise InvalidSettings(
                f"poort {poort} op {host} kan niet worden gebruikt ({exc.strerror}); kies een andere met --port"
            ) from exc


def find_vrije_poort() -> int:
    """A port on loopback that nobody uses at this moment."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
