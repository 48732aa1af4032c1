"""Who sees which workbook, and the rows that lists are drawn from.

`visible_to` is the one rule; `listed` narrows it to what may stand in a list; `cards` turns either into plain rows with
the viewer's flags, in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.expressions import BaseExpression, Combinable

from config import clock, compiled
from config.db import estimated_rows
from config.entities import Summary
from config.roles import ANONYMOUS, SIGNED_IN_STATES, Role, Viewer, at_least
from social.graph import queries as graph
from workbooks.catalog.errors import PickNotFound, WorkbookNotFound
from workbooks.catalog.models import STANDING, FeaturedPick, State, Visibility, Workbook
from workbooks.tags.queries import carries_named

Flag = Callable[[Viewer], BaseExpression | Combinable]

CARD = (
    "id",
    "slug",
    "title",
    "description",
    "embed_url",
    "author_id",
    "thumbnail",
    "status",
    "visibility",
    "shown_views",
    "shown_favorites",
    "comment_count",
    "published_at",
    "created_at",
    "updated_at",
    "hidden_at",
    "label",
    "remix_of_id",
    "version",
    "listed_at",
    "popular_score",
    "trending_score",
)

# Up to so many workbooks are counted for the figures; of more, about so many are sampled.
COUNTED_UP_TO, SAMPLE = 200_000, 300_000

_flags: dict[str, Flag] = {}


def register_flag(name: str, flag: Flag) -> None:
    """Add a viewer's flag to every card; slices above the catalog do so from the app's `ready()`."""
    _flags[name] = flag


def _standing_for(viewer: Viewer) -> QuerySet[Workbook]:
    """What is left when deletion, the author's account, blocks and moderation have had their say."""
    rows = Workbook.objects.filter(deleted_at__isnull=True, author__status__in=sorted(SIGNED_IN_STATES))
    if viewer.pk is None:
        return rows.filter(hidden_at__isnull=True)
    rows = rows.exclude(graph.blocked_between(viewer, "author_id"))
    if at_least(viewer, Role.MODERATOR):
        return rows
    return rows.filter(Q(hidden_at__isnull=True) | Q(author_id=viewer.pk, removed_at__isnull=True))


def _shown_to_followers(viewer: Viewer) -> Q:
    near = Q(graph.follows(viewer, "author_id")) | Q(graph.friends_with(viewer, "author_id")) | Q(author_id=viewer.pk)
    return Q(visibility=Visibility.FOLLOWERS) & near


def visible_to(viewer: Viewer) -> QuerySet[Workbook]:
    """Every workbook that `viewer` may see, by its link or in a list."""
    rows = _standing_for(viewer)
    by_link = Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED])
    if viewer.pk is None:
        return rows.filter(by_link, status=State.PUBLISHED)
    shown = Q(status=State.PUBLISHED) & (by_link | _shown_to_followers(viewer))
    return rows.filter(shown | Q(author_id=viewer.pk))


def listed(viewer: Viewer) -> QuerySet[Workbook]:
    """What stands in lists, feeds and searches of `viewer`: published, not unlisted, not hidden, not private."""
    rows = _standing_for(viewer).filter(STANDING)
    public = Q(visibility=Visibility.PUBLIC)
    return rows.filter(public) if viewer.pk is None else rows.filter(public | _shown_to_followers(viewer))


def reachable(viewer: Viewer) -> QuerySet[Workbook]:
    """Published workbooks that `viewer` may see, unlisted ones too: for lists that they made themselves."""
    return visible_to(viewer).filter(status=State.PUBLISHED)


def own(viewer: Viewer) -> QuerySet[Workbook]:
    """The viewer's own workbooks, in whatever state; without those that moderation removed."""
    if viewer.pk is None:
        return Workbook.objects.none()
    return Workbook.objects.filter(author_id=viewer.pk, deleted_at__isnull=True, removed_at__isnull=True)


