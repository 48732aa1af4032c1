"""The statements of a request, made in this process: their text, and how long each takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.testing.client import Api


def api(token: str | None) -> Api:
    """The API as its tests see it, under a name that the server answers to."""
    return Api(token, Host="127.0.0.1")


def statements_of(path: str, token: str | None) -> list[str]:
    """What a GET asks of the database, but for the look for revocations, which comes twice a second and not with it."""
    asked = api(token)
    for _ in range(2):  # the first may compile, and look up what is remembered
        with CaptureQueriesContext(connection) as captured:
            answer = asked.request("GET", path, absolute=True)
    assert answer.status_code == 200, (path, answer.content[:300])
    return [query["sql"] for query in captured.captured_queries if "accounts_revocation" not in query["sql"]]


@dataclass(slots=True)
class Slowest:
    """The statement that took longest, in milliseconds."""

    milliseconds: float = 0.0
    sql: str = ""
    parameters: Any = None

    def again(self) -> float:
        """Milliseconds of the same statement when nothing comes between: the best of five more."""
        times = []
        with connection.cursor() as cursor:
            for _ in range(5 if self.sql.startswith("SELECT") and "FOR " not in self.sql else 0):
                began = time.perf_counter()
                cursor.execute(self.sql, self.parameters)
                cursor.fetchall()
                times.append((time.perf_counter() - began) * 1e3)
        return min(times, default=self.milliseconds)


@contextmanager
def slowest() -> Iterator[Slowest]:
    """The slowest statement within the block."""
    found = Slowest()

    def timed(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            took = (time.perf_counter() - began) * 1e3
            if took > found.milliseconds:
                found.milliseconds, found.sql, found.parameters = took, sql, parameters

    with connection.execute_wrapper(timed):
        yield found
