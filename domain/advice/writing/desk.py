"""What a language model works with while it writes one answer: material, calculators, the library."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from typing import Any

from domain.advice.advice import Citation, Figure, ToolCall
from domain.advice.events import FigureComputed, PassageFound
from domain.advice.grounding.evidence import Ground
from domain.advice.show import show_figure
from domain.advice.tools.arguments import read, require_known
from domain.advice.tools.catalogue import TOOLS
from domain.advice.tools.tool import Computation
from domain.advice.writing.sealing import passage_data, sealed
from domain.advice.writing.writer import Material
from domain.errors import InvalidInput

Find = Callable[[str], Awaitable[Sequence[Citation]]]
"""Finds the passages that bear on a query, as the asker may see them."""

SEARCH = "search_documents"
"""The tool that looks for passages, beside the calculators of the catalogue."""

_LONGEST_QUERY = 400
_ENOUGH = '{"refused": "no more calls: write the answer with what there is"}'


class Desk:
    """One answer's material, and what was computed and found for it while it was written.

    Whatever a tool returns may be said from then on: figures and notes join `ground`, passages get the
    next numbers. A tool that cannot do what it is asked says why, and the model may ask otherwise.
    """

    def __init__(
        self, material: Material, ground: Ground, *, find: Find, executor: Executor, on: date
    ) -> None:
        self.material = material
        self.ground = ground
        self.figures: list[Figure] = []
        self.citations: list[Citation] = list(material.citations)
        self.notes: list[str] = []
        self.calls: list[ToolCall] = []
        self.most_calls = 0
        """How often a tool may be called."""
        self._called = 0
        self._find = find
        self._executor = executor
        self._on = on
        self._news: list[FigureComputed | PassageFound] = []

    def news(self) -> list[FigureComputed | PassageFound]:
        """Return what was computed and found since this was asked last."""
        news, self._news = self._news, []
        return news

    async def compute(self, name: str, given: dict[str, Any]) -> str:
        """Call a calculator; return what came of it as JSON."""
        if self._is_enough():
            return _ENOUGH
        try:
            tool = TOOLS[name]
            arguments = read(tool.arguments, given)
            require_known(arguments, self.ground.own)
            computed = await asyncio.get_running_loop().run_in_executor(
                self._executor, lambda: tool.run(arguments, self._on)
            )
        except InvalidInput as refused:
            return sealed({"refused": refused.message})
        except ArithmeticError:  # figures far beyond those of any loan
            return sealed({"refused": "these figures are beyond what can be computed"})
        return self._computed(name, given, computed)

    def _is_enough(self) -> bool:
        self._called += 1
        return self._called > self.most_calls

    def _computed(self, name: str, given: dict[str, Any], computed: Computation) -> str:
        figures = _named(name, len(self.calls), computed)
        self.calls.append(ToolCall(name, json.dumps(given, default=str), figures))
        self.figures += figures
        self.notes += computed.notes
        self.ground.learn(figures=figures, notes=computed.notes)
        self._news += (FigureComputed(figure) for figure in figures)
        shown = [{"label": each.label, "value": show_figure(each)} for each in figures]
        return sealed({"figures": shown, "notes": computed.notes})

    async def search(self, query: str) -> str:
        """Look for more passages; return them with their numbers as JSON."""
        if self._is_enough():
            return _ENOUGH
        found = await self._find(query[:_LONGEST_QUERY])
        known = {each.passage.id: each for each in self.citations}
        cited, before = [], len(self.citations)
        for citation in found:
            if citation.passage.id not in known:
                new = replace(citation, number=len(self.citations) + 1)
                self.citations.append(new)
                self.ground.learn(citations=[new])
                self._news.append(PassageFound(new))
                known[citation.passage.id] = new
            cited.append(known[citation.passage.id])
        numbers = tuple(each.number for each in self.citations[before:])
        self.calls.append(ToolCall(SEARCH, json.dumps({"query": query}), found=numbers))
        return sealed({"documents": [passage_data(each) for each in cited]})


def figures_of(calls: Sequence[ToolCall], *, on: date) -> tuple[Figure, ...]:
    """Return what recorded calls give, computed anew; a call that is refused now gives nothing."""
    figures: list[Figure] = []
    for place, call in enumerate(calls):
        if call.name in TOOLS:
            tool = TOOLS[call.name]
            try:
                computed = tool.run(read(tool.arguments, json.loads(call.arguments)), on)
            except InvalidInput:
                continue
            figures += _named(call.name, place, computed)
    return tuple(figures)


def _named(tool: str, place: int, computed: Computation) -> tuple[Figure, ...]:
    """Give figures keys of their own, so that two calls of one tool are told apart."""
    return tuple(replace(each, key=f"{tool}{place + 1}.{each.key}") for each in computed.figures)
