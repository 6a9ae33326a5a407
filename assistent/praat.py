"""The same dialogue in the terminal, over the chat API of an assistant that runs or is started for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

from assistent.errors import AssistentError
from assistent.starten import find_vrije_poort

_WACHT = 60


def praat(adres: str) -> None:
    """Talk until end of input or Ctrl-C. A number presses the button of that number."""
    with (
        _server(adres) as basis,
        httpx.Client(base_url=basis, timeout=_WACHT + 10, trust_env=False) as client,
    ):
        gesprek = client.post("/api/gesprekken").raise_for_status().json()
        koppen = {"Authorization": f"Bearer {gesprek['token']}"}
        pad = f"/api/gesprekken/{gesprek['gesprek']}/berichten"
        knoppen = _toon(gesprek["berichten"])
        while (zin := _lees()) is not None:
            if not zin.strip():
                continue
            nr = int(zin) if zin.strip().isdigit() else 0
            wat = {"keuze": knoppen[nr - 1]["keuze"]} if 0 < nr <= len(knoppen) else {"tekst": zin}
            antwoord = client.post(
                pad,
                params={"wacht": _WACHT},
                headers=koppen,
                json={"bericht_id": str(uuid.uuid4()), **wat},
            )
            if antwoord.is_error:
                print(antwoord.json()["fout"]["bericht"])
                continue
            knoppen = _toon(antwoord.json().get("berichten", []))


def _toon(berichten: list[dict[str, Any]]) -> list[dict[str, str]]:
    knoppen: list[dict[str, str]] = []
    for b in berichten:
        print(f"\n{b['tekst']}")
        knoppen += b["knoppen"]
    for nr, knop in enumerate(knoppen, 1):
        print(f"  {nr}. {knop['titel']}")
    return knoppen


def _lees() -> str | None:
    try:
        return input("\n> ")
    except (EOFError, KeyboardInterrupt):
        print()
        return None


@contextlib.contextmanager
def _server(adres: str) -> Iterator[str]:
    if adres:
        yield adres.rstrip("/")
        return
    poort = find_vrije_poort()
    basis = f"http://127.0.0.1:{poort}"
    print("De assistent start op. Dat duurt ongeveer een halve minuut.", flush=True)
    proces = subprocess.Popen(
        [sys.executable, "-m", "assistent.cli", "start", "--port", str(poort)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
        start_new_session=True,
    )
    try:
        for _ in range(900):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{basis}/readyz", trust_env=False).status_code == 200:
                    break
            if proces.poll() is not None:
                fout = proces.stderr.read() if proces.stderr else ""
                raise AssistentError(
                    fout.strip().removeprefix("Fout: ") or "de assistent start niet"
                )
            time.sleep(0.2)
        yield basis
    finally:
        proces.terminate()
        proces.wait(timeout=30)
