"""How background work is done here, as the environment says (`APFA_ENCODER` and so on)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, field_validator
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.indexing.retention import FEWEST_DAYS, FEWEST_VERSIONS
from domain.jobs.task import Queue
from domain.retrieval.encoder import Precision

ENCODERS: JsonDict = {"read_by": "API, `embedding` workers, `apfa ask` and `apfa search`"}
SCHEDULES: JsonDict = {"read_by": "scheduler, API"}


class JobSettings(BaseSettings):
    """The settings of this room."""

    model_config = SettingsConfigDict(
        env_prefix="APFA_",
        env_ignore_empty=True,
        frozen=True,
        json_schema_extra={"read_by": "workers"},
    )

    encoder: str | None = Field(
        default=None,
        description="The encoder: a sentence-transformers name or folder. Without it, the "
        "all-MiniLM-L6-v2 that is installed with APFA.",
        json_schema_extra=ENCODERS,
    )
    encoder_precision: Precision = Field(
        default="auto",
        description="bf16 or fp32; auto takes bf16 where the processor is fast at it. Vectors of "
        "the two do not mix: set it where machines differ.",
        json_schema_extra=ENCODERS,
    )
    encoder_threads: PositiveInt | None = Field(
        default=None,
        description="Texts encoded at the same time in a process; by default one for each core.",
        json_schema_extra=ENCODERS,
    )
    embedding_tasks: PositiveInt = Field(
        default=2,
        description="Embedding tasks at once in a process: while one encodes, the other stores.",
    )
    indexing_tasks: PositiveInt = Field(
        default=2,
        description="Indexing tasks at once in a process: a swap need not wait for a build.",
    )
    maintenance_tasks: PositiveInt = Field(
        default=1, description="Maintenance tasks at once in a process."
    )
    grace_seconds: PositiveFloat = Field(
        default=20.0,
        description="How long a stopping worker lets its tasks go on before it puts them back.",
    )
    recycle_after: NonNegativeInt = Field(
        default=1_000,
        description="A worker process is replaced after so many messages; 0 for never.",
    )
    time_zone: str = Field(
        default="UTC",
        description="The time zone of the schedules, by its IANA name.",
        json_schema_extra=SCHEDULES,
    )
    keep_days: int = Field(
        default=30,
        ge=FEWEST_DAYS,
        description="The daily clean-up deletes vectors of no living passage that are older than "
        "this many days.",
        json_schema_extra=SCHEDULES,
    )
    keep_indexes: int = Field(
        default=3,
        ge=FEWEST_VERSIONS,
        description="How many index versions the daily clean-up keeps: the newest that passed the "
        "gate. The active one and the one before it are kept in any case.",
        json_schema_extra=SCHEDULES,
    )

    @field_validator("time_zone")
    @classmethod
    def _check_time_zone(cls, name: str) -> str:
        """Refuse an unknown zone at the start, not at two in the morning."""
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:  # unknown, unreadable, malformed
            raise ValueError(f"no time zone is called {name!r}") from error
        return name

    def tasks_at_once(self, queue: Queue) -> int:
        """Return how many tasks of a queue one process runs at the same time."""
        return {
            Queue.EMBEDDING: self.embedding_tasks,
            Queue.INDEXING: self.indexing_tasks,
            Queue.MAINTENANCE: self.maintenance_tasks,
        }[queue]
