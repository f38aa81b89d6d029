"""What a person is told when a command fails: one sentence, and where to read more if it was unexpected."""

from __future__ import annotations

import os
import re
import tempfile
import traceback
from pathlib import Path
from socket import gaierror

from domain.errors import ApfaError, InvalidInput


def explain(error: Exception) -> str:
    """Return the sentence for a failure; an unexpected one is written down in full first."""
    if isinstance(error, InvalidInput) and error.field and error.field not in error.message:
        return f"{error.field}: {error.message}"
    if isinstance(error, ApfaError):
        return error.message
    if type(error).__module__.startswith("pydantic"):
        return "; ".join(f"{name}: {fault}" for name, fault in setting_faults(error))
    if isinstance(error, ConnectionError | TimeoutError | gaierror):
        told = str(error) or "no answer in time"
        return (
            f"a service cannot be reached, see APFA_DATABASE_URL and APFA_REDIS_URL: {told} "
            "(`apfa doctor` says which)"
        )
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return f"unexpected {type(error).__name__}: {error} (written down in {_write_down(error)})"


def setting_faults(error: Exception) -> list[tuple[str, str]]:
    """Return the variables of the environment that hold unusable settings, each with what is wrong."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        return [(_variable(*fault["loc"]), _fault(fault["msg"])) for fault in error.errors()]
    named = re.search(r'field "(\w+)"', str(error))  # what should be a list is no JSON
    if named is None:
        return [("APFA_…", f"a setting cannot be read: {error}")]
    return [(_variable(named[1]), 'write a list as JSON, such as ["https://a.example"]')]


def _variable(*place: int | str) -> str:
    return f"APFA_{'_'.join(map(str, place)).upper()}"


def _fault(message: str) -> str:
    return message.removeprefix("Value error, ")


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
