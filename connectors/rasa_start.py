"""Starts Rasa as we need it: on loopback, actions inside, a connection to SQLite that does not wait.

Rasa 3.6.21 on a modern Sanic needs two names back; the rest replaces what would cost a process, a disk sync per
event, or libraries that nothing here calls. Every change stands here, with its reason, so that going back is deleting
a function.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from functools import cache, partialmethod
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

# Rasa imports these at every start: for neural models, for other channels, for other tracker stores, for plots
_NEURAAL = frozenset({"keras", "tensorflow"})
_ONGEBRUIKT = frozenset(
    {"aiogram", "boto3", "botocore", "matplotlib", "pymongo", "slack_sdk", "twilio", "webexteamssdk"}
)  # fmt: skip
# loaded in any case, though only a lock store of its kind needs it
_REDIS = frozenset({"redis"})


def patch_sanic() -> None:
    """Sanic 23+ dropped what Rasa 3.6 calls; one process, since more processes scale better than workers."""
    import sanic
    import sanic.response

    sanic.Sanic.run = partialmethod(sanic.Sanic.run, single_process=True)  # type: ignore[method-assign,assignment]
    sanic.response.stream = sanic.response.ResponseStream  # type: ignore[attr-defined]


class _Naam(type):
    """A name from a library that was left out holds every other name."""

    def __getattr__(cls, naam: str) -> type:
        if naam.startswith("__"):
            raise AttributeError(naam)
        return _Weggelaten


class _Weggelaten(Exception, metaclass=_Naam):
    """Stands for anything of a library that was left out: to inherit from, annotate with, catch, or decorate with."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    def __call__(self, *_: object, **__: object) -> _Weggelaten:
        return self

    def __class_getitem__(cls, _: object) -> type:
        return cls


class _Leeg(ModuleType):
    def __getattr__(self, naam: str) -> type:
        return getattr(_Weggelaten, naam)  # type: ignore[no-any-return]


class _Weglater(MetaPathFinder, Loader):
    def __init__(self, bibliotheken: frozenset[str]) -> None:
        self._bibliotheken = bibliotheken

    def find_spec(
        self, naam: str, pad: Sequence[str] | None, doel: ModuleType | None = None
    ) -> ModuleSpec | None:
        weg = naam.partition(".")[0] in self._bibliotheken
        return ModuleSpec(naam, self, is_package=True) if weg else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Leeg(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def leave_out_unused(config: Path, endpoints: Path) -> None:
    """Give Rasa empty modules for the libraries that our pipeline and channel never call.

    They are half of the time to start and more than half of the memory (bench/README.md). Everything is imported
    as usual once *config* names a component of Rasa that learns; only FallbackClassifier and RulePolicy do not.
    So is redis, once *endpoints* names it.
    """
    import yaml

    inhoud = yaml.safe_load(config.read_text(encoding="utf-8"))
    namen = {c["name"] for deel in ("pipeline", "policies") for c in inhoud[deel]}
    zonder_leren = {"FallbackClassifier", "RulePolicy"}
    van_rasa = {n for n in namen if "." not in n} - zonder_leren
    weg = _ONGEBRUIKT if van_rasa else _ONGEBRUIKT | _NEURAAL
    if "redis" not in endpoints.read_text(encoding="utf-8"):
        weg |= _REDIS
    sys.meta_path.insert(0, _Weglater(weg))


def log_without_locals() -> None:
    """Rasa logs a failed turn with every local variable: what advisors typed would stand in the log."""
    import structlog
    from structlog.tracebacks import ExceptionDictTransformer

    structlog.processors.dict_tracebacks = structlog.processors.ExceptionRenderer(
        ExceptionDictTransformer(show_locals=False)
    )


def tune_sqlite() -> None:
    """The tracker store commits once per event: without WAL each commit is two waits for the disk.

    NORMAL loses at most the last turn of a tracker at a power cut; the inbox, which promises more, is FULL.
    """
    import sqlite3

    from sqlalchemy import Engine, event

    @event.listens_for(Engine, "connect")
    def _stel_in(verbinding: Any, _: object) -> None:
        if isinstance(verbinding, sqlite3.Connection):
            for regel in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
                verbinding.execute(f"PRAGMA {regel}")


def remember_event_types() -> None:
    """Rasa looks through all classes of events, once for every event of a tracker, each time that it reads one."""
    from rasa.shared.core.events import Event

    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))  # type: ignore[method-assign]


class ActionsHier:
    """Stands where Rasa expects the address of an action server: runs the action in this process instead.

    Saves a process, and per action two serialisations and an HTTP request.
    """

    url = "in-process"
    kwargs: dict[str, Any] = {}

    def __init__(self) -> None:
        from rasa_sdk.executor import ActionExecutor

        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *, json: dict[str, Any], **_: Any) -> Any:
        uitkomst = await self._executor.run(json)
        # the slots and responses are ours: no pydantic model is needed on the way
        return uitkomst.model_dump() if hasattr(uitkomst, "model_dump") else uitkomst


def call_format(self: Any, tracker: Any, domain: Any) -> dict[str, Any]:
    """What an action is told: the slots and the last message. Not every event so far, not the whole domain: no
    action of ours reads them, and turning them into dictionaries takes longer the longer a gesprek gets."""
    bericht = tracker.latest_message
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        # rasa-sdk wants some domain
        "domain": {"version": "3.1"},
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": {
                "text": bericht.text if bericht else "",
                "metadata": (bericht.metadata if bericht else None) or {},
            },
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": tracker.latest_action_name,
        },
    }


def follow_web_app() -> None:
    """Wait until the web app has brought the database up to date, and stop when it is gone, however it went.

    It holds the other end of standard input: a line means ready, the end means gone.
    """
    if not sys.stdin.readline():
        sys.exit("de webapp is gestopt")

    def tot_het_eind() -> None:
        sys.stdin.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=tot_het_eind, daemon=True).start()


def run_actions_here() -> None:
    """Give every custom action the endpoint above, and trust what our own actions return.

    Rasa checks each result against a JSON schema that it builds anew every time (a third of its time under load).
    """
    import rasa.core.actions.action as rasa_action

    import actions
    from assistent.bootstrap import make_assistent

    assistent = make_assistent()
    # load now what the first advisor would otherwise wait for
    _ = assistent.beurten
    actions.install(assistent)
    hier = ActionsHier()
    oud = rasa_action.RemoteAction.__init__

    def begin(self: Any, name: str, _: Any) -> None:
        oud(self, name, hier)  # type: ignore[arg-type]

    rasa_action.RemoteAction.__init__ = begin  # type: ignore[method-assign]
    rasa_action.RemoteAction._action_call_format = call_format  # type: ignore[method-assign]
    rasa_action.RemoteAction._validate_action_result = lambda *_: True  # type: ignore[method-assign]


def main() -> None:
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if sys.argv[1:2] in (["run"], ["train"]):
        leave_out_unused(Path("config.yml"), Path("endpoints.yml"))
    patch_sanic()
    if sys.argv[1:2] == ["run"]:
        log_without_locals()
        tune_sqlite()
        remember_event_types()
        # what takes long to import; the database may be waited for meanwhile
        import rasa.core.run  # noqa: F401

        import assistent.beurten  # noqa: F401

        if os.environ.get("VRAAGWIJS_ONDER_TOEZICHT"):
            follow_web_app()
        run_actions_here()
    from rasa.__main__ import main as rasa_main

    rasa_main()


if __name__ == "__main__":
    main()
