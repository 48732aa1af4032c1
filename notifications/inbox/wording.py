"""What a notification says: the values of its type's wording, read when it is worded and kept nowhere.

The rows hold ids. Names, titles and excerpts are read at the moment of reading or sending, as they are then and as far
as the reader may see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.profiles.queries import author_summaries
from config import entities
from config.entities import Summary
from config.roles import Viewer
from notifications.inbox.seeing import PERSON, seen_people, seen_things
from notifications.types import Value, find

Row = Mapping[str, Any]
Key = tuple[str, UUID]
Values = Callable[[Sequence[Row]], Mapping[UUID, Mapping[str, Any]]]
"""The values that a type's wording has of its own, by the notification's id, read for many rows at once."""

PEOPLE = 3
"""How many people of a notification are shown."""

_own: dict[str, Values] = {}
_parts: dict[str, str] = {}
_EMPTY: dict[Value, Any] = {Value.TEXT: "", Value.NUMBER: 0, Value.FLAG: False}


def register_values(type_name: str, read: Values) -> None:
    """Have `read` give the values of a type that do not stand in its rows' data."""
    if _own.setdefault(type_name, read) is not read:
        raise RuntimeError(f"two slices read the values of {type_name!r}")


def register_part(type_name: str, kind: str) -> None:
    """Say of what kind the parts of a type's notifications are, where these are not their things."""
    if _parts.setdefault(type_name, kind) != kind:
        raise RuntimeError(f"two slices say what the parts of {type_name!r} are")


@dataclass(slots=True)
class Seen:
    """What a reader may see of some notifications: things by kind and id, people by id, and values of their own."""

    things: dict[Key, Summary] = field(default_factory=dict)
    people: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    own: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)


def part_of(row: Row) -> Key | None:
    """What the newest event of a notification was about, where that is not its thing."""
    kind = _parts.get(row["type"])
    return (kind, row["part_id"]) if kind and row["part_id"] is not None else None


def thing_of(row: Row) -> Key | None:
    """What a notification is about."""
    return (row["kind"], row["thing_id"]) if row["thing_id"] is not None else None


def people_of(row: Row) -> list[UUID]:
    """The newest people of a notification, newest first."""
    return [row[name] for name in ("actor_id", "second_id", "third_id") if row[name] is not None]


def look(viewer: Viewer, rows: Sequence[Row]) -> Seen:
    """What the viewer may see of these notifications: two statements for people, two for each kind of thing."""
    seen = Seen()
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        for kind, thing_id in (each for each in (thing_of(row), part_of(row)) if each is not None):
            wanted[kind].add(thing_id)
    # What was decided about is named to its owner though it may be gone because of it.
    owned = {row["thing_id"] for row in rows if row["stays"] and row["data"].get("is_own")}
    for kind, ids in sorted(wanted.items()):
        visible = seen_things(viewer, kind, ids) | (ids & owned)
        if visible:
            named = entities.kind(kind).summaries(visible)
            seen.things |= {(kind, pk): summary for pk, summary in named.items()}
    ids = {person for row in rows for person in people_of(row)}
    open_people = seen_people(viewer, ids) if ids else set()
    seen.people = author_summaries(open_people) if open_people else {}
    for type_name, read in _own.items():
        of_type = [row for row in rows if row["type"] == type_name and is_shown(row, seen)]
        if of_type:
            seen.own |= read(of_type)
    return seen


def is_shown(row: Row, seen: Seen) -> bool:
    """Whether the notification is for the reader's eyes: its thing, its part and one of its people at least."""
    if find(row["type"]) is None:
        return False
    if row["stays"]:
        return True
    keys = [each for each in (thing_of(row), part_of(row)) if each is not None]
    people = people_of(row)
    return all(key in seen.things for key in keys) and (not people or any(each in seen.people for each in people))


def actors(row: Row, seen: Seen) -> list[dict[str, Any]]:
    """The newest people of a notification whom the reader may see, newest first."""
    return [seen.people[each] for each in people_of(row) if each in seen.people][:PEOPLE]


def path_of(row: Row, seen: Seen) -> str:
    """Where a notification leads, as a path on this installation; empty where there is nothing to be seen."""
    if row["type"].startswith(("user.", "follow_request.", "friend_request.")) or row["kind"] == PERSON:
        shown = actors(row, seen)
        if shown:
            return f"/u/{shown[0]['username']}"
    for key in (part_of(row), thing_of(row)):
        if key is not None and key in seen.things:
            return seen.things[key].url
    return ""


def link_of(row: Row, seen: Seen) -> str:
    """Where a notification leads, as an address."""
    return f"{settings.BASE_URL}{path_of(row, seen) or '/'}"


def values_of(row: Row, seen: Seen, *, name: str) -> dict[str, Any]:
    """The values of a notification's wording, for a reader of that name."""
    declared = find(row["type"])
    assert declared is not None
    shown = actors(row, seen)
    thing = seen.things.get(thing_of(row) or ("", UUID(int=0)))
    values: dict[str, Any] = {
        "name": name,
        "actor": (shown[0]["full_name"] or shown[0]["username"]) if shown else _("Somebody"),
        "others": max(0, row["actor_count"] - 1),
        "count": row["count"],
        "thing": thing.title if thing is not None else _("something that is not shown any more"),
        "link": link_of(row, seen),
        "site": settings.SITE_NAME,
        "site_url": settings.BASE_URL,
    }
    own = {**row["data"], **seen.own.get(row["id"], {})}
    return values | {each: own.get(each, _EMPTY.get(sort, "")) for each, sort in declared.variables.items()}
