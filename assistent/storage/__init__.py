"""The only module that speaks SQL."""

from assistent.storage.opslag import Binnengekomen, Opslag

__all__ = ["Binnengekomen", "Opslag"]
