"""The ledger of tasks, the jobs they belong to, and the processes that run them."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import Moment, identifier, metadata, written_at

LIVE = "state in ('PENDING', 'RETRY', 'STARTED')"
LIVE_KEY = f"unique_key is not null and {LIVE}"
WAITING = "state in ('PENDING', 'RETRY')"

# `running_since` is when the job was opened, or last resumed or taken up again.
jobs = Table(
    "jobs",
    metadata,
    identifier(),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("created_by", Uuid),
    Column("index_version", Integer),
    Column("error", Text),
    written_at(),
    written_at("running_since"),
    Column("finished_at", Moment),
)

# `losses` counts workers that fell silent or lost the database; `sent_at` is when the last message was, or
# is to be, sent. `unique_key` is the key under which newcomers join the task while it lives; `given_key` that
# which it was enqueued with, to stand under again should it be run again. `units_before` were done when the
# last attempt began, `reported_at` is when it last told of its progress.
tasks = Table(
    "tasks",
    metadata,
    identifier(),
    Column("name", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("arguments", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("losses", Integer, nullable=False, server_default="0"),
    Column("worker", Text),
    Column("job_id", ForeignKey("jobs.id")),
    Column("units", Integer, nullable=False),
    Column("units_done", Integer, nullable=False, server_default="0"),
    Column("units_before", Integer, nullable=False, server_default="0"),
    Column("unique_key", Text),
    Column("given_key", Text),
    Column("joins_running", Boolean, nullable=False),
    Column("revoke_requested", Boolean, nullable=False, server_default="false"),
    Column("result", JSONB(none_as_null=True)),
    Column("error", Text),
    written_at(),
    written_at("available_at"),
    written_at("sent_at"),
    Column("started_at", Moment),
    Column("reported_at", Moment),
    Column("first_failed_at", Moment),
    Column("finished_at", Moment),
)
Index(
    "uq_tasks_live_unique_key",
    tasks.c.unique_key,
    unique=True,
    postgresql_where=text(LIVE_KEY),
)
Index("ix_tasks_queue_state_id", tasks.c.queue, tasks.c.state, tasks.c.id)
Index("ix_tasks_state_id", tasks.c.state, tasks.c.id)
Index("ix_tasks_job_id_id", tasks.c.job_id, tasks.c.id)
Index(
    "ix_tasks_finished_at",
    tasks.c.finished_at,
    postgresql_where=text("finished_at is not null"),
)
Index("ix_tasks_waiting", tasks.c.sent_at, postgresql_where=text(WAITING))
Index("ix_tasks_running", tasks.c.worker, postgresql_where=text("state = 'STARTED'"))

# The outbox of messages: written with the task, deleted once the broker has it.
dispatches = Table(
    "dispatches",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("task_id", ForeignKey("tasks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("queue", Text, nullable=False),
    Column("available_at", Moment, nullable=False),
    written_at(),
)
Index("ix_dispatches_available_at_id", dispatches.c.available_at, dispatches.c.id)

processes = Table(
    "processes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("queues", ARRAY(Text), nullable=False),
    Column("busy", Integer, nullable=False),
    Column("cpu_percent", Float, nullable=False),
    Column("memory_bytes", BigInteger, nullable=False),
    Column("address", Text),
    written_at("started_at"),
    written_at("seen_at"),
)

# `slot` is the latest moment that was acted on; `fired_at` and `task_id` are what was started last.
schedules = Table(
    "schedules",
    metadata,
    Column("name", Text, primary_key=True),
    Column("slot", Moment),
    Column("enabled", Boolean, nullable=False, server_default="true"),
    Column("fired_at", Moment),
    Column("task_id", ForeignKey("tasks.id", ondelete="SET NULL")),
)
