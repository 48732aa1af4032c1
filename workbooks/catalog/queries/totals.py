"""How many workbooks there are, counted by the rows or from a sample."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from config.db import estimated_rows
from config.roles import ANONYMOUS
from workbooks.catalog.models import STANDING, State, Visibility, Workbook
from workbooks.catalog.queries.seeing import listed

# Up to so many workbooks are counted for the figures; of more, about so many are sampled.
COUNTED_UP_TO, SAMPLE = 200_000, 300_000


def recounted_workbooks(authors: Sequence[UUID]) -> QuerySet[Workbook, tuple[UUID, int]]:
    """How many workbooks of each of these authors count, by the rows."""
    rows = Workbook.objects.filter(STANDING, visibility=Visibility.PUBLIC, author_id__in=authors).order_by()
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
