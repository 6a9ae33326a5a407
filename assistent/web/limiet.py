"""Rate limits per gesprek and per address, in memory (one process owns the post)."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistent.errors import TeVeelBerichten
from assistent.settings import Settings


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

    def _check(self, item: RateLimitItem, *wie: str) -> None:
        if not self._limiter.hit(item, *wie):
            terug = self._limiter.get_window_stats(item, *wie).reset_time
            wacht = max(1, math.ceil(terug - time.time()))
            raise TeVeelBerichten("te veel berichten in een minuut", over_seconden=wacht)
