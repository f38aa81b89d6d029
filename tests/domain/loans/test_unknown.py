"""Any one figure of a loan from the other three."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.frequency import Frequency
from domain.loans.unknown import KnownFigures, Unknown, solve
from domain.money import from_cents

D = Decimal
PUBLISHED = {
    # Microsoft: PMT(8%/12, 10, 10000), PV(8%/12, 240, 500), RATE(48, -200, 8000)
    "payment": (D(10_000), D(8), 10, None),
    "amount": (None, D(8), 240, D(500)),
    "rate": (D(8000), None, 48, D(200)),
}


def test_published_figures() -> None:
    assert solve(KnownFigures(*PUBLISHED["payment"])).payment == D("1037.03")
    assert solve(KnownFigures(*PUBLISHED["amount"])).amount == D("59777.15")
    assert round(solve(KnownFigures(*PUBLISHED["rate"])).annual_rate, 2) == D("9.24")


@settings(max_examples=40)
@given(
    st.integers(1_000_00, 1_000_000_00).map(from_cents),
    st.decimals(1, 20, places=3),
    st.integers(6, 120),
    st.sampled_from([Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY]),
    st.booleans(),
)
def test_each_figure_is_found_again_from_the_others(
    amount: Decimal, rate: Decimal, payments: int, frequency: Frequency, in_advance: bool
) -> None:
    def find(**missing: None) -> Any:
        figures = {"amount": amount, "annual_rate": rate, "payments": payments, "payment": payment}
        known = KnownFigures(**{**figures, **missing}, frequency=frequency, in_advance=in_advance)
        return solve(known)

    payment = None
    found = find(payment=None)
    assert (found.unknown, found.exact_payments) == (Unknown.PAYMENT, None)
    payment = found.payment
    assert find(amount=None).amount == pytest.approx(amount, abs=D("0.01") * payments)
    assert find(annual_rate=None).annual_rate == pytest.approx(rate, abs=D("0.2"))
    term = find(payments=None)
    assert term.exact_payments == pytest.approx(payments, abs=D("0.5"))
    assert term.payments - term.exact_payments < 1


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ((D(1000), D(5), 12, D(90)), None),
        ((D(1000), D(5), None, None), None),
        ((D(1000), D(5), None, D(0)), "payment"),
        ((None, D(5), 12, D(-1)), "payment"),
        ((D(1000), D(5), None, D(1)), "payment"),
        ((D(0), D(5), 12, None), "amount"),
        ((D(1000), D(5), 0, None), "payments"),
        ((D(1000), None, 12, D(1)), "payments"),
    ],
)
def test_what_cannot_be_found_names_its_field(given_: Any, field: str | None) -> None:
    with pytest.raises(InvalidInput) as caught:
        solve(KnownFigures(*given_))
    assert caught.value.field == field
