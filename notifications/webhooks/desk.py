"""What webhooks have on the desk: deeds that pause, resume and test an endpoint, and that send a message again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.desk.deeds import Deed, NothingAsked
from config.roles import Viewer
from notifications.webhooks import services
from notifications.webhooks.choices import EndpointState
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage


def _pause(actor: Viewer, row: WebhookEndpoint, data: Mapping[str, Any]) -> None:
    services.set_state(actor=actor, webhook_id=row.pk, state=EndpointState.PAUSED)


def _resume(actor: Viewer, row: WebhookEndpoint, data: Mapping[str, Any]) -> None:
    services.set_state(actor=actor, webhook_id=row.pk, state=EndpointState.ACTIVE)


def _test(actor: Viewer, row: WebhookEndpoint, data: Mapping[str, Any]) -> None:
    services.send_test(actor=actor, webhook_id=row.pk)


def _redeliver(actor: Viewer, row: WebhookMessage, data: Mapping[str, Any]) -> None:
    services.redeliver(actor=actor, webhook_id=row.endpoint_id, message_id=row.pk)


PAUSE = Deed(
    name="pause",
    label=_("Pause"),
    explains=_("Nothing is sent there until it is resumed; what happens meanwhile waits."),
    does=_pause,
    form=NothingAsked,
    fits=lambda row: row.state == EndpointState.ACTIVE,
)
RESUME = Deed(
    name="resume",
    label=_("Resume"),
    explains=_("What waits is sent at once. One that was disabled begins anew."),
    does=_resume,
    form=NothingAsked,
    fits=lambda row: row.state != EndpointState.ACTIVE,
)
TEST = Deed(
    name="test",
    label=_("Send a test"),
    explains=_("A message that says nothing but that it is a test; its attempts stand among the messages."),
    does=_test,
    form=NothingAsked,
    fits=lambda row: row.state == EndpointState.ACTIVE,
    many=False,
)
REDELIVER = Deed(
    name="redeliver",
    label=_("Send again"),
    explains=_("It is sent at once under the same id, whatever became of it before; eight attempts anew."),
    does=_redeliver,
    form=NothingAsked,
)
