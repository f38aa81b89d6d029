"""What the API process is told from outside: `APFA_ALLOWED_ORIGINS` and so on."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class GraphSettings(BaseSettings):
    """The settings of this room."""

    model_config = SettingsConfigDict(
        env_prefix="APFA_",
        env_ignore_empty=True,
        frozen=True,
        json_schema_extra={"read_by": "API"},
    )

    allowed_origins: tuple[str, ...] = Field(
        default=(),
        description='Web origins whose pages may call the API, as a JSON list: ["https://a.example"].',
    )
    search_threads: int = Field(
        default=2, ge=1, le=64, description="Threads for searching and computing."
    )
