"""When a cost paid now is earned back by a cheaper loan: refinancing, discount points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from domain.errors import InvalidInput
from domain.loans.amortization import level_plan
from domain.loans.terms import LoanTerms, require_whole_cents
from domain.loans.walk import Split, splits
from domain.money import ZERO, from_cents, round_half_up, to_cents
from domain.rates import require_percent


@dataclass(frozen=True, slots=True)
class BreakEven:
    """One loan, before, beside another, after, that costs something to get; dollars to the cent.

    monthly_saving: how much lower the payment is, negative if it is higher.
    simple_months: the cost divided by the monthly saving, whole months begun; None without saving.
    It disregards what is owed in the end, so a longer term flatters it.
    true_months: the first month after whose payment one is no worse off, counting all that was paid
    and all that is still owed; None if that never comes.
    lifetime_saving: what is paid less, in all, when both loans run to their end.
    """

    before: LoanTerms
    after: LoanTerms
    cost: Decimal
    monthly_saving: Decimal
    simple_months: int | None
    true_months: int | None
    lifetime_saving: Decimal


def break_even(
    before: LoanTerms, after: LoanTerms, *, cost: Decimal, cash_out: Decimal = ZERO
) -> BreakEven:
    """Compare what is left of the present loan, or the loan without points, with the one after.

    before: the balance, rate and months that remain. after: the new loan; its amount includes costs
    that are financed and cash that is paid out. cost: paid in cash; cash_out: received in cash.

    Raises InvalidInput ("cost", "cashOut"), and ("after") if the new loan is less than the balance and
    the cash, for then the difference must be brought and is a cost no more.
    """
    require_whole_cents(cost, field="cost")
    require_whole_cents(cash_out, field="cashOut")
    if to_cents(after.amount) < to_cents(before.amount) + to_cents(cash_out):
        raise InvalidInput("the new loan does not repay the present one", field="after")
    old, new = tuple(splits(level_plan(before))), tuple(splits(level_plan(after)))
    saving = _payment(old[0]) - _payment(new[0])
    now = to_cents(cost)
    behind = now - to_cents(cash_out)
    old_worth, new_worth = _burden(old), _burden(new)
    length = max(len(old_worth), len(new_worth))
    months = (
        month
        for month in range(1, length + 1)
        if behind + _at(new_worth, month) <= _at(old_worth, month)
    )
    return BreakEven(
        before=before,
        after=after,
        cost=cost,
        monthly_saving=from_cents(saving),
        simple_months=-(-now // saving) if saving > 0 else None,
        true_months=next(months, None),
        lifetime_saving=from_cents(old_worth[-1] - new_worth[-1] - behind),
    )


def points_cost(amount: Decimal, points: Decimal) -> Decimal:
    """What discount points cost: each is 1 % of the loan amount; dollars, rounded half up.

    Raises InvalidInput ("points").
    """
    require_percent(points, field="points")
    numerator, denominator = points.as_integer_ratio()
    return from_cents(round_half_up(to_cents(amount) * numerator, 100 * denominator))


def points_break_even(
    *,
    amount: Decimal,
    term_months: int,
    rate_without: Decimal,
    rate_with: Decimal,
    points: Decimal,
) -> BreakEven:
    """Whether paying `points` percent of the loan for a lower rate is earned back, and when.

    Raises InvalidInput ("amount", "annualRate", "termMonths", "points").
    """
    return break_even(
        LoanTerms(amount, rate_without, term_months),
        LoanTerms(amount, rate_with, term_months),
        cost=points_cost(amount, points),
    )


def _payment(split: Split) -> int:
    return split.interest + split.principal


def _burden(walked: Sequence[Split]) -> list[int]:
    """After each payment: all that was paid and all that is owed, in cents."""
    paid = accumulate(_payment(split) for split in walked)
    return [so_far + split.balance for so_far, split in zip(paid, walked, strict=True)]


def _at(burden: Sequence[int], month: int) -> int:
    return burden[min(month, len(burden)) - 1]
