"""Whether a characteristic is what a question is about: discrimination, a right, a program's terms."""

from __future__ import annotations

import re

from domain.advice.fairness.clauses import describes
from domain.advice.fairness.description import read_description
from domain.advice.fairness.mentions import Mentions
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import CLOSING, STRONG, Sentence
from domain.advice.fairness.statements import material
from domain.advice.fairness.terms import Trait

_LAW = re.compile(
    r"\b(?:discriminat\w*|ecoa|equal credit|fair housing|fair lending|protected class\w*"
    r"|protected (?:trait|characteristic|group)s?|redlin\w+|reg(?:ulation)? b|civil rights|bias|biased"
    r"|prejudice\w*|racis[mt]\w*|sexis[mt]|ageis[mt]|homophobi\w+|disparate|special purpose credit"
    r"|americans with disabilities|ada|reasonable accommodations?|large print|sign language"
    r"|interpreter|translat\w+|(?:treat\w*) (?:me |us )?(?:differently|worse|unfairly)"
    r"|is (?:that|this|it) (?:legal|illegal|lawful|fair)(?= ?[?.!]| ?$)"
    r"|(?:people|borrowers|applicants|someone|folks) like (?:me|us)[^?.]{0,40}"
    r"(?:program|grant)s?|(?:program|grant)s? for (?:people|someone|folks) like (?:me|us))\b"
)
"""Words of the law of discrimination and of access to it."""

_OWN_NAME = re.compile(
    r"\b(?:(?<!mixed )race|ethnicity|religion|national origin|marital status|sexual orientation"
    r"|gender identity"
    r"|(?:my|of|about|by) (?:own )?(?:age|sex|gender|disability|pregnancy|accent|skin color)"
    r"|age (?:limit|requirement|matter|discrimination)|(?:minimum|maximum) age|too (?:old|young)"
    r"|old enough)\b"
)
_MERE_MENTION = re.compile(
    r"\b(?:at|given|considering|despite|regardless of|in light of|with) (?:my|our) (?:own )?\w+(?: \w+)?"
    r"|\b(?:my|our) (?:\w+ )?\w+ (?:is|are)\b"
)
"""Forms in which a characteristic is named only to describe oneself; `asides` removes them."""

_BY_TRAIT = {
    Trait.AGE: r"reverse mortgages?|hecms?|home equity conversion|capacity to contract",
    Trait.MARITAL: r"alimony|child support|ordered to pay|divorce decree|decree|quitclaim|quit claim"
    r"|community property|prenup\w*|buy(?:ing)? out|custody|estate|probate|inherit\w*|title|deed"
    r"|successor|joint credit|in my own name|own credit|died|passed away|filing (?:jointly|separately)"
    r"|(?:spouse|husband|wife|partner)'?s? (?:sign|signature)|(?:wife|husband|spouse) (?:to )?sign"
    r"|\bex\b|ex-\w+",
    Trait.FAMILIAL: r"child care|childcare|counts?|counted|as income|return to work"
    r"|residual income|dependents?|plans? (?:for|to have) (?:children|kids)|parent plus|ask(?:ed)? (?:me )?if"
    r"|college|custody|child support",
    Trait.DISABILITY: r"disability (?:income|discharge|benefits|insurance|rating|payments|check)"
    r"|discharged?|forgiv\w+|va\b[^?.]{0,40}funding fee|funding fee|ramps?|grants?",
    Trait.ASSISTANCE: r"counts?|counted|gross(?:ed)? up|as income|benefits? (?:count|income)"
    r"|(?:this|that|it|my) income|section 8 (?:homeownership|to buy)|garnish\w*|exempt|seize\w*|levy",
    Trait.ORIGIN: r"foreign (?:credit|income|bank)|credit history",
    Trait.RIGHTS: r"retaliat\w+|complain\w*\b.*\bcomplain\w*|disput\w+\b.*\bdisput\w+|answer\w*|respon\w+"
    r"|repl(?:y|ied)|reinvestigat\w*|fixed|correct\w*|how long|still|next|score|report",
    Trait.RACE: r"section 184|hud 184|184 loan|indian home loan|native american direct|nadl|tribal"
    r"|trust land|reservation",
}
"""By characteristic, what makes it a term of the question: a program, a debt, an income, a right."""

