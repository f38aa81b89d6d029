"""One loan put to one rule, or to all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from domain.errors import NotFound
from domain.loans.rules import (
    debt_ratios,
    fha_ratios,
    limits,
    points_and_fees,
    price,
    residual_income,
    scores,
)
from domain.loans.rules.catalogue import OutsideData, rule
from domain.loans.rules.facts import Facts
from domain.loans.rules.result import Finding, Outcome, RuleResult
from domain.loans.rules.values import Values

Test = Callable[[Values, Facts], Finding]

TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "general-qm-price": price.general_qm_price,
        "qm-safe-harbor": price.qm_safe_harbor,
        "qm-points-and-fees": points_and_fees.qm_points_and_fees,
        "hpml-price": price.hpml_price,
        "hoepa-apr": price.hoepa_apr,
        "hoepa-points-and-fees": points_and_fees.hoepa_points_and_fees,
        "hoepa-prepayment-penalty": points_and_fees.hoepa_prepayment_penalty,
        "conforming-limit": limits.conforming_limit,
        "fannie-mae-debt-ratio": debt_ratios.fannie_mae_debt_ratio,
        "fannie-mae-credit-score": scores.fannie_mae_credit_score,
        "fha-limit": limits.fha_limit,
        "fha-ratios": fha_ratios.fha_ratios,
        "fha-credit-score": scores.fha_credit_score,
        "va-debt-ratio": debt_ratios.va_debt_ratio,
        "va-residual-income": residual_income.va_residual_income,
        "usda-housing-ratio": debt_ratios.usda_housing_ratio,
        "usda-total-debt-ratio": debt_ratios.usda_total_debt_ratio,
    }
)
"""The rules that a loan can keep or break, in the order in which they are shown; the catalogue also
holds tables of fees and bands, which `fees` and `scores` read."""


def evaluate(identifier: str, facts: Facts) -> RuleResult:
    """The rule's answer on the day `facts.on`: PASS, FAIL, NOT_APPLICABLE, or UNKNOWN and why.

    On a day for which no figures are held the answer is UNKNOWN with `outside` set, never another
    year's. Raises NotFound ("rule") for an id that is no test.
    """
    if identifier not in TESTS:
        raise NotFound("rule", identifier)
    version = rule(identifier).on(facts.on)
    if isinstance(version, OutsideData):
        return RuleResult(
            rule=identifier, outcome=Outcome.UNKNOWN, explanation=str(version), outside=version
        )
    finding = TESTS[identifier](version.values, facts)
    return RuleResult(
        rule=identifier,
        outcome=finding.outcome,
        explanation=finding.explanation,
        figure=finding.figure,
        unit=finding.unit,
        measured=finding.measured,
        threshold=finding.threshold,
        effective_from=version.effective_from,
        source=version.source,
        missing=finding.missing,
    )


def evaluate_all(facts: Facts) -> tuple[RuleResult, ...]:
    """Every rule's answer, in the order of `TESTS`."""
    return tuple(evaluate(identifier, facts) for identifier in TESTS)
