"""What a loan costs besides interest, as quotes and offers take it."""

import strawberry

from domain.loans import costs
from domain.loans.disclosure import ClosingCosts
from graph.errors import argument
from graph.types.scalars import NO_MONEY, Money


@strawberry.input(description="What is paid at closing for one thing.")
class FeeInput:
    """What is paid at closing for one thing."""

    name: str = strawberry.field(description="What it is for, 1 to 100 characters.")
    amount: Money = strawberry.field(description="What it costs.")
    finance_charge: bool = strawberry.field(
        default=True,
        description="Whether it is a prepaid finance charge, such as points and origination fees are "
        "(12 CFR 1026.4); title and appraisal fees of a home are not. It raises the APR.",
    )

    def fee(self) -> costs.Fee:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return costs.Fee(self.name, self.amount, self.finance_charge)


@strawberry.input(description="Mortgage insurance that is paid with the loan's payments.")
class InsurancePremiumsInput:
    """Mortgage insurance that is paid with the loan's payments."""

    premium: Money = strawberry.field(description="What is due with each payment.")
    payments: int = strawberry.field(
        description="With how many payments, from the first: 0 to 2,600."
    )

    def premiums(self) -> costs.InsurancePremiums:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return costs.InsurancePremiums(self.premium, self.payments)


@strawberry.input(description="What a loan costs besides interest.")
class LoanCostsInput:
    """What a loan costs besides interest; the inputs that take costs inherit its fields."""

    fees: list[FeeInput] = strawberry.field(
        default_factory=list, description="What is paid at closing, at most 50 fees."
    )
    prepaid_interest: Money = strawberry.field(
        default=NO_MONEY,
        description="Interest from closing to the first of the month, paid at closing.",
    )
    mortgage_insurance: InsurancePremiumsInput | None = strawberry.field(
        default=None, description="Mortgage insurance, if there is any."
    )

    def closing_costs(self) -> ClosingCosts:
        """Return the fees added up. Raises `InvalidInput` naming the field."""
        fees = []
        for place, fee in enumerate(self.fees):
            with argument(f"fees[{place}]"):
                fees.append(fee.fee())
        return costs.closing_costs(fees, prepaid_interest=self.prepaid_interest)

    def premiums(self) -> costs.InsurancePremiums:
        """Return the insurance premiums. Raises `InvalidInput` naming the field."""
        if self.mortgage_insurance is None:
            return costs.NO_PREMIUMS
        with argument("mortgageInsurance"):
            return self.mortgage_insurance.premiums()
