"""What a number in a text says: how much, of what, how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a number counts. Numbers of different kinds never match.

    MONTHS holds months and years (in months), DAYS holds days, weeks and hours (in days), PERCENT
    holds percentages, points, basis points and shares such as "half" (in percent), MONEY dollars.
    A COUNT has any other unit or none. A SECTION is a citation of law, a form or a chapter.
    """

    MONEY = "MONEY"
    PERCENT = "PERCENT"
    MONTHS = "MONTHS"
    DAYS = "DAYS"
    COUNT = "COUNT"
    MULTIPLE = "MULTIPLE"
    ORDINAL = "ORDINAL"
    RATIO = "RATIO"
    DATE = "DATE"
    SECTION = "SECTION"


class Period(StrEnum):
    """For what stretch a sum or a rate is said to be: "$500 a month", "$500 in all"."""

    DAY = "DAY"
    WEEK = "WEEK"
    TWO_WEEKS = "TWO_WEEKS"
    MONTH = "MONTH"
    YEAR = "YEAR"
    TOTAL = "TOTAL"


class Hedge(StrEnum):
    """How exactly a number is meant: as shown, "about", "more than" or "less than" it."""

    NONE = "NONE"
    ABOUT = "ABOUT"
    MORE = "MORE"
    LESS = "LESS"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a number.

    `quantum` is the unit of its last shown place ("$1.3k": 100), zero where a whole number is meant
    exactly ("30 years"); `coarse` the same without trailing zeros ("$1,300": 100; "$1,250": 50), in
    which "about" is meant. `parts` spell a DATE (year, month, day, each empty if not said), a RATIO
    ("2", "1", "5") or a SECTION ("12", "cfr", "1026", "22").
    """

    kind: Kind
    value: Decimal = Decimal(0)
    quantum: Decimal = Decimal(0)
    coarse: Decimal = Decimal(0)
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as it stands in a text, from `start` to `end`, with all that it may mean.

    The first reading is the likeliest; "210" in "at least 210 and not more than 240 days" is both
    a count and a number of days. `range_start` is where the begin of the range stands that it ends.
    """

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    hedge: Hedge = Hedge.NONE
    period: Period | None = None
    range_start: int | None = None
