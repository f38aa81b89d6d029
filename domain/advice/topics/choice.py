"""Two to four loans that a question puts side by side, and one that would take another's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.reading.weighed import OfferTerms
from domain.advice.request import LoanFacts
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.wording import change
from domain.loans.amortization import LoanQuote
from domain.loans.refinance import BreakEven, break_even
from domain.loans.terms import LoanTerms
from domain.money import CONTEXT, ZERO, show_money

USUAL_MORTGAGE, USUAL_LOAN = 360, 60
"""Months that are taken, and said to be taken, where a question names no term."""

SMALLEST_MORTGAGE = Decimal(100_000)
"""Dollars from which a loan of a purpose that nobody told has the term of a mortgage."""


_NO_FEES = "Compare the offers' APRs too: fees are not in these figures."
_NAMED_COST = (
    "Ask whether other fees come on top: no cost but the one you named is in these figures."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the loans, and how it is told from the others."""

    number: int
    name: str
    quote: LoanQuote


def choice(case: Case) -> Finding | None:
    """What each offer costs and which is cheaper; of a change also when its cost is earned back.

    Of loans of different amounts none is cheaper: it is said what each costs.
    """
    if not case.weighed.offers or case.weighed.rebate is not None:
        return None
    case, assumed = _with_term(case)
    sides = _sides(case)
    if len(sides) < len(case.weighed.offers):
        return _asks(case)
    if case.weighed.adjustable:
        return _while_rates_hold(sides, assumed)
    first, second, *others = sides
    said = [_change(first, second)] if case.weighed.is_change else _verdict(sides)
    if _of_many_amounts(case):
        said = ["These are different amounts, so each is told by itself."]
    figures = [figure for side in sides for figure in _figures(side)]
    if not others:
        figures += _differences(first.quote, second.quote)
    earned = (
        _earned(case, first.quote.terms, second.quote.terms) if case.weighed.is_change else None
    )
    if earned is not None:
        said, figures = (
            [*said, _earned_back(earned, case.weighed.stay)],
            [*figures, *_break_even(earned)],
        )
    return Finding(
        Topic.CHOICE,
        figures=tuple(figures),
        answer=" ".join([*said, *map(_costs, sides)]),
        missing=_missing(case, assumed=bool(assumed)),
        assumptions=(*assumed, "Each rate is fixed, and the payments are made monthly."),
        checks=(_NO_FEES if earned is None else _NAMED_COST,),
        foremost=True,
    )


def _while_rates_hold(sides: Sequence[Side], assumed: tuple[str, ...]) -> Finding:
    """What is paid a month until a rate changes; of an adjustable one the end is not known."""
    payments = [f"{side.name}: {show_money(side.quote.payment)} a month" for side in sides]
    return Finding(
        Topic.CHOICE,
        figures=tuple(_figures(side)[0] for side in sides),
        answer=(
            "**Which is cheaper to the end cannot be said**: an adjustable rate changes after its fixed "
            f"years. Until it does, you would pay, with {'; with '.join(payments)}."
        ),
        missing=("the index, margin, caps and first adjustment of the adjustable rate",),
        assumptions=(*assumed, "The payments are made monthly."),
        checks=("Ask for the highest payment that the caps allow, and when it could come.",),
        foremost=True,
    )


def _of_many_amounts(case: Case) -> bool:
    return len({offer.amount for offer in case.weighed.offers} - {None}) > 1


def _with_term(case: Case) -> tuple[Case, tuple[str, ...]]:
    """Give the loan a usual term where none is known, and say so."""
    offers = case.weighed.offers
    if case.loan.term_months is not None or any(offer.term_months for offer in offers):
        return case, ()
    large = (case.loan.amount or ZERO) >= SMALLEST_MORTGAGE
    months = USUAL_MORTGAGE if case.is_mortgage or large else USUAL_LOAN
    assumed = f"No term was given: {show_months(months)} are taken for each, as an example."
    return replace(case, loan=replace(case.loan, term_months=months)), (assumed,)


def _sides(case: Case) -> list[Side]:
    found = [(offer, quote_of(_loan(case, offer))) for offer in case.weighed.offers]
    return [
        Side(number, _name(offer, quoted.terms), quoted)
        for number, (offer, quoted) in enumerate(found, start=1)
        if quoted is not None
    ]


def _loan(case: Case, offer: OfferTerms) -> LoanFacts:
    return replace(
        case.loan,
        amount=offer.amount or case.loan.amount,
        annual_rate=case.loan.annual_rate if offer.annual_rate is None else offer.annual_rate,
        term_months=offer.term_months or case.loan.term_months,
    )


def _name(offer: OfferTerms, terms: LoanTerms) -> str:
    rate, over = show_percent(terms.annual_rate), show_months(terms.term_months)
    if offer.amount is not None:
        return f"{show_money(terms.amount)} at {rate} over {over}"
    if offer.annual_rate is None:
        return f"a term of {over}"
    return f"{rate} over {over}"


