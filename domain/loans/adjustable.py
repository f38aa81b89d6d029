"""Adjustable-rate mortgages: which rates their caps allow, and the payments that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.steps import Step, steps_of
from domain.loans.terms import (
    MAX_TERM_MONTHS,
    Instalment,
    require_loan_amount,
    require_months,
)
from domain.loans.walk import InterestOnly, Leg, Level, Plan, instalments
from domain.money import CONTEXT, total
from domain.rates import MAX_PERCENT, require_percent


@dataclass(frozen=True, slots=True)
class Caps:
    """How far a rate may move, in percentage points, and where it stops, in percent.

    first: at the first change; periodic: at each later one; both up and down.
    lifetime: above the initial rate, over the whole term.
    floor: the lowest rate ever, in percent; commonly the margin.
    lifetime_down: below the initial rate, where the contract limits that too.

    Raises InvalidInput ("caps").
    """

    first: Decimal
    periodic: Decimal
    lifetime: Decimal
    floor: Decimal = Decimal(0)
    lifetime_down: Decimal | None = None

    def __post_init__(self) -> None:
        down = Decimal(0) if self.lifetime_down is None else self.lifetime_down
        for limit in (self.first, self.periodic, self.lifetime, self.floor, down):
            require_percent(limit, field="caps")


@dataclass(frozen=True, slots=True)
class AdjustableTerms:
    """An adjustable-rate mortgage with level payments recomputed at every change of the rate.

    The rate is fixed for `fixed_months`, then changes every `change_every` months to index + margin
    within the caps. During `interest_only_months` the payments are the interest alone.

    Raises InvalidInput naming "amount", "initialRate", "margin", "termMonths", "fixedMonths",
    "changeEvery", "interestOnlyMonths".
    """

    amount: Decimal
    initial_rate: Decimal
    term_months: int
    fixed_months: int
    change_every: int
    margin: Decimal
    caps: Caps
    interest_only_months: int = 0

    def __post_init__(self) -> None:
        require_loan_amount(self.amount)
        require_percent(self.initial_rate, field="initialRate")
        require_percent(self.margin, field="margin")
        require_months(self.term_months, 1, MAX_TERM_MONTHS, field="termMonths")
        require_months(self.fixed_months, 1, MAX_TERM_MONTHS, field="fixedMonths")
        require_months(self.change_every, 1, MAX_TERM_MONTHS, field="changeEvery")
        require_months(
            self.interest_only_months, 0, self.term_months - 1, field="interestOnlyMonths"
        )

    @property
    def ceiling(self) -> Decimal:
        """The highest rate that the contract allows."""
        return min(CONTEXT.add(self.initial_rate, self.caps.lifetime), MAX_PERCENT)

    @property
    def lowest(self) -> Decimal:
        """The lowest rate that the contract allows, never above the initial one."""
        floor = self.caps.floor
        if self.caps.lifetime_down is not None:
            floor = max(floor, CONTEXT.subtract(self.initial_rate, self.caps.lifetime_down))
        return min(max(floor, Decimal(0)), self.initial_rate)

    @property
    def changes(self) -> int:
        """How often the rate changes before the last payment."""
        after = self.term_months - self.fixed_months
        return max(0, -(-after // self.change_every))


@dataclass(frozen=True, slots=True)
class AdjustablePath:
    """One way the loan may go: its steps, where rate or kind of payment changes, and schedule."""

    steps: tuple[Step, ...]
    schedule: tuple[Instalment, ...]

    @property
    def highest_payment(self) -> Step:
        """The first step with the largest payment."""
        return max(self.steps, key=lambda step: (step.payment, -step.first_payment))

    @property
    def total_interest(self) -> Decimal:
        """All interest, in dollars."""
        return total(row.interest for row in self.schedule)

    @property
    def total_paid(self) -> Decimal:
        """All payments, in dollars."""
        return total(row.payment for row in self.schedule)


def path_of_index(
    terms: AdjustableTerms, index: Sequence[Decimal], *, start_date: date | None = None
) -> AdjustablePath:
    """The loan when the index stands at these percentages at the first, second, … change.

    The last one given stays for the rest; with one, the index never moves, which is what a
    disclosure of a discounted rate assumes (comment 17(c)(1)-10 of Regulation Z).
    Raises InvalidInput ("index") for none, though a rate may change, and for more than 600.
    """
    if len(index) > MAX_TERM_MONTHS:
        raise InvalidInput(f"give at most {MAX_TERM_MONTHS} index values", field="index")
    if terms.changes and not index:
        raise InvalidInput("an index is needed for the rates after the first", field="index")
    return _path(
        terms,
        lambda change: CONTEXT.add(index[min(change, len(index) - 1)], terms.margin),
        start_date,
    )


def worst_case(terms: AdjustableTerms, *, start_date: date | None = None) -> AdjustablePath:
    """The loan when the rate rises as fast and as far as the caps allow."""
    return _path(terms, lambda _change: MAX_PERCENT, start_date)


def best_case(terms: AdjustableTerms, *, start_date: date | None = None) -> AdjustablePath:
    """The loan when the rate falls as fast and as far as the caps and the floor allow."""
    return _path(terms, lambda _change: Decimal(0), start_date)


def rates_toward(terms: AdjustableTerms, targets: Callable[[int], Decimal]) -> tuple[Decimal, ...]:
    """The initial rate and the one after each change, moving toward `targets` within the caps.

    targets(0) is the uncapped rate, in percent, at the first change.
    """
    rates = [terms.initial_rate]
    for change in range(terms.changes):
        reach = terms.caps.periodic if change else terms.caps.first
        low = max(CONTEXT.subtract(rates[-1], reach), terms.lowest)
        high = min(CONTEXT.add(rates[-1], reach), terms.ceiling)
        rates.append(min(max(targets(change), low), high))
    return tuple(rates)


def _path(
    terms: AdjustableTerms, targets: Callable[[int], Decimal], start_date: date | None
) -> AdjustablePath:
    plan = Plan(terms.amount, _legs(terms, rates_toward(terms, targets)))
    schedule = instalments(plan, start_date=start_date)
    return AdjustablePath(steps_of(plan, schedule), schedule)


def _legs(terms: AdjustableTerms, rates: Sequence[Decimal]) -> tuple[Leg, ...]:
    """A leg wherever the rate may change or interest-only ends; equal neighbours are joined.

    Joining keeps a payment as it was while the rate stays, as lenders do: recomputed from a balance
    of rounded cents it could move by one.
    """
    changes = [terms.fixed_months + number * terms.change_every for number in range(terms.changes)]
    starts = sorted({0, terms.interest_only_months, *changes} - {terms.term_months})
    pieces: list[tuple[int, Decimal, bool]] = []
    for start in starts:
        rate = rates[sum(change <= start for change in changes)]
        interest_only = start < terms.interest_only_months
        if not pieces or pieces[-1][1:] != (rate, interest_only):
            pieces.append((start, rate, interest_only))
    ends = [start for start, _, _ in pieces[1:]] + [terms.term_months]
    return tuple(
        Leg(
            end - start, rate, InterestOnly() if interest_only else Level(terms.term_months - start)
        )
        for (start, rate, interest_only), end in zip(pieces, ends, strict=True)
    )
