"""Every setting, read once from the environment (prefix VRAAGWIJS_) or `.env`; nothing is read at import."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistent.errors import InvalidSettings

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """How this installation runs. Times are in the unit that the name says."""

    model_config = SettingsConfigDict(
        env_prefix="VRAAGWIJS_", env_file=".env", extra="ignore", frozen=True
    )

    map: Path = Field(default=PROJECT / "var", description="folder for database, secrets and logs")
    database_url: str = Field(default="", description="SQLAlchemy address; empty: SQLite in `map`")
    host: str = "127.0.0.1"
    poort: int = Field(default=8080, ge=1, le=65535)
    brug_poort: int = Field(default=0, ge=0, le=65535, description="port of Rasa; 0: any free one")
    geheim: str = Field(default="", description="signs tokens; empty: made once and kept in `map`")
    bewaardagen: int = Field(default=90, ge=1, le=3650)
    max_tekens: int = Field(default=2000, ge=100, le=5000)
    max_wachtrij: int = Field(default=20, ge=1)
    token_minuten: int = Field(default=60, ge=1)
    token_vernieuwbaar_dagen: int = Field(default=14, ge=0)
    berichten_per_minuut: int = Field(default=60, ge=1, description="per gesprek")
    gesprekken_per_minuut: int = Field(default=120, ge=1, description="per address")
    kennismakelaar: str = Field(default="", description="how advisors reach the human, in Dutch")
    security_contact: str = Field(
        default="https://vraagwijs.invalid/security", description="where to report a leak"
    )
    model: Path = Field(
        default=PROJECT / "models" / "vraagwijs.tar.gz", description="trained model"
    )
    betekenis: str = Field(
        default="auto", pattern="^(auto|uit)$", description="sentence embeddings: auto or uit"
    )
    intranetten: str = Field(
        default="", description="origins of pages that embed the widget, with commas between"
    )
    adres: str = Field(
        default="", description="where people reach this in their browser; in links in e-mail"
    )
    smtp_url: str = Field(
        default="", description="smtp://user:password@host:587 or smtps://...; empty: no e-mail"
    )
    smtp_afzender: str = Field(default="", description="the address that e-mail comes from")
    contact_dagen: int = Field(
        default=14, ge=1, le=90, description="after which a contactverzoek runs out"
    )
    proxys: str = Field(default="", description="addresses whose X-Forwarded-For is believed")

    @property
    def origins(self) -> list[str]:
        return [o.strip().rstrip("/") for o in self.intranetten.split(",") if o.strip()]

    @property
    def met_post(self) -> bool:
        """Whether this installation can send e-mail."""
        return bool(self.smtp_url)

    @property
    def basis(self) -> str:
        """Where links start that are read outside of our own pages."""
        return self.adres.rstrip("/") or f"http://localhost:{self.poort}"

    @property
    def opslag_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.map / 'vraagwijs.db').resolve()}"


def load_settings(**waarden: object) -> Settings:
    """Settings from the environment, *waarden* on top; the secret is made on first use.

    Raises InvalidSettings with one line per wrong variable.
    """
    try:
        settings = Settings(**{k: v for k, v in waarden.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as exc:
        regels = [
            f"VRAAGWIJS_{'_'.join(map(str, f['loc'])).upper()}: {f['msg']} (is nu {f['input']!r})"
            for f in exc.errors()
        ]
        raise InvalidSettings("\n".join(regels)) from exc
    _check_post(settings)
    if settings.geheim:
        if len(settings.geheim) < 32:
            raise InvalidSettings("VRAAGWIJS_GEHEIM: te kort; gebruik ten minste 32 tekens")
        return settings
    return settings.model_copy(update={"geheim": _kept_secret(settings.map)})


def _check_post(settings: Settings) -> None:
    if not settings.smtp_url:
        return
    url = urlsplit(settings.smtp_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise InvalidSettings(
            "VRAAGWIJS_SMTP_URL: moet lijken op smtp://naam:wachtwoord@post.gemeente.nl:587"
        )
    if "@" not in settings.smtp_afzender:
        raise InvalidSettings(
            "VRAAGWIJS_SMTP_AFZENDER: ontbreekt; geef het adres waar de e-mail vandaan komt"
        )
    if urlsplit(settings.adres).scheme not in ("http", "https"):
        raise InvalidSettings(
            "VRAAGWIJS_ADRES: ontbreekt; geef het adres van deze assistent, zoals https://vraagwijs.gemeente.nl, "
            "want de links in e-mail beginnen daar"
        )


def _kept_secret(map_: Path) -> str:
    pad = map_ / "geheim"
    try:
        map_.mkdir(parents=True, exist_ok=True)
        if not pad.exists():
            # complete before it gets its name, so that nobody reads half a secret; a link never
            # overwrites, so of several processes that start at once the first one wins
            fd, kladje = tempfile.mkstemp(dir=map_, prefix=".geheim-")  # mode 0600
            try:
                with os.fdopen(fd, "w") as f:
                    f.write(secrets.token_urlsafe(48))
                    f.flush()
                    os.fsync(fd)
                with contextlib.suppress(FileExistsError):
                    os.link(kladje, pad)
            finally:
                os.unlink(kladje)
        geheim = pad.read_text(encoding="ascii").strip()
    except OSError as exc:
        raise InvalidSettings(
            f"VRAAGWIJS_MAP: in {map_} kan niet worden geschreven ({exc.strerror}); "
            "kies een map met schrijfrechten en vrije ruimte"
        ) from exc
    if len(geheim) < 32:
        raise InvalidSettings(
            f"VRAAGWIJS_MAP: {pad} is beschadigd; verwijder dat bestand en start opnieuw"
        )
    return geheim
