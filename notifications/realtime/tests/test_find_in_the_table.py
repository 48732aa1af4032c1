"""What no broker brought is found in the table: after a death, while the broker is away, in any order."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


@pytest.fixture
def channel(ana):
    return f"room:{ana.id}"


def test_a_frame_whose_publisher_was_killed_after_the_commit_arrives(rooms, ana, channel):
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        assert rooms.do("post_and_die", frames=[[channel, "said", {"n": 1}]]) is None
        assert socket.next("said")["data"] == {"n": 1}


def test_an_older_frame_that_is_committed_later_arrives(rooms, ana, channel):
    other = f"user:{ana.id}"
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        socket.ask("subscribe", channel="user")
        if rooms.redis is not None:  # SQLite lets one write at a time
            rooms.do("hold", frames=[[channel, "said", {"n": 1}]], name="older")
        rooms.do("post", frames=[[other, "said", {"n": 2}]], published=False)
        assert socket.next("said")["channel"] == "user"
        if rooms.redis is not None:
            rooms.do("release", name="older")
            assert socket.next("said")["channel"] == channel


def test_a_gap_is_filled_before_anything_goes_on(rooms, ana, channel):
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        rooms.do("post", frames=[[channel, "said", {}]] * 3, published=False)
        rooms.post((channel, "said", {}))
        rooms.do("post", frames=[[channel, "said", {}]], published=False)
        socket.next("said", seq=5)
        assert [frame["seq"] for frame in socket.seen if frame["type"] == "said"] == [1, 2, 3, 4, 5]


@pytest.mark.redis
@pytest.mark.postgres
def test_frames_arrive_while_the_broker_is_away_and_sooner_when_it_is_back(rooms, ana, channel):
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        rooms.redis.stop()
        rooms.post((channel, "said", {}))
        assert socket.next("said")["seq"] == 1
        rooms.redis.start()
        rooms.post((channel, "said", {}))
        assert socket.next("said")["seq"] == 2


@pytest.mark.redis
@pytest.mark.postgres
def test_frames_arrive_while_the_broker_answers_nobody(rooms, ana, channel):
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        rooms.redis.pause()
        try:
            rooms.post((channel, "said", {}))
            assert socket.next("said")["seq"] == 1
        finally:
            rooms.redis.resume()
        rooms.post((channel, "said", {}))
        assert socket.next("said")["seq"] == 2
        assert [frame["seq"] for frame in socket.seen if frame["type"] == "said"] == [1, 2]
