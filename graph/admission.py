"""Letting documents in: parsed, measured and validated once, then remembered."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    MaxIntrospectionDepthRule,
    OperationDefinitionNode,
    OperationType,
    TokenKind,
    ValueNode,
    parse,
    specified_rules,
)
from strawberry.schema.schema import validate_document

from domain.errors import ApfaError, InvalidInput
from graph.errors import MethodNotAllowed, TooComplex, refusal
from graph.limits import Limits, Size, check, measure
from graph.literals import argument_path

MOST_REMEMBERED = 500
LONGEST_REMEMBERED = 20_000

POST_ONLY = frozenset({"advice"})
"""Queries that record something, and so are not for GET."""

RULES = (*specified_rules, MaxIntrospectionDepthRule)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A document that may run, and the size of each of its operations."""

    document: DocumentNode
    sizes: dict[str, Size]

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run. Raises `InvalidInput` if there is no telling which."""
        operations = [
            node for node in self.document.definitions if isinstance(node, OperationDefinitionNode)
        ]
        if name is None and len(operations) == 1:
            return operations[0]
        if name is None:
            raise InvalidInput("the document has several operations: say which in operationName")
        for node in operations:
            if node.name is not None and node.name.value == name:
                return node
        raise InvalidInput(f"the document has no operation named {name!r}")


class Refused(Exception):
    """A document, or an operation of it, that will not run; `errors` say why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Gate:
    """Decides which documents run, and remembers those that may."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        self._known: OrderedDict[str, Admitted] = OrderedDict()

    def admit(
        self, query: str, operation_name: str | None, *, over_get: bool
    ) -> tuple[Admitted, OperationDefinitionNode]:
        """Return the document and the operation to run. Raises `Refused`."""
        admitted = self._look_at(query)
        try:
            operation = admitted.operation(operation_name)
            if over_get:
                size = admitted.sizes[operation.name.value if operation.name else ""]
                _check_method(operation, size)
        except ApfaError as error:
            raise Refused([refusal(error)]) from error
        return admitted, operation

    def _look_at(self, query: str) -> Admitted:
        known = self._known.get(query)
        if known is not None:
            self._known.move_to_end(query)
            return known
        admitted = self._examine(query)
        if len(query) <= LONGEST_REMEMBERED:
            self._known[query] = admitted
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return admitted

    def _examine(self, query: str) -> Admitted:
        try:
            document = self._parse(query)
            sizes = measure(document)
            for size in sizes.values():
                check(size, self._limits)
        except GraphQLSyntaxError as error:
            raise Refused([error]) from error
        except ApfaError as error:
            raise Refused([refusal(error)]) from error
        except RecursionError as error:
            reason = TooComplex("the document is nested too deeply")
            raise Refused([refusal(reason)]) from error
        errors = validate_document(self._schema, document, RULES)
        if errors:
            raise Refused(_located(errors, document))
        return Admitted(document, sizes)

    def _parse(self, query: str) -> DocumentNode:
        most = self._limits.tokens
        try:
            document = parse(query, max_tokens=most)
        except GraphQLSyntaxError as error:
            if "Parsing aborted" in error.message:
                reason = (
                    f"the document is too large: at most {most:,} tokens, not nested too deeply"
                )
                raise TooComplex(reason) from error
            raise
        _refuse_nul(document)
        return document


def _located(errors: list[GraphQLError], document: DocumentNode) -> list[GraphQLError]:
    """Name the argument in each error that is about a literal value."""
    for error in errors:
        node = error.nodes[0] if error.nodes else None
        path = argument_path(document, node) if isinstance(node, ValueNode) else None
        if path is not None:
            error.extensions = {"argument": path}
    return errors


def _refuse_nul(document: DocumentNode) -> None:
    """Refuse NUL in strings: no text has it, and Postgres cannot keep it."""
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind in _STRINGS and "\x00" in (token.value or ""):
            raise InvalidInput("strings must not contain NUL characters")
        token = token.next


_STRINGS = frozenset({TokenKind.STRING, TokenKind.BLOCK_STRING})


def _check_method(operation: OperationDefinitionNode, size: Size) -> None:
    if operation.operation is not OperationType.QUERY:
        raise MethodNotAllowed(f"send a {operation.operation.value} by POST, not GET")
    costly = sorted(size.roots & POST_ONLY)
    if costly:
        raise MethodNotAllowed(f"{costly[0]} records an answer: send it by POST, not GET")
