"""Present values of timed cash flows, and the one rate at which they cancel out.

The arithmetic is fixed-point on integers with 160 bits after the point: about 48 digits, so what is
rounded away here can never reach a figure that anyone is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from domain.errors import InvalidInput

_BITS = 160
_ONE = 1 << _BITS
_EXACT = 1 << (_BITS - 110)
"""A step this small (1e-33 per period) leaves the rate as good as the arithmetic can make it."""
_COARSE = _BITS - 48  # the slope is a float: 15 digits are enough of it
_MAX_STEPS = 2_000
_HIGHEST_RATE = _ONE << 40


class Timed(NamedTuple):
    """Cents at `periods` whole periods and a `fraction` of one after the beginning."""

    periods: int
    fraction: Fraction
    cents: int


def present_value(flows: Iterable[Timed], rate: Fraction) -> Fraction:
    """The flows discounted to the beginning at `rate` per period, in cents, to 40 digits.

    A whole period compounds, a fraction of one bears simple interest: each amount is divided by
    (1 + fraction x rate) (1 + rate) ^ periods (Regulation Z, Appendix J (b)(8)).
    """
    value, _ = _evaluate(sorted(flows), rate.numerator * _ONE // rate.denominator)
    return Fraction(value, _ONE)


def solve_rate(flows: Iterable[Timed]) -> Fraction:
    """The rate per period, 0 or more, at which the flows' present value is nothing.

    What is advanced counts negative, what is paid positive. The payments must be worth at least the
    advances without interest, and at a high enough rate less; where advances follow payments
    and several rates do that, it is one of them.

    Raises InvalidInput ("payments") if there is no such rate.
    """
    ordered = sorted(flows)
    low, high = 0, None
    if sum(flow.cents for flow in ordered) < 0:
        raise InvalidInput("the payments do not repay what was advanced", field="payments")
    rate = _estimate(ordered)
    value, slope = _evaluate(ordered, rate)
    for _ in range(_MAX_STEPS):
        if value >= 0:
            low = rate
        else:
            high = rate
        step = int(-value / slope) if slope < 0 else 0
        following = rate + step
        if not (low <= following and (high is None or following <= high)) or slope >= 0:
            following = _halfway(low, high)
        if abs(following - rate) < _EXACT:
            return Fraction(following, _ONE)
        rate = following
        value, slope = _evaluate(ordered, rate)
    raise InvalidInput("no rate makes the payments worth the advances", field="payments")


def _estimate(ordered: list[Timed]) -> int:
    """A rate near the one sought, or 0: Newton's method from 0 in floating point, ten times faster."""
    flows = [(periods, float(fraction), cents) for periods, fraction, cents in ordered]
    rate = 0.0
    for _ in range(40):
        discount = 1 / (1 + rate)
        value = slope = 0.0
        for periods, fraction, cents in flows:
            part = 1 + fraction * rate
            worth = cents * discount**periods / part
            value += worth
            slope -= worth * (periods * discount + fraction / part)
        if slope >= 0:
            return 0
        step = -value / slope
        rate += step
        if not 0 <= rate < 1e6:
            return 0
        if abs(step) < 1e-13:
            break
    return int(rate * _ONE)


def _halfway(low: int, high: int | None) -> int:
    if high is not None:
        return (low + high) // 2
    if low > _HIGHEST_RATE:
        raise InvalidInput("no rate makes the payments worth the advances", field="payments")
    return 2 * low + _ONE // 100


def _evaluate(ordered: list[Timed], rate: int) -> tuple[int, float]:
    """Present value, and how fast it changes with the rate; both in cents with the point moved."""
    discount = (_ONE << _BITS) // (_ONE + rate)
    at, factor, value = 0, _ONE, 0
    slope = 0.0
    per_period = discount / _ONE
    for periods, fraction, cents in ordered:
        if periods != at:
            factor = _power(discount, periods - at, factor)
            at = periods
        if fraction:
            part = _ONE + rate * fraction.numerator // fraction.denominator
            worth = cents * ((factor << _BITS) // part)
            odd = float(fraction) * _ONE / part
        else:
            worth, odd = cents * factor, 0.0
        value += worth
        slope -= (worth >> _COARSE) * (periods * per_period + odd)
    return value, slope / (1 << _BITS - _COARSE)


def _power(base: int, exponent: int, result: int) -> int:
    """`result` x `base` ^ `exponent`."""
    while exponent:
        if exponent & 1:
            result = result * base >> _BITS
        base = base * base >> _BITS
        exponent >>= 1
    return result
