"""What a lender expects to lose on a loan: chance of default x share lost x amount owed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.terms import require_whole_cents
from domain.money import CONTEXT, require_positive, round_cents
from domain.rates import percent_of, require_percent
from domain.risk.parameters import Assumption, Basis

SALE_DISCOUNT = Assumption(
    name="sale_discount",
    value=Decimal(27),
    unit="percent of value",
    basis=Basis.PUBLISHED,
    source="Campbell, Giglio and Pathak, Forced Sales and House Prices, American Economic Review "
    "101(5), 2011: mean discount after foreclosure in Massachusetts",
)
SALE_COSTS = Assumption(
    name="sale_costs",
    value=Decimal(10),
    unit="percent of the sale price",
    basis=Basis.ASSUMED,
    source="chosen for this product: legal costs, upkeep, taxes and selling",
)
LEAST_LGD = Assumption(
    name="least_lgd",
    value=Decimal(10),
    unit="percent of the amount owed",
    basis=Basis.PUBLISHED,
    source="Basel II, paragraph 266, kept by the Basel Committee in December 2009",
)
ASSUMPTIONS = (SALE_DISCOUNT, SALE_COSTS, LEAST_LGD)
"""What `loss_given_default` rests on."""


@dataclass(frozen=True, slots=True)
class ExpectedLoss:
    """pd, lgd in percent; exposure and loss in dollars."""

    pd: Decimal
    lgd: Decimal
    exposure: Decimal
    loss: Decimal


def expected_loss(*, pd: Decimal, lgd: Decimal, exposure: Decimal) -> ExpectedLoss:
    """PD x LGD x EAD, to the cent. Raises InvalidInput ("pd", "lgd", "exposure")."""
    require_percent(pd, field="pd")
    require_percent(lgd, field="lgd")
    require_whole_cents(exposure, field="exposure")
    product = CONTEXT.multiply(CONTEXT.multiply(pd, lgd), exposure)
    return ExpectedLoss(pd, lgd, exposure, round_cents(CONTEXT.divide(product, Decimal(10_000))))


def loss_given_default(*, balance: Decimal, property_value: Decimal) -> Decimal:
    """The share of the balance, in percent, that a forced sale of the home leaves unpaid.

    (balance - value x (1 - discount) x (1 - costs)) / balance, at least 10 % and at most 100 %.
    Mortgage insurance, which would pay part of it, is left out.
    Raises InvalidInput ("balance", "propertyValue").
    """
    require_positive(balance, field="balance")
    require_positive(property_value, field="propertyValue")
    kept = CONTEXT.multiply(100 - SALE_DISCOUNT.value, 100 - SALE_COSTS.value)
    proceeds = CONTEXT.divide(CONTEXT.multiply(property_value, kept), Decimal(10_000))
    unpaid = CONTEXT.subtract(balance, min(proceeds, balance))
    return max(percent_of(unpaid, balance), LEAST_LGD.value)
