"""The language model that is configured, as a writer; without one nothing of it is imported."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from domain.breaker import Breaker
from domain.errors import Unavailable

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.providers import Provider

    from domain.advice.writing.model_writer import ModelWriter
    from graph.settings import GraphSettings

MODEL = "the language model"
"""What its breaker is called."""

OPENAI = "openai"


@asynccontextmanager
async def open_model_writer(
    settings: GraphSettings, breaker: Breaker
) -> AsyncIterator[ModelWriter | None]:
    """Have the writer that the settings ask for, None if they name no model; its connections are closed.

    Raises `Unavailable` if its packages are not installed, or the name or the key is of no use.
    """
    if settings.llm_model is None:
        yield None
        return
    try:
        from pydantic_ai.exceptions import UserError  # noqa: PLC0415  # only where it is configured

        from domain.advice.writing.agent_writer import AgentWriter, Bounds  # noqa: PLC0415  # the same
    except ImportError as error:
        raise Unavailable("APFA_LLM_MODEL needs more packages: pip install 'apfa[llm]'") from error
    try:
        model = _model(settings, settings.llm_model)
    except (ImportError, UserError) as error:
        raise Unavailable(f"APFA_LLM_MODEL cannot be used: {error}") from error
    bounds = Bounds(
        first_seconds=settings.llm_first_seconds,
        seconds=settings.llm_seconds,
        answer_tokens=settings.llm_answer_tokens,
        tokens=settings.llm_tokens,
        calls=settings.llm_calls,
    )
    async with model:
        yield AgentWriter(model, bounds=bounds, breaker=breaker)


def _model(settings: GraphSettings, name: str) -> Model:
    """Return the model: of the server at the URL, or of the provider before the colon."""
    from pydantic_ai.models import infer_model  # noqa: PLC0415  # only where it is configured
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415  # the same
    from pydantic_ai.providers import infer_provider  # noqa: PLC0415  # the same
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415  # the same
    from pydantic_ai.providers.openai_compatible import (  # noqa: PLC0415  # the same
        OpenAICompatibleProvider,
    )

    key = None if settings.llm_key is None else settings.llm_key.get_secret_value()
    if settings.llm_url is not None:
        server = OpenAICompatibleProvider("configured", base_url=settings.llm_url, api_key=key)
        return OpenAIChatModel(name.removeprefix(f"{OPENAI}:"), provider=server)

    def provider(kind: str) -> Provider[Any]:
        return OpenAIProvider(api_key=key) if kind == OPENAI and key else infer_provider(kind)

    return infer_model(name, provider_factory=provider)
