"""The net below the grammar: a statement about oneself that names a trait and nothing of a loan."""

from __future__ import annotations

from domain.advice.fairness.edits import Edit
from domain.advice.fairness.lists import words
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.terms import CHILDREN, CONDITIONS, LONGEST_PHRASE, PROGRAMS, Trait

_ENDS = frozenset((".", "!", "?", ";", ""))
_LEADS = words("as being with since because having given although though while after despite now")
_OWN = words("i we my me our us myself 'm")
_AMBIGUOUS = words(
    """black white single straight old older young younger brown working family families couple
    boy girl english american foreign african indian national engaged separated bi minority born
    orthodox guy guys spouse elder nursing depression anxiety ms aids snap disability kid baby"""
)
"""Terms that stand for something else too often to be told apart without a grammar."""

_OF_A_LOAN = (
    *(
        "loan",
        "mortgag",
        "rate",
        "credit",
        "score",
        "debt",
        "income",
        "earn",
        "salar",
        "wage",
        "pay",
    ),
    *("paid", "owe", "borrow", "lend", "bank", "financ", "heloc", "card", "car", "hous", "home"),
    *(
        "condo",
        "buy",
        "bought",
        "sell",
        "sold",
        "rent",
        "sav",
        "afford",
        "interest",
        "equity",
        "job",
    ),
    *("employ", "busi", "retir", "veteran", "sign", "student", "school", "colleg", "tax", "insur"),
    *(
        "escrow",
        "title",
        "deed",
        "point",
        "clos",
        "budget",
        "cash",
        "bill",
        "invest",
        "apr",
        "money",
    ),
    *(
        "pmi",
        "dti",
        "program",
        "grant",
        "guarant",
        "apprais",
        "foreclos",
        "collect",
        "court",
        "order",
    ),
    *("support", "alimony", "citizen", "visa", "resident", "military", "duty", "estate", "inherit"),
)
"""How words begin that make a statement material to a loan."""


def statement(reader: Reader, i: int) -> list[Edit]:
    """Remove the statement that begins at `i`, or the clause that leads in its sentence.

    Only where it speaks of the asker, names a characteristic, and has neither a figure nor a word of
    lending: then nothing that advice may rest on is lost with it.
    """
    s = reader.s
    if s.word(i - 1) not in _ENDS or s.word(i) in _ENDS:
        return []
    comma = end = 0
    j = i
    while s.word(j) not in _ENDS:
        comma = comma or (j if s.word(j) == "," else 0)
        j += 1
    end = j
    if s.word(end) != "?" and _describes_asker(reader, i, end):
        return [Edit(i, end + (s.word(end) != ""))]
    if comma and s.word(i) in _LEADS and _describes_asker(reader, i, comma):
        return [Edit(i, comma + 1)]
    return []


def _describes_asker(reader: Reader, start: int, end: int) -> bool:
    s = reader.s
    if any(_is_material(word) for word in s.words[start:end]):
        return False
    leads = s.word(start) in _LEADS
    own = leads or any(word in _OWN for word in s.words[start:end])
    return own and any(_names_trait(reader, i) for i in range(start, end))


def _is_material(word: str) -> bool:
    return (
        word[:1].isdigit()
        or word in ("$", "%")
        or any(part.startswith(_OF_A_LOAN) for part in word.split())
    )


def _names_trait(reader: Reader, i: int) -> bool:
    s = reader.s
    if s.word(i) in _AMBIGUOUS:
        return False
    if reader.term(i) is not None:
        return True
    return any(
        trait not in reader.subject and s.longest(i, known, LONGEST_PHRASE) > i
        for trait, known in (
            (Trait.FAMILIAL, CHILDREN),
            (Trait.DISABILITY, CONDITIONS),
            (Trait.ASSISTANCE, PROGRAMS),
        )
    )
