"""Whether this process lives, and whether it should be sent requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.indexing.node import IndexNode
from persistence.bootstrap import Resources

PATIENCE_SECONDS = 2.0


async def live(request: Request) -> Response:
    """Answer at all."""
    del request
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> Response:
    """Say what is there and what is missing; 503 while requests would fail.

    Without an index answers have no sources yet, but everything else works: that is ready, and said.
    """
    resources: Resources = request.app.state.resources
    node: IndexNode = request.app.state.services.node
    database, redis = await asyncio.gather(_works(_database(resources)), _works(_redis(resources)))
    good = database and redis
    return JSONResponse(
        {
            "status": "ready" if good else "unavailable",
            "database": _word(database),
            "redis": _word(redis),
            "encoder": "ready",  # no request is taken before it is loaded
            "index": _index(node),
        },
        status_code=200 if good else 503,
    )


async def _database(resources: Resources) -> None:
    async with resources.unit_of_work() as work:
        await work.events.position()


async def _redis(resources: Resources) -> None:
    await resources.redis.exists("apfa")  # whatever it answers, it answers


async def _works(check: Awaitable[None]) -> bool:
    """Whether the check passes in time, whatever it may raise."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await check
    except Exception:
        return False
    return True


def _word(works: bool) -> str:
    return "ready" if works else "unavailable"


def _index(node: IndexNode) -> dict[str, Any]:
    snapshot = node.current
    if snapshot is None:
        return {"status": "none yet", "version": None, "passages": 0}
    return {"status": "ready", "version": snapshot.number, "passages": len(snapshot)}
