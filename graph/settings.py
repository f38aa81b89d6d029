"""What the API process is told from outside: `APFA_ALLOWED_ORIGINS` and so on."""

from __future__ import annotations

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, SecretStr, field_validator
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, SettingsConfigDict

MODELS: JsonDict = {"read_by": "API and `apfa ask`"}


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
    sample_rates: bool = Field(
        default=True,
        description="Whether a loan whose rate is not known gets one from the sample rate sheets that "
        "ship, until a sheet is published for its product. Their rates are made up.",
        json_schema_extra={"read_by": "API, `apfa ask` and `apfa rates`"},
    )
    search_threads: int = Field(
        default=2, ge=1, le=64, description="Threads for searching and computing."
    )
    llm_model: str | None = Field(
        default=None,
        description="The language model that writes answers, as openai:NAME, or as anthropic:NAME or "
        "bedrock:NAME where pydantic-ai's packages for these are installed. Without it, answers are "
        "composed without a model.",
        json_schema_extra=MODELS,
    )
    llm_url: str | None = Field(
        default=None,
        description="The OpenAI-compatible server that has the model, such as Ollama, vLLM or llama.cpp: "
        "http://127.0.0.1:11434/v1. Without it, the provider's own.",
        json_schema_extra=MODELS,
    )
    llm_key: SecretStr | None = Field(
        default=None,
        description="The key for that server or for OpenAI; other providers read variables of their own.",
        json_schema_extra=MODELS,
    )
    llm_first_seconds: PositiveFloat = Field(
        default=20.0,
        description="How long the model may take until its first word.",
        json_schema_extra=MODELS,
    )
    llm_seconds: PositiveFloat = Field(
        default=60.0,
        description="How long it may take for a whole answer, with calculations and one correction.",
        json_schema_extra=MODELS,
    )
    llm_answer_tokens: PositiveInt = Field(
        default=1_200,
        description="Tokens of one response at most.",
        json_schema_extra=MODELS,
    )
    llm_tokens: PositiveInt = Field(
        default=60_000,
        description="Tokens of one answer at most, all that is sent and received counted.",
        json_schema_extra=MODELS,
    )
    llm_calls: NonNegativeInt = Field(
        default=8,
        description="Calculations and searches that the model may ask for in one answer; 0 offers it none, "
        "for models that cannot use tools.",
        json_schema_extra=MODELS,
    )

    @field_validator("llm_url")
    @classmethod
    def _check_llm_url(cls, url: str | None) -> str | None:
        """Refuse what no request can be sent to."""
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("a server is named as http://… or https://…")
        return url
