from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.advice.figures import compute
from domain.advice.reading.known import Known
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.advice.topics.case import Case, case_of
from domain.advice.topics.catalogue import COMPUTE
from domain.advice.topics.finding import Finding
from domain.errors import InvalidInput
from domain.loans.amortization import level_payment, schedule
from domain.loans.terms import LoanTerms

TODAY = date(2026, 11, 23)
LOAN = LoanFacts(Decimal(200000), Decimal("6.5"), 360)


def figures(request: AdviceRequest) -> dict[str, Decimal]:
    return {figure.key: figure.value for figure in compute(Known(request), on=TODAY).figures}


def test_a_complete_loan_gives_the_cost() -> None:
    found = figures(AdviceRequest("What does it cost?", LOAN))
    assert found["monthlyPayment"] == Decimal("1264.14")
    assert found["totalPaid"] == Decimal(200000) + found["totalInterest"]


def test_income_and_debts_give_the_debt_to_income_ratio() -> None:
    borrower = BorrowerFacts(Decimal(7000), Decimal(400))
    found = figures(AdviceRequest("Can I afford it?", LOAN, borrower))
    assert found["debtToIncome"] == Decimal("23.77")  # (1264.14 + 400) / 7000


def test_a_property_value_gives_the_loan_to_value_ratio() -> None:
    loan = LoanFacts(Decimal(200000), property_value=Decimal(250000))
    assert figures(AdviceRequest("Do I need PMI?", loan)) == {"loanToValue": Decimal("80.00")}


def test_the_figures_depend_on_the_facts_and_not_on_the_words() -> None:
    asked = [figures(AdviceRequest(question, LOAN)) for question in ("Refinance?", "Pay points?")]
    assert asked[0] == asked[1]


def test_fees_make_the_apr_larger_than_the_rate() -> None:
    loan = LoanFacts(Decimal(162000), Decimal("3.875"), 360, fees=Decimal(6000))
    found = figures(AdviceRequest("What is the APR?", loan))
    assert found["amountFinanced"] == Decimal("156000.00")
    assert Decimal("3.875") < found["apr"] < Decimal("4.25")


def test_mortgage_insurance_ends_where_the_schedule_reaches_the_shares_of_the_law() -> None:
    loan = LoanFacts(
        Decimal(270000), Decimal("6.5"), 360, LoanPurpose.MORTGAGE, property_value=Decimal(300000)
    )
    found = figures(AdviceRequest("When does PMI end?", loan))
    rows = schedule(LoanTerms(Decimal(270000), Decimal("6.5"), 360))
    first = next(row.number for row in rows if row.balance <= Decimal(240000))
    assert found["insuranceEndsOnRequest"] == first
    assert found["downPaymentShort"] == Decimal("30000.00")


@pytest.mark.parametrize("topic", COMPUTE)
def test_every_topic_has_nothing_to_compute_without_a_rate(
    topic: Callable[[Case], Finding | None],
) -> None:
    found = topic(case_of(LoanFacts(Decimal(1000)), None, on=TODAY))
    assert found is None or (found.figures, found.answer) == ((), "")


def test_what_is_missing_is_asked_for_and_never_guessed() -> None:
    loan = LoanFacts(Decimal(200000), purpose=LoanPurpose.MORTGAGE)
    computed = compute(Known(AdviceRequest("What would I pay?", loan)), on=TODAY)
    assert computed.figures == ()
    missing = [item.split(",")[0] for finding in computed.findings for item in finding.missing]
    assert missing == [
        "the annual interest rate",
        "the term in months",
        "gross monthly income",
        "the property's value",
        "the rate that you were offered",
    ]


def test_a_question_alone_needs_no_figures() -> None:
    assert compute(Known(AdviceRequest("What is escrow?")), on=TODAY).findings == ()


@pytest.mark.parametrize("question", ["", "  ", "a?", "x" * 2001, "a\x00b?"])
def test_a_question_that_cannot_be_one_is_refused(question: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        AdviceRequest(question)
    assert refused.value.field == "question"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"amount": Decimal(0)}, "loan.amount"),
        ({"amount": Decimal(-1)}, "loan.amount"),
        ({"amount": Decimal("NaN")}, "loan.amount"),
        ({"amount": Decimal("1e12")}, "loan.amount"),
        ({"amount": Decimal(1), "annual_rate": Decimal(101)}, "loan.annualRate"),
        ({"amount": Decimal(1), "annual_rate": Decimal("NaN")}, "loan.annualRate"),
        ({"amount": Decimal(1), "term_months": 0}, "loan.termMonths"),
        ({"amount": Decimal(1), "term_months": 10**6}, "loan.termMonths"),
        ({"amount": Decimal(1), "property_value": Decimal(0)}, "loan.propertyValue"),
    ],
)
def test_absurd_figures_are_refused_by_name(facts: dict[str, Decimal], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        LoanFacts(**facts)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_without_an_amount_the_largest_loan_is_computed() -> None:
    loan = LoanFacts(annual_rate=Decimal("6.5"), term_months=360, purpose=LoanPurpose.MORTGAGE)
    borrower = BorrowerFacts(Decimal(6500), Decimal(500))
    found = figures(AdviceRequest("How much house can I afford?", loan, borrower))
    # 31 % of 6,500 is 2,015.00 a month, less than 43 % of it without the other debts.
    largest = LoanTerms(found["largestLoan"], Decimal("6.5"), 360)
    assert (
        level_payment(largest)
        <= Decimal("2015.00")
        < level_payment(replace(largest, amount=largest.amount + Decimal(2)))
    )
