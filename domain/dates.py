"""Calendar days, as clients write them."""

from __future__ import annotations

import re
from datetime import date

from domain.errors import InvalidInput

_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(text: str, *, field: str | None = None) -> date:
    """A day as RFC 3339 writes it: "2026-01-31". Python's other ISO 8601 forms are refused.

    Raises InvalidInput naming `field`, also for a day that no calendar has.
    """
    if not _PLAIN_DATE.fullmatch(text):
        raise InvalidInput("write a date as YYYY-MM-DD, such as 2026-01-31", field=field)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"no calendar has the day {text}", field=field) from error
