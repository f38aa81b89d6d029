"""The figures that a lender must disclose about a loan: 12 CFR 1026.18, 1026.37(l), 1026.38(o)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.apr import Apr, apr_of_level_periods
from domain.loans.terms import Instalment, require_whole_cents
from domain.money import CONTEXT, ZERO, total
from domain.rates import percent_of

FIVE_YEARS = 60


@dataclass(frozen=True, slots=True)
class ClosingCosts:
    """What is paid at closing on account of the loan, in dollars and whole cents.

    loan_costs: origination charges and services, section D of a Loan Estimate (1026.37(f)).
    finance_charges: the part of them that is a prepaid finance charge (1026.2(a)(23)).
    prepaid_interest: from closing to the first of the month (1026.37(g)(2)); also prepaid finance
    charge, but no loan cost.

    Raises InvalidInput naming the field; finance_charges may not exceed loan_costs.
    """

    loan_costs: Decimal = ZERO
    finance_charges: Decimal = ZERO
    prepaid_interest: Decimal = ZERO

    def __post_init__(self) -> None:
        require_whole_cents(self.loan_costs, field="loanCosts")
        require_whole_cents(self.finance_charges, field="financeCharges")
        require_whole_cents(self.prepaid_interest, field="prepaidInterest")
        if self.finance_charges > self.loan_costs:
            raise InvalidInput("they are a part of loanCosts", field="financeCharges")

    @property
    def prepaid_finance_charge(self) -> Decimal:
        """What is left out of the amount financed."""
        return total((self.finance_charges, self.prepaid_interest))


NO_CLOSING_COSTS = ClosingCosts()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A loan's cost as disclosed; dollars to the cent, percentages as noted.

    amount_financed: loan amount less prepaid finance charge (1026.18(b)).
    finance_charge: interest, mortgage insurance, prepaid finance charge (1026.4).
    total_of_payments: principal, interest, mortgage insurance, loan costs and prepaid interest
    (1026.38(o)(1)).
    total_interest_percentage: interest incl. prepaid / loan amount, two decimals (1026.37(l)(3)).
    five_year_total, five_year_principal: what the payments of the first 60 months come to, with the
    closing costs, and the principal in them (1026.37(l)(1)).
    apr: of the payments with mortgage insurance against the amount financed.
    """

    amount_financed: Decimal
    finance_charge: Decimal
    total_of_payments: Decimal
    total_interest_percentage: Decimal
    five_year_total: Decimal
    five_year_principal: Decimal
    apr: Apr


def amount_financed_of(
    schedule: Sequence[Instalment], costs: ClosingCosts, *, in_advance: bool = False
) -> Decimal:
    """The loan less what is paid of its finance charge beforehand (1026.18(b)), in dollars.

    Raises InvalidInput ("fees") if that leaves nothing, or no more than a payment made at once.
    """
    amount = total(row.principal for row in schedule)
    financed = CONTEXT.subtract(amount, costs.prepaid_finance_charge)
    if financed <= (schedule[0].payment if in_advance else 0):
        raise InvalidInput("what is paid beforehand leaves nothing of the loan", field="fees")
    return financed


def disclose(
    schedule: Sequence[Instalment],
    *,
    costs: ClosingCosts,
    premiums: Sequence[Decimal] = (),
    per_year: int = 12,
    in_advance: bool = False,
) -> Disclosure:
    """What is to be disclosed of a loan paid by `schedule`, without extra payments.

    `premiums` are the mortgage insurance premiums due with the first, second, … payment;
    `per_year` and `in_advance` say when payments fall due. The first period counts as a whole one,
    as a creditor may count it (1026.17(c)(4)); for the odd days of a dated loan use `apr.apr_of`.

    Raises InvalidInput as `amount_financed_of` does.
    """
    amount = total(row.principal for row in schedule)
    amount_financed = amount_financed_of(schedule, costs, in_advance=in_advance)
    interest = total(row.interest for row in schedule)
    unpaid = (ZERO,) * max(0, len(schedule) - len(premiums))
    insured = (*premiums[: len(schedule)], *unpaid)
    insurance = total(insured)
    five_years = FIVE_YEARS * per_year // 12
    payments = [
        total((row.payment, premium)) for row, premium in zip(schedule, insured, strict=True)
    ]
    at_closing = total((costs.loan_costs, costs.prepaid_interest))
    return Disclosure(
        amount_financed=amount_financed,
        finance_charge=total((interest, insurance, costs.prepaid_finance_charge)),
        total_of_payments=total((amount, interest, insurance, at_closing)),
        total_interest_percentage=percent_of(total((interest, costs.prepaid_interest)), amount),
        five_year_total=total((*payments[:five_years], at_closing)),
        five_year_principal=total(row.principal for row in schedule[:five_years]),
        apr=apr_of_level_periods(
            amount_financed, payments, per_year=per_year, in_advance=in_advance
        ),
    )
