"""What a digest says: of the notifications that it took, those that are still news to its reader, as lines.

Asked anew at the moment of sending, as `sending` is for mails of one: what was read meanwhile, taken back, turned off,
or mailed on its own since, is left out, and so is what the reader may not see any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from config import clock
from notifications.inbox import wording
from notifications.inbox.models import InboxState, Notification
from notifications.inbox.queries import COLUMNS
from notifications.inbox.seeing import Reader, not_muted
from notifications.preferences.deciding import Preferences
from notifications.preferences.queries import muted_among
from notifications.templates.queries import worded
from notifications.types import Category, Channel, find

MOST = 100
"""So many notifications of a digest are looked at, the newest; a digest with more says that there are more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One notification in a digest. `title` is a line of plain text, `link` where it leads."""

    id: UUID
    category: Category
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a digest says; `has_more` where it took more than are looked at."""

    lines: Sequence[Line]
    has_more: bool


def collected(*, digest_id: UUID, reader: Reader, preferences: Preferences) -> Collected:
    """The lines of one digest, newest first, in the language that is active. A number of statements that is bounded."""
    rows = _rows(digest_id, reader)
    wanted = [row for row in rows[:MOST] if _is_wanted(row, preferences)]
    seen = wording.look(reader, wanted)
    shown = _not_muted(reader, [row for row in wanted if wording.is_shown(row, seen)])
    return Collected([_line(row, seen, reader) for row in shown], len(rows) > MOST)


def _rows(digest_id: UUID, reader: Reader) -> list[dict[str, Any]]:
    now = clock.now()
    through = InboxState.objects.filter(pk=reader.pk).values_list("read_through", flat=True).first() or 0
    mine = Notification.objects.filter(gathered_in=digest_id, recipient_id=reader.pk)
    unread = Q(in_app=False) | Q(read_at__isnull=True, archived_at__isnull=True, position__gt=through)
    # Mailed on its own since the digest was made: a member who turned digests off meanwhile.
    not_mailed = Q(emailed_at__isnull=True) | Q(emailed_at__lte=F("gathered_at"))
    valid = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    rows = mine.filter(unread, not_mailed, valid).order_by("-changed_at", "-id")
    return list(rows.values(*COLUMNS)[: MOST + 1])


def _is_wanted(row: Mapping[str, Any], preferences: Preferences) -> bool:
    declared = find(row["type"])
    return declared is not None and preferences.wants(declared, Channel.EMAIL)


def _not_muted(reader: Reader, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of which not every person is muted, nor what they are about."""
    people = {person for row in rows if not row["stays"] for person in wording.people_of(row)}
    heard = not_muted(reader, people)
    keys = {key for row in rows for key in (wording.thing_of(row), wording.part_of(row)) if key is not None}
    muted = muted_among(reader.pk, keys)
    return [row for row in rows if row["stays"] or _is_heard(row, heard, muted)]


def _is_heard(row: Mapping[str, Any], heard: set[UUID], muted: set[tuple[str, UUID]]) -> bool:
    people = wording.people_of(row)
    if people and not any(person in heard for person in people):
        return False
    return not muted.intersection(key for key in (wording.thing_of(row), wording.part_of(row)) if key is not None)


def _line(row: Mapping[str, Any], seen: wording.Seen, reader: Reader) -> Line:
    declared = find(row["type"])
    assert declared is not None
    values = wording.values_of(row, seen, name=reader.name)
    title = worded(declared.name, Channel.IN_APP, reader.locale, values).title
    return Line(row["id"], declared.category, title, values["link"])
