"""The deeds of tags on workbooks: setting them and counting them, exactly, whoever else does so at the same time.

Order of locks: the workbook's row is held by the caller; then the vocabulary, where a tag must be made; then the rows
of the tags, by id. Whatever was read before they were held is read again after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from uuid import UUID

from django.db import transaction
from django.db.models import F

from config.db import wait_lock
from workbooks.tags.errors import TagsInMotion
from workbooks.tags.models import Tag, Tagging
from workbooks.tags.names import slug_of, words_of
from workbooks.tags.queries import ids_by_slugs

VOCABULARY = "workbooks.tags"
_TRIES = 5


@transaction.atomic
def set_tags(*, workbook_id: UUID, names: Sequence[str], is_listed: bool) -> None:
    """Make `names` (cleaned ones) the tags of the workbook, in this order. The caller holds the workbook's row."""
    tag_workbooks(names={workbook_id: names}, listed={workbook_id} if is_listed else set())


@transaction.atomic
def tag_workbooks(*, names: Mapping[UUID, Sequence[str]], listed: Set[UUID]) -> None:
    """`set_tags` for many workbooks at once; those in `listed` count."""
    if not names:
        return
    slugs = {slug_of(name): name for each in names.values() for name in each}
    for _ in range(_TRIES):
        ids = _resolved(slugs)
        before = _taggings(names)
        held = _hold({*ids.values(), *(tag_id for tag_id, _workbook, _listed in before)})
        if held.issuperset(ids.values()) and _taggings(names) == before:
            break
    else:
        raise TagsInMotion
    wanted = _rows(names, ids, listed)
    had = {(tag_id, workbook_id): counts for tag_id, workbook_id, counts in before}
    _take_off(had.keys() - wanted.keys())
    Tagging.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["workbook", "tag"],
        update_fields=["position", "is_listed"],
        batch_size=500,
    )
    changes = Counter(tag_id for (tag_id, _workbook), row in wanted.items() if row.is_listed)
    changes.subtract(tag_id for (tag_id, _workbook), counted in had.items() if counted)
    _count(changes)


def _rows(
    names: Mapping[UUID, Sequence[str]], ids: Mapping[str, int], listed: Set[UUID]
) -> dict[tuple[int, UUID], Tagging]:
    """The taggings that are to be. Two names that lead to one tag make one, at the place of the first."""
    rows: dict[tuple[int, UUID], Tagging] = {}
    for workbook_id, each in names.items():
        for position, name in enumerate(each):
            tag_id = ids[slug_of(name)]
            row = Tagging(tag_id=tag_id, workbook_id=workbook_id, position=position, is_listed=workbook_id in listed)
            rows.setdefault((tag_id, workbook_id), row)
    return rows


def _take_off(gone: Iterable[tuple[int, UUID]]) -> None:
    by_tag: dict[int, list[UUID]] = {}
    for tag_id, workbook_id in gone:
        by_tag.setdefault(tag_id, []).append(workbook_id)
    for tag_id, workbook_ids in by_tag.items():
        Tagging.objects.filter(tag_id=tag_id, workbook_id__in=workbook_ids).delete()


@transaction.atomic
def list_tags(*, workbook_id: UUID, is_listed: bool) -> None:
    """Count the workbook's tags, or count them no longer. The caller holds the workbook's row."""
    for _ in range(_TRIES):
        before = _taggings([workbook_id])
        _hold({tag_id for tag_id, _workbook, _listed in before})
        if _taggings([workbook_id]) == before:
            break
    else:
        raise TagsInMotion
    turned = [tag_id for tag_id, _workbook, listed in before if listed != is_listed]
    Tagging.objects.filter(workbook_id=workbook_id, tag_id__in=turned).update(is_listed=is_listed)
    _count(Counter(dict.fromkeys(turned, 1 if is_listed else -1)))


def _resolved(slugs: Mapping[str, str]) -> dict[str, int]:
    """The id behind each slug; tags that are missing are made, under the vocabulary's lock."""
    ids = ids_by_slugs(slugs)
    if len(ids) < len(slugs):
        wait_lock(VOCABULARY)
        ids = ids_by_slugs(slugs)
        missing = sorted(slugs.keys() - ids.keys())
        Tag.objects.bulk_create(
            [Tag(slug=slug, name=slugs[slug], words=words_of(slugs[slug])) for slug in missing], ignore_conflicts=True
        )
        ids = ids_by_slugs(slugs)
    return ids


def _taggings(workbook_ids: Iterable[UUID]) -> set[tuple[int, UUID, bool]]:
    rows = Tagging.objects.filter(workbook_id__in=list(workbook_ids))
    return set(rows.values_list("tag_id", "workbook_id", "is_listed"))


def _hold(tag_ids: set[int]) -> set[int]:
    """Hold the rows of these tags, in the order of their ids; the ids of those that are still there."""
    rows = Tag.objects.select_for_update(no_key=True).filter(pk__in=tag_ids).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _count(changes: Counter[int]) -> None:
    by_change: dict[int, list[int]] = {}
    for tag_id, change in changes.items():
        if change:
            by_change.setdefault(change, []).append(tag_id)
    for change, tag_ids in by_change.items():
        Tag.objects.filter(pk__in=tag_ids).update(workbooks_count=F("workbooks_count") + change)
