"""Proving an address."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.auth.events import EmailVerificationRequested, EmailVerified
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.testing.crowd import at_once


def verify(api, token):
    return api.post("/auth/email/verify", {"token": token})


def test_the_token_from_the_mail_proves_the_address_once(api, unverified, recorded):
    token = services.verification_token(unverified.pk)
    assert verify(api, token).status_code == 204
    assert api.as_(unverified).get("/auth/profile").json()["email_verified"] is True
    assert [event.user_id for event in recorded(EmailVerified)] == [unverified.pk]
    assert verify(api, token).json()["code"] == "invalid_token"


def test_only_the_newest_token_is_good(api, unverified):
    old, new = services.verification_token(unverified.pk), services.verification_token(unverified.pk)
    assert verify(api, old).status_code == 400
    assert verify(api, new).status_code == 204


def test_a_token_dies_after_seven_days_or_with_the_address(api, unverified, admin):
    token = services.verification_token(unverified.pk)
    with later(days=7, seconds=1):
        assert verify(api, token).status_code == 400
    users.edit_user(user_id=unverified.pk, actor=admin, email="elsewhere@example.com")
    assert verify(api, token).status_code == 400


def test_a_password_change_does_not_cost_the_verification_link(api, unverified):
    token = services.verification_token(unverified.pk)
    services.reset_password(token=services.reset_token(unverified.pk), new_password="a staple of another colour")
    assert verify(api, token).status_code == 204


def test_the_mail_can_be_asked_for_again_until_it_has_done_its_work(api, unverified, owner, recorded):
    assert api.as_(unverified).post("/auth/email/resend").status_code == 202
    assert [event.user_id for event in recorded(EmailVerificationRequested)] == [unverified.pk]
    refused = api.as_(owner).post("/auth/email/resend")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_verified")
    assert api.post("/auth/email/resend").status_code == 401


def test_asking_again_is_limited(api, unverified, settings):
    settings.THROTTLES = True
    client = api.as_(unverified)
    assert [client.post("/auth/email/resend").status_code for _ in range(6)] == [202] * 5 + [429]


@pytest.mark.parametrize("rubbish", ["x", "é", "x" * 200])
def test_rubbish_is_refused(api, db, rubbish):
    assert verify(api, rubbish).json()["code"] == "invalid_token"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_uses_at_once_one_counts(unverified, recorded):
    token = services.verification_token(unverified.pk)

    def use(_number: int) -> str:
        try:
            services.verify_email(token=token)
        except services.addresses.InvalidToken:
            return "refused"
        return "taken"

    assert at_once(use, 20).count("taken") == 1
    assert len(recorded(EmailVerified)) == 1
