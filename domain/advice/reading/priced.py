"""Taking the rate of a loan from the active rate sheet, where nobody has said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.advice.reading.inquiry import Inquiry
from domain.advice.reading.mentions import names_a_rate
from domain.advice.reading.pricing import Pricing
from domain.advice.reading.weighed import Weighed
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
    usual_term = _takes_usual_term(loan, borrower, inquiry.known.weighed)
    if not (usual_term or _to_be_looked_up(loan, borrower)) or _is_weighed(loan, inquiry.question):
        return inquiry
    product = Product(loan.purpose, loan.rate_type or RateType.FIXED)
    filed = await sheets.active(product, on=inquiry.asked_at.date())
    if filed is None:
        return inquiry
    known = _measures(loan, borrower, usual_term=usual_term)
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


def _is_weighed(loan: LoanFacts, question: str) -> bool:
    """Whether the question names rates of which none is the loan's."""
    return loan.annual_rate is None and names_a_rate(question)


def _to_be_looked_up(loan: LoanFacts, borrower: BorrowerFacts) -> bool:
    """Whether there is a rate to judge, or a loan that lacks one."""
    told = (loan.annual_rate, loan.amount, loan.term_months, borrower.credit_score)
    return any(each is not None for each in told)


def _takes_usual_term(loan: LoanFacts, borrower: BorrowerFacts, weighs: Weighed) -> bool:
    """Whether a mortgage is sought for an income, or an income for it: the usual term is taken then."""
    bears = loan.amount is None and borrower.gross_monthly_income is not None
    return loan.purpose is LoanPurpose.MORTGAGE and (bears or weighs.asks_income)


def _measures(
    loan: LoanFacts, borrower: BorrowerFacts, *, usual_term: bool
) -> Mapping[Measure, Decimal]:
    known: dict[Measure, Decimal] = {}
    if loan.term_months is not None:
        known[Measure.TERM] = Decimal(loan.term_months)
    elif usual_term:
        known[Measure.TERM] = Decimal(USUAL_MORTGAGE_TERM)
    if borrower.credit_score is not None:
        known[Measure.CREDIT_SCORE] = Decimal(borrower.credit_score)
    if loan.amount is not None and loan.property_value is not None:
        ratio = loan_to_value(amount=loan.amount, property_value=loan.property_value)
        known[Measure.LOAN_TO_VALUE] = ratio
    return known
