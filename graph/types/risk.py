"""What may go wrong with a loan: what is answered."""

from decimal import Decimal

import strawberry

from domain.loans.rules.result import Figure, Unit
from domain.risk.assessment import Assessment, NotComputed, Part
from domain.risk.expected_loss import ExpectedLoss as DomainExpectedLoss
from domain.risk.parameters import Assumption as DomainAssumption
from domain.risk.parameters import Basis
from domain.risk.reasons import Factor, Reason
from domain.risk.simulation import Simulation
from domain.risk.stress import StressId, StressResult
from graph.types import risk_enums, rule_enums  # noqa: F401  # declare the enumerations used below
from graph.types.scalars import Money, Percent


@strawberry.type(description="A figure on which a result rests.")
class Assumption:
    """A figure on which a result rests."""

    name: str = strawberry.field(description='What it is, for programs: "job_loss".')
    value: Decimal = strawberry.field(description="The figure.")
    unit: str = strawberry.field(description='What it is counted in: "percent a month".')
    basis: Basis = strawberry.field(description="Where it comes from.")
    source: str = strawberry.field(description="The source, or why it was chosen.")

    @staticmethod
    def of(assumption: DomainAssumption) -> "Assumption":
        """Return an assumption as clients see it."""
        return Assumption(
            name=assumption.name,
            value=assumption.value,
            unit=assumption.unit,
            basis=assumption.basis,
            source=assumption.source,
        )


@strawberry.type(description="The chance of a missed payment by the end of a year.")
class RiskYear:
    """The chance of a missed payment by the end of a year."""

    year: int = strawberry.field(description="The year, from 1; the last may be cut short.")
    missed: Percent = strawberry.field(description="The chance by its end, cumulative.")


@strawberry.type(description="When reserves are used up in the worst simulated lives.")
class ReserveDepletion:
    """When reserves are used up in the worst simulated lives."""

    percent: int = strawberry.field(description="How large a part of the lives, the worst.")
    month: int | None = strawberry.field(
        description="By which month their reserves are used up; null if not within the horizon."
    )


@strawberry.type(
    description="A Monte Carlo of incomes, expenses and interest. The same input and version always give "
    "the same figures. It is good for comparing; as a forecast it is no better than its assumptions."
)
class RiskSimulation:
    """A Monte Carlo of incomes, expenses and interest."""

    missed: Percent = strawberry.field(
        description="The chance of missing a payment within the horizon."
    )
    low: Percent = strawberry.field(description="The lower end of its 95 % interval.")
    high: Percent = strawberry.field(
        description="The upper end. The interval covers the drawing of paths alone, not the model's "
        "error."
    )
    first_year: Percent = strawberry.field(
        description="The chance within 12 months, or within a shorter horizon."
    )
    by_year: list[RiskYear] = strawberry.field(description="The chance year by year, at most 30.")
    depletion: list[ReserveDepletion] = strawberry.field(
        description="When reserves are used up in the worst 5, 10, 25 and 50 % of the paths."
    )
    months: int = strawberry.field(description="The horizon: as asked, or the loan's term.")
    paths: int = strawberry.field(description="How many lives were simulated.")
    seed: int = strawberry.field(description="The number from which the paths were drawn.")
    version: str = strawberry.field(
        description="The model's version; it changes whenever a figure would."
    )

    @staticmethod
    def of(simulation: Simulation) -> "RiskSimulation":
        """Return a simulation as clients see it."""
        return RiskSimulation(
            missed=Percent(simulation.missed),
            low=Percent(simulation.low),
            high=Percent(simulation.high),
            first_year=Percent(simulation.first_year),
            by_year=[
                RiskYear(year=year, missed=Percent(missed))
                for year, missed in enumerate(simulation.by_year, start=1)
            ],
            depletion=[
                ReserveDepletion(percent=each.percent, month=each.month)
                for each in simulation.depletion
            ],
            months=simulation.months,
            paths=simulation.paths,
            seed=simulation.seed,
            version=simulation.version,
        )


@strawberry.type(description="What one change for the worse does to a usual month.")
class RiskStress:
    """What one change for the worse does to a usual month."""

    name: StressId = strawberry.field(description="Which change.")
    title: str = strawberry.field(description='The change, for people: "Income 20 % lower".')
    payment: Money = strawberry.field(description="Principal and interest a month.")
    housing_payment: Money = strawberry.field(description="With the home's other costs.")
    front_ratio: Percent = strawberry.field(
        description="The housing payment as a share of gross income."
    )
    back_ratio: Percent = strawberry.field(
        description="The housing payment and all debts as a share of gross income."
    )
    left_over: Money = strawberry.field(
        description="What remains of a usual month; negative if it does not suffice."
    )
    months_of_reserves: Decimal = strawberry.field(
        description="For how many housing payments the reserves suffice."
    )
    lasts: int | None = strawberry.field(
        description="For how many whole months reserves make good what is lacking, at most the loan's "
        "term; null if nothing is lacking."
    )

    @staticmethod
    def of(result: StressResult) -> "RiskStress":
        """Return a stress as clients see it."""
        return RiskStress(
            name=result.stress.id,
            title=result.stress.title,
            payment=Money(result.payment),
            housing_payment=Money(result.housing_payment),
            front_ratio=Percent(result.front_ratio),
            back_ratio=Percent(result.back_ratio),
            left_over=Money(result.left_over),
            months_of_reserves=result.months_of_reserves,
            lasts=result.lasts,
        )


