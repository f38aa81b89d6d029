import time

from domain.identifiers import new_id


def test_identifiers_are_version_7_and_sort_by_time() -> None:
    first = new_id()
    time.sleep(0.002)
    second = new_id()
    assert first.version == second.version == 7
    assert first.variant == "specified in RFC 4122"
    assert first < second


def test_identifiers_do_not_repeat() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000