_SUBJECTS = {trait: re.compile(rf"\b(?:{text})(?!\w)") for trait, text in _BY_TRAIT.items()}

_TREATMENT = re.compile(
    r"(?:den(?:y|ied|ies|ying|ial)|refus\w+|reject\w*|declin\w+|turn(?:ed|s|ing)?"
    r"|charg\w+|higher|worse|steer\w*|legal|illegal|lawful|allowed|permitted|approv\w+|ask\w*"
    r"|say|require\w*|hesitat\w+|hold|held|quot\w+|lender|bank|creditor|loan officer|qualify|eligible"
    r"|closed|count\w*|limit\w*|disqualif\w+|apprais\w+|underval\w+)$"
)
_CAUSES = ("because", "for being", "just for", "since", "due to", "on account of", "just because")
_COMPLEMENTS = ("if", "whether", "that", "while", "when", "know", "lender", "them", "say", "about")
_LONGEST_CAUSE = 7
"""Tokens of "because I receive food stamps" in which a characteristic is looked for."""
_ELIGIBLE = re.compile(
    r"get|qualify|eligible|approved?|denied|deny|refuse|allowed|legal|illegal|count|borrow|matter\w*"
    r"|care|ask\w*|tell|know|disclose|mention|hide|mind|affect|hurt|penali[sz]e\w*|against|possible|say"
)


def subject_traits(s: Sentence, every: Mentions) -> frozenset[Trait] | None:
    """Return the characteristics a question is about; None if it is about discrimination itself."""
    if _LAW.search(" ".join(s.text.lower().split())):
        return None
    told = material(s, every)
    if _OWN_NAME.search(_MERE_MENTION.sub(" ", told)):
        return None
    subjects = frozenset(trait for trait, pattern in _SUBJECTS.items() if pattern.search(told))
    return None if _asks_about_trait(Reader(s, frozenset()), every) else subjects


def _asks_about_trait(reader: Reader, every: Mentions) -> bool:
    """Return whether a clause with a trait is why a lender did something, or what is asked about."""
    s = reader.s
    treated = eligible = False
    for i in range(len(s)):
        word = s.word(i)
        if word in CLOSING:
            treated = eligible = False
        own = s.word(i - 1) in ("i", "we", "'m", *CLOSING) and word.startswith("ask")
        asks_why = s.begins_clause(i) and word in ("was", "were", "did")
        treated = treated or asks_why or bool(_TREATMENT.match(word) and not own)
        eligible = eligible or bool(_ELIGIBLE.fullmatch(word))
        if treated and _is_cause(reader, i, every):
            return True
        if eligible and word in _COMPLEMENTS and _own_description(reader, i + 1, every):
            return True
    return False


def _is_cause(reader: Reader, i: int, every: Mentions) -> bool:
    s = reader.s
    for phrase in _CAUSES:
        length = phrase.count(" ") + 1
        if s.phrase(i, i + length) == phrase and _own_description(reader, i + length, every):
            return True
    return False


def _own_description(reader: Reader, i: int, every: Mentions) -> bool:
    """Return whether "I'm Black", "we are a gay couple", "being pregnant" or a noun for it begins here."""
    s = reader.s
    if describes(reader, i):
        return True
    if s.word(i) in ("i", "we"):
        end = i + 1
        while end < i + _LONGEST_CAUSE and s.word(end) not in STRONG | {","}:
            end += 1
        return every.in_(i, end)
    if s.word(i) == "being":
        i += 1
    elif s.word(i - 1) not in ("being", "for", "while", "when"):
        return False
    return reader.complement(i) > i or read_description(reader, i) is not None
