"""Ids as people type them: the last ten digits, or the whole id as the API gives it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from domain.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

DIGITS = 10
"""What is shown of an id: its end, which is random where its beginning is the time."""

_ENDING = re.compile(r"[0-9a-f]{4,32}")

Kind = Literal["Job", "Task"]


def short_id(identifier: UUID) -> str:
    """Return the digits by which a person tells one id from the others."""
    return identifier.hex[-DIGITS:]


def named(kind: Kind, text: str, *, field: str = "id") -> UUID | str:
    """Return the id that is written in full, or the ending of one. Raises `InvalidInput` for neither."""
    from graph.types.node import uuid_of

    ending = text.lower().replace("-", "")
    return ending if _ENDING.fullmatch(ending) else uuid_of(kind, text, field=field)


async def one_id(resources: Resources, kind: Kind, given: UUID | str, *, field: str = "id") -> UUID:
    """Return the only id with this ending, or the id itself.

    Raises `NotFound` if none has it, `InvalidInput` if several have.
    """
    if isinstance(given, UUID):
        return given
    async with resources.unit_of_work() as work:
        ending: Callable[[str], Awaitable[list[UUID]]] = (
            work.jobs.ending if kind == "Job" else work.tasks.ending
        )
        found = await ending(given)
    if not found:
        raise NotFound(f"{kind.lower()} whose id ends in", given)
    if len(found) > 1:
        raise InvalidInput(
            f"the ids of several {kind.lower()}s end in {given}: give more of it", field=field
        )
    return found[0]


async def all_ids(resources: Resources, kind: Kind, given: Iterable[UUID | str]) -> list[UUID]:
    """Return the ids that are meant, in the order given. Raises as `one_id` does."""
    return [await one_id(resources, kind, each) for each in given]
