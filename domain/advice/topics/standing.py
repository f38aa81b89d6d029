"""What can be said without figures where people ask what nobody can know, or about what is not known here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.advice.advice import Citation, Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import level_payment
from domain.loans.terms import LoanTerms
from domain.money import CONTEXT, show_money

FORECAST_ASKS = (
    "What will mortgage rates be next year?",
    "Will interest rates go down?",
    "Should I wait for rates to drop before buying?",
    "Are rates going to fall soon?",
    "Is it better to buy now or wait for lower rates?",
    "Where are interest rates headed?",
)
LENDER_ASKS = (
    "Is this bank a good lender?",
    "Is this bank's loan good?",
    "Should I get my mortgage from this company?",
    "What do you think of this lender?",
    "Does this credit union have good rates?",
    "Is this mortgage company legit?",
)

_ONE_POINT = Decimal(1)
_EXAMPLE = LoanTerms(Decimal(300_000), Decimal("6.5"), 360)

_OF_MEANS = re.compile(r"\bafford\s+(?:this|that|it)\b|\bqualify\b", re.IGNORECASE)

_OF_AN_OFFER = re.compile(
    r"\b(?:this|that|these|it|they)\b.{0,40}\b(?:deal|rate|offer\w*|loan|terms|apr|price)\b"
    r"|\b(?:deal|rate|offer|loan)\b.{0,20}\b(?:good|fair|bad)\b",
    re.IGNORECASE,
)
"""A question that asks of one offer, not of a kind of loan."""

_TRUSTED = re.compile(
    r"\b(?:is|are)\s+([\w&.-]+(?:\s+[\w&.-]+){0,2})\s+(?:legit\w*|reputable|trustworthy|reliable|any\s+good"
    r"|a\s+(?:good|bad|real)\s+(?:lender|company|bank))\b",
    re.IGNORECASE,
)

_KINDS = (
    r"(?:bank|credit\s+union|mortgages?|lending|financial|finance|loans?|funding|capital|savings"
    r"|lenders?)"
)
_NAMED = re.compile(rf"\b((?:[A-Z][\w&.-]*\s+){{1,3}}?(?i:{_KINDS}))\b")
_LOWERCASE = re.compile(r"\b([a-z][\w&-]+\s+(?:bank|credit\s+union))\b", re.IGNORECASE)
_NO_NAMES = re.compile(
    r"^(?:(?:an?|the|my|our|your|this|that|which|what|is|are|should|does|do|can|will|any|some|other|another"
    r"|big|local|online|national|private|community|from|with|at|of|by|to|and|or|for|in|i|the|personal|home"
    r"|car|auto|student|business|fha|va|usda|sba|payday|title|heloc|federal|jumbo|arm|pmi|apr|dti|ltv|no"
    r"|good|best|same|current|every|each|new|own|get|if|how|why|when|bad|credit|first|second|reverse)"
    r"(?:\s+|$))+",
    re.IGNORECASE,
)


_UNKNOWN_LENDER = Finding(
    Topic.LENDER,
    answer=(
        "**I cannot say whether this lender or its loan is good**: I hold nothing about this particular "
        "lender, neither its rates nor its fees nor how it treats customers. What you can judge is its "
        "offer. Ask for the annual percentage rate (APR), the fees, the total of payments and any "
        "prepayment penalty in writing, and put them beside offers of other lenders for the same amount "
        "and term, asked for on the same day."
    ),
    checks=(
        "Look the lender up in NMLS Consumer Access, which lists licences, and with your state's regulator.",
        "Read what others complained of in the CFPB's complaint database.",
    ),
)
"""A lender's name is not said back: it is what anybody may write, and not known here."""

_WITHOUT_FIGURES = Finding(
    Topic.VERDICT,
    answer=(
        "**I cannot judge an offer without its figures**: give the amount, the rate, the term and the fees, "
        "what the loan is for, and your credit score if you know it."
    ),
    missing=("the offer's amount, annual rate, term and fees, to judge it",),
)


_WITHOUT_INCOME = Finding(
    Topic.QUALIFYING,
    answer=(
        "**I cannot say yet whether you can afford it**: give the amount, the rate and the term, your gross "
        "monthly income and what you pay on other debts a month. Lenders hold all debt payments together, "
        "the new one included, against gross income."
    ),
    missing=("the loan's amount, annual rate and term, your income and debts, to judge it",),
)


def standing(
    case: Case | None, question: str, citations: Sequence[Citation]
) -> tuple[Finding, ...]:
    """Return what may be said of what to come, and of a lender that the documents do not name."""
    lender = named_lender(question)
    known = lender is not None and any(_names(each, lender) for each in citations)
    about = () if lender is None or known else (_UNKNOWN_LENDER,)
    unjudged = (_WITHOUT_FIGURES,) if case is None and _OF_AN_OFFER.search(question) else ()
    unweighed = (_WITHOUT_INCOME,) if case is None and _OF_MEANS.search(question) else ()
    return (_forecast(case), *unjudged, *unweighed, *about)


def named_lender(question: str) -> str | None:
    """Return the name of a lender that a question has, as "Acme Bank"; None if it names none."""
    found = [
        *_NAMED.finditer(question),
        *_LOWERCASE.finditer(question),
        *_TRUSTED.finditer(question),
    ]
    names = (_NO_NAMES.sub("", match[1]) for match in found)
    return next((name for name in names if len(name.split()) > 1), None)


def _names(citation: Citation, lender: str) -> bool:
    passage = citation.passage
    said = " ".join((passage.title, passage.source, passage.text)).casefold()
    return lender.casefold() in said


def _forecast(case: Case | None) -> Finding:
    own = None if case is None or case.quote is None else case.quote.terms
    terms = own or _EXAMPLE
    whose = "For your loan" if own is not None else "As an example"
    moves = [
        (key, rate, level_payment(replace(terms, annual_rate=rate)))
        for key, rate in (
            ("Lower", CONTEXT.subtract(terms.annual_rate, _ONE_POINT)),
            ("Higher", CONTEXT.add(terms.annual_rate, _ONE_POINT)),
        )
        if rate > 0
    ]
    said = " and ".join(
        f"{show_money(payment)} at {show_percent(rate)}" for _, rate, payment in moves
    )
    return Finding(
        Topic.FORECAST,
        figures=tuple(
            Figure(
                f"forecast{key}",
                f"Monthly payment at {show_percent(rate)}",
                payment,
                Unit.MONEY,
                f"level payment on {show_money(terms.amount)} over {show_months(terms.term_months)}, "
                f"beside {show_money(level_payment(terms))} at {show_percent(terms.annual_rate)}",
            )
            for key, rate, payment in moves
        ),
        answer=(
            "**Nobody can say what rates will be**, not next month and not next year, so do not count on a "
            f"fall. What can be said is what a change would mean. {whose}: {show_money(terms.amount)} over "
            f"{show_months(terms.term_months)} costs {show_money(level_payment(terms))} a month at "
            f"{show_percent(terms.annual_rate)}, {said}. If the payment fits your budget today, waiting is a "
            "bet that may also be lost; if rates do fall later, you may be able to refinance, at a cost."
        ),
        checks=(
            "Ask how long a rate can be locked, what the lock costs, and whether it can float down.",
        ),
    )
