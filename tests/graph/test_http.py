"""GraphQL over HTTP: status codes, media types, and bodies that are none."""

from __future__ import annotations

from typing import Any

import httpx

from domain.access import Role
from graph.transport.body import LARGEST_BODY

GRAPHQL = "application/graphql-response+json"
QUOTE = """
query ($input: LoanQuoteInput!) { loanQuote(input: $input) { payment totalInterest } }
"""


NESTED = """
query { ...F }
fragment F on Query { ... { ...G } }
fragment G on Query { a: advice(input: { question: "What is a loan?" }) { answer } }
"""
NO_REQUESTS = [
    b"1",
    b'"x"',
    b"null",
    b"true",
    b"[]",
    b'[{"query": "{ __typename }"}]',
    b"",
    b"{",
    b"{}",
    b'{"query": null}',
    b'{"query": 1}',
    b'{"query": ""}',
    b'{"query": "{ __typename }", "variables": []}',
    b'{"query": "{ __typename }", "variables": "x"}',
    b'{"query": "{ __typename }", "operationName": 1}',
    b'{"query": "{ __typename }", "extensions": 1}',
    b"\xff\xfe{\x00}\x00",
    b'{"query": "\xe9"}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 5_000 + b"}}",
    b'{"query": "{ __typename }", "variables": {"n": NaN}}',
    b'{"query": "{ __typename }", "variables": {"s": "\\ud800"}}',
    b'{"query": "{ __typename }", "variables": {"\\u0000": 1}}',
]


async def test_a_body_that_is_no_request_is_a_client_error(http: httpx.AsyncClient) -> None:
    for body in NO_REQUESTS:
        for accept in ("application/json", GRAPHQL):
            headers = {"content-type": "application/json", "accept": accept}
            response = await http.post("/graphql", content=body, headers=headers)
            assert response.status_code == 400, body[:40]
            assert response.headers["content-type"] == f"{accept}; charset=utf-8"
            (error,) = response.json()["errors"]
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
            assert error["extensions"]["requestId"] == response.headers["x-request-id"]
            assert "data" not in response.json()


async def test_a_body_has_a_largest_size(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}

    async def pieces() -> Any:
        for _ in range(LARGEST_BODY // 1000 + 1):
            yield b" " * 1000

    response = await http.post("/graphql", content=pieces(), headers=headers)
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    small = b'{"query": "{ __typename }"}'
    fits = small + b" " * (LARGEST_BODY - len(small))
    assert (await http.post("/graphql", content=fits, headers=headers)).status_code == 200


async def test_only_json_is_read(http: httpx.AsyncClient) -> None:
    body = b'{"query": "{ __typename }"}'
    for media_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/graphql",
        "",
    ):
        headers = {"content-type": media_type} if media_type else {}
        response = await http.post("/graphql", content=body, headers=headers)
        assert response.status_code == 415


async def test_the_media_type_asked_for_is_answered(http: httpx.AsyncClient) -> None:
    for accept, answered in [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, application/json", "application/json"),
        ("application/json, */*;q=0.1", "application/json"),
    ]:
        request = http.build_request("POST", "/graphql", json={"query": "{ __typename }"})
        del request.headers["accept"]
        if accept is not None:
            request.headers["accept"] = accept
        response = await http.send(request)
        assert response.headers["content-type"] == f"{answered}; charset=utf-8"
        assert response.json() == {"data": {"__typename": "Query"}}


async def test_a_request_error_has_no_data_and_a_status_for_those_who_know(anyone: Any) -> None:
    for query in (
        "{",
        "{ noSuchField }",
        "query ($i: LoanQuoteInput!) { loanQuote(input: $i) { payment } }",
        "query A { __typename } query B { __typename }",
        "subscription { taskUpdated { gap } }",
        "fragment F on Query { __typename }",
    ):
        legacy = await anyone.send(query)
        assert legacy.status == 200
        assert legacy.body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert "data" not in legacy.body
        modern = await anyone.send(query, accept=GRAPHQL)
        assert modern.status == 400
        assert "data" not in modern.body


