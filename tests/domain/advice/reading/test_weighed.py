"""What a question puts side by side, and what an answer makes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.advice.figures import compute
from domain.advice.reading.known import known
from domain.advice.reading.weighed import weighed
from domain.advice.request import AdviceRequest
from domain.advice.topics.finding import Finding
from domain.loans.amortization import level_payment
from domain.loans.terms import LoanTerms


def found(question: str) -> Finding:
    """What comes first in the answer to a question."""
    computed = compute(known(AdviceRequest(question)), on=date(2026, 11, 23))
    return next(finding for finding in computed.findings if finding.foremost)


def figures(question: str) -> dict[str, Decimal]:
    return {figure.key: figure.value for figure in found(question).figures}


@pytest.mark.parametrize(
    ("question", "offers"),
    [
        ("refinance my $250,000 mortgage from 7.5% to 6%", ["7.5 %", "6 %"]),
        ("refi from 7 to 6.125 with a 22 yr balance of 210k", ["7 %", "6.125 %"]),
        ("2 points for 6.25% instead of 6.5% on 300k, 30 years", ["6.5 %", "6.25 %"]),
        (
            "which is cheaper for $20,000: 5 years at 7% or 6 years at 6.5%",
            ["7 % over 5 years", "6.5 % over 6 years"],
        ),
        (
            "30-year fixed at 6.125% vs 15-year fixed at 5.5% on 400k",
            ["6.125 % over 30 years", "5.5 % over 15 years"],
        ),
        ("15 vs 30 year mortgage on $350,000 at 6.5%", ["over 15 years", "over 30 years"]),
        ("I owe 18k at 12% with 48 months left, a bank offers 7%", ["12 % over 4 years", "7 %"]),
        ("my loan has a 6.5% rate but the apr is 6.9%, why", []),
        ("A $300,000 mortgage at 6.5% over 30 years with 20% down", []),
        ("Is a rate of 6 to 7% usual?", []),
        ("6% or 7% over 10, 15 or 30 years?", []),
    ],
)
def test_each_rate_goes_with_the_term_in_its_place(question: str, offers: list[str]) -> None:
    assert [offer.said for offer in weighed(question).offers] == offers


def test_a_change_of_rate_is_computed_over_the_term_and_says_when_its_cost_is_earned_back() -> None:
    question = "is it worth paying $4,000 to go from 6.5% to 6.125% on $280,000 over 30 years"
    before = level_payment(LoanTerms(Decimal(280000), Decimal("6.5"), 360))
    after = level_payment(LoanTerms(Decimal(280000), Decimal("6.125"), 360))
    values = figures(question)
    assert (values["offer1Payment"], values["offer2Payment"]) == (before, after)
    assert values["paymentDifference"] == after - before == Decimal("-68.48")
    assert values["simpleBreakEven"] == 59  # 4000 / 68.48 = 58.4
    assert values["breakEven"] <= values["simpleBreakEven"]
    assert "**you would pay $68.48 less a month**" in found(question).answer


def test_without_a_term_a_usual_one_is_taken_and_said_and_asked_for() -> None:
    finding = found("refinance my $250,000 mortgage from 7.5% to 6%")
    assert finding.assumptions[0].startswith("No term was given: 30 years are taken")
    assert "how many months are left, for your own figures" in finding.missing


def test_of_two_offers_the_cheaper_in_all_and_the_lower_payment_are_told_apart() -> None:
    finding = found("which is cheaper for $20,000: 5 years at 7% or 6 years at 6.5%")
    assert finding.answer.startswith(
        "**7 % over 5 years is cheaper in all**, but 6.5 % over 6 years has the lower monthly payment."
    )
    values = {figure.key: figure.value for figure in finding.figures}
    assert values["interestDifference"] == values["offer2Interest"] - values["offer1Interest"]


def test_without_an_amount_the_offers_cannot_be_compared() -> None:
    assert found("15 years at 5.8% or 30 years at 6.6%?").missing == (
        "the amount of the loan, to compare the offers",
    )


def test_a_rebate_is_held_against_a_low_rate() -> None:
    values = figures("0% for 60 months or a $2,000 rebate and 6.5% on a $30,000 car?")
    assert values["dealerPaid"] == Decimal(30000)
    bank = level_payment(LoanTerms(Decimal(28000), Decimal("6.5"), 60))
    assert values["rebatePayment"] == bank
    assert values["rebatePaid"] - values["dealerPaid"] == values["rebateDifference"] > 2870


def test_without_a_banks_rate_the_one_at_which_both_cost_the_same_is_told() -> None:
    finding = found("0% financing or a $2,000 rebate on a $30,000 car for 60 months?")
    even = next(figure.value for figure in finding.figures if figure.key == "evenRate")
    payment = level_payment(LoanTerms(Decimal(28000), even, 60))
    assert abs(payment - 500) < Decimal("0.02")
    assert finding.missing == ("the rate another lender offers, to compare both ways",)


def test_a_sum_paid_at_once_saves_time_and_interest() -> None:
    values = figures("Put a $20,000 bonus on my $200,000 mortgage at 6.5%, 28 years left?")
    assert values["lumpSum"] == 20000
    assert values["lumpSumMonthsSaved"] > 60
    assert values["lumpSumInterestSaved"] > 60_000


def test_a_payment_gives_the_loan_that_it_repays() -> None:
    amount = figures("how much can I borrow for $400 a month at 7% for 5 years")["loanForPayment"]
    assert level_payment(LoanTerms(amount, Decimal(7), 60)) == 400


def test_a_payment_beside_an_income_is_judged() -> None:
    question = "can I afford a $600 car payment on $3,500 a month, with $1,200 a month in debts"
    assert figures(question)["paymentToIncome"] == Decimal("51.43")  # 1800 / 3500
    assert found(question).answer.startswith("**By the usual guide this is too much**")


def test_a_payment_on_a_debt_tells_when_it_is_paid_off() -> None:
    question = "how long to pay off $8,000 at 22% paying $300 a month"
    assert figures(question)["monthsToRepay"] == 37  # ln(1 - 8000 i / 300) / -ln(1 + i) = 36.94
    answer = found("25k at 24%, I pay $500 a month: how long?").answer
    assert answer.startswith("**At $500.00 a month it is never paid off**")


def test_ends_that_count_otherwise_are_no_range() -> None:
    offers = weighed("refinance from 30 yr at 7% to 15 yr at 6% on 200k").offers
    assert [offer.said for offer in offers] == ["7 % over 30 years", "6 % over 15 years"]


def test_the_years_that_are_left_are_those_of_the_loan_there_is() -> None:
    computed = figures(
        "I have a $310,000 mortgage at 7.1% with 27 years left. Should I refinance to 6.2% for 30 years?"
    )
    # The 2,152.48 that a spreadsheet's PMT gives over 324 months, against 1,898.65 over 360.
    assert computed["offer1Payment"] == Decimal("2152.48")
    assert computed["offer2Payment"] == Decimal("1898.65")
    assert abs(computed["interestDifference"] + 13_887) < 10  # whose last payments are not rounded
