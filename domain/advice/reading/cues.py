"""The words beside a number that tell which fact of a loan or borrower it is.

Deliberately narrow: a number that no cue explains is left alone, because a wrong figure is worse than
a question for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.advice.grounding.claims import Kind

_ABOUT = r"(?:\s+(?:about|around|only|just|roughly|approximately|a|an|some|almost|nearly))?\s+$"
_BARE_RATE_ENDS = (
    r"\s*(?:$|[,.;:?!)]|\d|x\b|(?:for|over|on|with|and|or|vs|fixed|interest|apr|now|if|to)\b)"
)
_JUDGED = r"\s+(?:a\s+)?(?:good|ok|okay|fair|bad|high|decent|too\s+high)\b"
_OTHER_THAN_A_RATE = (
    r"pmi|mip|mortgage insurance|insurance|(?:property )?tax(?:es)?|inflation|appreciat\w*|returns?"
    r"|savings?(?: account)?|cd|hysa|caps?|margin|index|invest\w*(?: it)?"
)
_HOUSING_COSTS = (
    r"(?:property\s+)?tax(?:es)?|(?:home\s+)?insurance|hoa(?:\s+(?:dues|fees?))?|dues|pmi|escrow"
)
_PAYMENTS = (
    r"(?:\s+(?:my|our|other|monthly|all|existing|current))*"
    r"\s+(?:debts\b|debt\s+payments?\b|bills\b|(?:other|monthly)\s+debt\b|car\s+(?:payments?|loans?)\b"
    r"|student\s+loans?\b|loan\s+payments?\b|(?:credit\s+)?card\s+(?:payments?|minimums?)\b|payments\b)"
)
_OWED_MONTHLY = (
    r"(?:car|auto|truck|student\s+loan|credit\s+card|card|loan)\s+(?:payments?|bill|note)\b"
)
_VEHICLES = r"(?:car|truck|suv|vehicle|van|minivan|motorcycle|pickup|rv|boat)\b"
_MONEY = frozenset({Kind.MONEY, Kind.COUNT})
_A_MONTH = r"\s*(?:/|a|an|per|each|every)\s*(?:month|mo\b\.?)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A fact's name, the kinds of number it may be, and the words before or after that give it away."""

    fact: str
    kinds: frozenset[Kind]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    both: bool = False

    def fits(self, kind: Kind, before: str, after: str) -> bool:
        """Whether a number of this kind between these words is the fact; `both` needs both of them."""
        if kind not in self.kinds:
            return False
        told = (
            bool(self.before and self.before.search(before)),
            bool(self.after and self.after.match(after)),
        )
        return all(told) if self.both else any(told)


def _cue(
    fact: str,
    kinds: frozenset[Kind],
    *,
    before: str = "",
    after: str = "",
    both: bool = False,
) -> Cue:
    return Cue(
        fact,
        kinds,
        re.compile(rf"\b(?:{before}){_ABOUT}", re.IGNORECASE) if before else None,
        re.compile(after, re.IGNORECASE) if after else None,
        both,
    )


