"""Several debts and one budget: in which order to pay them off, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.terms import (
    MAX_TERM_MONTHS,
    require_loan_amount,
    require_name,
    require_whole_cents,
)
from domain.money import from_cents, round_half_up, to_cents, total
from domain.rates import periodic_rate, require_percent

MAX_DEBTS = 50


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed under a name, at which percent a year, with which monthly minimum, in dollars.

    Raises InvalidInput ("name", "balance", "annualRate", "minimumPayment").
    """

    name: str
    balance: Decimal
    annual_rate: Decimal
    minimum_payment: Decimal

    def __post_init__(self) -> None:
        require_name(self.name)
        require_loan_amount(self.balance, field="balance")
        require_percent(self.annual_rate, field="annualRate")
        require_whole_cents(self.minimum_payment, field="minimumPayment")


@dataclass(frozen=True, slots=True)
class PaidDebt:
    """With which monthly payment, from 1, a debt is gone, and the interest it cost, in dollars."""

    name: str
    month: int
    interest: Decimal


@dataclass(frozen=True, slots=True)
class PayoffPlan:
    """All debts in the order in which they are gone; months until the last; dollars to the cent."""

    debts: tuple[PaidDebt, ...]
    months: int
    total_interest: Decimal
    total_paid: Decimal


Order = Callable[[Debt, int], tuple[int | Decimal, ...]]
"""Ranks a debt by what it was and the cents now owed; the least is paid first."""


def avalanche(debt: Debt, balance: int) -> tuple[int | Decimal, ...]:
    """The highest rate first, which costs the least interest; of equal rates the smaller debt."""
    return (-debt.annual_rate, balance)


def snowball(debt: Debt, balance: int) -> tuple[int | Decimal, ...]:
    """The smallest balance first, which ends a debt the soonest; of equal ones the dearer."""
    return (balance, -debt.annual_rate)


def in_order(names: Sequence[str]) -> Order:
    """The debts as named, first to last; those not named come after all of them."""
    places = {name: place for place, name in enumerate(names)}
    return lambda debt, _balance: (places.get(debt.name, len(places)),)


def pay_off(debts: Sequence[Debt], *, budget: Decimal, order: Order) -> PayoffPlan:
    """Pay every minimum each month, and what is left of the budget on the first debt of the order.

    A debt that is gone frees its minimum for the next. Interest is a twelfth of the annual rate on
    the balance before the payment, rounded half up to the cent.

    Raises InvalidInput ("debts") for none or more than 50, ("budget") if it does not cover the
    minimums or does not end the debts within 600 months.
    """
    if not 1 <= len(debts) <= MAX_DEBTS:
        raise InvalidInput(f"give from 1 to {MAX_DEBTS} debts", field="debts")
    require_whole_cents(budget, field="budget")
    if budget < total(debt.minimum_payment for debt in debts):
        raise InvalidInput("the budget does not cover the minimum payments", field="budget")
    accounts = [_Account(debt) for debt in debts]
    for month in range(1, MAX_TERM_MONTHS + 1):
        _pay_month(accounts, to_cents(budget), order, month)
        if all(account.month for account in accounts):
            return _plan(accounts, month)
    raise InvalidInput(
        f"the budget does not repay the debts within {MAX_TERM_MONTHS} months", field="budget"
    )


class _Account:
    """A debt on its way: cents owed and charged, and the month in which it was paid off, or 0."""

    def __init__(self, debt: Debt) -> None:
        self.debt = debt
        self.balance = to_cents(debt.balance)
        self.interest = 0
        self.month = 0
        self._minimum = to_cents(debt.minimum_payment)
        self._rate = periodic_rate(debt.annual_rate, 12).as_integer_ratio()

    def charge(self) -> None:
        """Add a month's interest."""
        interest = round_half_up(self.balance * self._rate[0], self._rate[1])
        self.balance += interest
        self.interest += interest

    def minimum(self) -> int:
        """What must be paid this month."""
        return min(self._minimum, self.balance)


def _pay_month(accounts: Sequence[_Account], budget: int, order: Order, month: int) -> None:
    open_ones = [account for account in accounts if not account.month]
    for account in open_ones:
        account.charge()
    for account in open_ones:
        paid = account.minimum()
        account.balance -= paid
        budget -= paid
    for account in sorted(open_ones, key=lambda each: order(each.debt, each.balance)):
        paid = min(budget, account.balance)
        account.balance -= paid
        budget -= paid
        if not account.balance:
            account.month = month


def _plan(accounts: Sequence[_Account], months: int) -> PayoffPlan:
    paid = [
        PaidDebt(account.debt.name, account.month, from_cents(account.interest))
        for account in sorted(accounts, key=lambda each: each.month)
    ]
    interest = total(debt.interest for debt in paid)
    owed = total(account.debt.balance for account in accounts)
    return PayoffPlan(tuple(paid), months, interest, total((owed, interest)))
