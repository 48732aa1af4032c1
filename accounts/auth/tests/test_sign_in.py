"""Signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.auth import appeals
from accounts.auth.events import SignedInFromNewDevice
from accounts.auth.models import Session
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config import clock
from config.roles import Status
from config.testing.cast import PASSWORD


def sign_in(api, name, password=PASSWORD, **headers):
    return api.post("/auth/login", {"username": name, "password": password}, **headers)


@pytest.mark.parametrize("name", ["owner", "OWNER", "owner@example.com", "Owner@Example.COM"])
def test_a_member_signs_in_by_name_or_address_in_any_case(api, owner, name):
    answer = sign_in(api, name)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"user", "access", "refresh"}
    assert body["user"]["id"] == str(owner.pk)
    assert api.with_token(body["access"]).get("/auth/profile").status_code == 200
    owner.refresh_from_db()
    assert owner.last_login is not None


def test_all_that_is_nobodys_business_gets_one_answer(api, owner, unverified):
    users.create_user(username="imported", email="imported@example.com", password=None, is_claimed=False)
    bodies = set()
    for name, password in [
        ("nobody-here", PASSWORD),
        ("nobody@example.com", PASSWORD),
        ("owner", "not the password"),
        ("unverified", "not the password"),
        ("imported", PASSWORD),
        ("imported", "!"),
        ("' OR 1=1 --", PASSWORD),
        ("*)(uid=*", PASSWORD),
        ("\u0430dmin", PASSWORD),
    ]:
        answer = sign_in(api, name, password)
        assert answer.status_code == 401, name
        body = answer.json()
        body.pop("request_id")
        bodies.add(str(sorted(body.items())))
    assert len(bodies) == 1
    assert "invalid_credentials" in bodies.pop()


def test_a_closed_account_looks_like_any_other_to_a_wrong_password(api, owner):
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, reason="spam")
    answer = sign_in(api, "owner", "not the password")
    assert answer.status_code == 401
    assert answer.json()["code"] == "invalid_credentials"


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED])
def test_the_right_password_is_told_why_an_account_is_closed_and_how_to_appeal(api, owner, status):
    until = clock.now() + timedelta(days=3) if status == Status.SUSPENDED else None
    users.set_status(user_id=owner.pk, status=status, actor=None, reason="spam", until=until)
    answer = sign_in(api, "owner")
    assert answer.status_code == 403
    body = answer.json()
    assert body["code"] == status
    assert body["reason"] == "spam"
    assert (body["until"] is None) == (until is None)
    assert appeals.appellant(body["appeal_token"]) == owner.pk
    assert Session.objects.filter(user=owner).count() == 0


def test_an_appeal_token_is_no_access_token(api, owner):
    assert api.with_token(appeals.appeal_token(owner.pk)).get("/auth/profile").status_code == 401


def test_a_suspension_that_is_over_ends_with_the_next_sign_in(api, owner):
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, until=clock.now() + timedelta(hours=1))
    assert sign_in(api, "owner").status_code == 403
    with later(hours=1, seconds=1):
        assert sign_in(api, "owner").json()["user"]["status"] == "active"


def test_signing_in_undoes_a_deactivation(api, owner):
    users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None)
    answer = sign_in(api, "owner")
    assert answer.status_code == 200
    assert answer.json()["user"]["status"] == "active"


def test_a_muted_member_may_sign_in(api, muted):
    assert sign_in(api, "muted-m").json()["user"]["status"] == "muted"


def test_a_member_who_has_not_verified_an_address_may_sign_in(api, unverified):
    assert sign_in(api, "unverified").json()["user"]["email_verified"] is False


def test_a_device_not_seen_before_is_told_but_not_the_first_nor_a_known_one(api, owner, recorded):
    assert sign_in(api, "owner", User_Agent="Firefox on Linux").status_code == 200
    assert recorded(SignedInFromNewDevice) == []
    assert sign_in(api, "owner", User_Agent="Firefox on Linux").status_code == 200
    assert recorded(SignedInFromNewDevice) == []
    assert sign_in(api, "owner", User_Agent="curl/8").status_code == 200
    (event,) = recorded(SignedInFromNewDevice)
    assert event.user_id == owner.pk
    assert Session.objects.get(pk=event.session_id).device == "curl"


def test_a_bearer_token_sent_along_does_not_stand_in_the_way(api, owner):
    assert (
        api.with_token("expired.or.rubbish")
        .post("/auth/login", {"username": "owner", "password": PASSWORD})
        .status_code
        == 200
    )


def test_control_characters_and_giants_are_refused_without_a_look(api, owner):
    assert sign_in(api, "own\u0000er").status_code == 400
    assert sign_in(api, "owner", "x" * 257).status_code == 400
    assert sign_in(api, "o" * 255).status_code == 400
