"""Who refused, where a question does not say: here it is a lender."""

from __future__ import annotations

import re

_REFUSED = re.compile(
    r"\b(?:(?:they|it)\s+(?:\w+\s+)?(?:den(?:y|ied)|declined?|reject(?:ed)?|refused?|turn(?:ed)?)\s+(?:me|us)"
    r"(?:\s+down)?"
    r"|(?:i|we)\s+(?:(?:can|could|may|was|were|am|are|be|been|being|got|get|just|have|had)\s+){1,3}"
    r"(?:denied|declined|rejected|refused|turned\s+down)"
    r"|(?:can|could|was|were|am|are|have|did)\s+(?:i|we)\s+(?:(?:be|been|being|get|got)\s+)?"
    r"(?:denied|declined|rejected|refused|turned\s+down))"
    r"(?=\s+(?:because|for\s+being|due\s+to|since|as|if|when|while|over|and|but)\b|\s*[?.!,;]|\s*$)",
    re.IGNORECASE,
)
_OF_CREDIT = re.compile(
    r"\b(?:loans?|mortgages?|credit\w*|lend\w*|borrow\w*|financ\w+|refinanc\w+|heloc|cards?|banks?)\b",
    re.IGNORECASE,
)


def by_a_lender(question: str) -> str:
    """Return the question with "for a loan" where someone is refused and nothing says what.

    "Can they turn me down because I am pregnant?" is asked of a lender here, but shares neither words nor
    meaning with what the law says of lenders.
    """
    if _OF_CREDIT.search(question):
        return question
    return _REFUSED.sub(lambda found: f"{found[0]} for a loan", question, count=1)
