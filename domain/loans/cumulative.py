"""What a run of payments adds up to: interest and principal from one payment to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.terms import Instalment
from domain.money import total


@dataclass(frozen=True, slots=True)
class Cumulative:
    """The sums of a run of payments, in dollars to the cent; paid = interest + principal."""

    paid: Decimal
    interest: Decimal
    principal: Decimal


def paid_between(schedule: Sequence[Instalment], first: int, last: int) -> Cumulative:
    """What payments `first` to `last`, both included and counted from 1, come to on a real schedule.

    Raises InvalidInput ("first") unless 1 <= first <= last <= the number of payments.
    """
    _require_run(first, last, len(schedule))
    rows = schedule[first - 1 : last]
    return Cumulative(
        paid=total(row.payment for row in rows),
        interest=total(row.interest for row in rows),
        principal=total(row.principal for row in rows),
    )


def balance_after_payment(schedule: Sequence[Instalment], number: int) -> Decimal:
    """What is still owed after payment `number`, counted from 1; after payment 0 the whole loan.

    Raises InvalidInput ("payment") unless 0 <= number <= the number of payments.
    """
    if not 0 <= number <= len(schedule):
        raise InvalidInput(f"choose a payment from 0 to {len(schedule)}", field="payment")
    if number:
        return schedule[number - 1].balance
    return total((schedule[0].balance, schedule[0].principal))


def _require_run(first: int, last: int, payments: int) -> None:
    if not 1 <= first <= last <= payments:
        raise InvalidInput(f"choose payments from 1 to {payments}, in order", field="first")
