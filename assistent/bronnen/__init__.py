"""Finding, ordering and comparing bronnen."""

from assistent.bronnen.zoek import Bronzoeker, Zoekvraag

__all__ = ["Bronzoeker", "Zoekvraag"]
