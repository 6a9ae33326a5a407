"""The web app: chat API, widget page, take-along page, health."""

from assistent.web.app import make_app

__all__ = ["make_app"]
