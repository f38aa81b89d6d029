"""What answering needs, put together: for an API process and for a command that answers by itself."""

from __future__ import annotations

from concurrent.futures import Executor

from domain.advice.answering import Adviser
from domain.advice.cache import AnswerCache
from domain.advice.nearness import SentenceIndex
from domain.advice.recording.recorder import Recorder
from domain.advice.relevance import TopicIndex
from domain.advice.writing.model_writer import ModelWriter
from domain.advice.writing.writer import DeterministicWriter
from domain.ports import Clock, TextEncoder
from domain.rate_sheets.active import RateSheets
from domain.retrieval.library import Library
from persistence.bootstrap import Resources


def adviser_of(
    resources: Resources,
    library: Library,
    *,
    encoder: TextEncoder,
    clock: Clock,
    executor: Executor,
    model: ModelWriter | None,
    sample_rates: bool,
) -> Adviser:
    """Return an adviser that looks in the library, records in the database, and writes with `model`."""
    store = resources.unit_of_work
    return Adviser(
        library=library,
        topics=TopicIndex(encoder),
        sentences=SentenceIndex(encoder),
        writer=DeterministicWriter(),
        unit_of_work=store,
        recorder=Recorder(store),
        cache=AnswerCache(resources.answers),
        clock=clock,
        executor=executor,
        model=model,
        sheets=RateSheets(store, with_samples=sample_rates),
    )
