"""Every failure that the product expects, named for the fact and carrying its data.

`code` is part of the public contract: clients branch on it. The outer rooms map a class to their own
form (GraphQL `extensions.code`, a process exit, a task's error) and never invent one of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


class ApfaError(Exception):
    """A failure that a caller can understand and act on; its message is safe to show."""

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInput(ApfaError):
    """What was sent cannot be used; `field` is the path of the offending value, if one is to blame."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooLarge(InvalidInput):
    """What was sent is larger than it may be, or than it was said to be."""


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with a rate sheet: in which row, from 1, and field; None is the sheet as a whole."""

    row: int | None
    field: str | None
    message: str

    def __str__(self) -> str:
        return self.message if self.row is None else f"row {self.row}: {self.message}"


class BadRateSheet(InvalidInput):
    """A rate sheet that cannot be published; `problems` are all that were found."""

    SHOWN = 5

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        told = [str(problem) for problem in problems[: self.SHOWN]]
        more = len(problems) - len(told)
        super().__init__("; ".join([*told, f"and {more:,} more"] if more else told))
        self.problems = tuple(problems)


class NotFound(ApfaError):
    """Nothing of that kind has that id, or the caller may not know that it exists."""

    code = "NOT_FOUND"

    def __init__(self, kind: str, identifier: object) -> None:
        # A UUID is not what clients know a thing by, so it would only puzzle them.
        super().__init__(
            f"there is no such {kind}, or it is not yours to see"
            if isinstance(identifier, UUID)
            else f"there is no {kind} {identifier}"
        )
        self.kind = kind
        self.identifier = str(identifier)


class Conflict(ApfaError):
    """The request is sound but does not fit the present state."""

    code = "CONFLICT"


class Unauthenticated(ApfaError):
    """The caller is not known: no credentials, or ones that do not (or no longer) hold."""

    code = "UNAUTHENTICATED"


class Forbidden(ApfaError):
    """The caller is known but lacks a permission."""

    code = "FORBIDDEN"


class Unavailable(ApfaError):
    """Something the request needs is not there now; trying again later may work."""

    code = "UNAVAILABLE"


class DatabaseAway(Unavailable):
    """The database cannot be reached, or was lost before the end: nothing was written, or nobody knows."""


class CircuitOpen(Unavailable):
    """What the request needs has failed several times in a row and is left in peace for a while."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has failed repeatedly and is not asked for a while")
        self.name = name


class EventsLost(ApfaError):
    """Events after the cursor are no longer kept: read the state anew and go on from `position`."""

    code = "CONFLICT"

    def __init__(self, position: int) -> None:
        super().__init__("events after that cursor are no longer kept; read again and go on")
        self.position = position


class Superseded(ApfaError):
    """Another attempt has taken the task over; this one must write nothing more."""

    code = "CONFLICT"


class CorruptArtefact(ApfaError):
    """The files of an index version are not those that were built, or were built for another encoder."""

    code = "CONFLICT"

    def __init__(self, artefact: str, reason: str) -> None:
        super().__init__(f"the index artefact {artefact} cannot be used: {reason}")
        self.artefact = artefact
        self.reason = reason
