"""Paying debts off over GraphQL: faster, and in which order; and who may ask for any of it."""

from __future__ import annotations

from typing import Any

from domain.access import OPERATIONS, Permission

LOAN = {"amount": "250000", "annualRate": "6", "termMonths": 360}
PREPAY = """
query ($loan: LoanTermsInput!, $extras: ExtraPaymentsInput!, $start: Date, $more: Money! = "0") {
  prepayment(loan: $loan, extras: $extras, startDate: $start) {
    agreed { payment numberOfPayments totalInterest }
    withExtras {
      numberOfPayments monthsSaved totalInterest interestSaved
      schedule(first: 1, after: 11) { number dueDate extra }
    }
    biweekly(extra: $more) { numberOfPayments monthsSaved interestSaved schedule(first: 1) { payment } }
  }
}
"""


async def test_the_extra_payments_of_the_shipped_article(user: Any) -> None:
    # extra-payments-and-prepayment: $200 a month, $100 a month, $10,000 once after a year.
    for extras, payments, months, saved in [
        ({"monthly": "200"}, 267, 93, 86_232),
        ({"monthly": "100"}, 306, 54, 51_572),
        ({"oneOff": [{"payment": 12, "amount": "10000"}]}, 326, 34, 42_082),
    ]:
        variables = {"loan": LOAN, "extras": extras, "start": "2024-01-31"}
        found = (await user.send(PREPAY, variables)).data["prepayment"]
        faster = found["withExtras"]
        assert (faster["numberOfPayments"], faster["monthsSaved"]) == (payments, months)
        assert abs(float(faster["interestSaved"]) - saved) <= 2
        assert found["agreed"]["payment"] == "1498.88"
        (twelfth,) = faster["schedule"]
        assert twelfth["dueDate"] == "2025-01-31"
        assert float(twelfth["extra"]) in (200, 100, 10_000)


async def test_half_a_payment_every_two_weeks(user: Any) -> None:
    variables = {"loan": {**LOAN, "amount": "200000", "annualRate": "6.5"}, "extras": {}}
    plain = (await user.send(PREPAY, variables)).data["prepayment"]
    assert plain["withExtras"]["monthsSaved"] == 0
    assert plain["biweekly"]["schedule"] == [{"payment": "632.07"}]
    assert plain["biweekly"]["monthsSaved"] > 60
    more = (await user.send(PREPAY, {**variables, "more": "50"})).data["prepayment"]
    assert more["biweekly"]["monthsSaved"] > plain["biweekly"]["monthsSaved"]


async def test_extra_payments_that_cannot_be_are_named(user: Any) -> None:
    good: dict[str, Any] = {"loan": LOAN, "extras": {}}
    one = {"payment": 1, "amount": "1"}
    for change, argument in [
        ({"loan": {**LOAN, "amount": "0"}}, "loan.amount"),
        ({"extras": {"monthly": "-1"}}, "extras.monthly"),
        ({"extras": {"yearly": "-1"}}, "extras.yearly"),
        ({"extras": {"firstPayment": 0}}, "extras.firstPayment"),
        ({"extras": {"oneOff": [one, {**one, "payment": 0}]}}, "extras.oneOff[1].payment"),
        ({"extras": {"oneOff": [{**one, "amount": "-1"}]}}, "extras.oneOff[0].amount"),
        ({"extras": {"oneOff": [one] * 101}}, "extras.oneOff"),
        ({"start": "9999-01-01"}, "startDate"),
        ({"more": "-1"}, "extra"),
    ]:
        answer = await user.send(PREPAY, {**good, **change})
        first = answer.body["errors"][0]["extensions"]
        assert (first["code"], first["argument"]) == ("BAD_USER_INPUT", argument), change


DEBTS = [
    {"name": "card", "balance": "8000", "annualRate": "24", "minimumPayment": "200"},
    {"name": "store", "balance": "1500", "annualRate": "12", "minimumPayment": "50"},
    {"name": "car", "balance": "7000", "annualRate": "7", "minimumPayment": "250"},
]
ORDER = """
query ($debts: [DebtInput!]!, $budget: Money!, $order: PayoffStrategy! = AVALANCHE) {
  payoffOrder(debts: $debts, budget: $budget, order: $order) {
    plan { months totalInterest totalPaid debts { name month interest } }
    strategies { strategy plan { months totalInterest } }
  }
}
"""


