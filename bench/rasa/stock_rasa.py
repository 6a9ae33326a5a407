"""Rasa as it comes: only the two names that a modern Sanic lacks are put back. No in-process actions, no tuning."""

from __future__ import annotations

import os

from connectors.rasa_start import patch_sanic

if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    patch_sanic()
    from rasa.__main__ import main

    main()
