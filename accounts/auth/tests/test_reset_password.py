"""A new password by mail."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.auth import services
from accounts.auth.errors import InvalidToken
from accounts.auth.events import PasswordChanged, PasswordResetAsked, PasswordResetRequested
from accounts.auth.models import OneTimeToken, ResetRequest
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.client import codes
from config.testing.crowd import at_once

NEW = "a staple of another colour"


def confirm(api, token, new=NEW):
    return api.post("/auth/password/reset/confirm", {"token": token, "new_password": new})


def test_the_answer_does_not_tell_whether_the_address_is_anyones(api, owner, deliver, recorded):
    api.post("/auth/password/reset", {"email": "warm@example.com"})
    answers, costs = [], []
    for email in ("owner@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as counted:
            answers.append(api.post("/auth/password/reset", {"email": email}))
        costs.append([query["sql"].split()[0] for query in counted.captured_queries])
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert costs[0] == costs[1]
    assert recorded(PasswordResetRequested) == []
    deliver()
    assert [event.user_id for event in recorded(PasswordResetRequested)] == [owner.pk]
    assert ResetRequest.objects.count() == 0


def test_the_event_holds_no_address(api, owner, recorded):
    api.post("/auth/password/reset", {"email": "Owner@Example.com"})
    (asked,) = recorded(PasswordResetAsked)
    assert "owner" not in repr(asked)


def test_nothing_is_sent_for_accounts_nobody_can_sign_in_to(api, owner, deliver, recorded):
    users.create_user(username="imported", email="imported@example.com", password=None, is_claimed=False)
    users.set_status(user_id=owner.pk, status=Status.BANNED, actor=None)
    for name in ("imported", "owner"):
        api.post("/auth/password/reset", {"email": f"{name}@example.com"})
    deliver()
    assert recorded(PasswordResetRequested) == []


def test_resolving_a_request_twice_asks_for_one_mail(owner, recorded, api):
    api.post("/auth/password/reset", {"email": "owner@example.com"})
    request = ResetRequest.objects.get()
    services.resolve_reset(request_id=request.pk)
    services.resolve_reset(request_id=request.pk)
    assert len(recorded(PasswordResetRequested)) == 1


def test_the_token_sets_a_password_once_and_ends_every_session(api, owner, recorded):
    before = services.open_session(user=owner)
    token = services.reset_token(owner.pk)
    assert confirm(api, token).status_code == 204
    assert api.with_token(before.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": before.refresh}).status_code == 401
    assert api.post("/auth/login", {"username": "owner", "password": NEW}).status_code == 200
    again = confirm(api, token, "yet another fine password")
    assert (again.status_code, again.json()["code"]) == (400, "invalid_token")
    assert [event.by_reset for event in recorded(PasswordChanged)] == [True]


def test_only_the_newest_token_is_good(api, owner):
    old, new = services.reset_token(owner.pk), services.reset_token(owner.pk)
    assert confirm(api, old).status_code == 400
    assert confirm(api, new).status_code == 204


def test_a_token_dies_after_an_hour(api, owner):
    token = services.reset_token(owner.pk)
    with later(minutes=59):
        assert confirm(api, token, "short").status_code == 400
        assert codes(confirm(api, token, "short")) == {"new_password": "password_too_short"}
    with later(minutes=61):
        assert confirm(api, token).json()["code"] == "invalid_token"


def test_a_token_dies_with_a_change_of_password(api, owner):
    token = services.reset_token(owner.pk)
    api.as_(owner).post("/auth/password/change", {"current_password": PASSWORD, "new_password": "my own new choice"})
    assert confirm(api, token).json()["code"] == "invalid_token"


def test_a_token_dies_with_a_change_of_address(api, owner, admin):
    token = services.reset_token(owner.pk)
    users.edit_user(user_id=owner.pk, actor=admin, email="elsewhere@example.com")
    assert confirm(api, token).json()["code"] == "invalid_token"


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" * 43, lambda t: "eyJhbGciOiJub25lIn0.e30."]
)
def test_a_token_that_is_not_whole_is_refused(api, owner, spoil):
    assert confirm(api, spoil(services.reset_token(owner.pk))).json()["code"] == "invalid_token"


def test_a_token_for_another_purpose_is_refused(api, owner):
    assert confirm(api, services.verification_token(owner.pk)).json()["code"] == "invalid_token"


def test_a_closed_account_is_not_opened_by_a_reset(api, owner):
    token = services.reset_token(owner.pk)
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    assert confirm(api, token).status_code == 401
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_a_weak_password_does_not_cost_the_link(api, owner):
    token = services.reset_token(owner.pk)
    assert codes(confirm(api, token, "owner@example")) == {"new_password": "password_too_similar"}
    assert confirm(api, token).status_code == 204


def test_only_digests_of_tokens_are_kept(owner):
    token = services.reset_token(owner.pk)
    assert token not in str(OneTimeToken.objects.values().get())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_uses_at_once_one_counts(owner):
    token = services.reset_token(owner.pk)

    def use(number: int) -> bool:
        try:
            services.reset_password(token=token, new_password=f"a staple of colour {number}")
        except InvalidToken:
            return False
        return True

    assert at_once(use, 20).count(True) == 1
