"""Where an installation keeps its things, as the environment says (`APFA_DATABASE_URL` and so on)."""

from __future__ import annotations

from pathlib import Path

from obstore import parse_scheme
from obstore.exceptions import BaseError
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis.connection import parse_url
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class PersistenceSettings(BaseSettings):
    """The settings of this room. What is left out is served by engines on this machine."""

    model_config = SettingsConfigDict(
        env_prefix="APFA_",
        env_ignore_empty=True,
        frozen=True,
        json_schema_extra={"read_by": "every part"},
    )

    database_url: str | None = Field(
        default=None,
        description="Postgres, as postgresql:// or postgresql+asyncpg://. Without it, a Postgres "
        "is started under the data directory.",
    )
    redis_url: str | None = Field(
        default=None,
        description="Redis or Valkey for queues and events, as redis://, rediss:// or unix://; it "
        "must not evict. Without it, a Valkey is started under the data directory.",
    )
    cache_url: str | None = Field(
        default=None,
        description="Redis or Valkey for cache and limits; without it, the one above.",
    )
    objects_url: str | None = Field(
        default=None,
        description="Object store, as s3://, gs://, az://, file:// or memory://. Without it, a "
        "directory under the data directory.",
    )
    data_directory: Path = Field(
        default=Path(".apfa"),
        description="Where local engines, objects and staged indexes are kept.",
    )

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str | None) -> str | None:
        """Refuse a URL of another kind of database at once, not at the first query."""
        if url is None:
            return None
        try:
            driver = make_url(url).drivername
        except ArgumentError as error:
            raise ValueError("not a database URL") from error
        if driver not in {"postgresql", "postgres", "postgresql+asyncpg"}:
            raise ValueError("APFA keeps its records in Postgres: postgresql://…")
        return url

    @field_validator("redis_url", "cache_url")
    @classmethod
    def _check_redis_url(cls, url: str | None) -> str | None:
        """Refuse what redis-py cannot read."""
        if url is not None:
            # Raises ValueError, which says what a URL begins with; redis-py left it without types.
            parse_url(url)  # type: ignore[no-untyped-call]
        return url

    @field_validator("objects_url")
    @classmethod
    def _check_objects_url(cls, url: str | None) -> str | None:
        """Refuse a kind of store that is not known."""
        try:
            if url is not None:
                parse_scheme(url)
        except (BaseError, ValueError) as error:
            raise ValueError(
                "an object store is named as s3://, gs://, az:// or file://"
            ) from error
        return url
