"""Turns of phrase that several topics share."""

from __future__ import annotations

from decimal import Decimal

from domain.money import show_money


def change(amount: Decimal) -> str:
    """Return a difference as people say it: "$12.00 more", "$12.00 less", "no more"."""
    if not amount:
        return "no more"
    return f"{show_money(amount.copy_abs())} {'more' if amount > 0 else 'less'}"
