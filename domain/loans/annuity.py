"""The time value of level payments, exactly: amounts in cents, rates for one period as fractions.

One relation holds them all, with g = (1 + rate) ^ periods and payments at the end of each period:

    amount x g = payment x (g - 1) / rate + balloon

Payments in advance are each worth (1 + rate) times as much; without interest the middle term is
payment x periods. These are the functions that spreadsheets call PMT, PV, FV and NPER; here what is
borrowed, what is paid and what is left at the end all count as positive.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from domain.money import CONTEXT, round_half_up


def payment_cents(
    amount: int, rate: Fraction, periods: int, *, balloon: int = 0, in_advance: bool = False
) -> int:
    """The level payment to the nearest cent, a half upwards, rounded once.

    For amount >= 0 and 0 <= balloon <= amount x g. Computed without fractions, which would spend
    most of the time on reducing numbers of thousands of digits.
    """
    if not rate:
        return round_half_up(amount - balloon, periods)
    p, q = rate.as_integer_ratio()
    grown, whole = (q + p) ** periods, q**periods
    divisor = (q + p if in_advance else q) * (grown - whole)
    return round_half_up((amount * grown - balloon * whole) * p, divisor)


def amount_of(
    payment: Fraction, rate: Fraction, periods: int, *, balloon: Fraction, in_advance: bool
) -> Fraction:
    """What `periods` payments and a balloon after them are worth at the start."""
    if not rate:
        return payment * periods + balloon
    grown = (1 + rate) ** periods
    due = 1 + rate if in_advance else Fraction(1)
    return (payment * due * (grown - 1) / rate + balloon) / grown


def balance_after(
    amount: Fraction, payment: Fraction, rate: Fraction, periods: int, *, in_advance: bool
) -> Fraction:
    """What is owed after `periods` payments and as many periods; negative if too much was paid.

    A negative `payment` is one received: deposits, for which this is the value they grow to.
    """
    if not rate:
        return amount - payment * periods
    grown = (1 + rate) ** periods
    due = 1 + rate if in_advance else Fraction(1)
    return amount * grown - payment * due * (grown - 1) / rate


def periods_until(
    amount: Fraction, payment: Fraction, rate: Fraction, *, balloon: Fraction, in_advance: bool
) -> Decimal | None:
    """How many periods bring the balance to `balloon`, as a real number; None if none do.

    Negative numbers of periods are possible where the balance was at `balloon` before the start.
    """
    if not rate:
        if not payment:
            return None
        return _decimal((amount - balloon) / payment)
    level = payment * (1 + rate if in_advance else 1) / rate
    if level in (balloon, amount):
        return None
    growth = (balloon - level) / (amount - level)
    if growth <= 0:
        return None
    return CONTEXT.divide(CONTEXT.ln(_decimal(growth)), CONTEXT.ln(_decimal(1 + rate)))


def _decimal(value: Fraction) -> Decimal:
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
