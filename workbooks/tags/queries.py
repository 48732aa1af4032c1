"""Reading tags: by slug or synonym, of many workbooks at once, and their counts by the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from config import compiled
from config.roles import ANONYMOUS, Viewer
from workbooks.tags.errors import TagNotFound
from workbooks.tags.models import Tag, Tagging, TagSynonym
from workbooks.tags.names import slug_of


def all_tags() -> QuerySet[Tag]:
    """Every tag; tags are public."""
    return Tag.objects.all()


def tag_by_slug(slug: str) -> Tag:
    """The tag that `slug` leads to, as its own slug or as a synonym; `TagNotFound` otherwise."""
    wanted = slug_of(slug)
    found = Tag.objects.filter(Q(slug=wanted) | Q(synonyms__slug=wanted)).order_by("id").first()
    if found is None:
        raise TagNotFound
    return found


def ids_by_slugs(slugs: Iterable[str]) -> dict[str, int]:
    """The tag behind each slug or synonym; slugs that lead nowhere are left out."""
    wanted = list(slugs)
    own = Q(slug__in=wanted)
    found = (
        Tag.objects.filter(own | Q(synonyms__slug__in=wanted))
        .annotate(asked=Case(When(own, then=F("slug")), default=F("synonyms__slug")))
        .values_list("asked", "id")
    )
    return dict(found)


def carries(tag_ids: Iterable[int]) -> Exists:
    """The condition that a workbook carries one of the tags."""
    return Exists(Tagging.objects.filter(workbook_id=OuterRef("pk"), tag_id__in=list(tag_ids)))


def carries_named(word: str) -> Exists:
    """The condition that a workbook carries a tag with `word` in its name."""
    return Exists(Tagging.objects.filter(workbook_id=OuterRef("pk"), tag__name__icontains=word))


def tags_of(workbook_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """`{slug, name}` of each workbook's tags in the author's order, in one statement."""
    found: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for row in compiled.rows_among("tags.of_workbooks", _tags_of, viewer=ANONYMOUS, ids=workbook_ids):
        found[row["workbook_id"]].append({"slug": row["tag__slug"], "name": row["tag__name"]})
    return found


def _tags_of(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = Tagging.objects.filter(workbook_id__in=ids).order_by("position", "id")
    return rows.values("workbook_id", "tag__slug", "tag__name")


def carried_by(workbook_ids: Iterable[UUID]) -> dict[UUID, list[tuple[int, str]]]:
    """The id and name of each workbook's tags in the author's order, in one statement."""
    found: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    rows = Tagging.objects.filter(workbook_id__in=list(workbook_ids)).order_by("position", "id")
    for workbook_id, tag_id, name in rows.values_list("workbook_id", "tag_id", "tag__name"):
        found[workbook_id].append((tag_id, name))
    return found


def names_of(workbook_id: UUID) -> list[str]:
    """The names of a workbook's tags in their order."""
    rows = Tagging.objects.filter(workbook_id=workbook_id).order_by("position", "id")
    return list(rows.values_list("tag__name", flat=True))


def synonyms_of(tag_ids: Iterable[int]) -> dict[int, list[str]]:
    """The synonyms of each tag, by name."""
    found: dict[int, list[str]] = defaultdict(list)
    for tag_id, slug in (
        TagSynonym.objects.filter(tag_id__in=list(tag_ids)).order_by("slug").values_list("tag_id", "slug")
    ):
        found[tag_id].append(slug)
    return found
