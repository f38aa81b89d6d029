"""Taking the rate of a loan from the active rate sheet, where nobody has said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.advice.inquiry import Inquiry
from domain.advice.pricing import Pricing
from domain.advice.request import BorrowerFacts, LoanFacts, RateType
from domain.advice.stated import states_a_rate
from domain.loans.ratios import loan_to_value
from domain.rate_sheets.active import RateSheets
from domain.rate_sheets.lookup import Match, Undecided, lookup
from domain.rate_sheets.row import Measure
from domain.rate_sheets.sheet import Product


async def priced(inquiry: Inquiry, sheets: RateSheets) -> Inquiry:
    """Complete the facts with the rate of the sheet in effect for the loan's purpose, if it has one.

    A rate that is known stays, and where the question weighs rates ("at 6 or 6.5 %?") none is put beside
    them. Without a purpose no sheet applies, and a purpose alone is no loan to look up. The type of rate
    is taken to be fixed where it is not known. Whatever the sheet says is noted as the inquiry's
    `pricing`.
    """
    request = inquiry.known.request
    loan = request.loan
    if loan is None or loan.annual_rate is not None or loan.purpose is None:
        return inquiry
    if (loan.amount is None and loan.term_months is None) or states_a_rate(inquiry.question):
        return inquiry
    product = Product(loan.purpose, loan.rate_type or RateType.FIXED)
    filed = await sheets.active(product, on=inquiry.asked_at.date())
    if filed is None:
        return inquiry
    found = lookup(filed.sheet, _measures(loan, request.borrower or BorrowerFacts()))
    pricing = Pricing(
        sheet_id=filed.id,
        name=filed.sheet.name,
        version=filed.version,
        product=str(product),
        effective_from=filed.sheet.effective_from,
        sample=filed.sample,
        match=found if isinstance(found, Match) else None,
        needs=found.needs if isinstance(found, Undecided) else (),
    )
    if pricing.match is None:
        return replace(inquiry, pricing=pricing)
    completed = replace(loan, annual_rate=pricing.match.row.rate)
    facts = replace(inquiry.known, request=replace(request, loan=completed))
    return replace(inquiry, known=facts, pricing=pricing)


def _measures(loan: LoanFacts, borrower: BorrowerFacts) -> Mapping[Measure, Decimal]:
    known: dict[Measure, Decimal] = {}
    if loan.term_months is not None:
        known[Measure.TERM] = Decimal(loan.term_months)
    if borrower.credit_score is not None:
        known[Measure.CREDIT_SCORE] = Decimal(borrower.credit_score)
    if loan.amount is not None and loan.property_value is not None:
        ratio = loan_to_value(amount=loan.amount, property_value=loan.property_value)
        known[Measure.LOAN_TO_VALUE] = ratio
    return known
