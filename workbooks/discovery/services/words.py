"""The lexicon, kept with the entries: which words public workbooks have, and how many have each.

Whoever indexes holds the index's lock, so that the counts are exact, and a word that nobody has any more is gone.
"""

from __future__ import annotations

from collections import Counter

from django.db import connection
from django.db.models import F

from config import bulk
from config.db import is_postgres
from config.search.typos import variants
from workbooks.discovery.models import SearchVariant, SearchWord

_BATCH = 500


def count_words(changes: Counter[str]) -> None:
    """Add to the counts of these words; new ones come in with their variants, those that nobody has go."""
    changed = sorted(word for word, number in changes.items() if number)
    for start in range(0, len(changed), _BATCH):
        batch = changed[start : start + _BATCH]
        known = dict(SearchWord.objects.filter(word__in=batch).values_list("word", "pk"))
        _add([word for word in batch if word not in known and changes[word] > 0], changes)
        _change({pk: changes[word] for word, pk in known.items()})


def _add(new: list[str], changes: Counter[str]) -> None:
    made = SearchWord.objects.bulk_create([SearchWord(word=word, documents=changes[word]) for word in new])
    rows = ((each, word.pk) for word in made for each in sorted(variants(word.word)))
    bulk.put(SearchVariant, ("variant", "word_id"), rows)


def _change(changes: dict[int, int]) -> None:
    gone = [pk for pk, number in changes.items() if number < 0]
    if gone:
        # Those that nobody has any more go before they are counted down, since no count is below zero.
        left = SearchWord.objects.filter(pk__in=gone).values_list("pk", "word", "documents")
        ended = {pk: word for pk, word, documents in left if documents + changes[pk] <= 0}
        for pk, word in ended.items():
            SearchVariant.objects.filter(variant__in=variants(word), word_id=pk).delete()
        SearchWord.objects.filter(pk__in=ended).delete()
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE workbooks_searchword AS word SET documents = word.documents + new.more"
                " FROM unnest(%s::bigint[], %s::int[]) AS new (id, more) WHERE word.id = new.id",
                [list(changes), list(changes.values())],
            )
        return
    for pk, number in changes.items():
        SearchWord.objects.filter(pk=pk).update(documents=F("documents") + number)
