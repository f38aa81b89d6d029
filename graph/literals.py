"""Finding where in a document a literal value stands, so that a client knows which argument is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    ArgumentNode,
    DocumentNode,
    FragmentDefinitionNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
)


def argument_path(document: DocumentNode, value: Node) -> str | None:
    """Return the path of a literal, such as "input.loan.annualRate"; None if it is no argument's."""
    for argument in _arguments(document):
        path = _path(argument.value, value, argument.name.value)
        if path is not None:
            return path
    return None


def _arguments(document: DocumentNode) -> Iterator[ArgumentNode]:
    pending: list[SelectionSetNode] = [
        node.selection_set
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while pending:
        for selection in pending.pop().selections:
            yield from getattr(selection, "arguments", None) or ()
            for directive in selection.directives or ():
                yield from directive.arguments or ()
            inside = getattr(selection, "selection_set", None)
            if inside is not None:
                pending.append(inside)


def _path(value: ValueNode, wanted: Node, path: str) -> str | None:
    """Return the path of `wanted` within a value, itself included."""
    pending = [(value, path)]
    while pending:
        value, path = pending.pop()
        if value is wanted:
            return path
        if isinstance(value, ObjectValueNode):
            pending += [(field.value, f"{path}.{field.name.value}") for field in value.fields]
        elif isinstance(value, ListValueNode):
            pending += [(item, f"{path}[{number}]") for number, item in enumerate(value.values)]
    return None
