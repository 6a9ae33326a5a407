"""Decides what counts as personal data in a Dutch text, and takes it out.

Rules and word lists only: fast enough to stand in front of every write, and the same text always
gives the same result. The words are content, in `kennis/namen`; the modules here hold the mechanism.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Collection

from assistent.privacy.adres import mask_adres
from assistent.privacy.bestand import mask_bestand
from assistent.privacy.internet import mask_email, mask_url
from assistent.privacy.lezer import VasteNamen, index_namen
from assistent.privacy.namen import mask_namen
from assistent.privacy.nummers import mask_geboortedatum, mask_nummers
from assistent.privacy.tekst import Tekst
from assistent.privacy.woorden import check_namen

__all__ = ["check_namen", "clean", "mask", "pseudonym"]

# One pass can uncover a name next to something just masked; as a rule the second finds nothing.
_MAX_PASSES = 8


def clean(tekst: str) -> str:
    """*tekst* in NFC, trimmed, without control, zero-width and bidi characters; tab is space."""
    tekst = unicodedata.normalize("NFC", tekst.replace("\r\n", "\n").replace("\t", " "))
    kept = (c for c in tekst if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def pseudonym(waarde: str, sleutel: bytes) -> str:
    """HMAC-SHA256 of *waarde* under *sleutel*, as 32 hexadecimal characters."""
    return hmac.new(sleutel, waarde.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
        :32
    ]


def mask(tekst: str, *, bekend: Collection[str] = ()) -> str:
    """*tekst* with personal data replaced by [NAAM], [TELEFOON], [E-MAIL], [BSN], [IBAN] and so on.

    *bekend* are names that stay (municipalities, organisations), compared without regard to case;
    pass a frozenset to have them indexed once. One that is also a surname still counts as such
    after a title or a first name ("mevrouw Van Haren"). Masking twice is masking once, and what is
    not personal data stays as it was. Time is linear in the length of *tekst*.
    """
    vast = index_namen(bekend if isinstance(bekend, frozenset) else frozenset(bekend))
    for _ in range(_MAX_PASSES):
        masked = _mask_once(tekst, vast)
        if masked == tekst:
            break
        tekst = masked
    return tekst


def _mask_once(tekst: str, vast: VasteNamen) -> str:
    t = Tekst(tekst)
    mask_email(t)
    mask_url(t, vast)
    mask_bestand(t, vast)
    if t.has_digit:
        mask_nummers(t)
        mask_adres(t, vast)
    mask_namen(t, vast)
    if t.has_digit:
        mask_geboortedatum(t)
    return t.render()
