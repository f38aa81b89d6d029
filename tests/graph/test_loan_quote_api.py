"""Quotes over GraphQL: payments, schedules, disclosures, and the figure that is missing."""

from __future__ import annotations

from typing import Any

import pytest

HOME = {"amount": "200000", "annualRate": "6.5", "termMonths": 360}
H24 = {
    "amount": "162000",
    "annualRate": "3.875",
    "termMonths": 360,
    "fees": [
        {"name": "Origination", "amount": "1802", "financeCharge": True},
        {"name": "Services", "amount": "3870", "financeCharge": False},
    ],
    "prepaidInterest": "262",
    "mortgageInsurance": {"premium": "82.35", "payments": 82},
}

QUOTE = """
query ($input: LoanQuoteInput!) {
  loanQuote(input: $input) {
    amount annualRate termMonths frequency payment finalPayment numberOfPayments totalInterest totalPaid
    steps { firstPayment count year annualRate payment balance }
    schedule(first: 2) { number dueDate payment interest principal extra balance }
    years { number paid interest principal balance }
    balanceAfter(payment: 1)
    paidBetween(first: 1, last: 2) { paid interest principal }
    disclosure {
      amountFinanced financeCharge totalOfPayments totalInterestPercentage fiveYearTotal fiveYearPrincipal
      apr exactApr
    }
  }
}
"""


async def quoted(user: Any, **changes: Any) -> Any:
    answer = await user.send(QUOTE, {"input": {**HOME, **changes}})
    return answer.data["loanQuote"]


async def test_a_plain_loan(user: Any) -> None:
    quote = await quoted(user, startDate="2024-01-31")
    assert quote["payment"] == "1264.14"
    assert quote["frequency"] == "MONTHLY"
    assert quote["numberOfPayments"] == 360
    first, second = quote["schedule"]
    assert first == {
        "number": 1,
        "dueDate": "2024-02-29",
        "payment": "1264.14",
        "interest": "1083.33",
        "principal": "180.81",
        "extra": "0.00",
        "balance": "199819.19",
    }
    assert quote["balanceAfter"] == first["balance"]
    assert quote["paidBetween"]["paid"] == "2528.28"
    assert second["dueDate"] == "2024-03-31"
    assert len(quote["years"]) == 30
    assert quote["disclosure"]["apr"] == "6.500"
    assert quote["steps"] == [
        {
            "firstPayment": 1,
            "count": 360,
            "year": 1,
            "annualRate": "6.5",
            "payment": "1264.14",
            "balance": "200000.00",
        }
    ]


async def test_the_loan_estimate_h_24_b(user: Any) -> None:
    # Regulation Z, Appendix H, H-24(B), page 3: in 5 years $56,582, of which $15,773 principal; TIP 69.45 %.
    disclosed = (await quoted(user, **H24))["disclosure"]
    assert round(float(disclosed["fiveYearTotal"])) == 56_582
    assert round(float(disclosed["fiveYearPrincipal"])) == 15_773
    assert disclosed["totalInterestPercentage"] == "69.45"
    assert disclosed["amountFinanced"] == "159936.00"
    assert float(disclosed["apr"]) > 3.875
    assert disclosed["exactApr"].startswith(disclosed["apr"][:4])


async def test_the_second_year_in_the_excel_documentation(user: Any) -> None:
    # CUMIPMT and CUMPRINC of 125,000 at 9 % over 30 years, payments 13 to 24; in whole cents.
    query = """{ loanQuote(input: {amount: "125000", annualRate: "9", termMonths: 360}) {
      paidBetween(first: 13, last: 24) { interest principal } } }"""
    year = (await user.send(query)).data["loanQuote"]["paidBetween"]
    assert float(year["interest"]) == pytest.approx(11135.23, abs=0.06)
    assert float(year["principal"]) == pytest.approx(934.11, abs=0.06)


