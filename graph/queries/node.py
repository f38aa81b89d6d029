"""Finding anything by its id."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import strawberry

from graph.context import Context, Info
from graph.permissions import root_field
from graph.types.account import User
from graph.types.advice import Advice
from graph.types.document import Document
from graph.types.golden import GoldenQuestion
from graph.types.history import Conversation
from graph.types.index import IndexVersion
from graph.types.job import Job
from graph.types.node import Node, read_global_id
from graph.types.rate_sheet import RateSheet
from graph.types.task import Task
from graph.types.upload import Upload

Find = Callable[[Context, UUID], Awaitable[Node | None]]


async def _advice(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        advice = await work.advice.get(identifier, user_id=context.principal.user_id)
    return None if advice is None else Advice.of(advice)


async def _conversation(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        found = await work.advice.conversation(identifier, user_id=context.principal.user_id)
    return None if found is None else Conversation.of(found)


async def _document(context: Context, identifier: UUID) -> Node | None:
    document = await context.loaders.document.load(identifier)
    return None if document is None else Document.of(document)


async def _upload(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        upload = await work.uploads.get(identifier, owner_id=context.principal.user_id)
    return None if upload is None else Upload.of(upload)


async def _task(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        position = await work.events.position()
        task = await work.tasks.get(identifier)
    return None if task is None else Task.of(task, position, context.services.clock.now())


async def _job(context: Context, identifier: UUID) -> Node | None:
    found = await context.loaders.job.load(identifier)
    return None if found is None else Job.of(found[1], found[0])


async def _version(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        version = await work.indexes.get(identifier)
    return None if version is None else IndexVersion.of(version)


async def _rate_sheet(context: Context, identifier: UUID) -> Node | None:
    filed = await context.services.adviser.sheets.get(identifier)
    return None if filed is None else RateSheet.of(filed)


async def _golden_question(context: Context, identifier: UUID) -> Node | None:
    async with context.unit_of_work() as work:
        question = await work.golden.get(identifier)
    return None if question is None else GoldenQuestion.of(question)


async def _user(context: Context, identifier: UUID) -> Node | None:
    if identifier != context.principal.user_id:
        return None
    async with context.unit_of_work() as work:
        user = await work.accounts.get(identifier)
    return None if user is None else User.of(user)


FINDERS: dict[str, tuple[str, Find]] = {
    "Advice": ("adviceHistory", _advice),
    "Conversation": ("conversation", _conversation),
    "Document": ("document", _document),
    "Upload": ("upload", _upload),
    "Task": ("task", _task),
    "Job": ("job", _job),
    "IndexVersion": ("indexes", _version),
    "RateSheet": ("rateSheets", _rate_sheet),
    "GoldenQuestion": ("goldenQuestions", _golden_question),
    "User": ("me", _user),
}
"""How each kind is found, and the root field whose permission that needs."""


@strawberry.type
class NodeQueries:
    """Finding anything by its id."""

    @root_field(
        "Anything that has an id, by that id; null if it is not there. It needs what the field for "
        "that kind of thing needs."
    )
    async def node(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The id.")
        ],
    ) -> Node | None:
        """Return whatever has the id."""
        kind, identifier = read_global_id(id)
        if kind not in FINDERS:
            return None
        operation, find = FINDERS[kind]
        await info.context.require(operation)
        return await find(info.context, identifier)
