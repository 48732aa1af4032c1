"""Listening: what is said reaches who may hear it, once and in order."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


@pytest.fixture
def ben(rooms):
    return rooms.member(f"ben-{uuid4().hex[:12]}")


def test_a_member_hears_their_own_channel_by_signing_in(rooms, ana):
    with rooms.connect(ana) as socket:
        welcome = socket.read()
        assert welcome["type"] == "welcome"
        assert welcome["data"]["member"] == {"id": ana.id, "username": ana.username}
        assert welcome["data"]["channels"] == {"user": 0}
        rooms.post((f"user:{ana.id}", "said", {"n": 1}), (f"user:{ana.id}", "said", {"n": 2}))
        first, second = socket.next("said"), socket.next("said")
    assert [first["seq"], second["seq"]] == [1, 2]
    assert first["channel"] == "user"
    assert [first["data"], second["data"]] == [{"n": 1}, {"n": 2}]


def test_every_listener_gets_the_same_text_of_a_frame(rooms, ana):
    channel = f"room:{ana.id}"
    with rooms.connect(ana) as one, rooms.connect(ana) as other:
        assert one.ask("subscribe", channel=channel)["seq"] == 0
        assert other.ask("subscribe", channel=channel)["type"] == "subscribed"
        rooms.post((channel, "said", {"words": "Grüße"}))
        assert one.next("said") == other.next("said")
        assert one.ask("unsubscribe", channel=channel)["type"] == "unsubscribed"
        rooms.post((channel, "said", {"words": "more"}))
        assert other.next("said")["seq"] == 2
        assert one.upto_pong() == []


def test_nobody_hears_the_channel_of_another(rooms, ana, ben):
    with rooms.connect(ana) as hers, rooms.connect(ben) as his:
        hers.ask("subscribe", channel="user")
        his.ask("subscribe", channel="user")
        refused = his.ask("subscribe", channel=f"room:{ana.id}")
        assert (refused["type"], refused["data"]["code"]) == ("error", "not_found")
        unknown = his.ask("subscribe", channel=f"room:{uuid4()}")
        assert unknown["data"] == refused["data"]
        rooms.post((f"user:{ana.id}", "said", {}), (f"room:{ana.id}", "said", {}))
        hers.next("said")
        assert his.upto_pong() == []


def test_what_is_of_the_moment_has_no_number_and_is_kept_nowhere(rooms, ana):
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel="here")
        if rooms.redis is not None:  # embedded there is one process, and what it does not keep no other hears
            rooms.do("say", channel="here", type="seen", data={"n": 1})
            told = socket.next("seen")
            assert told["seq"] is None
            assert told["data"] == {"n": 1}
        assert socket.ask("resume", channel="here", seq=0)["data"] == {"reason": "not_kept"}


def test_who_writes_is_told_to_the_others_and_not_to_themselves(rooms, ana, ben):
    rooms.do("follow", who=ben.username, whom=ana.username)
    channel = f"room:{ana.id}"
    with rooms.connect(ana) as hers, rooms.connect(ben) as his:
        hers.ask("subscribe", channel=channel)
        his.ask("subscribe", channel=channel)
        his.say("typing", channel=channel)
        his.say("typing", channel=channel)
        told = hers.next("typing")
        assert told["data"]["member"] == {"id": ben.id, "username": ben.username}
        assert his.upto_pong() == []
        assert hers.upto_pong() == []  # the second was within two seconds
        assert his.ask("typing", channel="user")["data"]["code"] == "not_found"


def test_a_muted_member_listens_and_does_not_say_that_they_write(rooms, ana):
    rooms.do("status", username=ana.username, status="muted")
    channel = f"room:{ana.id}"
    with rooms.connect(ana) as socket:
        assert socket.ask("subscribe", channel=channel)["type"] == "subscribed"
        assert socket.ask("typing", channel=channel)["data"]["code"] == "muted"
        rooms.post((channel, "said", {}))
        socket.next("said")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "subscribe"}, "invalid_message"),
        ({"type": "subscribe", "channel": 7}, "invalid_message"),
        ({"type": "subscribe", "channel": "user", "more": 1}, "invalid_message"),
        ({"type": "resume", "channel": "user", "seq": -1}, "invalid_message"),
        ({"type": "resume", "channel": "user", "seq": True}, "invalid_message"),
        ({"type": "auth"}, "invalid_message"),
        ({"type": "welcome"}, "unknown_type"),
        ({"type": "unsubscribe", "channel": "here"}, "not_found"),
    ],
)
def test_a_message_that_cannot_be_taken_is_answered_and_the_socket_stays(rooms, message, code):
    with rooms.connect(_somebody(rooms)) as socket:
        answer = socket.ask(message.pop("type"), **message)
        assert (answer["type"], answer["data"]["code"]) == ("error", code)
        assert socket.ask("ping")["type"] == "pong"


_people = {}


def _somebody(rooms):
    if rooms not in _people:
        _people[rooms] = rooms.member(f"sam-{uuid4().hex[:12]}")
    return _people[rooms]
