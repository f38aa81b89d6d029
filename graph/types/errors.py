"""Failures that a mutation expects, as members of its result."""

from typing import Any

import strawberry

from domain.errors import BadRateSheet, Conflict, NotFound, SheetProblem, Unauthenticated
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


@strawberry.type(description="Something that is wrong with a rate sheet.")
class RateSheetProblem:
    """Something that is wrong with a rate sheet."""

    row: int | None = strawberry.field(
        description="The number of the row, from 1; null if it is the sheet as a whole."
    )
    field: str | None = strawberry.field(
        description="The field, by its name in the input; null if it is the row as a whole."
    )
    message: str = strawberry.field(description="What is wrong, in a sentence for people.")

    @staticmethod
    def of(problem: SheetProblem) -> "RateSheetProblem":
        """Return a problem as clients see it."""
        return RateSheetProblem(row=problem.row, field=problem.field, message=problem.message)


@strawberry.type(description="The rate sheet cannot be published as it is.")
class InvalidRateSheet(Failure):
    """The rate sheet cannot be published as it is."""

    problems: list[RateSheetProblem] = strawberry.field(description="All that is wrong, by row.")


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


class _BadRateSheet(strawberry.ExceptionHandler[BadRateSheet, InvalidRateSheet]):
    def handle(self, exception: BadRateSheet, *, field: Any, info: Any) -> InvalidRateSheet:
        del field, info
        return InvalidRateSheet(
            code=ErrorCode.BAD_USER_INPUT,
            message=exception.message,
            problems=[RateSheetProblem.of(problem) for problem in exception.problems],
        )


EXCEPTION_HANDLERS = (_AuthenticationFailed(), _NotFound(), _Conflict(), _BadRateSheet())
"""Turn a use case's failure into a member of the mutation's result, where the result has it."""
