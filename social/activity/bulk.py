"""Very many items at once, for demo data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config import bulk
from social.activity.choices import Reach
from social.activity.models import ActivityEvent

TABLES = [ActivityEvent]

Item = tuple[str, str, str, str, str, str, str | None, str]


def put_items(rows: Iterable[Item]) -> None:
    """Insert public items of (id, actor, verb, kind, thing, target's kind, target, time).

    A target's kind is "" and the target None where there is none; ids are those of `keys.item_id`, or any UUIDv7 of the
    time.
    """

    def filled() -> Iterator[bulk.Row]:
        for row in rows:
            yield (*row, "{}", Reach.PUBLIC.value, False, 0)

    columns = (
        "id", "actor_id", "verb", "kind", "thing_id", "target_kind", "target_id", "occurred_at",
        "metadata", "visibility", "is_pinned", "flag_count",
    )  # fmt: skip
    bulk.put(ActivityEvent, columns, filled())