def by_author(rows: QuerySet[Workbook], username: str) -> QuerySet[Workbook]:
    """`rows` narrowed to one author's, without regard to the name's case."""
    return rows.filter(author__username=username.lower())


def matching(rows: QuerySet[Workbook], text: str) -> QuerySet[Workbook]:
    """`rows` that hold every word of `text` in their title, their description or a tag's name."""
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(description__icontains=word) | Q(carries_named(word)))
    return rows


def visible_workbook(viewer: Viewer, workbook_id: UUID) -> Workbook:
    """The workbook, if `viewer` may see it; `WorkbookNotFound` otherwise."""
    found = visible_to(viewer).filter(pk=workbook_id).first()
    if found is None:
        raise WorkbookNotFound
    return found


def viewed_workbook(viewer: Viewer, workbook_id: UUID) -> bool:
    """Whether a look of `viewer` at the workbook counts as a view; `WorkbookNotFound` where they do not see it."""
    row = visible_to(viewer).filter(pk=workbook_id).values_list("author_id", "status", "hidden_at").first()
    if row is None:
        raise WorkbookNotFound
    author_id, status, hidden_at = row
    return author_id != viewer.pk and status == State.PUBLISHED and hidden_at is None


def shown_favorites(workbook_id: UUID) -> int:
    """How many favourites are shown for the workbook; `WorkbookNotFound` where there is none."""
    found = Workbook.objects.filter(pk=workbook_id).values_list("shown_favorites", flat=True).first()
    if found is None:
        raise WorkbookNotFound
    return found


def views_of(workbook_id: UUID) -> int:
    """How often the workbook was looked at, here and where its listing came from; 0 where there is none."""
    return Workbook.objects.filter(pk=workbook_id).values_list("shown_views", flat=True).first() or 0


def running_picks(at: datetime) -> QuerySet[FeaturedPick]:
    """The picks that are shown at that moment."""
    return FeaturedPick.objects.filter(Q(until__isnull=True) | Q(until__gt=at), starts_at__lte=at)


def featured(viewer: Viewer) -> QuerySet[Workbook]:
    """Featured workbooks that `viewer` may see in a list, with `pick_position` to order them by."""
    return listed(viewer).filter(pick__in=running_picks(clock.now())).annotate(pick_position=F("pick__position"))


def picks() -> QuerySet[FeaturedPick]:
    """Every pick, past and to come, for those who make them."""
    return FeaturedPick.objects.select_related("workbook")


def pick_by_id(pick_id: UUID) -> FeaturedPick:
    """The pick, or `PickNotFound`."""
    found = picks().filter(pk=pick_id).first()
    if found is None:
        raise PickNotFound
    return found


def cards(rows: QuerySet[Workbook], viewer: Viewer) -> QuerySet[Workbook, dict[str, Any]]:
    """`rows` as plain dicts: the columns of a card, the registered flags, and what was annotated before."""
    flags: dict[str, Any] = {name: flag(viewer) for name, flag in _flags.items()}
    flags["is_featured"] = Exists(running_picks(clock.now()).filter(workbook_id=OuterRef("pk")))
    return rows.annotate(**flags).values(*CARD, *flags, *rows.query.annotation_select)


def listed_cards(viewer: Viewer) -> QuerySet[Workbook, dict[str, Any]]:
    """The cards of everything that stands in lists: the gallery without filters."""
    return cards(listed(viewer), viewer)


def card(viewer: Viewer, workbook_id: UUID) -> dict[str, Any]:
    """The card of one workbook, if `viewer` may see it; `WorkbookNotFound` otherwise."""
    found = compiled.rows("workbooks.one", _card, viewer=viewer, workbook_id=workbook_id)
    if not found:
        raise WorkbookNotFound
    return found[0]


