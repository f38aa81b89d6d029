"""The connection to Postgres."""

from __future__ import annotations

from asyncpg.exceptions import InterfaceError, PostgresError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

POSTGRES_AWAY = (OSError, SQLAlchemyError, PostgresError, InterfaceError)
"""What is raised while Postgres stops, starts or cannot be reached (and by a wrong statement, too)."""


CONNECT_SECONDS = 10.0


def refusal(error: BaseException) -> str:
    """Return the sentence for one of `POSTGRES_AWAY` that came of connecting."""
    if isinstance(error, TimeoutError):
        reason = "no answer in time"
    else:
        reason = str(error).partition("\n")[0] or type(error).__name__
    return f"Postgres cannot be used, see APFA_DATABASE_URL: {reason}"


def asyncpg_url(url: str) -> URL:
    """Return the URL as the asyncpg driver wants it, from any form that Postgres's tools accept."""
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    if "sslmode" in parsed.query:  # libpq's name; asyncpg takes the same values as `ssl`
        query = dict(parsed.query)
        query["ssl"] = query.pop("sslmode")
        parsed = parsed.set(query=query)
    return parsed


def create_engine(url: str, *, pool_size: int = 5, max_overflow: int = 10) -> AsyncEngine:
    """Return an engine that keeps `pool_size` connections and opens `max_overflow` more at need.

    It connects when it is first used. Connections that died in the pool are replaced unnoticed.
    """
    return create_async_engine(
        asyncpg_url(url),
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_pre_ping=True,
        hide_parameters=True,  # an error may end in a log, and must not take people's data there
        connect_args={
            "timeout": CONNECT_SECONDS,
            # Compiling takes longer than running these statements.
            "server_settings": {"jit": "off", "application_name": "apfa"},
        },
    )


def connections_in_use(engine: AsyncEngine) -> int:
    """Return how many of the engine's connections are taken at this moment."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)  # the only kind that is made here
    return pool.checkedout()
