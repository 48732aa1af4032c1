"""What the tests of webhooks do again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from config import clock
from config.db import uuid7
from notifications.webhooks import services, telling
from notifications.webhooks.models import WebhookEndpoint, WebhookMessage
from notifications.webhooks.services import Issued
from workbooks.catalog import services as catalog

EMBED = "https://public.tableau.com/views/Budget/Main"
TYPES = ["user.deleted", "workbook.published"]


def made(actor: Any, url: str, types: list[str] | None = None) -> Issued:
    """An endpoint that was there before anything happened."""
    issued = services.make_endpoint(actor=actor, url=url, types=types or TYPES)
    WebhookEndpoint.objects.update(created_at=clock.now() - timedelta(days=1))
    return issued


def waiting(issued: Issued, count: int = 1) -> list[WebhookMessage]:
    """So many messages that an endpoint is to be sent: erased accounts, of which everyone may know."""
    first = WebhookMessage.objects.count() + 1_000
    for number in range(count):
        telling.tell(
            wire="user.deleted", data={"user_id": str(uuid7())}, event_id=first + number, occurred_at=clock.now()
        )
    return list(WebhookMessage.objects.filter(endpoint=issued.endpoint).order_by("-pk")[:count])[::-1]


def due_now() -> None:
    """Have everything that backs off or rests be due; what a worker holds at this moment is left to it."""
    past = clock.now() - timedelta(seconds=1)
    with transaction.atomic():
        free = WebhookMessage.objects.order_by("pk").select_for_update(skip_locked=True)
        WebhookMessage.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(due_at=past)
    WebhookEndpoint.objects.exclude(rests_until=None).update(rests_until=None)


def fresh(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def published(author: Any, title: str = "Budget") -> Any:
    """A workbook that everyone may see."""
    row = catalog.create_workbook(author=author, title=title, embed_url=EMBED)
    catalog.publish_workbook(actor=author, workbook_id=row.pk)
    return row
