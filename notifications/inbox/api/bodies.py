"""The documented form of notifications and of what is done with them."""

from __future__ import annotations

from typing import Any

import django_filters

from config.api import Answer, Body, Filters
from config.api import fields as f
from notifications.preferences.deciding import Outcome, Reason
from notifications.types import Channel, types
from social.people.answers import PersonSummary

_ID = "019a9b2e-0000-7000-8000-0000000000b1"
_WORKBOOK: dict[str, Any] = {
    "type": "workbook",
    "id": "019a9b2e-0000-7000-8000-0000000000a1",
    "title": "Budget",
    "url": "/w/019a9b2e-0000-7000-8000-0000000000a1",
}
MOST_IDS = 100


class NotificationThing(Answer):
    """What a notification is about."""

    type = f.Text()
    id = f.Id()
    title = f.Text()
    url = f.Text(help_text="A path on this installation.")

    class Meta:
        example = _WORKBOOK


class NotificationItem(Answer):
    """One notification, worded in the reader's language. Unread ones of one sort about one thing are one that moves up;
    `count` says of how many people, or of how many events where nobody did it."""

    id = f.Id()
    type = f.Text(help_text="The verb of the event that caused it.")
    title = f.Text()
    body = f.Text(allow_blank=True)
    url = f.Text(allow_blank=True, help_text="A path on this installation; empty where it leads nowhere.")
    actors = f.Nested(PersonSummary, many=True, help_text="The newest three people at most.")
    count = f.Integer()
    entity = f.Nested(NotificationThing, allow_null=True)
    data = f.Anything(  # type: ignore[assignment] # a field; the serializer's own `data` is never asked of an answer
        help_text="What else the type says of its event."
    )
    channels = f.Items(f.Choice(Channel.values), help_text="By which it has been delivered.")
    is_read = f.Flag()
    read_at = f.Moment(allow_null=True)
    archived_at = f.Moment(allow_null=True)
    created_at = f.Moment()
    changed_at = f.Moment(help_text="When it last moved up.")

    class Meta:
        example = {
            "id": _ID,
            "type": "workbook.favorited",
            "title": "Ana Lima and 12 others like “Budget”",
            "body": "",
            "url": _WORKBOOK["url"],
            "actors": [PersonSummary.Meta.example],
            "count": 13,
            "entity": _WORKBOOK,
            "data": {},
            "channels": ["in_app"],
            "is_read": False,
            "read_at": None,
            "archived_at": None,
            "created_at": "2026-11-20T16:25:00Z",
            "changed_at": "2026-11-20T18:02:00Z",
        }


class BesideList(Answer):
    """`cursor` stands for the newest notification of the page: given as `before` to `POST /notifications/read`, it has
    everything read that had come by then."""

    cursor = f.Text(allow_null=True)

    class Meta:
        example = {"cursor": "b3BhcXVl"}


class NotificationFilters(Filters):
    """Which notifications are listed."""

    unread = django_filters.BooleanFilter(label="unread", help_text="`true`: unread ones alone; `false`: read ones.")
    type = django_filters.ChoiceFilter(
        label="type", choices=lambda: [(each.name, each.name) for each in types()], help_text="One type alone."
    )
    archived = django_filters.BooleanFilter(label="archived", help_text="`true`: archived ones, and these alone.")


class UnreadCounts(Answer):
    """How many notifications are unread; `by_channel` says how many of them were also sent by a channel."""

    total = f.Integer()
    by_type = f.Mapping(f.Integer())
    by_channel = f.Mapping(f.Integer())

    class Meta:
        example = {
            "total": 3,
            "by_type": {"user.followed": 1, "workbook.favorited": 2},
            "by_channel": {"in_app": 3, "email": 1, "push": 0},
        }


class ReadBody(Body):
    """What to read: exactly one of these."""

    ids = f.Items(f.Id(), required=False, min_length=1, max_length=MOST_IDS)
    before = f.Text(required=False, max_length=2_000, help_text="A cursor of the list: it, and everything older.")
    all = f.Flag(required=False)

    class Meta:
        example = {"ids": [_ID]}


class ReadAnswer(Answer):
    """How many were unread among what was read, and how many are left."""

    read = f.Integer()
    unread = f.Integer()

    class Meta:
        example = {"read": 1, "unread": 2}


class ReadState(Answer):
    """A notification that was read."""

    id = f.Id()
    is_read = f.Flag()

    class Meta:
        example = {"id": _ID, "is_read": True}


class ArchivedState(Answer):
    """A notification that was put away."""

    id = f.Id()
    is_archived = f.Flag()

    class Meta:
        example = {"id": _ID, "is_archived": True}


class TraceStep(Answer):
    """One step on a notification's way."""

    at = f.Moment()
    step = f.Text(help_text="`event`, `decided`, `queued`, `attempted`, `reported`, `ended`, `taken_back`, `read` …")
    channel = f.Choice(Channel.values, allow_null=True)
    outcome = f.Text(allow_blank=True)
    reason = f.Text(allow_blank=True)
    detail = f.Text(allow_blank=True)
    event = f.Integer(allow_null=True, help_text="The number of the event.")

    class Meta:
        example = {
            "at": "2026-11-20T16:25:00Z",
            "step": "decided",
            "channel": "email",
            "outcome": "later",
            "reason": "quiet_hours",
            "detail": "2026-11-21T06:00:00+00:00",
            "event": 4711,
        }


class Trace(Answer):
    """Why somebody did or did not get a notification, step by step."""

    id = f.Id()
    type = f.Text()
    recipient = f.Id()
    steps = f.Nested(TraceStep, many=True)

    class Meta:
        example = {
            "id": _ID,
            "type": "workbook.favorited",
            "recipient": "0198c0de-0000-7000-8000-000000000001",
            "steps": [TraceStep.Meta.example],
        }


class PreviewBody(Body):
    """A type, and a moment at which it would come up: now, if none is said."""

    type = f.Text(max_length=80)
    at = f.Moment(required=False)

    class Meta:
        example = {"type": "workbook.favorited", "at": "2026-11-20T22:30:00Z"}


class PreviewOf(Answer):
    """What would become of it by one channel, why, and when it would leave."""

    outcome = f.Choice([each.value for each in Outcome])
    reason = f.Choice([each.value for each in Reason])
    at = f.Moment(allow_null=True)

    class Meta:
        example = {"outcome": "later", "reason": "quiet_hours", "at": "2026-11-21T06:00:00Z"}


class Preview(Answer):
    """What would become of a notification, by channel."""

    type = f.Text()
    at = f.Moment()
    channels = f.Mapping(f.Nested(PreviewOf))

    class Meta:
        example = {
            "type": "workbook.favorited",
            "at": "2026-11-20T22:30:00Z",
            "channels": {"email": PreviewOf.Meta.example},
        }
