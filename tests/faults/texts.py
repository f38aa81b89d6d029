"""What is ingested: topics that are asked about, of which each edition replaces the last, and the rest."""

from __future__ import annotations

from domain.documents.document import DocumentDraft, TextFormat

QUESTIONS = {
    "escrow": "What is an escrow account?",
    "points": "What are discount points?",
    "insurance": "What is private mortgage insurance?",
    "lock": "What does a rate lock do?",
    "balloon": "What is a balloon payment?",
    "prepayment": "What is a prepayment penalty?",
}
"""A question for each topic."""

_TOPICS = {
    "escrow": "An escrow account holds money for property taxes and insurance that the servicer pays.",
    "points": "Discount points are paid at closing to lower the interest rate of a mortgage loan.",
    "insurance": "Private mortgage insurance protects the lender if the borrower stops paying.",
    "lock": "A rate lock keeps an interest rate from changing between the offer and closing.",
    "balloon": "A balloon payment is a large payment that is due at the end of a loan.",
    "prepayment": "A prepayment penalty is a fee for paying off a loan before it is due.",
}
_WORDS = (
    *(
        "lender",
        "servicer",
        "notice",
        "charge",
        "closing",
        "borrower",
        "statement",
        "period",
        "rule",
    ),
    *("section", "credit", "amount", "balance", "account", "office", "record", "request", "copy"),
)


def topics(edition: int) -> list[DocumentDraft]:
    """Return the documents that are asked about; an index version has exactly one edition of them."""
    return [
        DocumentDraft(
            f"{text} This is edition {edition} of what we say of it.",
            title=f"On {name}, edition {edition}",
            reference=f"topic-{name}",
            format=TextFormat.RECORD,
        )
        for name, text in _TOPICS.items()
    ]


def fillers(edition: int, count: int) -> list[DocumentDraft]:
    """Return documents of some 40 tokens, each one passage that differs from all others."""
    return [
        DocumentDraft(
            f"Entry {number} of part {edition}: " + " ".join(_words(number + 7 * edition)) + ".",
            title=f"Entry {edition}.{number}",
            format=TextFormat.RECORD,
        )
        for number in range(count)
    ]


def _words(number: int) -> list[str]:
    return [_WORDS[(number * (place + 3) + place) % len(_WORDS)] for place in range(30)]
