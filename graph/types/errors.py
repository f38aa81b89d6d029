"""Failures that a mutation expects, as members of its result."""

from typing import Any

import strawberry

from domain.errors import Conflict, NotFound, Unauthenticated
from graph.types.enums import ErrorCode


@strawberry.interface(description="An expected failure of a mutation: nothing was changed.")
class Failure:
    """An expected failure of a mutation."""

    code: ErrorCode = strawberry.field(description="What kind of failure it is.")
    message: str = strawberry.field(description="What happened, in a sentence for people.")


@strawberry.type(description="The credentials were not accepted.")
class AuthenticationFailed(Failure):
    """The credentials were not accepted."""


@strawberry.type(description="There is no such thing, or the caller may not see it.")
class NotFoundFailure(Failure):
    """There is no such thing."""


@strawberry.type(description="The request is sound but does not fit the present state.")
class ConflictFailure(Failure):
    """The request does not fit the present state."""


class _AuthenticationFailed(strawberry.ExceptionHandler[Unauthenticated, AuthenticationFailed]):
    def handle(self, exception: Unauthenticated, *, field: Any, info: Any) -> AuthenticationFailed:
        del field, info
        return AuthenticationFailed(code=ErrorCode.UNAUTHENTICATED, message=exception.message)


class _NotFound(strawberry.ExceptionHandler[NotFound, NotFoundFailure]):
    def handle(self, exception: NotFound, *, field: Any, info: Any) -> NotFoundFailure:
        del field, info
        return NotFoundFailure(code=ErrorCode.NOT_FOUND, message=exception.message)


class _Conflict(strawberry.ExceptionHandler[Conflict, ConflictFailure]):
    def handle(self, exception: Conflict, *, field: Any, info: Any) -> ConflictFailure:
        del field, info
        return ConflictFailure(code=ErrorCode.CONFLICT, message=exception.message)


EXCEPTION_HANDLERS = (_AuthenticationFailed(), _NotFound(), _Conflict())
"""Turn a use case's failure into a member of the mutation's result, where the result has it."""