CUES: tuple[Cue, ...] = (
    _cue(
        "stay",
        frozenset({Kind.MONTHS}),
        before=r"(?:stay(?:ing)?|live|living)(?: (?:there|here|put|in (?:it|the (?:house|home))))?(?: for)?"
        r"|(?:keep|keeping) (?:it|the (?:house|home|loan|mortgage))(?: for)?"
        r"|(?:sell|selling|move|moving|leave|leaving)(?: (?:out|it|again|the (?:house|home)))?"
        r" (?:in|after|within)",
    ),
    _cue(
        "other_percent",
        frozenset({Kind.PERCENT}),
        before=rf"(?:{_OTHER_THAN_A_RATE})(?: (?:is|of|at|are|rate))?",
        after=r"\s+(?:[\w-]+\s+)?(?:pmi|mip|caps?|margin|appreciation|returns?|inflation|tax(?:es)?)\b"
        r"|\s+(?:in|on)\s+(?:(?:my|a|an|the)\s+)?(?:savings|cds?|stocks?|market|investments?)\b",
    ),
    _cue(
        "points",
        frozenset({Kind.PERCENT}),
        before=r"(?<!% )fees?(?: (?:of|is))?",
        after=r"\s+(?:[\w-]+\s+){0,2}fees?\b",
    ),
    _cue(
        "rent",
        _MONEY,
        before=r"rent(?: (?:is|of))?",
        after=rf"(?:{_A_MONTH})?\s+(?:(?:in|for|of)\s+)?rent\b",
    ),
    _cue(
        "other_costs",
        _MONEY,
        before=rf"(?:{_HOUSING_COSTS})(?:\s+(?:is|are|of))?",
        after=rf"(?:{_A_MONTH}|\s*(?:/|a|per)\s*(?:year|yr)\b)",
        both=True,
    ),
    _cue("other_costs", _MONEY, after=rf"{_A_MONTH}\s+(?:(?:in|of|for)\s+)?(?:{_HOUSING_COSTS})\b"),
    _cue("minimum_payment", _MONEY, before=r"min(?:imum)?(?: payments?)?(?: (?:of|is))?"),
    _cue("minimum_payment", _MONEY, after=r"\s+min(?:imum)?\b"),
    _cue("fee_per_hundred", _MONEY, after=r"\s*(?:per|(?:for|on)\s+(?:each|every))\s+\$?100\b"),
    _cue("hundred", _MONEY, before=r"per|each|every"),
    _cue(
        "repaid",
        _MONEY,
        before=r"(?:pay(?:ing)?|owe) back(?: a total of)?|repay",
        after=r"\s+(?:in|after|within)\s+\w+\s+(?:days?|weeks?)\b",
        both=True,
    ),
    _cue(
        "extra_monthly_payment",
        _MONEY,
        before=r"extra|additional|another",
        after=rf"(?:{_A_MONTH}|\s+monthly)",
        both=True,
    ),
    _cue(
        "extra_monthly_payment",
        _MONEY,
        after=rf"\s+(?:more|extra){_A_MONTH}|{_A_MONTH}\s+(?:more|extra)\b",
    ),
    Cue(
        "extra_monthly_payment",
        _MONEY,
        re.compile(r"\+\s*$"),
        re.compile(rf"{_A_MONTH}|\s+monthly", re.IGNORECASE),
        both=True,
    ),
    _cue(
        "lump_sum",
        _MONEY,
        before=r"extra|additional|lump[- ]sum(?: payment)?(?: of)?|inherited|won|bonus of|windfall of"
        r"|refund of",
        after=r"\s+(?:tax\s+)?(?:bonus|windfall|inheritance|lump[- ]sum|refund|extra)\b",
    ),
    _cue(
        "rebate",
        _MONEY,
        before=r"rebate of|cash[- ]back of",
        after=r"\s+(?:\w+\s+)?(?:rebate|cash[- ]?back|cash\s+discount|discount|off\b)",
    ),
    _cue(
        "down_payment",
        _MONEY,
        before=r"down[- ]?payment (?:of|is)|put(?:ting)? down|trade[- ]?in (?:worth|of|value of)",
        after=r"\s+(?:as\s+a\s+|for\s+a\s+)?down\b|\s+(?:deposit|trade[- ]?in)\b",
    ),
    _cue("down_payment_percent", frozenset({Kind.PERCENT}), after=r"\s+down\b"),
    _cue(
        "fees",
        _MONEY,
        before=r"(?:fees?|closing costs|points and fees)(?: (?:of|are|is|come to|comes to|at))?"
        r"|charges? me|closing (?:costs )?(?:is|costs?)"
        r"|(?:get|to) [\d.]+ ?(?:%|percent) (?:(?:over|for) [\w-]+ (?:years|months) )?for",
        after=r"\s+(?:in|of|for|as)\s+(?:\w+\s+)?(?:fees?|closing(?:\s+costs)?|points)\b"
        r"|\s+(?:\w+\s+)?(?:fees?|closing\s+costs)\b(?!\s*(?:of\s+|is\s+)?\$?\d)",
    ),
    _cue(
        "fees",
        _MONEY,
        before=r"pay(?:ing)?|costs?|spend(?:ing)?|wants?|asks?(?: for)?|charg(?:es?|ing)",
        after=r"\s+(?:up\s?front\s+|at\s+closing\s+|now\s+|more\s+)?"
        r"(?:to\s+(?:go|get|lower|reduce|buy|drop|bring|have|refinanc|refi\b)|for\s+(?:a|the)\s+lower)",
        both=True,
    ),
    _cue("fees", _MONEY, before=r"[\d.]+\s*(?:%|percent)? (?:would )?costs?"),
    _cue(
        "reserves",
        _MONEY,
        before=r"savings(?: (?:of|are))?|saved(?: up)?",
        after=r"\s+(?:in\s+(?:\w+\s+)?(?:savings|reserves?|the\s+bank)\b|saved\b)",
    ),
    _cue(
        "payment",
        _MONEY,
        before=r"pay(?:ing)?|afford|handle|swing|want|budget (?:of|is)|payments? (?:of|under|below|around|at)"
        r"|keep it under|(?:borrow|loan|house|home|car|truck|get|buy|finance) (?:for|with)"
        r"|can (?:only )?(?:pay|spend)",
        after=rf"(?:{_A_MONTH}|\s+monthly)(?!\s+(?:more|extra|in\b|for\b|toward))|\s+(?:\w+\s+)?payments?\b",
        both=True,
    ),
    _cue(
        "payment",
        _MONEY,
        after=rf"{_A_MONTH}\s+(?:budget|ok(?:ay)?|too\s+much|doable|reasonable|affordable|realistic)\b",
    ),
    _cue("payment", _MONEY, before=r"afford|manage|swing", after=r"\s*(?:$|[?.!])", both=True),
    _cue("monthly_debts", _MONEY, before=r"owe", after=_A_MONTH, both=True),
    _cue(
        "monthly_debts",
        _MONEY,
        before=r"(?:debts|debt payments|other payments|bills) (?:of|are|come to|total)",
        after=rf"{_A_MONTH}\s+(?:in|of|for|on|to|toward){_PAYMENTS}"
        rf"|{_A_MONTH}\s+(?:in|of|for|on)\s+(?:my\s+)?(?:other\s+)?debts?\b"
        rf"|(?:{_A_MONTH})?\s+{_OWED_MONTHLY}",
    ),
    _cue(
        "monthly_debts",
        _MONEY,
        before=r"(?:car|truck|student loans?|(?:credit )?cards?)(?: payments?)?(?: (?:is|are|of))?",
        after=_A_MONTH,
        both=True,
    ),
    _cue(
        "monthly_debts",
        _MONEY,
        after=r"\s+(?:in|of|for|on|toward)(?:\s+(?:my|our|other|monthly))*"
        r"\s+(?:debts|debt\s+payments|student\s+loans|car\s+loans)\b",
    ),
    _cue(
        "monthly_debts",
        _MONEY,
        before=r"(?:month|mo|monthly|income|year|k|make|earn)[^.?!]*[,;] ?",
        after=r"\s+(?:in\s+|of\s+)?debts?\s*(?:[,;.?!]|$)",
        both=True,
    ),
    _cue(
        "salary",
        _MONEY,
        before=r"(?:I|we|he|she|they|and|together) (?:make|earn|gross|bring in)|making|earning"
        r"|(?:income|salary)(?: (?:of|is))?",
        after=rf"(?:{_A_MONTH}|\s*(?:/|a|per)\s*year)?\s+(?:gross\s+)?(?:income|salary)\b",
    ),
    _cue("income", _MONEY, before=r"on"),
    _cue(
        "income",
        _MONEY,
        before=r"with|from",
        after=rf"{_A_MONTH}(?!\s+(?:in|for|extra|more|toward|payments?|budget|less)\b)",
        both=True,
    ),
    _cue(
        "property_value",
        _MONEY,
        before=r"worth|valued at|appraised (?:at|for)|(?:house|home|condo)(?: (?:for|at|is|costs?))?"
        r"|price (?:of|is)",
        after=r"\s+(?:\w+\s+){0,2}?(?:house|home|condo|property|townhouse)\b"
        r"(?!\s+(?:loan|mortgage|equity|improvement))",
    ),
    _cue(
        "amount",
        _MONEY,
        before=r"borrow(?:ing)?|owe|owing|(?:loan|mortgage|balance|principal)(?: amount)?(?: (?:of|for|is))?"
        r"|(?:re)?financ(?:e|ing)",
        after=r"\s+(?:(?!house|home\s+for|down|in\b|on\b|at\b)[\w'-]+\s+){0,3}?"
        r"(?:loans?|mortgage|balance|principal)\b|\s+(?:left|remaining)\s+on\b"
        r"|\s+(?:at|@)\s+\d",
    ),
    _cue(
        "price",
        _MONEY,
        before=rf"{_VEHICLES}(?:\s+(?:for|costs?|costing|priced\s+at))?",
        after=rf"\s+(?:(?:new|used)\s+)?(?:\w+\s+)?{_VEHICLES}",
    ),
    _cue(
        "annual_rate",
        frozenset({Kind.PERCENT}),
        before=r"at|@|(?:rate|interest|apr) (?:of|is)",
        after=r"\s*(?:apr\b|interest\b|(?:fixed\s+)?rate\b)"
        r"|\s+an?\s+(?:\w+\s+){0,3}?(?:rate|apr)\b",
    ),
    _cue(
        "bare_rate",
        frozenset({Kind.COUNT}),
        before=r"at|@|(?:rates?|interest|apr)(?: (?:of|is|are|was|were))?|quoted|offered(?: me)?",
        after=_BARE_RATE_ENDS,
        both=True,
    ),
    _cue("bare_rate", frozenset({Kind.COUNT}), before=r"is|got|getting", after=_JUDGED, both=True),
    _cue(
        "bare_term",
        frozenset({Kind.COUNT}),
        before=r"(?:at|@)\s*[\d.]+\s*(?:%|percent)?\s*(?:for|over|x)",
        after=r"\s*(?:$|[,.;:?!)])",
        both=True,
    ),
    _cue("down_payment_percent", frozenset({Kind.COUNT}), after=r"\s+down\b"),
    _cue(
        "term_months",
        frozenset({Kind.MONTHS}),
        before=r"over|term (?:of|is)|pay(?:ing)? (?:it |them |this )?(?:off |back )?(?:[^.?!]{0,40} )?in"
        r"|stretch(?:ed)?(?: it)? (?:to|over)|(?:%|percent|apr|loan) for",
        after=r"[\s-]+(?:\$[\d,.]+k?[\s-]+)?(?:(?:fixed|rate|car|auto|home|student|personal|business)[\s-]+){0,2}?"
        r"(?:mortgage|loan|term|fixed|note|financing)\b|\s+(?:left|remaining)\b",
    ),
    _cue(
        "credit_score",
        frozenset({Kind.COUNT}),
        before=r"(?:score|fico|credit)(?: score)?(?: of| is| at)?",
        after=r"\s+(?:credit\s+|fico\s+)?(?:score|fico|credit)\b",
    ),
    _cue(
        "household_size",
        frozenset({Kind.COUNT}),
        before=r"(?:family|household) of",
        after=r"\s+people\s+(?:in|live|living)\b",
    ),
)

A_YEAR = re.compile(
    r"\s*(?:/|a|an|per|each|every)\s*(?:year|yr\b|annum)|\s*(?:yearly|annually|p\.?a\b)",
    re.IGNORECASE,
)
A_MONTH = re.compile(rf"{_A_MONTH}|\s*monthly", re.IGNORECASE)
NOT_A_TERM = re.compile(
    r"\s*(?:old\b|ago\b|of age\b|arm\b)|\s+(?:from\s+now|into\b)", re.IGNORECASE
)
CALLED_BY_A_NUMBER = re.compile(
    r"(?:401\(?k|403\(?b|457|529|1099|1040|1098|1003|w-?2)(?!\d)", re.IGNORECASE
)
"""Accounts and forms that have a number for a name."""
