"""Wrong questions, amounts, rates, terms and dates: each is refused with its code and its path.

The whole list, with what clients see, is in docs/bad-input.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpx

ADVICE = """
query ($input: AdviceInput!) {
  advice(input: $input) { question answer inScope indexVersion figures { key value } }
}
"""
QUOTE = "{ loanQuote(input: { amount: %s, annualRate: %s, termMonths: %s, startDate: %s }) { payment } }"
QUESTION = "What will this loan cost?"
LOAN = {"amount": "200000", "annualRate": "6.5", "termMonths": 360}
PLAIN = "such as 1264.14"
AS_STRING = "write it as a string"

Wrong = tuple[object, str]


async def refused(client: Any, given: dict[str, Any], argument: str, says: str) -> None:
    answer = await client.send(ADVICE, {"input": {"question": QUESTION, **given}})
    assert answer.code == "BAD_USER_INPUT", given
    assert answer.error["extensions"]["argument"] == argument, given
    assert says in answer.error["message"], given
    assert "data" not in answer.body or answer.body["data"] is None


async def loans_refused(client: Any, field: str, wrong: Iterable[Wrong]) -> None:
    for value, says in wrong:
        given = {"loan": {**LOAN, field: value}}
        await refused(client, given, f"input.loan.{field}", says)


async def test_a_question_has_three_to_two_thousand_characters(user: Any) -> None:
    for question in (
        "",
        " ",
        " \n\t\u00a0\u3000 ",
        "ab",
        " ab ",
        "a" * 2_001,
        "\N{HOUSE BUILDING}" * 2_001,
    ):
        says = f"a question has 3 to 2,000 characters; this one has {len(question.strip()):,}"
        await refused(user, {"question": question}, "input.question", says)
    for question in ("abc", "a" * 2_000, "\N{HOUSE BUILDING}" * 2_000):
        answer = await user.send(ADVICE, {"input": {"question": question}})
        assert answer.data["advice"]["question"] == question
    for question in (5, True, ["a question"]):
        await refused(user, {"question": question}, "input.question", "non string value")


async def test_a_question_of_a_megabyte_is_too_large_a_request(user: Any) -> None:
    fits = {"question": "a" * 990_000}
    await refused(user, fits, "input.question", "this one has 990,000")
    answer = await user.send(ADVICE, {"input": {"question": "a" * 1_000_000}})
    assert (answer.status, answer.code) == (413, "BAD_USER_INPUT")
    assert answer.error["message"] == "a request has 1,000,000 bytes at most"


async def test_a_question_with_nul_is_refused_in_variables_and_in_the_document(user: Any) -> None:
    answer = await user.send(ADVICE, {"input": {"question": "What is\x00 a loan?"}})
    assert (answer.status, answer.code) == (400, "BAD_USER_INPUT")
    assert "NUL" in answer.error["message"]
    inline = await user.send('{ advice(input: { question: "What is\\u0000 it?" }) { answer } }')
    assert inline.code == "BAD_USER_INPUT"
    assert "NUL" in inline.error["message"]


async def test_any_script_is_a_question(user: Any) -> None:
    for question in (
        "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL} and a house?",
        "ما هو حساب الضمان؟",
        "\N{RIGHT-TO-LEFT OVERRIDE}?naol a si tahW",
        "Was kostet ein Kredit fu\N{COMBINING DIAERESIS}r ein Haus?",
        "Z\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}" * 300,
        "\N{DESERET CAPITAL LETTER LONG I}" * 3,
    ):
        answer = await user.send(ADVICE, {"input": {"question": question}})
        assert answer.data["advice"]["question"] == question


AMOUNTS: list[Wrong] = [
    *((value, "more than 0 and at most $1,000,000,000.00") for value in ("0", "0.00", "-0", "-1")),
    ("1000000000.01", "at most $1,000,000,000.00"),
    *((value, PLAIN) for value in ("1e30", "1e5", "0.001", "1,000", "$100", "", " 5", "5\n", ".5")),
    *((value, PLAIN) for value in ("NaN", "Infinity", "-Infinity", "sNaN", "9" * 13)),
    *((value, PLAIN) for value in ("١٢٣", "１２３", "²")),  # noqa: RUF001  # digits that are not ASCII
    *((value, AS_STRING) for value in (100, 1.5, True, [1], {"a": 1})),
]


async def test_an_amount_is_plain_digits_within_bounds(user: Any) -> None:
    await loans_refused(user, "amount", AMOUNTS)
    await loans_refused(user, "propertyValue", AMOUNTS)
    smallest = {"loan": {**LOAN, "amount": "0.01"}, "question": QUESTION}
    assert (await user.send(ADVICE, {"input": smallest})).data["advice"]["figures"]


async def test_income_and_debts_are_amounts_too(user: Any) -> None:
    path = "input.borrower"
    for value in ("0", "-5", "1000000000.01"):
        given = {"borrower": {"grossMonthlyIncome": value}}
        await refused(user, given, f"{path}.grossMonthlyIncome", "more than 0 and at most")
    await refused(user, {"borrower": {"monthlyDebts": "-1"}}, f"{path}.monthlyDebts", "0 or more")
    await refused(user, {"borrower": {"monthlyDebts": "NaN"}}, f"{path}.monthlyDebts", PLAIN)


async def test_a_rate_is_a_percentage_from_0_to_100(user: Any) -> None:
    plain = "such as 6.5 for 6.5 %"
    refused_as_written = ("-1", "-0", "6,5", "6.5%", "6.5 %", "", "1e1", "NaN", "Infinity", "1000")
    await loans_refused(
        user,
        "annualRate",
        [
            *((value, plain) for value in refused_as_written),
            ("101", "from 0 to 100 percent"),
            ("100.000001", "from 0 to 100 percent"),
            ("6.1234567", "at most 6 decimals"),
            (6.5, AS_STRING),
        ],
    )


async def test_a_term_is_whole_months_from_1_to_600(user: Any) -> None:
    await loans_refused(
        user,
        "termMonths",
        [
            *((value, "from 1 to 600 months") for value in (0, -1, 601, 10**6)),
            (2**40, "32-bit"),
            *((value, "non-integer") for value in (12.5, "12", True)),
        ],
    )


async def test_a_day_must_exist_and_lie_within_reason(user: Any) -> None:
    await loans_refused(
        user,
        "startDate",
        [
            ("2026-02-30", "no calendar has the day 2026-02-30"),
            ("2026-13-01", "no calendar has the day"),
            ("0000-01-01", "no calendar has the day"),
            *(
                (value, "from 1900-01-01 to 2199-12-31")
                for value in ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31")
            ),
            *(
                (value, "such as 2026-01-31")
                for value in ("tomorrow", "", "20260101", "2026-W01-1", "2026-01-01T00:00")
            ),
            (20260101, AS_STRING),
        ],
    )
    latest = {"loan": {**LOAN, "termMonths": 600, "startDate": "2199-12-31"}, "question": QUESTION}
    assert (await user.send(ADVICE, {"input": latest})).data["advice"]["figures"]


async def test_an_unknown_enum_value_or_field_is_named(user: Any) -> None:
    await loans_refused(
        user, "purpose", [("HOUSE", "'HOUSE' does not exist"), ("mortgage", "mean"), (5, "5")]
    )
    unknown = {"loan": {**LOAN, "rate": "5"}}
    await refused(user, unknown, "input.loan", "unknown field 'rate'")


async def test_literals_in_the_document_are_refused_by_path_as_well(user: Any) -> None:
    good = ('"100"', '"6.5"', "12", '"2026-01-31"')
    names = ("amount", "annualRate", "termMonths", "startDate")
    for place, literal, says in [
        (0, "100", AS_STRING),
        (0, "1e400", AS_STRING),
        (0, "true", AS_STRING),
        (0, '"NaN"', PLAIN),
        (0, "NaN", PLAIN),  # a name, as GraphQL reads it
        (1, '"Infinity"', "such as 6.5"),
        (2, "12.5", "non-integer"),
        (2, "1099511627776", "32-bit"),
        (3, '"2026-02-30"', "no calendar has"),
        (3, '"9999-12-31"', "from 1900-01-01"),
    ]:
        values = [literal if each == place else value for each, value in enumerate(good)]
        answer = await user.send(QUOTE % tuple(values))
        assert answer.code == "BAD_USER_INPUT", literal
        assert answer.error["extensions"]["argument"] == f"input.{names[place]}", literal
        assert says in answer.error["message"], literal
    assert (await user.send(QUOTE % good)).data["loanQuote"]["payment"] == "8.63"


async def test_nan_and_infinity_are_no_json(http: httpx.AsyncClient, user: Any) -> None:
    headers = {"authorization": f"Bearer {user.token}", "content-type": "application/json"}
    for literal in ("NaN", "Infinity", "-Infinity"):
        for field in ("amount", "annualRate"):
            loan = f'{{"amount": "1", "{field}": {literal}}}'
            variables = f'{{"input": {{"question": "Why?", "loan": {loan}}}}}'
            query = " ".join(ADVICE.split())
            content = f'{{"query": "{query}", "variables": {variables}}}'
            response = await http.post("/graphql", content=content, headers=headers)
            assert response.status_code == 400
            (error,) = response.json()["errors"]
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
            assert error["message"] == f"what was sent cannot be read: {literal} is not JSON"


async def test_a_question_before_any_index_says_so_and_still_has_figures(user: Any) -> None:
    asked = await user.send(ADVICE, {"input": {"question": QUESTION}})
    assert "No document has been indexed yet" in asked.data["advice"]["answer"]
    assert asked.data["advice"]["indexVersion"] is None
    assert not asked.data["advice"]["inScope"]
    with_loan = await user.send(ADVICE, {"input": {"question": QUESTION, "loan": LOAN}})
    figures = {each["key"]: each["value"] for each in with_loan.data["advice"]["figures"]}
    assert figures["monthlyPayment"] == "1264.14"
    assert with_loan.data["advice"]["inScope"]
    found = await user.send('{ searchPassages(query: "escrow") { indexVersion hits { score } } }')
    assert found.data["searchPassages"] == {"indexVersion": None, "hits": []}


async def test_what_is_not_there_is_said_without_ids_that_nobody_knows(
    user: Any, admin: Any
) -> None:
    text = '[{ title: "One", text: "First." }]'
    added = await user.send(
        f"mutation {{ addDocuments(documents: {text}) {{ ... on AddDocumentsSuccess {{"
        " documents { id } } } }"
    )
    (document,) = added.data["addDocuments"]["documents"]
    remove = "mutation ($id: ID!) { removeDocument(id: $id) { ... on Failure { code message } } }"
    answer = await admin.send(remove, {"id": document["id"]})
    assert answer.data["removeDocument"] == {
        "code": "NOT_FOUND",
        "message": "there is no such document, or it is not yours to see",
    }
    activate = "mutation { activateIndex(number: 7) { ... on Failure { code message } } }"
    assert (await admin.send(activate)).data["activateIndex"] == {
        "code": "NOT_FOUND",
        "message": "there is no index version 7",
    }
