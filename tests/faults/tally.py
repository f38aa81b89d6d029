"""What Postgres itself saw: each vector that was offered or stored, each message that was sent again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_TRIGGERS = """
create schema faults;
create table faults.vectors (text_hash bytea not null, change text not null);
create table faults.tasks (task_id uuid not null, change text not null);

create function faults.note_vector() returns trigger language plpgsql as $$
begin
    insert into faults.vectors values (
        case when tg_op = 'DELETE' then old.text_hash else new.text_hash end,
        case when tg_when = 'BEFORE' then 'OFFERED' else tg_op end
    );
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create function faults.note_task() returns trigger language plpgsql as $$
begin
    insert into faults.tasks values (new.id, tg_argv[0]);
    return new;
end $$;

create trigger offered before insert on embeddings for each row execute function faults.note_vector();
create trigger stored after insert or update or delete on embeddings
    for each row execute function faults.note_vector();
create trigger resent after update on tasks for each row
    when (old.state = new.state and old.attempt = new.attempt and new.state in ('PENDING', 'RETRY')
          and old.sent_at is distinct from new.sent_at)
    execute function faults.note_task('RESENT');
create trigger lost after update on tasks for each row when (new.losses > old.losses)
    execute function faults.note_task('LOST');
"""

_COUNT = """
select
    (select count(*) from faults.vectors where change = 'OFFERED') as offered,
    (select count(*) from faults.vectors where change = 'INSERT') as stored,
    (select count(*) from faults.vectors where change in ('UPDATE', 'DELETE')) as changed,
    (select count(*) from faults.tasks where change = 'RESENT') as resent,
    (select count(*) from faults.tasks where change = 'LOST') as lost
"""


@dataclass(frozen=True)
class Tally:
    """Rows since the installation was made.

    Vectors `offered` in transactions that were committed, of which one that is there already is not
    `stored`; `changed` are those that were ever overwritten or deleted. Tasks `resent`: given another message
    while they waited. Tasks `lost`: taken back from a worker that fell silent.
    """

    offered: int
    stored: int
    changed: int
    resent: int
    lost: int

    def since(self, before: Tally) -> Tally:
        """Return what came after `before`."""
        return Tally(
            self.offered - before.offered,
            self.stored - before.stored,
            self.changed - before.changed,
            self.resent - before.resent,
            self.lost - before.lost,
        )


async def keep_tally(engine: AsyncEngine) -> None:
    """Have a migrated database note these things from now on."""
    async with engine.begin() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(_TRIGGERS)


async def read_tally(connection: AsyncConnection) -> Tally:
    """Return what was noted so far."""
    row = (await connection.execute(text(_COUNT))).one()
    return Tally(*row)
