"""The list of one's own sessions."""

from __future__ import annotations

from accounts.auth import services
from accounts.auth.tests.clockwork import later


def test_a_member_sees_their_live_sessions_and_which_is_this_one(api, owner, stranger):
    here, there = services.open_session(user=owner), services.open_session(user=owner)
    gone = services.open_session(user=owner)
    services.open_session(user=stranger)
    api.with_token(gone.access).post("/auth/logout", {"refresh": gone.refresh})
    answer = api.with_token(here.access).get("/auth/sessions")
    assert answer.status_code == 200
    seen = {row["id"]: row["is_current"] for row in answer.json()["results"]}
    assert seen == {str(here.session_id): True, str(there.session_id): False}


def test_a_session_says_what_device_it_is_on_and_from_where(api, owner):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    body = {"username": "owner", "password": "correct horse battery 7"}
    access = api.post("/auth/login", body, User_Agent=agent).json()["access"]
    (row,) = api.with_token(access).get("/auth/sessions").json()["results"]
    assert row["device"] == "Firefox on Linux"
    assert row["address"] == "127.0.0.1"


def test_a_session_that_ran_out_is_not_listed(api, owner):
    services.open_session(user=owner)
    with later(days=8):
        here = services.open_session(user=owner)
        rows = api.with_token(here.access).get("/auth/sessions").json()["results"]
    assert [row["id"] for row in rows] == [str(here.session_id)]


def test_ending_one_session_leaves_the_others_alone(api, owner):
    here, there = services.open_session(user=owner), services.open_session(user=owner)
    assert api.with_token(here.access).delete(f"/auth/sessions/{there.session_id}").status_code == 204
    assert api.with_token(there.access).get("/auth/profile").status_code == 401
    assert api.with_token(here.access).get("/auth/profile").status_code == 200
    assert api.with_token(here.access).delete(f"/auth/sessions/{there.session_id}").status_code == 404


def test_nobody_ends_the_session_of_someone_else(api, owner, stranger):
    theirs = services.open_session(user=stranger)
    assert api.as_(owner).delete(f"/auth/sessions/{theirs.session_id}").status_code == 404
    assert api.with_token(theirs.access).get("/auth/profile").status_code == 200
