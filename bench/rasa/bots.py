"""The two bots, as processes of their own: how each is trained, started, spoken to and measured."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parents[2]
STOCK = PROJECT / "bench" / "rasa" / "stock"
_START_BINNEN = 240.0
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Duur:
    """Seconds on the clock, and seconds of processor: the second hardly depends on what else the machine does."""

    klok: float
    rekentijd: float


class Bot(ABC):
    """One bot in *map_*. Raises RuntimeError when a process of it fails."""

    naam = ""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.poort = free_port()
        self.processen: list[subprocess.Popen[bytes]] = []
        map_.mkdir(parents=True, exist_ok=True)

    @property
    def model(self) -> Path:
        return self.map / "model" / "bot.tar.gz"

    @abstractmethod
    def train(self) -> Duur:
        """Train from nothing: no cache, no earlier model."""

    @abstractmethod
    def gesprek(self) -> Gesprek:
        """A new conversation."""

    @abstractmethod
    def _start(self) -> None: ...

    def start(self) -> Duur:
        """Start on an empty database, until it has answered a first bericht."""
        for rest in self.map.glob("*.db*"):
            rest.unlink()
        begin = time.perf_counter()
        self._start()
        while time.perf_counter() - begin < _START_BINNEN:
            if any(p.poll() is not None for p in self.processen):
                raise RuntimeError(f"{self.naam} stopte; zie {self.map}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self._klaar():
                    with self.gesprek() as gesprek:
                        if any(gesprek.zei):
                            return Duur(time.perf_counter() - begin, self.rekentijd())
            time.sleep(0.25)
        raise RuntimeError(f"{self.naam} antwoordt niet; zie {self.map}")

    def _klaar(self) -> bool:
        return True

    def stop(self) -> None:
        for p in self.processen:
            with contextlib.suppress(ProcessLookupError):
                p.send_signal(signal.SIGTERM)
        for p in self.processen:
            try:
                p.wait(20)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        self.processen = []

    def geheugen(self) -> float:
        """MiB of all processes together; what they share is counted once (PSS)."""
        return float(sum(p.memory_full_info().pss for p in self._alle())) / _MIB

    def rekentijd(self) -> float:
        """Seconds of processor that all processes together have used since they started."""
        tijden = [p.cpu_times() for p in self._alle()]
        return float(sum(t.user + t.system for t in tijden))

    def _alle(self) -> list[psutil.Process]:
        eigen = [psutil.Process(p.pid) for p in self.processen]
        return eigen + [kind for p in eigen for kind in p.children(recursive=True)]

    def _run(self, *opdracht: str, **omgeving: str) -> None:
        with (self.map / "log.txt").open("ab") as log:
            self.processen.append(
                subprocess.Popen(
                    [sys.executable, *opdracht],
                    cwd=PROJECT,
                    env=_omgeving(omgeving),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def _train(self, *opdracht: str, **omgeving: str) -> Duur:
        shutil.rmtree(self.map / "cache", ignore_errors=True)
        shutil.rmtree(self.model.parent, ignore_errors=True)
        begin, rekentijd = time.perf_counter(), _children_cpu()
        uit = subprocess.run(
            [sys.executable, *opdracht],
            cwd=PROJECT,
            env=_omgeving({"RASA_CACHE_DIRECTORY": str(self.map / "cache"), **omgeving}),
            capture_output=True,
            text=True,
            check=False,
        )
        if uit.returncode or not self.model.is_file():
            raise RuntimeError(f"{self.naam}: trainen mislukt\n{(uit.stdout + uit.stderr)[-3000:]}")
        return Duur(time.perf_counter() - begin, _children_cpu() - rekentijd)


class Onze(Bot):
    """`assistent start`, spoken to through the chat API."""

    naam = "vraagwijs"

    def train(self) -> Duur:
        return self._train("-m", "assistent.cli", "train", **self._instellingen())

    def _start(self) -> None:
        self._run("-m", "assistent.cli", "start", "--port", str(self.poort), **self._instellingen())

    def _instellingen(self) -> dict[str, str]:
        return {
            "VRAAGWIJS_MAP": str(self.map),
            "VRAAGWIJS_MODEL": str(self.model),
            "VRAAGWIJS_BERICHTEN_PER_MINUUT": "1000000",
            "VRAAGWIJS_GESPREKKEN_PER_MINUUT": "1000000",
        }

    def gesprek(self) -> Gesprek:
        return OnsGesprek(self.poort)

    def _klaar(self) -> bool:
        # before this a bericht is taken and kept, and the answer is a request for patience
        with contextlib.closing(
            http.client.HTTPConnection("127.0.0.1", self.poort, timeout=5)
        ) as v:
            v.request("GET", "/readyz")
            return v.getresponse().status == 200


class Stock(Bot):
    """Rasa with what `rasa init` writes, its REST channel, and an action server beside it."""

    naam = "stock"

    def __init__(self, map_: Path, epochs: int = 100) -> None:
        super().__init__(map_)
        self._epochs = epochs

    def train(self) -> Duur:
        config = self.map / "config.yml"
        tekst = (STOCK / "config.yml").read_text(encoding="utf-8")
        config.write_text(tekst.replace("epochs: 100", f"epochs: {self._epochs}"), encoding="utf-8")
        return self._train(
            "-m", "bench.rasa.stock_rasa", "train", "--skip-validation", "--quiet",
            "--config", str(config), "--domain", "domain.yml", "--data", "data",
            "--out", str(self.model.parent), "--fixed-model-name", "bot",
        )  # fmt: skip

    def _start(self) -> None:
        acties = free_port()
        self._run("-m", "bench.rasa.stock_acties", str(acties), VRAAGWIJS_MAP=str(self.map))
        self._run(
            "-m", "bench.rasa.stock_rasa", "run", "--interface", "127.0.0.1", "--port", str(self.poort),
            "--model", str(self.model), "--endpoints", str(STOCK / "endpoints.yml"),
            "--credentials", str(STOCK / "credentials.yml"),
            BENCH_ACTIES_POORT=str(acties), BENCH_TRACKER_URL=f"sqlite:///{self.map / 'tracker.db'}",
        )  # fmt: skip

    def gesprek(self) -> Gesprek:
        return StockGesprek(self.poort)


class Gesprek(ABC):
    """One conversation over one connection; a context manager that opens it. *zei*: the texts of the last answer."""

    def __init__(self, poort: int) -> None:
        self._verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=60)
        self.zei: list[str] = []
        self.knoppen: list[str] = []

    def __enter__(self) -> Gesprek:
        try:
            self._open()
        except BaseException:
            self._verbinding.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._verbinding.close()

    def neem(self, regel: str) -> float | None:
        """Take a line of a script; seconds from message in to answer out, None for a button that is not there."""
        if not regel.startswith("!"):
            return self._meet(tekst=regel)
        keuze = next((k for k in self.knoppen if k.startswith(regel[1:])), None)
        return self._meet(keuze=keuze) if keuze else None

    def _meet(self, *, tekst: str | None = None, keuze: str | None = None) -> float:
        begin = time.perf_counter()
        self._zeg(tekst, keuze)
        duur = time.perf_counter() - begin
        if not any(self.zei):
            raise RuntimeError(f"geen antwoord op {tekst or keuze!r}")
        return duur

    @abstractmethod
    def _open(self) -> None: ...

    @abstractmethod
    def _zeg(self, tekst: str | None, keuze: str | None) -> None: ...

    def _post(self, pad: str, inhoud: Mapping[str, Any], **koppen: str) -> Any:
        self._verbinding.request(
            "POST", pad, json.dumps(inhoud), {"Content-Type": "application/json", **koppen}
        )
        antwoord = self._verbinding.getresponse()
        ruw = antwoord.read()
        if antwoord.status not in (200, 201):
            raise http.client.HTTPException(f"{antwoord.status} {ruw[:200]!r}")
        return json.loads(ruw)


class OnsGesprek(Gesprek):
    def _open(self) -> None:
        begin = self._post("/api/gesprekken", {})
        self._pad = f"/api/gesprekken/{begin['gesprek']}/berichten?wacht=30"
        self._token = f"Bearer {begin['token']}"
        self._onthoud(begin["berichten"])

    def _zeg(self, tekst: str | None, keuze: str | None) -> None:
        wat = {"keuze": keuze} if keuze else {"tekst": tekst}
        uit = self._post(
            self._pad, {"bericht_id": str(uuid.uuid4()), **wat}, Authorization=self._token
        )
        self._onthoud(uit["berichten"])

    def _onthoud(self, berichten: list[dict[str, Any]]) -> None:
        self.zei = [b["tekst"] for b in berichten]
        self.knoppen = [k["keuze"] for b in berichten for k in b["knoppen"]]


class StockGesprek(Gesprek):
    """A button is the intent as a slash message, with the keuze as metadata: what our bridge makes of it too."""

    def _open(self) -> None:
        # the actions take what is before the last point as the gesprek
        self._wie = f"{uuid.uuid4()}.1"
        self._zeg(None, "begin")

    def _zeg(self, tekst: str | None, keuze: str | None) -> None:
        intent, _, zegt = (keuze or "").partition(":")
        bericht = {"sender": self._wie, "message": tekst or f"/{intent}"}
        if keuze:
            bericht["metadata"] = {"keuze": keuze, "zegt": zegt}  # type: ignore[assignment]
        berichten = self._post("/webhooks/rest/webhook", bericht)
        self.zei = [b.get("text") or "" for b in berichten]
        self.knoppen = [k["payload"] for b in berichten for k in b.get("buttons") or ()]


@contextlib.contextmanager
def started(*bots: Bot) -> Iterator[None]:
    try:
        for bot in bots:
            bot.start()
        yield
    finally:
        for bot in bots:
            bot.stop()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _omgeving(extra: Mapping[str, str]) -> dict[str, str]:
    # an installation's own settings must not leak into what is measured
    eigen = {k: v for k, v in os.environ.items() if not k.startswith("VRAAGWIJS_")}
    return {**eigen, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", **extra}


def _children_cpu() -> float:
    gebruik = resource.getrusage(resource.RUSAGE_CHILDREN)
    return gebruik.ru_utime + gebruik.ru_stime
