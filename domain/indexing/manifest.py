"""What an index version consists of, and the proof that its files are still those that were built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from domain.errors import CorruptArtefact

MANIFEST_FILE = "manifest.json"
FORMAT = 1
SMALL_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file's size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """An index version's content. Equal content has an equal `digest`, whenever it was built."""

    encoder_fingerprint: str
    dimension: int
    passages: int
    index_type: str
    parameters: Mapping[str, int]
    files: Mapping[str, FileEntry]
    libraries: Mapping[str, str]
    created_at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal of all that decides a search: not of the time or the libraries."""
        text = json.dumps(self._content(), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    @property
    def artefact_name(self) -> str:
        """The content-derived name that the files are kept under."""
        return f"index-{self.digest[:32]}"

    @property
    def total_bytes(self) -> int:
        """The size of all files but the manifest."""
        return sum(entry.size for entry in self.files.values())

    def write(self, directory: Path) -> None:
        """Write the manifest, which makes the directory a complete artefact."""
        fields = {
            **self._content(),
            "digest": self.digest,
            "libraries": dict(self.libraries),
            "created_at": self.created_at.isoformat(),
        }
        text = json.dumps(fields, indent=2, sort_keys=True)
        (directory / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, directory: Path) -> Manifest:
        """Read a directory's manifest. Raises `CorruptArtefact` if it is missing or has been changed."""
        try:
            fields = json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8"))
            manifest = _parse(fields)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorruptArtefact(directory.name, "its manifest cannot be read") from error
        if manifest.digest != fields["digest"]:
            raise CorruptArtefact(directory.name, "its manifest has been changed")
        return manifest

    def check_sizes(self, directory: Path) -> None:
        """Compare the files' sizes, and the checksums of small ones; takes a few milliseconds.

        Raises `CorruptArtefact` with the name of the first file that is not as it was built.
        """
        for name, entry in self.files.items():
            path = directory / name
            if not path.is_file() or path.stat().st_size != entry.size:
                raise CorruptArtefact(directory.name, f"{name} is missing or has another size")
            if entry.size <= SMALL_FILE:
                _check(path, name, entry, directory)

    def check_files(self, directory: Path) -> None:
        """Compare every byte with its checksum; about a second for a gigabyte. Raises `CorruptArtefact`."""
        self.check_sizes(directory)
        for name, entry in self.files.items():
            _check(directory / name, name, entry, directory)

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "encoder_fingerprint": self.encoder_fingerprint,
            "dimension": self.dimension,
            "passages": self.passages,
            "index_type": self.index_type,
            "parameters": dict(self.parameters),
            "files": {
                name: {"size": entry.size, "sha256": entry.sha256}
                for name, entry in self.files.items()
            },
        }


def describe(path: Path) -> FileEntry:
    """Return a file's size and checksum."""
    with path.open("rb") as file:
        return FileEntry(path.stat().st_size, file_digest(file, "sha256").hexdigest())


def check_artefact(directory: Path) -> None:
    """Prove that a directory holds an artefact as it was built. Raises `CorruptArtefact` if not."""
    Manifest.read(directory).check_files(directory)


def _check(path: Path, name: str, entry: FileEntry, directory: Path) -> None:
    if describe(path) != entry:
        raise CorruptArtefact(directory.name, f"{name} has another checksum")


def _parse(fields: Mapping[str, Any]) -> Manifest:
    if fields["format"] != FORMAT:
        raise ValueError(f"format {fields['format']} is unknown")
    return Manifest(
        encoder_fingerprint=fields["encoder_fingerprint"],
        dimension=fields["dimension"],
        passages=fields["passages"],
        index_type=fields["index_type"],
        parameters=fields["parameters"],
        files={
            name: FileEntry(entry["size"], entry["sha256"])
            for name, entry in fields["files"].items()
        },
        libraries=fields["libraries"],
        created_at=datetime.fromisoformat(fields["created_at"]),
    )
