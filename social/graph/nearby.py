"""Who stands two edges away: the friends of one's friends, and whom those follow whom one follows.

Bounded on both edges, so that a member of ten thousand follows costs what one of a hundred does: so many of the nearest
are given, and the newest so many edges of each are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from config.db import is_postgres

EDGES_OF_EACH = 100


class Near(NamedTuple):
    """Somebody two edges away, over how many people in between, and one of those."""

    person_id: UUID
    number: int
    via: UUID


def friends_of(people: Sequence[UUID], most: int) -> list[Near]:
    """Whom most of `people` have as a friend."""
    return _beyond("social_friendship", "member_id", "friend_id", people, most)


def followed_by(people: Sequence[UUID], most: int) -> list[Near]:
    """Whom most of `people` follow."""
    return _beyond("social_follow", "follower_id", "followee_id", people, most)


_POSTGRES = """
SELECT far.id, count(*), min(near.id::text)
FROM unnest(%s::uuid[]) AS near (id)
CROSS JOIN LATERAL (SELECT {to} AS id FROM {table} WHERE {since} = near.id ORDER BY id DESC LIMIT %s) AS far
GROUP BY far.id ORDER BY count(*) DESC, far.id DESC LIMIT %s
"""
_SQLITE = """
SELECT far, count(*), min(near) FROM (
    SELECT {since} AS near, {to} AS far, row_number() OVER (PARTITION BY {since} ORDER BY id DESC) AS place
    FROM {table} WHERE {since} IN ({marks})
) WHERE place <= %s GROUP BY far ORDER BY count(*) DESC, far DESC LIMIT %s
"""


def _beyond(table: str, since: str, to: str, people: Sequence[UUID], most: int) -> list[Near]:
    if not people:
        return []
    if is_postgres():
        sql = _POSTGRES.format(table=table, since=since, to=to)
        values: list[Any] = [list(people), EDGES_OF_EACH, most]
    else:
        sql = _SQLITE.format(table=table, since=since, to=to, marks=", ".join(["%s"] * len(people)))
        values = [*(person.hex for person in people), EDGES_OF_EACH, most]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return [Near(_id(person), count, _id(via)) for person, count, via in found]


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
