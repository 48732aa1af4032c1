"""The texts of workbooks as screening reads them again: for hosted analysers, and for trials of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from config.desk.filters import first_key_at
from config.entities import Written
from workbooks.catalog.models import Workbook
from workbooks.tags.queries import tags_of


def screened_text(title: str, description: str, names: Iterable[str]) -> str:
    """What is screened of a workbook."""
    return "\n".join([title, description, *names])


def written(workbook_ids: Iterable[UUID]) -> dict[UUID, Written]:
    """The texts of these workbooks, deleted ones left out."""
    rows = Workbook.objects.filter(pk__in=list(workbook_ids), deleted_at__isnull=True)
    found = list(rows.values_list("pk", "author_id", "title", "description", "updated_at"))
    names = tags_of(pk for pk, *_rest in found)
    return {
        pk: Written(
            "workbook", pk, author_id, screened_text(title, text, (tag["name"] for tag in names.get(pk, []))), at
        )
        for pk, author_id, title, text, at in found
    }


def newest(since: datetime, most: int) -> Iterator[Written]:
    """The newest workbooks that were made since then, a few in memory at a time."""
    rows = Workbook.objects.filter(pk__gte=first_key_at(since), deleted_at__isnull=True).order_by("-pk")
    ids = list(rows.values_list("pk", flat=True)[:most])
    for start in range(0, len(ids), 500):
        yield from written(ids[start : start + 500]).values()
