"""Taking the rate of a loan from the active rate sheet, where nobody has said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.advice.reading.inquiry import Inquiry
from domain.advice.reading.mentions import names_a_rate
from domain.advice.reading.pricing import Pricing
from domain.advice.request import BorrowerFacts, LoanFacts, LoanPurpose, RateType
from domain.loans.ratios import loan_to_value
from domain.loans.terms import USUAL_MORTGAGE_TERM
from domain.rate_sheets.active import RateSheets
from domain.rate_sheets.lookup import Match, Undecided, lookup, matches
from domain.rate_sheets.row import Measure
from domain.rate_sheets.sheet import Product


async def priced(inquiry: Inquiry, sheets: RateSheets) -> Inquiry:
    """Complete the facts with the rate of the sheet in effect for the loan's purpose, if it has one.

    A rate that is known stays, to be held against those of the sheet; where the question weighs rates ("at
    6 or 6.5 %?") none is put beside them. Without a purpose no sheet applies, and a purpose alone is no
    loan to look up. The type of rate is taken to be fixed where it is not known. Whatever the sheet says
    is noted as the inquiry's `pricing`.
    """
    request = inquiry.known.request
    loan = request.loan
    borrower = request.borrower or BorrowerFacts()
    if loan is None or loan.purpose is None:
        return inquiry
    if not _to_be_looked_up(loan, borrower, inquiry.question):
        return inquiry
    product = Product(loan.purpose, loan.rate_type or RateType.FIXED)
    filed = await sheets.active(product, on=inquiry.asked_at.date())
    if filed is None:
        return inquiry
    known = _measures(loan, borrower)
    found = lookup(filed.sheet, known) if loan.annual_rate is None else None
    rates = [match.row.rate for match in matches(filed.sheet, known)]
    pricing = Pricing(
        sheet_id=filed.id,
        name=filed.sheet.name,
        version=filed.version,
        product=str(product),
        effective_from=filed.sheet.effective_from,
        sample=filed.sample,
        match=found if isinstance(found, Match) else None,
        needs=found.needs if isinstance(found, Undecided) else (),
        lowest=min(rates, default=None),
        highest=max(rates, default=None),
    )
    if pricing.match is None:
        return replace(inquiry, pricing=pricing)
    completed = replace(loan, annual_rate=pricing.match.row.rate)
    facts = replace(inquiry.known, request=replace(request, loan=completed))
    return replace(inquiry, known=facts, pricing=pricing)


def _to_be_looked_up(loan: LoanFacts, borrower: BorrowerFacts, question: str) -> bool:
    """Whether there is a rate to judge, or a loan that lacks one."""
    if loan.annual_rate is not None:
        return True
    told = (loan.amount, loan.term_months, borrower.credit_score)
    if _asks_how_much(loan, borrower):
        return not names_a_rate(question)
    return any(each is not None for each in told) and not names_a_rate(question)


def _asks_how_much(loan: LoanFacts, borrower: BorrowerFacts) -> bool:
    """Whether there is an income and no loan yet: the mortgage it bears is computed for the usual term."""
    mortgage = loan.purpose is LoanPurpose.MORTGAGE and loan.amount is None
    return mortgage and borrower.gross_monthly_income is not None


def _measures(loan: LoanFacts, borrower: BorrowerFacts) -> Mapping[Measure, Decimal]:
    known: dict[Measure, Decimal] = {}
    if loan.term_months is not None:
        known[Measure.TERM] = Decimal(loan.term_months)
    elif _asks_how_much(loan, borrower):
        known[Measure.TERM] = Decimal(USUAL_MORTGAGE_TERM)
    if borrower.credit_score is not None:
        known[Measure.CREDIT_SCORE] = Decimal(borrower.credit_score)
    if loan.amount is not None and loan.property_value is not None:
        ratio = loan_to_value(amount=loan.amount, property_value=loan.property_value)
        known[Measure.LOAN_TO_VALUE] = ratio
    return known
