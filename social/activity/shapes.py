"""Entries of feeds as plain dicts: people in one query, things in one for each kind of thing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from accounts.profiles.queries import author_summaries
from config import entities
from config.entities import Summary
from config.roles import Viewer
from social.activity.grouping import Entry


def entries(rows: list[Entry], viewer: Viewer) -> list[dict[str, Any]]:
    """Entries with their people and things; one whose things are gone since it was read is left out."""
    people = author_summaries(entry.newest["actor_id"] for entry in rows)
    things = _things(rows)
    shaped = (_entry(entry, viewer, people, things) for entry in rows)
    return [each for each in shaped if each is not None]


def _things(rows: list[Entry]) -> dict[tuple[str, UUID], Summary]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in (row for entry in rows for row in entry.shown):
        wanted[row["kind"]].add(row["thing_id"])
        if row["target_id"] is not None:
            wanted[row["target_kind"]].add(row["target_id"])
    return {
        (name, pk): summary
        for name, ids in sorted(wanted.items())
        for pk, summary in entities.kind(name).summaries(ids).items()
    }


def _entry(
    entry: Entry, viewer: Viewer, people: dict[UUID, dict[str, Any]], things: dict[tuple[str, UUID], Summary]
) -> dict[str, Any] | None:
    newest = entry.newest
    actor = people.get(newest["actor_id"])
    named = [things[key] for row in entry.shown if (key := (row["kind"], row["thing_id"])) in things]
    if actor is None or not named:
        return None
    target = things.get((newest["target_kind"], newest["target_id"])) if entry.has_one_target else None
    if viewer.pk is not None:
        actor = {**actor, "is_following": newest["is_following"]}
    return {
        "id": newest["id"],
        "actor": actor,
        "verb": newest["verb"],
        "things": [_thing(each) for each in named],
        "target": _thing(target) if target else None,
        "count": entry.count,
        "metadata": newest["metadata"] if entry.count == 1 else {},
        "occurred_at": newest["occurred_at"],
        "is_own": newest["actor_id"] == viewer.pk,
    }


def _thing(summary: Summary) -> dict[str, Any]:
    return {"type": summary.type, "id": summary.id, "title": summary.title, "url": summary.url}
