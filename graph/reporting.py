"""What this process has to do, told to Postgres every few seconds."""

from __future__ import annotations

import asyncio
import logging

from domain.indexing.serving import NodeLoad
from domain.ports import UnitOfWorkFactory
from graph.rate import Rate
from persistence.bootstrap import PoolUse

REPORT_SECONDS = 5.0

logger = logging.getLogger(__name__)


class LoadReport:
    """Notes this node's load until cancelled, through any outage."""

    def __init__(
        self, node: str, *, rate: Rate, pool: PoolUse, unit_of_work: UnitOfWorkFactory
    ) -> None:
        self._node = node
        self._rate = rate
        self._pool = pool
        self._unit_of_work = unit_of_work

    async def run(self) -> None:
        """Report, wait, and so on."""
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            try:
                await self.report()
            except Exception:
                logger.exception("could not report this node's load")

    async def report(self) -> None:
        """Note the load as it is now, but for the connection that this takes itself."""
        in_use, size = self._pool()
        load = NodeLoad(self._node, self._rate.per_second(), in_use, size)
        async with self._unit_of_work() as work:
            await work.serving.note_load(load)
            await work.commit()
