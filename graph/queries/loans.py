"""Calculators for one loan: what it costs, what is missing, its annual percentage rate."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans import transaction
from domain.loans.unknown import solve
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.loans.apr import AnnualPercentageRate, CashFlowInput, LevelLoanInput, streams
from graph.types.loans.quote import LoanQuote, LoanQuoteInput
from graph.types.loans.solving import SolvedLoan, SolveLoanInput
from graph.types.scalars import NO_MONEY, Money, Percent

Disclosed = Annotated[
    Percent | None,
    strawberry.argument(description="A disclosed rate to check against the true one."),
]


@strawberry.type
class LoanQueries:
    """Calculators for one loan."""

    @root_field("What a loan costs: payment, totals and the whole schedule, to the cent.")
    async def loan_quote(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            LoanQuoteInput, strawberry.argument(description="The loan.")
        ],
    ) -> LoanQuote:
        """Return what a loan costs."""
        with argument("input"):
            return await info.context.compute(input.quote)

    @root_field("The payment, rate, term or amount of a level-payment loan, from the other three.")
    async def solve_loan(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            SolveLoanInput, strawberry.argument(description="What is known.")
        ],
    ) -> SolvedLoan:
        """Return the loan with what was missing."""
        with argument("input"):
            return SolvedLoan.of(await info.context.compute(lambda: solve(input.known())))

    @root_field(
        "The annual percentage rate of any dated advances and payments, by the actuarial method "
        "(Regulation Z, 12 CFR 1026, Appendix J)."
    )
    async def apr_of(
        self,
        info: Info,
        *,
        advances: Annotated[
            list[CashFlowInput],
            strawberry.argument(
                description="What the lender advances: at most 100 entries, 3,000 amounts in all."
            ),
        ],
        payments: Annotated[
            list[CashFlowInput],
            strawberry.argument(
                description="What the borrower pays: at most 100 entries, 3,000 amounts in all."
            ),
        ],
        prepaid_finance_charge: Annotated[
            Money,
            strawberry.argument(
                description="Fees that are part of the finance charge and paid out of the first advance, or "
                "with it."
            ),
        ] = NO_MONEY,
        begins: Annotated[
            date | None,
            strawberry.argument(
                description="The day the finance charge begins to be earned, if not that of the first "
                "advance."
            ),
        ] = None,
        disclosed: Disclosed = None,
    ) -> AnnualPercentageRate:
        """Return a transaction's rate."""
        report = await info.context.compute(
            lambda: transaction.report(
                streams(advances, "advances"),
                streams(payments, "payments"),
                begins=begins,
                prepaid_finance_charge=prepaid_finance_charge,
            )
        )
        return AnnualPercentageRate.of(report, disclosed)

    @root_field("The annual percentage rate of a loan repaid in equal payments, without dates.")
    async def apr_of_loan(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            LevelLoanInput, strawberry.argument(description="The loan.")
        ],
        disclosed: Disclosed = None,
    ) -> AnnualPercentageRate:
        """Return a loan's rate."""
        with argument("input"):
            report = await info.context.compute(input.report)
        return AnnualPercentageRate.of(report, disclosed)
