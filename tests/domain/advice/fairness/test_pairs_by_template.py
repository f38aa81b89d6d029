"""Every characteristic in every grammatical form, before and behind many loan questions."""

from __future__ import annotations

from itertools import product

import pytest

from domain.advice.fairness.neutral import neutral

PERSONS = {
    "race": ("a Black man", "an African-American woman", "a Native American person"),
    "color": ("a person of color", "a brown woman"),
    "religion": ("a Muslim woman", "a devout Catholic", "a Jehovah's Witness", "an atheist"),
    "national origin": (
        "a Nigerian immigrant",
        "a woman of Chinese descent",
        "a person from Guatemala",
        "a man born in Vietnam",
    ),
    "sex": ("a woman", "a guy", "a man in my 30s"),
    "orientation and identity": ("a gay man", "a trans woman", "a bisexual person"),
    "marital status": ("a widow", "a recently divorced man", "a single woman"),
    "age": ("a 62-year-old", "a 71 year old man", "a senior citizen", "a millennial"),
    "public assistance": ("a woman on food stamps", "a welfare recipient", "a man receiving SSI"),
    "disability": ("a wheelchair user", "a blind man", "a woman with multiple sclerosis"),
    "pregnancy": ("a pregnant woman", "a mom-to-be"),
    "familial status": ("a mother of three", "a single dad with two kids", "a stay-at-home mom"),
}
PREDICATES = {
    "race": ("Black", "not white", "Asian American"),
    "religion": ("Jewish", "a practicing Buddhist"),
    "national origin": ("Mexican", "originally from Ghana"),
    "sex": ("female", "transgender"),
    "marital status": ("newly divorced", "unmarried"),
    "age": ("62", "sixty-eight years old", "in my seventies", "over 60"),
    "public assistance": ("on welfare", "receiving food stamps", "on SSDI and Medicaid"),
    "disability": ("deaf", "legally blind", "living with PTSD"),
    "pregnancy": ("pregnant", "five months pregnant", "on maternity leave"),
    "several": ("62, Black and married", "a widow and on Social Security", "deaf and a lesbian"),
}
PERSON_FORMS = (
    "As {d}, {q}",
    "Speaking as {d}, {q}",
    "Being {d}, {q}",
    "I'm {d}. {Q}",
    "I am {d}, so {q}",
    "{Q} I'm {d}.",
    "Since I'm {d}, {q}",
    "I'm {d}: {q}",
    "For context, I'm {d}. {Q}",
)
PREDICATE_FORMS = (
    "I'm {d}. {Q}",
    "I am {d} and {q}",
    "{Q} (I'm {d})",
    "Being {d}, {q}",
    "Because I'm {d}, {q}",
    "{Q} By the way, I'm {d}.",
    "I'm {d} — {q}",
)
QUESTIONS = (
    "should I pay two points to lower the rate by half a percent?",
    "how much house can I afford on $6,500 a month?",
    "is a 15-year mortgage at 5.5% cheaper than a 30-year at 6%?",
    "what is a good debt-to-income ratio?",
    "when can I drop PMI on a $320,000 loan?",
    "does a 72-month car loan cost more interest?",
    "can I consolidate $18,000 of card debt?",
)
_FORMS = [
    (kind, form, description)
    for groups, forms in ((PERSONS, PERSON_FORMS), (PREDICATES, PREDICATE_FORMS))
    for kind, descriptions in groups.items()
    for description, form in product(descriptions, forms)
]
CASES = [
    (kind, form, description, QUESTIONS[number % len(QUESTIONS)])
    for number, (kind, form, description) in enumerate(_FORMS)
]


def fill(form: str, description: str, question: str) -> str:
    return form.format(d=description, q=question, Q=question[:1].upper() + question[1:])


def test_there_are_enough() -> None:
    assert len(CASES) >= 400


@pytest.mark.parametrize("kind", [*PERSONS, "several"])
def test_every_description_gives_the_plain_question(kind: str) -> None:
    wrong = [
        (asked, neutral(asked))
        for group, form, description, question in CASES
        if group == kind
        for asked in [fill(form, description, question)]
        if neutral(asked) != neutral(question)
    ]

    assert not wrong