async def test_other_ways_to_repay(user: Any) -> None:
    weekly = await quoted(user, frequency="WEEKLY")
    assert (weekly["numberOfPayments"], len(weekly["years"])) == (1560, 30)
    assert weekly["disclosure"]["apr"] == "6.500"

    # Microsoft, PMT(8%/12, 10, 10000, 0, 1)
    advance = await quoted(user, amount="10000", annualRate="8", termMonths=10, inAdvance=True)
    assert advance["payment"] == "1030.16"
    assert advance["disclosure"]["apr"] == "8.000"

    # Comment 43(c)(5)(ii)(A)-5: $200,000 at 7 % amortised over 30 years, due after ten, $172,955.
    balloon = await quoted(user, annualRate="7", termMonths=120, amortizationMonths=360)
    assert float(balloon["finalPayment"]) == pytest.approx(172_955, abs=1.5)

    car = await quoted(user, amount="30000", annualRate="7.2", termMonths=60, balloon="12000")
    assert float(car["finalPayment"]) - float(car["payment"]) == pytest.approx(12_000, abs=1)

    interest_only = await quoted(user, annualRate="6", interestOnlyMonths=60)
    assert [(step["firstPayment"], step["payment"]) for step in interest_only["steps"]] == [
        (1, "1000.00"),
        (61, "1288.60"),
    ]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"amount": "0"}, "input.amount"),
    ({"amount": "-1"}, "input.amount"),
    ({"amount": 5}, "input.amount"),
    ({"annualRate": "101"}, "input.annualRate"),
    ({"termMonths": 0}, "input.termMonths"),
    ({"termMonths": 601}, "input.termMonths"),
    ({"termMonths": 1, "inAdvance": True}, "input.termMonths"),
    ({"termMonths": 61, "frequency": "WEEKLY"}, "input.termMonths"),
    ({"startDate": "9999-01-01"}, "input.startDate"),
    ({"frequency": "HOURLY"}, "input.frequency"),
    ({"interestOnlyMonths": 360}, "input.interestOnlyMonths"),
    ({"interestOnlyMonths": -1}, "input.interestOnlyMonths"),
    ({"amortizationMonths": 359}, "input.amortizationMonths"),
    ({"balloon": "200000.01"}, "input.balloon"),
    ({"balloon": "1", "inAdvance": True}, "input.balloon"),
    ({"fees": [{"name": "a", "amount": "1"}, {"name": "", "amount": "1"}]}, "input.fees[1].name"),
    ({"fees": [{"name": "a", "amount": "-1"}]}, "input.fees[0].amount"),
    ({"fees": [{"name": "a", "amount": "200000"}]}, "input.fees"),
    ({"fees": [{"name": "a", "amount": "1"}] * 51}, "input.fees"),
    ({"prepaidInterest": "-1"}, "input.prepaidInterest"),
    ({"mortgageInsurance": {"premium": "-1", "payments": 1}}, "input.mortgageInsurance.premium"),
    ({"mortgageInsurance": {"premium": "1", "payments": -1}}, "input.mortgageInsurance.payments"),
]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    query = "query ($input: LoanQuoteInput!) { loanQuote(input: $input) { payment } }"
    for change, argument in WRONG:
        answer = await user.send(query, {"input": {**HOME, **change}})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change


async def test_a_wrong_argument_of_a_field_is_named_too(user: Any) -> None:
    for field, argument in [
        ("schedule(first: 0) { number }", "first"),
        ("schedule(first: 101) { number }", "first"),
        ("schedule(after: -1) { number }", "after"),
        ("balanceAfter(payment: 361)", "payment"),
        ("paidBetween(first: 2, last: 1) { paid }", "first"),
    ]:
        query = f"query ($input: LoanQuoteInput!) {{ loanQuote(input: $input) {{ {field} }} }}"
        answer = await user.send(query, {"input": HOME})
        assert answer.error["extensions"] == {
            "code": "BAD_USER_INPUT",
            "argument": argument,
            "requestId": answer.error["extensions"]["requestId"],
        }


SOLVE = """
query ($input: SolveLoanInput!) {
  solveLoan(input: $input) { unknown amount annualRate payments exactPayments payment }
}
"""


async def test_any_figure_from_the_other_three(user: Any) -> None:
    for given, unknown, field, value in [
        # Microsoft: PMT(8%/12, 10, 10000), PV(8%/12, 240, 500), RATE(48, -200, 8000)
        ({"amount": "10000", "annualRate": "8", "payments": 10}, "PAYMENT", "payment", "1037.03"),
        ({"payment": "500", "annualRate": "8", "payments": 240}, "AMOUNT", "amount", "59777.15"),
        ({"amount": "8000", "payment": "200", "payments": 48}, "RATE", "annualRate", "9.241767"),
        ({"amount": "1200", "payment": "100", "annualRate": "0"}, "TERM", "payments", 12),
    ]:
        solved = (await user.send(SOLVE, {"input": given})).data["solveLoan"]
        assert (solved["unknown"], solved[field]) == (unknown, value)
        assert (solved["exactPayments"] is None) is (unknown != "TERM")


async def test_what_cannot_be_solved_is_named(user: Any) -> None:
    base = {"amount": "1000", "annualRate": "5", "payments": 12}
    for given, argument in [
        ({**base, "payment": "90"}, "input"),
        ({"amount": "1000"}, "input"),
        ({**base, "amount": "-1"}, "input.amount"),
        ({**base, "annualRate": "200"}, "input.annualRate"),
        ({**base, "payments": 601}, "input.payments"),
        ({**base, "balloon": "9000"}, "input.balloon"),
        ({**base, "frequency": "DAILY"}, "input.frequency"),
        ({"amount": "1000", "annualRate": "5", "payment": "0"}, "input.payment"),
        ({"amount": "1000", "annualRate": "5", "payment": "1"}, "input.payment"),
        ({"amount": "1000", "payment": "1", "payments": 12}, "input.payments"),
    ]:
        answer = await user.send(SOLVE, {"input": given})
        assert answer.code == "BAD_USER_INPUT", given
        assert answer.error["extensions"]["argument"] == argument, given
