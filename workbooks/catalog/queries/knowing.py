"""What other slices ask of workbooks that they know of already, hidden and deleted too: no rule of who sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from config import compiled
from config.entities import Summary
from config.roles import ANONYMOUS, Viewer
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.catalog.models import STANDING, Visibility, Workbook

_FINDABLE = (
    *("id", "author_id", "title", "description", "visibility", "listed_at", "version", "popular_score"),
    "trending_score",
)


def titles(workbook_ids: Iterable[UUID]) -> dict[UUID, tuple[str, UUID]]:
    """Title and author of each workbook, hidden and deleted ones too: for those who may know of them already."""
    rows = compiled.rows_among("workbooks.titles", _titles, viewer=ANONYMOUS, ids=workbook_ids)
    return {row["id"]: (row["title"], row["author_id"]) for row in rows}


def _titles(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return Workbook.objects.filter(pk__in=ids).values("id", "title", "author_id")


def summaries(workbook_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """How other floors name and link workbooks."""
    return {
        workbook_id: Summary("workbook", workbook_id, title, path_of(workbook_id))
        for workbook_id, (title, _author) in titles(workbook_ids).items()
    }


def path_of(workbook_id: UUID) -> str:
    """Where a workbook's own page is on this installation."""
    return f"/w/{workbook_id}"


def author_of(workbook_id: UUID) -> UUID | None:
    """Whose workbook it is; None where there is none."""
    return Workbook.objects.filter(pk=workbook_id).values_list("author_id", flat=True).first()


def was_public(workbook_id: UUID) -> bool:
    """Whether everyone would find the workbook, were it neither hidden, archived nor deleted."""
    public = Workbook.objects.filter(pk=workbook_id, visibility=Visibility.PUBLIC, published_at__isnull=False)
    return public.exists()


def title_for_author(workbook_id: UUID) -> str | None:
    """The workbook's title, as its author still sees it; None where it was deleted, or moderation removed it."""
    rows = Workbook.objects.filter(pk=workbook_id, deleted_at__isnull=True, removed_at__isnull=True)
    return rows.values_list("title", flat=True).first()


def shown_favorites(workbook_id: UUID) -> int:
    """How many favourites are shown for the workbook; `WorkbookNotFound` where there is none."""
    found = Workbook.objects.filter(pk=workbook_id).values_list("shown_favorites", flat=True).first()
    if found is None:
        raise WorkbookNotFound
    return found


def views_of(workbook_id: UUID) -> int:
    """How often the workbook was looked at, here and where its listing came from; 0 where there is none."""
    return Workbook.objects.filter(pk=workbook_id).values_list("shown_views", flat=True).first() or 0


def embed_urls(workbook_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The URL of each of these workbooks that is not deleted."""
    rows = Workbook.objects.filter(pk__in=list(workbook_ids), deleted_at__isnull=True)
    return dict(rows.values_list("pk", "embed_url"))


def embed_urls_without(rows: QuerySet[Any], most: int, *, is_imported: bool) -> dict[UUID, str]:
    """The URLs of workbooks that none of `rows` names in `workbook_id`, deleted ones left out.

    With `is_imported`, of those alone that a listing brought.
    """
    missing = Workbook.objects.filter(~Exists(rows.filter(workbook_id=OuterRef("pk"))), deleted_at__isnull=True)
    if is_imported:
        missing = missing.filter(import_key__isnull=False)
    return dict(missing.order_by("pk").values_list("pk", "embed_url")[:most])


def standing() -> QuerySet[Workbook]:
    """What stands in lists of anybody, whoever looks: what an index is to hold."""
    return Workbook.objects.filter(STANDING, visibility__in=[Visibility.PUBLIC, Visibility.FOLLOWERS])


def findable(workbook_ids: Iterable[UUID]) -> QuerySet[Workbook, dict[str, Any]]:
    """Those of these workbooks that an index is to hold, with what it holds of them."""
    return standing().filter(pk__in=list(workbook_ids)).order_by().values(*_FINDABLE)


def thumbnail_of(workbook_id: UUID) -> str:
    """The stem of the workbook's thumbnail, be it hidden or deleted; empty where there is none."""
    return Workbook.objects.filter(pk=workbook_id).values_list("thumbnail", flat=True).first() or ""


def thumbnails_in_use(stems: Sequence[str]) -> set[str]:
    """Which of these stems are the thumbnail of some workbook."""
    return set(Workbook.objects.filter(thumbnail__in=stems).values_list("thumbnail", flat=True))


def thumbnails() -> Iterator[str]:
    """The stems of all thumbnails, in ascending order."""
    rows = Workbook.objects.exclude(thumbnail="").order_by("thumbnail")
    return rows.values_list("thumbnail", flat=True).iterator()
