"""A rate sheet: the rates of one product from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.advice.request import LoanPurpose, RateType
from domain.rate_sheets.row import RateRow


@dataclass(frozen=True, slots=True)
class Product:
    """What a sheet is for."""

    purpose: LoanPurpose
    rate_type: RateType = RateType.FIXED

    def __str__(self) -> str:
        article = "a" if self.rate_type is RateType.FIXED else "an"
        return f"{self.purpose.lower()} loans at {article} {self.rate_type.lower()} rate"


PRODUCTS = tuple(Product(purpose, rate_type) for purpose in LoanPurpose for rate_type in RateType)


@dataclass(frozen=True, slots=True)
class RateSheet:
    """The rates of one product from a day on, until a newer sheet takes its place.

    No two rows of a sheet on file overlap, so a loan has one rate at most: see `domain.rate_sheets.checks`.
    """

    name: str
    product: Product
    effective_from: date
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class FiledSheet:
    """A sheet on file: one that somebody published, or the sample that ships with its made-up rates."""

    id: UUID
    sheet: RateSheet
    published_at: datetime | None = None
    published_by: UUID | None = None

    @property
    def sample(self) -> bool:
        """Whether nobody published it."""
        return self.published_at is None

    @property
    def version(self) -> str:
        """Tell it from other sheets of its name."""
        since = self.sheet.effective_from.isoformat()
        if self.published_at is None:
            return f"{since}, sample"
        return f"{since}, published {self.published_at.isoformat(timespec='seconds')}"
