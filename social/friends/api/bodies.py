"""The documented form of requests."""

from __future__ import annotations

from typing import Any

import django_filters

from config.api import Answer, Body, Filters
from config.api import fields as f
from social.friends.choices import RequestStatus
from social.friends.models import LONGEST_MESSAGE
from social.people.answers import PersonSummary

INCOMING, OUTGOING = "incoming", "outgoing"

_ANA: dict[str, Any] = PersonSummary.Meta.example
_BEN = _ANA | {"id": "0198c0de-0000-7000-8000-000000000002", "username": "ben", "full_name": "Ben Okri"}


class FriendRequestBody(Body):
    """Who is asked, and a few words if wanted."""

    username = f.Text(max_length=30)
    message = f.Text(max_length=LONGEST_MESSAGE, lines=True, required=False, allow_blank=True)

    class Meta:
        example = {"username": "ben", "message": "We met at the map workshop."}


class FriendRequestAnswer(Answer):
    """A request. `is_hidden` tells its sender that moderation keeps the message from the recipient."""

    id = f.Id()
    to = f.Nested(PersonSummary)
    status = f.Choice(RequestStatus.values)
    message = f.Text(max_length=LONGEST_MESSAGE, lines=True, allow_blank=True)
    is_hidden = f.Flag()
    created_at = f.Moment()
    responded_at = f.Moment(allow_null=True, help_text="When it was answered or taken back; null while it is pending.")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, and no name of an attribute."""
        return super().get_fields() | {"from": f.Nested(PersonSummary)}

    class Meta:
        example = {
            "id": "019a9b2e-0000-7000-8000-0000000000f1",
            "from": _ANA,
            "to": _BEN,
            "status": "pending",
            "message": "We met at the map workshop.",
            "is_hidden": False,
            "created_at": "2026-11-20T16:25:00Z",
            "responded_at": None,
        }


class RequestFilters(Filters):
    """Which of the member's requests."""

    direction = django_filters.ChoiceFilter(
        label="direction",
        choices=[(INCOMING, INCOMING), (OUTGOING, OUTGOING)],
        help_text="Without it: incoming.",
    )
    status = django_filters.ChoiceFilter(
        label="status", choices=RequestStatus.choices, help_text="Without it: pending."
    )
