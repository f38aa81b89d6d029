"""What `build_faiss_index` takes for 100,000 embedded passages, from Postgres to the object store."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from domain.clock import SystemClock
from domain.identifiers import new_id
from domain.indexing.lifecycle import build_index
from domain.retrieval.passage import text_hash
from persistence.bootstrap import Resources, open_resources
from persistence.database import create_engine
from persistence.migrate import migrate
from persistence.repositories.driver import driver_connection
from persistence.repositories.vectors import to_bytes
from persistence.settings import PersistenceSettings
from tests.benchmarks.corpora import lines
from tests.benchmarks.index_version import clustered

FINGERPRINT = "measured"
STEPS = (
    "read from Postgres",
    "passage table, words, vectors, checksums",
    "the gate",
    "upload, and noting what is indexed",
)


def main(folder: Path) -> None:
    """Fill the tables of local engines, and build a first version of what is there."""
    asyncio.run(_measure([(str(row["id"]), row["text"]) for row in _rows(folder)]))


def _rows(folder: Path) -> list[dict[str, str]]:
    rows = lines(folder / "us_code_100k.jsonl.gz")
    return list({row["text"]: row for row in rows}.values())


async def _measure(texts: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        async with open_resources(PersistenceSettings(data_directory=place)) as resources:
            await migrate(resources.database_url)
            await _fill(resources, texts)
            print(f"{len(texts):,} sections of the United States Code, a passage and a vector each")
            times = [perf_counter()]

            async def report(done: int, total: int) -> None:
                del done, total
                times.append(perf_counter())

            await build_index(
                report,
                unit_of_work=resources.unit_of_work,
                artefacts=resources.artefacts,
                clock=SystemClock(),
                fingerprint=FINGERPRINT,
                scratch=place,
            )
    for step, start, end in zip(STEPS, times, times[1:], strict=False):
        print(f"| {step} | {end - start:.2f} s |")
    print(f"| **in all** | {times[-1] - times[0]:.2f} s |")


async def _fill(resources: Resources, texts: list[tuple[str, str]]) -> None:
    vectors = to_bytes(clustered(len(texts)))
    ids = [new_id() for _ in texts]
    owner, now = new_id(), datetime.now(UTC)
    keys = [text_hash(text) for _, text in texts]
    engine = create_engine(resources.database_url)
    async with engine.begin() as connection:
        driver = await driver_connection(connection)
        await driver.copy_records_to_table(
            "documents",
            columns=[
                *("id", "owner_id", "visibility", "title", "reference", "source", "format"),
                *("tags", "status", "content_key", "text", "characters", "passages"),
                "processed_at",
            ],
            records=[
                (
                    *(id_, owner, "PUBLIC", "", reference, "", "TEXT"),
                    *([], "PROCESSED", sha256(id_.bytes).digest(), text, len(text), 1),
                    now,
                )
                for id_, (reference, text) in zip(ids, texts, strict=True)
            ],
        )
        await driver.copy_records_to_table(
            "passages",
            columns=[
                "id",
                "document_id",
                "ordinal",
                "heading_path",
                "context",
                "text",
                "text_hash",
            ],
            records=[
                (id_, id_, 0, [], "", text, key)
                for id_, (_, text), key in zip(ids, texts, keys, strict=True)
            ],
        )
        await driver.copy_records_to_table(
            "embeddings",
            columns=["text_hash", "fingerprint", "vector"],
            records=[(key, FINGERPRINT, vec) for key, vec in zip(keys, vectors, strict=True)],
        )
    await engine.dispose()
