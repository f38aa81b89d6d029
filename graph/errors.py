"""How failures reach a client: a code, a message that helps, and a request id; nothing internal."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from graphql import GraphQLError

from domain.errors import ApfaError, InvalidInput

logger = logging.getLogger(__name__)

INTERNAL_MESSAGE = "something went wrong here; the request id tells us what"

_VARIABLE = re.compile(r"Variable '\$(?P<name>\w+)' has invalid value(?: at (?P<path>[^:]*))?: ")
_OF_ARGUMENT = "Argument '"


class TooComplex(ApfaError):
    """The document asks for more than one request may."""

    code = "TOO_COMPLEX"


class MethodNotAllowed(ApfaError):
    """The operation changes or records something, so it must come by another method."""

    code = "BAD_USER_INPUT"
    allow = "POST"


@contextmanager
def argument(name: str) -> Iterator[None]:
    """Name the argument, in front of the field, in any `InvalidInput` raised inside."""
    try:
        yield
    except InvalidInput as error:
        field = f"{name}.{error.field}" if error.field else name
        raise InvalidInput(error.message, field=field) from error


def present(errors: Iterable[GraphQLError], request_id: str) -> list[GraphQLError]:
    """Return the errors as clients may see them; what is ours to mend is logged, and masked."""
    return [_present(error, request_id) for error in errors]


def refusal(error: ApfaError) -> GraphQLError:
    """Return a failure that ends a request before it runs."""
    return GraphQLError(error.message, original_error=error)


def _present(error: GraphQLError, request_id: str) -> GraphQLError:
    cause = _cause(error)
    if isinstance(cause, ApfaError):
        return _rewritten(error, cause.message, request_id, _extensions(cause, error))
    if cause is None and (error.path is None or error.message.startswith(_OF_ARGUMENT)):
        extensions = {"code": InvalidInput.code, **_argument(error)}
        return _rewritten(error, error.message, request_id, extensions)
    where = ".".join(str(step) for step in error.path or ())
    logger.error("request %s failed at %r", request_id, where, exc_info=cause or error)
    return _rewritten(error, INTERNAL_MESSAGE, request_id, {"code": ApfaError.code})


def _cause(error: GraphQLError) -> Exception | None:
    """Return what raised the error, None if GraphQL itself did."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _extensions(cause: ApfaError, error: GraphQLError) -> dict[str, Any]:
    extensions: dict[str, Any] = {"code": cause.code}
    if isinstance(cause, MethodNotAllowed):
        extensions["allow"] = cause.allow
    if isinstance(cause, InvalidInput):
        extensions |= {"argument": cause.field} if cause.field else _argument(error)
    return extensions


def _argument(error: GraphQLError) -> dict[str, str]:
    """Return where GraphQL itself refused a value, in the document or in the variables."""
    found = _VARIABLE.match(error.message)
    if found:
        return {"argument": f"{found['name']}{found['path'] or ''}"}
    located = (error.extensions or {}).get("argument")
    return {"argument": located} if located else {}


def _rewritten(
    error: GraphQLError, message: str, request_id: str, extensions: dict[str, Any]
) -> GraphQLError:
    """Return a new error at the same place, without the one it came from."""
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**extensions, "requestId": request_id},
    )
