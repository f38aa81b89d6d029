"""Calculators for paying debts off: faster, and in which order."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans.prepayment import prepay
from domain.loans.strategies import Strategy
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.loans.debts import DebtInput, PayoffOrder, paid_off
from graph.types.loans.prepayment import ExtraPaymentsInput, FasterPayoff, Prepayment
from graph.types.loans.terms import LoanTermsInput
from graph.types.scalars import Money


@strawberry.type
class PayoffQueries:
    """Calculators for paying debts off."""

    @root_field("What extra payments, or payments every two weeks, save in time and interest.")
    async def prepayment(
        self,
        info: Info,
        loan: Annotated[LoanTermsInput, strawberry.argument(description="The loan as agreed.")],
        extras: Annotated[
            ExtraPaymentsInput,
            strawberry.argument(description="What is paid beyond the monthly payment."),
        ],
        start_date: Annotated[
            date | None,
            strawberry.argument(
                description="The day interest runs from, 1900 to 2199; with it, payments get due dates."
            ),
        ] = None,
    ) -> Prepayment:
        """Return the loan as agreed and paid faster."""
        with argument("loan"):
            terms = loan.terms()
        with argument("extras"):
            beyond = extras.extras()
        faster = await info.context.compute(lambda: prepay(terms, beyond, start_date=start_date))
        return Prepayment(terms=terms, start_date=start_date, with_extras=FasterPayoff.of(faster))

    @root_field("How to pay several debts off within a monthly budget, and what each order costs.")
    async def payoff_order(
        self,
        info: Info,
        debts: Annotated[list[DebtInput], strawberry.argument(description="The debts, 1 to 50.")],
        budget: Annotated[
            Money,
            strawberry.argument(
                description="What is paid each month in all: at least the minimum payments."
            ),
        ],
        order: Annotated[
            Strategy, strawberry.argument(description="Which debt is paid first.")
        ] = Strategy.AVALANCHE,
    ) -> PayoffOrder:
        """Return the plan beside those of the other orders."""
        return PayoffOrder.of(await info.context.compute(lambda: paid_off(debts, budget, order)))
