"""Advice: questions and answers with everything needed to check them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from domain.advice import advice as domain
from domain.advice import request
from domain.advice.feedback.rating import AdviceRating as GivenRating
from domain.advice.feedback.rating import Rating
from domain.advice.recording.record import KeptRecord
from domain.advice.show import show_figure
from domain.advice.topics.case import quote_of
from domain.advice.writing.degradation import Degradation
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.fields import computed
from graph.types.grounding import Grounding
from graph.types.loans.quote import LoanQuote
from graph.types.node import Node, global_id, uuid_of
from graph.types.passage import Passage
from graph.types.risk import PrincipalReason, RiskAssessment
from graph.types.rule import RuleAnswer
from graph.types.scalars import Money, Percent


@strawberry.input(description="What is known of the loan. Leave out what is not.")
class LoanInput:
    """What is known of the loan."""

    amount: Money | None = strawberry.field(
        default=None,
        description="What is to be borrowed; leave it out if the question says it, or if price and down "
        "payment tell.",
    )
    annual_rate: Percent | None = strawberry.field(
        default=None,
        description='The nominal rate a year: "6.5" means 6.5 %. Left out, and said nowhere else, it is '
        "taken from the active rate sheet for the `purpose`, which `assumptions` then name.",
    )
    term_months: int | None = strawberry.field(
        default=None, description="The number of monthly payments, 1 to 600."
    )
    purpose: request.LoanPurpose | None = strawberry.field(
        default=None, description="What the money is for."
    )
    property_value: Money | None = strawberry.field(
        default=None, description="What the property that secures it is worth."
    )
    start_date: date | None = strawberry.field(
        default=None, description="The day interest runs from, 1900 to 2199."
    )
    fees: Money | None = strawberry.field(
        default=None,
        description="Fees paid at closing that are part of the finance charge: points, origination.",
    )
    down_payment: Money | None = strawberry.field(
        default=None, description="What is paid toward the price without borrowing it."
    )
    extra_monthly_payment: Money | None = strawberry.field(
        default=None, description="What would be paid each month beyond the payment due."
    )
    rate_type: request.RateType | None = strawberry.field(
        default=None, description="Whether the rate stays as it is."
    )
    other_costs: Money | None = strawberry.field(
        default=None,
        description="Property taxes, insurance, dues and mortgage insurance, a month.",
    )

    def facts(self) -> request.LoanFacts:
        """Return it as the use case takes it. Raises `InvalidInput` naming the field."""
        return request.LoanFacts(
            amount=self.amount,
            annual_rate=self.annual_rate,
            term_months=self.term_months,
            purpose=self.purpose,
            property_value=self.property_value,
            start_date=self.start_date,
            fees=self.fees,
            down_payment=self.down_payment,
            extra_monthly_payment=self.extra_monthly_payment,
            rate_type=self.rate_type,
            other_costs=self.other_costs,
        )


@strawberry.input(description="What is known of the borrower. Leave out what is not.")
class BorrowerInput:
    """What is known of the borrower."""

    gross_monthly_income: Money | None = strawberry.field(
        default=None, description="Income a month before taxes."
    )
    monthly_debts: Money | None = strawberry.field(
        default=None, description="Payments a month on all other debts."
    )
    reserves: Money | None = strawberry.field(
        default=None, description="What can be spent at once, after closing."
    )
    credit_score: int | None = strawberry.field(
        default=None, description="The credit score, 300 to 850."
    )
    household_size: int | None = strawberry.field(
        default=None, description="How many live on the income, 1 to 100."
    )
    occupancy: request.Occupancy | None = strawberry.field(
        default=None, description="How the property will be used."
    )

    def facts(self) -> request.BorrowerFacts:
        """Return it as the use case takes it. Raises `InvalidInput` naming the field."""
        return request.BorrowerFacts(
            gross_monthly_income=self.gross_monthly_income,
            monthly_debts=self.monthly_debts,
            reserves=self.reserves,
            credit_score=self.credit_score,
            household_size=self.household_size,
            occupancy=self.occupancy,
        )


@strawberry.input(description="A question, with figures as far as they are known.")
class AdviceInput:
    """A question, with figures as far as they are known."""

    question: str = strawberry.field(description="The question, 3 to 2,000 characters.")
    loan: LoanInput | None = strawberry.field(default=None, description="The loan in question.")
    borrower: BorrowerInput | None = strawberry.field(default=None, description="Who would borrow.")
    conversation_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The conversation of yours that this goes on with: `conversationId` of an answer. "
        "Without it a new one begins.",
    )

    def conversation(self) -> UUID | None:
        """Return the conversation's id. Raises `InvalidInput` naming the field."""
        given = self.conversation_id
        return None if given is None else uuid_of("Conversation", given, field="conversationId")

    def request(self) -> request.AdviceRequest:
        """Return it as the use case takes it. Raises `InvalidInput` naming the field."""
        return request.AdviceRequest(
            self.question,
            self.loan.facts() if self.loan else None,
            self.borrower.facts() if self.borrower else None,
        )


