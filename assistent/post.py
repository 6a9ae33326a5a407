"""The durable inbox and outbox: every bericht is stored before it is answered, answered once, in order per gesprek.

One process owns the post (bootstrap holds a lock); it resumes what waits when it starts. States of a bericht:
wacht -> beantwoord, or mislukt when its turn kept failing and the advisor was told so.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from assistent.dialoog import Beurt, Dialoog
from assistent.errors import AssistentError, DialoogUnreachable
from assistent.storage import Binnengekomen, Opslag

logger = structlog.get_logger()

# Waiting times between tries: 0.5 s doubling to 30 s
_EERSTE_WACHT, _LANGSTE_WACHT = 0.5, 30.0
# How often to look whether a dialogue that was gone is back
_KIJK_ELKE = 1.0
# A turn that fails this often is not going to succeed; the next bericht must not wait for it
_MISLUKT_NA = 3
# After this many seconds of silence the advisor hears that the bericht is safe
_STIL_TOT = 3.0
# Turns at once. Rasa takes them one by one; a few in flight keep it busy
_TEGELIJK = 8


class Post:
    """Answers what is in the inbox. *meldingen* are the berichten for when something is wrong."""

    def __init__(
        self,
        opslag: Opslag,
        dialoog: Dialoog,
        *,
        now: Callable[[], datetime],
        meldingen: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._opslag = opslag
        self._dialoog = dialoog
        self._now = now
        self._meldingen = meldingen
        self._werkers: dict[str, asyncio.Task[None]] = {}
        self._wekkers: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._hervat: set[str] = set()
        self._gewekt: set[str] = set()
        self._plekken = asyncio.Semaphore(_TEGELIJK)

    async def start(self) -> None:
        """Resume what an earlier process left behind."""
        wachtend = await asyncio.to_thread(self._opslag.gesprekken_met_wachtend)
        self._hervat = set(wachtend)
        for gesprek in wachtend:
            self.wek(gesprek)
        if wachtend:
            logger.info("post_hervat", gesprekken=len(wachtend))

    async def stop(self) -> None:
        for taak in list(self._werkers.values()):
            taak.cancel()
        await asyncio.gather(*self._werkers.values(), return_exceptions=True)

    def wek(self, gesprek: str) -> None:
        """Something waits in *gesprek*: answer it, unless that is going on already."""
        self._gewekt.add(gesprek)
        if gesprek not in self._werkers:
            self._werkers[gesprek] = asyncio.create_task(self._beantwoord_alles(gesprek))
            # whoever looks on sees that an answer is being made
            self.meld_nieuws(gesprek)

    def bezig(self, gesprek: str) -> bool:
        return gesprek in self._werkers

    def luister(self, gesprek: str) -> asyncio.Event:
        """What is set when next something is said or settled in *gesprek*.

        Take it before looking at what there is: news that comes while looking is not missed then.
        """
        return self._wekkers[gesprek]

    def meld_nieuws(self, gesprek: str) -> None:
        wekker = self._wekkers.pop(gesprek, None)
        if wekker:
            wekker.set()

    async def _beantwoord_alles(self, gesprek: str) -> None:
        wacht = _EERSTE_WACHT
        try:
            # A bericht that is stored while the query runs sets the mark again
            while gesprek in self._gewekt:
                self._gewekt.discard(gesprek)
                try:
                    while bericht := await asyncio.to_thread(self._opslag.next_inkomend, gesprek):
                        await self._beantwoord(bericht)
                        wacht = _EERSTE_WACHT
                except Exception as exc:
                    # the database, most likely: what waits is answered once it works
                    fout = str(exc) if isinstance(exc, AssistentError) else type(exc).__name__
                    logger.error("post_hapert", gesprek=gesprek, fout=fout)
                    # the dialogue may have taken this turn already
                    self._hervat.add(gesprek)
                    self._gewekt.add(gesprek)
                    await asyncio.sleep(wacht)
                    wacht = min(2 * wacht, _LANGSTE_WACHT)
        finally:
            self._hervat.discard(gesprek)
            del self._werkers[gesprek]
            self.meld_nieuws(gesprek)

    async def _beantwoord(self, bericht: Binnengekomen) -> None:
        wacht, poging, mislukt, begin = _EERSTE_WACHT, 1, 0, asyncio.get_running_loop().time()
        # A process before this one may have taken this turn already
        if bericht.gesprek in self._hervat:
            poging = 2
        gemeld = False
        while True:
            onbereikbaar = False
            try:
                async with self._plekken:
                    beurt = await self._dialoog.neem_beurt(bericht, poging=poging)
            except DialoogUnreachable as exc:
                onbereikbaar = True
                logger.warning(
                    "dialoog_onbereikbaar", bericht=bericht.id, poging=poging, fout=str(exc)
                )
            except Exception as exc:
                # DialoogFailed or worse: the next bericht must not wait for it
                mislukt += 1
                logger.warning(
                    "beurt_mislukt", bericht=bericht.id, poging=poging, fout=type(exc).__name__
                )
                if mislukt >= _MISLUKT_NA:
                    await self._zeg(bericht, self._meldingen["storing"], status="mislukt")
                    return
            else:
                await self._bezorg(bericht, beurt)
                return
            poging += 1
            if not gemeld and asyncio.get_running_loop().time() - begin > _STIL_TOT:
                await self._zeg(bericht, self._meldingen["even_wachten"], status=None)
                gemeld = True
            await self._rust(wacht, onbereikbaar=onbereikbaar)
            wacht = min(2 * wacht, _LANGSTE_WACHT)
            if await asyncio.to_thread(self._opslag.is_beantwoord, bericht.id):
                # forgotten in the meantime: the dialogue must not see it any more
                return

    async def _rust(self, seconden: float, *, onbereikbaar: bool) -> None:
        """Wait; for a dialogue that is gone no longer than until it is back."""
        lus = asyncio.get_running_loop()
        einde = lus.time() + seconden
        while (over := einde - lus.time()) > 0:
            await asyncio.sleep(min(over, _KIJK_ELKE))
            if onbereikbaar and await self._dialoog.is_klaar():
                return

    async def _bezorg(self, bericht: Binnengekomen, beurt: Beurt) -> None:
        if beurt.vergeet:
            await asyncio.to_thread(self._opslag.forget_gesprek, bericht.gesprek)
            logger.info("gesprek_vergeten")
            self.meld_nieuws(bericht.gesprek)
        else:
            await self._bewaar(
                bericht,
                beurt.berichten,
                status="beantwoord",
                nieuwe_sessie=beurt.nieuwe_sessie,
                bewaar=beurt.bewaar,
            )

    async def _zeg(
        self, bericht: Binnengekomen, melding: Mapping[str, Any], *, status: str | None
    ) -> None:
        await self._bewaar(bericht, [melding], status=status)

    async def _bewaar(
        self,
        bericht: Binnengekomen,
        berichten: Sequence[Mapping[str, Any]],
        *,
        status: str | None,
        **uitkomst: Any,
    ) -> None:
        gezegd = await asyncio.to_thread(
            self._opslag.add_uitgaand,
            bericht.gesprek,
            bericht.id,
            berichten,
            now=self._now(),
            status=status,
            **uitkomst,
        )
        if not gezegd and not await asyncio.to_thread(self._opslag.has_gesprek, bericht.gesprek):
            # forgotten during the turn: the dialogue has written it down once more
            await asyncio.to_thread(self._opslag.forget_gesprek, bericht.gesprek)
        self.meld_nieuws(bericht.gesprek)


async def wacht_op(nieuws: asyncio.Event, seconden: float) -> None:
    """Return when *nieuws* is set, or after *seconden*."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(nieuws.wait(), seconden)
