from __future__ import annotations

import traceback

from domain.errors import Unauthenticated
from graph.context import Connection, Services


def test_refusing_strangers_keeps_nothing_of_them(services: Services) -> None:
    connection = Connection(services)
    context = connection.operation()
    depths = []
    for _ in range(5):
        try:
            _ = context.caller
        except Unauthenticated as refused:
            depths.append(len(traceback.extract_tb(refused.__traceback__)))
    assert depths == [2] * 5
