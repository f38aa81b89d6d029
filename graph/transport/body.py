"""Reading what a client sent: JSON and nothing else, in bounded size, never a 500."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from starlette.types import Message, Receive

LARGEST_BODY = 1_000_000
"""Bytes of a request's body."""


class BodyTooLarge(Exception):
    """The body is larger than a request may be."""


class NotJson(ValueError):
    """The text is not JSON that the API reads; the message says why."""


def limited(receive: Receive) -> Receive:
    """Return a `receive` that raises `BodyTooLarge` once too much has come."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise BodyTooLarge
        return message

    return receive_some


def read_json(data: str | bytes) -> Any:
    """Return the JSON value of a text, in UTF-8 if it comes as bytes. Raises `NotJson`.

    Numbers that are not JSON (NaN), integers too long to read, nesting too deep, and strings that are no
    text (lone surrogates, NUL) are refused.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise NotJson("it is not UTF-8") from error
    except RecursionError as error:
        raise NotJson("it is nested too deeply") from error
    except NotJson:
        raise
    except ValueError as error:
        raise NotJson("it is not JSON, or has a number too long to read") from error
    if "\\u" in text:
        _check_strings(value)
    return value


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"{constant} is not JSON")


def _check_strings(value: object) -> None:
    """Refuse what escapes can smuggle into strings. A raw text in UTF-8 has no surrogates."""
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            stack += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            stack += each
        elif isinstance(each, str) and ("\x00" in each or not _is_text(each)):
            raise NotJson("it has strings with NUL characters or lone surrogates")


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
