"""What an adviser who teaches never says, whatever a source or a model says: that a loan is granted."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SURELY = r"(?:definitely|certainly|surely|undoubtedly|absolutely|always|without (?:a )?doubt)"
_GRANTED = r"(?:pre-?|fully |now |already |automatically |hereby |officially )*(?:approved|accepted|granted)"
_WORD = r"(?:(?!(?:not|never|no|nor|cannot|hardly)\b)\w+ )"
"""A word in between that does not take back what is said."""

_THING = r"(?:loan|mortgage|application|credit|refinanc\w+|offer|request)"

_PROMISES = re.compile(
    "|".join(
        (
            rf"\byou(?:'re| are| have been|'ve been| were| will be|'ll be) {_GRANTED}\b",
            rf"\byour {_WORD}{{0,2}}?{_THING} (?:is|has been|was|will be|gets) {_GRANTED}\b",
            rf"\b(?:we|I|APFA) {_WORD}?(?:approve|grant|accept)(?:d|s|ed)? (?:you\b|your\b)",
            rf"\bapproval (?:is|has been) {_WORD}?(?:guaranteed|granted|certain|assured|confirmed|automatic)",
            (
                r"\bguaranteed? (?:you |your )?(?:loan )?(?:approval|acceptance|rates?|savings?|profits?"
                r"|returns?|success)\b"
            ),
            rf"\b(?:we|I|APFA) {_WORD}?(?:guarantee|promise|assure)\b",
            (
                r"\b(?:is|are|'s|'re) (?:hereby |fully |100 ?% )?guaranteed (?:to you|for you|a |the |to get"
                r"|to (?:be )?(?:approved|qualify|save))"
            ),
            rf"\byou(?:'ll| will)? {_SURELY} (?:qualify|get|be approved|save|afford)\b",
            rf"\byou(?:'ll| will) {_SURELY}? ?be {_GRANTED}\b",
            r"\b(?:risk[- ]free|zero[- ]risk|no[- ]risk|without any risk)\b",
            (
                rf"\b(?:this|that|it|the above|what I say) (?:is|counts as|constitutes) {_WORD}{{0,2}}?"
                r"(?:legal|tax|binding|official) (?:advice|offer|commitment)"
            ),
            rf"\b(?:this|that|it) is an? {_WORD}?(?:offer of credit|commitment to lend|loan offer)\b",
            r"\b(?:as|speaking as|acting as) your (?:lawyer|attorney|lender|loan officer)\b",
        )
    ),
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not|never|no|nobody|cannot|can't|don't|doesn't|isn't|aren't|won't|nor|neither|without|if|whether"
    r"|once|until|unless|when|before|after|because|since|beware|avoid|claims?|claiming|says?|promis(?:es|ing)"
    r"|ads?|scam\w*|may|might|could|does)\b[^.;:!?]{0,60}$",
    re.IGNORECASE,
)
_SPAN = 80


def promises(sentence: str) -> Iterator[str]:
    """Yield each promise of approval or success, and each claim to advise in law or to offer credit.

    "You are not approved yet", "once you are approved", "are you approved?" promise nothing.
    """
    if sentence.rstrip(' *_\n"”').endswith("?"):
        return
    for found in _PROMISES.finditer(sentence.replace("\u2019", "'")):
        if not _TAKEN_BACK.search(sentence[max(0, found.start() - _SPAN) : found.start()]):
            yield found[0]
