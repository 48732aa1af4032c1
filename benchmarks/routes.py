"""What stands in the paths of routes and behind them, from the data set: twenty of each at random, and the best known.

A route with a name in its path that is not here is reported as not walked, so that it is not forgotten.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any

from django.db import connection

from accounts.users.models import User
from config.tests.routes.resolver import Route

Things = dict[str, list[Any]]

_RANDOM = "ORDER BY md5({}::text) LIMIT 20"
_OF: dict[str, tuple[str, ...]] = {
    "workbook_id": (
        f"SELECT id FROM workbooks_workbook {_RANDOM.format('id')}",
        "SELECT id FROM workbooks_workbook ORDER BY view_count DESC LIMIT 3",
        "SELECT id FROM workbooks_workbook ORDER BY favorite_count DESC LIMIT 3",
        "SELECT id FROM workbooks_workbook ORDER BY comment_count DESC LIMIT 3",
    ),
    "username": (
        f"SELECT username FROM accounts_user {_RANDOM.format('id')}",
        "SELECT username FROM accounts_user JOIN accounts_profile p ON p.user_id = id"
        " ORDER BY p.followers_count DESC LIMIT 3",
        "SELECT username FROM accounts_user JOIN accounts_profile p ON p.user_id = id"
        " ORDER BY p.following_count DESC LIMIT 3",
    ),
    "user_id": (f"SELECT id FROM accounts_user {_RANDOM.format('id')}",),
    "comment_id": (f"SELECT id FROM workbooks_comment {_RANDOM.format('id')}",),
    "slug": ("SELECT slug FROM workbooks_tag ORDER BY slug",),
}

_LIST: list[dict[str, str]] = [
    {},
    *({"sort": sort} for sort in ("popular", "trending", "favorites", "views")),
    *({"tags": tags} for tags in ("analytics", "surveys", "sales,maps")),
    {"tags": "sales,maps", "tags_mode": "all"},
    {"tags": "surveys", "sort": "popular"},
    *({"date": date} for date in ("last-week", "last-year")),
    {"date": "last-week", "sort": "views"},
    *({"q": words} for words in ("sales", "hospitals month", "nothing-has-this", "a")),
    {"q": "schools", "sort": "favorites"},
    {"author": "ada-0000000"},
    {"limit": "100"},
]
PARAMETERS: dict[str, list[dict[str, str]]] = {
    "/api/v1/workbooks": _LIST,
    "/api/v1/tags": [{}, {"q": "s"}],
    "/api/v1/admin/users": [{}, {"q": "ada"}],
}


def things(member: User) -> Things:
    """By name in a path, what can stand there; the member's own things among them."""
    found: Things = {}
    with connection.cursor() as cursor:
        for name, queries in _OF.items():
            rows: list[Any] = []
            for query in queries:
                cursor.execute(query)
                rows += [row[0] for row in cursor.fetchall()]
            found[name] = list(dict.fromkeys(rows))
        cursor.execute("SELECT id FROM workbooks_workbook WHERE author_id = %s LIMIT 3", [member.pk])
        found["workbook_id"] += [row[0] for row in cursor.fetchall()]
    found["username"].append(member.username)
    return found


def paths_of(route: Route, sample: Things) -> list[str] | None:
    """The route's path with things of the data set in it; None where there is nothing to put in."""
    names = re.findall(r"{(\w+)}", route.path)
    if not all(sample.get(name) for name in names):
        return None
    if not names:
        return [route.path] * 20
    return [route.path.format(**dict(zip(names, each, strict=True))) for each in product(*(sample[n] for n in names))][
        :60
    ]
