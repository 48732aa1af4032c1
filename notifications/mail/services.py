"""Sending mail: the one function through which any leaves the platform.

The claim and the handing over share a transaction. A server that is away takes the claim back with it, and the event
log tries again; a process that dies between the server's yes and the commit leaves no claim either, so that mail goes
out a second time, under the same Message-ID, by which receivers drop doubles. The other order, committing first, would
lose it instead, and a lost reset link is worse than a double one.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.users.queries import MailFacts, mail_facts, user_by_id
from config import clock
from notifications.mail.kinds import Kind
from notifications.mail.models import Outcome, SentMail
from notifications.mail.queries import is_sent
from notifications.mail.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Errand:
    """What is only known while sending: a link's token and how long it lives; the address, if not the member's own."""

    token: str = ""
    address: str = ""
    lifetime: timedelta = timedelta()


@transaction.atomic
def send(
    *,
    kind: Kind,
    user_id: UUID,
    cause_id: int,
    errand: Callable[[], Errand | None] = Errand,
    values: dict[str, Any] | None = None,
) -> bool:
    """Send one mail to a member; False where there is none to send.

    Nothing goes to an account that nobody has claimed, to one that is closed (unless the kind reaches those), nor a
    second time for the same cause. `errand` is asked once it is clear that the mail goes out, because asking makes a
    token; None from it says that the matter is settled by now. What the server refuses for good is noted and not tried
    again; any other failure is raised.
    """
    user, facts = user_by_id(user_id), mail_facts(user_id)
    if user is None or facts is None or not user.is_claimed or not (facts.is_active or kind.reaches_closed):
        return False
    if is_sent(kind, user_id, cause_id):
        return False
    # Reached before anything is claimed or any token made: a server that hangs must not hold locks on rows.
    with get_connection() as server:
        claim = _claimed(kind, user_id, cause_id)
        if claim is None:
            return False
        asked = errand()
        if asked is None:
            claim.delete()
            return False
        values = _values(kind, facts, asked) | (values or {})
        words = wording(kind, facts.locale, values)
        try:
            _hand_over(server, words, asked.address or facts.email, claim.message_id)
        except smtplib.SMTPRecipientsRefused as refusal:
            if any(code < 500 for code, _reply in refusal.recipients.values()):
                raise
            claim.outcome = Outcome.REFUSED
            claim.save(update_fields=["outcome"])
    return True


def _claimed(kind: Kind, user_id: UUID, cause_id: int) -> SentMail | None:
    """The right to send it, or None where someone has it already. Who claims at once waits for the first to commit."""
    message_id = f"<{uuid5(NAMESPACE_URL, f'{cause_id}:{kind.name}:{user_id}')}@{urlsplit(settings.BASE_URL).hostname}>"
    row = SentMail(cause_id=cause_id, kind=kind.name, user_id=user_id, message_id=message_id)
    SentMail.objects.bulk_create([row], ignore_conflicts=True)
    return SentMail.objects.filter(pk=row.pk).first()


def _values(kind: Kind, facts: MailFacts, asked: Errand) -> dict[str, Any]:
    query = f"?{urlencode({'token': asked.token})}" if asked.token else ""
    return {
        "username": facts.username,
        "name": facts.full_name or facts.username,
        "token": asked.token,
        "link": settings.BASE_URL + kind.page + query,
        "minutes": asked.lifetime // timedelta(minutes=1),
        "hours": asked.lifetime // timedelta(hours=1),
        "days": asked.lifetime // timedelta(days=1),
    }


def _hand_over(server: BaseEmailBackend, words: Wording, address: str, message_id: str) -> None:
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[address],
        headers={"Message-ID": message_id, "Date": format_datetime(clock.now()), "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    mail.attach_alternative(words.html, "text/html")
    mail.send()
