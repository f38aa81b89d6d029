"""What a tool is, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.advice.advice import Figure, Unit


@dataclass(frozen=True, slots=True)
class Computation:
    """Figures, and notes on them: sentences of this program that an answer may repeat."""

    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A calculator that a model may call.

    `arguments` is a dataclass of what it is given; `run` computes on the day of the answer and raises
    `InvalidInput` as the calculator does.
    """

    name: str
    description: str
    arguments: type
    run: Callable[[Any, date], Computation]


def money(key: str, label: str, value: Decimal, basis: str) -> Figure:
    """Return a figure in dollars."""
    return Figure(key, label, value, Unit.MONEY, basis)


def percent(key: str, label: str, value: Decimal, basis: str) -> Figure:
    """Return a figure in percent."""
    return Figure(key, label, value, Unit.PERCENT, basis)


def months(key: str, label: str, value: int, basis: str) -> Figure:
    """Return a stretch of time."""
    return Figure(key, label, Decimal(value), Unit.MONTHS, basis)


def some(*figures: Figure | None) -> tuple[Figure, ...]:
    """Return the figures that there are."""
    return tuple(_present(figures))


def _present(figures: tuple[Figure | None, ...]) -> Iterator[Figure]:
    yield from (figure for figure in figures if figure is not None)
