"""Escrow accounts: what may be collected for taxes and insurance, and how an account stands."""

import strawberry

from domain.loans import escrow as domain
from graph.errors import argument
from graph.types.enums import describe
from graph.types.scalars import Money

describe(
    domain.Standing,
    "EscrowStandingKind",
    "How an account compares with its target.",
    {
        "EVEN": "It has just what it should have.",
        "SURPLUS": "It has more.",
        "SHORTAGE": "It has less, but not less than nothing.",
        "DEFICIENCY": "It is below zero: the servicer has advanced money.",
    },
)


@strawberry.input(description="A bill that the servicer pays out of the account.")
class DisbursementInput:
    """A bill that the servicer pays out of the account."""

    month: int = strawberry.field(
        description="In which month of the computation year, 1 to 12; 1 is that of the first payment."
    )
    amount: Money = strawberry.field(description="How much.")


@strawberry.input(description="An escrow account's bills of a year.")
class EscrowInput:
    """An escrow account's bills of a year."""

    disbursements: list[DisbursementInput] = strawberry.field(
        description=f"The bills, 1 to {domain.MAX_DISBURSEMENTS}."
    )
    with_cushion: bool = strawberry.field(
        default=True,
        description="Whether to add the largest cushion that the law allows, a sixth of the year's "
        "bills.",
    )
    balance: Money | None = strawberry.field(
        default=None,
        description="What the account has at the analysis, negative where the servicer has advanced "
        'money ("-35.50"); with it, the account\'s standing is told.',
    )

    def review(self) -> domain.EscrowReview:
        """Return analysis and standing. Raises `InvalidInput` naming the field."""
        return domain.review(self._bills(), with_cushion=self.with_cushion, balance=self.balance)

    def _bills(self) -> list[domain.Disbursement]:
        bills = []
        for place, each in enumerate(self.disbursements):
            with argument(f"disbursements[{place}]"):
                bills.append(domain.Disbursement(each.month, each.amount))
        return bills


@strawberry.type(description="How an account compares with its target (12 CFR 1024.17(b), (f)).")
class EscrowStanding:
    """How an account compares with its target."""

    kind: domain.Standing = strawberry.field(description="Which way it is off, if at all.")
    amount: Money = strawberry.field(
        description="By how much; of a deficiency, how far below zero the account is."
    )
    must_refund: bool = strawberry.field(
        description="Whether it is a surplus of $50 or more, to be refunded within 30 days."
    )
    may_demand: bool = strawberry.field(
        description="Whether it is a shortage or deficiency of less than a month's payment, which may "
        "be asked for within 30 days; a larger one may only be spread."
    )

    @staticmethod
    def of(standing: domain.EscrowStanding) -> "EscrowStanding":
        """Return a standing as clients see it."""
        return EscrowStanding(
            kind=standing.standing,
            amount=Money(standing.amount),
            must_refund=standing.must_refund,
            may_demand=standing.may_demand,
        )


@strawberry.type(
    description="The most that an escrow account may require: RESPA's aggregate analysis, 12 CFR "
    "1024.17(d)(2) and Appendix E. State law or the mortgage may allow less."
)
class Escrow:
    """The most that an escrow account may require."""

    monthly_payment: Money = strawberry.field(description="A twelfth of the year's bills.")
    starting_balance: Money = strawberry.field(
        description="What may be collected at settlement, cushion included."
    )
    cushion: Money = strawberry.field(
        description="The part of it that no bill is expected to touch."
    )
    balances: list[Money] = strawberry.field(
        description="The target balance at the end of months 1 to 12."
    )
    standing: EscrowStanding | None = strawberry.field(
        description="How the account stands; null without its balance."
    )

    @staticmethod
    def of(review: domain.EscrowReview) -> "Escrow":
        """Return a review as clients see it."""
        analysis, standing = review.analysis, review.standing
        return Escrow(
            monthly_payment=Money(analysis.monthly_payment),
            starting_balance=Money(analysis.starting_balance),
            cushion=Money(analysis.cushion),
            balances=[Money(balance) for balance in analysis.balances],
            standing=None if standing is None else EscrowStanding.of(standing),
        )
