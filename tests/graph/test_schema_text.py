"""What the schema promises: everything described, everything guarded, nothing changed by accident."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    FieldDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    print_ast,
)
from graphql import build_schema as build_core_schema
from strawberry.permission import PermissionExtension

from domain.access import OPERATIONS, Access, Permission
from graph.permissions import Allowed, root_field
from graph.schema import build_schema, print_schema

ROOT = Path(__file__).parents[2]
ROOTS = ("Query", "Mutation", "Subscription")


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


@pytest.fixture(scope="module")
def signatures() -> list[str]:
    """The fields of the root types as they are printed, one a line, without descriptions."""
    printed = build_core_schema(print_schema())
    return [
        f"{name}: {field.type} {_directives(field.ast_node)}".strip()
        for root in ROOTS
        for name, field in printed.type_map[root].fields.items()  # type: ignore[attr-defined]
    ]


def _directives(node: FieldDefinitionNode) -> str:
    return " ".join(print_ast(directive) for directive in node.directives or ())


def descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Everything that can have a description, by its path."""
    for name, kind in schema.type_map.items():
        if not name.startswith("__"):
            yield name, kind.description
            yield from inside(name, kind)
    for directive in schema.directives:
        yield f"@{directive.name}", directive.description
        yield from named(f"@{directive.name}", directive.args)


def inside(name: str, kind: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    if isinstance(kind, GraphQLEnumType):
        yield from named(name, kind.values)
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        yield from named(name, kind.fields)
        for field, definition in kind.fields.items():
            yield from named(f"{name}.{field}", getattr(definition, "args", {}))


def named(path: str, items: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, item in items.items():
        yield f"{path}.{name}", item.description


def test_everything_has_a_description(schema: GraphQLSchema) -> None:
    found = dict(descriptions(schema))
    assert len(found) > 300
    assert [path for path, text in found.items() if not (text or "").strip()] == []


def test_every_root_field_is_in_the_table_of_operations_and_the_other_way_round(
    schema: GraphQLSchema,
) -> None:
    fields = [field for root in ROOTS for field in schema.type_map[root].fields]  # type: ignore[attr-defined]
    assert sorted(fields) == sorted(OPERATIONS)


def test_every_root_field_carries_its_own_guard() -> None:
    built = build_schema()
    for root in ROOTS:
        definition = built.get_type_by_name(root)
        for field in definition.fields:  # type: ignore[union-attr]
            operation = built.config.name_converter.from_field(field)
            (extension,) = field.extensions
            assert isinstance(extension, PermissionExtension)
            (guard,) = extension.permissions
            assert isinstance(guard, Allowed)
            assert guard.operation == operation


def test_the_printed_schema_says_what_each_field_needs(signatures: list[str]) -> None:
    for operation, need in OPERATIONS.items():
        (line,) = (line for line in signatures if line.startswith(f"{operation}:"))
        if isinstance(need, Permission):
            assert line.endswith(f'@requires(permission: "{need}")'), line
        elif need is Access.SIGNED_IN:
            assert line.endswith("@requires"), line
        else:
            assert "@requires" not in line, line


def test_a_root_field_that_the_table_does_not_name_cannot_be_declared() -> None:
    async def forgotten(self: object) -> int:
        return 1

    with pytest.raises(KeyError, match="forgotten"):
        _ = root_field("A field nobody thought about.")(forgotten)


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = (ROOT / "schema.graphql").read_text(encoding="utf-8")
    assert committed == print_schema(), "run `apfa schema > schema.graphql`"


def test_the_schema_can_be_had_without_torch() -> None:
    code = (
        "import sys, graph.schema; graph.schema.print_schema(); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
