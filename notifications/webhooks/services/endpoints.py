"""Endpoints are registered, edited, paused, rotated and deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note
from config.db import uuid7, wait_lock
from config.roles import Viewer
from config.secrets import reseal
from notifications.webhooks import signing
from notifications.webhooks.checking import checked_types, checked_url
from notifications.webhooks.choices import EndpointState
from notifications.webhooks.errors import TooManyWebhooks
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.services.holding import check_actor, held
from notifications.webhooks.wakeup import wake_on_commit

MOST_ENDPOINTS = 50
_WELL: dict[str, Any] = {
    "failures": 0,
    "failing_since": None,
    "rests_until": None,
    "disabled_at": None,
    "disabled_because": "",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """An endpoint, and its secret that is shown this once."""

    endpoint: WebhookEndpoint
    secret: str


@transaction.atomic
def make_endpoint(*, actor: Viewer, url: str, types: Sequence[str], description: str = "") -> Issued:
    """Register a URL. It hears what happens from now on."""
    check_actor(actor)
    kept_url, kept_types = checked_url(url), checked_types(types)
    wait_lock("notifications.webhooks.endpoints")
    if WebhookEndpoint.objects.count() >= MOST_ENDPOINTS:
        raise TooManyWebhooks(most=MOST_ENDPOINTS)
    key, secret = uuid7(), signing.new_secret()
    row = WebhookEndpoint.objects.create(
        id=key,
        url=kept_url,
        types=kept_types,
        description=description,
        secret=signing.sealed(secret, key),
        made_by_id=cast(UUID, actor.pk),
    )
    note(action="webhook.made", actor=actor, target=("webhook", row.pk), after=_told(row))
    return Issued(row, secret)


@transaction.atomic
def edit_endpoint(
    *, actor: Viewer, webhook_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> WebhookEndpoint:
    """Change the URL, the description, the types, or the state (`active` or `paused`).

    Made active, an endpoint gets at once what waits; one that was disabled begins anew, its failures forgotten.
    """
    check_actor(actor)
    row = held(webhook_id, expected_version)
    before = _told(row)
    changed = dict(changes)
    if "url" in changed:
        changed["url"] = checked_url(changed["url"])
    if "types" in changed:
        changed["types"] = checked_types(changed["types"])
    state = changed.pop("state", row.state)
    if state != row.state:
        changed["state"] = state
        if row.state == EndpointState.DISABLED:
            changed |= _WELL
        if state == EndpointState.ACTIVE:
            changed["rests_until"] = None
            wake_on_commit()
    if all(getattr(row, name) == value for name, value in changed.items()):
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    _save(row, *changed)
    note(action="webhook.edited", actor=actor, target=("webhook", row.pk), before=before, after=_told(row))
    return row


def set_state(*, actor: Viewer, webhook_id: UUID, state: EndpointState) -> WebhookEndpoint:
    """Pause an endpoint, or have it served again. Again is no error."""
    return edit_endpoint(actor=actor, webhook_id=webhook_id, changes={"state": state})


@transaction.atomic
def rotate_secret(*, actor: Viewer, webhook_id: UUID, expected_version: int | None = None) -> Issued:
    """Give an endpoint another secret. For a day messages are signed with both; one still older dies at once."""
    check_actor(actor)
    row = held(webhook_id, expected_version)
    secret = signing.new_secret()
    row.previous_secret, row.previous_until = row.secret, clock.now() + signing.ROTATION
    row.secret = signing.sealed(secret, row.pk)
    _save(row, "secret", "previous_secret", "previous_until")
    after = {"previous_until": row.previous_until}
    note(action="webhook.rotated", actor=actor, target=("webhook", row.pk), after=after)
    return Issued(row, secret)


@transaction.atomic
def delete_endpoint(*, actor: Viewer, webhook_id: UUID, expected_version: int | None = None) -> None:
    """Take an endpoint away, with its messages and attempts."""
    check_actor(actor)
    row = held(webhook_id, expected_version)
    note(action="webhook.deleted", actor=actor, target=("webhook", row.pk), before=_told(row))
    WebhookAttempt.objects.filter(message__endpoint=row).delete()
    WebhookMessage.objects.filter(endpoint=row).delete()
    row.delete()


def reseal_secrets() -> int:
    """Put the secrets of endpoints under the installation's first key; how many there were."""
    count = 0
    for key in WebhookEndpoint.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = held(key)
            row.secret = reseal(row.secret, purpose=signing.purpose(key))
            count += 1
            if row.previous_secret:
                row.previous_secret = reseal(row.previous_secret, purpose=signing.purpose(key))
                count += 1
            row.save(update_fields=["secret", "previous_secret"])
    return count


def _save(row: WebhookEndpoint, *fields: str) -> None:
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*fields, "version", "updated_at"])


def _told(row: WebhookEndpoint) -> dict[str, Any]:
    """What the audit keeps: of the URL the host alone, since paths often hold a token."""
    return {"host": row.host, "description": row.description, "types": row.types, "state": row.state}
