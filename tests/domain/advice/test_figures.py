from decimal import Decimal

import pytest

from domain.advice.figures import compute
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.errors import InvalidInput

LOAN = LoanFacts(Decimal(200000), Decimal("6.5"), 360)


def figures(request: AdviceRequest) -> dict[str, Decimal]:
    return {figure.key: figure.value for figure in compute(request).figures}


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


def test_what_is_missing_is_asked_for_and_never_guessed() -> None:
    loan = LoanFacts(Decimal(200000), purpose=LoanPurpose.MORTGAGE)
    computed = compute(AdviceRequest("What would I pay?", loan))
    assert computed.figures == ()
    assert [item.split(",")[0] for item in computed.missing] == [
        "the annual interest rate",
        "the term in months",
        "the property's value",
    ]


def test_a_question_alone_needs_no_figures() -> None:
    assert compute(AdviceRequest("What is escrow?")).missing == ()


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
