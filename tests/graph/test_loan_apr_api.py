"""Annual percentage rates over GraphQL, by the examples that Regulation Z prints."""

from __future__ import annotations

from typing import Any

import pytest

APR = """
query ($advances: [CashFlowInput!]!, $payments: [CashFlowInput!]!, $prepaid: Money! = "0",
       $begins: Date, $disclosed: Percent) {
  aprOf(advances: $advances, payments: $payments, prepaidFinanceCharge: $prepaid, begins: $begins,
        disclosed: $disclosed) {
    apr exactApr unitPeriod { kind length perYear } firstPeriod { unitPeriods oddDays fraction }
    amountFinanced financeCharge totalOfPayments irregular
    check { disclosed difference tolerance accurate }
  }
}
"""


def flow(date: str, amount: str, count: int = 1, frequency: str = "MONTHLY") -> dict[str, Any]:
    return {"date": date, "amount": amount, "count": count, "frequency": frequency}


APPENDIX_J: list[tuple[str, dict[str, Any], list[dict[str, Any]], float, tuple[int, int]]] = [
    # paragraph, advance, payments, APR, whole unit-periods and odd days to the first payment
    ("(c)(1)(i)", flow("1978-01-10", "5000"), [flow("1978-02-10", "230", 24)], 9.69, (1, 0)),
    ("(c)(1)(ii)", flow("1978-02-10", "6000"), [flow("1978-04-01", "200", 36)], 11.82, (1, 19)),
    (
        "(c)(1)(iii)",
        flow("1978-02-23", "5000"),
        [flow("1978-03-01", "219.17", 24, "SEMIMONTHLY")],
        10.34,
        (0, 6),
    ),
    (
        "(c)(1)(iv)",
        flow("1978-05-23", "10000"),
        [flow("1978-10-01", "385", 40, "QUARTERLY")],
        8.97,
        (1, 39),
    ),
    (
        "(c)(1)(v)",
        flow("1978-03-20", "500"),
        [flow("1978-04-21", "17.60", 30, "WEEKLY")],
        14.96,
        (4, 4),
    ),
    (
        "(c)(4)(i)",
        flow("1978-01-10", "5000"),
        [flow("1978-02-10", "250"), flow("1978-03-10", "230", 22), flow("1980-01-10", "280")],
        10.90,
        (1, 0),
    ),
    ("(c)(5)(i)", flow("1978-01-03", "1000"), [flow("1978-09-15", "1080")], 11.45, (1, 0)),
]


async def test_appendix_j_examples(user: Any) -> None:
    for paragraph, advance, payments, percent, first in APPENDIX_J:
        answer = await user.send(APR, {"advances": [advance], "payments": payments})
        found = answer.data["aprOf"]
        assert round(float(found["exactApr"]), 2) == percent, paragraph
        period = found["firstPeriod"]
        assert (period["unitPeriods"], period["oddDays"]) == first, paragraph
        assert not found["irregular"]


async def test_what_the_rate_rests_on(user: Any) -> None:
    _, advance, payments, *_ = APPENDIX_J[1]
    variables = {
        "advances": [{**advance, "amount": "6250"}],
        "payments": payments,
        "prepaid": "250",
        "disclosed": "11.94",
    }
    found = (await user.send(APR, variables)).data["aprOf"]
    assert found["unitPeriod"] == {"kind": "MONTH", "length": 1, "perYear": 12.0}
    assert found["firstPeriod"]["fraction"] == pytest.approx(19 / 30)
    assert found["amountFinanced"] == "6000.00"
    assert found["financeCharge"] == "1200.00"
    assert found["totalOfPayments"] == "7200.00"
    check = found["check"]
    assert (check["tolerance"], check["accurate"]) == ("0.125", True)
    assert float(check["difference"]) == pytest.approx(0.12, abs=0.01)
    variables["disclosed"] = "11.95"
    assert not (await user.send(APR, variables)).data["aprOf"]["check"]["accurate"]


async def test_several_advances_are_irregular(user: Any) -> None:
    # Appendix K (b)(8)(i): 24 advances of $350, $14,313.08 owed after two years, is 48.53 %.
    variables = {
        "advances": [flow("2001-01-01", "350", 24)],
        "payments": [flow("2003-01-01", "14313.08")],
        "disclosed": "48.75",
    }
    found = (await user.send(APR, variables)).data["aprOf"]
    assert round(float(found["exactApr"]), 2) == 48.53
    assert found["irregular"]
    assert found["check"]["tolerance"] == "0.25"
    assert found["check"]["accurate"]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    good = {
        "advances": [flow("2024-01-01", "1000")],
        "payments": [flow("2024-02-01", "200", 6)],
    }
    for change, argument in [
        ({"advances": []}, "advances"),
        ({"advances": [flow("2024-01-01", "-1")]}, "advances[0].amount"),
        ({"advances": [flow("2024-01-01", "1")] * 101}, "advances"),
        ({"advances": [flow("2024-13-01", "1")]}, "advances[0].date"),
        ({"payments": []}, "payments"),
        ({"payments": [*good["payments"], flow("2024-02-01", "1", 0)]}, "payments[1].count"),
        ({"payments": [flow("2024-02-01", "1", 6)]}, "payments"),
        ({"payments": [flow("2024-02-01", "1", 3000), flow("2024-02-01", "1")]}, "payments"),
        ({"payments": [flow("9999-12-01", "1000", 2)]}, "payments"),
        ({"payments": [flow("2024-02-01", "1", 1, "DAILY")]}, "payments[0].frequency"),
        ({"prepaid": "1000"}, "prepaidFinanceCharge"),
        ({"prepaid": "-1"}, "prepaidFinanceCharge"),
        ({"begins": "2024-01-02"}, "advances"),
        ({"disclosed": "101"}, "disclosed"),
    ]:
        answer = await user.send(APR, {**good, **change})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change


LEVEL = """
query ($input: LevelLoanInput!, $disclosed: Percent) {
  aprOfLoan(input: $input, disclosed: $disclosed) {
    apr exactApr unitPeriod { kind length } firstPeriod { oddDays } financeCharge check { accurate }
  }
}
"""


async def test_the_iteration_example_of_appendix_j_without_dates(user: Any) -> None:
    # (b)(9)(i): $1,000 repaid in 36 monthly payments of $33.61 is 12.83 %.
    loan = {"amount": "1050", "payment": "33.61", "payments": 36, "prepaidFinanceCharge": "50"}
    found = (await user.send(LEVEL, {"input": loan, "disclosed": "12.97"})).data["aprOfLoan"]
    assert round(float(found["exactApr"]), 2) == 12.83
    assert found["unitPeriod"] == {"kind": "MONTH", "length": 1}
    assert found["firstPeriod"] is None
    assert found["financeCharge"] == "209.96"
    assert not found["check"]["accurate"]


async def test_a_level_loan_that_makes_no_sense_is_named(user: Any) -> None:
    good = {"amount": "1000", "payment": "33.61", "payments": 36}
    for change, argument in [
        ({"amount": "0"}, "input.amount"),
        ({"payment": "0"}, "input.payment"),
        ({"payment": "1"}, "input.payments"),
        ({"payments": 0}, "input.payments"),
        ({"frequency": "DAILY"}, "input.frequency"),
        ({"prepaidFinanceCharge": "1000"}, "input.prepaidFinanceCharge"),
    ]:
        answer = await user.send(LEVEL, {"input": {**good, **change}})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change
