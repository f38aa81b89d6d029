"""The one figure of a loan that is not known, from the three that are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from domain.errors import InvalidInput
from domain.loans.frequency import Frequency
from domain.loans.solving import amount_for, payment_for, rate_for, term_for
from domain.money import CONTEXT, ZERO, require_positive

_SHOWN = Decimal("0.00000001")


class Unknown(StrEnum):
    """Which figure of a level-payment loan is sought."""

    AMOUNT = "AMOUNT"
    RATE = "RATE"
    TERM = "TERM"
    PAYMENT = "PAYMENT"


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """A level-payment loan of which one figure is None; dollars, percent a year, payments.

    balloon: what is left to pay one period after the last payment in advance, or with the last one
    in arrears.

    Raises InvalidInput unless exactly one of amount, annual_rate, payments and payment is None, and
    ("payment") for one that is not positive.
    """

    amount: Decimal | None
    annual_rate: Decimal | None
    payments: int | None
    payment: Decimal | None
    frequency: Frequency = Frequency.MONTHLY
    in_advance: bool = False
    balloon: Decimal = ZERO

    def __post_init__(self) -> None:
        given = (self.amount, self.annual_rate, self.payments, self.payment)
        if given.count(None) != 1:
            raise InvalidInput("leave out exactly one of amount, annualRate, payments and payment")
        if self.payment is not None:
            require_positive(self.payment, field="payment")


@dataclass(frozen=True, slots=True)
class SolvedLoan:
    """All four figures and which of them was sought.

    payments: for a sought term the whole number that is needed, of which the last is smaller;
    exact_payments is then the real one (NPER), with 8 decimals, else None.
    """

    unknown: Unknown
    amount: Decimal
    annual_rate: Decimal
    payments: int
    payment: Decimal
    exact_payments: Decimal | None = None


def solve(known: KnownFigures) -> SolvedLoan:
    """Find what is missing; each result is rounded as `solving` says.

    Raises InvalidInput ("amount", "annualRate", "payments", "payment", "balloon") as the functions
    of `solving` do.
    """
    due = _Due(frequency=known.frequency, balloon=known.balloon, in_advance=known.in_advance)
    match (known.amount, known.annual_rate, known.payments, known.payment):
        case None, Decimal() as rate, int() as payments, Decimal() as payment:
            amount = amount_for(payment=payment, annual_rate=rate, payments=payments, **due)
            return SolvedLoan(Unknown.AMOUNT, amount, rate, payments, payment)
        case Decimal() as amount, None, int() as payments, Decimal() as payment:
            rate = rate_for(amount=amount, payment=payment, payments=payments, **due)
            return SolvedLoan(Unknown.RATE, amount, rate, payments, payment)
        case Decimal() as amount, Decimal() as rate, None, Decimal() as payment:
            term = term_for(amount=amount, payment=payment, annual_rate=rate, **due)
            exact = term.exact.quantize(_SHOWN, context=CONTEXT)
            return SolvedLoan(Unknown.TERM, amount, rate, term.payments, payment, exact)
        case Decimal() as amount, Decimal() as rate, int() as payments, None:
            payment = payment_for(amount=amount, annual_rate=rate, payments=payments, **due)
            return SolvedLoan(Unknown.PAYMENT, amount, rate, payments, payment)
    raise AssertionError("KnownFigures lacks exactly one figure")


class _Due(TypedDict):
    """When payments fall due and what they leave, as the functions of `solving` take it."""

    frequency: Frequency
    balloon: Decimal
    in_advance: bool
