"""Signing out."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.auth.events import SessionRevoked
from accounts.auth.models import Session


@pytest.fixture
def issued(owner):
    return services.open_session(user=owner)


def test_signing_out_makes_the_access_token_useless_at_once(api, issued, recorded):
    client = api.with_token(issued.access)
    assert client.get("/auth/profile").status_code == 200
    assert client.post("/auth/logout", {"refresh": issued.refresh}).status_code == 204
    assert client.get("/auth/profile").status_code == 401
    assert [event.session_id for event in recorded(SessionRevoked)] == [issued.session_id]


def test_signing_out_twice_is_no_error(api, issued, recorded):
    client = api.with_token(issued.access)
    assert client.post("/auth/logout", {"refresh": issued.refresh}).status_code == 204
    assert client.post("/auth/logout", {"refresh": issued.refresh}).status_code == 204
    assert len(recorded(SessionRevoked)) == 1


def test_a_refresh_token_used_up_still_names_its_session(api, issued):
    newest = services.rotate(refresh=issued.refresh)
    assert api.with_token(newest.access).post("/auth/logout", {"refresh": issued.refresh}).status_code == 204
    assert api.with_token(newest.access).get("/auth/profile").status_code == 401


def test_nobody_signs_out_without_a_token(api, issued):
    assert api.post("/auth/logout", {"refresh": issued.refresh}).status_code == 401
    assert api.with_token("rubbish").post("/auth/logout", {"refresh": issued.refresh}).status_code == 401
    assert Session.objects.get().revoked_at is None


def test_nobody_signs_someone_else_out(api, issued, stranger):
    theirs = services.open_session(user=stranger)
    answer = api.with_token(issued.access).post("/auth/logout", {"refresh": theirs.refresh})
    assert answer.status_code == 400
    assert api.with_token(theirs.access).get("/auth/profile").status_code == 200
    assert api.with_token(issued.access).get("/auth/profile").status_code == 200


def test_signing_out_everywhere_ends_every_session_and_no_one_elses(api, owner, stranger, issued):
    second, theirs = services.open_session(user=owner), services.open_session(user=stranger)
    assert api.with_token(issued.access).post("/auth/logout-all").status_code == 204
    for token in (issued.access, second.access):
        assert api.with_token(token).get("/auth/profile").status_code == 401
    assert api.with_token(theirs.access).get("/auth/profile").status_code == 200


def test_a_new_session_after_signing_out_everywhere_works(api, owner, issued):
    api.with_token(issued.access).post("/auth/logout-all")
    owner.refresh_from_db()
    assert api.with_token(services.open_session(user=owner).access).get("/auth/profile").status_code == 200


def test_a_muted_member_may_sign_out(api, muted):
    issued = services.open_session(user=muted)
    assert api.with_token(issued.access).post("/auth/logout", {"refresh": issued.refresh}).status_code == 204
