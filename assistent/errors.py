"""Every error of ours, in one tree. Caught at the edges only (web, command line, actions)."""


class AssistentError(Exception):
    """Something that whoever runs the assistant can mend; the message says what, where and what now."""


class InvalidKennis(AssistentError):
    """A content file breaks its schema. One line per fault: file, entry, fault and the allowed values."""

    def __init__(self, fouten: list[str]) -> None:
        super().__init__("\n".join(fouten))
        self.fouten = fouten


class InvalidSettings(AssistentError):
    """A setting is missing or cannot be used; the message names the variable."""


class StorageUnusable(AssistentError):
    """The database cannot be used: read-only, full, or of a newer version."""


class DialoogUnreachable(AssistentError):
    """The dialogue server does not answer. The bericht is kept and tried again."""


class DialoogFailed(AssistentError):
    """The dialogue server answered that this turn failed."""


class OnbekendGesprek(AssistentError):
    """There is no gesprek with this id, or it was forgotten."""


class OnbekendeKeuze(AssistentError):
    """A button was pressed that this gesprek never offered."""


class BerichtTeLang(AssistentError):
    """A bericht is longer than `settings.max_tekens`."""


class TeVeelBerichten(AssistentError):
    """More berichten wait in this gesprek than `settings.max_wachtrij`; try again in `over_seconden`."""

    def __init__(self, melding: str, over_seconden: int) -> None:
        super().__init__(melding)
        self.over_seconden = over_seconden


class TokenInvalid(AssistentError):
    """A token is missing, expired, forged, or belongs to another gesprek."""
