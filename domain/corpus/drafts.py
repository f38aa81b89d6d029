"""The shipped articles as documents to be taken in; their source is the law that they rest on."""

from __future__ import annotations

from domain.corpus.articles import articles
from domain.documents.document import DocumentDraft, TextFormat


def article_drafts() -> list[DocumentDraft]:
    """Return one draft for each shipped article."""
    return [
        DocumentDraft(
            text=article.body,
            title=article.title,
            reference=article.slug,
            source="; ".join(article.sources),
            effective_date=article.date,
            format=TextFormat.MARKDOWN,
            tags=article.tags,
        )
        for article in articles()
    ]
