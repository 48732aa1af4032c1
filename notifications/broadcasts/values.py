"""The words of an announcement, read when it is read: in the reader's language, or the nearest that is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation

from notifications.broadcasts.models import Broadcast
from notifications.inbox.wording import Row, register_values
from notifications.templates.wording import chain
from notifications.types.shipped import ANNOUNCED


def words(rows: Sequence[Row]) -> Mapping[UUID, Mapping[str, Any]]:
    """Title and body of each of these notifications, in one statement."""
    named = {row["id"]: UUID(row["data"]["broadcast_id"]) for row in rows if "broadcast_id" in row["data"]}
    found = Broadcast.objects.in_bulk(set(named.values())) if named else {}
    languages = chain(translation.get_language() or "")
    return {
        pk: {"title": nearest(made.title, languages), "body": nearest(made.body, languages)}
        for pk, broadcast_id in named.items()
        if (made := found.get(broadcast_id)) is not None
    }


def nearest(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The text in the first of these languages that it is there in, or in the one that it was first written in."""
    for language in languages:
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), "")


def register() -> None:
    """Have wordings of announcements ask here; called when the app is ready."""
    register_values(ANNOUNCED.name, words)
