"""However many listen, Postgres is asked once; when nobody does, it is not asked at all."""

import asyncio
from contextlib import aclosing

import pytest

from domain.errors import Unavailable
from domain.ports import UnitOfWork, UnitOfWorkFactory
from graph.polling import SharedPoll

SECONDS = 0.05


class Reading:
    """Counts how often it is read; what it shows is set by the test."""

    def __init__(self) -> None:
        self.times = 0
        self.shows = 1
        self.broken = False

    async def read(self, work: UnitOfWork) -> int:
        await work.events.position()
        self.times += 1
        if self.broken:
            raise OSError("gone")
        return self.shows


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def poll(reading: Reading, unit_of_work: UnitOfWorkFactory) -> SharedPoll[int]:
    return SharedPoll(reading.read, SECONDS, unit_of_work=unit_of_work)


async def heard(poll: SharedPoll[int], count: int) -> list[int]:
    async with aclosing(poll.listen()) as shown:
        return [await anext(shown) for _ in range(count)]


async def test_many_listeners_are_one_reader(poll: SharedPoll[int], reading: Reading) -> None:
    listeners = [asyncio.create_task(heard(poll, 2)) for _ in range(200)]
    await asyncio.sleep(10 * SECONDS)
    assert 1 < reading.times <= 11
    assert not any(listener.done() for listener in listeners), "nothing changed"

    reading.shows = 2
    assert await asyncio.gather(*listeners) == [[1, 2]] * 200

    await asyncio.sleep(2 * SECONDS)
    read = reading.times
    await asyncio.sleep(5 * SECONDS)
    assert reading.times == read, "nobody listens any more"


async def test_who_comes_later_is_shown_what_holds_then(
    poll: SharedPoll[int], reading: Reading
) -> None:
    assert await heard(poll, 1) == [1]
    reading.shows = 2
    assert await heard(poll, 1) == [2]  # not what the reader of the first had read


async def test_an_outage_is_told_to_all_and_the_next_begins_anew(
    poll: SharedPoll[int], reading: Reading
) -> None:
    listeners = [asyncio.create_task(heard(poll, 2)) for _ in range(3)]
    await asyncio.sleep(2 * SECONDS)
    reading.broken = True
    for listener in listeners:
        with pytest.raises(Unavailable):
            await listener
    reading.broken = False
    assert await heard(poll, 1) == [1]
