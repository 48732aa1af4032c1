"""What comes in and goes out, as the schema has it."""

from __future__ import annotations

from config.api import Answer, Body
from config.api import fields as f
from notifications.webhooks.choices import DisabledBecause, EndpointState, MessageState
from notifications.webhooks.models import LONGEST_ANSWER

_NEW = {
    "url": "https://hooks.example.com/sigma",
    "description": "Our data catalogue",
    "types": ["workbook.deleted", "workbook.hidden", "workbook.published"],
}
_WEBHOOK = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    **_NEW,
    "state": "active",
    "failures": 0,
    "failing_since": None,
    "rests_until": None,
    "disabled_at": None,
    "disabled_because": None,
    "old_secret_until": None,
    "made_by": "ana",
    "created_at": "2026-11-20T16:25:00Z",
    "updated_at": "2026-11-20T16:25:00Z",
}
_DATA = {
    "workbook_id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9f",
    "actor_id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d90",
}
_MESSAGE = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d91",
    "type": "workbook.published",
    "state": "sent",
    "occurred_at": "2026-11-20T16:25:00Z",
    "data": _DATA,
    "attempts": 2,
    "due_at": None,
    "last_error": "",
    "created_at": "2026-11-20T16:25:00Z",
    "ended_at": "2026-11-20T16:25:32Z",
}
_ATTEMPT = {
    "at": "2026-11-20T16:25:01Z",
    "status": 500,
    "duration_ms": 120,
    "error": "",
    "answer": "Internal Server Error",
}


class Webhook(Answer):
    """An endpoint. `failures` are those in a row; while `rests_until` lies ahead nothing is sent there."""

    id = f.Id()
    url = f.Url()
    description = f.Text()
    types = f.Items(f.Text())
    state = f.Choice(EndpointState.values)
    failures = f.Integer()
    failing_since = f.Moment(allow_null=True)
    rests_until = f.Moment(allow_null=True)
    disabled_at = f.Moment(allow_null=True)
    disabled_because = f.Choice(DisabledBecause.values, allow_null=True)
    old_secret_until = f.Moment(allow_null=True)
    made_by = f.Text(allow_null=True)
    created_at = f.Moment()
    updated_at = f.Moment()

    class Meta:
        example = _WEBHOOK


class IssuedWebhook(Webhook):
    """An endpoint with its secret, which is shown this once; null where the answer is replayed."""

    secret = f.Secret(allow_null=True)

    class Meta:
        example = _WEBHOOK | {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}


class NewWebhookBody(Body):
    """A URL, and the types that it hears."""

    url = f.Url()
    description = f.Text(allow_blank=True, required=False)
    types = f.Items(f.Text(max_length=80), max_length=100)

    class Meta:
        example = _NEW


class EditWebhookBody(Body):
    """What is left out stays. `paused` keeps what happens meanwhile; `active` wakes a disabled one as well."""

    url = f.Url(required=False)
    description = f.Text(allow_blank=True, required=False)
    types = f.Items(f.Text(max_length=80), max_length=100, required=False)
    state = f.Choice([EndpointState.ACTIVE.value, EndpointState.PAUSED.value], required=False)

    class Meta:
        example = {"types": ["workbook.published"], "state": "paused"}


class HookMessage(Answer):
    """One event for one endpoint. `id` is the `webhook-id`; `due_at` when it is tried next, while it waits."""

    id = f.Id()
    type = f.Text()
    state = f.Choice(MessageState.values)
    occurred_at = f.Moment()
    data = f.Anything()  # type: ignore[assignment] # a field, not DRF's attribute of that name
    attempts = f.Integer()
    due_at = f.Moment(allow_null=True)
    last_error = f.Text()
    created_at = f.Moment()
    ended_at = f.Moment(allow_null=True)

    class Meta:
        example = _MESSAGE


class HookAttempt(Answer):
    """One POST. Without a `status` there was no answer, and `error` says why."""

    at = f.Moment()
    status = f.Integer(allow_null=True)
    duration_ms = f.Integer()
    error = f.Text(max_length=300)
    answer = f.Text(max_length=LONGEST_ANSWER, lines=True)

    class Meta:
        example = _ATTEMPT


class HookMessageWithAttempts(HookMessage):
    """A message with its newest hundred attempts, oldest first."""

    log = f.Nested(HookAttempt, many=True)

    class Meta:
        example = _MESSAGE | {"log": [_ATTEMPT, _ATTEMPT | {"status": 204, "answer": ""}]}


class OpenType(Answer):
    """A type that can be heard: the JSON Schema of its `data`, and a whole body."""

    type = f.Text()
    about = f.Text(max_length=300)
    schema = f.Anything()
    example = f.Anything()

    class Meta:
        example = {
            "type": "workbook.published",
            "about": "A workbook was published for the first time, by its author.",
            "schema": {
                "type": "object",
                "properties": {"workbook_id": {"type": "string", "format": "uuid"}},
                "required": ["workbook_id"],
            },
            "example": {"type": "workbook.published", "timestamp": "2026-11-20T16:25:00Z", "data": _DATA},
        }


class OpenTypes(Answer):
    """All of them; there are some dozens at most, and no more pages."""

    results = f.Nested(OpenType, many=True)

    class Meta:
        example = {"results": [OpenType.Meta.example]}
