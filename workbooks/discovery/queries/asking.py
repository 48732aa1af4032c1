"""What entries a viewer's search may pick from, and what words they may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from config.roles import Viewer
from config.search.query import Query
from config.search.typos import nearest, variants
from social.graph import queries as graph
from workbooks.discovery.documents import lexical
from workbooks.discovery.models import SearchEntry, SearchVariant, SearchWord

_MOST_CANDIDATES = 3_000


def entries(viewer: Viewer, since: datetime | None = None) -> QuerySet[SearchEntry]:
    """The entries that `viewer` may find as far as entries tell; the catalog has the last word."""
    rows = SearchEntry.objects.all()
    if since is not None:
        rows = rows.filter(listed_at__gte=since)
    if viewer.pk is None:
        return rows.filter(is_public=True)
    near = Q(graph.follows(viewer, "author_id")) | Q(graph.friends_with(viewer, "author_id"))
    return rows.filter(Q(is_public=True) | Q(author_id=viewer.pk) | near).exclude(
        graph.blocked_between(viewer, "author_id")
    )


def meant(query: Query) -> Query | None:
    """The query with words that somebody uses in the place of those that nobody does; None where there are none."""
    asked = {
        term.words[0]: term.is_prefix for term in query.wanted if len(term.words) == 1 and lexical({term.words[0]})
    }
    unknown = {word for word in asked if not _is_known(word, is_beginning=asked[word])}
    if not unknown:
        return None
    known = near(unknown)
    said = {}
    for word in unknown:
        found = nearest(word, known, is_beginning=False) or nearest(word, known, is_beginning=asked[word])
        if found:
            said[word] = found
    return query.with_words(said) if said else None


def _is_known(word: str, *, is_beginning: bool) -> bool:
    rows = SearchWord.objects.filter(word__startswith=word) if is_beginning else SearchWord.objects.filter(word=word)
    return rows.exists()


def near(words: Iterable[str]) -> list[tuple[str, int]]:
    """The words of the lexicon that share a variant with one of these, with how many workbooks have each.

    Two statements: as one, PostgreSQL reads all words to join the few.
    """
    shared = sorted({each for word in words for each in variants(word)})
    # In the order of the index, or PostgreSQL would read the table in the hope of soon having enough.
    rows = SearchVariant.objects.filter(variant__in=shared).order_by("variant", "word_id")
    ids = rows.values_list("word_id", flat=True)[:_MOST_CANDIDATES]
    return list(SearchWord.objects.filter(pk__in=set(ids)).values_list("word", "documents"))
