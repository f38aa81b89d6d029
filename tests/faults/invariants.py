"""What must hold at the end, whatever went wrong on the way."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.indexing.version import IndexState
from domain.jobs.job import JobStage, JobState
from domain.retrieval.passage_table import PassageTable
from tests.faults.asking import Asked
from tests.faults.site import Site

_LIVE = """
select name, state, worker, attempt, losses, error, now() - sent_at as sent, now() - started_at as started
from tasks where state in ('PENDING', 'RETRY', 'STARTED')
"""
_BROKEN = """
select name, state, error from tasks
where state <> 'SUCCESS' and coalesce(error, '') not like '%gave way to one asked for later'
"""
_TEXTS_WITHOUT_ONE_VECTOR = """
select count(*) from (select distinct text_hash from passages) as wanted
full join embeddings using (text_hash)
where embeddings.vector is null or wanted.text_hash is null or octet_length(vector) <> 384 * 4
"""
_STORED_NOT_ONCE = """
select count(*) from (
    select text_hash from faults.vectors where change <> 'OFFERED'
    group by text_hash having count(*) <> 1 or min(change) <> 'INSERT'
) as odd
"""
QUIET_SECONDS = 60.0
_RECORDS = "select id from advice"


async def nothing_is_lost(site: Site, job_id: UUID) -> None:
    """Assert that a job came to its end, that nothing was lost or done twice, and that its version serves.

    It looks at everything that the installation ever did: each distinct text has exactly one vector, written
    by one INSERT and never since; every row of the ledger is terminal, and none failed, but swaps that gave
    way to later ones; one version is active, the job's, and it has every text handed in so far, the topics
    in their last edition alone.
    """
    job = await site.job(job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    assert job.stage is JobStage.DONE

    live = await _live(site)
    deadline = time.monotonic() + QUIET_SECONDS
    while live and time.monotonic() < deadline:  # what schedules and tests started beside the job
        await asyncio.sleep(0.1)
        live = await _live(site)
    assert live == [], live
    async with site.engine.connect() as connection:
        broken = (await connection.execute(text(_BROKEN))).all()
    assert broken == [], broken
    assert await _one(site, _TEXTS_WITHOUT_ONE_VECTOR) == 0
    assert await _one(site, _STORED_NOT_ONCE) == 0

    async with site.resources.unit_of_work() as work:
        active = await work.indexes.active()
    assert active is not None
    assert (active.number, active.state) == (job.index_version, IndexState.ACTIVE), active
    assert await _one(site, "select count(*) from index_versions where state = 'ACTIVE'") == 1
    rows = await passages_of(site, active.number)
    assert sorted(rows.values()) == sorted(site.corpus.texts)


async def no_answer_is_mixed(site: Site, asked: Asked) -> None:
    """Assert that every answer cites passages, all of them from the version that it names, and is on record.

    Editions of the asked topics replace one another, so that passages of two versions cannot be mistaken for
    those of one.
    """
    assert asked.answers
    assert None not in asked.versions
    known = {number: await passages_of(site, number) for number in asked.versions if number}
    for answer in asked.answers:
        assert answer.version is not None
        assert answer.passages, "an answer without sources would prove nothing"
        assert answer.passages <= known[answer.version].keys(), answer
    async with site.engine.connect() as connection:
        recorded = set((await connection.execute(text(_RECORDS))).scalars())
    assert {answer.id for answer in asked.answers} <= recorded


async def passages_of(site: Site, number: int) -> dict[UUID, str]:
    """Return the passages of an index version by their ids, as its files have them."""
    async with site.resources.unit_of_work() as work:
        version = await work.indexes.by_number(number)
    assert version is not None
    assert version.artefact is not None
    table = PassageTable.open(await site.resources.artefacts.fetch(version.artefact))
    found = [table[row] for row in range(len(table))]
    assert len({passage.id for passage in found}) == len(found)
    return {passage.id: passage.text for passage in found}


async def _live(site: Site) -> list[Any]:
    async with site.engine.connect() as connection:
        return list((await connection.execute(text(_LIVE))).all())


async def _one(site: Site, statement: str) -> Any:
    async with site.engine.connect() as connection:
        return (await connection.execute(text(statement))).scalar_one()
