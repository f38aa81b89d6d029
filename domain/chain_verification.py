"""Proving a chain: every link, and every row that is still there, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from domain.chain import Chain, Linked, LinkKind, commitment, digest, origin
from domain.errors import InvalidInput
from domain.ports import UnitOfWork, UnitOfWorkFactory

LINKS_A_PAGE = 200
"""Rows are read with their links, some 20 kB each: this is what memory holds at a time."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is not as it was: where (None: nowhere in the chain), which row, and what."""

    position: int | None
    subject_id: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found. Counts go up to the break, if there is one; then nothing after it is proven.

    `present` and `erased` count rows. `head` is the digest of the last link that was proven, None in an
    empty chain. `noted_at` is the position of the link whose digest was asked for.
    """

    links: int = 0
    present: int = 0
    erased: int = 0
    head: bytes | None = None
    noted_at: int | None = None
    broken: Break | None = None


def read_digest(text: str) -> bytes:
    """Return the digest that is written in hexadecimal. Raises `InvalidInput` unless it has 32 bytes."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 32:
        raise InvalidInput("a link is 64 hexadecimal digits", field="head")
    return found


async def verify_chain(
    chain_of: Callable[[UnitOfWork], Chain],
    *,
    unit_of_work: UnitOfWorkFactory,
    noted: bytes | None = None,
    progress: Progress = lambda done, total: None,
) -> ChainReport:
    """Walk a chain from its first link, in bounded memory, while it goes on growing.

    `noted` is a digest that was seen earlier and kept elsewhere: the chain is broken if no link has it
    any more. `progress` is told of links done and links in all.
    """
    async with unit_of_work() as work:
        chain = chain_of(work)
        name, head = chain.name, await chain.head()
    total = 0 if head is None else head.position
    walk = _Walk(origin(name), noted)
    while True:
        async with unit_of_work() as work:
            page = await chain_of(work).linked(after=walk.report.links, limit=LINKS_A_PAGE)
        for linked in page:
            walk.step(linked)
            if walk.report.broken is not None:
                return walk.report
        progress(walk.report.links, max(total, walk.report.links))
        if len(page) < LINKS_A_PAGE:
            break
    async with unit_of_work() as work:
        stray = await chain_of(work).unlinked()
    return walk.end(total, stray)


class _Walk:
    """Goes along the links and stops at the first that is not right."""

    def __init__(self, start: bytes, noted: bytes | None) -> None:
        self.report = ChainReport()
        self._previous = start
        self._noted = noted

    def step(self, linked: Linked) -> None:
        """Prove the next link and its row, and count them; or note the break."""
        link, report = linked.link, self.report
        reason = self._fault(linked)
        if reason is not None:
            expected = report.links + 1
            subject = link.entry.subject_id if link.position == expected else None
            self.report = replace(report, broken=Break(expected, subject, reason))
            return
        self._previous = link.digest
        added = link.entry.kind is LinkKind.ADDED
        self.report = replace(
            report,
            links=link.position,
            head=link.digest,
            present=report.present + (added and linked.content is not None),
            erased=report.erased + (added and linked.content is None),
            noted_at=link.position if link.digest == self._noted else report.noted_at,
        )

    def end(self, total: int, stray: UUID | None) -> ChainReport:
        """Return the report, with what only shows once all links were seen."""
        broken = None
        if self.report.links < total:
            broken = Break(self.report.links + 1, None, "links were removed while they were read")
        elif stray is not None:
            broken = Break(None, stray, "the record is in no link")
        elif self._noted is not None and self.report.noted_at is None:
            broken = Break(None, None, f"no link is {self._noted.hex()}, which was noted earlier")
        return replace(self.report, broken=broken)

    def _fault(self, linked: Linked) -> str | None:
        link = linked.link
        if link.position != self.report.links + 1:
            return "the link is missing"
        if digest(self._previous, link.position, link.entry) != link.digest:
            return "the link does not follow from the one before"
        if link.entry.kind is LinkKind.ADDED:
            return _fault_of_added(linked)
        return _fault_of_erased(linked)


def _fault_of_added(linked: Linked) -> str | None:
    entry, erasure = linked.link.entry, linked.counterpart
    if linked.content is None or linked.salt is None:
        return None if erasure is not None else "the record is gone, and no link erases it"
    if commitment(linked.salt, linked.content) != entry.commitment:
        return "the record, or its salt, is not the one that was added"
    return (
        None if erasure is None else f"the record is there, but link {erasure.position} erases it"
    )


def _fault_of_erased(linked: Linked) -> str | None:
    link, added = linked.link, linked.counterpart
    if added is None or added.position >= link.position:
        return "the link erases a record that was not added before"
    if added.entry.commitment != link.entry.commitment:
        return "the link erases another record than the one that was added"
    return None
