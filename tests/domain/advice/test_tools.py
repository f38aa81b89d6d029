"""Calculators as a model calls them: the same figures, from numbers that were given and no others."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.advice.grounding.evidence import Ground
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts
from domain.advice.tools.arguments import read, require_known, schema
from domain.advice.tools.catalogue import TOOLS
from domain.advice.tools.tool import Computation
from domain.errors import InvalidInput

ON = date(2026, 11, 23)
LOAN = {"amount": "200000", "annual_rate": "6.5", "term_months": 360}
REQUEST = AdviceRequest(
    "I pay 1,500 in rent, and could get 5.5 % for $4,000 over 15 years; or put 1 point down. Stay 7 years?",
    LoanFacts(Decimal(200000), Decimal("6.5"), 360),
    BorrowerFacts(Decimal(7000), Decimal(400)),
)

CALLS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "loan_quote": (LOAN, {"monthlyPayment": "1264.14", "totalInterest": "255085.82"}),
    "annual_percentage_rate": ({**LOAN, "fees": "4000"}, {"apr": "6.695"}),
    "prepayment": ({**LOAN, "extra_monthly": "100"}, {"timeSaved": "67"}),
    "compare_loans": (
        {"offers": [{"name": "A", **LOAN}, {"name": "B", **LOAN, "annual_rate": "6"}]},
        {"offer1Payment": "1264.14", "offer2Payment": "1199.10"},
    ),
    "refinance": (
        {
            "balance": "200000",
            "present_rate": "6.5",
            "remaining_months": 360,
            "new_rate": "5.5",
            "new_term_months": 360,
            "cost": "4000",
        },
        {"monthlySaving": "128.56"},
    ),
    "points": (
        {
            "amount": "200000",
            "term_months": 360,
            "rate_without": "6.5",
            "rate_with": "6.25",
            "points": "1",
        },
        {"cost": "2000.00", "monthlySaving": "32.71"},
    ),
    "adjustable_rate": (
        {
            "amount": "200000",
            "initial_rate": "5",
            "term_months": 360,
            "fixed_months": 60,
            "change_every_months": 12,
            "margin": "2.5",
            "first_cap": "2",
            "periodic_cap": "2",
            "lifetime_cap": "5",
        },
        {"firstPayment": "1073.64", "highestRate": "10"},
    ),
    "affordability": (
        {
            "gross_monthly_income": "7000",
            "monthly_debts": "400",
            "annual_rate": "6.5",
            "term_months": 360,
        },
        {"housingPayment": "1960.00"},
    ),
    "mortgage_insurance": (
        {**LOAN, "original_value": "220000", "annual_percent": "0.6"},
        {"premium": "100.00"},
    ),
    "escrow": (
        {"bills": [{"month": 6, "amount": "2400"}, {"month": 12, "amount": "1200"}]},
        {"escrowPayment": "300.00", "escrowCushion": "600.00"},
    ),
    "rent_or_buy": (
        {
            "price": "250000",
            "down_payment": "50000",
            "annual_rate": "6.5",
            "term_months": 360,
            "rent": "1500",
            "years": 7,
        },
        {},
    ),
    "payoff_order": (
        {
            "debts": [
                {
                    "name": "Card",
                    "balance": "1000",
                    "annual_rate": "20",
                    "minimum_payment": "50",
                },
                {"name": "Car", "balance": "5000", "annual_rate": "5", "minimum_payment": "100"},
            ],
            "budget": "300",
        },
        {},
    ),
    "program_rules": ({**LOAN, "credit_score": 700}, {}),
    "simulate_risk": (
        {
            **LOAN,
            "gross_monthly_income": "7000",
            "monthly_debts": "400",
            "reserves": "9000",
            "property_value": "250000",
        },
        {},
    ),
}


def computed(name: str, given: dict[str, Any]) -> Computation:
    tool = TOOLS[name]
    return tool.run(read(tool.arguments, given), ON)


@pytest.fixture
def ground() -> Ground:
    return Ground((), REQUEST, ())


def refusal(name: str, given: dict[str, Any], ground: Ground) -> str:
    with pytest.raises(InvalidInput) as refused:
        require_known(read(TOOLS[name].arguments, given), ground.own)
    return refused.value.message


def test_every_tool_is_tried() -> None:
    assert set(CALLS) == set(TOOLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_tool_gives_figures_or_says_what_holds(name: str) -> None:
    given, wanted = CALLS[name]
    found = computed(name, given)
    assert found.figures or found.notes
    figures = {figure.key: figure for figure in found.figures}
    assert len(figures) == len(found.figures)
    assert all(figure.basis and figure.label for figure in found.figures)
    for key, value in wanted.items():
        assert figures[key].value == Decimal(value)


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_describes_its_arguments_and_checks_them(name: str) -> None:
    shape = schema(TOOLS[name].arguments)
    assert shape["type"] == "object"
    assert json.dumps(shape)
    with pytest.raises(InvalidInput):
        read(TOOLS[name].arguments, {"amount": {"not": "a number"}, "bills": 3, "debts": "x"})


def test_what_no_calculator_takes_is_refused_by_it() -> None:
    with pytest.raises(InvalidInput, match="termMonths"):
        computed("loan_quote", {**LOAN, "term_months": 601})


def test_numbers_that_were_given_are_taken(ground: Ground) -> None:
    for given in (
        LOAN,
        {**LOAN, "annual_rate": "5.5", "term_months": 180},
        {**LOAN, "amount": 4000},
    ):
        require_known(read(TOOLS["loan_quote"].arguments, given), ground.own)
    rent = {
        "price": "200000",
        "down_payment": "4000",
        "annual_rate": "6.5",
        "term_months": 360,
        "rent": "1500",
        "years": 7,
    }
    require_known(read(TOOLS["rent_or_buy"].arguments, rent), ground.own)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({**LOAN, "annual_rate": "1"}, ""),
        ({**LOAN, "annual_rate": "3.99"}, "annual_rate 3.99"),
        ({**LOAN, "amount": "250000"}, "amount 250000"),
        ({**LOAN, "term_months": 120}, "term_months 120"),
        ({**LOAN, "amount": "7"}, "amount 7"),
    ],
)
def test_numbers_that_nobody_gave_are_refused(
    given: dict[str, Any], named: str, ground: Ground
) -> None:
    if not named:  # "1 point" is 1 percent, and was said
        require_known(read(TOOLS["loan_quote"].arguments, given), ground.own)
        return
    assert named in refusal("loan_quote", given, ground)


def test_numbers_deep_inside_are_looked_at_too(ground: Ground) -> None:
    offers = {"offers": [{"name": "A", **LOAN}, {"name": "B", **LOAN, "annual_rate": "2"}]}
    assert "annual_rate 2" in refusal("compare_loans", offers, ground)


@pytest.mark.parametrize("name", ["Gold at 1.99 %", "Two percent", "![x](https://evil.example)"])
def test_names_smuggle_no_numbers_and_no_markup(name: str, ground: Ground) -> None:
    offers = {"offers": [{"name": name, **LOAN}]}
    assert "plain name" in refusal("compare_loans", offers, ground)
