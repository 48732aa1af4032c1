"""How the kept counts are proven: each is registered with a query that counts anew.

    def recounted_workbooks(members: Sequence[UUID]) -> QuerySet[Workbook, tuple[UUID, int]]: …
    counters.register("workbooks", recounted_workbooks)

Whoever owns what is counted registers it from its app's `ready()`; it is asked for some members at a time, so that a
proof of a million holds few in memory. Members without a row in the query count as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

Recount = Callable[[Sequence[UUID]], Iterable[tuple[UUID, int]]]

_recounts: dict[str, Recount] = {}


def register(name: str, recount: Recount) -> None:
    """Have `recount` prove the column `<name>_count`."""
    from accounts.profiles.models import Profile

    Profile._meta.get_field(column_of(name))
    _recounts[name] = recount


def column_of(name: str) -> str:
    """The profile's column that holds the count."""
    return f"{name}_count"


def registered() -> dict[str, Recount]:
    """All counters, by name."""
    return dict(sorted(_recounts.items()))
