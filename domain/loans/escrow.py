"""Escrow for taxes and insurance: RESPA's aggregate analysis, 12 CFR 1024.17 and its Appendix E."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import accumulate

from domain.errors import InvalidInput
from domain.loans.terms import require_whole_cents
from domain.money import from_cents, round_half_up, to_cents

MONTHS = 12
MAX_DISBURSEMENTS = 100
CUSHION_SHARE = 6
"""The cushion is at most a sixth of a year's disbursements (1024.17(c)(5))."""
REFUND_FROM = Decimal("50.00")
"""A surplus of this much must be refunded within 30 days (1024.17(f)(2))."""


@dataclass(frozen=True, slots=True)
class Disbursement:
    """What the servicer pays out in dollars, in which month of the computation year, 1 to 12.

    Month 1 is that of the borrower's first payment. Raises InvalidInput ("month", "amount").
    """

    month: int
    amount: Decimal

    def __post_init__(self) -> None:
        require_whole_cents(self.amount, field="amount")
        if not 1 <= self.month <= MONTHS:
            raise InvalidInput("a computation year has months 1 to 12", field="month")


@dataclass(frozen=True, slots=True)
class EscrowAnalysis:
    """What an escrow account may require at most; dollars to the cent.

    monthly_payment: a twelfth of the year's disbursements.
    starting_balance: what may be collected at settlement, cushion included.
    cushion: the part of it that no disbursement is expected to touch.
    balances: the target balance at the end of months 1 to 12.
    """

    monthly_payment: Decimal
    starting_balance: Decimal
    cushion: Decimal
    balances: tuple[Decimal, ...]


class Standing(Enum):
    """How an account compares with its target at the analysis (1024.17(b))."""

    EVEN = "even"
    SURPLUS = "surplus"
    SHORTAGE = "shortage"
    DEFICIENCY = "deficiency"


@dataclass(frozen=True, slots=True)
class EscrowStanding:
    """The difference to the target, and what the servicer may or must do about it (1024.17(f)).

    must_refund: a surplus of $50 or more. may_demand: a shortage or deficiency of less than a
    month's payment, which may be asked for within 30 days; a larger one may only be spread, a
    shortage over 12 months or more, a deficiency over 2 or more.
    """

    standing: Standing
    amount: Decimal
    must_refund: bool
    may_demand: bool


@dataclass(frozen=True, slots=True)
class EscrowReview:
    """An analysis, and how an account stands beside it; None without its balance."""

    analysis: EscrowAnalysis
    standing: EscrowStanding | None


def review(
    disbursements: Sequence[Disbursement],
    *,
    with_cushion: bool = True,
    balance: Decimal | None = None,
) -> EscrowReview:
    """Analyse a year's disbursements and, if the account's balance is known, say how it stands.

    Raises InvalidInput ("disbursements") for none, or more than 100.
    """
    analysis = analyse(disbursements, with_cushion=with_cushion)
    standing = None if balance is None else standing_of(balance, analysis)
    return EscrowReview(analysis, standing)


def analyse(disbursements: Sequence[Disbursement], *, with_cushion: bool = True) -> EscrowAnalysis:
    """The most that a servicer may collect, by the steps of 1024.17(d)(2) and Appendix E.

    First a trial balance from nothing; then as much at the start as brings its lowest month to
    zero; then the cushion of a sixth. Monthly payments are rounded half up to the cent, the cushion
    down. State law or the mortgage may allow less.

    Raises InvalidInput ("disbursements") for none, or more than 100.
    """
    if not disbursements:
        raise InvalidInput("an escrow account needs something to pay", field="disbursements")
    if len(disbursements) > MAX_DISBURSEMENTS:
        raise InvalidInput(f"at most {MAX_DISBURSEMENTS} can be analysed", field="disbursements")
    by_month = [0] * MONTHS
    for each in disbursements:
        by_month[each.month - 1] += to_cents(each.amount)
    yearly = sum(by_month)
    payment = round_half_up(yearly, MONTHS)
    trial = list(accumulate(payment - paid_out for paid_out in by_month))
    cushion = yearly // CUSHION_SHARE if with_cushion else 0
    start = max(0, -min(trial)) + cushion
    return EscrowAnalysis(
        monthly_payment=from_cents(payment),
        starting_balance=from_cents(start),
        cushion=from_cents(cushion),
        balances=tuple(from_cents(start + balance) for balance in trial),
    )


def standing_of(balance: Decimal, analysis: EscrowAnalysis) -> EscrowStanding:
    """An account's balance at the analysis beside the one it should start the year with.

    balance: dollars, negative where the servicer has advanced money (a deficiency; what is short
    beyond it to the target is a shortage of its own and not counted here).
    """
    if balance < 0:
        owed = -balance
        return EscrowStanding(
            Standing.DEFICIENCY, owed, must_refund=False, may_demand=owed < analysis.monthly_payment
        )
    difference = from_cents(to_cents(balance) - to_cents(analysis.starting_balance))
    if difference < 0:
        short = -difference
        return EscrowStanding(
            Standing.SHORTAGE, short, must_refund=False, may_demand=short < analysis.monthly_payment
        )
    standing = Standing.SURPLUS if difference else Standing.EVEN
    return EscrowStanding(
        standing, difference, must_refund=difference >= REFUND_FROM, may_demand=False
    )
