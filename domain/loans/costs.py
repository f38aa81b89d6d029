"""What a borrower pays besides principal and interest: fees at closing, insurance with the payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.disclosure import ClosingCosts
from domain.loans.frequency import Frequency
from domain.loans.terms import MAX_TERM_YEARS, require_name, require_whole_cents
from domain.money import ZERO, total

MAX_FEES = 50
MAX_PREMIUMS = MAX_TERM_YEARS * Frequency.WEEKLY.per_year


@dataclass(frozen=True, slots=True)
class Fee:
    """What is paid at closing under a name, in dollars.

    finance_charge: it is a prepaid finance charge, such as points or an origination fee, and no
    price of a thing that a buyer for cash would pay too (12 CFR 1026.4(a)).

    Raises InvalidInput ("name", "amount").
    """

    name: str
    amount: Decimal
    finance_charge: bool

    def __post_init__(self) -> None:
        require_name(self.name)
        require_whole_cents(self.amount, field="amount")


@dataclass(frozen=True, slots=True)
class InsurancePremiums:
    """A premium, in dollars, due with each of the first `payments` payments.

    Raises InvalidInput ("premium", "payments").
    """

    premium: Decimal
    payments: int

    def __post_init__(self) -> None:
        require_whole_cents(self.premium, field="premium")
        if not 0 <= self.payments <= MAX_PREMIUMS:
            raise InvalidInput(f"payments must be from 0 to {MAX_PREMIUMS:,}", field="payments")

    @property
    def series(self) -> tuple[Decimal, ...]:
        """The premiums due with the first, second, … payment."""
        return (self.premium,) * self.payments


NO_PREMIUMS = InsurancePremiums(ZERO, 0)


def closing_costs(fees: Sequence[Fee], *, prepaid_interest: Decimal = ZERO) -> ClosingCosts:
    """The fees added up as a disclosure takes them; dollars.

    Raises InvalidInput ("fees") for more than 50, ("prepaidInterest") if it is negative.
    """
    if len(fees) > MAX_FEES:
        raise InvalidInput(f"give at most {MAX_FEES} fees", field="fees")
    return ClosingCosts(
        loan_costs=total(fee.amount for fee in fees),
        finance_charges=total(fee.amount for fee in fees if fee.finance_charge),
        prepaid_interest=prepaid_interest,
    )