@strawberry.type(description="A computed number, and how it came about.")
class Figure:
    """A computed number."""

    key: str = strawberry.field(description='What it is, for programs: "monthlyPayment".')
    label: str = strawberry.field(description='What it is, for people: "Monthly payment".')
    value: Decimal = strawberry.field(description="The number, in plain digits.")
    unit: domain.Unit = strawberry.field(description="What it is counted in.")
    shown: str = strawberry.field(description='How the answer shows it: "$1,264.14".')
    basis: str = strawberry.field(description="How it came about.")

    @staticmethod
    def of(figure: domain.Figure) -> "Figure":
        """Return a figure as clients see it."""
        return Figure(
            key=figure.key,
            label=figure.label,
            value=figure.value,
            unit=figure.unit,
            shown=show_figure(figure),
            basis=figure.basis,
        )


@strawberry.type(description="A passage that an answer rests on, as it was when it was given.")
class Citation:
    """A passage that an answer rests on."""

    number: int = strawberry.field(description="How the answer's text refers to it: 2 is [2].")
    score: float = strawberry.field(description="How well it fitted the question, 0 to 1.")
    passage: Passage = strawberry.field(description="The passage.")

    @staticmethod
    def of(citation: domain.Citation) -> "Citation":
        """Return a citation as clients see it."""
        return Citation(
            number=citation.number,
            score=citation.score,
            passage=Passage.of(citation.passage),
        )


@strawberry.type(description="How long one stage of answering took, measured.")
class StageTime:
    """How long one stage took."""

    stage: str = strawberry.field(description='The stage: "retrieve", "compute", "write".')
    milliseconds: float = strawberry.field(description="How long it took.")


@strawberry.type(description="A version of dated data that figures rest on.")
class DataVersion:
    """A version of dated data."""

    name: str = strawberry.field(description="The rule or the rate sheet.")
    version: str = strawberry.field(description="Its version.")


@strawberry.type(description="What its asker thought of an answer.")
class AdviceRating:
    """What its asker thought of an answer."""

    rating: Rating = strawberry.field(description="Whether it helped.")
    comment: str = strawberry.field(description="Why; empty if nothing was said.")
    rated_at: datetime = strawberry.field(description="When this was said.")

    @staticmethod
    def of(given: GivenRating) -> "AdviceRating":
        """Return a rating as clients see it."""
        return AdviceRating(rating=given.rating, comment=given.comment, rated_at=given.rated_at)


@strawberry.type(
    description="What proves a record: its link in the chain of all records there ever were. Whoever notes "
    "`link` can have it shown later that neither this record nor any before it was changed. Hashes are "
    "SHA-256, in hexadecimal."
)
class RecordProof:
    """What proves a record."""

    position: int = strawberry.field(description="The link's place in the chain, from 1.")
    link: str = strawberry.field(
        description="The hash of the link before, and of what this one says."
    )
    commitment: str = strawberry.field(description="The hash of the record's salt and content.")
    intact: bool = strawberry.field(
        description="Whether the record is the one that was committed to, to the byte."
    )

    @staticmethod
    def of(kept: KeptRecord) -> "RecordProof | None":
        """Return what proves a record; None if its link is missing."""
        if kept.link is None:
            return None
        return RecordProof(
            position=kept.link.position,
            link=kept.link.digest.hex(),
            commitment=kept.link.entry.commitment.hex(),
            intact=kept.intact,
        )


