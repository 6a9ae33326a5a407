"""E-mail to collega's over a real mail server on this machine: it arrives, it waits out a fault, it is never wrong."""

from __future__ import annotations

import email
import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest

from assistent.errors import InvalidSettings
from assistent.model import Collega, Vraag
from assistent.service import Assistent
from assistent.settings import load_settings
from assistent.web.brieven import bezorg_nu
from assistent.web.collega import make_formulierpad, make_persoonlijk_pad
from tests.web.test_collega import INGEVULD, VOORAF, verstuur

VRAAG = Vraag(tekst="Hoe korten we de wachtlijst?", themas=("jeugd",), gemeente="GM0193")


class Postserver(threading.Thread):
    """Takes e-mail as RFC 5321 has it, one connection at a time; *antwoorden* are the next answers to RCPT TO."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.poort: int = self._socket.getsockname()[1]
        self.berichten: list[Message] = []
        self.antwoorden: list[str] = []

    def run(self) -> None:
        while True:
            try:
                verbinding, _ = self._socket.accept()
            except OSError:
                return
            with verbinding, verbinding.makefile("rwb") as f:
                self._spreek(f)

    def _spreek(self, f: Any) -> None:
        def zeg(regel: str) -> None:
            f.write(regel.encode() + b"\r\n")
            f.flush()

        zeg("220 klaar")
        while regel := f.readline():
            woord = regel.split(b" ")[0].strip().upper().split(b":")[0]
            if woord == b"RCPT" and self.antwoorden:
                zeg(self.antwoorden.pop(0))
            elif woord == b"DATA":
                zeg("354 ga door")
                inhoud = b""
                while (deel := f.readline()) != b".\r\n":
                    inhoud += deel[1:] if deel.startswith(b"..") else deel
                self.berichten.append(email.message_from_bytes(inhoud))
                zeg("250 ok")
            elif woord == b"QUIT":
                zeg("221 dag")
                return
            else:
                zeg("250 ok")

    def stop(self) -> None:
        if self.is_alive():
            # only this ends an accept() that waits in another thread
            self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self.join()


@pytest.fixture
def post() -> Iterator[Postserver]:
    server = Postserver()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def instellingen(post: Postserver) -> dict[str, Any]:
    return {
        "smtp_url": f"smtp://127.0.0.1:{post.poort}",
        "smtp_afzender": "Vraagwijs <post@vraagwijs.test>",
        "adres": "http://vraagwijs.test",
    }


@pytest.fixture
def collega(assistent: Assistent) -> Collega:
    noor = Collega(
        "c-1",
        "Noor Jansen",
        "Adviseur",
        "GM0193",
        ("jeugd",),
        (),
        "noor@zwolle.nl",
        "",
        True,
        False,
    )
    assistent.opslag.mensen.replace([noor])
    return noor


def tekst_van(bericht: Message) -> str:
    inhoud = bericht.get_payload(decode=True)
    assert isinstance(inhoud, bytes)
    return inhoud.decode()


def paden_in(bericht: Message) -> list[str]:
    return re.findall(r"http://vraagwijs\.test(/\S+)", tekst_van(bericht))


async def test_a_new_collega_is_found_after_confirming(
    client: Any, assistent: Assistent, post: Postserver
) -> None:
    pagina = await verstuur(client, make_formulierpad(assistent, VOORAF), INGEVULD)
    assert "Kijk in je e-mail" in pagina.text
    assert "/collega/ik/" not in pagina.text
    assert assistent.mensen.collegas() == ()

    assert bezorg_nu(assistent) == 1

    (bericht,) = post.berichten
    assert bericht["To"] == "noor@zwolle.nl"
    bevestig, stop = paden_in(bericht)
    assert stop.endswith("/stop")
    await client.get(bevestig)
    assert assistent.mensen.collegas() == ()
    klaar = await verstuur(client, bevestig, {})
    assert "/collega/ik/" in klaar.text
    assert [c.naam for c in assistent.mensen.collegas()] == ["Noor Jansen"]


async def test_a_verzoek_reaches_the_collega_and_a_yes_comes_back(
    client: Any, assistent: Assistent, post: Postserver, collega: Collega, gesprek: Any
) -> None:
    assert assistent.mensen.vraag_contact(gesprek.id, collega.id, VRAAG)

    assert bezorg_nu(assistent) == 1
    assert bezorg_nu(assistent) == 0

    (bericht,) = post.berichten
    assert bericht["Auto-Submitted"] == "auto-generated"
    assert "Hoe korten we de wachtlijst?" in tekst_van(bericht)
    contact, eigen = paden_in(bericht)
    assert (await client.get(eigen)).status_code == 200
    await verstuur(client, contact, {"antwoord": "ja"})
    assert "noor@zwolle.nl" in str(await gesprek.berichten())


def test_what_cannot_be_sent_now_is_sent_later(
    assistent: Assistent, post: Postserver, collega: Collega, klok: Any
) -> None:
    post.antwoorden = ["451 nu even niet"]
    assistent.mensen.stuur_link("NOOR@zwolle.nl")

    assert bezorg_nu(assistent) == 0
    assert bezorg_nu(assistent) == 0
    klok.verder(minutes=2)
    assert bezorg_nu(assistent) == 1

    assert len(post.berichten) == 1


def test_a_server_that_is_gone_costs_nothing(
    assistent: Assistent, post: Postserver, collega: Collega, klok: Any
) -> None:
    post.stop()
    assistent.mensen.stuur_link(collega.email)

    for _ in range(6):
        assert bezorg_nu(assistent) == 0
        klok.verder(hours=5)
    assert len(assistent.opslag.mensen.brieven(klok())) == 1
    klok.verder(days=15)
    bezorg_nu(assistent)
    assert assistent.opslag.mensen.brieven(klok() + timedelta(days=1)) == []


def test_an_address_that_is_refused_for_good_is_given_up(
    assistent: Assistent, post: Postserver, collega: Collega, klok: Any
) -> None:
    post.antwoorden = ["550 bestaat niet"]
    assistent.mensen.stuur_link(collega.email)

    assert bezorg_nu(assistent) == 0

    assert assistent.opslag.mensen.brieven(klok() + timedelta(days=1)) == []


def test_who_withdrew_gets_nothing_any_more(
    assistent: Assistent, post: Postserver, collega: Collega
) -> None:
    assistent.mensen.stuur_link(collega.email)

    assistent.mensen.trek_in(collega.id)

    assert bezorg_nu(assistent) == 0
    assert post.berichten == []


async def test_nobody_learns_who_is_in_the_directory(
    client: Any, assistent: Assistent, post: Postserver, collega: Collega
) -> None:
    pad = make_formulierpad(assistent, {**VOORAF, "pagina": "wijzigen"})

    bekend = await verstuur(client, pad, {"email": "noor@zwolle.nl"})
    onbekend = await verstuur(client, pad, {"email": "niemand@zwolle.nl"})
    dubbel = await verstuur(
        client, make_formulierpad(assistent, VOORAF), {**INGEVULD, "email": "noor@zwolle.nl"}
    )

    zonder_sleutel = [re.sub(r'value="[^"]+"', "", a.text) for a in (bekend, onbekend)]
    assert zonder_sleutel[0] == zonder_sleutel[1]
    assert dubbel.status_code == 200
    assert bezorg_nu(assistent) == 1
    assert [m["To"] for m in post.berichten] == ["noor@zwolle.nl"]


async def test_a_new_address_must_be_confirmed_and_an_old_link_no_longer_fits(
    client: Any, assistent: Assistent, post: Postserver, collega: Collega
) -> None:
    pad = make_persoonlijk_pad(assistent, collega.id)
    for adres in ("een@zwolle.nl", "twee@zwolle.nl"):
        await verstuur(client, pad, {**INGEVULD, "email": adres})
        bezorg_nu(assistent)
    assert assistent.mensen.collegas() == ()
    een, twee = (paden_in(m)[0] for m in post.berichten)

    assert (await verstuur(client, een, {})).status_code == 404
    assert (await verstuur(client, twee, {})).status_code == 200

    assert [c.email for c in assistent.mensen.collegas()] == ["twee@zwolle.nl"]


@pytest.mark.parametrize(
    ("anders", "naam"),
    [
        ({"smtp_url": "post.gemeente.nl"}, "SMTP_URL"),
        ({"smtp_afzender": ""}, "SMTP_AFZENDER"),
        ({"adres": ""}, "ADRES"),
    ],
)
def test_half_settings_for_email_stop_the_start(
    instellingen: dict[str, Any], tmp_path: Any, anders: dict[str, str], naam: str
) -> None:
    with pytest.raises(InvalidSettings, match=f"VRAAGWIJS_{naam}:"):
        load_settings(map=tmp_path, **{**instellingen, **anders})
