"""Whether it is time to move: measured, or null with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.indexing.statistics import note_statistics
from graph.rate import WINDOW_SECONDS, Rate
from graph.reporting import LoadReport
from persistence.bootstrap import Resources

READINESS = """
{ migrationReadiness {
    urgency advice passages mostPassages sizeBytes mostSizeBytes embeddings
    projection { threshold on pointsADay counts since reason }
    conditions { trigger value basis }
} }
"""


async def ask(client: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    found = (await client.send(READINESS)).data["migrationReadiness"]
    return found, {each["trigger"]: each for each in found["conditions"]}


async def test_what_was_not_measured_is_null_with_the_reason(user: Any, sign_in: Any) -> None:
    assert (await user.send(READINESS)).code == "FORBIDDEN"
    advisor = await sign_in(Role.FINANCIAL_ADVISOR)
    found, conditions = await ask(advisor)
    assert (found["urgency"], found["advice"], found["passages"]) == (0, "NONE", 0)
    assert (found["mostPassages"], found["mostSizeBytes"]) == (500_000, 2 * 1024**3)
    assert found["projection"] == {
        **dict.fromkeys(("threshold", "on", "pointsADay", "since")),
        "counts": 0,
        "reason": "nothing was counted yet",
    }
    unheard = "no node reported within the last minute"
    assert conditions["REQUESTS_PER_SECOND"] | {"trigger": ""} == {
        "trigger": "",
        "value": None,
        "basis": unheard,
    }
    assert conditions["DATABASE_POOL_PERCENT"]["value"] is None
    assert conditions["SEARCH_P95_MS"]["basis"] == "no version serves yet"
    assert conditions["USERS"]["value"] == 2


async def test_what_nodes_report_is_added_up(
    admin: Any, services: Any, activate: Any, resources: Resources, sql_engine: AsyncEngine
) -> None:
    version = await activate(["An escrow account holds money for property taxes."])
    await services.node.catch_up()
    search = '{ searchPassages(query: "escrow account", first: 1) { indexVersion } }'
    for _ in range(25):
        await admin.send(search)
    await services.search_watch.report()
    report = LoadReport(
        next(iter(await living(resources))),
        rate=services.metrics.rate,
        pool=resources.pool,
        unit_of_work=resources.unit_of_work,
    )
    await report.report()
    await note_statistics(unit_of_work=resources.unit_of_work)
    async with sql_engine.begin() as connection:  # ten days of growth, a point a day
        await connection.execute(
            text(
                "insert into index_statistics (at, version, passages, bytes, embeddings)"
                " select now() - (n * interval '6 hours'), 1, 200000 - n * 1250, 0, 0"
                " from generate_series(1, 40) n"
            )
        )
        await connection.execute(text("update index_versions set passages = 200000"))
        await connection.execute(
            text("update index_statistics set passages = 200000 where passages = 1")
        )

    found, conditions = await ask(admin)

    assert (found["urgency"], found["passages"]) == (40, 200_000)
    assert found["projection"]["pointsADay"] == pytest.approx(1, rel=0.01)
    assert found["projection"]["threshold"] == 70
    assert found["projection"]["on"] is not None
    assert found["projection"]["reason"] is None
    assert conditions["REQUESTS_PER_SECOND"]["value"] > 0
    assert "on 1 nodes" in conditions["REQUESTS_PER_SECOND"]["basis"]
    assert 0 < conditions["SEARCH_P95_MS"]["value"] < 1_000
    assert f"25 searches of version {version.number}" in conditions["SEARCH_P95_MS"]["basis"]
    assert 0 <= conditions["DATABASE_POOL_PERCENT"]["value"] <= 100
    assert conditions["USERS"]["value"] == 1


async def living(resources: Resources) -> list[str]:
    async with resources.unit_of_work() as work:
        return [process.name for process in await work.processes.alive()]


def test_a_rate_is_of_the_last_minute() -> None:
    time = 1_000.0
    rate = Rate(lambda: time)
    assert rate.per_second() == 0
    for _ in range(30):
        rate.count()
    time += 10
    assert rate.per_second() == 3
    time += 50
    rate.count()
    assert rate.per_second() == pytest.approx(31 / WINDOW_SECONDS)
    time += 30
    assert rate.per_second() == pytest.approx(1 / WINDOW_SECONDS)
    time += 31
    assert rate.per_second() == 0
