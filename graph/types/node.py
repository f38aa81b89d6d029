"""Global ids, as Relay has them: opaque to clients, a type's name and a UUID inside."""

import base64
from typing import Any
from uuid import UUID

import strawberry

from domain.errors import InvalidInput


@strawberry.interface(description="Anything with an id of its own, which `node(id)` finds again.")
class Node:
    """What `node(id)` returns."""

    id: strawberry.ID = strawberry.field(
        description="Names this one thing among all things of every kind. It never changes."
    )


def global_id(kind: str, identifier: UUID) -> strawberry.ID:
    """Return the id that clients see."""
    return strawberry.ID(opaque(f"{kind}:{identifier}"))


def read_global_id(text: str, *, field: str = "id") -> tuple[str, UUID]:
    """Return the kind and the UUID that an id names. Raises `InvalidInput`."""
    kind, _, identifier = reveal(text, field).partition(":")
    try:
        return kind, UUID(identifier)
    except ValueError as error:
        raise InvalidInput("this is not an id that the API gave out", field=field) from error


def uuid_of(kind: str, text: str, *, field: str = "id") -> UUID:
    """Return the UUID of an id of this kind. Raises `InvalidInput`."""
    found, identifier = read_global_id(text, field=field)
    if found != kind:
        raise InvalidInput(f"this is not the id of a {kind}", field=field)
    return identifier


def opaque(text: str) -> str:
    """Return text in a form that nobody is tempted to take apart."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def reveal(text: Any, field: str) -> str:
    """Undo `opaque`. Raises `InvalidInput` for what it never made."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return raw.decode()
    except ValueError as error:
        raise InvalidInput("this is no id or cursor of this API", field=field) from error
