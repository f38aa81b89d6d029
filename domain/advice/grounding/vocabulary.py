"""The words by which the reader of quantities finds its way."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.grounding.claims import Hedge, Kind, Period

UNITS: dict[str, tuple[Kind, Decimal]] = {
    **dict.fromkeys(("%", "percent", "pct"), (Kind.PERCENT, Decimal(1))),
    **dict.fromkeys(("point", "points"), (Kind.PERCENT, Decimal(1))),
    **dict.fromkeys(("bp", "bps"), (Kind.PERCENT, Decimal("0.01"))),
    **dict.fromkeys(("dollar", "dollars", "usd", "bucks"), (Kind.MONEY, Decimal(1))),
    "grand": (Kind.MONEY, Decimal(1000)),
    **dict.fromkeys(("cent", "cents", "¢"), (Kind.MONEY, Decimal("0.01"))),
    **dict.fromkeys(("month", "months", "mo", "mos"), (Kind.MONTHS, Decimal(1))),
    **dict.fromkeys(("year", "years", "yr", "yrs"), (Kind.MONTHS, Decimal(12))),
    **dict.fromkeys(("decade", "decades"), (Kind.MONTHS, Decimal(120))),
    **dict.fromkeys(("day", "days"), (Kind.DAYS, Decimal(1))),
    **dict.fromkeys(("week", "weeks"), (Kind.DAYS, Decimal(7))),
    **dict.fromkeys(("hour", "hours"), (Kind.DAYS, Decimal(1) / 24)),
    **dict.fromkeys(("times", "fold", "x"), (Kind.MULTIPLE, Decimal(1))),
}
"""A unit's kind, and how much of what that kind is counted in one of it makes."""

BETWEEN_NUMBER_AND_UNIT = frozenset(
    (
        *("business", "calendar", "consecutive", "full", "more", "additional", "extra", "further"),
        *("whole", "straight", "remaining", "us", "u.s.", "percentage", "basis", "other", "-"),
    )
)

ARTICLES = frozenset({"a", "an", "one"})

SHORT_SCALES = {"k": 1000, "m": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9}
"""Scales that stand directly behind the digits, as in "$350k"."""

VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}

HEDGES: dict[str, Hedge] = {
    **dict.fromkeys(
        ("about", "around", "approximately", "approx.", "roughly", "some", "~", "≈", "circa"),
        Hedge.ABOUT,
    ),
    **dict.fromkeys(("near", "approximate", "estimated"), Hedge.ABOUT),
    **dict.fromkeys(("over", "above", "exceeds", "exceed", "exceeding", ">"), Hedge.MORE),
    **dict.fromkeys(("under", "below", "nearly", "almost", "<"), Hedge.LESS),
}
LONGER_HEDGES: dict[tuple[str, str], Hedge] = {
    ("more", "than"): Hedge.MORE,
    ("greater", "than"): Hedge.MORE,
    ("higher", "than"): Hedge.MORE,
    ("at", "least"): Hedge.MORE,
    ("less", "than"): Hedge.LESS,
    ("lower", "than"): Hedge.LESS,
    ("fewer", "than"): Hedge.LESS,
    ("at", "most"): Hedge.LESS,
    ("up", "to"): Hedge.LESS,
    ("close", "to"): Hedge.ABOUT,
}
PASSED_BY_HEDGES = frozenset({"$", "a", "an", "the", "us", "u.s.", "usd"})

NUMBERED = frozenset({"payment", "installment", "page", "month", "year", "week", "day"})
"""What is counted off by a number behind it: "payment 61" is the 61st."""

PERIODS: dict[str, Period] = {
    **dict.fromkeys(("month", "mo", "monthly", "month's"), Period.MONTH),
    **dict.fromkeys(("year", "yr", "annum", "annually", "yearly", "annual"), Period.YEAR),
    **dict.fromkeys(("week", "weekly"), Period.WEEK),
    **dict.fromkeys(("day", "daily"), Period.DAY),
    **dict.fromkeys(("biweekly", "fortnight"), Period.TWO_WEEKS),
}
PERIOD_ARTICLES = frozenset({"a", "an", "per", "each", "every", "/"})
TOTALS = frozenset({"total", "totals", "totaling", "altogether", "overall"})
ADVERB_PERIODS = frozenset({"monthly", "annually", "yearly", "weekly", "daily", "biweekly"})
BETWEEN_PERIOD_AND_SUM = frozenset(
    (
        *("payment", "payments", "income", "debt", "debts", "cost", "costs", "bill", "bills"),
        *("obligations", "housing", "interest", "premium", "premiums", "fee", "fees", "rate"),
        *("percentage", "amount", "of", "is", "are", "was", "be", "would", "will", "comes", "come"),
        *(
            "to",
            "by",
            "up",
            "adds",
            "equals",
            "sum",
            "gross",
            "principal",
            "and",
            "mortgage",
            "loan",
        ),
        *(":", "=", "|", "about", "around", "roughly", "nearly", "almost", "$", "approximately"),
    )
)

CONNECTIVES = frozenset(
    (
        *("and", "or", "to", "not", "no", "more", "less", "than", "at", "least", "most", "up"),
        *(
            "but",
            "nor",
            "through",
            "as",
            "much",
            "high",
            "between",
            "-",
            "\u2013",
            "—",
            ",",
            "from",
        ),
        *("about", "/", "even", "perhaps", "maybe", "then"),
    )
)
"""Words over which a number takes its unit from the next one: "210 and not more than 240 days"."""
RANGES = frozenset({"to", "-", "\u2013", "—", "through"})

DISCOURSE = frozenset(
    (
        *("way", "ways", "thing", "things", "option", "options", "step", "steps", "reason"),
        *("reasons", "factor", "factors", "kind", "kinds", "type", "types", "question"),
        *("questions", "choice", "choices", "path", "paths", "part", "parts", "side", "sides"),
        *("case", "cases", "main", "key", "common", "important", "different", "basic", "ideas"),
        *("consideration", "considerations", "approach", "approaches", "tip", "tips"),
        *("figures", "numbers", "answers", "examples", "scenarios", "situations"),
    )
)
"""Nouns (and words before them) that count what the text itself is about to say: "two ways"."""
POINTING = frozenset({"the", "these", "those", "both", "other", "all", "your"})
"""Before a small number in words they point at things already named: "the two loans"."""
COUNTED = frozenset(
    (
        *("payment", "payments", "installment", "installments", "paycheck", "paychecks", "caps"),
        *("missed", "monthly", "late", "equal", "lenders", "offers", "quotes", "bureaus"),
    )
)
"""What is always a claim when it is counted, even with "the"."""
