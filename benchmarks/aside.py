"""A schema of the data set for what a benchmark needs there a while, and members who are made to read; gone afterwards.

Who is made here follows whom a benchmark wants them to. The counts of those are left as they are, since the rows go
before anybody is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.users import services as users
from accounts.users.models import User
from benchmarks import databases
from benchmarks.databases import ASIDE

NAME = "benchmark-reader"


def run(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def set_aside() -> Iterator[None]:
    """The schema, empty. What a run that was killed has left is taken away first."""
    clear()
    run(f"CREATE SCHEMA {ASIDE}")
    try:
        yield
    finally:
        clear()


def clear() -> None:
    """Take away the schema with all that is in it, and the made members with all that is theirs."""
    run(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
    made = User.objects.filter(username__startswith=NAME)
    if made.exists():
        made.delete()
        run("VACUUM (ANALYZE) social_follow")


def reader_of(number: int, *, people: str) -> User:
    """A new member who follows that many of the people `u` who meet a condition, in an order that means nothing."""
    name = f"{NAME}-{User.objects.filter(username__startswith=NAME).count()}"
    with transaction.atomic():
        made = users.create_user(username=name, email=f"{name}@example.com", email_verified=True)
        run(
            "INSERT INTO social_follow (id, follower_id, followee_id, created_at)"
            f" SELECT gen_random_uuid(), %s, u.id, now() FROM accounts_user u WHERE u.id <> %s AND {people}"
            " ORDER BY md5(u.id::text || %s) LIMIT %s",
            made.pk, made.pk, name, number,
        )  # fmt: skip
    return made


def fill_peers(what: str) -> None:
    """The tables of the packages that we are compared with, in a process that has them installed."""
    databases.run_module("benchmarks.peers.filling", what)


def megabytes(table: str) -> tuple[float, float]:
    """MiB of a table's rows and of its indexes."""
    sizes = run("SELECT pg_table_size(%s::regclass), pg_indexes_size(%s::regclass)", table, table)[0]
    return sizes[0] / 2**20, sizes[1] / 2**20


def one(sql: str, *parameters: Any) -> Any:
    """The first column of the first row."""
    return run(sql, *parameters)[0][0]