async def test_an_error_of_a_field_is_no_request_error(anyone: Any) -> None:
    answer = await anyone.send("{ activeIndex { number } }", accept=GRAPHQL)
    assert answer.status == 200
    assert answer.body["data"] == {"activeIndex": None}
    assert answer.code == "UNAUTHENTICATED"
    assert answer.error["path"] == ["activeIndex"]


async def test_queries_come_by_get_too_but_nothing_that_changes_or_records(
    http: httpx.AsyncClient, user: Any
) -> None:
    headers = {"authorization": f"Bearer {user.token}"}
    good = await http.get("/graphql", params={"query": "{ me { role } }"}, headers=headers)
    assert good.json() == {"data": {"me": {"role": "USER"}}}
    for query in (
        "mutation { signOut { __typename } }",
        'query { advice(input: { question: "What is a loan?" }) { answer } }',
        NESTED,
    ):
        for accept in ("application/json", GRAPHQL):
            answer = await http.get(
                "/graphql", params={"query": query}, headers={**headers, "accept": accept}
            )
            assert answer.status_code == 405
            assert answer.headers["allow"] == "POST"
            assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
            assert "data" not in answer.json()
    assert (await user.send("{ adviceHistory { nodes { id } } }")).data == {
        "adviceHistory": {"nodes": []}
    }


async def test_variables_come_by_get_as_json(http: httpx.AsyncClient, user: Any) -> None:
    headers = {"authorization": f"Bearer {user.token}"}
    variables = '{"input": {"amount": "100", "annualRate": "0", "termMonths": 10}}'
    params = {"query": QUOTE, "variables": variables}
    answer = await http.get("/graphql", params=params, headers=headers)
    assert answer.json()["data"]["loanQuote"]["payment"] == "10.00"
    params["variables"] = "{"
    assert (await http.get("/graphql", params=params, headers=headers)).status_code == 400


async def test_other_methods_are_not_allowed(http: httpx.AsyncClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = await http.request(method, "/graphql", json={"query": "{ __typename }"})
        assert response.status_code == 405
        assert response.headers["allow"] == "GET, POST"


async def test_a_browser_gets_a_page_that_needs_nothing_from_elsewhere(
    http: httpx.AsyncClient,
) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = await http.get("/graphql", headers={"accept": accept})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    for forbidden in ("https://", "http://", "<script", "@import", " src="):
        assert forbidden not in page.text
    assert (await http.get("/", headers={"accept": accept})).headers["location"] == "/graphql"
    nothing = await http.get("/graphql", headers={"accept": "*/*"})
    assert nothing.status_code == 400


async def test_the_rest_of_the_house(http: httpx.AsyncClient, user: Any) -> None:
    assert (await http.get("/health/live")).json() == {"status": "live"}
    ready = await http.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["index"] == {"status": "none yet", "version": None, "passages": 0}
    assert "type Query" in (await http.get("/schema.graphql")).text
    await user.send("{ me { id } }")
    await user.send("{ activeIndex { id } }")
    metrics = (await http.get("/metrics")).text
    assert 'apfa_graphql_operation_seconds_count{outcome="OK",type="query"} 1.0' in metrics
    assert 'apfa_graphql_operation_seconds_count{outcome="FORBIDDEN",type="query"} 1.0' in metrics
    assert "python_gc_objects_collected" not in metrics  # a registry of its own


async def test_pages_of_allowed_origins_alone_may_call(http: httpx.AsyncClient) -> None:
    for origin, allowed in [("https://app.example", True), ("https://evil.example", False)]:
        preflight = {"origin": origin, "access-control-request-method": "POST"}
        response = await http.options("/graphql", headers=preflight)
        assert (response.headers.get("access-control-allow-origin") == origin) is allowed


async def test_roles_reach_what_they_may(sign_in: Any) -> None:
    query = "{ indexes { nodes { number } } }"
    for role, code in [
        (Role.USER, "FORBIDDEN"),
        (Role.FINANCIAL_ADVISOR, "FORBIDDEN"),
        (Role.ADMIN, None),
        (Role.SUPER_ADMIN, None),
    ]:
        answer = await (await sign_in(role)).send(query)
        if code is None:
            assert answer.data == {"indexes": {"nodes": []}}
        else:
            assert answer.code == code
            assert "admin:index:manage" in answer.error["message"]
