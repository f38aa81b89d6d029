import asyncio

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from persistence.database import create_engine
from persistence.migrate import migrate, migration_config
from persistence.tables import metadata


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_what_the_tables_say(sql_engine: AsyncEngine) -> None:
    async with sql_engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_difference_would_be_seen(sql_engine: AsyncEngine) -> None:
    async with sql_engine.connect() as connection:
        await connection.execute(text("alter table tasks drop column losses"))
        await connection.execute(text("drop index uq_documents_content"))
        assert len(await connection.run_sync(differences)) == 2


async def test_checks_are_named_as_the_tables_name_them(sql_engine: AsyncEngine) -> None:
    # Alembic does not compare CHECK constraints.
    expected = {
        f"ck_{table.name}_single" for table in metadata.sorted_tables if "only" in table.columns
    }
    async with sql_engine.connect() as connection:
        found = await connection.execute(
            text("select conname from pg_constraint where contype = 'c'")
        )
        assert set(found.scalars()) >= expected


async def test_many_processes_may_migrate_an_empty_database_at_once(empty_database: str) -> None:
    await asyncio.gather(*(migrate(empty_database) for _ in range(4)))
    await migrate(empty_database)
    engine = create_engine(empty_database)
    async with engine.connect() as connection:
        versions = await connection.execute(text("select version_num from alembic_version"))
        assert versions.scalars().all() == ["0001"]
    await engine.dispose()


async def test_the_way_back_leaves_nothing(empty_database: str) -> None:
    def back(connection: Connection) -> None:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    await migrate(empty_database)
    engine = create_engine(empty_database)
    async with engine.begin() as connection:
        await connection.run_sync(back)
        left = await connection.execute(
            text("select tablename from pg_tables where schemaname = 'public'")
        )
        assert left.scalars().all() == ["alembic_version"]
    await engine.dispose()
