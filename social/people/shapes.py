"""Faces and cards as plain dicts."""

from __future__ import annotations

from typing import Any

from accounts.presence.queries import is_online, place_of_row
from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from config.text import render_markdown
from social.people import queries
from social.people.sections import filled_sections
from social.people.suggesting import Suggested

_MEMBERS_FLAGS = ("is_following", "is_requested", "follows_you", "is_blocked")
_OPEN_FIELDS = ("title", "bio", "website", "followers_count", "following_count", "workbooks_count", "created_at")


def face(row: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """A member as `viewer` sees them: a stub if blocked, the card alone if the profile is closed, else all of it."""
    person_id = row["pk"]
    shown = dict(author_summaries([person_id])[person_id])
    if row["is_blocked"]:
        return {**shown, "is_blocked": True}
    if viewer.pk is not None:
        shown |= {name: row[name] for name in _MEMBERS_FLAGS}
    shown |= {"approves_followers": row["approves_followers"], "is_private": not row["is_open"]}
    if not row["is_open"]:
        return shown
    shown |= {name: row[name] for name in _OPEN_FIELDS}
    shown["bio_html"] = render_markdown(row["bio"])
    if row["shows_location"]:
        shown["location"] = row["location"]
        if (place := place_of_row(row)) is not None:
            shown["shared_location"] = place
    if row["shows_online"]:
        shown["is_online"] = is_online(row["last_active_at"])
        if row["last_active_at"] is not None:
            shown["last_active_at"] = row["last_active_at"]
    return shown | filled_sections(person_id, viewer)


def cards(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """People of a list with what they and the viewer are to each other: two queries, however many."""
    ids = [row["person_id"] for row in rows]
    summaries, flags = author_summaries(ids), queries.flags(viewer, ids)
    return [{**summaries[person_id], **flags[person_id]} for person_id in ids]


def suggestions(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Suggested people with their reasons: one query more than `cards`."""
    named = author_summaries({pk for row in rows for reason in row["reasons"] for pk in reason.people})
    return [
        card | {"reasons": [_reason(reason, named) for reason in row["reasons"]]}
        for card, row in zip(cards(rows, viewer), rows, strict=True)
    ]


def _reason(reason: Suggested, named: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    return {
        "code": reason.code,
        "count": reason.count,
        "people": [named[pk] for pk in reason.people],
        "words": list(reason.words),
    }


def follow_requests(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Those at the other end of follow requests, with the time they were sent."""
    people = cards(rows, viewer)
    return [card | {"requested_at": row["created_at"]} for card, row in zip(people, rows, strict=True)]


def blocked_cards(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Those whom the viewer has blocked: stubs, as on their profiles."""
    summaries = author_summaries([row["person_id"] for row in rows])
    return [{**summaries[row["person_id"]], "is_blocked": True} for row in rows]


def muted_cards(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Those whom the viewer has muted."""
    return [{**card, "is_muted": True} for card in cards(rows, viewer)]
