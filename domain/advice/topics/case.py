"""What every topic computes from: the facts as given, and what the loan costs by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.advice.request import BorrowerFacts, LoanFacts, LoanPurpose
from domain.loans.amortization import LoanQuote, LoanTerms, quote


@dataclass(frozen=True, slots=True)
class Case:
    """A loan and a borrower; `quote` is None without a rate or a term. `on` is the day of the answer."""

    loan: LoanFacts
    borrower: BorrowerFacts
    quote: LoanQuote | None
    on: date

    @property
    def is_mortgage(self) -> bool:
        """Whether a home secures the loan, as far as one was told."""
        return self.loan.purpose is LoanPurpose.MORTGAGE or (
            self.loan.purpose is None and self.loan.property_value is not None
        )


def case_of(loan: LoanFacts, borrower: BorrowerFacts | None, *, on: date) -> Case:
    """Return the case, with the loan's quote where rate and term are known."""
    return Case(loan, borrower or BorrowerFacts(), quote_of(loan), on)


def quote_of(loan: LoanFacts) -> LoanQuote | None:
    """Return the loan's quote, or None if its rate or term is not known."""
    if loan.annual_rate is None or loan.term_months is None:
        return None
    terms = LoanTerms(loan.amount, loan.annual_rate, loan.term_months)
    return quote(terms, start_date=loan.start_date)
