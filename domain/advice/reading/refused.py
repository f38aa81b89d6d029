"""Who refused or asks, where a question does not say: here it is a lender."""

from __future__ import annotations

import re

_REFUSED = re.compile(
    r"\b(?:(?:they|it)\s+(?:\w+\s+)?(?:den(?:y|ied)|declined?|reject(?:ed)?|refused?|turn(?:ed)?)\s+(?:me|us)"
    r"(?:\s+down)?"
    r"|\bcharg(?:e|ed|ing)\s+(?:me|us)\s+more"
    r"|(?:i|we)\s+(?:(?:can|could|may|was|were|am|are|be|been|being|got|get|just|have|had)\s+){1,3}"
    r"(?:denied|declined|rejected|refused|turned\s+down)"
    r"|(?:can|could|was|were|am|are|have|did)\s+(?:i|we)\s+(?:(?:be|been|being|get|got)\s+)?"
    r"(?:denied|declined|rejected|refused|turned\s+down))"
    r"(?=\s+(?:because|for\s+being|due\s+to|since|as|if|when|while|over|and|but)\b|\s*[?.!,;]|\s*$)",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"^((?:\w+\s+)?(?:can|may|could|must|should|do|are|will|would))\s+they\s+"
    r"(?=(?:(?:have|need|allowed|able)\s+to\s+|really\s+|just\s+|legally\s+)?"
    r"(?:ask|check|consider|count|look\s+at|require|tell|see|contact|call|demand|use)\b)",
    re.IGNORECASE,
)
_OF_CREDIT = re.compile(
    r"\b(?:loans?|mortgages?|credit\w*|lend\w*|borrow\w*|financ\w+|refinanc\w+|heloc|cards?|banks?)\b",
    re.IGNORECASE,
)


def by_a_lender(question: str) -> str:
    """Return the question with the lender or the loan that it means and does not name.

    "Can they turn me down because I am pregnant?" is asked of a lender here, but shares neither words nor
    meaning with what the law says of lenders. So "for a loan" is put in where someone is refused and
    nothing says what, and "lenders" for a "they" that nothing explains.
    """
    if _OF_CREDIT.search(question):
        return question
    named = _THEY.sub(r"\1 lenders ", question, count=1)
    return _REFUSED.sub(lambda found: f"{found[0]} for a loan", named, count=1)
