"""What is asked of the place where documents, passages and vectors are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.documents.document import (
    AddedDocument,
    Document,
    DocumentDraft,
    DocumentStatus,
    Replacing,
    StoredText,
    Visibility,
)
from domain.paging import Page, PageRequest
from domain.retrieval.passage import Passage


class DocumentRepository(Protocol):
    """Documents and their texts."""

    async def add(
        self,
        drafts: Sequence[DocumentDraft],
        *,
        owner_id: UUID,
        visibility: Visibility,
        replacing: Replacing | None = None,
    ) -> list[AddedDocument]:
        """Keep the drafts, in their order, unless they are there already.

        Equal owner, visibility and content make the same document, unless it was removed or replaced. With
        `replacing`, new documents take the place of older ones that have their reference (if not empty):
        those answer on until the new ones can be searched, see `PassageRepository.stream_public`.
        """

    async def get(self, document_id: UUID, *, viewer: UUID | None) -> Document | None:
        """Return a document that `viewer` may see (None: public ones alone), removed ones included."""

    async def page(self, request: PageRequest, *, viewer: UUID) -> Page[Document]:
        """Return public documents and the viewer's own, newest first, without removed and replaced ones."""

    async def texts(self, ids: Sequence[UUID]) -> list[StoredText]:
        """Return the texts of the documents that are neither removed nor replaced, in no order."""

    async def set_status(
        self, ids: Sequence[UUID], status: DocumentStatus, error: str | None = None
    ) -> None:
        """Move documents on; removed and replaced ones stay what they are."""

    async def remove(self, document_id: UUID) -> None:
        """Take a document, and all that it replaced, out of every search that starts from now on."""

    async def mark_indexed(self, ids: Sequence[UUID], version_number: int) -> None:
        """Note the first version that contains each of these documents."""

    async def unprocessed(self, limit: int) -> list[UUID]:
        """Return public or private documents that were received but not yet cut into passages."""

    async def purge(self, limit: int) -> Mapping[str, int]:
        """Delete the texts, passages and vectors of up to `limit` removed documents that no index has.

        Returns how many documents, passages and embeddings.
        """

    async def removed_but_indexed(self) -> bool:
        """Whether a removed public document is in the active version, and others are left to index."""

    async def removal_epoch(self) -> int:
        """Return a number that grows with each removal."""

    async def has_private(self, owner_id: UUID) -> bool:
        """Whether someone owns a private document."""


class PassageRepository(Protocol):
    """Passages, in the order of their documents."""

    async def replace(self, document_ids: Sequence[UUID], passages: Sequence[Passage]) -> None:
        """Put these passages in place of all that these documents had."""

    async def unembedded(self, fingerprint: str, document_ids: Sequence[UUID] | None) -> list[UUID]:
        """Return one passage id for each distinct text without a vector, in insertion order.

        Of these documents, or of all if None.
        """

    async def texts(self, ids: Sequence[UUID]) -> dict[bytes, str]:
        """Return what is to be embedded of these passages, by its hash; removed documents are left out."""

    async def living(self, ids: Collection[UUID], *, viewer: UUID | None) -> set[UUID]:
        """Return which of these passages belong to documents that `viewer` may see and that are not removed.

        Passages of replaced documents are among them: an index that has them does not have their successors.
        """

    def stream_public(
        self, fingerprint: str
    ) -> AsyncIterator[tuple[list[Passage], NDArray[np.float32]]]:
        """Yield the embedded passages of public documents with their vectors, in a stable order.

        A document that replaces another takes its place as soon as all its passages have vectors, and not
        before: of the two there is always one.
        """

    async def private_of(
        self, owner_id: UUID, fingerprint: str
    ) -> tuple[list[Passage], NDArray[np.float32]]:
        """Return an owner's embedded private passages and their vectors; replaced ones as above."""


class EmbeddingRepository(Protocol):
    """Vectors, content-addressed: one for each pair of text and encoder fingerprint."""

    async def missing(self, hashes: Collection[bytes], fingerprint: str) -> set[bytes]:
        """Return the hashes that have no vector yet."""

    async def vectors(
        self, keys: Collection[bytes], fingerprint: str
    ) -> Mapping[bytes, NDArray[np.float32]]:
        """Return this encoder's vectors of those that have one, each of shape (d,)."""

    async def store(
        self, fingerprint: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> int:
        """Keep the vectors that are new and return how many those were."""

    async def count(self, fingerprint: str) -> int:
        """Return how many vectors this encoder has."""

    async def use_encoder(self, fingerprint: str) -> None:
        """Note the encoder that is in use from now on: the one that an embedding worker last came up with."""

    async def encoder_in_use(self) -> str | None:
        """Return the fingerprint noted last, for processes that do without the encoder; None if none was."""

    async def delete_orphans(self, older_than_days: int) -> int:
        """Delete vectors of this age that no living passage or golden question has; return how many."""
