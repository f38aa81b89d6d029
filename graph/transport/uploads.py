"""`PUT /uploads/{id}`: the bytes of a file that was announced by `createUpload`, streamed to the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from domain.documents.uploading import expect_upload, receive_upload
from domain.errors import (
    ApfaError,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from domain.identifiers import new_id
from graph.context import ANONYMOUS, Services
from graph.errors import INTERNAL_MESSAGE
from graph.types.node import global_id

IDLE_SECONDS = 30.0
"""A client that sends nothing for so long has gone."""

_STATUS: dict[type[ApfaError], int] = {
    TooLarge: 413,
    InvalidInput: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}

logger = logging.getLogger(__name__)


class _Silent(Exception):
    """The client stopped sending."""


async def put_upload(request: Request) -> Response:
    """Receive a file, whole or not at all: 202 with its state, else what GraphQL calls `errors`."""
    request_id = new_id().hex
    try:
        response = await _receive(request)
    except ApfaError as error:
        response = _refusal(_status(error), error.message, error.code, request_id)
    except (ClientDisconnect, _Silent):
        response = _refusal(408, "the file broke off: send it again", Unavailable.code, request_id)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = _refusal(500, INTERNAL_MESSAGE, ApfaError.code, request_id)
    response.headers["X-Request-Id"] = request_id
    return response


async def _receive(request: Request) -> Response:
    services: Services = request.app.state.services
    credentials = request.headers.get("authorization")
    if credentials is None:
        raise ANONYMOUS
    caller = await services.authenticator.identify(credentials)
    expected = await expect_upload(
        caller.principal,
        _identifier(request),
        announced=_announced(request),
        unit_of_work=services.unit_of_work,
        clock=services.clock,
    )
    upload = await receive_upload(
        expected, _content(request), unit_of_work=services.unit_of_work, store=services.uploads
    )
    body = {"id": global_id("Upload", upload.id), "state": upload.state}
    return JSONResponse({"upload": body}, status_code=202)


def _identifier(request: Request) -> UUID:
    text = request.path_params["upload_id"]
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("upload", text) from error


def _announced(request: Request) -> int | None:
    """Return the length of the body, if the request says it; what it says is not believed later."""
    text = request.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


async def _content(request: Request) -> AsyncIterator[bytes]:
    """Yield the body as it comes. Raises `ClientDisconnect` if it breaks off, `_Silent` if it stalls."""
    pieces = request.stream()
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                piece = await anext(pieces, None)
        except TimeoutError as error:
            raise _Silent from error
        if piece is None:
            return
        if piece:
            yield piece


def _status(error: ApfaError) -> int:
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def _refusal(status: int, message: str, code: str, request_id: str) -> Response:
    extensions = {"code": code, "requestId": request_id}
    # The rest of the body is thrown away as it comes: who is still sending would not hear the answer else.
    return JSONResponse(
        {"errors": [{"message": message, "extensions": extensions}]}, status_code=status
    )