def _card(viewer: Viewer, workbook_id: UUID) -> QuerySet[Workbook, dict[str, Any]]:
    rows = visible_to(viewer).filter(pk=workbook_id).annotate(allowed_on=F("embed_allowed_on"))
    return cards(rows, viewer)


def flag_of(viewer: Viewer, on: Callable[[], QuerySet[Any]]) -> BaseExpression:
    """A flag that is False for whoever has not signed in, and reads no table then."""
    return Value(False, output_field=BooleanField()) if viewer.pk is None else Exists(on())


def titles(workbook_ids: Iterable[UUID]) -> dict[UUID, tuple[str, UUID]]:
    """Title and author of each workbook, hidden and deleted ones too: for those who may know of them already."""
    rows = Workbook.objects.filter(pk__in=list(workbook_ids)).values_list("id", "title", "author_id")
    return {workbook_id: (title, author_id) for workbook_id, title, author_id in rows}


def summaries(workbook_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """How other floors name and link workbooks."""
    return {
        workbook_id: Summary("workbook", workbook_id, title, path_of(workbook_id))
        for workbook_id, (title, _author) in titles(workbook_ids).items()
    }


def path_of(workbook_id: UUID) -> str:
    """Where a workbook's own page is on this installation."""
    return f"/w/{workbook_id}"


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


def author_of(workbook_id: UUID) -> UUID | None:
    """Whose workbook it is; None where there is none."""
    return Workbook.objects.filter(pk=workbook_id).values_list("author_id", flat=True).first()


def remixes_of(viewer: Viewer, workbook_id: UUID, most: int = 10) -> list[Any]:
    """The newest remixes of a workbook that `viewer` may see in a list."""
    return compiled.rows(("workbooks.remixes", most), _remixes(most), viewer=viewer, workbook_id=workbook_id)


def _remixes(most: int) -> Callable[..., QuerySet[Any, Any]]:
    def build(viewer: Viewer, workbook_id: UUID) -> QuerySet[Any, Any]:
        rows = listed(viewer).filter(remix_of_id=workbook_id).order_by("-listed_at", "-id")
        return rows.values("id", "title")[:most]

    return build


def recounted_workbooks() -> QuerySet[Workbook, tuple[UUID, int]]:
    """How many workbooks of each author count, by the rows."""
    rows = Workbook.objects.filter(STANDING, visibility=Visibility.PUBLIC).order_by()
    return rows.values("author_id").annotate(n=Count("*")).values_list("author_id", "n")


def count_of_workbooks() -> int:
    """How many workbooks the database holds, in whatever state."""
    return Workbook.objects.count()


def listed_totals() -> tuple[dict[str, int], bool]:
    """How many workbooks every visitor finds in lists, with the sums of what is shown of them; and whether that is an
    estimate: from a sample, where there are more than can be counted in a moment.
    """
    estimate = estimated_rows(Workbook)
    if estimate > COUNTED_UP_TO:
        return _sampled_totals(min(1.0, SAMPLE / estimate)), True
    sums = {"views": Sum("shown_views"), "favorites": Sum("shown_favorites"), "comments": Sum("comment_count")}
    found = listed(ANONYMOUS).aggregate(workbooks=Count("*"), **sums)
    return {name: number or 0 for name, number in found.items()}, False


def _sampled_totals(share: float) -> dict[str, int]:
    """The totals of a share of the table's pages, always the same ones, and from it those of all; PostgreSQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(shown_views), sum(shown_favorites), sum(comment_count) FROM workbooks_workbook "
            "TABLESAMPLE SYSTEM (%s) REPEATABLE (1) WHERE deleted_at IS NULL AND hidden_at IS NULL "
            "AND status = %s AND visibility = %s",
            [share * 100, State.PUBLISHED, Visibility.PUBLIC],
        )
        row = cursor.fetchone()
    names = ("workbooks", "views", "favorites", "comments")
    return {name: round(int(number or 0) / share) for name, number in zip(names, row, strict=True)}
