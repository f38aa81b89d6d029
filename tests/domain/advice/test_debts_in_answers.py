"""Several debts, debts made into one, and a loan of a few days: what an answer makes of them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

import pytest

from domain.advice.figures import compute
from domain.advice.reading.known import known
from domain.advice.request import AdviceRequest
from domain.advice.topics.finding import Finding
from domain.loans.payoff_order import Debt, avalanche, pay_off, snowball

THREE = "5000 at 24%, 3000 at 18%, 7000 at 29%, $600 a month, which first?"


def found(question: str) -> Finding:
    computed = compute(known(AdviceRequest(question)), on=date(2026, 11, 23))
    (first,) = [finding for finding in computed.findings if finding.foremost]
    return first


def figures(question: str) -> dict[str, Decimal]:
    return {figure.key: figure.value for figure in found(question).figures}


def debt(balance: int, rate: int, minimum: Decimal | None = None) -> Debt:
    interest = Decimal(balance) * rate / 1200
    least = minimum or interest.quantize(Decimal("0.01"), ROUND_CEILING)
    return Debt(str(balance), Decimal(balance), Decimal(rate), least)


def test_the_order_by_rate_stands_beside_the_one_by_balance() -> None:
    debts = [debt(5000, 24), debt(3000, 18), debt(7000, 29)]
    by_rate = pay_off(debts, budget=Decimal(600), order=avalanche)
    by_balance = pay_off(debts, budget=Decimal(600), order=snowball)
    assert figures(THREE) == {
        "avalancheMonths": by_rate.months,
        "avalancheInterest": by_rate.total_interest,
        "snowballMonths": by_balance.months,
        "snowballInterest": by_balance.total_interest,
        "snowballMore": by_balance.total_interest - by_rate.total_interest,
    }
    assert (by_rate.months, by_balance.months) == (35, 38)
    answer = found(THREE).answer
    assert answer.startswith("**Pay $7,000.00 at 29 % first**")
    assert "$7,000.00 at 29 %, then $5,000.00 at 24 %, then $3,000.00 at 18 %" in answer
    assert found(THREE).missing == ("each debt's minimum payment, for your own order",)


def test_minimums_that_are_told_are_kept() -> None:
    question = "owe 5k at 24% min 150 and 3k at 18% min 90, have 400 a month"
    plan = pay_off(
        [debt(5000, 24, Decimal(150)), debt(3000, 18, Decimal(90))],
        budget=Decimal(400),
        order=avalanche,
    )
    assert figures(question)["avalancheInterest"] == plan.total_interest
    assert found(question).missing == ()


def test_equal_rates_and_equal_balances_stay_two_debts() -> None:
    assert len(known(AdviceRequest("owe 3000 at 24% and 5000 at 24%")).weighed.debts.owed) == 2
    assert len(known(AdviceRequest("owe 5000 at 24% and 5000 at 18%")).weighed.debts.owed) == 2


def test_without_a_budget_the_order_is_told_and_the_budget_asked_for() -> None:
    finding = found("I owe 4000 on a visa at 26% and 9000 on a car at 7%: snowball or avalanche?")
    assert finding.answer.startswith("**Pay $4,000.00 at 26 % first**")
    assert finding.missing[0].startswith("what you can pay a month")


def test_a_budget_below_the_interest_never_ends_them() -> None:
    question = THREE.replace("$600", "$300")
    assert found(question).answer.startswith("**At $300.00 a month the debts are not paid off**")
    assert figures(question) == {"leastForDebts": Decimal("314.17")}  # 100 + 45 + 169.17


def test_one_loan_is_held_against_the_debt_over_the_same_term() -> None:
    question = "consolidate 15000 at 24% into 12% over 4 years"
    values = figures(question)
    # What a spreadsheet's PMT gives over 48 months.
    assert (values["newPayment"], values["debtsPayment"]) == (Decimal("395.01"), Decimal("489.03"))
    assert values["interestDifference"] == values["newInterest"] - values["debtsInterest"]
    answer = found(question).answer
    assert "over the same 4 years" in answer
    assert "Fees of the new loan are not counted" in answer
    loan = known(AdviceRequest(question)).request.loan
    assert loan is not None
    assert (loan.amount, loan.annual_rate, loan.term_months) == (15000, 12, 48)


def test_several_debts_become_one_and_its_fee_counts() -> None:
    question = "consolidate 5000 at 24% and 7000 at 29% into 12% over 3 years with a 5% fee"
    values = figures(question)
    assert values["costDifference"] == values["interestDifference"] + 600
    assert "With its fees counted the new loan comes to" in found(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "payday loan $500 fee $75 two weeks apr",
        "payday loan of $500, $15 per $100, 14 days",
        "a payday loan: borrow $500, pay back $575 in two weeks",
    ],
)
def test_the_fee_of_a_payday_loan_is_a_yearly_rate(question: str) -> None:
    values = figures(question)
    assert values["apr"] == Decimal("391.07")  # 75 / 500 * 365 / 14
    assert (values["feeShare"], values["repaid"]) == (15, 575)
    assert found(question).answer.startswith("Its annual percentage rate (APR) is **391.07 %**")


def test_a_payment_is_held_against_a_loan_that_is_known() -> None:
    question = "400k at 6.5% over 30 years, I can pay 2300 a month"
    assert figures(question) == {"leftOfPayment": Decimal("-228.27")}  # 2300 - 2528.27
    assert found(question).answer.startswith("**$2,300.00 a month is not enough**")


def test_loans_of_two_amounts_are_told_without_calling_one_cheaper() -> None:
    answer = found("200k or 250k at 6% for 30 years?").answer
    assert "$1,199.10 a month" in answer
    assert "$1,498.88 a month" in answer
    assert "cheaper" not in answer
