"""What every process of this room begins and ends with."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from jobs.parent import follow_parent

ROOMS = ("jobs.", "persistence.", "domain.")

logger = logging.getLogger(__name__)


def run_process(main: Coroutine[Any, Any, int]) -> NoReturn:
    """Run a coroutine as this process's whole life, and exit with the code it returns.

    It exits without waiting for threads: what they may still compute belongs to tasks that were put back.
    """
    _log()
    follow_parent()
    code = 1
    try:
        code = asyncio.Runner().run(main)
    except Exception:
        logger.exception("the process ends")
    finally:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _log() -> None:
    """Log to standard error: what our rooms tell, and the warnings of others."""

    def wanted(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or record.name.startswith(ROOMS)

    handler = logging.StreamHandler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")
    )
    handler.addFilter(wanted)
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def on_stop(stop: asyncio.Event) -> None:
    """Set the event when SIGTERM or SIGINT comes."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


@asynccontextmanager
async def alongside(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have these endless loops run for the length of the block."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
