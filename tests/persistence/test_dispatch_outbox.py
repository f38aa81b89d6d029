import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWorkFactory
from persistence.outbox import Dispatch, DispatchOutbox
from persistence.outbox.dispatches import Send

NEW = NewTask("embed_document_batch", Queue.EMBEDDING)


class Broker:
    """Remembers what it was sent and when; may be broken."""

    def __init__(self) -> None:
        self.sent: list[Dispatch] = []
        self.times: list[float] = []
        self.broken = False

    async def send(self, messages: Sequence[Dispatch]) -> None:
        if self.broken:
            raise RuntimeError("the broker is away")
        await asyncio.sleep(0.001)
        self.sent += messages
        self.times += [time.monotonic()] * len(messages)

    def ids(self) -> list[UUID]:
        return [message.task_id for message in self.sent]


@asynccontextmanager
async def running(engine: AsyncEngine, send: Send) -> AsyncIterator[None]:
    task = asyncio.create_task(DispatchOutbox(engine).run(send))
    await asyncio.sleep(0.2)  # it listens
    yield
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while True:
            if holds():
                return
            await asyncio.sleep(0.005)


async def left(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text("select count(*) from dispatches"))).scalar_one())


async def enqueue(unit_of_work: UnitOfWorkFactory, count: int = 1) -> list[UUID]:
    async with unit_of_work() as work:
        tasks = await work.tasks.enqueue([NEW] * count)
        await work.commit()
    return [task.id for task in tasks]


async def test_a_committed_message_is_sent_at_once_and_forgotten(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    broker = Broker()
    async with running(sql_engine, broker.send):
        delays = []
        for _ in range(5):
            (task_id,) = await enqueue(unit_of_work)
            committed = time.monotonic()
            await until(lambda: bool(broker.sent))
            delays.append(broker.times[-1] - committed)
            assert broker.sent == [Dispatch(task_id, NEW.name, NEW.queue, 0)]
            broker.sent.clear()
        await asyncio.sleep(0.1)
        assert broker.sent == []
    assert sorted(delays)[2] < 0.5  # well below the poll of a second
    assert await left(sql_engine) == 0


async def test_what_was_committed_before_it_started_is_sent_in_order(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    ids = await enqueue(unit_of_work, 1_200)
    broker = Broker()
    async with running(sql_engine, broker.send):
        await until(lambda: len(broker.sent) == 1_200)
    assert broker.ids() == ids


async def test_a_retry_is_sent_when_it_is_due(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    broker = Broker()
    async with running(sql_engine, broker.send):
        (task_id,) = await enqueue(unit_of_work)
        await until(lambda: bool(broker.sent))
        async with unit_of_work() as work:
            claim = await work.tasks.claim(task_id, "w")
            assert claim is not None
            await work.tasks.retry(claim, "failed", 1.5)
            began = time.monotonic()
            await work.commit()
        await until(lambda: len(broker.sent) == 2)
        late = broker.times[-1] - began - 1.5
        assert -0.05 < late < 0.5
        assert broker.sent[-1] == Dispatch(task_id, NEW.name, NEW.queue, 1)
        async with unit_of_work() as work:
            assert await work.tasks.claim(task_id, "w") is not None


async def test_a_task_that_was_revoked_meanwhile_is_not_sent(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    revoked, kept = await enqueue(unit_of_work, 2)
    async with unit_of_work() as work:
        await work.tasks.request_revokes([revoked])
        await work.commit()
    broker = Broker()
    async with running(sql_engine, broker.send):
        await until(lambda: bool(broker.sent))
        assert broker.ids() == [kept]
    assert await left(sql_engine) == 0


async def test_nothing_is_lost_while_the_broker_is_away(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    broker = Broker()
    broker.broken = True
    async with running(sql_engine, broker.send):
        ids = await enqueue(unit_of_work, 3)
        await asyncio.sleep(0.3)
        assert await left(sql_engine) == 3
        broker.broken = False
        await until(lambda: len(broker.sent) == 3)
        assert broker.ids() == ids


async def test_several_share_the_messages(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    broker = Broker()
    async with (
        running(sql_engine, broker.send),
        running(sql_engine, broker.send),
        running(sql_engine, broker.send),
    ):
        batches = await asyncio.gather(*(enqueue(unit_of_work, 200) for _ in range(5)))
        ids = {task_id for batch in batches for task_id in batch}
        await until(lambda: len(broker.sent) >= 1_000)
    assert len(broker.sent) == 1_000
    assert set(broker.ids()) == ids


async def test_it_outlasts_a_lost_connection(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    broker = Broker()
    async with running(sql_engine, broker.send):
        async with sql_engine.connect() as connection:
            await connection.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            )
        (task_id,) = await enqueue(unit_of_work)
        await until(lambda: bool(broker.sent))
        assert broker.ids() == [task_id]
