"""What tests of rules do and look at."""

from __future__ import annotations

from typing import Any

from notifications.inbox.models import InboxState, Notification
from workbooks.catalog import services as catalog

URL = "https://public.tableau.com/views/Budget/Main"


def published(author: Any, title: str = "Budget", **more: Any) -> Any:
    """A workbook that is published."""
    made = catalog.create_workbook(author=author, title=title, embed_url=URL, **more)
    catalog.publish_workbook(actor=author, workbook_id=made.pk)
    return made


def told(person: Any) -> list[str]:
    """The types in a member's inbox, the newest first."""
    rows = Notification.objects.filter(recipient_id=person.pk, in_app=True).order_by("-position")
    return list(rows.values_list("type", flat=True))


def row_of(person: Any, type: str) -> Any:
    """The member's one notification of a type."""
    return Notification.objects.get(recipient_id=person.pk, type=type)


def unread(person: Any) -> int:
    """How many notifications of a member are counted as unread."""
    return InboxState.objects.filter(pk=person.pk).values_list("unread", flat=True).first() or 0
