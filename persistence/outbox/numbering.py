"""Giving committed events their positions, and forgetting old ones."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

BATCH = 1_000

# In the order in which they were written, without gaps. Of two changes to one row the later is written
# after the earlier is committed, so it gets the larger position.
_NUMBER = text(
    """
    with batch as (
        select id, row_number() over (order by id) as place
        from (select id from events where position is null order by id limit :limit) unnumbered
    ),
    counter as (
        update event_counter set last = last + (select count(*) from batch)
        where exists (select from batch)
        returning last - (select count(*) from batch) as before
    )
    update events set position = counter.before + batch.place
    from batch, counter where events.id = batch.id
    """
)

# All before the first that is young enough; up to what was relayed, if none is.
_PRUNE = text(
    """
    with kept as (
        select coalesce(
            (select position from events
             where position is not null and at >= clock_timestamp() - cast(:age as interval)
             order by position limit 1),
            relayed + 1
        ) as first, relayed
        from event_counter
    ),
    gone as (
        delete from events using kept
        where position < kept.first and position <= kept.relayed
        returning position
    )
    update event_counter set pruned = greatest(pruned, (select max(position) from gone))
    where exists (select from gone)
    """
)


async def number_events(connection: AsyncConnection) -> int:
    """Number events that are committed and have no position yet; return how many, `BATCH` at most.

    For one caller at a time.
    """
    numbered = await connection.execute(_NUMBER, {"limit": BATCH})
    await connection.commit()
    return numbered.rowcount


async def prune_events(connection: AsyncConnection, age: timedelta) -> None:
    """Delete relayed events older than this, and note up to where."""
    await connection.execute(_PRUNE, {"age": age})
    await connection.commit()
