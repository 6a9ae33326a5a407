"""E-mail to collega's: the only module that speaks SMTP. What must go waits in the database until the server took it.

What an e-mail says is made when it goes: someone who withdrew meanwhile gets nothing. An e-mail can come twice when
this process dies just after the server took it; it is never lost.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

import structlog

from assistent.errors import AssistentError
from assistent.service import Assistent
from assistent.settings import Settings
from assistent.storage.mensen import Brief
from assistent.web.collega import make_bevestigpad, make_contactpad, make_persoonlijk_pad

logger = structlog.get_logger()

_KIJK_ELKE = 5.0
_TIMEOUT = 20.0
# Minutes until the next try; after the last one it stays at that
_WACHT = (1, 5, 15, 60, 240)
_HOOGSTENS_DAGEN = 14
_SJABLONEN = {
    "bevestig": "brief_bevestig.j2",
    "link": "brief_link.j2",
    "verzoek": "brief_verzoek.j2",
}


class Geweigerd(AssistentError):
    """The mail server will never take this e-mail: trying again makes no sense."""


async def bezorg(assistent: Assistent) -> None:
    """Send what waits, for as long as this runs; a fault is tried again later."""
    while True:
        try:
            await asyncio.to_thread(bezorg_nu, assistent)
        except Exception:  # the database, most likely: what waits goes once it works
            logger.exception("brieven_haperen")
        await asyncio.sleep(_KIJK_ELKE)


def bezorg_nu(
    assistent: Assistent, stuur: Callable[[EmailMessage, Settings], None] | None = None
) -> int:
    """Try every e-mail whose turn it is; how many went."""
    opslag, now, gelukt = assistent.opslag.mensen, assistent.now(), 0
    for brief in opslag.brieven(now):
        try:
            (stuur or send)(write_brief(brief, assistent), assistent.settings)
        except Geweigerd as exc:
            logger.error("brief_geweigerd", brief=brief.id, soort=brief.soort, fout=str(exc))
            opslag.settle_brief(brief.id, opnieuw=None)
        except (OSError, smtplib.SMTPException) as exc:
            over = now - brief.gemaakt > timedelta(days=_HOOGSTENS_DAGEN)
            wacht = timedelta(minutes=_WACHT[min(brief.pogingen, len(_WACHT) - 1)])
            logger.warning(
                "brief_mislukt", brief=brief.id, poging=brief.pogingen + 1, fout=type(exc).__name__
            )
            opslag.settle_brief(brief.id, opnieuw=None if over else now + wacht)
        else:
            gelukt += 1
            opslag.settle_brief(brief.id, opnieuw=None)
            logger.info("brief_verstuurd", brief=brief.id, soort=brief.soort)
    return gelukt


def write_brief(brief: Brief, assistent: Assistent) -> EmailMessage:
    """The e-mail in plain text. Raises Geweigerd for an address that cannot be written to."""
    s, kennis = assistent.settings, assistent.kennis
    verzoek = brief.verzoek
    gemeente = kennis.gemeenten.get(verzoek.gemeente or "") if verzoek else None
    tekst = assistent.verwoording.tekst(
        _SJABLONEN[brief.soort],
        aan=brief.collega.naam,
        vraag=verzoek.tekst if verzoek else "",
        themas=[kennis.themas[t].naam for t in verzoek.themas if t in kennis.themas]
        if verzoek
        else [],
        gemeente=gemeente.naam if gemeente else "",
        antwoord=f"{s.basis}{make_contactpad(assistent, verzoek)}" if verzoek else "",
        bevestig=f"{s.basis}{make_bevestigpad(assistent, brief.collega)}",
        eigen=f"{s.basis}{make_persoonlijk_pad(assistent, brief.collega.id)}",
        dagen=s.contact_dagen,
    )
    onderwerp, _, inhoud = tekst.partition("\n")
    bericht = EmailMessage()
    try:
        bericht["Subject"] = onderwerp.removeprefix("Onderwerp:").strip()
        bericht["From"] = s.smtp_afzender
        bericht["To"] = brief.collega.email
        bericht["Date"] = format_datetime(assistent.now())
        bericht["Message-ID"] = make_msgid(domain=parseaddr(s.smtp_afzender)[1].rpartition("@")[2])
        # an absence notice must not answer
        bericht["Auto-Submitted"] = "auto-generated"
        bericht.set_content(inhoud.strip() + "\n")
    except (ValueError, IndexError) as exc:
        raise Geweigerd("het adres is geen e-mailadres") from exc
    return bericht


def send(bericht: EmailMessage, settings: Settings) -> None:
    """Hand *bericht* to the mail server, encrypted unless that is this machine.

    Raises Geweigerd when it says no for good, OSError or SMTPException when it may work later.
    """
    url = urlsplit(settings.smtp_url)
    host, lokaal = url.hostname or "", url.hostname in ("localhost", "127.0.0.1", "::1")
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=_TIMEOUT)
    with server:
        if url.scheme == "smtp" and not lokaal:
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        try:
            server.send_message(bericht)
        except smtplib.SMTPRecipientsRefused as exc:
            codes = [code for code, _ in exc.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise Geweigerd(f"de postserver weigert de ontvanger ({codes[0]})") from exc
            raise
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError) as exc:
            raise Geweigerd("de postserver kan dit adres niet aan") from exc
