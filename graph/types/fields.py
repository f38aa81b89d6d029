"""Fields that are worked out when they are asked for."""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

T = TypeVar("T")


def computed(description: str) -> Callable[[Callable[..., T]], T]:
    """Declare a field whose value a method returns."""

    def declare(resolver: Callable[..., T]) -> T:
        make: Any = strawberry.field
        field: T = make(resolver, description=description)
        return field

    return declare
