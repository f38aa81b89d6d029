"""The shipped articles as documents to be taken in."""

from __future__ import annotations

from domain.corpus.articles import articles
from domain.documents.document import DocumentDraft, TextFormat

SOURCE = "APFA library"


def article_drafts() -> list[DocumentDraft]:
    """Return one draft for each shipped article."""
    return [
        DocumentDraft(
            text=article.body,
            title=article.title,
            reference="; ".join(article.sources),
            source=SOURCE,
            effective_date=article.date,
            format=TextFormat.MARKDOWN,
            tags=article.tags,
        )
        for article in articles()
    ]
