"""What the benchmarks ask of a server: the hot endpoints, each as requests on a data set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import Any

from django.db import connection

from accounts.users.models import User
from benchmarks import members
from benchmarks.load import bearer, request
from config.testing.ways import REDIS, listens

API = "/api/v1"
COMMENT = "The colours tell the story, well done."
MOST_WRITES = 6_000


def with_redis() -> dict[str, str]:
    """What production's web process has beside the database, where there is a Redis: `REDIS_URL`, or number 11 of
    the standard local port."""
    url = os.environ.get("BENCH_REDIS_URL") or REDIS.rsplit("/", 1)[0] + "/11"
    return {"REDIS_URL": url} if listens(url, 6379) else {}


def _column(sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


@dataclass
class Asking:
    """A member of the present data set, and the requests that they make. Of what is written, nothing comes twice."""

    user: User = field(default_factory=members.someone)

    def __post_init__(self) -> None:
        members.give_password(self.user)
        self.token = members.token_of(self.user)
        standing = "status = 'published' AND visibility = 'public' AND deleted_at IS NULL AND hidden_at IS NULL"
        # In an order that has nothing to do with age or fame, and is the same in every run.
        self.workbooks = _column(
            f"SELECT w.id FROM workbooks_workbook w WHERE {standing} AND author_id <> %s AND NOT EXISTS (SELECT 1 FROM"
            " workbooks_favorite f WHERE f.workbook_id = w.id AND f.member_id = %s) ORDER BY md5(id::text) LIMIT %s",
            self.user.pk, self.user.pk, MOST_WRITES,
        )  # fmt: skip
        self.famous = _column(
            f"SELECT id FROM workbooks_workbook WHERE {standing} ORDER BY comment_count DESC, id LIMIT 20"
        )
        # Whom everybody sees, and what they mark as well.
        known = (
            "SELECT username FROM accounts_user u JOIN accounts_profile p ON p.user_id = u.id"
            " WHERE p.show_profile = 'everyone' AND p.show_favorites = 'everyone' AND NOT EXISTS (SELECT 1 FROM"
            " social_block b WHERE (b.blocker_id, b.blocked_id) IN ((u.id, %s), (%s, u.id))) ORDER BY"
        )
        self.people = _column(f"{known} md5(u.id::text) LIMIT 20", self.user.pk, self.user.pk)
        self.popular = _column(f"{known} p.followers_count DESC, u.id LIMIT 20", self.user.pk, self.user.pk)
        self.followers_of_fifty = User.objects.in_bulk(
            _column("SELECT user_id FROM accounts_profile ORDER BY abs(following_count - 50), user_id LIMIT 10")
        )
        self._fresh: dict[str, Iterator[Any]] = {}
        self._offset = count(0, 1_000)

    def unmarked(self, whose: str) -> Iterator[Any]:
        """Workbooks that nobody of the contestants has marked; each contestant has a share of its own."""
        if whose not in self._fresh:
            self._fresh[whose] = iter(self.workbooks[next(self._offset) :])
        return self._fresh[whose]

    def get(self, path: str) -> bytes:
        return request("GET", path, bearer(self.token))

    def get_by_each(self, path: str) -> list[bytes]:
        """The same of ten members, who follow about as many people whatever the scale."""
        tokens = [members.token_of(user) for user in self.followers_of_fifty.values()]
        return [request("GET", path, bearer(token)) for token in tokens]

    def writes(self, number: int, whose: str, path: str, token: str, body: Any = None) -> list[bytes]:
        """`number` POSTs, each to another workbook; `path` with `{}` for it."""
        ids = islice(self.unmarked(whose), number)
        return [request("POST", path.format(workbook), bearer(token), body) for workbook in ids]

    def comments(self, number: int, path: str, token: str) -> list[bytes]:
        """`number` comments on workbooks that many have commented on."""
        ids = islice(cycle(self.famous), number)
        return [request("POST", path.format(workbook), bearer(token), {"body": COMMENT}) for workbook in ids]

    def sign_in(self, path: str) -> bytes:
        return request("POST", path, body={"username": self.user.username, "password": members.PASSWORD})

    def reads(self) -> dict[str, list[bytes]]:
        """The hot reads by name, on things of all kinds: twenty workbooks, twenty people, the best known of both."""
        detail = [self.get(f"{API}/workbooks/{workbook}") for workbook in self.workbooks[:20]]
        lists = {
            f"list, {sort}": [self.get(f"{API}/workbooks?sort={sort}")]
            for sort in ("new", "popular", "trending", "favorites", "views")
        }
        return lists | {
            "list, one tag": [self.get(f"{API}/workbooks?tags=surveys")],
            "detail": detail,
            "comments": [self.get(f"{API}/workbooks/{workbook}/comments") for workbook in self.famous],
            "who favourited": [self.get(f"{API}/workbooks/{workbook}/favorites") for workbook in self.famous],
            "a member": [self.get(f"{API}/users/{username}") for username in self.people],
            "followers": [self.get(f"{API}/users/{username}/followers") for username in self.popular],
            "count of followers": [self.get(f"{API}/users/{username}/followers/count") for username in self.popular],
            "someone's favourites": [self.get(f"{API}/users/{username}/favorites") for username in self.people],
            "tags": [self.get(f"{API}/tags")],
            "feed": self.get_by_each(f"{API}/activity/feed?filter=following"),
            "feed of everybody": [self.get(f"{API}/activity/global")],
            "suggestions": self.get_by_each(f"{API}/users/suggestions"),
        }
