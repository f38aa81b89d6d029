"""The guard on every root field: it asks `domain.access`, and a field without it cannot be declared."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import strawberry
from strawberry.permission import BasePermission, PermissionExtension
from strawberry.schema_directive import Location
from strawberry.utils.str_converters import to_camel_case

from domain.access import OPERATIONS, Access, Permission

T = TypeVar("T")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    description="The field needs an access token; with `permission`, of a user who has that one.",
)
class Requires:
    """What a field needs, as the schema prints it."""

    permission: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The permission; without one, being signed in is enough.",
    )


class Allowed(BasePermission):
    """Whether the caller may use an operation, by the table in `domain.access`."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        need = OPERATIONS[operation]
        self._requires = None if need is Access.ANYONE else _directive(need)

    @property
    def schema_directive(self) -> object:
        """What the schema prints beside the field; nothing where anyone may call."""
        return self._requires

    async def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        """Raise what is missing; a failure says more than False."""
        del source, kwargs
        await info.context.require(self.operation)
        return True


def _directive(need: Permission | Access) -> Requires:
    return Requires(permission=need.value) if isinstance(need, Permission) else Requires()


def root_field(description: str) -> Callable[[Callable[..., T]], T]:
    """Declare a field of Query, Mutation or Subscription, guarded by the operation of its name.

    Raises `KeyError` at import for a name that `domain.access.OPERATIONS` does not have.
    """

    def declare(resolver: Callable[..., T]) -> T:
        guard = PermissionExtension([Allowed(to_camel_case(resolver.__name__))])
        streams = inspect.isasyncgenfunction(resolver)
        make: Any = strawberry.subscription if streams else strawberry.field
        field: T = make(resolver, description=description, extensions=[guard])
        return field

    return declare
