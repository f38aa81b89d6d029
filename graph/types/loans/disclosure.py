"""What a lender must disclose of a loan."""

import strawberry

from domain.loans import disclosure
from graph.types.scalars import Money, Percent


@strawberry.type(
    description="The figures that a lender must disclose of a loan (12 CFR 1026.18, 1026.37(l), 1026.38(o))."
)
class LoanDisclosure:
    """The figures that a lender must disclose of a loan."""

    amount_financed: Money = strawberry.field(
        description="The loan less prepaid finance charges and prepaid interest."
    )
    finance_charge: Money = strawberry.field(
        description="Interest, mortgage insurance, prepaid finance charges and prepaid interest."
    )
    total_of_payments: Money = strawberry.field(
        description="Principal, interest, mortgage insurance, all fees and prepaid interest."
    )
    total_interest_percentage: Percent = strawberry.field(
        description="TIP: all interest, prepaid too, of the loan amount; two decimals."
    )
    five_year_total: Money = strawberry.field(
        description='"In 5 years": what will have been paid in principal, interest, mortgage insurance and '
        "closing costs."
    )
    five_year_principal: Money = strawberry.field(
        description='"In 5 years": the principal that will have been paid off.'
    )
    apr: Percent = strawberry.field(
        description="The annual percentage rate as disclosed, with three decimals; the first period "
        "counts as a whole one."
    )
    exact_apr: Percent = strawberry.field(description="The same with 12 decimals.")

    @staticmethod
    def of(disclosed: disclosure.Disclosure) -> "LoanDisclosure":
        """Return the figures as clients see them."""
        return LoanDisclosure(
            amount_financed=Money(disclosed.amount_financed),
            finance_charge=Money(disclosed.finance_charge),
            total_of_payments=Money(disclosed.total_of_payments),
            total_interest_percentage=Percent(disclosed.total_interest_percentage),
            five_year_total=Money(disclosed.five_year_total),
            five_year_principal=Money(disclosed.five_year_principal),
            apr=Percent(disclosed.apr.disclosed),
            exact_apr=Percent(disclosed.apr.rate),
        )
