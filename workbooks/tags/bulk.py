"""Very many taggings at once, for demo data, with their tags' counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q

from config import bulk
from workbooks.tags.models import Tag, Tagging
from workbooks.tags.names import slug_of, words_of

TABLES = [Tagging]


def put_tags(names: Sequence[str]) -> list[int]:
    """The ids of these tags, in order; missing ones are made."""
    made = [Tag(slug=slug_of(name), name=name, words=words_of(name)) for name in names]
    Tag.objects.bulk_create(made, ignore_conflicts=True)
    ids = dict(Tag.objects.filter(slug__in=[slug_of(name) for name in names]).values_list("slug", "id"))
    return [ids[slug_of(name)] for name in names]


def put_taggings(rows: Iterable[tuple[str, int, int, bool]]) -> None:
    """Insert taggings of (workbook, tag, position, whether the workbook stands in lists)."""
    bulk.put(Tagging, ("workbook_id", "tag_id", "position", "is_listed"), rows)


def count_tags(ids: Sequence[int]) -> None:
    """Set the counts of these tags by their taggings."""
    rows = Tag.objects.filter(pk__in=ids).annotate(n=Count("taggings", filter=Q(taggings__is_listed=True)))
    for tag_id, number in rows.values_list("pk", "n"):
        Tag.objects.filter(pk=tag_id).update(workbooks_count=number)
