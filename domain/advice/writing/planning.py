"""Deciding what an answer says: what was asked comes first, what else bears on it after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.advice.advice import Figure
from domain.advice.relevance import Relevance
from domain.advice.topics.finding import Finding, Topic

ASKED = 0.5
"""From this cosine on a question is taken to ask about a topic."""

CLOSE = 0.05
"""A second topic is asked about too if it is hardly further than the first."""

BEARS = 0.35
"""From this cosine on a topic is worth a line among the options."""

INSTEAD = frozenset(
    {Topic.TERM, Topic.POINTS, Topic.REFINANCING, Topic.RATE_CHANGE, Topic.COST, Topic.VERDICT}
)
"""Topics that put another loan beside the asker's: left out where the question does so itself."""

UNOFFERED = frozenset({Topic.COST, Topic.VERDICT})
"""Topics that are no option: one is always told, the other only where it was asked for."""

NEEDED = ("the loan's amount, annual rate and term, to compute your own figures",)

MOST_ASKED = 2
MOST_OPTIONS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What an answer says: the findings asked for, the nearest first, then those offered as options.

    `cost` is what the loan costs, which every answer with figures tells once; `unanswered` names what a
    question after figures needs that came without any; `assumed` is what all figures rest on.
    """

    asked: tuple[Finding, ...] = ()
    cost: Finding | None = None
    options: tuple[Finding, ...] = ()
    unanswered: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings whose figures are shown in the text."""
        cost = () if self.cost is None or self.cost in self.asked else (self.cost,)
        return (*self.asked, *cost, *self.options)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the table: what the loan costs, then what was asked for."""
        first = self.cost.figures if self.cost is not None else ()
        asked = (finding.figures for finding in self.asked if finding is not self.cost)
        return (*first, *(figure for figures in asked for figure in figures))

    @property
    def missing(self) -> tuple[str, ...]:
        """What more would be needed for what was asked, each once; what is merely offered asks nothing."""
        found = (item for finding in self.asked for item in finding.missing)
        return _once((*self.unanswered, *found))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted in what is shown, each once."""
        found = (item for finding in self.shown for item in finding.assumptions)
        return _once((*self.assumed, *found))

    @property
    def objections(self) -> tuple[str, ...]:
        """The principal reasons against the loan, where it was asked whether it is borne."""
        return _once(item for finding in self.shown for item in finding.objections)

    @property
    def rules(self) -> tuple[str, ...]:
        """The program rules that the loan keeps or breaks."""
        return _once(item for finding in self.asked for item in finding.rules)

    @property
    def checks(self) -> tuple[str, ...]:
        """What to look into next."""
        return _once(item for finding in self.asked for item in finding.checks)


def plan(
    findings: Sequence[Finding],
    relevance: Relevance,
    *,
    assumed: tuple[str, ...] = (),
    standing: Sequence[Finding] = (),
) -> Plan:
    """Choose from what was computed by how near the question is to each topic.

    What the question asks by its very figures comes first. `standing` is what can be said without figures,
    said only where it is what was asked; `assumed` is said whatever is chosen.
    """
    near = relevance.topics
    least = max(ASKED, relevance.other)
    best = max(near.values())  # also if that topic has nothing to say: none is promoted for it
    first = [finding for finding in findings if finding.foremost]
    ranked = sorted(
        (each for each in (*findings, *standing) if each.topic in near and each not in first),
        key=lambda finding: -near[finding.topic],
    )
    asked = [
        each
        for each in ranked
        if near[each.topic] >= max(least, best - CLOSE) and not (first and each.topic in INSTEAD)
    ]
    asked = [*first, *asked][:MOST_ASKED]
    if not findings:
        unanswered = NEEDED if best >= least and not asked else ()
        return Plan(tuple(asked), unanswered=unanswered)
    options = [
        each
        for each in ranked
        if each not in (*asked, *standing)
        and each.topic not in UNOFFERED
        and near[each.topic] >= BEARS
    ]
    told = any(each.tells_cost for each in asked)
    costs = (each for each in findings if each.topic is Topic.COST and each.figures)
    cost = None if told else next(costs, None)
    return Plan(tuple(asked), cost, tuple(options[:MOST_OPTIONS]), assumed=assumed)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
