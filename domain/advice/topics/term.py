"""A shorter or a longer term: what it does to the payment and to the interest."""

from __future__ import annotations

from dataclasses import replace

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.wording import change
from domain.loans.amortization import LoanQuote, quote
from domain.loans.terms import known_terms
from domain.money import CONTEXT, show_money

ASKS = (
    "Should I take a 15-year or a 30-year mortgage?",
    "Is a shorter term better?",
    "What happens if I stretch the car loan to 72 months?",
    "Would a longer loan lower my payment?",
    "Which loan term should I choose?",
    "And over 15 years?",
)

CHOICE_OF_MORTGAGE = (180, 360)
CHOICE_OF_OTHERS = (36, 60)
SAME_RATE = "Other terms are computed at the same rate; shorter ones often have a lower."
LONG_TERMS = (120, 180, 240, 360)
SHORT_TERMS = (24, 36, 48, 60, 72, 84)


def term(case: Case) -> Finding | None:
    """The same loan over the usual terms next to its own, the one below it and the one above.

    Where the term is not known, over the two that people choose between.
    """
    if case.weighed.offers:  # those that the question names are compared instead
        return None
    if case.quote is None:
        return _between(case)
    others = [_over(case.quote, months) for months in _neighbours(case.quote.terms.term_months)]
    if not others:
        return None
    said = [_sentence(case.quote, other) for other in others]
    return Finding(
        Topic.TERM,
        figures=tuple(figure for other in others for figure in _figures(case.quote, other)),
        answer=" ".join(said),
        option=said[0],
        assumptions=(SAME_RATE,),
    )


def _between(case: Case) -> Finding | None:
    """A shorter and a longer usual term, side by side."""
    shorter, longer = CHOICE_OF_MORTGAGE if case.is_mortgage else CHOICE_OF_OTHERS
    terms = known_terms(case.loan.amount, case.loan.annual_rate, longer)
    if terms is None:
        return None
    long = quote(terms)
    short = _over(long, shorter)
    answer = (
        f"Over {show_months(longer)} the payment would be **{show_money(long.payment)} a month** and the "
        f"interest {show_money(long.total_interest)}. {_sentence(long, short)}"
    )
    return Finding(
        Topic.TERM,
        figures=(*_own_figures(long), *_figures(long, short)),
        answer=answer,
        option=answer,
        assumptions=(SAME_RATE,),
    )


def _neighbours(months: int) -> list[int]:
    usual = SHORT_TERMS if months <= SHORT_TERMS[-1] else LONG_TERMS
    shorter = [each for each in usual if each < months][-1:]
    if months == LONG_TERMS[-1]:  # people choose between 15 and 30 years, not between 20 and 30
        shorter = [180]
    return [*shorter, *[each for each in usual if each > months][:1]]


def _over(loan: LoanQuote, months: int) -> LoanQuote:
    return quote(replace(loan.terms, term_months=months))


def _sentence(loan: LoanQuote, other: LoanQuote) -> str:
    payment = CONTEXT.subtract(other.payment, loan.payment)
    interest = CONTEXT.subtract(other.total_interest, loan.total_interest)
    return (
        f"Over {show_months(other.terms.term_months)} the payment would be "
        f"{show_money(other.payment)} a month, {change(payment)}, and the interest "
        f"{show_money(other.total_interest)}, {change(interest)}."
    )


def _own_figures(loan: LoanQuote) -> tuple[Figure, ...]:
    months = loan.terms.term_months
    over = f"over {show_months(months)}"
    return (
        Figure(
            f"payment{months}",
            f"Monthly payment {over}",
            loan.payment,
            Unit.MONEY,
            "level payment over that term",
        ),
        Figure(
            f"interest{months}",
            f"Total interest {over}",
            loan.total_interest,
            Unit.MONEY,
            "sum of that schedule's interest",
        ),
    )


def _figures(loan: LoanQuote, other: LoanQuote) -> tuple[Figure, ...]:
    months = other.terms.term_months
    over = f"over {show_months(months)}"
    return (
        *_own_figures(other),
        Figure(
            f"paymentChange{months}",
            f"Change of the payment {over}",
            CONTEXT.subtract(other.payment, loan.payment),
            Unit.MONEY,
            "payment over that term less payment over the loan's own",
        ),
        Figure(
            f"interestChange{months}",
            f"Change of the interest {over}",
            CONTEXT.subtract(other.total_interest, loan.total_interest),
            Unit.MONEY,
            "interest over that term less interest over the loan's own",
        ),
    )
