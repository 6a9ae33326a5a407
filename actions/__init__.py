"""Rasa's side of the turns: an action translates the tracker into one call on `Assistent`, and the answer back.

No logic and no wording: every turn of `assistent.beurten` gets one action of the same name.
"""

from actions.beurten import install

__all__ = ["install"]
