"""What became of the files of an ingest, for people and for scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.commands.resources import console


@dataclass
class Counts:
    """Documents stored, of these in place of older ones, and known before; records not readable."""

    stored: int = 0
    known: int = 0
    replaced: int = 0
    unreadable: int = 0

    @property
    def seen(self) -> int:
        """Documents that are there now, whether they were before or not."""
        return self.stored + self.known

    def show(self, name: str) -> None:
        """Print them in a line."""
        parts = [f"{self.stored:,} stored", f"{self.known:,} there already"]
        if self.replaced:
            parts[0] += f" ({self.replaced:,} in place of older ones)"
        if self.unreadable:
            parts.append(f"{self.unreadable:,} unreadable")
        say(f"{name}: {', '.join(parts)}", "yellow" if self.unreadable else None)

    def shape(self) -> dict[str, Any]:
        """Return them for scripts."""
        return {
            "stored": self.stored,
            "known": self.known,
            "replaced": self.replaced,
            "unreadable": self.unreadable,
        }


@dataclass(eq=False)
class File:
    """One file; `waiting` of its documents have been read but not stored."""

    name: str
    counts: Counts = field(default_factory=Counts)
    waiting: int = 0
    error: str | None = None
    ended: bool = False

    def shape(self) -> dict[str, Any]:
        """Return what became of it, for scripts."""
        return {"path": self.name, **self.counts.shape(), "error": self.error}


def say(text: str, style: str | None = None) -> None:
    """Print a line as it is: brackets in a file's name are no markup."""
    console.print(text, style=style, markup=False)
