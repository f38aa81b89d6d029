"""What may go wrong: the chance of missing a payment, and a month under each change for the worse."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.money import show_money
from domain.risk.assessment import Assessment
from domain.risk.simulation import Simulation
from domain.risk.stress import StressId, StressResult

ASKS = (
    "How risky is this loan for me?",
    "How likely am I to miss payments?",
    "What if I lose my job?",
    "What happens to this loan if my income drops?",
    "Do I have enough savings for this loan?",
    "How long would my reserves last?",
)

NEEDED = {
    "grossMonthlyIncome": "gross monthly income",
    "monthlyDebts": "other monthly debt payments",
    "reserves": "what savings are left after closing",
}
SAID = (StressId.INCOME_DOWN_20, StressId.INCOME_LOST)
"""The stresses that the text tells; all of them are in the assessment."""


def risk(case: Case) -> Finding | None:
    """The simulation and the stresses that people ask about; what is missing for them."""
    if case.quote is None:
        return None
    assessment = case.assessment
    if assessment.simulation is None:
        lacking = dict.fromkeys(
            name for part in assessment.not_computed for name in part.missing if name in NEEDED
        )
        missing = tuple(f"{NEEDED[name]}, for the chance of missing a payment" for name in lacking)
        return Finding(Topic.RISK, missing=missing)
    return _computed(assessment, assessment.simulation)


def _computed(assessment: Assessment, simulation: Simulation) -> Finding:
    stresses = [each for each in assessment.stresses if each.stress.id in SAID]
    years = show_months(simulation.months)
    answer = (
        f"In a simulation of {simulation.paths:,} courses of income, spending and reserves, a payment is "
        f"missed within a year in **{show_percent(simulation.first_year)}** of them and within "
        f"{years} in {show_percent(simulation.missed)}."
    )
    return Finding(
        Topic.RISK,
        figures=(
            *_figures(simulation),
            *(each for result in stresses for each in _stressed(result)),
        ),
        answer=" ".join([answer, *map(_said, stresses)]),
        option=f"Keep reserves: {_said(stresses[-1])}",
        assumptions=(
            (
                f"The simulation (model {simulation.version}) draws shocks to income and spending from "
                "published averages, not from your own life; its parameters are listed with the answer."
            ),
            (
                "Taxes and living costs are taken from national averages where you did not give them, "
                "and income that is lost is replaced by benefits to 40 %."
            ),
        ),
        objections=tuple(reason.text for reason in assessment.reasons),
    )


def _said(result: StressResult) -> str:
    if result.stress.id is StressId.INCOME_LOST:
        when = "If the income were lost"
    else:
        when = f"If the income fell by {abs(result.stress.income)} %"
    if result.lasts is None:
        return f"{when}, {show_money(result.left_over)} a month would still be left over."
    lacking = show_money(-result.left_over)
    return (
        f"{when}, {lacking} a month would be lacking, which the reserves cover for "
        f"{show_months(result.lasts)}."
    )


def _figures(simulation: Simulation) -> tuple[Figure, ...]:
    basis = f"simulation model {simulation.version}, seed {simulation.seed}"
    return (
        Figure("paths", "Simulated courses", Decimal(simulation.paths), Unit.COUNT, basis),
        Figure(
            "horizon",
            "Time simulated",
            Decimal(simulation.months),
            Unit.MONTHS,
            "the term, or five years if that is shorter",
        ),
        Figure(
            "missedInFirstYear",
            "Chance of missing a payment within a year",
            simulation.first_year,
            Unit.PERCENT,
            basis,
        ),
        Figure(
            "missed",
            f"Chance of missing a payment within {show_months(simulation.months)}",
            simulation.missed,
            Unit.PERCENT,
            f"{basis}; 95 % interval {simulation.low} to {simulation.high} %",
        ),
    )


def _stressed(result: StressResult) -> tuple[Figure, ...]:
    name, title = str(result.stress.id), result.stress.title
    figures = [
        Figure(
            f"{name}LeftOver",
            f"Left over a month: {title.lower()}",
            result.left_over,
            Unit.MONEY,
            "take-home pay less debts, living costs and the housing payment, under the change",
        )
    ]
    if result.lasts is not None:
        figures.append(
            Figure(
                f"{name}Lasts",
                f"Reserves last: {title.lower()}",
                Decimal(result.lasts),
                Unit.MONTHS,
                "reserves / what is lacking a month, whole months",
            )
        )
    return tuple(figures)