async def test_the_payoff_order_of_the_shipped_article(user: Any) -> None:
    # debt-payoff-order: 29 months for about $3,248 of interest, or 30 months and about $4,175.
    variables = {"debts": DEBTS, "budget": "700", "order": "SNOWBALL"}
    found = (await user.send(ORDER, variables)).data["payoffOrder"]
    outcomes = {each["strategy"]: each["plan"] for each in found["strategies"]}
    for strategy, months, interest in [("AVALANCHE", 29, 3_248), ("SNOWBALL", 30, 4_175)]:
        assert outcomes[strategy]["months"] == months
        assert abs(float(outcomes[strategy]["totalInterest"]) - interest) <= 1
    assert found["plan"]["months"] == 30
    assert found["plan"]["debts"][0]["name"] == "store"
    owed = float(found["plan"]["totalPaid"]) - float(found["plan"]["totalInterest"])
    assert round(owed, 2) == 16_500
    assert outcomes["AS_GIVEN"] == outcomes["AVALANCHE"]  # listed by falling rate


async def test_debts_that_cannot_be_paid_off_are_named(user: Any) -> None:
    card = DEBTS[0]
    for change, argument in [
        ({"debts": []}, "debts"),
        ({"debts": [{**card, "name": f"card {n}"} for n in range(51)]}, "debts"),
        ({"debts": [card, card]}, "debts"),
        ({"debts": [card, {**card, "name": ""}]}, "debts[1].name"),
        ({"debts": [{**card, "balance": "0"}]}, "debts[0].balance"),
        ({"debts": [{**card, "annualRate": "101"}]}, "debts[0].annualRate"),
        ({"debts": [{**card, "minimumPayment": "-1"}]}, "debts[0].minimumPayment"),
        ({"budget": "499"}, "budget"),
        ({"budget": "-1"}, "budget"),
        ({"order": "RANDOM"}, "order"),
    ]:
        answer = await user.send(ORDER, {"debts": DEBTS, "budget": "700", **change})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change


LITERAL = '{amount: "1000", annualRate: "5", termMonths: 12}'
OFFER = '{name: "a", amount: "1000", annualRate: "5", termMonths: 12}'
POINT = '{amount: "1000", termMonths: 12, rateWithout: "5", rateWith: "4", points: "1"}'
DEBT = '{name: "a", balance: "10", annualRate: "5", minimumPayment: "1"}'
LENT, PAID = '{date: "2024-01-01", amount: "1000"}', '{date: "2025-01-01", amount: "1100"}'
CAPS = '{first: "2", periodic: "2", lifetime: "5"}'
CHANGE = f'{{fixedMonths: 6, changeEvery: 6, margin: "2", caps: {CAPS}}}'
CALCULATORS = [
    f"loanQuote(input: {LITERAL}) {{ payment }}",
    'solveLoan(input: {amount: "1000", annualRate: "5", payments: 12}) { payment }',
    f"aprOf(advances: [{LENT}], payments: [{PAID}]) {{ apr }}",
    'aprOfLoan(input: {amount: "1000", payment: "90", payments: 12}) { apr }',
    f"compareLoans(offers: [{OFFER}], horizonMonths: 6) {{ horizonMonths }}",
    f'refinance(before: {LITERAL}, after: {LITERAL}, cost: "1") {{ cost }}',
    f"pointsBreakEven(input: {POINT}) {{ cost }}",
    f"adjustableRate(loan: {LITERAL}, adjustment: {CHANGE}) {{ ceiling }}",
    f"prepayment(loan: {LITERAL}, extras: {{}}) {{ withExtras {{ monthsSaved }} }}",
    f'payoffOrder(debts: [{DEBT}], budget: "2") {{ plan {{ months }} }}',
]


async def test_every_calculator_answers_a_user_and_nobody_else(user: Any, anyone: Any) -> None:
    for field in CALCULATORS:
        operation = field.partition("(")[0]
        assert OPERATIONS[operation] is Permission.ADVICE_GENERATE
        assert (await user.send(f"{{ {field} }}")).data[operation], operation
        refused = await anyone.send(f"{{ {field} }}")
        assert refused.code == "UNAUTHENTICATED", operation
        assert refused.body["data"] is None
