"""What a document may ask for, counted in one pass before anything else looks at it.

Fragments are measured once each, however often they are spread, so the time is linear in the document's
size; the counts are those of the document with its fragments written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from graph.errors import TooComplex

INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each that one operation may have; introspection has a depth of its own."""

    tokens: int = 1_000
    depth: int = 10
    introspection_depth: int = 16
    fields: int = 1_000
    aliases: int = 15
    directives: int = 50


@dataclass(frozen=True, slots=True)
class Size:
    """What a selection comes to. `roots` are the names of its own fields, fragments written out."""

    depth: int = 0
    introspection_depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    roots: frozenset[str] = frozenset()


NOTHING = Size()


def measure(document: DocumentNode) -> dict[str, Size]:
    """Return each operation's size by its name ("" for an unnamed one)."""
    measuring = _Measuring(document)
    return {
        node.name.value if node.name else "": measuring.operation(node)
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    }


def check(size: Size, limits: Limits) -> None:
    """Raise `TooComplex`, naming what is too much."""
    for name, value, most in (
        ("levels deep", size.depth, limits.depth),
        ("levels of introspection deep", size.introspection_depth, limits.introspection_depth),
        ("fields", size.fields, limits.fields),
        ("aliases", size.aliases, limits.aliases),
        ("directives", size.directives, limits.directives),
    ):
        if value > most:
            raise TooComplex(f"the operation is too large: {value:,} {name}, at most {most:,}")


class _Measuring:
    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._measured: dict[str, Size] = {}

    def operation(self, node: OperationDefinitionNode) -> Size:
        inside = self._selections(node.selection_set)
        return _and_directives(inside, len(node.directives or ()))

    def _selections(self, selection_set: SelectionSetNode | None) -> Size:
        if selection_set is None:
            return NOTHING
        return _sum(self._selection(node) for node in selection_set.selections)

    def _selection(self, node: SelectionNode) -> Size:
        if isinstance(node, FieldNode):
            inside = _field(node, self._selections(node.selection_set))
        elif isinstance(node, FragmentSpreadNode):
            inside = self._fragment(node.name.value)
        elif isinstance(node, InlineFragmentNode):
            inside = self._selections(node.selection_set)
        else:
            return NOTHING
        return _and_directives(inside, len(node.directives or ()))

    def _fragment(self, name: str) -> Size:
        """Return a fragment's size; a cycle or an unknown name counts nothing: validation refuses it."""
        if name not in self._measured:
            self._measured[name] = NOTHING
            node = self._fragments.get(name)
            if node is not None:
                self._measured[name] = self._selections(node.selection_set)
        return self._measured[name]


def _field(node: FieldNode, inside: Size) -> Size:
    name = node.name.value
    introspects = name in INTROSPECTION
    return Size(
        depth=1 if introspects else inside.depth + 1,
        introspection_depth=inside.depth + 1 if introspects else inside.introspection_depth,
        fields=inside.fields + 1,
        aliases=inside.aliases + (node.alias is not None),
        directives=inside.directives,
        roots=frozenset({name}),
    )


def _sum(parts: Iterable[Size]) -> Size:
    """Return sizes side by side: the greatest depth, all else added up."""
    depth = introspection_depth = fields = aliases = directives = 0
    roots: set[str] = set()
    for part in parts:
        depth = max(depth, part.depth)
        introspection_depth = max(introspection_depth, part.introspection_depth)
        fields += part.fields
        aliases += part.aliases
        directives += part.directives
        roots |= part.roots
    return Size(depth, introspection_depth, fields, aliases, directives, frozenset(roots))


def _and_directives(size: Size, more: int) -> Size:
    if not more:
        return size
    return Size(
        size.depth,
        size.introspection_depth,
        size.fields,
        size.aliases,
        size.directives + more,
        size.roots,
    )
