"""What is searched and asked in measurements of retrieval, read from where it lies."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from domain.corpus.articles import articles
from domain.retrieval.chunking import Chunker
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.weights import load_tokenizer, model_folder

QUESTIONS = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the texts that answer it; `topic` says what it is about."""

    text: str
    relevant: frozenset[str]
    topic: str = ""


def lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line) for line in text.splitlines()]


@dataclass(frozen=True)
class Regulations:
    """8,146 paragraphs of consumer-credit regulations, and 90 questions with those that answer them."""

    folder: Path

    @cached_property
    def passages(self) -> list[Passage]:
        rows = lines(self.folder / "consumer_credit_regulations.jsonl.gz")
        return [_record(row["id"], row["title"], row["text"], n) for n, row in enumerate(rows)]

    @cached_property
    def questions(self) -> list[Question]:
        texts = defaultdict(set)
        for passage in self.passages:
            texts[passage.reference].add(passage.text)
        return [
            Question(
                row["question"],
                frozenset().union(*(texts[reference] for reference in row["relevant"])),
                row["topic"],
            )
            for row in lines(QUESTIONS / "regulation_questions.jsonl")
        ]


@dataclass(frozen=True)
class Reports:
    """TAT-QA (dev): paragraphs of financial reports, and 901 questions with those that answer them."""

    folder: Path

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return lines(self.folder / "tatqa_dev_retrieval.jsonl.gz")

    @cached_property
    def passages(self) -> list[Passage]:
        rows = [row for row in self._rows if row["kind"] == "document"]
        return [_record("", "", row["text"], n) for n, row in enumerate(rows)]

    @cached_property
    def questions(self) -> list[Question]:
        texts = {row["id"]: row["text"] for row in self._rows}
        return [
            Question(row["text"], frozenset(texts[each] for each in row["relevant"]))
            for row in self._rows
            if row["kind"] == "query"
        ]


def article_passages(*, in_context: bool = True) -> list[Passage]:
    """The shipped articles as they are cut; without their contexts if not `in_context`."""
    chunker = Chunker(load_tokenizer(model_folder()))
    return [
        Passage(
            id=uuid5(NAMESPACE_URL, f"{article.slug} {n}"),
            document_id=uuid5(NAMESPACE_URL, article.slug),
            ordinal=n,
            reference=article.slug,
            title=article.title,
            heading_path=chunk.heading_path,
            text=chunk.text,
            text_hash=text_hash(chunk.text),
            source="",
            effective_date=None,
            context=chunk.context if in_context else "",
        )
        for article in articles()
        for n, chunk in enumerate(chunker.split(article.body, markdown=True, title=article.title))
    ]


def article_questions() -> list[tuple[str, frozenset[str]]]:
    """64 questions as people ask them, and which article (one of these) answers."""
    rows = lines(QUESTIONS / "article_questions.jsonl")
    return [(row["question"], frozenset(row["articles"])) for row in rows]


def _record(reference: str, title: str, text: str, number: int) -> Passage:
    name = uuid5(NAMESPACE_URL, f"record {number}")
    return Passage(name, name, 0, reference, title, (), text, text_hash(text), "", None)
