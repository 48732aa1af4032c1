"""What every deed begins with: who acts may, and the endpoint's row is held."""

from __future__ import annotations

from uuid import UUID

from config.errors import Forbidden, StaleVersion
from config.roles import Role, Viewer, at_least
from notifications.webhooks.errors import WebhookNotFound
from notifications.webhooks.models import WebhookEndpoint


def check_actor(actor: Viewer) -> None:
    """Managers and above."""
    if not at_least(actor, Role.MANAGER):
        raise Forbidden


def held(webhook_id: UUID, expected_version: int | None = None) -> WebhookEndpoint:
    """The endpoint, held until the transaction ends; refused where `expected_version` is not its own."""
    row = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=webhook_id).first()
    if row is None:
        raise WebhookNotFound
    if expected_version is not None and expected_version != row.version:
        raise StaleVersion
    return row
