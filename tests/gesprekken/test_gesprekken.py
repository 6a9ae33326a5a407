"""Whole conversations, as data, through the chat API of the really running system.

A beurt is one of
- `zegt`: type a text (`zegt_keer: [text, n]` types it n times in one go);
- `kiest`: press a button, by its keuze;
- `tot: samenvatting`: answer every question until the summary; `met` gives the answer per aspect, all else is
  "weet ik niet"; `hoogstens` bounds the number of questions. `tot_aspect` stops at the question for that aspect.

`verwacht` may hold `soorten` (all, in order), `soorten_eind` (what the last one may be), `aspect` (of the last
question), `bevat` and `bevat_niet` (in all that was said), `knop` (on the last bericht), `knop_ergens`, `geen_knop`,
`weet` (values of the vraag as it was said back), `fout` (status) and `vergeten`.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.systeem import Systeem

pytestmark = pytest.mark.systeem

MAP = Path(__file__).parent
PROJECT = MAP.parent.parent
SOORTEN = {"happy", "correctie", "tussendoor", "afbreken", "slecht"}
BEURT_SLEUTELS = {"zegt", "zegt_keer", "kiest", "tot", "tot_aspect", "met", "hoogstens", "verwacht"}
VERWACHT_SLEUTELS = {
    "soorten", "soorten_eind", "aspect", "bevat", "bevat_niet", "knop", "knop_ergens", "geen_knop", "weet", "fout",
    "vergeten",
}  # fmt: skip
# More than this many questions in a row is an interrogation, whatever the advisor answers
HOOGSTENS_VRAGEN = 8
# This many times the same in a row
HERHAALD = 3
STORING = ("Hier ging bij mij iets mis", "kan nu even niet antwoorden")
# Titles and summaries of bronnen may be in English; what the assistant says itself may not
EIGEN_WOORDEN = {"welkom", "begrepen", "vraag", "samenvatting", "melding", "afsluiting"}
ENGELS = re.compile(
    r"\b(?:the|please|your|you|question|answer|sorry|error|click|none)\b", re.IGNORECASE
)


def read_gesprekken() -> list[dict[str, Any]]:
    gesprekken = [
        g for pad in sorted(MAP.glob("*.yaml")) for g in yaml.safe_load(pad.read_text("utf-8"))
    ]
    for g in gesprekken:
        assert g["soort"] in SOORTEN, g["naam"]
        for b in g["beurten"]:
            onbekend = set(b) - BEURT_SLEUTELS | set(b.get("verwacht", {})) - VERWACHT_SLEUTELS
            assert not onbekend, f"{g['naam']}: {onbekend}"
    return gesprekken


GESPREKKEN = read_gesprekken()
INTENTS = set(yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))["intents"])


class Gesprek:
    """One conversation as an advisor holds it; checks after every turn what must hold for any."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        antwoord = client.post("/api/gesprekken")
        assert antwoord.status_code == 201, antwoord.text
        inhoud = antwoord.json()
        self.id: str = inhoud["gesprek"]
        self._hoofd = {"Authorization": f"Bearer {inhoud['token']}"}
        self.laatste: list[dict[str, Any]] = inhoud["berichten"]
        self._gezegd: list[set[tuple[str, str]]] = []
        assert [b["soort"] for b in self.laatste] == ["welkom"]
        self._check()

    def stuur(self, *, fout: int | None = None, **inhoud: str) -> None:
        antwoord = self._client.post(
            f"/api/gesprekken/{self.id}/berichten",
            params={"wacht": 50},
            headers=self._hoofd,
            json={"bericht_id": str(uuid.uuid4()), **inhoud},
        )
        if fout:
            assert antwoord.status_code == fout, antwoord.text
            assert antwoord.json()["fout"]["bericht"]
            return
        assert antwoord.status_code == 200, antwoord.text
        self.laatste = antwoord.json()["berichten"]
        self._check()

    def is_vergeten(self) -> bool:
        antwoord = self._client.get(f"/api/gesprekken/{self.id}/berichten", headers=self._hoofd)
        return antwoord.status_code == 404

    @property
    def tekst(self) -> str:
        return "\n".join(b["tekst"] for b in self.laatste)

    def vraag(self) -> str | None:
        """The aspect that is asked now."""
        return next((b["aspect"] for b in reversed(self.laatste) if b["aspect"]), None)

    def weet(self) -> dict[str, list[str]]:
        """The vraag as it was last said back in this turn."""
        gegevens = [b["gegevens"]["vraag"] for b in self.laatste if "vraag" in b["gegevens"]]
        assert gegevens, f"said nothing back: {self.tekst}"
        return {a["aspect"]: [w["id"] for w in a["waarden"]] for a in gegevens[-1]["aspecten"]}

    def _check(self) -> None:
        assert self.laatste, "said nothing"
        for b in self.laatste:
            assert b["tekst"].strip(), b
            assert not any(s in b["tekst"] for s in STORING), b["tekst"]
            keuzes = [k["keuze"] for k in b["knoppen"]]
            assert len(keuzes) == len(set(keuzes)), keuzes
            for k in b["knoppen"]:
                assert k["titel"].strip(), k
                assert k["keuze"].partition(":")[0] in INTENTS, k
            if b["soort"] in EIGEN_WOORDEN:
                # what the advisor said comes back between quotes, the line for who reads no Dutch between brackets
                eigen = re.sub(r"\([^)]*\)|\"[^\"]*\"", "", b["tekst"])
                assert not ENGELS.search(eigen), b["tekst"]
        gezegd = {(b["soort"], b["tekst"]) for b in self.laatste}
        assert len(gezegd) == len(self.laatste), "says the same twice in one turn"
        # to say it once more is an answer; to say it three times in a row is a machine that hangs
        self._gezegd = [*self._gezegd[-2:], gezegd]
        if len(self._gezegd) == HERHAALD:
            steeds = set.intersection(*self._gezegd)
            assert not steeds, f"says the same {HERHAALD} turns in a row: {steeds}"


