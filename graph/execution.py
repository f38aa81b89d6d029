"""What happens around every operation, whatever way it came in: admission, time limit, errors, metrics."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode, OperationType
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.execution import ExecutionContext, ExecutionResult, PreExecutionError
from strawberry.utils.aio import aclosing

from domain.errors import InvalidInput, Unavailable
from graph.admission import Admitted, Gate, Refused
from graph.context import Connection, Context
from graph.errors import present, refusal
from graph.limits import Limits

OPERATION_SECONDS = 10.0


class Admission(SchemaExtension):
    """Hands the document that was let in to the execution, parsed and validated as it is."""

    def on_parse(self) -> Iterator[None]:
        """Use the parsed document."""
        self.execution_context.graphql_document = self._admitted().document
        yield

    def on_validate(self) -> Iterator[None]:
        """Say that it was found valid."""
        self.execution_context.pre_execution_errors = []
        yield

    def _admitted(self) -> Admitted:
        admitted = self.execution_context.root_value
        assert isinstance(admitted, Admitted)
        return admitted


class GuardedSchema(strawberry.Schema):
    """The schema, run the way clients may run it. The context value is a `Connection`."""

    operation_seconds = OPERATION_SECONDS

    def describe_directives(self) -> None:
        """Give the arguments of directives their descriptions, which Strawberry leaves out."""
        for directive in self._schema.directives:
            declared = directive.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
            for field in declared.fields if declared is not None else ():
                name = self.config.name_converter.get_graphql_name(field)
                directive.args[name].description = field.description

    def guard(self, limits: Limits) -> None:
        """Set what a document may ask for."""
        self.gate = Gate(self._schema, limits)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Leave the log to `graph.errors`, which names the request."""

    async def execute(  # noqa: PLR0917  # the signature is Strawberry's
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[Any] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Run a query or a mutation."""
        del root_value, allowed_operation_types, operation_extensions
        connection = _connection(context_value)
        context = connection.operation()
        try:
            admitted, operation = self._admit(query, operation_name, connection)
            if operation.operation is OperationType.SUBSCRIPTION:
                raise Refused([refusal(InvalidInput("send subscriptions over a WebSocket"))])
        except Refused as refused:
            return _refuse(refused, context)
        return await self._run(query, variable_values, context, operation, admitted)

    async def stream(  # noqa: PLR0917  # the signature is Strawberry's
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[Any] | None = None,
    ) -> AsyncGenerator[Any, None]:
        """Run any operation: a subscription gives many results, the others one."""
        del root_value, allowed_operation_types, operation_extensions
        return self._results(query, variable_values, _connection(context_value), operation_name)

    async def _results(
        self,
        query: str | None,
        variables: dict[str, Any] | None,
        connection: Connection,
        operation_name: str | None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        context = connection.operation()
        try:
            admitted, operation = self._admit(query, operation_name, connection)
        except Refused as refused:
            yield _refuse(refused, context)
            return
        if operation.operation is not OperationType.SUBSCRIPTION:
            yield await self._run(query, variables, context, operation, admitted)
            return
        source = await super().stream(
            query,
            variable_values=variables,
            context_value=context,
            root_value=admitted,
            operation_name=_name(operation),
        )
        with context.services.metrics.subscription(_label(operation)):
            async with aclosing(source):
                async for result in source:
                    assert isinstance(result, ExecutionResult)  # nothing is delivered in parts
                    yield _presented(result, context)

    def _admit(
        self, query: str | None, operation_name: str | None, connection: Connection
    ) -> tuple[Admitted, OperationDefinitionNode]:
        if not query:
            raise MissingQueryError
        return self.gate.admit(query, operation_name, over_get=connection.over_get)

    async def _run(
        self,
        query: str | None,
        variables: dict[str, Any] | None,
        context: Context,
        operation: OperationDefinitionNode,
        admitted: Admitted,
    ) -> ExecutionResult:
        with _measured(context, operation) as outcome:
            try:
                async with asyncio.timeout(self.operation_seconds):
                    result = await super().execute(
                        query,
                        variable_values=variables,
                        context_value=context,
                        root_value=admitted,
                        operation_name=_name(operation),
                    )
            except TimeoutError:
                reason = f"the operation took longer than {self.operation_seconds:g} seconds"
                result = ExecutionResult(None, [refusal(Unavailable(reason))])
            result = _presented(result, context)
            outcome.extend(result.errors or ())
        return result


def _connection(value: object) -> Connection:
    assert isinstance(value, Connection)
    return value


def _name(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def _label(operation: OperationDefinitionNode) -> str:
    return operation.operation.value


def _refuse(refused: Refused, context: Context) -> PreExecutionError:
    context.services.metrics.refused.inc()
    return PreExecutionError(None, present(refused.errors, context.request_id))


def _presented(result: ExecutionResult, context: Context) -> ExecutionResult:
    """Return the result with its errors as clients may see them.

    Where no field was run (a variable was refused, say) it is a request error: it has no data at all.
    """
    errors = result.errors or []
    if result.data is None and errors and all(error.path is None for error in errors):
        return PreExecutionError(None, present(errors, context.request_id))
    result.errors = present(errors, context.request_id) if errors else None
    return result


@contextmanager
def _measured(context: Context, operation: OperationDefinitionNode) -> Iterator[list[GraphQLError]]:
    """Measure an operation; the list takes the errors it ended with."""
    errors: list[GraphQLError] = []
    start = time.perf_counter()
    completed = False
    try:
        yield errors
        completed = True
    finally:
        outcome = "cancelled" if not completed else _outcome(errors)
        context.services.metrics.operation(_label(operation), outcome, time.perf_counter() - start)


def _outcome(errors: list[GraphQLError]) -> str:
    return str((errors[0].extensions or {}).get("code", "INTERNAL")) if errors else "OK"
