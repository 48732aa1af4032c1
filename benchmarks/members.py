"""Whom the benchmarks act as: members of the data set, a password for who signs in, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from rest_framework_simplejwt.tokens import AccessToken

from accounts.auth import services as auth
from accounts.auth.principal import Principal
from accounts.users.models import User
from config import clock

PASSWORD = "a benchmark signs in 7"

# Tables that what a benchmark does leaves rows in, each with the column that says when; children before parents.
_TRACES = (
    ("workbooks_favorite", "created_at"), ("workbooks_comment", "created_at"), ("workbooks_view", "created_at"),
    ("accounts_refreshtoken", "created_at"), ("accounts_session", "created_at"),
    ("accounts_presence", "last_active_at"), ("social_follow", "created_at"),
)  # fmt: skip
# What counts such rows: a table by its key, the count, the table of the rows and their column that is that key.
_COUNTED = (
    ("workbooks_workbook", "id", "favorite_count", "workbooks_favorite", "workbook_id"),
    ("workbooks_workbook", "id", "comment_count", "workbooks_comment", "workbook_id"),
    ("accounts_profile", "user_id", "followers_count", "social_follow", "followee_id"),
    ("accounts_profile", "user_id", "following_count", "social_follow", "follower_id"),
)


def someone() -> User:
    """A member in the middle: half of the others came before."""
    return User.objects.order_by("id")[User.objects.count() // 2]


def principal(user: User) -> Principal:
    """The member as views see whoever is signed in."""
    return Principal(user.pk, user.username, user.role, user.status, user.email_verified, user.pk)


def token_of(user: User) -> str:
    """An access token of a new session."""
    return auth.open_session(user=user).access


def token_of_peer(user: User) -> str:
    """An access token of simplejwt's, for the servers that we are compared with, good for a day."""
    token = AccessToken.for_user(user)
    token.set_exp(lifetime=timedelta(days=1))
    return str(token)


def give_password(user: User) -> None:
    """Let the member sign in with `PASSWORD`; those that `seed_demo` makes cannot."""
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))


@contextmanager
def left_as_found() -> Iterator[None]:
    """Takes back what is favourited, commented, viewed, followed and signed in to within the block.

    The data set ends with the day before it was made, so whatever is younger than the block is the benchmark's.
    """
    began = clock.now()
    try:
        yield
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            for counting, key, count, table, column in _COUNTED:
                cursor.execute(
                    f"UPDATE {counting} c SET {count} = {count} - t.n FROM (SELECT {column} AS key, count(*) AS n"
                    f" FROM {table} WHERE created_at >= %s GROUP BY 1) t WHERE t.key = c.{key}",
                    [began],
                )
            for table, column in _TRACES:
                cursor.execute(f"DELETE FROM {table} WHERE {column} >= %s", [began])
            cursor.execute(
                "DELETE FROM events_delivery d USING events_domainevent e"
                " WHERE d.event_id = e.id AND e.occurred_at >= %s",
                [began],
            )
            cursor.execute("DELETE FROM events_domainevent WHERE occurred_at >= %s", [began])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) workbooks_workbook, workbooks_favorite, workbooks_comment, social_follow")
