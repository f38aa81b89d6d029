"""Tasks put into the ledger, begun, and left by their workers, as tests of it need them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.task import Claim, NewTask, Queue, Task
from domain.jobs.worker import Process, ProcessKind
from domain.ports import UnitOfWork

EMBED = NewTask("embed_document_batch", Queue.EMBEDDING, {"ids": ["a", "b"]}, units=2)
BUILD = NewTask("build_faiss_index", Queue.INDEXING, unique_key="build")
PLAN = NewTask("embed_all_documents", Queue.EMBEDDING, unique_key="plan", joins_running=True)
EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def process(name: str) -> Process:
    return Process(name, ProcessKind.WORKER, "host", 1, (Queue.EMBEDDING,), 0, 0.0, 0, EPOCH, EPOCH)


async def enqueue(work: UnitOfWork, new: NewTask = EMBED) -> Task:
    (task,) = await work.tasks.enqueue([new])
    return task


async def start(work: UnitOfWork, new: NewTask = EMBED, worker: str = "w1") -> Claim:
    task = await enqueue(work, new)
    await work.processes.beat(process(worker))
    claim = await work.tasks.claim(task.id, worker)
    assert claim is not None
    return claim


async def read(work: UnitOfWork, task_id: UUID) -> Task:
    task = await work.tasks.get(task_id)
    assert task is not None
    return task


async def run_sql(engine: AsyncEngine, statement: str) -> list[tuple[object, ...]]:
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


async def silence(engine: AsyncEngine, worker: str = "w1") -> None:
    await run_sql(
        engine,
        f"update processes set seen_at = now() - interval '11 seconds' where name = '{worker}'",
    )


async def messages(engine: AsyncEngine) -> list[UUID]:
    rows = await run_sql(engine, "select task_id from dispatches order by id")
    return [UUID(str(row[0])) for row in rows]
