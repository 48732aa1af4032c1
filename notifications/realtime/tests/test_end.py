"""Ends: of sessions, accounts and rights. What has ended hears nothing more."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


def test_signing_out_ends_the_socket_and_no_other(rooms, ana):
    other = rooms.do("token", username=ana.username)
    with rooms.connect(ana) as socket, rooms.connect(subprotocols=[f"bearer.{other}"]) as stays:
        socket.next("welcome")
        stays.ask("subscribe", channel="user")
        rooms.do("sign_out", token=ana.token)
        assert socket.ended() == (4401, "signed_out")
        rooms.post((f"user:{ana.id}", "said", {}))
        stays.next("said")


@pytest.mark.parametrize("status", ["suspended", "banned", "deactivated"])
def test_an_account_that_is_stopped_ends_its_sockets(rooms, ana, status):
    with rooms.connect(ana) as socket:
        socket.next("welcome")
        rooms.do("status", username=ana.username, status=status)
        assert socket.ended() == (4403, "account_stopped")


def test_a_new_password_ends_the_other_sessions(rooms, ana):
    other = rooms.do("token", username=ana.username)
    with rooms.connect(ana) as socket, rooms.connect(subprotocols=[f"bearer.{other}"]) as mine:
        socket.next("welcome")
        mine.next("welcome")
        rooms.do("change_password", token=other)
        assert socket.ended() == (4401, "signed_out")
        assert mine.ask("ping")["type"] == "pong"


def test_a_lower_role_loses_its_channels_and_keeps_its_socket(rooms):
    mona = rooms.member(f"mona-{uuid4().hex[:12]}", role="moderator")
    with rooms.connect(mona) as socket:
        assert socket.ask("subscribe", channel="staff")["type"] == "subscribed"
        rooms.do("role", username=mona.username, role="member")
        lost = socket.next("unsubscribed")
        assert (lost["channel"], lost["data"]) == ("staff", {"reason": "not_allowed"})
        assert socket.ask("subscribe", channel="staff")["data"]["code"] == "not_found"


def test_a_right_that_ends_with_a_fact_is_asked_again(rooms, ana):
    ben, cem = (rooms.member(f"{name}-{uuid4().hex[:12]}") for name in ("ben", "cem"))
    channel = f"room:{ana.id}"
    for person in (ben, cem):
        rooms.do("follow", who=person.username, whom=ana.username)
    with rooms.connect(ben) as his, rooms.connect(cem) as theirs:
        for socket in (his, theirs):
            assert socket.ask("subscribe", channel=channel)["type"] == "subscribed"
        rooms.do("unfollow", who=ben.username, whom=ana.username)
        rooms.do("deliver")
        assert his.next("unsubscribed")["channel"] == channel
        rooms.do("block", who=ana.username, whom=cem.username)
        rooms.do("deliver")
        assert theirs.next("unsubscribed")["channel"] == channel
        rooms.post((channel, "said", {}))
        time.sleep(1.5)  # a look at the table has passed: what could come has come
        assert [frame["type"] for frame in his.upto_pong() + theirs.upto_pong()] == []


def test_a_gateway_that_ends_says_so(rooms, ana):
    with rooms.connect(ana) as socket:
        socket.next("welcome")
        assert rooms.do("sockets", username=ana.username) == 1
        rooms.served.stop()
        code, _reason = socket.ended()
        assert code in {1012, 1013}
    assert rooms.do("sockets", username=ana.username) == 0
    rooms.served.start()
