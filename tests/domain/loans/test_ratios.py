from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.ratios import (
    back_end_dti,
    combined_loan_to_value,
    front_end_dti,
    loan_to_value,
)
from domain.money import from_cents

D = Decimal
owed = st.integers(0, 10**11).map(from_cents)
owned = st.integers(1, 10**11).map(from_cents)


def test_debt_to_income_example_of_the_cfpb() -> None:
    # "What is a debt-to-income ratio?": mortgage $1,500, auto loan $100, other debts $400 and a
    # gross income of $6,000 give 33 percent.
    ratio = back_end_dti(
        new_payment=D(1500), monthly_debts=D(100) + D(400), gross_monthly_income=D(6000)
    )
    assert ratio == D("33.33")


@pytest.mark.parametrize(
    ("amount", "other", "value", "percent"),
    [
        (120_000, 30_000, 200_000, "75.00"),  # bills.com, "Combined loan to value ratio"
        (250_000, 100_000, 500_000, "70.00"),  # Bankrate glossary, same entry
        (80_000, 50_000, 150_000, "86.67"),  # watermarkexchange.com glossary: 87 %
    ],
)
def test_published_combined_loan_to_value_examples(
    amount: int, other: int, value: int, percent: str
) -> None:
    ratio = combined_loan_to_value(amount=D(amount), other_liens=D(other), property_value=D(value))
    assert str(ratio) == percent


def test_loan_to_value_of_the_cfpb_sample_loan_estimate() -> None:
    # Form H-24(B): $162,000 borrowed on a sale price of $180,000, ten percent down.
    assert loan_to_value(amount=D(162_000), property_value=D(180_000)) == 90


def test_front_end_ratio_rounds_half_up() -> None:
    assert str(front_end_dti(housing_payment=D(1), gross_monthly_income=D(800))) == "0.13"


def test_ratios_may_exceed_a_hundred_percent() -> None:
    assert front_end_dti(housing_payment=D(3000), gross_monthly_income=D(2000)) == 150
    assert loan_to_value(amount=D(103), property_value=D(100)) == 103


@given(owed, owed, owned)
def test_all_debts_never_weigh_less_than_the_housing_payment_alone(
    housing: Decimal, debts: Decimal, income: Decimal
) -> None:
    front = front_end_dti(housing_payment=housing, gross_monthly_income=income)
    back = back_end_dti(new_payment=housing, monthly_debts=debts, gross_monthly_income=income)
    assert back >= front
    assert (back == front) or debts > 0


@given(owed, owed, owned)
def test_further_liens_never_lower_the_ratio(
    amount: Decimal, liens: Decimal, value: Decimal
) -> None:
    alone = loan_to_value(amount=amount, property_value=value)
    combined = combined_loan_to_value(amount=amount, other_liens=liens, property_value=value)
    assert combined >= alone


VALID: dict[str, Callable[..., Decimal]] = {
    "housingPayment": lambda bad: front_end_dti(housing_payment=bad, gross_monthly_income=D(1)),
    "newPayment": lambda bad: back_end_dti(
        new_payment=bad, monthly_debts=D(0), gross_monthly_income=D(1)
    ),
    "monthlyDebts": lambda bad: back_end_dti(
        new_payment=D(0), monthly_debts=bad, gross_monthly_income=D(1)
    ),
    "amount": lambda bad: loan_to_value(amount=bad, property_value=D(1)),
    "otherLiens": lambda bad: combined_loan_to_value(
        amount=D(1), other_liens=bad, property_value=D(1)
    ),
}


@pytest.mark.parametrize("field", VALID)
@pytest.mark.parametrize("bad", ["-0.01", "NaN", "Infinity", "1E+999999"])
def test_unusable_amounts_name_their_field(field: str, bad: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        VALID[field](D(bad))
    assert caught.value.field == field


DIVISORS: list[tuple[str, Callable[..., Decimal]]] = [
    ("grossMonthlyIncome", partial(front_end_dti, housing_payment=D(1))),
    ("grossMonthlyIncome", partial(back_end_dti, new_payment=D(1), monthly_debts=D(1))),
    ("propertyValue", partial(loan_to_value, amount=D(1))),
    ("propertyValue", partial(combined_loan_to_value, amount=D(1), other_liens=D(1))),
]
PARAMETERS = {"grossMonthlyIncome": "gross_monthly_income", "propertyValue": "property_value"}


@pytest.mark.parametrize(("field", "ratio"), DIVISORS)
@pytest.mark.parametrize("bad", ["0", "-1", "NaN"])
def test_no_income_or_no_value_names_its_field(
    field: str, ratio: Callable[..., Decimal], bad: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        ratio(**{PARAMETERS[field]: D(bad)})
    assert caught.value.field == field
