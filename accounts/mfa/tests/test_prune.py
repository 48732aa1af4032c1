"""What has run out goes, what is used stays."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from accounts.mfa import services
from accounts.mfa.models import Ceremony, Enrolment, PendingSignIn
from config.testing.second_step import ask_in, with_app, with_passkey

pytestmark = pytest.mark.django_db


def test_what_ran_out_a_day_ago_goes(api, owner, stranger, friend):
    with_passkey(owner)
    app = with_app(stranger)
    ask_in(api, "stranger")
    services.passkey_options()
    services.set_up_totp(actor=friend, proof={})
    with later(hours=2):
        assert set(services.prune().values()) == {0}
    with later(hours=26):
        assert services.prune() == {"pending_sign_ins": 1, "challenges": 1, "mailed_codes": 0, "set_ups": 1}
        assert (PendingSignIn.objects.count(), Ceremony.objects.count()) == (0, 0)
        assert set(Enrolment.objects.values_list("user_id", flat=True)) == {owner.pk, stranger.pk}
        body = {"mfa_token": ask_in(api, "stranger"), "method": "totp", "code": app.code()}
        assert api.post("/auth/mfa/verify", body).status_code == 200
