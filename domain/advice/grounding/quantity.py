"""A number with its unit, as it stands among the tokens of a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.advice.grounding.claims import Kind, Reading

Unit = tuple[Kind, Decimal]
"""A kind, and how much of its base unit one of this unit is."""

DOLLARS: Unit = (Kind.MONEY, Decimal(1))
FINE = Decimal("0.001")
"""The last shown place of a fraction, which says exactly what it means."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, from token `first` up to `end` (exclusive).

    `value` is as shown, before scale and unit: "$1.3k" has 1.3, scale 1000 and the unit dollars.
    """

    first: int
    end: int
    value: Decimal
    quantum: Decimal
    scale: int = 1
    unit: Unit | None = None
    in_words: bool = False
    ordinal: bool = False

    @property
    def amount(self) -> Decimal:
        """The number without its unit: 1300 for "$1.3k"."""
        return self.value * self.scale

    def reading(self, unit: Unit, scale: int) -> Reading:
        """Return the quantity in a unit and at a scale, in the base unit of its kind."""
        kind, size = unit
        factor = size * scale
        whole = self.quantum == 1 and scale == 1 and kind in {Kind.MONTHS, Kind.DAYS}
        quantum = Decimal(0) if whole else self.quantum
        return Reading(
            kind, self.value * factor, abs(quantum * factor), abs(self._coarse() * factor)
        )

    def _coarse(self) -> Decimal:
        shown = self.value.normalize().as_tuple()
        unit = Decimal(1).scaleb(int(shown.exponent))
        if not self.value or unit < 1 or (self.quantum != 1 and not self.in_words):
            unit = self.quantum
        ends_in_five = shown.digits[-1] == 5 and 1 < len(shown.digits) <= 3
        return 5 * unit if ends_in_five and self.quantum != FINE else unit