@strawberry.type(description="What a lender would expect to lose: PD x LGD x EAD.")
class ExpectedLoss:
    """What a lender would expect to lose."""

    pd: Percent = strawberry.field(
        description="The chance of default within a year, for which a missed payment is taken."
    )
    lgd: Percent = strawberry.field(
        description="The share of what is owed that a forced sale of the property would leave unpaid."
    )
    exposure: Money = strawberry.field(description="What is owed: the amount borrowed.")
    loss: Money = strawberry.field(description="Their product.")

    @staticmethod
    def of(loss: DomainExpectedLoss) -> "ExpectedLoss":
        """Return an expected loss as clients see it."""
        return ExpectedLoss(
            pd=Percent(loss.pd),
            lgd=Percent(loss.lgd),
            exposure=Money(loss.exposure),
            loss=Money(loss.loss),
        )


@strawberry.type(
    description="A principal reason against the loan, as Regulation B wants them stated: specific, and "
    "tied to a figure that was used (12 CFR 1002.9(b)(2))."
)
class PrincipalReason:
    """A principal reason against the loan."""

    factor: Factor = strawberry.field(description="What weighs against it.")
    figure: Figure = strawberry.field(description="What was measured.")
    unit: Unit = strawberry.field(description="In what.")
    measured: Decimal = strawberry.field(description="What it came to.")
    threshold: Decimal = strawberry.field(description="What it was held against.")
    source: str = strawberry.field(description="What sets that threshold.")
    text: str = strawberry.field(description="The reason and its figures, for people.")

    @staticmethod
    def of(reason: Reason) -> "PrincipalReason":
        """Return a reason as clients see it."""
        return PrincipalReason(
            factor=reason.factor,
            figure=reason.figure,
            unit=reason.unit,
            measured=reason.measured,
            threshold=reason.threshold,
            source=reason.source,
            text=reason.text,
        )


@strawberry.type(description="A part that could not be computed.")
class MissingPart:
    """A part that could not be computed."""

    part: Part = strawberry.field(description="Which one.")
    missing: list[str] = strawberry.field(description='The inputs that it lacks: "propertyValue".')

    @staticmethod
    def of(absent: NotComputed) -> "MissingPart":
        """Return it as clients see it."""
        return MissingPart(part=absent.part, missing=list(absent.missing))


@strawberry.type(
    description="What may go wrong with a loan and what it would cost. Education, not an offer or refusal "
    "of credit."
)
class RiskAssessment:
    """What may go wrong with a loan."""

    simulation: RiskSimulation | None = strawberry.field(
        description="The chance of missing a payment; null if `notComputed` says so."
    )
    stresses: list[RiskStress] = strawberry.field(
        description="A usual month as planned, then under each change for the worse."
    )
    expected_loss: ExpectedLoss | None = strawberry.field(
        description="A lender's expected loss within the first year; null if `notComputed` says so."
    )
    loan_to_value: Percent | None = strawberry.field(
        description="The loan as a share of the property's value; null if that is not known."
    )
    reasons: list[PrincipalReason] = strawberry.field(
        description="The principal reasons against the loan, at most 4, the widest miss first; none "
        "where every standard is kept."
    )
    assumptions: list[Assumption] = strawberry.field(
        description="All that the figures rest on, with its source."
    )
    not_computed: list[MissingPart] = strawberry.field(
        description="What could not be computed, and what it lacks."
    )

    @staticmethod
    def of(assessment: Assessment) -> "RiskAssessment":
        """Return an assessment as clients see it."""
        simulation, loss = assessment.simulation, assessment.expected_loss
        share = assessment.loan_to_value
        return RiskAssessment(
            simulation=None if simulation is None else RiskSimulation.of(simulation),
            stresses=[RiskStress.of(result) for result in assessment.stresses],
            expected_loss=None if loss is None else ExpectedLoss.of(loss),
            loan_to_value=None if share is None else Percent(share),
            reasons=[PrincipalReason.of(reason) for reason in assessment.reasons],
            assumptions=[Assumption.of(each) for each in assessment.assumptions],
            not_computed=[MissingPart.of(each) for each in assessment.not_computed],
        )
