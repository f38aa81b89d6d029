"""GraphQL over HTTP: one endpoint, proper status codes, every answer a GraphQL response."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from json import JSONDecodeError
from typing import Any

from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.parse_content_type import parse_content_type
from strawberry.schema.base import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.unset import UnsetType

from domain.errors import ApfaError, InvalidInput, Unauthenticated
from domain.identifiers import new_id
from graph.context import ANONYMOUS, Connection, Services
from graph.errors import INTERNAL_MESSAGE
from graph.transport.body import LARGEST_BODY, BodyTooLarge, NotJson, limited, read_json
from graph.transport.negotiation import GRAPHQL, response_type, wants_html
from graph.transport.page import PAGE
from graph.transport.websocket import SocketHandler

INIT_SECONDS = 3.0
OPERATIONS_A_SOCKET = 20

logger = logging.getLogger(__name__)


class GraphQLEndpoint(GraphQL[Connection, None]):
    """The endpoint for both transports. It finds the services on the application's state."""

    graphql_transport_ws_handler_class = SocketHandler

    def __init__(self, schema: BaseSchema, *, allowed_origins: Sequence[str] = ()) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=timedelta(seconds=INIT_SECONDS),
            max_subscriptions_per_connection=OPERATIONS_A_SOCKET,
            allowed_origins=allowed_origins,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or serve a socket."""
        if scope["type"] == "websocket":
            services: Services = scope["app"].state.services
            with services.metrics.socket():
                await self.run(WebSocket(scope, receive, send))
            return
        request = Request(scope, limited(receive))
        request.state.request_id = new_id().hex
        response = await self._answer(request)
        response.headers["X-Request-Id"] = request.state.request_id
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        asked = "query" in request.query_params
        if request.method == "GET" and not asked and wants_html(_accept(request)):
            return HTMLResponse(PAGE)
        try:
            response = await self.run(request)
        except HTTPException as error:
            return _refusal(request, error.status_code, error.reason or "the request is malformed")
        except BodyTooLarge:
            return _refusal(request, 413, f"a request has {LARGEST_BODY:,} bytes at most")
        except ApfaError as error:  # who calls could not be found out
            return _refusal(request, 503, error.message, code=error.code)
        except Exception:
            logger.exception("request %s failed", request.state.request_id)
            return _refusal(request, 500, INTERNAL_MESSAGE, code=ApfaError.code)
        _set_type(request, response)
        status = getattr(request.state, "status", None)
        if status is not None:
            response.status_code = status
        if status == 405:
            response.headers["Allow"] = "POST"
        return response

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Connection:
        """Return what the request or socket has shown of itself so far."""
        del response
        connection = Connection(request.app.state.services)
        if isinstance(request, Request):
            connection.request_id = request.state.request_id
            connection.over_get = request.method == "GET"
        await _authenticate(connection, request.headers.get("authorization"))
        return connection

    async def on_ws_connect(self, context: Connection) -> UnsetType:
        """Take a socket's credentials from its first message, or from the handshake."""
        parameters = context.connection_params or {}
        credentials = next(
            (value for key, value in parameters.items() if key.lower() == "authorization"), None
        )
        try:
            if credentials is not None:
                await _authenticate(context, str(credentials))
        except Exception as error:
            logger.exception("a socket could not be let in")
            raise ConnectionRejectionError from error
        if isinstance(context.caller, Unauthenticated) and context.caller is not ANONYMOUS:
            raise ConnectionRejectionError
        return UnsetType()

    def should_render_graphql_ide(self, request: Any) -> bool:
        """Leave browsers to `_answer`."""
        del request
        return False

    def decode_json(self, data: str | bytes) -> object:
        """Read JSON that came by a socket. Raises `JSONDecodeError`, which is expected there."""
        try:
            return read_json(data)
        except NotJson as error:
            raise JSONDecodeError(str(error), "", 0) from error

    def parse_json(self, data: str | bytes) -> object:
        """Read JSON that came by HTTP. Raises `HTTPException`, saying what is wrong with it."""
        try:
            return read_json(data)
        except NotJson as error:
            raise HTTPException(400, f"what was sent cannot be read: {error}") from error

    def encode_json(self, data: object) -> str:
        """Write JSON."""
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        """Return the operation that was sent. Raises `HTTPException` with the fitting status."""
        if request.method == "GET":
            data: object = self.parse_query_params(request.query_params)
        else:
            media_type, parameters = parse_content_type(request.content_type or "")
            charset = parameters.get("charset", "utf-8").lower()
            if media_type != "application/json" or charset not in {"utf-8", "utf8"}:
                raise HTTPException(415, "send the operation as application/json, in UTF-8")
            data = self.parse_json(await request.get_body())
        return _request_data(data)

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Return the response's body; a request error has no `data`, and a status of its own."""
        errors: list[object] = [error.formatted for error in result.errors or ()]
        if not isinstance(result, PreExecutionError):
            body: GraphQLHTTPResponse = {"data": result.data}
            return {**body, "errors": errors} if errors else body
        if any((error.extensions or {}).get("allow") for error in result.errors or ()):
            request.state.status = 405
        elif response_type(_accept(request)) == GRAPHQL:
            request.state.status = 400
        return {"errors": errors}


async def _authenticate(connection: Connection, credentials: str | None) -> None:
    """Find out who calls; bad credentials are remembered, for whatever needs good ones to say so."""
    if credentials is None:
        return
    try:
        connection.caller = await connection.services.authenticator.identify(credentials)
    except Unauthenticated as error:
        connection.caller = error


def _request_data(data: object) -> GraphQLRequestData:
    if not isinstance(data, dict):
        raise HTTPException(400, "send one operation: an object with `query`")
    query, variables = data.get("query"), data.get("variables")
    name, extensions = data.get("operationName"), data.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise HTTPException(400, "`query` must be a document")
    if not isinstance(variables, dict | None):
        raise HTTPException(400, "`variables` must be an object")
    if not isinstance(name, str | None):
        raise HTTPException(400, "`operationName` must be a string")
    if not isinstance(extensions, dict | None):
        raise HTTPException(400, "`extensions` must be an object")
    return GraphQLRequestData(
        query=query, variables=variables, operation_name=name, extensions=extensions
    )


def _refusal(
    request: Request, status: int, message: str, code: str = InvalidInput.code
) -> Response:
    """Return a response that says why a request was not run."""
    extensions = {"code": code, "requestId": request.state.request_id}
    body = json.dumps({"errors": [{"message": message, "extensions": extensions}]})
    response = Response(body, status_code=status)
    _set_type(request, response)
    if status == 405:
        response.headers["Allow"] = "GET, POST"
    return response


def _set_type(request: Request, response: Response) -> None:
    response.headers["Content-Type"] = f"{response_type(_accept(request))}; charset=utf-8"


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))
