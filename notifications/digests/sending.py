"""What the queue is told when it asks what a digest says: asked anew at that moment, with the inbox held.

So what joins a notification while its digest is worded is either counted in it, or waits for the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
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
from notifications.digests import services
from notifications.digests.models import Digest
from notifications.digests.services import SOURCE
from notifications.digests.wording import words_of
from notifications.inbox import services as inbox
from notifications.inbox.collected import Collected, collected
from notifications.inbox.seeing import Reader, readers
from notifications.preferences.deciding import USUAL, Preferences
from notifications.preferences.queries import preferences_of
from notifications.preferences.quiet import quiet_until
from notifications.types import Channel
from notifications.types.shipped import DIGEST
from notifications.unsubscribing.tokens import unsubscribe_url


def read(asked: Sequence[Asked]) -> Mapping[UUID, Answer]:
    """What each of these digests says, or why it says nothing."""
    rows = Digest.objects.in_bulk([each.source_id for each in asked if each.source_id is not None])
    people = readers({each.recipient_id for each in asked})
    preferences = preferences_of(people)
    answers: dict[UUID, Answer] = {}
    for each in asked:
        row = rows.get(each.source_id) if each.source_id is not None else None
        reader = people.get(each.recipient_id)
        if row is None or reader is None or row.member_id != reader.pk:
            answers[each.delivery_id] = Withheld("gone")
            continue
        theirs = preferences.get(reader.pk, USUAL)
        answers[each.delivery_id] = _refused(reader, theirs) or _letter(row, reader, theirs)
    return answers


def _refused(reader: Reader, preferences: Preferences) -> Answer | None:
    if not reader.is_open:
        return Withheld("closed")
    if not preferences.wants(DIGEST, Channel.EMAIL):
        return Withheld("turned_off")
    until = quiet_until(preferences.ranges, ZoneInfo(preferences.zone), clock.now())
    return Later(until) if until is not None else None


def _letter(row: Digest, reader: Reader, preferences: Preferences) -> Answer:
    with translation.override(reader.locale):
        found = _worded_once(row, reader, preferences)
        if not found.lines:
            return Withheld("empty")
        url = unsubscribe_url(reader.pk, DIGEST)
        words = words_of(found, row.frequency, reader, unsubscribe_url=url)
    return Letter(words=words, unsubscribe_url=url)


@transaction.atomic
def _worded_once(row: Digest, reader: Reader, preferences: Preferences) -> Collected:
    inbox.hold([reader.pk])
    inbox.told_again([row.pk])
    found = collected(digest_id=row.pk, reader=reader, preferences=preferences)
    services.note_told({row.pk: [line.id for line in found.lines]})
    return found


def register() -> None:
    """Have the queue ask here, and tell what became of digests; called when the app is ready."""
    register_source(SOURCE, read)
    register_outcome_listener(SOURCE, services.note_outcomes)
