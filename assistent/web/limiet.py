"""Rate limits per gesprek and per address, in memory (one process owns the post)."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistent.errors import TeVeelBerichten
from assistent.settings import Settings

# People fill in a form by hand; a whole town hall may share one address
_FORMULIEREN = RateLimitItemPerHour(120)
_BRIEVEN = RateLimitItemPerHour(5)


class Limiet:
    """Raises TeVeelBerichten with the seconds to wait."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._bericht = RateLimitItemPerMinute(settings.berichten_per_minuut)
        self._gesprek = RateLimitItemPerMinute(settings.gesprekken_per_minuut)

    def check_bericht(self, gesprek: str) -> None:
        self._check(self._bericht, "bericht", gesprek)

    def check_gesprek(self, adres: str) -> None:
        self._check(self._gesprek, "gesprek", adres)

    def check_formulier(self, adres: str) -> None:
        """Forms that are sent from one address."""
        self._check(_FORMULIEREN, "formulier", adres)

    def check_brief(self, email: str) -> None:
        """E-mails that someone can make us send to one address."""
        self._check(_BRIEVEN, "brief", email)

    def _check(self, item: RateLimitItem, *wie: str) -> None:
        if not self._limiter.hit(item, *wie):
            terug = self._limiter.get_window_stats(item, *wie).reset_time
            wacht = max(1, math.ceil(terug - time.time()))
            raise TeVeelBerichten("te veel berichten in een minuut", over_seconden=wacht)
