"""The written forms of numbers that are no quantities, as one pattern with a group for each form."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\w%]|[.,]\d|\s?%)"
_YEAR = r"(?:19|20)\d\d(?!\d|[%,.-]\d)"
_UNIT_FOLLOWS = (
    r"(?:\s?%|[\s\-\u2013]?(?:percent|points?|basis|dollars?|cents?|years?|months?|weeks?|days?)\b)"
)

IDENTIFIER = (
    r"\d+[A-Za-z]{0,2}(?!\w)(?:[.\-\u2013]\d+[A-Za-z]{0,2}(?!\w))*(?:-[A-Za-z](?!\w)(?:-\d+)?)*"
    r"(?:\([0-9A-Za-z]{1,5}\))*(?:-\d+(?!\w))?"
)
"""A section's number with its paragraphs: "1026.22(a)(2)", "1681s-2", "1002-9-a-1", "1099-C"."""

_LAW = r"(?:C\.?\s?F\.?\s?R\.?|U\.?\s?S\.?\s?C\.?|Fed\.\s?Reg\.|FR|Stat\.)"
_SECTION = (
    r"(?:§+|(?:[Ss]ections?|[Ss]ecs?\.|[Pp]arts?|[Pp]aragraphs?|[Rr]ules?|[Cc]omments?)(?=\s))"
)
_NAME = (
    r"(?:[Cc]hapter|[Ff]orm|Title|Topic|Publication|Handbook|Appendix|Article|Schedule|Box|Line"
    r"|Subtitle|Subpart|Supplement|Notice|Public\sLaw|Pub\.)"
)
_LABEL = (
    r"(?:Step|Option|Offer|Loan|Lender|Scenario|Phase|Part|Table|Figure|Tip|Example|Stage|Plan"
    r"|Case|Choice|Quote|Debt|Tier)"
)

_MARKER = (
    r"(?P<marker>^[\s>*_+\-#]*\(?\d{1,3}[.):](?=[\s*_]|$)|(?<![\w)\]])\(\d{1,2}\)(?=\s+[^\W\d]))"
)
_AT_A_WORD = (
    rf"(?P<label>{_LABEL}\s\#?\d{{1,2}}\b(?![\d%/]|[.,]\d|{_UNIT_FOLLOWS}))",
    r"(?P<idiom>(?:24/7|50/50|401\(k\)|403\(b\)|457\(b\)|401k|9-to-5)(?!\w))",
    r"(?P<phone>(?:1-)?(?:\(\d{3}\)\s?|\d{3}[-.])\d{3}-\d{4}(?!\w)|1-8\d\d-[\w-]{4,})",
    r"(?P<iso>\d{4}-\d\d-\d\d(?![\w-]))",
    rf"(?P<mdy>{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?)",
    rf"(?P<dmy>{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?)",
    rf"(?P<my>{_MONTH},?\s{_YEAR})",
    r"(?P<us>\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\w/]))",
    rf"(?P<law>(?P<title>\d{{1,2}})\s(?P<code>{_LAW})\s(?:{_SECTION}\s?)?(?P<law_id>{IDENTIFIER}))",
    (
        rf"(?P<named>(?P<name>{_NAME})s?\s(?:L\.\s)?(?:No\.\s)?"
        rf"(?P<name_id>{IDENTIFIER}|[A-Z]{{1,3}}-\d+[A-Z]*))"
    ),
    rf"(?P<section>{_SECTION}\s?(?P<section_id>{IDENTIFIER})(?!{_UNIT_FOLLOWS}))",
    (
        r"(?P<bare>\d+[A-Za-z]?(?:[.\-]\d+)*(?:\([0-9A-Za-z]{1,4}\))+"
        r"|\d+(?:-(?:\d+|[A-Za-z]))*-[A-Za-z](?:-\d+)*(?![\w-])"
        r"|\d+(?:\.\d+){2,}(?![\w-])"
        r"|\([a-z]\)(?:\([0-9A-Za-z]{1,4}\))+)"
    ),
    (
        r"(?P<ratio>\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?){2,}(?![\w/%])"
        r"|\d+(?:\.\d+)?(?::\d+)+(?![\w:])"
        r"|\d+(?:-\d+){2,}(?![\w-])"
        r"|\d+(?:\.\d+)?(?:-to-|\sto\s)1(?![\w%/]|[.,]\d|\s(?:percent|point|year|month|of)\b))"
    ),
    rf"(?P<pair>(?<!\d\s)\d+/\d+(?![\w/%]|{_UNIT_FOLLOWS}))",
)

STRUCTURED = re.compile(
    rf"{_MARKER}|(?<![\w$.,/:])(?<!\w[-\u2013])(?=[\d(§A-Zcfprs])(?:{'|'.join(_AT_A_WORD)})"
)
"""What `lastgroup` names: a marker, label, idiom, phone, date (iso, mdy, dmy, my, us), citation of law
(law, named, section, bare), ratio, or a pair ("5/6", which may be a fraction)."""

FURTHER_IDENTIFIER = re.compile(
    rf"(?:[,;]|,?\s(?:and|or|to|through))\s(?:§+\s?)?(?P<id>{IDENTIFIER})(?!{_UNIT_FOLLOWS}|%)"
)
"""A further number of a list of citations: "12 CFR 1026.20, 1026.30 and 1026.37"."""
