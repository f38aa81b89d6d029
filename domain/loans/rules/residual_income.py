"""VA's table of residual income: what must be left each month, 38 CFR 36.4340(e)."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.rules.catalogue import OutsideData, rule
from domain.loans.rules.facts import Facts
from domain.loans.rules.result import Figure, Finding, Unit, compared, unknown
from domain.loans.rules.values import Values
from domain.money import CONTEXT


def va_residual_income(values: Values, facts: Facts) -> Finding:
    """What is left after taxes, housing, upkeep and debts must reach the table's figure.

    VA's reduction for some service members, and leaving out household members who are supported
    otherwise, are for the lender to apply.
    """
    required = _required(values, facts)
    if required is None or facts.residual_income is None:
        return unknown(*_missing(facts))
    return compared(
        keeps=facts.residual_income >= required,
        explanation="residual income must reach VA's table",
        figure=Figure.RESIDUAL_INCOME,
        unit=Unit.DOLLARS,
        measured=facts.residual_income,
        threshold=required,
    )


def required_residual_income(facts: Facts) -> Decimal | OutsideData | None:
    """The table's figure in dollars a month; None if amount, household size or region is not known."""
    version = rule("va-residual-income").on(facts.on)
    if isinstance(version, OutsideData):
        return version
    return _required(version.values, facts)


def _required(values: Values, facts: Facts) -> Decimal | None:
    if facts.amount is None or facts.household_size is None or facts.region is None:
        return None
    large = facts.amount >= values.number("large_at_least")
    table = values.table("large" if large else "small")
    row = table.numbers(facts.region.value)
    members = min(facts.household_size, int(values.number("most_members")))
    more = max(0, members - len(row))
    return CONTEXT.add(row[members - more - 1], CONTEXT.multiply(table.number("more"), more))


def _missing(facts: Facts) -> tuple[str, ...]:
    wanted = {
        "amount": facts.amount,
        "householdSize": facts.household_size,
        "region": facts.region,
        "residualIncome": facts.residual_income,
    }
    return tuple(name for name, value in wanted.items() if value is None)