@pytest.fixture(scope="module")
def client(systeem: Systeem) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=systeem.adres, timeout=60, trust_env=False) as client:
        yield client


def test_as_many_detours_as_straight_roads() -> None:
    aantal = Counter(g["soort"] for g in GESPREKKEN)

    assert len(GESPREKKEN) >= 45
    assert aantal["correctie"] + aantal["tussendoor"] + aantal["afbreken"] >= aantal["happy"]
    assert set(aantal) == SOORTEN
    assert not [n for n, keer in Counter(g["naam"] for g in GESPREKKEN).items() if keer > 1]


@pytest.mark.parametrize("gesprek", GESPREKKEN, ids=[g["naam"] for g in GESPREKKEN])
def test_the_gesprek_goes_as_written(gesprek: dict[str, Any], client: httpx.Client) -> None:
    loopt = Gesprek(client)
    for nr, beurt in enumerate(gesprek["beurten"], 1):
        verwacht = beurt.get("verwacht", {})
        try:
            take_beurt(loopt, beurt)
            check_beurt(loopt, verwacht)
        except AssertionError as exc:
            pytest.fail(f"beurt {nr} {beurt}: {exc}\nlaatst gezegd:\n{loopt.tekst}", pytrace=False)


def take_beurt(loopt: Gesprek, beurt: dict[str, Any]) -> None:
    fout = beurt.get("verwacht", {}).get("fout")
    if "tot" in beurt or "tot_aspect" in beurt:
        answer_until(loopt, beurt)
    elif "kiest" in beurt:
        loopt.stuur(keuze=beurt["kiest"], fout=fout)
    elif "zegt_keer" in beurt:
        tekst, keer = beurt["zegt_keer"]
        loopt.stuur(tekst=f"{tekst} " * keer, fout=fout)
    else:
        loopt.stuur(tekst=beurt["zegt"], fout=fout)


def answer_until(loopt: Gesprek, beurt: dict[str, Any]) -> None:
    antwoorden = beurt.get("met", {})
    for _ in range(beurt.get("hoogstens", HOOGSTENS_VRAGEN) + 1):
        if loopt.laatste[-1]["soort"] == beurt.get("tot"):
            return
        aspect = loopt.vraag()
        if aspect and aspect == beurt.get("tot_aspect"):
            return
        assert aspect, f"asks nothing and is not at {beurt.get('tot', beurt.get('tot_aspect'))}"
        loopt.stuur(tekst=antwoorden.get(aspect, "weet ik niet"))
    pytest.fail(f"keeps asking: {loopt.tekst}")


def check_beurt(loopt: Gesprek, verwacht: dict[str, Any]) -> None:
    if verwacht.get("vergeten"):
        assert loopt.is_vergeten()
    soorten = [b["soort"] for b in loopt.laatste]
    if "soorten" in verwacht:
        assert soorten == verwacht["soorten"], soorten
    if "soorten_eind" in verwacht:
        assert soorten[-1] in verwacht["soorten_eind"], soorten
    if "aspect" in verwacht:
        assert loopt.vraag() == verwacht["aspect"], loopt.vraag()
    for deel in verwacht.get("bevat", ()):
        assert deel.lower() in loopt.tekst.lower(), f"{deel!r} ontbreekt"
    for deel in verwacht.get("bevat_niet", ()):
        assert deel.lower() not in loopt.tekst.lower(), f"{deel!r} staat er"
    aan_het_eind = {k["keuze"] for k in loopt.laatste[-1]["knoppen"]}
    ergens = {k["keuze"] for b in loopt.laatste for k in b["knoppen"]}
    assert set(verwacht.get("knop", ())) <= aan_het_eind, aan_het_eind
    assert set(verwacht.get("knop_ergens", ())) <= ergens, ergens
    assert not set(verwacht.get("geen_knop", ())) & ergens, ergens
    for aspect, waarden in verwacht.get("weet", {}).items():
        bekend = loopt.weet().get(aspect, [])
        assert set(waarden) <= set(bekend), f"{aspect}: {bekend}"
