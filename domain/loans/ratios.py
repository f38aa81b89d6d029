"""What a loan weighs against an income and against a property, as percent with two decimals.

Rounding is half up, for showing. A program that sets a limit says how it rounds before comparing
(Fannie Mae truncates a loan-to-value ratio to two decimals and then rounds up to a whole percent),
so a rule that decides starts from the amounts, not from these figures.
"""

from __future__ import annotations

from decimal import Decimal

from domain.money import require_not_negative, require_positive, total
from domain.rates import percent_of


def front_end_dti(*, housing_payment: Decimal, gross_monthly_income: Decimal) -> Decimal:
    """Monthly housing payment / gross monthly income x 100.

    The housing payment is principal, interest, property taxes, homeowner's and mortgage insurance
    and association dues. HUD Handbook 4000.1 names it the Total Mortgage Payment to Effective
    Income ratio (PTI); lenders also say front-end or housing ratio.

    Raises InvalidInput ("housingPayment", "grossMonthlyIncome"; the income must be more than 0).
    """
    require_not_negative(housing_payment, field="housingPayment")
    require_positive(gross_monthly_income, field="grossMonthlyIncome")
    return percent_of(housing_payment, gross_monthly_income)


def back_end_dti(
    *, new_payment: Decimal, monthly_debts: Decimal, gross_monthly_income: Decimal
) -> Decimal:
    """(Payment of the new loan + all other monthly debts) / gross monthly income x 100.

    The ratio of total monthly debt obligations to total monthly income in Regulation Z,
    12 CFR 1026.43(c)(7)(ii)(A). For a mortgage `new_payment` is the whole housing payment and
    `monthly_debts` leaves out the housing cost that it replaces; for any other loan `monthly_debts`
    includes housing.

    Raises InvalidInput ("newPayment", "monthlyDebts", "grossMonthlyIncome"; the income must be more
    than 0).
    """
    require_not_negative(new_payment, field="newPayment")
    require_not_negative(monthly_debts, field="monthlyDebts")
    require_positive(gross_monthly_income, field="grossMonthlyIncome")
    return percent_of(total((new_payment, monthly_debts)), gross_monthly_income)


def loan_to_value(*, amount: Decimal, property_value: Decimal) -> Decimal:
    """Original loan amount / property value x 100.

    The value is the lower of sales price and appraised value for a purchase, the appraised value
    for a refinance (Fannie Mae Selling Guide, B2-1.2-01).

    Raises InvalidInput ("amount", "propertyValue"; the value must be more than 0).
    """
    return combined_loan_to_value(
        amount=amount, other_liens=Decimal(0), property_value=property_value
    )


def combined_loan_to_value(
    *, amount: Decimal, other_liens: Decimal, property_value: Decimal
) -> Decimal:
    """(Original loan amount + balances of all other liens on the property) / its value x 100.

    Of a home equity line `other_liens` counts the part that is drawn (Fannie Mae Selling Guide,
    B2-1.2-02); the value is the one of `loan_to_value`.

    Raises InvalidInput ("amount", "otherLiens", "propertyValue"; the value must be more than 0).
    """
    require_not_negative(amount, field="amount")
    require_not_negative(other_liens, field="otherLiens")
    require_positive(property_value, field="propertyValue")
    return percent_of(total((amount, other_liens)), property_value)
