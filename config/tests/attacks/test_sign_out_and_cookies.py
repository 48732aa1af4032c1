"""Group C, whose sessions: signing out, the list of one's own, what is kept of secrets, and the cookies of pages."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.auth import services as auth
from accounts.auth.models import RefreshToken
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.attacks.forging import lives, refresh

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-c")]


@pytest.fixture
def issued(owner: Any) -> Any:
    return auth.open_session(user=owner)


def test_c16_signing_out_takes_ones_own_token_and_may_be_said_twice(
    api: Any, owner: Any, stranger: Any, issued: Any
) -> None:
    victim = auth.open_session(user=stranger)
    assert api.post("/auth/logout", {"refresh": issued.refresh}).status_code == 401
    for foreign in (victim.refresh, "x", "' OR 1=1--", "A" * 43):
        assert Api(issued.access).post("/auth/logout", {"refresh": foreign}).status_code == 400
    assert lives(victim)
    again = auth.open_session(user=owner)
    for _ in range(2):
        assert Api(again.access).post("/auth/logout", {"refresh": again.refresh}).status_code == 204
    assert not lives(again)
    assert lives(issued)


def test_c17_the_list_of_sessions_is_ones_own_and_holds_no_secret(owner: Any, stranger: Any, issued: Any) -> None:
    theirs = auth.open_session(user=stranger)
    answer = Api(issued.access).get("/auth/sessions")
    assert [row["id"] for row in answer.json()["results"]] == [str(issued.session_id)]
    kept = set(RefreshToken.objects.values_list("digest", flat=True))
    assert not any(
        secret in answer.content.decode() for secret in {issued.refresh, theirs.refresh, issued.access} | kept
    )


def test_c17_the_session_of_another_is_no_session_at_all(stranger: Any, issued: Any) -> None:
    theirs = auth.open_session(user=stranger)
    client = Api(issued.access)
    told = []
    for session_id in (theirs.session_id, uuid.uuid4(), theirs.session_id):
        answer = client.delete(f"/auth/sessions/{session_id}")
        told.append((answer.status_code, answer.json()["code"], answer.json()["detail"]))
    assert told == [(404, "session_not_found", told[0][2])] * 3
    assert lives(theirs)


def test_c18_ending_one_session_ends_that_one(owner: Any, stranger: Any, issued: Any) -> None:
    ended, other, theirs = (auth.open_session(user=who) for who in (owner, owner, stranger))
    assert Api(issued.access).delete(f"/auth/sessions/{ended.session_id}").status_code == 204
    assert not lives(ended)
    assert all(lives(session) for session in (issued, other, theirs))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1], lambda token: token[1:], lambda token: token.swapcase(), lambda token: token + "A",
        lambda token: token[:8] + "A" * (len(token) - 8), lambda token: f"{token} ", lambda token: "A" * len(token),
    ],
)  # fmt: skip
def test_c19_a_refresh_token_that_is_not_whole_is_nobodys(issued: Any, spoil: Any) -> None:
    assert refresh(spoil(issued.refresh)).status_code == 401
    assert Api().post(f"/auth/refresh?refresh={issued.refresh}", {}).status_code == 400
    assert lives(issued)


def test_c21_no_table_holds_a_token_or_a_password_in_clear(api: Any, deliver: Any, db: None) -> None:
    body = {"username": "ana", "email": "ana@example.com", "password": PASSWORD}
    made = api.post("/auth/register", body).json()
    newer = refresh(made["refresh"]).json()
    user_id = uuid.UUID(made["user"]["id"])
    api.post("/auth/password/reset", {"email": "ana@example.com"})
    deliver()
    secrets = {PASSWORD, made["refresh"], made["access"], newer["refresh"], newer["access"]}
    secrets |= {auth.verification_token(user_id), auth.reset_token(user_id)}
    dump = "\n".join(str(row) for model in apps.get_models() for row in model._base_manager.values())
    assert str(user_id) in dump
    assert {secret for secret in secrets if secret in dump} == set()


def test_c22_the_api_neither_sets_a_cookie_nor_heeds_one(api: Any, client: Any, admin: Any, issued: Any) -> None:
    """There is no cookie mode: nobody's browser can be made to send what signs requests to the API."""
    signed_in = api.post("/auth/login", {"username": "owner", "password": PASSWORD})
    assert signed_in.status_code == 200
    refreshed = refresh(signed_in.json()["refresh"])
    assert not signed_in.cookies
    assert not refreshed.cookies
    cross = {"Origin": "https://evil.test", "Sec_Fetch_Site": "cross-site"}
    for name in ("refresh", "refresh_token", "access", "sessionid", "jwt"):
        api.client.cookies[name] = issued.refresh
    assert api.post("/auth/refresh", {}, **cross).status_code == 400
    client.force_login(admin)
    api.client.cookies = client.cookies
    assert api.get("/auth/profile", **cross).status_code == 401
    assert api.post("/auth/logout-all", **cross).status_code == 401


def test_c22_the_pages_cookies_are_closed_to_scripts_and_their_forms_to_others(admin: Any) -> None:
    page = Client(enforce_csrf_checks=True)
    form = {"username": admin.username, "password": PASSWORD}
    assert page.post("/sign-in", form).status_code == 403
    proof = page.get("/sign-in").cookies["csrftoken"]
    assert page.post("/sign-in", form, headers={"Origin": "https://evil.test"}).status_code == 403
    entered = page.post("/sign-in", form | {"csrfmiddlewaretoken": proof.value})
    assert entered.status_code == 303
    cookie = entered.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == proof["samesite"] == "Lax"
