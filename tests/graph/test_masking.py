"""Faults of the server stay with the server: the client gets a request id, the log the rest."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError

from domain.errors import InvalidInput, Unavailable
from graph.errors import INTERNAL_MESSAGE, argument, present


async def test_a_fault_is_masked_and_logged_under_its_request_id(
    user: Any, services: Any, caplog: pytest.LogCaptureFixture
) -> None:
    del services.library._encoder  # whatever breaks inside
    with caplog.at_level(logging.ERROR):
        answer = await user.send('{ searchPassages(query: "escrow") { hits { score } } }')
    assert answer.code == "INTERNAL"
    assert answer.error["message"] == INTERNAL_MESSAGE
    assert answer.error["path"] == ["searchPassages"]
    (record,) = caplog.records
    assert answer.error["extensions"]["requestId"] in record.getMessage()
    assert record.exc_info is not None
    assert "_encoder" in str(record.exc_info[1])
    assert "_encoder" not in str(answer.body)


def shown(error: GraphQLError) -> dict[str, Any]:
    (one,) = present([error], "r1")
    return dict(one.formatted)


def test_expected_failures_say_what_they_are() -> None:
    error = GraphQLError("anything", original_error=Unavailable("the database is away"))
    assert shown(error) == {
        "message": "the database is away",
        "extensions": {"code": "UNAVAILABLE", "requestId": "r1"},
    }


def test_a_wrong_argument_is_named() -> None:
    def fail() -> None:
        with argument("input"):
            raise InvalidInput("too much", field="loan.amount")

    with pytest.raises(InvalidInput) as caught:
        fail()
    error = GraphQLError("anything", original_error=caught.value)
    assert shown(error)["extensions"] == {
        "code": "BAD_USER_INPUT",
        "argument": "input.loan.amount",
        "requestId": "r1",
    }


async def test_what_a_resolver_returns_wrongly_is_a_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def large(self) -> int:
            return 2**40

        @strawberry.field
        def missing(self) -> int:
            return None  # type: ignore[return-value]

    schema = strawberry.Schema(Query)
    for query in ("{ large }", "{ missing }"):
        result = await schema.execute(query)
        (error,) = present(result.errors or [], "r2")
        assert (error.extensions or {})["code"] == "INTERNAL"
        assert error.message == INTERNAL_MESSAGE
    assert "r2" in caplog.text
