"""The really running system for tests: `assistent start` as a child, on a free port, with a folder of its own.

A pytest plugin: `systeem` is shared by all tests of a run, `herstartbaar` is one that a test may kill and start again.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

PROJECT = Path(__file__).resolve().parent.parent
# Where a system runs already, so that a test run does not start one; such a system is never restarted
ADRES_VARIABELE = "VRAAGWIJS_TEST_ADRES"
# A start takes about half a minute; a busy machine takes longer
KLAAR_BINNEN = 180.0
STOP_BINNEN = 15.0


class Systeem:
    """`assistent start` in *map*: `start` returns when it answers, `stop` when nothing of it is left."""

    def __init__(self, map_: Path, *, adres: str = "") -> None:
        self.map = map_
        self.eigen = not adres
        self.poort = _vrije_poort() if self.eigen else 0
        self.adres = adres or f"http://localhost:{self.poort}"
        self._proces: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it said so far, with the last of Rasa's own log."""
        delen = [self.map / "start.log", self.map / "rasa.log"]
        return "\n".join(d.read_text(errors="replace")[-4000:] for d in delen if d.exists())

    def start(self) -> None:
        """Start it and wait until an advisor who writes gets an answer."""
        self.start_zonder_wachten()
        self.wacht_klaar()

    def start_zonder_wachten(self) -> None:
        assert self.eigen, "a system that runs already is not ours to start"
        assert self._proces is None, "it runs already"
        with (self.map / "start.log").open("ab") as log:
            self._proces = subprocess.Popen(
                opdracht("start", "--port", str(self.poort)),
                cwd=PROJECT,
                env=omgeving(self.map),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_klaar(self) -> bool:
        try:
            return httpx.get(f"{self.adres}/readyz", timeout=5, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def wacht_klaar(self, seconden: float = KLAAR_BINNEN) -> None:
        """Return when it answers; fail with what it logged when that takes too long or it stopped."""
        wacht_tot(lambda: self.is_klaar() or self._gestopt(), seconden, lambda: self.log)
        assert not self._gestopt(), f"the system stopped by itself:\n{self.log}"

    def stop(self, teken: signal.Signals = signal.SIGINT) -> float:
        """Ask it to stop, as Ctrl-C does; the seconds until no process of it was left. Kills what does not stop."""
        if self._proces is None:
            return 0.0
        alle = self.processen()
        begin = time.monotonic()
        self._proces.send_signal(teken)
        try:
            self._proces.wait(2 * STOP_BINNEN)
        except subprocess.TimeoutExpired:
            self._proces.kill()
            self._proces.wait()
        self._proces = None
        _, over = psutil.wait_procs(
            alle, timeout=max(0.0, STOP_BINNEN - (time.monotonic() - begin))
        )
        for proces in over:
            proces.kill()
        duur = time.monotonic() - begin
        assert not over, f"still running after it stopped: {[p.pid for p in over]}"
        return duur

    def processen(self) -> list[psutil.Process]:
        """Every process that belongs to it."""
        assert self._proces is not None, "it does not run"
        ouder = psutil.Process(self._proces.pid)
        return [ouder, *ouder.children(recursive=True)]

    def kill_rasa(self) -> int:
        """Kill Rasa at once (SIGKILL), as a crash or a full memory would; the process id that is gone."""
        rasa = self._rasa()
        assert rasa is not None, "Rasa does not run"
        rasa.kill()
        rasa.wait(10)
        return rasa.pid

    def _rasa(self) -> psutil.Process | None:
        for proces in self.processen():
            if any("rasa_start" in deel for deel in proces.cmdline()):
                return proces
        return None

    def _gestopt(self) -> bool:
        return self._proces is not None and self._proces.poll() is not None


def opdracht(*delen: str) -> list[str]:
    """The command line `assistent`, in the Python that runs the tests."""
    return [sys.executable, "-c", "from assistent.cli import main; main()", *delen]


def omgeving(map_: Path, **extra: str) -> dict[str, str]:
    """The environment of a system on its own: no setting of this machine reaches it."""
    schoon = {k: v for k, v in os.environ.items() if not k.startswith("VRAAGWIJS_")}
    return {
        **schoon,
        # a setting here wins over a `.env` in the checkout
        "VRAAGWIJS_MAP": str(map_),
        "VRAAGWIJS_DATABASE_URL": "",
        "VRAAGWIJS_HOST": "127.0.0.1",
        "VRAAGWIJS_GEHEIM": "",
        "VRAAGWIJS_BRUG_POORT": "0",
        "VRAAGWIJS_KENNISMAKELAAR": "Loket Kennis, toestel 12345",
        "VRAAGWIJS_BERICHTEN_PER_MINUUT": "100000",
        "VRAAGWIJS_GESPREKKEN_PER_MINUUT": "100000",
        **extra,
    }


def wacht_tot(
    waar: Callable[[], Any], seconden: float = 20.0, uitleg: Callable[[], str] = lambda: ""
) -> None:
    """Return when *waar* holds; fail with *uitleg* after *seconden*."""
    einde = time.monotonic() + seconden
    while not waar():
        if time.monotonic() > einde:
            pytest.fail(f"gebeurde niet binnen {seconden:.0f} seconden\n{uitleg()}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def systeem(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systeem]:
    """The running system that all tests share."""
    yield from _draaiend(tmp_path_factory, os.environ.get(ADRES_VARIABELE, ""))


@pytest.fixture(scope="session")
def herstartbaar(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Systeem]:
    """A system that a test may kill, as long as it runs again afterwards: the shared one when that is ours."""
    gedeeld: Systeem = request.getfixturevalue("systeem")
    if gedeeld.eigen:
        yield gedeeld
    else:
        yield from _draaiend(tmp_path_factory, "")


def _draaiend(tmp_path_factory: pytest.TempPathFactory, adres: str) -> Iterator[Systeem]:
    systeem = Systeem(tmp_path_factory.mktemp("vraagwijs"), adres=adres.rstrip("/"))
    if not systeem.eigen:
        systeem.wacht_klaar()
        yield systeem
        return
    try:
        systeem.start()
        yield systeem
    finally:
        systeem.stop()


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
