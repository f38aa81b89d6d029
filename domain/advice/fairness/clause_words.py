"""The function words by which a sentence is cut into pieces."""

from __future__ import annotations

from domain.advice.fairness.lists import phrases, words
from domain.advice.fairness.sentence import AUXILIARIES

OWN = words("mi i we my me our us myself ourselves mine ours im ive")
SUBJECTS = frozenset(("mi", "i", "we", "my", "our", "me", "im", "ive"))
NAMES_ONE = frozenset(("i", "we", "im", "ive"))
ASKING = (
    AUXILIARIES
    | words("what how which when where why who whose whether whats hows wheres wats")
    | words(
        """please explain tell show compare calculate describe define give list help advise
        any thoughts thanks wondering asking say suppose assume assuming imagine let"""
    )
)
WISHES = phrases(
    """want, wanna, wish, wonder, would, 'd, need, plan, hope, intend, think, expect, consider, look,
    prefer, know, ask, should, like, guess, believe,
    'm wondering, am wondering, 'm looking, am looking, 'm trying to, am trying to, 'm hoping, am hoping,
    'm thinking, am thinking, 'm considering, am considering, 'm planning, am planning, 'm going to,
    am going to, 're looking, are looking, 're trying to, are trying to, 're hoping, are hoping,
    're thinking, are thinking, 're considering, are considering, 're planning, are planning,
    're wondering, are wondering, have been wondering, 've been wondering, keep hearing, read, heard,
    was told, were told, 'm asking, am asking, 'm curious, am curious, don 't understand"""
)
ADVERBS = words(
    """also just now currently recently both already still finally really always never only been
    am 've 'm 're are all actually simply soon once recently newly have"""
)
BE = words("'m am 're are is was were 's been be become became feel identify got")
HAVE = words("have had got has")
OPENERS = ADVERBS | words(
    "so then plus also yes luckily sadly unfortunately basically honestly well"
)
LEADS = words("as being having since because given although though while after despite with at")
LEADS_CLAUSE = words("because since although though while as")
CONDITIONS = words("if when unless until before whether once")
WORDS_IN_QUESTIONS = words("how what whats which")