def _change(now: Side, then: Side) -> str:
    """Say what the second loan in place of the first would do."""
    payment = CONTEXT.subtract(then.quote.payment, now.quote.payment)
    interest = CONTEXT.subtract(then.quote.total_interest, now.quote.total_interest)
    return (
        f"Going from {now.name} to {then.name}, **you would pay {change(payment)} a month** and "
        f"{change(interest)} in interest to the end."
    )


def _verdict(sides: Sequence[Side]) -> list[str]:
    """Say which is cheaper in all, and whether it is so by the month too."""
    cheapest = min(sides, key=lambda side: side.quote.total_interest)
    lowest = min(sides, key=lambda side: side.quote.payment)
    best = _capital(cheapest.name)
    if cheapest is lowest:
        said = f"**{best} is cheaper**, by the month and in interest over the whole term."
    else:
        said = f"**{best} is cheaper in all**, but {lowest.name} has the lower monthly payment."
    return [said, *(_beside(sides[0], other) for other in sides[1:])]


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _beside(side: Side, other: Side) -> str:
    payment = CONTEXT.subtract(other.quote.payment, side.quote.payment)
    interest = CONTEXT.subtract(other.quote.total_interest, side.quote.total_interest)
    return (
        f"Beside {side.name}, {other.name} costs {change(payment)} a month and {change(interest)} in "
        "interest."
    )


def _costs(side: Side) -> str:
    loan = side.quote
    return (
        f"With {side.name}: {show_money(loan.payment)} a month, {show_money(loan.total_interest)} in "
        f"interest, {show_money(loan.total_paid)} in all."
    )


def _earned(case: Case, before: LoanTerms, after: LoanTerms) -> BreakEven | None:
    if not case.loan.fees or before.amount != after.amount:
        return None
    return break_even(before, after, cost=case.loan.fees)


def _earned_back(found: BreakEven, stay: int | None) -> str:
    """Say when the cost has come back, and of someone who stays so long whether it does."""
    cost = show_money(found.cost)
    if found.true_months is None or found.simple_months is None:
        return f"The cost of {cost} is **never earned back**."
    back = (
        f"The cost of {cost} is earned back after **{show_months(found.simple_months)}** by the monthly "
        f"saving alone, or {show_months(found.true_months)} counting also what is owed less by then"
    )
    if stay is None:
        return f"{back}: it is worth it only if you keep the loan longer."
    if stay > found.true_months:
        return f"{back}. **If you keep it for {show_months(stay)}, it is worth it.**"
    return f"{back}. **If you keep it for only {show_months(stay)}, it is not worth it.**"


def _missing(case: Case, *, assumed: bool) -> tuple[str, ...]:
    if not case.weighed.is_change:
        return ("the term in months, for your own figures",) if assumed else ()
    term = ("how many months are left, for your own figures",) if assumed else ()
    cost = () if case.loan.fees else ("what the change costs (fees, points), for the break-even",)
    return (*term, *cost)


def _asks(case: Case) -> Finding:
    loan, offers = case.loan, case.weighed.offers
    lacks_amount = loan.amount is None and not all(offer.amount for offer in offers)
    what = "the amount of the loan" if lacks_amount else "the annual interest rate"
    return Finding(Topic.CHOICE, missing=(f"{what}, to compare the offers",), foremost=True)


def _figures(side: Side) -> tuple[Figure, ...]:
    loan, key = side.quote, f"offer{side.number}"
    basis = f"level payments on {show_money(loan.terms.amount)}"
    return (
        Figure(f"{key}Payment", f"Monthly payment, {side.name}", loan.payment, Unit.MONEY, basis),
        Figure(f"{key}Interest", f"Interest, {side.name}", loan.total_interest, Unit.MONEY, basis),
        Figure(f"{key}Paid", f"Paid in all, {side.name}", loan.total_paid, Unit.MONEY, basis),
    )


def _differences(first: LoanQuote, second: LoanQuote) -> tuple[Figure, ...]:
    basis = "second offer less first"
    return (
        Figure(
            "paymentDifference",
            "Difference of the monthly payments",
            CONTEXT.subtract(second.payment, first.payment),
            Unit.MONEY,
            basis,
        ),
        Figure(
            "interestDifference",
            "Difference of the interest",
            CONTEXT.subtract(second.total_interest, first.total_interest),
            Unit.MONEY,
            basis,
        ),
    )


def _break_even(found: BreakEven) -> tuple[Figure, ...]:
    if found.true_months is None or found.simple_months is None:
        return ()
    return (
        Figure(
            "simpleBreakEven",
            "Break-even by the monthly saving",
            Decimal(found.simple_months),
            Unit.MONTHS,
            "cost / monthly saving, months begun",
        ),
        Figure(
            "breakEven",
            "Break-even counting what is owed",
            Decimal(found.true_months),
            Unit.MONTHS,
            "first month in which less has been paid and is owed than with the first loan",
        ),
    )
