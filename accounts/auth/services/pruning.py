"""Letting go of what no token and no rule needs any more."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session as PageSession

from accounts.auth import lockout, revocation
from accounts.auth.models import OneTimeToken, RefreshToken, ResetRequest, Session, SocketTicket
from accounts.auth.queries import KNOWN_FOR
from config import clock

MAIL_TOKENS_KEPT_FOR = timedelta(days=7)
RESET_REQUESTS_KEPT_FOR = timedelta(days=1)


def prune() -> dict[str, int]:
    """Drop old revocations, tokens, sessions and failure counts; returns how many of each.

    Sessions stay for 30 days after their last use, because they tell known devices from new ones.
    """
    now = clock.now()
    old = {
        "refresh_tokens": RefreshToken.objects.filter(expires_at__lt=now),
        "sessions": Session.objects.filter(expires_at__lt=now, last_used_at__lt=now - KNOWN_FOR),
        "page_sessions": PageSession.objects.filter(expire_date__lt=now),
        "one_time_tokens": OneTimeToken.objects.filter(expires_at__lt=now - MAIL_TOKENS_KEPT_FOR),
        "socket_tickets": SocketTicket.objects.filter(expires_at__lt=now),
        "reset_requests": ResetRequest.objects.filter(created_at__lt=now - RESET_REQUESTS_KEPT_FOR),
    }
    gone = {name: rows.delete()[0] for name, rows in old.items()}
    return gone | {"revocations": revocation.prune(), "failures": lockout.prune()}
