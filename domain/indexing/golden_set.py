"""Adding to the golden questions and taking from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice
from domain.advice.fairness.neutral import neutral
from domain.corpus.questions import article_questions
from domain.errors import Conflict, InvalidInput, NotFound
from domain.indexing.golden import GoldenDraft, GoldenQuestion, GoldenSource
from domain.jobs.task import NewTask, Queue
from domain.ports import TextEncoder, UnitOfWork, UnitOfWorkFactory

SHORTEST, LONGEST = 3, 2_000
MOST_TARGETS = 50
HASH_BYTES = 32


def golden_draft(
    question: str, references: Sequence[str], text_hashes: Sequence[str], added_by: UUID | None
) -> GoldenDraft:
    """Return an operator's question; hashes are SHA-256 in hexadecimal. Raises `InvalidInput`."""
    question = " ".join(question.split())
    if not SHORTEST <= len(question) <= LONGEST:
        raise InvalidInput(f"a question has {SHORTEST} to {LONGEST:,} characters", field="question")
    named = tuple(dict.fromkeys(filter(None, (each.strip() for each in references))))
    hashes = tuple(dict.fromkeys(_hash(each) for each in text_hashes))
    if not 1 <= len(named) + len(hashes) <= MOST_TARGETS:
        raise InvalidInput(
            f"name 1 to {MOST_TARGETS} references or texts that answer the question",
            field="references",
        )
    return GoldenDraft(question, named, hashes, GoldenSource.OPERATOR, added_by)


def _hash(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != HASH_BYTES:
        raise InvalidInput(
            "a text is named by the SHA-256 of its UTF-8, in 64 hexadecimal digits",
            field="textHashes",
        )
    return value


async def add_golden_question(
    draft: GoldenDraft, principal: Principal, *, unit_of_work: UnitOfWorkFactory
) -> GoldenQuestion:
    """Keep a question.

    Raises `Forbidden`, `InvalidInput` for a target that no public document has, since a question is asked
    only for targets that are there, or `Conflict` if the question is there already.
    """
    principal.require(Permission.INDEX_MANAGE)
    async with unit_of_work() as work:
        await _require_known_targets(work, draft)
    added = await _keep([draft], unit_of_work)
    if not added:
        raise Conflict("this question is among the golden questions already")
    return added[0]


async def _require_known_targets(work: UnitOfWork, draft: GoldenDraft) -> None:
    known = await work.golden.known(draft.references, draft.text_hashes)
    references = [each for each in draft.references if each not in known]
    if references:
        raise InvalidInput(
            f"no public document has the reference {', '.join(references)}", field="references"
        )
    hashes = [each.hex() for each in draft.text_hashes if each not in known]
    if hashes:
        raise InvalidInput(
            f"no passage of a public document has a text with the SHA-256 {', '.join(hashes)}",
            field="textHashes",
        )


async def remove_golden_question(
    question_id: UUID, principal: Principal, *, unit_of_work: UnitOfWorkFactory
) -> None:
    """Delete a question. Raises `Forbidden` or `NotFound`."""
    principal.require(Permission.INDEX_MANAGE)
    async with unit_of_work() as work:
        if not await work.golden.remove(question_id):
            raise NotFound("golden question", question_id)
        await work.commit()


async def grow_from_ratings(
    limit: int, principal: Principal, *, unit_of_work: UnitOfWorkFactory
) -> list[GoldenQuestion]:
    """Add the questions of up to `limit` answers that their askers found helpful.

    Their targets are the public documents that those answers cite; what askers say of themselves is left
    out of the questions, as in every search. Raises `Forbidden`.
    """
    principal.require(Permission.INDEX_MANAGE)
    async with unit_of_work() as work:
        answers = await work.golden.helpful_answers(limit)
        drafts = await _with_known_targets(
            work, [_from_answer(answer, principal.user_id) for answer in answers]
        )
    return await _keep(drafts, unit_of_work)


async def answerable(work: UnitOfWork) -> list[GoldenDraft]:
    """Return the questions with those of their targets that are still there, if any are."""
    return await _with_known_targets(work, await work.golden.drafts())


async def _with_known_targets(work: UnitOfWork, drafts: Sequence[GoldenDraft]) -> list[GoldenDraft]:
    references = {each for draft in drafts for each in draft.references}
    hashes = {each for draft in drafts for each in draft.text_hashes}
    known = await work.golden.known(references, hashes)
    kept = (
        replace(
            draft,
            references=tuple(each for each in draft.references if each in known),
            text_hashes=tuple(each for each in draft.text_hashes if each in known),
        )
        for draft in drafts
    )
    return [draft for draft in kept if draft.targets]


def _from_answer(answer: Advice, added_by: UUID) -> GoldenDraft:
    """Return an answer's question with the documents that it cites, by text where they have no reference."""
    cited = [
        citation.passage for citation in answer.citations if f"[{citation.number}]" in answer.answer
    ]
    return GoldenDraft(
        question=neutral(answer.request.question),
        references=tuple(dict.fromkeys(p.reference for p in cited if p.reference)),
        text_hashes=tuple(dict.fromkeys(p.text_hash for p in cited if not p.reference)),
        source=GoldenSource.RATED,
        added_by=added_by,
        advice_id=answer.id,
    )


async def seed_golden_questions(*, unit_of_work: UnitOfWorkFactory) -> list[GoldenQuestion]:
    """Add those of the questions that ship with the articles that are not there yet."""
    drafts = [
        GoldenDraft(question, references, (), GoldenSource.SEED)
        for question, references in article_questions()
    ]
    return await _keep(drafts, unit_of_work)


async def embed_golden_questions(*, unit_of_work: UnitOfWorkFactory, encoder: TextEncoder) -> int:
    """Give every golden question a vector of this encoder; return how many were missing."""
    async with unit_of_work() as work:
        keyed = {draft.vector_key: draft.searched_for for draft in await work.golden.drafts()}
        missing = sorted(await work.embeddings.missing(keyed.keys(), encoder.fingerprint))
    if missing:
        vectors = await encoder.encode([keyed[key] for key in missing])
        async with unit_of_work() as work:
            await work.embeddings.store(encoder.fingerprint, missing, vectors)
            await work.commit()
    return len(missing)


async def request_embedding(work: UnitOfWork) -> None:
    """Have an embedding worker give the questions the vectors they lack, if there are any questions."""
    if not await work.golden.drafts():
        return
    task = NewTask("embed_golden_questions", Queue.EMBEDDING, unique_key="embed_golden_questions")
    await work.tasks.enqueue([task])


async def _keep(
    drafts: Sequence[GoldenDraft], unit_of_work: UnitOfWorkFactory
) -> list[GoldenQuestion]:
    """Keep what is new and have the embedding workers compute its vectors."""
    async with unit_of_work() as work:
        added = await work.golden.add(drafts)
        if added:
            await request_embedding(work)
        await work.commit()
    return added
