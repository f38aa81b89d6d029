"""Tools for where a borrower stands: payoff order, program rules, what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from domain.advice.tools.arguments import Count, Dollars, Months, Percent
from domain.advice.tools.tool import Computation, Tool, money, months, percent, some
from domain.loans.payoff_order import Debt
from domain.loans.rules.facts import Facts
from domain.loans.rules.programs import program_rules
from domain.loans.rules.result import Outcome, RuleResult
from domain.loans.strategies import Strategy, compare_strategies
from domain.loans.terms import known_terms
from domain.risk.assessment import assess
from domain.risk.situation import Situation

_ANSWERED = frozenset({Outcome.PASS, Outcome.FAIL})


@dataclass(frozen=True, slots=True)
class OneDebt:
    """What is owed under a name."""

    name: str
    balance: Dollars
    annual_rate: Percent
    minimum_payment: Dollars


@dataclass(frozen=True, slots=True)
class Debts:
    """Debts, what is paid on all of them a month, and which is paid first."""

    debts: list[OneDebt]
    budget: Dollars
    order: Strategy = Strategy.AVALANCHE


def _payoff(given: Debts, on: date) -> Computation:
    del on
    debts = [
        Debt(each.name, each.balance, each.annual_rate, each.minimum_payment)
        for each in given.debts
    ]
    plan = compare_strategies(debts, budget=given.budget, strategy=given.order).plan
    basis = f"{given.order.value.lower()} order within the monthly budget"
    gone = ", then ".join(debt.name for debt in plan.debts)
    return Computation(
        (
            months("debtFree", "Until all debts are paid", plan.months, basis),
            money("totalInterest", "Total interest", plan.total_interest, basis),
            money("totalPaid", "Total paid", plan.total_paid, basis),
        ),
        (f"The debts are gone in this order: {gone}.",),
    )


@dataclass(frozen=True, slots=True)
class HomeLoan:
    """A loan on a home and its borrower; what is not known is left out."""

    amount: Dollars | None = None
    annual_rate: Percent | None = None
    term_months: Months | None = None
    other_housing_costs: Dollars | None = None
    apr: Percent | None = None
    apor: Percent | None = None
    points_and_fees: Dollars | None = None
    property_value: Dollars | None = None
    gross_monthly_income: Dollars | None = None
    monthly_debts: Dollars | None = None
    household_size: Count | None = None
    credit_score: Count | None = None


def _rules(given: HomeLoan, on: date) -> Computation:
    terms = known_terms(given.amount, given.annual_rate, given.term_months)
    facts = Facts(
        on=on,
        amount=given.amount,
        apr=given.apr,
        apor=given.apor,
        points_and_fees=given.points_and_fees,
        property_value=given.property_value,
        gross_monthly_income=given.gross_monthly_income,
        monthly_debts=given.monthly_debts,
        household_size=given.household_size,
        credit_score=given.credit_score,
    )
    found = program_rules(facts, terms=terms, other_costs=given.other_housing_costs)
    notes = [_rule(result) for result in found.results if result.outcome in _ANSWERED]
    if found.missing:
        notes.append(f"More rules could be answered with: {', '.join(found.missing)}.")
    return Computation(notes=tuple(notes))


def _rule(result: RuleResult) -> str:
    kept = "is kept" if result.outcome is Outcome.PASS else "is not kept"
    return f"The rule {result.rule} {kept}: {result.explanation} ({result.source})"


@dataclass(frozen=True, slots=True)
class Household:
    """A loan and its borrower, as the simulation takes them."""

    amount: Dollars
    annual_rate: Percent
    term_months: Months
    gross_monthly_income: Dollars
    monthly_debts: Dollars
    reserves: Dollars
    property_value: Dollars | None = None
    other_costs: Dollars | None = None


def _risk(given: Household, on: date) -> Computation:
    del on
    stated = {field.name: getattr(given, field.name) for field in fields(given)}
    found = assess(Situation(**stated))
    chance, loss = found.simulation, found.expected_loss
    assert chance is not None  # all that it needs is given
    basis = f"{chance.paths:,} simulated paths over {chance.months} months, model {chance.version}"
    left = [
        money(
            f"left{number}",
            f"Left over a month: {each.stress.title}",
            each.left_over,
            "income after taxes less all that is due",
        )
        for number, each in enumerate(found.stresses, start=1)
    ]
    return Computation(
        some(
            percent("missed", "Chance of a missed payment", chance.missed, basis),
            percent("missedFirstYear", "Chance within the first year", chance.first_year, basis),
            *left,
            None
            if loss is None
            else money("expectedLoss", "Expected loss of the lender", loss.loss, "PD x LGD x EAD"),
        ),
        tuple(reason.text + "." for reason in found.reasons),
    )


STANDING_TOOLS = (
    Tool("payoff_order", "How several debts are paid off within a budget.", Debts, _payoff),
    Tool("program_rules", "How a home loan fares by QM, FHA, VA, USDA rules.", HomeLoan, _rules),
    Tool("simulate_risk", "The chance of missing a payment, and stresses.", Household, _risk),
)
