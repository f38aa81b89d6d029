"""Program rules: what they say on a day, and how a loan fares by them."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans.rules.catalogue import catalogue
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.program_fees import ProgramFees, ProgramFeesInput
from graph.types.rule import ProgramRules, Rule
from graph.types.rule_input import ProgramRulesInput

AsOf = Annotated[
    date | None,
    strawberry.argument(description="The day that counts; today (UTC) if left out."),
]


@strawberry.type
class RuleQueries:
    """Queries about program rules."""

    @root_field(
        "How a loan on a home fares by every dated rule: qualified mortgage, higher-priced and "
        "high-cost, conforming, FHA, VA and USDA."
    )
    async def program_rules(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            ProgramRulesInput, strawberry.argument(description="The loan and its borrower.")
        ],
        as_of: AsOf = None,
    ) -> ProgramRules:
        """Return every rule's answer."""
        on = as_of or _today(info)
        with argument("input"):
            return ProgramRules.of(await info.context.compute(lambda: input.evaluate(on)))

    @root_field("What FHA, VA and USDA would charge for insuring or guaranteeing a loan.")
    async def program_fees(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            ProgramFeesInput, strawberry.argument(description="The loan.")
        ],
        as_of: AsOf = None,
    ) -> list[ProgramFees]:
        """Return each program's charges."""
        on = as_of or _today(info)
        with argument("input"):
            charges = await info.context.compute(lambda: input.charges(on))
        return [ProgramFees.of(charge) for charge in charges]

    @root_field("Every program rule that is held, with its figures as of a day and their source.")
    async def rules(self, info: Info, as_of: AsOf = None) -> list[Rule]:
        """Return every rule."""
        on = as_of or _today(info)
        return await info.context.compute(
            lambda: [Rule.of(rule, on) for rule in catalogue().values()]
        )


def _today(info: Info) -> date:
    return info.context.services.clock.now().date()
