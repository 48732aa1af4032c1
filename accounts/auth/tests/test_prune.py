"""Letting go of old rows."""

from __future__ import annotations

from accounts.auth import services
from accounts.auth.models import OneTimeToken, RefreshToken, ResetRequest, Revocation, Session
from accounts.auth.tasks import prune
from accounts.auth.tests.clockwork import later


def test_what_is_still_needed_stays(owner):
    services.open_session(user=owner)
    services.reset_token(owner.pk)
    services.ask_reset(email="owner@example.com")
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    assert set(prune().values()) == {0}


def test_what_nothing_needs_any_more_goes(owner):
    services.open_session(user=owner)
    services.reset_token(owner.pk)
    services.ask_reset(email="owner@example.com")
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    with later(days=40):
        counts = prune()
    assert counts["sessions"] == 1
    assert counts["revocations"] == 1
    for model in (Session, RefreshToken, OneTimeToken, ResetRequest, Revocation):
        assert model.objects.count() == 0


def test_the_address_of_a_session_is_remembered_for_thirty_days(owner):
    services.open_session(user=owner)
    with later(days=29):
        prune()
        assert Session.objects.count() == 1
        assert RefreshToken.objects.count() == 0