@strawberry.type(
    description="An answer that is on record. It is education about consumer loans in the United "
    "States, in US dollars; not an offer of credit."
)
class Advice(Node):
    """An answer that is on record."""

    record: strawberry.Private[domain.Advice]
    conversation_id: strawberry.ID = strawberry.field(
        description="The conversation it belongs to; hand it in to go on with it."
    )
    question: str = strawberry.field(description="What was asked.")
    answer: str = strawberry.field(
        description="The answer, in Markdown. [1] refers to the citation of that number."
    )
    read_from_question: list[str] = strawberry.field(
        description="Facts that the question states and that were computed with; empty if all were "
        "given in fields."
    )
    carried_forward: list[str] = strawberry.field(
        description="Facts of the conversation before this question that were computed with."
    )
    unread_in_question: list[str] = strawberry.field(
        description="Numbers of the question that no figure counts, each as it stands there with a few words "
        "around it: \"3.5% in '3.5% caps'\". Sums, percentages, terms, rates and scores only. Where there "
        "are any, say so beside the figures: they hold only without them."
    )
    in_scope: bool = strawberry.field(
        description="False if nothing that is known bears on the question and no figures were given."
    )
    missing_information: list[str] = strawberry.field(
        description="What would be needed to say more."
    )
    assumptions: list[str] = strawberry.field(description="What was assumed.")
    disclaimer: str = strawberry.field(description="What the answer is not.")
    index_version: int | None = strawberry.field(
        description="The number of the index version that was searched; null if none served."
    )
    encoder_fingerprint: str = strawberry.field(
        description="The encoder that compared question and passages, with its settings."
    )
    writer: str = strawberry.field(description="What wrote the text, with its version.")
    degraded: Degradation | None = strawberry.field(
        description="Why the text is not by the language model that is configured; null if it is, or none "
        "is. A degraded answer is complete and checked, only plainer."
    )
    created_at: datetime = strawberry.field(description="When it was given.")
    cached: bool = strawberry.field(
        description="Whether it was made for an equal question a short while before."
    )

    @computed("The figures, computed from what was given.")
    def figures(self) -> list[Figure]:
        """Return the figures."""
        return [Figure.of(figure) for figure in self.record.figures]

    @computed("What the answer rests on.")
    def citations(self) -> list[Citation]:
        """Return the citations."""
        return [Citation.of(citation) for citation in self.record.citations]

    @computed(
        "What may go wrong with the loan, and the principal reasons against it; null if no loan was "
        "given."
    )
    def risk(self) -> RiskAssessment | None:
        """Return the assessment."""
        assessment = self.record.assessment
        return None if assessment is None else RiskAssessment.of(assessment)

    @computed(
        "The principal reasons against the loan, as `risk` has them; none if no loan was given."
    )
    def reasons(self) -> list[PrincipalReason]:
        """Return the reasons."""
        assessed = self.record.assessment
        return [PrincipalReason.of(each) for each in (assessed.reasons if assessed else ())]

    @computed("The program rules that could be decided, each with its date and source.")
    def rules(self) -> list[RuleAnswer]:
        """Return the rules' answers."""
        return [RuleAnswer.of(result) for result in self.record.rules]

    @computed("What was checked of every sentence before the answer was given.")
    def grounding(self) -> Grounding:
        """Return the grounding check."""
        return Grounding.of(self.record.grounding)

    @computed("The rule data and rate sheets that were used.")
    def data_versions(self) -> list[DataVersion]:
        """Return the versions of dated data."""
        return [
            DataVersion(name=each.name, version=each.version) for each in self.record.data_versions
        ]

    @computed("What you thought of it; null if you have not said.")
    async def rating(self, info: Info) -> AdviceRating | None:
        """Return the rating."""
        found = await info.context.loaders.rating.load(self.record.id)
        return None if found is None else AdviceRating.of(found)

    @computed("What proves the record; null if its link is missing, or the record was just erased.")
    async def proof(self, info: Info) -> RecordProof | None:
        """Return what proves the record."""
        kept = await info.context.loaders.kept_record.load(self.record.id)
        return None if kept is None else RecordProof.of(kept)

    @computed("How long each stage took.")
    def timings(self) -> list[StageTime]:
        """Return the stages' times."""
        return [
            StageTime(stage=each.stage, milliseconds=each.milliseconds)
            for each in self.record.timings
        ]

    @computed("What the loan costs; null if its rate or term is not known.")
    async def quote(self, info: Info) -> LoanQuote | None:
        """Compute the quote from the record, the same as it was."""
        loan = self.record.used.loan
        if loan is None:
            return None
        quote = await info.context.compute(lambda: quote_of(loan))
        return None if quote is None else LoanQuote.of(quote)

    @staticmethod
    def of(advice: domain.Advice) -> "Advice":
        """Return an answer as clients see it."""
        return Advice(
            id=global_id("Advice", advice.id),
            record=advice,
            conversation_id=global_id("Conversation", advice.conversation_id),
            question=advice.request.question,
            answer=advice.answer,
            read_from_question=list(advice.read),
            carried_forward=list(advice.carried),
            unread_in_question=list(advice.unread),
            in_scope=advice.in_scope,
            missing_information=list(advice.missing_information),
            assumptions=list(advice.assumptions),
            disclaimer=domain.DISCLAIMER,
            index_version=advice.index_version,
            encoder_fingerprint=advice.encoder_fingerprint,
            writer=advice.writer,
            degraded=advice.degraded,
            created_at=advice.created_at,
            cached=advice.cached,
        )
