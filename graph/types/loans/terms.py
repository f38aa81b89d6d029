"""The plainest loan there is, as several calculators take it."""

import strawberry

from domain.loans.terms import LoanTerms
from graph.types.scalars import Money, Percent


@strawberry.input(description="A fixed-rate loan with level monthly payments in arrears.")
class LoanTermsInput:
    """A fixed-rate loan with level monthly payments."""

    amount: Money = strawberry.field(
        description="What is borrowed, or still owed: 0.01 to 1,000,000,000.00."
    )
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int = strawberry.field(
        description="The number of monthly payments, or of those that remain: 1 to 600."
    )

    def terms(self) -> LoanTerms:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return LoanTerms(self.amount, self.annual_rate, self.term_months)
