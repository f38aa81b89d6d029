from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.chain import Entry, Link, LinkKind, commitment, digest, follow, new_salt, origin

ENTRIES = st.builds(
    Entry, st.sampled_from(LinkKind), st.uuids(), st.binary(min_size=32, max_size=32)
)


def test_a_link_is_the_hash_that_the_documentation_says() -> None:
    subject = UUID(int=7)
    entry = Entry(LinkKind.ADDED, subject, commitment(b"s" * 32, b"content"))
    (link,) = follow("advice_links", None, [entry])
    by_hand = sha256(
        sha256(b"advice_links").digest()
        + b"\0\0\0\0\0\0\0\1"
        + b"A"
        + subject.bytes
        + sha256(b"s" * 32 + b"content").digest()
    )
    assert link == Link(1, entry, by_hand.digest())


@given(st.lists(ENTRIES, max_size=6), st.integers(0, 6))
def test_it_does_not_matter_in_how_many_steps_a_chain_grew(entries: list[Entry], cut: int) -> None:
    whole = follow("c", None, entries)
    first = follow("c", None, entries[:cut])
    assert first + follow("c", first[-1] if first else None, entries[cut:]) == whole


@given(ENTRIES, ENTRIES, st.binary(min_size=32, max_size=32), st.integers(1, 2**40))
def test_any_difference_makes_another_link(
    one: Entry, other: Entry, previous: bytes, position: int
) -> None:
    link = digest(previous, position, one)
    assert (link == digest(previous, position, other)) == (one == other)
    assert link != digest(previous, position + 1, one)
    assert link != digest(origin("other"), position, one) or previous == origin("other")


def test_salts_differ() -> None:
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}
