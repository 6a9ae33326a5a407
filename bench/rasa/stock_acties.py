"""The action server of the stock bot: our actions behind rasa-sdk's own web server, on loopback."""

from __future__ import annotations

import sys

from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor

import actions
from assistent.bootstrap import make_assistent

if __name__ == "__main__":
    assistent = make_assistent(migrate=True)
    # loaded before the first turn, as ours does
    _ = assistent.beurten
    actions.install(assistent)
    uitvoerder = ActionExecutor()
    uitvoerder.register_package("actions")
    app = create_app_for_serve(uitvoerder)
    app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, access_log=False)
