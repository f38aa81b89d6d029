"""The capital a bank would hold for a loan."""

import strawberry

from domain.risk.basel import BaselCapital, Exposure, basel_capital
from graph.types import risk_enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import Money, Percent


@strawberry.input(description="A retail exposure as a bank rates it.")
class CapitalRequirementInput:
    """A retail exposure as a bank rates it."""

    pd: Percent = strawberry.field(
        description="The chance of default within a year, less than 100; below 0.03 counts as 0.03."
    )
    lgd: Percent = strawberry.field(description="The share of the exposure lost in a default.")
    exposure: Money = strawberry.field(description="What is owed at default.")
    kind: Exposure = strawberry.field(description="What kind of loan it is.")

    def capital(self) -> BaselCapital:
        """Return the capital. Raises `InvalidInput` naming the field."""
        return basel_capital(pd=self.pd, lgd=self.lgd, exposure=self.exposure, kind=self.kind)


@strawberry.type(
    description="Basel II, paragraphs 328 to 330: capital for unexpected loss at 99.9 % confidence. Most "
    "banks in the United States use fixed weights instead."
)
class CapitalRequirement:
    """Capital for unexpected loss."""

    correlation: Percent = strawberry.field(description="How far such loans fail together.")
    requirement: Percent = strawberry.field(description="K: the capital, as a share of exposure.")
    risk_weight: Percent = strawberry.field(description="12.5 times K; it may exceed 100.")
    risk_weighted_assets: Money = strawberry.field(
        description="The exposure times the risk weight before rounding."
    )
    capital: Money = strawberry.field(description="The exposure times K before rounding.")

    @staticmethod
    def of(capital: BaselCapital) -> "CapitalRequirement":
        """Return the capital as clients see it."""
        return CapitalRequirement(
            correlation=Percent(capital.correlation),
            requirement=Percent(capital.requirement),
            risk_weight=Percent(capital.risk_weight),
            risk_weighted_assets=Money(capital.risk_weighted),
            capital=Money(capital.capital),
        )
