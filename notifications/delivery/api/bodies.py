"""The documented form of deliveries, of what became of them, and of suppressed addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from config.api import Answer, Body
from config.api import fields as f
from notifications.delivery.api import examples
from notifications.delivery.models import Reason
from notifications.delivery.states import State
from notifications.types import Channel

CHANNELS = [Channel.EMAIL.value, Channel.PUSH.value]


class Recipient(Answer):
    """Whom it is for."""

    id = f.Id()
    username = f.Text()

    class Meta:
        example = examples.DELIVERY["recipient"]


class OneDelivery(Answer):
    """One message to one member by one channel. `due_at` is when it is tried next, while it waits."""

    id = f.Id()
    recipient = f.Nested(Recipient)
    channel = f.Choice(CHANNELS)
    type = f.Text()
    source = f.Text()  # type: ignore[assignment] # a field, not DRF's attribute of that name
    source_id = f.Id(allow_null=True)
    cause_id = f.Integer(allow_null=True)
    thread = f.Text()
    state = f.Choice(State.values)
    is_urgent = f.Flag()
    scheduled_for = f.Moment()
    due_at = f.Moment()
    expires_at = f.Moment(allow_null=True)
    attempts = f.Integer()
    crashes = f.Integer()
    provider = f.Text()
    last_error = f.Text()
    resend_of = f.Id(allow_null=True)
    created_at = f.Moment()
    sent_at = f.Moment(allow_null=True)
    delivered_at = f.Moment(allow_null=True)
    opened_at = f.Moment(allow_null=True)
    clicked_at = f.Moment(allow_null=True)
    ended_at = f.Moment(allow_null=True)

    class Meta:
        example = examples.DELIVERY


class OneTally(Answer):
    """What became of the messages that were asked for on a day."""

    day = f.Text()
    type = f.Text()
    channel = f.Choice(CHANNELS)
    provider = f.Text()
    enqueued = f.Integer()
    sent = f.Integer()
    delivered = f.Integer()
    opened = f.Integer()
    clicked = f.Integer()
    bounced = f.Integer()
    complained = f.Integer()
    dead = f.Integer()

    class Meta:
        example = examples.TALLY


class Stats(Answer):
    """Newest day first."""

    as_of = f.Moment()
    results = f.Nested(OneTally, many=True)

    class Meta:
        example = {"as_of": "2026-11-20T17:00:00Z", "results": [examples.TALLY]}


class RedriveBody(Body):
    """Which dead letters: these, or all of a type, channel or provider; with nothing said, all."""

    ids = f.Items(f.Id(), required=False, min_length=1, max_length=100)
    type = f.Text(max_length=80, required=False)
    channel = f.Choice(CHANNELS, required=False)
    provider = f.Text(max_length=20, required=False)

    class Meta:
        example: ClassVar[dict[str, Any]] = {"channel": "email", "provider": "smtp"}


class Redriven(Answer):
    """How many are tried again."""

    redriven = f.Integer()

    class Meta:
        example = {"redriven": 12}


class OneSuppression(Answer):
    """An address that is written to no more. It is kept masked; `username` is whose it was."""

    id = f.Id()
    channel = f.Choice(CHANNELS)
    address = f.Text()
    reason = f.Choice(Reason.values)
    username = f.Text(allow_null=True)
    since = f.Moment()
    delivery_id = f.Id(allow_null=True)

    class Meta:
        example = examples.SUPPRESSION
