"""What a person is told when a command fails: one sentence, and where to read more if it was unexpected."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from domain.errors import ApfaError, InvalidInput


def explain(error: Exception) -> str:
    """Return the sentence for a failure; an unexpected one is written down in full first."""
    if isinstance(error, InvalidInput) and error.field and error.field not in error.message:
        return f"{error.field}: {error.message}"
    if isinstance(error, ApfaError):
        return error.message
    if type(error).__module__.startswith("pydantic"):
        return _explain_settings(error)
    if isinstance(error, ConnectionError):
        return f"a service cannot be reached, see APFA_DATABASE_URL and APFA_REDIS_URL: {error}"
    return f"unexpected {type(error).__name__}: {error} (written down in {_write_down(error)})"


def _explain_settings(error: Exception) -> str:
    """Name the variables of the environment that hold unusable settings."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):  # a list or a folder of settings that is malformed
        return f"a setting in the environment (APFA_…) cannot be read: {error}"
    return "; ".join(_explain_setting(fault["loc"], fault["msg"]) for fault in error.errors())


def _explain_setting(place: tuple[int | str, ...], message: str) -> str:
    name = "_".join(str(part) for part in place).upper()
    return f"APFA_{name}: {message.removeprefix('Value error, ')}"


def _write_down(error: Exception) -> Path:
    """Append the traceback to the log of errors, or to a file of its own if that cannot be written."""
    text = "".join(traceback.format_exception(error))
    log = Path(os.environ.get("APFA_DATA_DIRECTORY", ".apfa")) / "logs" / "errors.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        with tempfile.NamedTemporaryFile(
            "w", prefix="apfa-error-", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
            return Path(file.name)
    return log
