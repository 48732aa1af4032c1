"""The newest workbooks of many authors, from a place in time on: for feeds.

On PostgreSQL each author's newest are read by an index and merged, as far as they are few; one statement over all of
them would read every workbook until it meets enough. Who sees which is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from config.db import is_postgres
from workbooks.catalog.models import State, Visibility, Workbook
from workbooks.catalog.queries.knowing import standing

Place = tuple[datetime, UUID]

FEW = 500
"""Up to so many authors are read one by one; beyond, the newest of all are soon some of theirs."""

_EACH = """
SELECT found.listed_at, found.id FROM unnest(%s::uuid[]) AS author (id) CROSS JOIN LATERAL (
  SELECT listed_at, id FROM workbooks_workbook WHERE author_id = author.id
  AND status = %s AND visibility IN (%s, %s) AND hidden_at IS NULL AND deleted_at IS NULL {beyond}
  ORDER BY listed_at {way}, id {way} LIMIT %s
) AS found ORDER BY listed_at {way}, id {way} LIMIT %s
"""


def newest_of(author_ids: Sequence[UUID], *, beyond: Place | None, backwards: bool, most: int) -> list[Place]:
    """The places of the newest workbooks of these authors beyond a place: older ones, or backwards newer ones."""
    if not author_ids:
        return []
    if not is_postgres() or len(author_ids) > FEW:
        return newest_among(standing().filter(author_id__in=author_ids), beyond=beyond, backwards=backwards, most=most)
    way, sign = ("ASC", ">") if backwards else ("DESC", "<")
    sql = _EACH.format(way=way, beyond="" if beyond is None else f"AND (listed_at, id) {sign} (%s, %s)")
    given: list[Any] = [list(author_ids), State.PUBLISHED.value, Visibility.PUBLIC.value, Visibility.FOLLOWERS.value]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *(beyond or ()), most, most])
        return [(listed_at, workbook_id) for listed_at, workbook_id in cursor.fetchall()]


def newest_among(rows: QuerySet[Workbook], *, beyond: Place | None, backwards: bool, most: int) -> list[Place]:
    """The places of the newest of `rows` beyond a place."""
    if beyond is not None:
        listed_at, pk = beyond
        way = "gt" if backwards else "lt"
        further = Q(**{f"listed_at__{way}": listed_at}) | Q(**{"listed_at": listed_at, f"id__{way}": pk})
        rows = rows.filter(further, **{f"listed_at__{way}e": listed_at})
    order = ("listed_at", "id") if backwards else ("-listed_at", "-id")
    return list(rows.order_by(*order).values_list("listed_at", "id")[:most])
