import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.errors import Unavailable
from domain.ports import Topic, UnitOfWorkFactory
from persistence.database import create_engine
from persistence.unit_of_work import unit_of_work_factory


async def test_what_is_not_committed_is_gone(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await work.accounts.add(email="a@b.c", role=Role.USER, password_hash="x", one_time=False)
    async with unit_of_work() as work:
        assert await work.accounts.by_email("a@b.c") is None


async def test_an_error_rolls_everything_back(unit_of_work: UnitOfWorkFactory) -> None:
    async def fail() -> None:
        async with unit_of_work() as work:
            await work.accounts.add(
                email="a@b.c", role=Role.USER, password_hash="x", one_time=False
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with unit_of_work() as work:
        assert await work.accounts.users() == []


async def test_one_may_commit_more_than_once(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        for number in range(2):
            await work.events.publish(Topic.JOBS, str(number), {})
            await work.accounts.add(
                email=f"{number}@b.c", role=Role.USER, password_hash="x", one_time=False
            )
            await work.commit()
        await work.accounts.add(email="late@b.c", role=Role.USER, password_hash="x", one_time=False)
    async with unit_of_work() as work:
        assert [user.email for user in await work.accounts.users()] == ["0@b.c", "1@b.c"]


async def test_a_database_that_is_not_there_is_unavailable(unused_tcp_port: int) -> None:
    engine = create_engine(f"postgresql://apfa@127.0.0.1:{unused_tcp_port}/apfa")
    with pytest.raises(Unavailable):
        async with unit_of_work_factory(engine)():
            pass
    await engine.dispose()


async def test_a_database_that_is_lost_meanwhile_is_unavailable(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async def work_on() -> None:
        async with unit_of_work() as work:
            await work.accounts.users()
            async with sql_engine.connect() as other:
                await other.execute(
                    text(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                        " where datname = current_database() and pid <> pg_backend_pid()"
                    )
                )
            await work.accounts.users()

    with pytest.raises(Unavailable):
        await work_on()
    async with unit_of_work() as work:  # the next one gets another connection
        assert await work.accounts.users() == []


async def test_a_pool_that_is_used_up_is_unavailable(database: str) -> None:
    engine = create_engine(database, pool_size=1, max_overflow=0)
    engine.pool._timeout = 0.05  # type: ignore[attr-defined]
    open_unit = unit_of_work_factory(engine)
    async with open_unit():
        with pytest.raises(Unavailable):
            async with open_unit():
                pass
    await engine.dispose()
