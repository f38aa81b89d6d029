"""Documents, and the passages found in them."""

from typing import Annotated

import strawberry

from domain.errors import InvalidInput
from domain.paging import LARGEST_PAGE
from graph.context import Info
from graph.permissions import root_field
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.document import Document
from graph.types.node import uuid_of
from graph.types.passage import PassageHit, PassageSearch
from graph.types.upload import Upload

LONGEST_QUERY = 2_000


@strawberry.type
class DocumentQueries:
    """Queries about documents."""

    @root_field("The passages that answer a query best, by meaning and by words.")
    async def search_passages(
        self,
        info: Info,
        query: Annotated[
            str, strawberry.argument(description="What to look for, 1 to 2,000 characters.")
        ],
        first: Annotated[
            int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}.")
        ] = 10,
    ) -> PassageSearch:
        """Search what the caller may see."""
        if not 1 <= len(query.strip()) <= LONGEST_QUERY:
            raise InvalidInput("a query has 1 to 2,000 characters", field="query")
        if not 1 <= first <= LARGEST_PAGE:
            raise InvalidInput(f"first must be from 1 to {LARGEST_PAGE}", field="first")
        services = info.context.services
        with services.metrics.search_seconds.time():
            found = await services.library.find(
                query, viewer=info.context.principal.user_id, k=first
            )
        return PassageSearch(
            hits=[PassageHit.of(hit) for hit in found.hits], index_version=found.version
        )

    @root_field("A document; null if there is none, or it is not yours to see.")
    async def document(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The document's id.")
        ],
    ) -> Document | None:
        """Return a document."""
        found = await info.context.loaders.document.load(uuid_of("Document", id))
        return None if found is None else Document.of(found)

    @root_field("A file that you announced or sent; null if there is none, or it is not yours.")
    async def upload(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The upload's id.")
        ],
    ) -> Upload | None:
        """Return an upload."""
        identifier = uuid_of("Upload", id)
        async with info.context.unit_of_work() as work:
            found = await work.uploads.get(identifier, owner_id=info.context.principal.user_id)
        return None if found is None else Upload.of(found)

    @root_field("Public documents and your own, newest first.")
    async def documents(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Document]:
        """Return a page of documents."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.documents.page(request, viewer=info.context.principal.user_id)
        return connection(page, request, Document.of, lambda document: document.id)
