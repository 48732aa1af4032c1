"""Letting go of what has run out: pending sign-ins, challenges, codes by mail, set-ups that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from accounts.mfa.models import Ceremony, Enrolment, MailedCode, PendingSignIn
from config import clock

KEPT_FOR = timedelta(days=1)


def prune() -> dict[str, int]:
    """Drop what ran out a day ago; returns how many of each."""
    before = clock.now() - KEPT_FOR
    without = Q(totp_since__isnull=True, email_since__isnull=True, user__passkeys__isnull=True)
    old = {
        "pending_sign_ins": PendingSignIn.objects.filter(expires_at__lt=before),
        "challenges": Ceremony.objects.filter(expires_at__lt=before),
        "mailed_codes": MailedCode.objects.filter(expires_at__lt=before),
        "set_ups": Enrolment.objects.filter(without, next_until__lt=before),
    }
    gone = {name: rows.delete()[0] for name, rows in old.items()}
    Enrolment.objects.filter(next_until__lt=before).update(next_secret="", next_until=None, next_session_id=None)
    return gone
