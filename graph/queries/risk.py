"""What may go wrong with a loan, for its borrower and for its lender."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.capital import CapitalRequirement, CapitalRequirementInput
from graph.types.risk import RiskAssessment
from graph.types.risk_input import RiskInput


@strawberry.type
class RiskQueries:
    """Queries about risk."""

    @root_field(
        "The chance of missing a payment, named stresses, a lender's expected loss and the principal "
        "reasons against the loan, with every assumption and its source."
    )
    async def simulate_risk(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            RiskInput, strawberry.argument(description="The loan and its borrower.")
        ],
    ) -> RiskAssessment:
        """Return an assessment of the risk."""
        with argument("input"):
            return RiskAssessment.of(await info.context.compute(input.assess))

    @root_field(
        "The capital a bank would hold for a retail loan by Basel II's internal-ratings formula, for "
        "orientation."
    )
    async def capital_requirement(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            CapitalRequirementInput, strawberry.argument(description="The exposure.")
        ],
    ) -> CapitalRequirement:
        """Return the capital."""
        with argument("input"):
            return CapitalRequirement.of(await info.context.compute(input.capital))
