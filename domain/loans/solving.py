"""Payment, rate, term, amount: any one of a level-payment loan from the other three.

A balloon is what is left to pay after the last payment, one of the four more to be zero or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.loans.annuity import amount_of, payment_cents, periods_until
from domain.loans.discounting import Timed, solve_rate
from domain.loans.frequency import Frequency
from domain.loans.terms import MAX_TERM_YEARS, require_loan_amount, require_whole_cents
from domain.money import CONTEXT, ZERO, from_cents, require_positive, round_half_up, to_cents
from domain.rates import periodic_rate, require_percent

_RATE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Term:
    """How long level payments take; exact is NPER's real number, payments the whole one it needs."""

    exact: Decimal
    payments: int


def payment_for(
    *,
    amount: Decimal,
    annual_rate: Decimal,
    payments: int,
    frequency: Frequency = Frequency.MONTHLY,
    balloon: Decimal = ZERO,
    in_advance: bool = False,
) -> Decimal:
    """The level payment, in dollars, rounded half up to the cent: the annuity formula, PMT.

    Raises InvalidInput ("amount", "annualRate", "payments", "balloon").
    """
    require_loan_amount(amount)
    rate = _rate(annual_rate, payments, balloon, frequency)
    owed, left = to_cents(amount), to_cents(balloon)
    if left > owed * (1 + rate) ** payments:
        raise InvalidInput("the balloon exceeds all that would be owed", field="balloon")
    return from_cents(payment_cents(owed, rate, payments, balloon=left, in_advance=in_advance))


def amount_for(
    *,
    payment: Decimal,
    annual_rate: Decimal,
    payments: int,
    frequency: Frequency = Frequency.MONTHLY,
    balloon: Decimal = ZERO,
    in_advance: bool = False,
) -> Decimal:
    """The loan that level payments repay, in dollars, rounded half up to the cent: PV.

    Raises InvalidInput ("payment", "annualRate", "payments", "balloon").
    """
    require_whole_cents(payment, field="payment")
    rate = _rate(annual_rate, payments, balloon, frequency)
    worth = amount_of(
        Fraction(to_cents(payment)),
        rate,
        payments,
        balloon=Fraction(to_cents(balloon)),
        in_advance=in_advance,
    )
    return from_cents(round_half_up(worth.numerator, worth.denominator))


def rate_for(
    *,
    amount: Decimal,
    payment: Decimal,
    payments: int,
    frequency: Frequency = Frequency.MONTHLY,
    balloon: Decimal = ZERO,
    in_advance: bool = False,
) -> Decimal:
    """The nominal annual rate, in percent with 6 decimals, at which the payments repay the loan: RATE.

    Raises InvalidInput ("payments") if they come to less than the loan, or pay it at any rate.
    """
    require_loan_amount(amount)
    require_whole_cents(payment, field="payment")
    _rate(Decimal(0), payments, balloon, frequency)
    at = range(payments) if in_advance else range(1, payments + 1)
    whole = Fraction(0)
    flows = [Timed(0, whole, -to_cents(amount)), Timed(payments, whole, to_cents(balloon))]
    flows += [Timed(period, whole, to_cents(payment)) for period in at]
    if sum(flow.cents for flow in flows if not flow.periods) >= 0:
        raise InvalidInput("the payment in advance leaves no loan", field="payment")
    percent = solve_rate(flows) * frequency.per_year * 100 * 10**_RATE_DECIMALS
    rounded = round_half_up(percent.numerator, percent.denominator)
    return Decimal(rounded).scaleb(-_RATE_DECIMALS, context=CONTEXT)


def term_for(
    *,
    amount: Decimal,
    payment: Decimal,
    annual_rate: Decimal,
    frequency: Frequency = Frequency.MONTHLY,
    balloon: Decimal = ZERO,
    in_advance: bool = False,
) -> Term:
    """How many level payments bring the loan down to the balloon: NPER.

    Raises InvalidInput ("payment") if they never do, or not within 50 years.
    """
    require_loan_amount(amount)
    require_positive(payment, field="payment")
    require_whole_cents(payment, field="payment")
    rate = _rate(annual_rate, 1, balloon, frequency)
    exact = periods_until(
        Fraction(to_cents(amount)),
        Fraction(to_cents(payment)),
        rate,
        balloon=Fraction(to_cents(balloon)),
        in_advance=in_advance,
    )
    if exact is None or exact < 0:
        raise InvalidInput("the payment does not reduce the loan", field="payment")
    payments = int(exact.quantize(Decimal("1e-30"), context=CONTEXT).to_integral(ROUND_CEILING))
    if payments > MAX_TERM_YEARS * frequency.per_year:
        raise InvalidInput(
            f"the payment takes more than {MAX_TERM_YEARS} years to repay the loan", field="payment"
        )
    return Term(exact, payments)


def exact_payment(amount: Fraction, rate: Fraction, payments: int) -> Fraction:
    """The level payment in arrears before any rounding, in the unit of `amount`."""
    if not rate:
        return amount / payments
    grown = (1 + rate) ** payments
    return amount * grown * rate / (grown - 1)


def _rate(annual_rate: Decimal, payments: int, balloon: Decimal, frequency: Frequency) -> Fraction:
    require_percent(annual_rate, field="annualRate")
    require_whole_cents(balloon, field="balloon")
    if not 1 <= payments <= MAX_TERM_YEARS * frequency.per_year:
        raise InvalidInput(f"payments must last from 1 to {MAX_TERM_YEARS} years", field="payments")
    return periodic_rate(annual_rate, frequency.per_year)
