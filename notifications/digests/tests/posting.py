"""What tests of digests tell and read: announcements that need no thing, and the mails that came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import mail

from config import clock
from config.db import uuid7
from notifications.delivery.sending import send_due
from notifications.digests import services
from notifications.inbox.tests.telling import tell
from notifications.preferences.services import Changes, change_preferences


def collects(person: Any, digest: str, zone: str = "", **more: Any) -> Any:
    """Have a member's mails collected."""
    change_preferences(member=person, changes=Changes(digest=digest, timezone=zone or None, **more))
    return person


def announce(person: Any, title: str, *, group: str = "", **more: Any) -> Any:
    """Tell a member of an announcement of that title, a notification of its own unless a group is named."""
    data = {"title": title, "body": "Some words."}
    return tell(person, type="announcement.made", group=group or str(uuid7()), stays=True, data=data, **more)


def run(at: datetime | None = None) -> int:
    """Make what digests are due and send what mails are; how many digests were made."""
    with clock.standing_at(at or clock.now()):
        made = services.make_due()
        send_due()
    return made


def mails(kind: str = "") -> list[Any]:
    """The mails that were sent, the digests or the others where `kind` says so."""
    sent = list(mail.outbox)
    if kind == "digest":
        return [each for each in sent if "new on" in each.subject]
    return [each for each in sent if "new on" not in each.subject] if kind else sent
