"""One call from what is known of a loan and its borrower to everything that can be said of the risk."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms, Caps
from domain.loans.rules.evaluate import evaluate
from domain.loans.rules.facts import Facts, Underwriting
from domain.loans.rules.result import Figure
from domain.loans.terms import LoanTerms
from domain.risk.assessment import (
    DEFAULT_WITHIN,
    NO_OTHER_COSTS,
    NotComputed,
    Part,
    assess,
)
from domain.risk.expected_loss import ASSUMPTIONS, expected_loss, loss_given_default
from domain.risk.household import LIVING_COSTS, TAKE_HOME, household_of
from domain.risk.parameters import DEFAULT_PARAMETERS
from domain.risk.payments import AdjustablePayments, FixedPayments
from domain.risk.reasons import Factor
from domain.risk.simulation import simulate
from domain.risk.situation import RateChanges, Situation
from domain.risk.stress import stress_test

D = Decimal
KNOWN = Situation(
    amount=D(162_000),
    annual_rate=D("3.875"),
    term_months=360,
    property_value=D(180_000),
    other_costs=D(300),
    gross_monthly_income=D(6_000),
    monthly_debts=D(400),
    reserves=D(9_000),
)


def test_an_assessment_is_what_its_parts_compute() -> None:
    # Given the sample loan of the Loan Estimate, H-24(B), at $761.78 a month
    home, _ = household_of(gross_income=D(6_000), debts=D(400), reserves=D(9_000))
    # When it is assessed
    found = assess(KNOWN)
    # Then simulation, stresses and loss are those of the parts
    assert found.simulation == simulate(home, FixedPayments(D("1061.78"), 360), months=60)
    terms = LoanTerms(D(162_000), D("3.875"), 360)
    assert found.stresses == stress_test(terms, home, other_costs=D(300))
    assert found.loan_to_value == 90
    assert found.simulation is not None
    lost = loss_given_default(balance=D(162_000), property_value=D(180_000))
    assert found.expected_loss == expected_loss(
        pd=found.simulation.first_year, lgd=lost, exposure=D(162_000)
    )
    assert (found.reasons, found.not_computed) == ((), ())


def test_all_that_the_figures_rest_on_is_listed_once() -> None:
    found = assess(replace(KNOWN, other_costs=None))
    assert found.assumptions == (
        TAKE_HOME,
        LIVING_COSTS,
        NO_OTHER_COSTS,
        *DEFAULT_PARAMETERS.assumptions,
        DEFAULT_WITHIN,
        *ASSUMPTIONS,
    )
    assert found.stresses[0].housing_payment == D("761.78")
    stated = assess(replace(KNOWN, take_home=D(4_700), living_costs=D(1_800), property_value=None))
    assert stated.assumptions == DEFAULT_PARAMETERS.assumptions


@pytest.mark.parametrize(
    ("unknown", "name"),
    [
        ("amount", "amount"),
        ("annual_rate", "annualRate"),
        ("term_months", "termMonths"),
        ("gross_monthly_income", "grossMonthlyIncome"),
        ("monthly_debts", "monthlyDebts"),
        ("reserves", "reserves"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_guessed(unknown: str, name: str) -> None:
    change: dict[str, Any] = {unknown: None}
    found = assess(replace(KNOWN, **change))
    assert (found.simulation, found.stresses, found.expected_loss) == (None, (), None)
    lacking = {each.part: each.missing for each in found.not_computed}
    for part in (Part.SIMULATION, Part.STRESSES, Part.EXPECTED_LOSS):
        assert lacking[part] == (name,)
    assert (Part.LOAN_TO_VALUE in lacking) == (unknown == "amount")
    assert found.assumptions == ()


def test_without_a_property_only_what_needs_it_is_left_out() -> None:
    found = assess(replace(KNOWN, property_value=None))
    assert found.simulation is not None
    assert found.not_computed == (
        NotComputed(Part.EXPECTED_LOSS, ("propertyValue",)),
        NotComputed(Part.LOAN_TO_VALUE, ("propertyValue",)),
    )


def test_nothing_known_is_no_error() -> None:
    found = assess(Situation())
    assert found.reasons == ()
    assert [each.part for each in found.not_computed] == list(Part)


def test_an_overburdened_household_is_told_why() -> None:
    # $761.78 + $300 of $2,000 are 53.09 %, with $400 of debts 73.09 %; $500 are 0.4 payments.
    found = assess(
        replace(KNOWN, gross_monthly_income=D(2_000), reserves=D(500), property_value=D(160_000))
    )
    reasons = {each.factor: each for each in found.reasons}
    assert set(reasons) == {
        Factor.EXCESSIVE_OBLIGATIONS,
        Factor.COLLATERAL,
        Factor.INSUFFICIENT_RESERVES,
        Factor.INSUFFICIENT_INCOME,
    }
    debts = reasons[Factor.EXCESSIVE_OBLIGATIONS]
    assert (debts.figure, debts.measured, debts.threshold) == (
        Figure.TOTAL_DEBT_RATIO,
        D("73.09"),
        43,
    )
    assert reasons[Factor.INSUFFICIENT_RESERVES].measured == D("0.4")
    assert reasons[Factor.COLLATERAL].measured == D("101.25")
    # 78.7 % of $2,000 less 28.8 %, $400 and $1,061.78
    assert reasons[Factor.INSUFFICIENT_INCOME].measured == D("-463.78")


def test_rules_that_were_failed_are_reasons_too() -> None:
    facts = Facts(
        on=date(2026, 6, 1),
        gross_monthly_income=D(6_000),
        housing_payment=D("3061.78"),
        monthly_debts=D(400),
        underwriting=Underwriting.AUTOMATED,
    )
    failed = evaluate("fannie-mae-debt-ratio", facts)
    (reason,) = assess(KNOWN, rules=[failed]).reasons
    assert (reason.measured, reason.source) == (failed.measured, failed.source)


def test_an_adjustable_rate_moves_with_its_index() -> None:
    caps = Caps(D(2), D(2), D(5), floor=D("2.75"))
    changes = RateChanges(60, 12, D(4), D("2.75"), caps)
    adjustable = replace(KNOWN, rate_changes=changes)
    terms = AdjustableTerms(D(162_000), D("3.875"), 360, 60, 12, D("2.75"), caps)
    home, _ = household_of(gross_income=D(6_000), debts=D(400), reserves=D(9_000))
    found = assess(adjustable, horizon_months=120)
    assert found.simulation == simulate(home, AdjustablePayments(terms, D(4), D(300)), months=120)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": D(0)}, "amount"),
        ({"annual_rate": D(101)}, "annualRate"),
        ({"term_months": 0}, "termMonths"),
        ({"property_value": D(0)}, "propertyValue"),
        ({"other_costs": D(-1)}, "otherCosts"),
        ({"gross_monthly_income": D(0)}, "grossMonthlyIncome"),
        ({"monthly_debts": D(-1)}, "monthlyDebts"),
        ({"reserves": D(-1)}, "reserves"),
        ({"take_home": D(-1)}, "takeHome"),
        ({"living_costs": D(-1)}, "livingCosts"),
    ],
)
def test_unusable_facts_name_their_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        assess(replace(KNOWN, **change))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fixed_months": 0}, "fixedMonths"),
        ({"change_every": 601}, "changeEvery"),
        ({"index": D(-1)}, "index"),
        ({"margin": D(101)}, "margin"),
    ],
)
def test_unusable_rate_changes_name_their_field(change: dict[str, Any], field: str) -> None:
    given = {"fixed_months": 60, "change_every": 12, "index": D(4), "margin": D(2)}
    with pytest.raises(InvalidInput) as caught:
        RateChanges(**{**given, **change}, caps=Caps(D(2), D(2), D(5)))
    assert caught.value.field == field


def test_an_assessment_has_nothing_of_the_borrower_but_figures() -> None:
    # Regulation B: no protected characteristic can be an input, because there is no field for one.
    assert {each.name for each in fields(Situation)} == {
        "amount",
        "annual_rate",
        "term_months",
        "rate_changes",
        "property_value",
        "other_costs",
        "gross_monthly_income",
        "monthly_debts",
        "reserves",
        "take_home",
        "living_costs",
    }
    assert assess(KNOWN) == assess(KNOWN)
