"""Who sees which workbook: `visible_to` is the one rule, and `listed` narrows it to what may stand in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from config.roles import SIGNED_IN_STATES, Role, Viewer, at_least
from social.graph import queries as graph
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.catalog.models import STANDING, State, Visibility, Workbook
from workbooks.tags.queries import carries_named

Search = Callable[[QuerySet[Workbook], str], QuerySet[Workbook]]

_search: Search | None = None


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


def is_open_to_visitors(card: Mapping[str, Any]) -> bool:
    """Whether a visitor sees the workbook that somebody was shown as this card: what `visible_to` says of its row."""
    by_link = card["visibility"] in {Visibility.PUBLIC, Visibility.UNLISTED}
    return card["status"] == State.PUBLISHED and by_link and not card["is_hidden"]


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


def register_search(search: Search) -> None:
    """Fill the port by which lists are narrowed to what meets a query; whoever keeps the index does so."""
    global _search
    _search = search


def matching(rows: QuerySet[Workbook], text: str, *, is_own: bool = False) -> QuerySet[Workbook]:
    """`rows` that meet the query `text`, by the search index.

    One's own are read through instead: those that hold every word in their title, their description or a tag's name.
    """
    if not is_own and _search is not None:
        return _search(rows, text)
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(description__icontains=word) | Q(carries_named(word)))
    return rows


def author_named(username: str) -> UUID | None:
    """Who has that name, without regard to its case, if they ever made a workbook; None else."""
    return Workbook.objects.filter(author__username=username.lower()).values_list("author_id", flat=True).first()


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
