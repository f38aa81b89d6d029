"""What a document may ask for, and that finding out costs little."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from graphql import get_introspection_query, parse

from domain.errors import Unavailable
from graph.errors import TooComplex
from graph.execution import GuardedSchema
from graph.limits import Limits, check, measure
from graph.schema import build_schema


def size(query: str) -> Any:
    (only,) = measure(parse(query)).values()
    return only


def test_depth_counts_levels_of_fields_through_fragments() -> None:
    assert size("{ a }").depth == 1
    assert size("{ a { b c { d } } }").depth == 3
    assert size("{ ...F } fragment F on Q { a { ...G } } fragment G on A { b { c } }").depth == 3
    assert size("{ ... { ... { a } } }").depth == 1


def test_introspection_has_a_depth_of_its_own() -> None:
    measured = size("{ __schema { types { fields { name } } } me { id } }")
    assert measured.depth == 2
    assert measured.introspection_depth == 4


def test_counts_are_those_of_the_document_written_out() -> None:
    query = (
        "{ ...F x: a @skip(if: true) { ...F } } fragment F on Q { y: b z: c @include(if: true) }"
    )
    measured = size(query)
    assert measured.aliases == 5
    assert measured.fields == 5
    assert measured.directives == 3
    assert measured.roots == {"a", "b", "c"}


def test_fragments_that_double_are_measured_in_linear_time() -> None:
    parts = [f"fragment F{n} on Q {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60)]
    query = "{ ...F0 } " + " ".join(parts) + " fragment F60 on Q { a { b } }"
    start = time.perf_counter()
    measured = size(query)
    assert time.perf_counter() - start < 0.1
    assert measured.fields == 2**61
    with pytest.raises(TooComplex, match="fields"):
        check(measured, Limits())


def test_fragments_that_go_round_in_circles_end() -> None:
    assert size("{ ...A } fragment A on Q { ...B } fragment B on Q { ...A a }").fields == 1


async def test_too_much_is_refused_before_it_runs(anyone: Any) -> None:
    chain = "".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(120))
    for query, reason in [
        ("{ a " * 11 + "}" * 11, "11 levels deep, at most 10"),
        ("{" + " ".join(f"a{n}: me {{ id }}" for n in range(16)) + "}", "16 aliases, at most 15"),
        ("{ me { " + "id " * 1000 + "} }", "1,000 tokens"),
        ("{ a " * 150 + "}" * 150, "levels deep"),
        ("{ a(x: " + "[" * 900 + "1", "tokens"),
        ("{ me { id " + "@skip(if: false) " * 51 + "} }", "51 directives, at most 50"),
        ("{ ...F0 }" + chain + " fragment F120 on Query { a { b" + " { c" * 10 + "}" * 12, "deep"),
    ]:
        start = time.perf_counter()
        answer = await anyone.send(query)
        assert time.perf_counter() - start < 1.0
        assert answer.code == "TOO_COMPLEX", query[:40]
        assert reason in answer.error["message"]
        assert "data" not in answer.body


async def test_the_standard_introspection_query_is_let_in(anyone: Any) -> None:
    answer = await anyone.send(get_introspection_query(input_value_deprecation=True))
    assert any(kind["name"] == "Advice" for kind in answer.data["__schema"]["types"])


async def test_introspection_that_goes_in_circles_is_not(anyone: Any) -> None:
    circle = "fields { type { " * 4 + "name" + " } }" * 4
    answer = await anyone.send(f"{{ __schema {{ types {{ {circle} }} }} }}")
    assert answer.body["errors"][0]["message"] == "Maximum introspection depth exceeded"


async def test_nul_in_a_string_is_refused(user: Any) -> None:
    for query in (
        r'{ searchPassages(query: "a\u0000b") { indexVersion } }',
        '{ searchPassages(query: """a\x00b""") { indexVersion } }',
    ):
        assert (await user.send(query)).body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_an_operation_has_a_time_limit(
    user: Any, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GuardedSchema, "operation_seconds", 0.05)

    async def wait(self: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(type(services.library), "find", lambda *args, **kwargs: wait(args))
    answer = await user.send('{ searchPassages(query: "escrow") { indexVersion } }')
    assert answer.code == Unavailable.code
    assert "0.05 seconds" in answer.error["message"]


def test_the_worst_that_is_let_in_does_not_block_for_long_and_is_remembered() -> None:
    schema = build_schema()
    query = "{ me { " + "id " * 500 + "} }"
    start = time.perf_counter()
    schema.gate.admit(query, None, over_get=False)
    assert time.perf_counter() - start < 1.0
    again = time.perf_counter()
    schema.gate.admit(query, None, over_get=False)
    assert time.perf_counter() - again < 0.01
