"""Every program rule from what a request states of a loan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.loans.rules.catalogue import catalogue, rule
from domain.loans.rules.charges import VaLoan, program_charges
from domain.loans.rules.evaluate import TESTS, evaluate_all
from domain.loans.rules.facts import Facts, Underwriting
from domain.loans.rules.fees import VaPurpose
from domain.loans.rules.programs import program_rules
from domain.loans.rules.result import Outcome
from domain.loans.terms import LoanTerms, known_terms

D = Decimal
TODAY = date(2026, 6, 1)
LOAN = LoanTerms(D(162_000), D("3.875"), 360)
BUDGET = Facts(
    on=TODAY,
    gross_monthly_income=D(3_000),
    monthly_debts=D(0),
    underwriting=Underwriting.MANUAL,
)


def test_rate_term_and_costs_give_the_housing_payment() -> None:
    # The sample loan of H-24(B) is $761.78 a month: with $318.22 it is 36 % of $3,000.
    found = program_rules(BUDGET, terms=LOAN, other_costs=D("318.22"))
    assert found.housing_payment == 1_080
    answers = {result.rule: result for result in found.results}
    assert list(answers) == list(TESTS)
    debts = answers["fannie-mae-debt-ratio"]
    assert (debts.outcome, debts.measured) == (Outcome.PASS, 36)
    assert answers["conforming-limit"].outcome is Outcome.PASS


def test_without_the_other_costs_the_payment_stays_unknown() -> None:
    found = program_rules(BUDGET, terms=LOAN)
    assert found.housing_payment is None
    assert "housingPayment" in found.missing


def test_what_is_stated_goes_before_what_is_derived() -> None:
    stated = Facts(on=TODAY, amount=D(150_000), housing_payment=D(900))
    found = program_rules(stated, terms=LOAN, other_costs=D(0))
    assert found.results == evaluate_all(stated)


def test_missing_facts_are_named_once() -> None:
    found = program_rules(Facts(on=TODAY))
    assert len(found.missing) == len(set(found.missing))
    asked = {name for result in found.results for name in result.missing}
    assert set(found.missing) == asked
    assert found.missing[:3] == ("apr", "apor", "amount")


def test_a_credit_score_has_its_name() -> None:
    # CFPB, Borrower Risk Profiles: prime from 660 to 719.
    for on, score, band in (
        (TODAY, 700, "prime"),
        (TODAY, None, None),
        (date(1990, 1, 1), 700, None),
    ):
        found = program_rules(Facts(on=on, credit_score=score))
        assert found.credit_score_band == band


def test_what_programs_charge() -> None:
    # 1.75 % and 0.55 % (HUD Mortgagee Letter 2023-05), 2.15 % (38 USC 3729), 1 % and 0.35 % (USDA).
    fha, va, usda = program_charges(
        amount=D(200_000),
        on=TODAY,
        property_value=D(207_000),
        term_months=360,
        va=VaLoan(VaPurpose.PURCHASE),
    )
    assert fha.fees is not None
    assert (fha.fees.upfront, fha.fees.annual_percent) == (D("3500.00"), D("0.55"))
    assert va.fees is not None
    assert va.fees.upfront == D("4300.00")
    assert usda.fees is not None
    assert (usda.fees.upfront, usda.fees.annual_percent) == (D("2000.00"), D("0.35"))


def test_charges_that_cannot_be_computed_say_why() -> None:
    fha, va, usda = program_charges(amount=D(200_000), on=TODAY, term_months=360)
    assert (fha.fees, fha.missing) == (None, ("propertyValue",))
    assert (va.fees, va.missing) == (None, ("va",))
    assert usda.fees is not None
    long_ago = program_charges(
        amount=D(1),
        on=date(1990, 1, 1),
        property_value=D(1),
        term_months=1,
        va=VaLoan(VaPurpose.CASH_OUT),
    )
    assert all(each.outside is not None and each.fees is None for each in long_ago)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": D(0)}, "amount"),
        ({"term_months": 0}, "termMonths"),
        ({"property_value": D(0)}, "propertyValue"),
        ({"va": VaLoan(VaPurpose.PURCHASE, down_percent=D(101))}, "downPercent"),
    ],
)
def test_unusable_loans_name_their_field(change: dict[str, Any], field: str) -> None:
    loan = {"amount": D(1), "on": TODAY, "property_value": D(1), "term_months": 1}
    with pytest.raises(InvalidInput) as caught:
        program_charges(**{**loan, **change})
    assert caught.value.field == field


def test_other_costs_must_be_an_amount() -> None:
    with pytest.raises(InvalidInput) as caught:
        program_rules(BUDGET, terms=LOAN, other_costs=D(-1))
    assert caught.value.field == "otherCosts"


def test_a_loan_is_known_when_all_three_are() -> None:
    assert known_terms(D(162_000), D("3.875"), 360) == LOAN
    assert known_terms(None, D(1), 1) is known_terms(D(1), None, 1) is None
    assert known_terms(D(1), D(1), None) is None


def test_figures_can_be_listed() -> None:
    rows = dict(rule("fha-ratios").versions[0].values.rows())
    assert (rows["score_for_more"], rows["base.front"], rows["two_factors.back"]) == (
        "580",
        "31",
        "50",
    )
    premiums = dict(rule("fha-mip").versions[-1].values.rows())
    assert (premiums["long_small.1.percent"], premiums["long_small.1.ends"]) == ("0.50", "true")
    bands = dict(rule("credit-score-bands").versions[-1].values.rows())
    assert "near-prime" in bands.values()
    for each in catalogue().values():
        for version in each.versions:
            paths = [path for path, _ in version.values.rows()]
            assert len(paths) == len(set(paths))
