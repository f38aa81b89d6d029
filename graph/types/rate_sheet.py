"""Rate sheets."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from domain.advice.request import HIGHEST_SCORE, LOWEST_SCORE, LoanPurpose, RateType
from domain.rate_sheets import row, sheet
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import InvalidRateSheet
from graph.types.node import Node, global_id
from graph.types.scalars import Percent

_TERM_FROM = "The shortest term in months, 1 to 600."
_TERM_TO = "The longest term in months, itself included."
_RATE = 'The nominal rate a year: "6.5" means 6.5 %.'
_POINTS = 'What is paid at closing for this rate, of the loan: "1.5" means 1.5 %; 20 at most.'
_SCORE_FROM = "The lowest credit score, 300 to 850."
_SCORE_TO = "The highest credit score, itself included."
_LTV_FROM = (
    "The lowest loan-to-value ratio, with at most two decimals; null for no end downwards. Ratios are "
    "rounded to two decimals before they are compared."
)
_LTV_TO = "The highest loan-to-value ratio, itself included; null for no end upwards."


@strawberry.input(description="What a rate sheet is for.")
class RateProductInput:
    """What a rate sheet is for."""

    purpose: LoanPurpose = strawberry.field(description="What the money is for.")
    rate_type: RateType = strawberry.field(
        default=RateType.FIXED, description="Whether the rate stays as it is."
    )

    def product(self) -> sheet.Product:
        """Return it as the use cases take it."""
        return sheet.Product(self.purpose, self.rate_type)


@strawberry.input(
    description="A rate, and the loans that it is for. A rate that does not depend on credit score or "
    "loan-to-value ratio leaves these out."
)
class RateRowInput:
    """A rate, and the loans that it is for."""

    term_from: int = strawberry.field(description=_TERM_FROM)
    term_to: int = strawberry.field(description=_TERM_TO)
    score_from: int = strawberry.field(default=LOWEST_SCORE, description=_SCORE_FROM)
    score_to: int = strawberry.field(default=HIGHEST_SCORE, description=_SCORE_TO)
    ltv_from: Percent | None = strawberry.field(default=None, description=_LTV_FROM)
    ltv_to: Percent | None = strawberry.field(default=None, description=_LTV_TO)
    rate: Percent = strawberry.field(description=_RATE)
    points: Percent = strawberry.field(
        default_factory=lambda: Percent(row.NO_POINTS), description=_POINTS
    )

    def row(self) -> row.RateRow:
        """Return it as the use case takes it."""
        return row.RateRow(
            term_from=self.term_from,
            term_to=self.term_to,
            rate=self.rate,
            points=self.points,
            score_from=self.score_from,
            score_to=self.score_to,
            ltv_from=self.ltv_from,
            ltv_to=self.ltv_to,
        )


@strawberry.input(description="A rate sheet to publish.")
class RateSheetInput:
    """A rate sheet to publish."""

    name: str = strawberry.field(
        description="What answers call it, such as: Northern Bank mortgages. Up to 100 letters, digits, "
        "spaces and , & ( ) / % + ' -."
    )
    product: RateProductInput = strawberry.field(description="What it is for.")
    effective_from: date = strawberry.field(
        description="The day from which it holds, until a sheet of a later day takes its place."
    )
    rows: list[RateRowInput] = strawberry.field(
        description="The rates, 1 to 500 of them. No loan may have two."
    )

    def sheet(self) -> sheet.RateSheet:
        """Return it as the use case takes it."""
        return sheet.RateSheet(
            self.name,
            self.product.product(),
            self.effective_from,
            tuple(each.row() for each in self.rows),
        )


@strawberry.type(description="What a rate sheet is for.")
class RateProduct:
    """What a rate sheet is for."""

    purpose: LoanPurpose = strawberry.field(description="What the money is for.")
    rate_type: RateType = strawberry.field(description="Whether the rate stays as it is.")


@strawberry.type(description="A rate, and the loans that it is for.")
class RateRow:
    """A rate, and the loans that it is for."""

    number: int = strawberry.field(description="Its number in the sheet, from 1.")
    term_from: int = strawberry.field(description=_TERM_FROM)
    term_to: int = strawberry.field(description=_TERM_TO)
    score_from: int = strawberry.field(description=_SCORE_FROM)
    score_to: int = strawberry.field(description=_SCORE_TO)
    ltv_from: Percent | None = strawberry.field(description=_LTV_FROM)
    ltv_to: Percent | None = strawberry.field(description=_LTV_TO)
    rate: Percent = strawberry.field(description=_RATE)
    points: Percent = strawberry.field(description=_POINTS)

    @staticmethod
    def of(number: int, rate: row.RateRow) -> "RateRow":
        """Return a row as clients see it."""
        return RateRow(
            number=number,
            term_from=rate.term_from,
            term_to=rate.term_to,
            score_from=rate.score_from,
            score_to=rate.score_to,
            ltv_from=None if rate.ltv_from is None else Percent(rate.ltv_from),
            ltv_to=None if rate.ltv_to is None else Percent(rate.ltv_to),
            rate=Percent(rate.rate),
            points=Percent(rate.points),
        )


@strawberry.type(
    description="The rates of one product from a day on. Sheets are never changed or removed: answers on "
    "record refer to them. It is not an offer of credit."
)
class RateSheet(Node):
    """The rates of one product from a day on."""

    name: str = strawberry.field(description="What answers call it.")
    product: RateProduct = strawberry.field(description="What it is for.")
    effective_from: date = strawberry.field(description="The day from which it holds.")
    sample: bool = strawberry.field(
        description="Whether it is a sample that ships, with made-up rates: not market rates."
    )
    published_at: datetime | None = strawberry.field(
        description="When it was published; null for a sample."
    )
    published_by: strawberry.ID | None = strawberry.field(
        description="The id of the user who published it; null for a sample."
    )
    rows: list[RateRow] = strawberry.field(description="The rates.")

    @staticmethod
    def of(filed: sheet.FiledSheet) -> "RateSheet":
        """Return a sheet as clients see it."""
        product = filed.sheet.product
        by = filed.published_by
        return RateSheet(
            id=global_id("RateSheet", filed.id),
            name=filed.sheet.name,
            product=RateProduct(purpose=product.purpose, rate_type=product.rate_type),
            effective_from=filed.sheet.effective_from,
            sample=filed.sample,
            published_at=filed.published_at,
            published_by=None if by is None else global_id("User", by),
            rows=[RateRow.of(*numbered) for numbered in enumerate(filed.sheet.rows, start=1)],
        )


@strawberry.type(description="The rate sheet is published.")
class PublishRateSheetSuccess:
    """The rate sheet is published."""

    sheet: RateSheet = strawberry.field(description="The sheet.")
    created: bool = strawberry.field(
        description="False if the very same sheet was the newest for its day already: it is not kept twice."
    )


PublishRateSheetResult = Annotated[
    PublishRateSheetSuccess | InvalidRateSheet,
    strawberry.union("PublishRateSheetResult", description="What came of publishing a rate sheet."),
]
