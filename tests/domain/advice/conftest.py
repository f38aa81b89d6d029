"""The shipped articles under an index of their own, and an adviser over it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from domain.advice.advice import Advice
from domain.advice.answering import Adviser
from domain.advice.cache import AnswerCache, AnswerStore
from domain.advice.nearness import SentenceIndex
from domain.advice.recording.recorder import Recorder
from domain.advice.relevance import TopicIndex
from domain.advice.writing.writer import DeterministicWriter
from domain.clock import SystemClock
from domain.corpus.articles import articles
from domain.indexing.build import build_version
from domain.rate_sheets.active import RateSheets
from domain.rate_sheets.sheet import Product
from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.headings import sections
from domain.retrieval.library import Library
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.pooled_encoder import PooledEncoder
from domain.retrieval.snapshot import IndexSnapshot


def shipped_passages() -> list[Passage]:
    """Every section of every shipped article; `reference` is the article's name."""
    return [
        Passage(
            id=uuid5(NAMESPACE_URL, f"{article.slug}/{ordinal}"),
            document_id=uuid5(NAMESPACE_URL, article.slug),
            ordinal=ordinal,
            reference=article.slug,
            title=article.title,
            heading_path=section.heading_path,
            text=(text := article.body[section.start : section.end].strip()),
            text_hash=text_hash(text),
            source="; ".join(article.sources),
            effective_date=article.date,
        )
        for article in articles()
        for ordinal, section in enumerate(sections(article.body))
    ]


class EverythingLives:
    """A unit of work in which no passage was removed, nobody has passages, no rate sheet was published."""

    @property
    def passages(self) -> EverythingLives:
        return self

    @property
    def rate_sheets(self) -> EverythingLives:
        return self

    async def __aenter__(self) -> EverythingLives:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def living(self, ids: Collection[UUID], *, viewer: UUID) -> set[UUID]:
        return set(ids)

    async def newest(self, product: Product, *, on: date) -> None:
        return None

    async def private_of(self, viewer: UUID, fingerprint: str) -> tuple[list[Passage], None]:
        return [], None


@pytest.fixture(scope="session")
def sentence_encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="session")
def article_index(
    tmp_path_factory: pytest.TempPathFactory, sentence_encoder: SentenceEncoder
) -> IndexSnapshot:
    passages = shipped_passages()
    folder = tmp_path_factory.mktemp("articles")
    build_version(
        folder,
        passages=passages,
        vectors=sentence_encoder.encode([passage.text for passage in passages]),
        encoder_fingerprint=sentence_encoder.fingerprint,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return IndexSnapshot.open(folder, version_id=UUID(int=1), number=1)


@pytest.fixture(scope="session")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


class NothingShared(AnswerStore):
    """Keeps no answers."""

    async def load(self, key: str) -> Advice | None:
        return None

    async def save(self, key: str, advice: Advice, *, seconds: int) -> None:
        return None


@pytest.fixture
def adviser(
    article_index: IndexSnapshot, sentence_encoder: SentenceEncoder, pool: ThreadPoolExecutor
) -> Adviser:
    encoder = PooledEncoder(sentence_encoder, pool)
    library = Library(
        snapshot=lambda: article_index,
        encoder=encoder,
        unit_of_work=EverythingLives,
        executor=pool,
    )
    return Adviser(
        library=library,
        topics=TopicIndex(encoder),
        sentences=SentenceIndex(encoder),
        writer=DeterministicWriter(),
        unit_of_work=EverythingLives,
        recorder=Recorder(EverythingLives),
        cache=AnswerCache(NothingShared()),
        clock=SystemClock(),
        executor=pool,
        sheets=RateSheets(EverythingLives),
    )
