"""Changing one's password."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.auth.events import PasswordChanged
from config.audit.models import AuditEntry
from config.testing.cast import PASSWORD
from config.testing.client import codes

NEW = "a staple of another colour"


def change(client, current=PASSWORD, new=NEW):
    return client.post("/auth/password/change", {"current_password": current, "new_password": new})


def test_a_member_changes_their_password_and_every_other_session_ends(api, owner, recorded):
    here, there = services.open_session(user=owner), services.open_session(user=owner)
    assert change(api.with_token(here.access)).status_code == 204
    assert api.with_token(here.access).get("/auth/profile").status_code == 200
    assert api.with_token(there.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": there.refresh}).status_code == 401
    assert api.post("/auth/refresh", {"refresh": here.refresh}).status_code == 200
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 401
    assert api.post("/auth/login", {"username": "owner", "password": NEW}).status_code == 200
    (event,) = recorded(PasswordChanged)
    assert (event.user_id, event.by_reset) == (owner.pk, False)
    assert AuditEntry.objects.filter(action="user.password_changed", target_id=str(owner.pk)).count() == 1


def test_the_present_password_is_asked_for(api, owner):
    client = api.as_(owner)
    wrong = change(client, current="not the password")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    missing = client.post("/auth/password/change", {"new_password": NEW})
    assert codes(missing) == {"current_password": "required"}
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 200


def test_guessing_the_present_password_is_limited(api, owner, settings):
    settings.THROTTLES = True
    client = api.as_(owner)
    answers = [change(client, current=f"guess number {n}").status_code for n in range(6)]
    assert answers == [403] * 5 + [429]


@pytest.mark.parametrize(
    ("new", "code"),
    [(PASSWORD, "unchanged"), ("short", "password_too_short"), ("owner@example.com", "password_too_similar")],
)
def test_the_new_password_is_another_and_strong(api, owner, new, code):
    answer = change(api.as_(owner), new=new)
    assert answer.status_code == 400
    assert codes(answer) == {"new_password": code}


def test_a_muted_member_may_change_their_password(api, muted):
    assert change(api.as_(muted)).status_code == 204


def test_visitors_may_not(api, db):
    assert change(api).status_code == 401
