"""Listening: what is said reaches who may hear it, once and in order."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


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
