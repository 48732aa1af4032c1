"""What went out already, and what mails tell beside a link, read when they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.auth.queries import live_sessions
from accounts.mfa.queries import passkeys_of
from accounts.users.queries import user_by_id
from notifications.mail.kinds import Kind
from notifications.mail.models import SentMail
from workbooks.framing.queries import frame_facts


def is_sent(kind: Kind, user_id: UUID, cause_id: int) -> bool:
    """Whether that mail is out: because of this event, or at all where the kind comes once."""
    rows = SentMail.objects.filter(kind=kind.name, user_id=user_id)
    return (rows if kind.once_for_all else rows.filter(cause_id=cause_id)).exists()


def device_values(user_id: UUID, session_id: UUID, moment: datetime) -> dict[str, Any]:
    """When and from where somebody signed in; the device and address are left out once the session has ended."""
    session = live_sessions(user_id).filter(pk=session_id).values("device", "address").first()
    return {"moment": moment, **(session or {})}


def passkey_values(user_id: UUID, passkey_id: UUID, moment: datetime) -> dict[str, Any]:
    """When a passkey was refused, and what its owner calls it; the name is left out once the passkey is gone."""
    passkey = passkeys_of(user_id).filter(pk=passkey_id).values("name").first()
    return {"moment": moment, "passkey": passkey["name"] if passkey else ""}


def status_values(user_id: UUID, status: str, until: datetime | None) -> dict[str, Any]:
    """The new state of an account and the reason its owner is to know, if that state still stands."""
    user = user_by_id(user_id)
    reason = user.status_reason if user is not None and user.status == status else ""
    return {"status": status, "until": until, "reason": reason}


def frame_values(workbook_id: UUID) -> dict[str, Any]:
    """Which workbook it is, where its page is, and why it cannot be shown, if so."""
    facts = frame_facts(workbook_id)
    if facts is None:
        return {}
    return {"title": facts.title, "verdict": facts.broken_as, "link": settings.BASE_URL + facts.path}
