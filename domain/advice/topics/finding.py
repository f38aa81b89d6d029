"""A topic's part in an answer: figures, and the sentences that say them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.advice.advice import Figure


class Topic(StrEnum):
    """What people ask about, and APFA computes."""

    COST = "COST"
    APR = "APR"
    PREPAYMENT = "PREPAYMENT"
    TERM = "TERM"
    POINTS = "POINTS"
    REFINANCING = "REFINANCING"
    RATE_CHANGE = "RATE_CHANGE"
    QUALIFYING = "QUALIFYING"
    EQUITY = "EQUITY"
    RISK = "RISK"
    CHOICE = "CHOICE"
    CHANGED = "CHANGED"
    VERDICT = "VERDICT"
    FORECAST = "FORECAST"
    LENDER = "LENDER"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one topic has to say of a loan and borrower.

    `answer` says the figures in full, for an asker who asked just this, and `option` in one line, for
    one who may want to know; either may be empty. `missing` names what more would be needed, each
    with what for; `assumptions` what was taken for granted; `checks` what to look into next;
    `objections` are the principal reasons against the loan, and `rules` the program rules it keeps or
    breaks. `foremost` is what the question asks by its very figures, whatever else it is near to;
    `tells_cost` if it says itself what the loan costs.
    """

    topic: Topic
    figures: tuple[Figure, ...] = ()
    answer: str = ""
    option: str = ""
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    foremost: bool = False
    tells_cost: bool = False
