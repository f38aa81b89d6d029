"""A loan that is paid back at once after some days, such as a payday loan: its annual percentage rate."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.money import CONTEXT, show_money

_DAYS_A_YEAR = Decimal(365)
_HUNDREDTH = Decimal("0.01")


def short_loan(case: Case) -> Finding | None:
    """The fee as a yearly rate, by Regulation Z, Appendix J, for one advance and one payment.

    With a term of less than a year the unit-period is the term, and 365 divided by its days are in a year
    ((b)(5)(vi)): the rate is fee / amount times that.
    """
    days, amount, fee = case.weighed.days, case.loan.amount, case.loan.fees
    if days is None or case.loan.term_months is not None:
        return None
    if amount is None or fee is None:
        what = "the amount of the loan" if amount is None else "the fee"
        return Finding(
            Topic.APR, missing=(f"{what}, for the annual percentage rate",), foremost=True
        )
    share = CONTEXT.divide(CONTEXT.multiply(fee, Decimal(100)), amount)
    apr = CONTEXT.divide(CONTEXT.multiply(share, _DAYS_A_YEAR), Decimal(days))
    apr, share = (each.quantize(_HUNDREDTH, context=CONTEXT) for each in (apr, share))
    repaid = CONTEXT.add(amount, fee)
    return Finding(
        Topic.APR,
        figures=(
            Figure("apr", "Annual percentage rate", apr, Unit.PERCENT, "Regulation Z, Appendix J"),
            Figure("feeShare", "Fee for the time of the loan", share, Unit.PERCENT, "fee / amount"),
            Figure("repaid", "Paid back", repaid, Unit.MONEY, "amount plus fee"),
        ),
        answer=(
            f"Its annual percentage rate (APR) is **{show_percent(apr)}**: a fee of {show_money(fee)} for "
            f"{show_money(amount)} is {show_percent(share)} of it for only {days} days. You would pay back "
            f"{show_money(repaid)}, and each time the loan is rolled over the fee comes again."
        ),
        assumptions=("The fee is paid with the loan at its end, and a year has 365 days.",),
        checks=(
            "Ask a credit union for a small loan, or your lender for an extended payment plan.",
        ),
        foremost=True,
    )
