"""The house's plan, checked from outside: what an import must not load, and how fast help answers."""

import subprocess
import sys

import pytest

HEAVY = {"torch", "sentence_transformers", "transformers", "faiss", "numpy", "sqlalchemy"}
OF_MODELS = {"pydantic_ai", "openai", "tiktoken"}


@pytest.mark.parametrize("module", ["graph.cli"])
def test_the_command_line_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("module", ["graph.schema", "jobs.scheduler", "persistence.bootstrap"])
def test_rooms_load_without_torch(module: str) -> None:
    code = f"import sys, {module}; print('torch' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "False"


@pytest.mark.parametrize("module", ["graph.cli", "graph.app", "graph.commands.answering"])
def test_what_speaks_to_language_models_is_loaded_only_where_one_is_configured(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({OF_MODELS!r} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
