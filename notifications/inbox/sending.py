"""What the queue is told when it asks what to send: asked anew at that moment, and by the function that decided first.

A message is withheld where it was read meanwhile, taken back, turned off, where its sender is blocked or muted by now,
or its thing may not be seen any more; it waits where quiet hours have begun.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation

from config import clock
from notifications.delivery.sources import (
    Answer,
    Asked,
    Later,
    Letter,
    Withheld,
    register_outcome_listener,
    register_source,
)
from notifications.inbox import services, wording
from notifications.inbox.models import InboxState, Notification
from notifications.inbox.queries import COLUMNS
from notifications.inbox.seeing import Reader, reached_by, readers
from notifications.inbox.told import SOURCE
from notifications.preferences.deciding import USUAL, Preferences
from notifications.preferences.queries import preferences_of, who_muted
from notifications.preferences.quiet import quiet_until
from notifications.types import Channel, NotificationType, find
from notifications.unsubscribing.tokens import unsubscribe_url

Row = dict[str, Any]


def read(asked: Sequence[Asked]) -> Mapping[UUID, Answer]:
    """What each of these messages says, or why it says nothing."""
    rows = _rows({each.source_id for each in asked if each.source_id is not None})
    members = {each.recipient_id for each in asked}
    people, preferences = readers(members), preferences_of(members)
    through = dict(InboxState.objects.filter(pk__in=members).values_list("pk", "read_through"))
    answers: dict[UUID, Answer] = {}
    left: dict[UUID, list[tuple[Asked, Row]]] = defaultdict(list)
    for each in asked:
        row = rows.get(each.source_id) if each.source_id is not None else None
        refused = _refused(each, row, people.get(each.recipient_id), preferences, through)
        if refused is not None:
            answers[each.delivery_id] = refused
        elif row is not None:
            left[each.recipient_id].append((each, row))
    for member_id, theirs in left.items():
        answers |= _letters(people[member_id], theirs)
    return answers


def _rows(ids: set[UUID]) -> dict[UUID, Row]:
    found = Notification.objects.filter(pk__in=ids).values(*COLUMNS, "recipient_id", "in_app")
    return {row["id"]: row for row in found}


def _refused(
    each: Asked,
    row: Row | None,
    reader: Reader | None,
    preferences: Mapping[UUID, Preferences],
    through: Mapping[UUID, int],
) -> Answer | None:
    """Why a message is not sent, or not now, as far as the rows say."""
    declared = find(each.type)
    if row is None or reader is None or declared is None or row["recipient_id"] != reader.pk:
        return Withheld("gone")
    if not (reader.is_open or declared.reaches_closed):
        return Withheld("closed")
    if row["in_app"] and _was_read(row, through.get(reader.pk, 0)) and not declared.is_mandatory:
        return Withheld("read")
    theirs = preferences.get(reader.pk, USUAL)
    if not theirs.wants(declared, each.channel):
        return Withheld("turned_off")
    return _wait(declared, theirs)


def _was_read(row: Row, through: int) -> bool:
    return row["read_at"] is not None or row["archived_at"] is not None or row["position"] <= through


def _wait(declared: NotificationType, preferences: Preferences) -> Later | None:
    if declared.passes:
        return None
    until = quiet_until(preferences.ranges, ZoneInfo(preferences.zone), clock.now())
    return Later(until) if until is not None else None


def _letters(reader: Reader, asked: Sequence[tuple[Asked, Row]]) -> dict[UUID, Answer]:
    """What the messages to one reader say, as far as they still may see what these are about."""
    rows = list({row["id"]: row for _each, row in asked}.values())
    with translation.override(reader.locale):
        seen = wording.look(reader, rows)
    answers: dict[UUID, Answer] = {}
    for each, row in asked:
        refused = _kept_from(reader, row, seen)
        answers[each.delivery_id] = refused if refused is not None else _letter(each, reader, row, seen)
    return answers


def _kept_from(reader: Reader, row: Row, seen: wording.Seen) -> Withheld | None:
    if row["stays"]:
        return None
    if not wording.is_shown(row, seen):
        return Withheld("hidden")
    people = wording.people_of(row)
    if people and not any(reached_by(each, [reader.pk]) for each in people):
        return Withheld("muted")
    threads = [each for each in (wording.thing_of(row), wording.part_of(row)) if each is not None]
    return Withheld("muted") if who_muted([reader.pk], threads) else None


def _letter(each: Asked, reader: Reader, row: Row, seen: wording.Seen) -> Letter:
    with translation.override(reader.locale):
        values = wording.values_of(row, seen, name=reader.name)
    declared = find(each.type)
    url = unsubscribe_url(reader.pk, declared) if declared is not None and each.channel == Channel.EMAIL else ""
    return Letter(values=values, link=values["link"], unsubscribe_url=url)


def register() -> None:
    """Have the queue ask here, and tell what became of messages; called when the app is ready."""
    register_source(SOURCE, read)
    register_outcome_listener(SOURCE, services.note_outcomes)
