"""Passages: what is found, quoted and cited."""

from datetime import date
from uuid import UUID

import strawberry

from domain.retrieval import passage as domain
from domain.retrieval.search import Hit
from graph.context import Info
from graph.types.document import Document
from graph.types.fields import computed
from graph.types.node import global_id


@strawberry.type(description="A citable stretch of a document.")
class Passage:
    """A citable stretch of a document."""

    document_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Names this passage.")
    title: str = strawberry.field(description="The document's title.")
    reference: str = strawberry.field(description="How the document is cited; empty if it is not.")
    source: str = strawberry.field(description="Where the document comes from; empty if unknown.")
    effective_date: date | None = strawberry.field(
        description="The day from which what the document says holds."
    )
    heading_path: list[str] = strawberry.field(
        description="The headings above the passage, outermost first."
    )
    ordinal: int = strawberry.field(description="Its position within the document, from 0.")
    text: str = strawberry.field(description="The text itself, word for word.")

    @computed("The document; null if it is gone or no longer yours to see.")
    async def document(self, info: Info) -> Document | None:
        """Return the document."""
        found = await info.context.loaders.document.load(self.document_id)
        return None if found is None else Document.of(found)

    @staticmethod
    def of(passage: domain.Passage) -> "Passage":
        """Return a passage as clients see it."""
        return Passage(
            document_id=passage.document_id,
            id=global_id("Passage", passage.id),
            title=passage.title,
            reference=passage.reference,
            source=passage.source,
            effective_date=passage.effective_date,
            heading_path=list(passage.heading_path),
            ordinal=passage.ordinal,
            text=passage.text,
        )


@strawberry.type(description="A passage that was found, and how well it fits.")
class PassageHit:
    """A passage that was found."""

    score: float = strawberry.field(
        description="How well it fits, 0 to 1; compares passages of one search only."
    )
    similarity: float = strawberry.field(
        description="How close it is in meaning: the cosine of its vector and the query's."
    )
    lexical_score: float = strawberry.field(
        description="How much of the query's words it has: its BM25 score."
    )
    passage: Passage = strawberry.field(description="The passage.")

    @staticmethod
    def of(hit: Hit) -> "PassageHit":
        """Return a hit as clients see it."""
        return PassageHit(
            score=hit.score,
            similarity=hit.vector_score,
            lexical_score=hit.lexical_score,
            passage=Passage.of(hit.passage),
        )


@strawberry.type(description="What a search found.")
class PassageSearch:
    """What a search found."""

    hits: list[PassageHit] = strawberry.field(description="What was found, best first.")
    index_version: int | None = strawberry.field(
        description="The number of the index version that was searched; null if none serves yet."
    )
