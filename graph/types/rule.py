"""Program rules: their dated figures, and how a loan fares by them."""

from datetime import date
from decimal import Decimal

import strawberry

from domain.loans.rules import catalogue as domain
from domain.loans.rules.programs import ProgramRules as DomainProgramRules
from domain.loans.rules.result import Figure, Outcome, RuleResult, Unit
from graph.types import rule_enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import Money


@strawberry.type(
    description="Word that no figures are held for a day. Another year's are never taken instead."
)
class OutsideData:
    """Word that no figures are held for a day."""

    first: date = strawberry.field(description="The first day for which figures are held.")
    last: date | None = strawberry.field(
        description="The last one; null where they are still in force."
    )
    explanation: str = strawberry.field(description="The same in words.")

    @staticmethod
    def of(outside: domain.OutsideData) -> "OutsideData":
        """Return it as clients see it."""
        return OutsideData(first=outside.first, last=outside.last, explanation=str(outside))


@strawberry.type(description="A rule of law or of a program, and how a loan fares by it.")
class RuleAnswer:
    """A rule, and how a loan fares by it."""

    rule: str = strawberry.field(description='The rule\'s id: "general-qm-price".')
    title: str = strawberry.field(description="Its name.")
    citation: str = strawberry.field(description="Where the rule stands.")
    dated_by: str = strawberry.field(
        description="The event whose day decides which figures apply; `asOf` is taken for it."
    )
    outcome: Outcome = strawberry.field(description="Whether the loan keeps it.")
    explanation: str = strawberry.field(description="Why, with the two figures.")
    figure: Figure | None = strawberry.field(
        description="What was measured; null if nothing was compared."
    )
    unit: Unit | None = strawberry.field(description="In what it was measured.")
    measured: Decimal | None = strawberry.field(
        description="What it came to; a ratio is shown rounded but compared before that."
    )
    threshold: Decimal | None = strawberry.field(description="What it was held against.")
    effective_from: date | None = strawberry.field(
        description="The day from which the figures applied."
    )
    source: str | None = strawberry.field(description="Where the figures are written.")
    missing: list[str] = strawberry.field(
        description="The inputs without which the answer is UNKNOWN."
    )
    outside: OutsideData | None = strawberry.field(
        description="Set where no figures are held for the day."
    )

    @staticmethod
    def of(result: RuleResult) -> "RuleAnswer":
        """Return an answer as clients see it."""
        rule, outside = domain.rule(result.rule), result.outside
        return RuleAnswer(
            rule=rule.id,
            title=rule.title,
            citation=rule.citation,
            dated_by=rule.dated_by,
            outcome=result.outcome,
            explanation=result.explanation,
            figure=result.figure,
            unit=result.unit,
            measured=result.measured,
            threshold=result.threshold,
            effective_from=result.effective_from,
            source=result.source,
            missing=list(result.missing),
            outside=None if outside is None else OutsideData.of(outside),
        )


@strawberry.type(description="How a loan fares by every program rule as of one day.")
class ProgramRules:
    """How a loan fares by every program rule."""

    as_of: date = strawberry.field(description="The day.")
    housing_payment: Money | None = strawberry.field(
        description="The housing payment that was compared; null if it is not known."
    )
    credit_score_band: str | None = strawberry.field(
        description='What the CFPB calls the credit score: "prime"; null if it is not known.'
    )
    answers: list[RuleAnswer] = strawberry.field(description="Every rule's answer.")
    missing: list[str] = strawberry.field(
        description="All inputs without which some answer is UNKNOWN, each once."
    )

    @staticmethod
    def of(rules: DomainProgramRules) -> "ProgramRules":
        """Return the answers as clients see them."""
        payment = rules.housing_payment
        return ProgramRules(
            as_of=rules.on,
            housing_payment=None if payment is None else Money(payment),
            credit_score_band=rules.credit_score_band,
            answers=[RuleAnswer.of(result) for result in rules.results],
            missing=list(rules.missing),
        )


@strawberry.type(description="One figure of a rule.")
class RuleFigure:
    """One figure of a rule."""

    path: str = strawberry.field(
        description='What it is; places in lists count from 1: "base.front", "baseline.2".'
    )
    value: str = strawberry.field(description='The figure, in plain digits: "31"; or a word.')


@strawberry.type(description="A rule's figures for a time.")
class RuleVersion:
    """A rule's figures for a time."""

    effective_from: date = strawberry.field(description="The first day on which they applied.")
    effective_to: date | None = strawberry.field(
        description="The last one; null if they are in force."
    )
    source: str = strawberry.field(description="Where they are written.")
    note: str | None = strawberry.field(
        description="What else a reader should know of the time; null if nothing."
    )
    figures: list[RuleFigure] = strawberry.field(description="The figures.")

    @staticmethod
    def of(version: domain.RuleVersion) -> "RuleVersion":
        """Return a version as clients see it."""
        return RuleVersion(
            effective_from=version.effective_from,
            effective_to=version.effective_to,
            source=version.source,
            note=version.note or None,
            figures=[RuleFigure(path=path, value=value) for path, value in version.values.rows()],
        )


@strawberry.type(description="A rule of law or of a program, with its figures as of a day.")
class Rule:
    """A rule, with its figures as of a day."""

    rule: str = strawberry.field(description='Its id: "general-qm-price".')
    title: str = strawberry.field(description="Its name.")
    citation: str = strawberry.field(description="Where it stands.")
    dated_by: str = strawberry.field(
        description="The event whose day decides which figures apply; `asOf` is taken for it."
    )
    checked: date = strawberry.field(
        description="When the figures were last compared with their sources."
    )
    version: RuleVersion | None = strawberry.field(
        description="The figures that applied on the day; null if none are held."
    )
    outside: OutsideData | None = strawberry.field(
        description="Set where no figures are held for the day."
    )

    @staticmethod
    def of(rule: domain.Rule, on: date) -> "Rule":
        """Return a rule as clients see it."""
        found = rule.on(on)
        return Rule(
            rule=rule.id,
            title=rule.title,
            citation=rule.citation,
            dated_by=rule.dated_by,
            checked=rule.checked,
            version=None if isinstance(found, domain.OutsideData) else RuleVersion.of(found),
            outside=OutsideData.of(found) if isinstance(found, domain.OutsideData) else None,
        )
