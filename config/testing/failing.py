"""The N-th SQL statement fails, or the process dies at it; a commit counts as a statement.

with failing(7) as fault:             # OperationalError instead of the seventh statement
    answer = api.post(...)
with failing(7, dies=True) as fault:  # `Died` instead of it, which nothing catches, and nothing is sent any more
    ...
assert fault.statement                # what failed; empty where there were not so many
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, OperationalError, connection


class Died(BaseException):
    """The end of the process, as far as a test can play it: no handler of exceptions sees it."""


class Fault:
    """Counts statements, and lets one fail."""

    def __init__(self, number: int, *, dies: bool) -> None:
        self.number = number
        self.dies = dies
        self.seen = 0
        self.statement = ""

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.meet(str(sql))
        return execute(sql, params, many, context)

    def meet(self, statement: str) -> None:
        """Let the statement through, or fail in its place."""
        if self.statement and self.dies and not statement.startswith("ROLLBACK"):
            raise Died(statement)
        self.seen += 1
        if self.seen != self.number:
            return
        self.statement = statement
        if self.dies:
            raise Died(statement)
        _abort_transaction()
        raise OperationalError(f"statement {self.number} was made to fail")


def _abort_transaction() -> None:
    """What a failed statement does to a transaction on PostgreSQL: nothing more is taken until it is rolled back."""
    if connection.vendor == "postgresql" and connection.in_atomic_block and connection.connection is not None:
        with contextlib.suppress(Exception):
            connection.connection.execute("SELECT 1 / 0")


@contextlib.contextmanager
def failing(number: int, *, dies: bool = False) -> Iterator[Fault]:
    """Let the `number`-th statement of the block fail, on this thread's connection."""
    fault = Fault(number, dies=dies)
    commit = connection._commit

    def counted_commit() -> None:
        try:
            fault.meet("COMMIT")
        except (Died, DatabaseError):
            connection.rollback()  # which is what becomes of a transaction whose commit never arrived
            raise
        commit()

    connection._commit = counted_commit
    try:
        with connection.execute_wrapper(fault):
            yield fault
    finally:
        del connection._commit
