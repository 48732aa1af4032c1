"""Reading tags: by slug or synonym, of many workbooks at once, and their counts by the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from config import compiled
from config.roles import ANONYMOUS, Viewer
from config.search.tokens import words
from workbooks.tags.errors import TagNotFound
from workbooks.tags.models import Tag, TagFollow, Tagging, TagSynonym
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


def found(text: str) -> QuerySet[Tag]:
    """The tags in whose names every word of `text` begins a word, the last one as well."""
    rows = Tag.objects.all()
    for word in words(text)[:8]:
        rows = rows.filter(Q(words__startswith=word) | Q(words__contains=f" {word}"))
    return rows if text and words(text) else rows.none()


def beginning(text: str) -> QuerySet[Tag]:
    """The tags whose names begin with `text`, and that somebody uses."""
    said = " ".join(words(text))
    return Tag.objects.filter(words__startswith=said, workbooks_count__gt=0) if said else Tag.objects.none()


def followed(member_id: UUID | None) -> QuerySet[Any]:
    """Which tags a member follows, as rows with `tag_id`."""
    return TagFollow.objects.filter(member_id=member_id) if member_id else TagFollow.objects.none()


def followed_among(member_id: UUID | None, tag_ids: Iterable[int]) -> set[int]:
    """Which of these tags the member follows."""
    rows = followed(member_id).filter(tag_id__in=list(tag_ids))
    return set(rows.values_list("tag_id", flat=True)) if member_id else set()


def most_carried(workbook_ids: Iterable[UUID], most: int) -> list[dict[str, Any]]:
    """The tags that most of these workbooks carry: `slug`, `name`, and `count` of those."""
    rows = Tagging.objects.filter(workbook_id__in=list(workbook_ids)).order_by().values("tag__slug", "tag__name")
    counted = rows.annotate(n=Count("*")).order_by("-n", "tag__slug")[:most]
    return [{"slug": row["tag__slug"], "name": row["tag__name"], "count": row["n"]} for row in counted]


def newest_with(tag_id: int, most: int) -> QuerySet[Tagging, UUID]:
    """The newest workbooks, by their making, that carry the tag and are listed."""
    rows = Tagging.objects.filter(tag_id=tag_id, is_listed=True).order_by("-workbook_id")
    return rows.values_list("workbook_id", flat=True)[:most]


def weights_of(workbook_id: UUID) -> list[dict[str, Any]]:
    """The tags of a workbook with how many carry each, the rarest first."""
    rows: QuerySet[Any, Any] = Tagging.objects.filter(workbook_id=workbook_id)
    rows = rows.order_by("tag__workbooks_count", "tag_id")
    return list(rows.values("tag_id", slug=F("tag__slug"), name=F("tag__name"), used=F("tag__workbooks_count")))


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
