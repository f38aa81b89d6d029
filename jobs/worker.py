"""A worker process: takes tasks of its queues until it is told to stop or has done its share."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from domain.clock import SystemClock
from domain.indexing.golden_set import request_embedding
from domain.jobs.task import Queue
from domain.jobs.worker import ProcessKind
from jobs.actors.embedding import register_embedding
from jobs.actors.indexing import register_indexing
from jobs.actors.maintenance import register_maintenance
from jobs.broker import LedgerBroker
from jobs.child import RECYCLED
from jobs.context import JobContext
from jobs.encoding import load_encoder, load_splitter
from jobs.heartbeat import Heartbeat, process_name
from jobs.in_flight import RunningTasks
from jobs.middleware.dead_letters import DeadLetters
from jobs.middleware.recycling import Recycling
from jobs.middleware.running_loop import RunningLoop
from jobs.process import alongside, on_stop, run_process
from jobs.scratch import scratch_folder
from jobs.serving import serve
from jobs.settings import JobSettings
from jobs.watching import watch_forgotten, watch_revocations
from persistence.bootstrap import open_resources
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings

NICENESS = 5
"""Where both want the same core, work in the background gives way to what people wait for: it gets a
quarter of the core's time (each step is a factor of 1.25, says sched(7))."""

logger = logging.getLogger("jobs.worker")  # run as a module, it is called __main__


async def work(queues: Sequence[Queue], settings: JobSettings, store: PersistenceSettings) -> int:
    """Serve these queues until SIGTERM or SIGINT, or until recycled; return the exit code."""
    stop, spent = asyncio.Event(), asyncio.Event()
    on_stop(stop)
    loop = asyncio.get_running_loop()

    def recycle() -> None:
        loop.call_soon_threadsafe(spent.set)

    async with open_resources(store) as resources:
        await migrate(resources.database_url)
        with scratch_folder(store.data_directory) as scratch:
            context = JobContext(
                resources=resources,
                worker=process_name(ProcessKind.WORKER),
                running=RunningTasks(),
                clock=SystemClock(),
                scratch=scratch,
            )
            middleware = [
                RunningLoop(loop),
                DeadLetters(),
                Recycling(settings.recycle_after, recycle),
            ]
            broker = LedgerBroker(resources.redis_url, middleware=middleware)
            async with _registered(context, queues):
                await _register_actors(broker, context, queues, settings)
                logger.info("%s takes tasks of %s", context.worker, ", ".join(queues))
                await serve(
                    queues,
                    broker,
                    context.running,
                    threads=sum(settings.tasks_at_once(queue) for queue in queues),
                    grace_seconds=settings.grace_seconds,
                    until=[stop, spent],
                )
            broker.close()
    return 0 if stop.is_set() else RECYCLED


@asynccontextmanager
async def _registered(context: JobContext, queues: Sequence[Queue]) -> AsyncIterator[None]:
    """Be known as a living worker, and keep asking the ledger, for the length of the block."""
    store, running = context.resources.unit_of_work, context.running
    heartbeat = Heartbeat(
        context.worker,
        ProcessKind.WORKER,
        unit_of_work=store,
        queues=tuple(queues),
        busy=lambda: len(running),
    )
    loops = (
        watch_revocations(running, unit_of_work=store),
        watch_forgotten(running, worker=context.worker, unit_of_work=store),
    )
    async with heartbeat.beating(), alongside(*loops):
        yield


async def _register_actors(
    broker: LedgerBroker, context: JobContext, queues: Sequence[Queue], settings: JobSettings
) -> None:
    """Put the queues' actors on the broker. Only who serves `embedding` loads the encoder."""
    if Queue.EMBEDDING in queues:
        encoder, splitter = await asyncio.gather(load_encoder(settings), load_splitter(settings))
        async with context.resources.unit_of_work() as work:
            await work.embeddings.use_encoder(encoder.fingerprint)
            await request_embedding(work)  # of questions that another encoder's vectors are for
            await work.commit()
        register_embedding(broker, context, encoder=encoder, splitter=splitter)
    if Queue.INDEXING in queues:
        register_indexing(broker, context)
    if Queue.MAINTENANCE in queues:
        register_maintenance(broker, context)


def main() -> None:
    """Run a worker: `python -m jobs.worker QUEUE...`."""
    parser = argparse.ArgumentParser(prog="python -m jobs.worker", description=main.__doc__)
    parser.add_argument("queues", nargs="+", choices=[queue.value for queue in Queue])
    queues = [Queue(name) for name in dict.fromkeys(parser.parse_args().queues)]
    os.nice(NICENESS)
    run_process(work(queues, JobSettings(), PersistenceSettings()))


if __name__ == "__main__":
    main()
