"""Every calculator that a model may call, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.advice.tools.choosing import CHOOSING_TOOLS
from domain.advice.tools.home import HOME_TOOLS
from domain.advice.tools.loan import LOAN_TOOLS
from domain.advice.tools.standing import STANDING_TOOLS
from domain.advice.tools.tool import Tool

TOOLS: Mapping[str, Tool] = MappingProxyType(
    {tool.name: tool for tool in (*LOAN_TOOLS, *CHOOSING_TOOLS, *HOME_TOOLS, *STANDING_TOOLS)}
)
