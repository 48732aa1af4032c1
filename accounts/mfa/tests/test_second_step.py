"""What becomes of accounts and passwords between the two steps."""

from __future__ import annotations

import pytest

from accounts.auth.models import Session
from accounts.users import services as users
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.second_step import ask_in, with_app

pytestmark = pytest.mark.django_db


def verify(api, token, code, method="totp"):
    return api.post("/auth/mfa/verify", {"mfa_token": token, "method": method, "code": code})


def test_a_deactivated_account_comes_back_with_the_second_step_and_not_before(api, owner):
    app = with_app(owner)
    users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None)
    token = ask_in(api)
    owner.refresh_from_db()
    assert owner.status == Status.DEACTIVATED
    assert verify(api, token, "000000").status_code == 401
    owner.refresh_from_db()
    assert owner.status == Status.DEACTIVATED
    assert verify(api, token, app.code()).status_code == 200
    owner.refresh_from_db()
    assert owner.status == Status.ACTIVE


def test_a_suspension_between_the_steps_holds(api, owner):
    app = with_app(owner)
    token = ask_in(api)
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, reason="spam")
    refused = verify(api, token, app.code())
    assert refused.status_code in {401, 403}
    assert Session.objects.filter(revoked_at__isnull=True).count() == 0


def test_a_password_that_is_hashed_anew_is_kept_before_the_second_step(api, owner, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    app = with_app(owner)
    token = ask_in(api)
    owner.refresh_from_db()
    assert owner.password.startswith("pbkdf2_sha1$")
    assert verify(api, token, app.code()).status_code == 200


@pytest.mark.parametrize(("method", "missing"), [("totp", "code"), ("email", "code"), ("passkey", "passkey")])
def test_each_way_wants_what_it_is_passed_by(api, owner, method, missing):
    with_app(owner)
    refused = api.post("/auth/mfa/verify", {"mfa_token": ask_in(api), "method": method})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, missing)


def test_a_way_that_is_off_passes_nobody(api, owner):
    app = with_app(owner)
    assert verify(api, ask_in(api), app.code(), "email").status_code == 401
    answer = api.post("/auth/mfa/challenge", {"method": "email", "mfa_token": ask_in(api)})
    assert answer.status_code == 409


def test_a_recovery_code_that_was_used_is_told_with_how_many_are_left(api, owner, deliver, mailoutbox):
    app = with_app(owner)
    assert verify(api, ask_in(api), app.codes[3], "recovery").status_code == 200
    deliver()
    (mail,) = [mail for mail in mailoutbox if mail.subject == "A recovery code was used"]
    assert "9 of them are left" in mail.body


def test_five_wrong_codes_are_told_to_the_owner(api, owner, deliver, mailoutbox):
    with_app(owner)
    token = ask_in(api)
    for _ in range(7):
        verify(api, token, "x")
    deliver()
    assert [mail.subject for mail in mailoutbox].count("Wrong codes for your account") == 1


def test_whoever_has_none_signs_in_as_ever(api, owner):
    assert set(api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()) == {
        "user",
        "access",
        "refresh",
    }
