"""Puts the parts together: settings, database, content. The only place where they are chosen."""

from __future__ import annotations

from assistent.kennis import load_kennis
from assistent.service import Assistent
from assistent.settings import Settings, load_settings
from assistent.storage import Opslag


def make_assistent(
    settings: Settings | None = None, *, migrate: bool = False, check: bool = True
) -> Assistent:
    """An Assistent as the environment wants it. Raises AssistentError with a line that says what to do.

    With *migrate* the database is made or brought up to date and an empty directory of collega's is filled;
    without, a database that does not fit is refused; without *check* it is not looked at.
    """
    settings = settings or load_settings()
    kennis = load_kennis()
    opslag = Opslag(settings.opslag_url)
    assistent = Assistent(settings, opslag, kennis=kennis)
    if migrate:
        opslag.migrate()
        assistent.zorg_voor_collegas()
    elif check:
        opslag.check()
    return assistent
