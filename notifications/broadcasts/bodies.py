"""The documented form of broadcasts."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from config.api import Answer, Body
from config.api import fields as f
from config.roles import Role
from notifications.broadcasts.audience import MOST_PEOPLE
from notifications.broadcasts.models import State

_ID = "019a9b2e-0000-7000-8000-0000000000b1"
_TITLE = {"en": "New this month", "de": "Neu in diesem Monat"}
_BODY = {"en": "Workbooks can be remixed now.", "de": "Workbooks können jetzt weitergeführt werden."}
_TO: dict[str, Any] = {"is_verified": True, "active_days": 30}


class TextByLanguage(f.Mapping):
    """Plain text in one or more of the platform's languages."""

    def __init__(self, *, most: int, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(f.Text(max_length=most, lines=lines), **kwargs)


class AudienceBody(Body):
    """Whom it is for: all that is said must hold. `all` says that nothing narrows it."""

    all = f.Flag(required=False)
    ids = f.Items(f.Id(), required=False, min_length=1, max_length=MOST_PEOPLE)
    usernames = f.Items(f.Text(max_length=30), required=False, min_length=1, max_length=MOST_PEOPLE)
    role = f.Choice(Role.values, required=False)
    is_verified = f.Flag(required=False)
    active_days = f.Integer(required=False, min_value=1, max_value=365)
    locale = f.Choice([code for code, _name in settings.LANGUAGES], required=False)

    class Meta:
        example = _TO


class BroadcastBody(Body):
    """What is announced, and to whom. With `dry_run` nothing is: the answer says how many they are."""

    title = TextByLanguage(most=120)
    body = TextByLanguage(most=4_000, lines=True)
    to = f.Nested(AudienceBody)
    expires_at = f.Moment(required=False, allow_null=True)
    dry_run = f.Flag(required=False)

    class Meta:
        example = {"title": _TITLE, "body": _BODY, "to": _TO}


class Announced(Answer):
    """What became of it; `id` is null after a dry run."""

    id = f.Id(allow_null=True)
    recipients = f.Integer()
    state = f.Choice([*State.values, "dry_run"])

    class Meta:
        example = {"id": _ID, "recipients": 4_211, "state": "telling"}


class AudienceOf(Answer):
    """Whom it is for; of people who were named, how many."""

    people = f.Integer(required=False)
    role = f.Text(required=False)
    is_verified = f.Flag(required=False)
    active_days = f.Integer(required=False)
    locale = f.Text(required=False)

    class Meta:
        example = _TO


class BroadcastAnswer(Answer):
    """A broadcast, and how far it has come: of `recipients`, `looked_at` were looked at and `told` were told."""

    id = f.Id()
    state = f.Choice(State.values)
    recipients = f.Integer()
    looked_at = f.Integer()
    told = f.Integer()
    title = f.Mapping(f.Text())
    body = f.Mapping(f.Text())
    to = f.Nested(AudienceOf)
    made_by = f.Text(allow_null=True)
    created_at = f.Moment()
    expires_at = f.Moment(allow_null=True)
    ended_at = f.Moment(allow_null=True)

    class Meta:
        example = {
            "id": _ID,
            "state": "telling",
            "recipients": 4_211,
            "looked_at": 1_500,
            "told": 1_498,
            "title": _TITLE,
            "body": _BODY,
            "to": _TO,
            "made_by": "ines",
            "created_at": "2026-03-01T09:30:00Z",
            "expires_at": None,
            "ended_at": None,
        }
