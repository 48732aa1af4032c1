"""Saying whose socket it is: by a ticket, a token, or the first message; and going on without coming again."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


def test_a_token_opens_as_a_subprotocol_that_is_not_repeated_where_ours_is_offered(rooms, ana):
    with rooms.connect(subprotocols=["sigma.v1", f"bearer.{ana.token}"]) as socket:
        assert socket.connection.subprotocol == "sigma.v1"
        assert socket.next("welcome")["data"]["member"]["id"] == ana.id


def test_a_program_opens_with_the_header_that_the_api_has(rooms, ana):
    with rooms.connect(origin=None, additional_headers={"Authorization": f"Bearer {ana.token}"}) as socket:
        assert socket.next("welcome")["data"]["member"]["id"] == ana.id


@pytest.mark.parametrize("way", ["token", "ticket"])
def test_the_first_message_may_say_it(rooms, ana, way):
    shown = ana.token if way == "token" else rooms.ticket(ana)
    with rooms.connect() as socket:
        assert socket.ask("ping")["type"] == "pong"
        assert socket.ask("auth", **{way: shown})["data"]["member"]["id"] == ana.id


def test_who_does_not_say_it_in_time_is_closed(rooms):
    with rooms.connect() as socket:
        assert socket.ended() == (4408, "no_auth_in_time")


def test_who_asks_for_something_first_is_closed(rooms):
    with rooms.connect() as socket:
        socket.say("subscribe", channel="user")
        assert socket.ended() == (4401, "not_signed_in")


def test_a_token_that_runs_out_ends_the_socket(rooms, ana):
    brief = rooms.do("token", username=ana.username, seconds=3)
    with rooms.connect(subprotocols=[f"bearer.{brief}"]) as socket:
        socket.next("welcome")
        assert socket.ended() == (4401, "expired")


def test_a_new_token_lets_it_stay(rooms, ana):
    brief = rooms.do("token", username=ana.username, seconds=4)
    with rooms.connect(subprotocols=[f"bearer.{brief}"]) as socket:
        until = socket.next("welcome")["data"]["expires_at"]
        socket.ask("subscribe", channel="user")
        assert socket.ask("auth", token=ana.token)["data"]["expires_at"] > until
        with rooms.connect(subprotocols=[f"bearer.{rooms.do('token', username=ana.username, seconds=4)}"]) as other:
            assert other.ended() == (4401, "expired")  # as long as the first one would have lasted, and longer
        rooms.post((f"user:{ana.id}", "said", {}))
        socket.next("said")


def test_a_bad_token_later_is_refused_and_the_socket_stays_as_it_was(rooms, ana):
    with rooms.connect(ana) as socket:
        assert socket.ask("auth", token="nonsense")["data"]["code"] == "invalid_credentials"
        assert socket.ask("ping")["type"] == "pong"


def test_another_member_cannot_take_a_socket_over(rooms, ana):
    ben = rooms.member(f"ben-{uuid4().hex[:12]}")
    with rooms.connect(ana) as socket:
        socket.next("welcome")
        socket.say("auth", token=ben.token)
        assert socket.ended() == (4403, "other_member")


def test_who_is_connected_is_online(rooms, ana):
    assert not rooms.do("is_online", username=ana.username)
    with rooms.connect(subprotocols=[f"bearer.{ana.token}"]) as socket:
        socket.next("welcome")
        tries = (rooms.do("is_online", username=ana.username) or time.sleep(0.2) for _try in range(150))
        assert any(tries)
