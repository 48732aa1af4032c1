"""Resuming: a client that was away gets what it missed, in order, once; or is told that it cannot be had."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


def said(frames):
    return [frame["seq"] for frame in frames if frame["type"] == "said"]


def test_after_a_drop_what_was_missed_comes_before_what_follows(rooms, ana):
    own = f"user:{ana.id}"
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel="user")
        rooms.post((own, "said", {"n": 1}))
        assert socket.next("said")["seq"] == 1
    rooms.post(*[(own, "said", {"n": n}) for n in (2, 3)])
    with rooms.connect(ana) as socket:
        socket.say("resume", channel="user", seq=1, cid="back")
        resumed = socket.next("resumed")
        assert (resumed["cid"], resumed["seq"]) == ("back", 3)
        rooms.post((own, "said", {"n": 4}))
        socket.next("said", seq=4)
        assert said(socket.seen) == [2, 3, 4]


def test_it_goes_on_in_another_process(rooms, ana):
    channel = f"room:{ana.id}"
    with rooms.connect(ana) as socket:
        socket.ask("subscribe", channel=channel)
        rooms.post(*[(channel, "said", {})] * 3)
        socket.next("said", seq=3)
    rooms.restart()
    rooms.post(*[(channel, "said", {})] * 2)
    with rooms.connect(ana) as socket:
        socket.ask("resume", channel=channel, seq=3)
        rooms.post((channel, "said", {}))
        socket.next("said", seq=6)
        assert said(socket.seen) == [4, 5, 6]


def test_while_twenty_write_nothing_is_missing_and_nothing_comes_twice(rooms, ana):
    channel, writers, each = f"room:{ana.id}", 20, 15
    rooms.do("begin_writing", channel=channel, writers=writers, each=each)
    found, last = [], 0
    while last < writers * each:
        # Come, read a little, drop off; and each time go on from what was read.
        with rooms.connect(ana) as socket:
            socket.say("resume", channel=channel, seq=last)
            for _frame in range(40):
                frame = socket.next("said")
                found.append(frame["seq"])
                last = frame["seq"]
                if last == writers * each:
                    break
    assert found == list(range(1, writers * each + 1))


def test_the_automatic_channel_waits_for_a_resume_and_goes_on_without_one(rooms, ana):
    own = f"user:{ana.id}"
    with rooms.connect(ana) as socket:
        assert socket.next("welcome")["data"]["channels"] == {"user": 0}
        rooms.post((own, "said", {}), (own, "said", {}))
        socket.next("said", seq=2)
        assert said(socket.seen) == [1, 2]


def test_what_is_no_longer_kept_is_a_reset_and_what_follows_comes(rooms, ana):
    channel = f"room:{ana.id}"
    rooms.post(*[(channel, "said", {})] * 5)
    rooms.do("forget_frames", channel=channel, upto=3)
    with rooms.connect(ana) as socket:
        assert socket.ask("resume", channel=channel, seq=1) | {"id": "", "ts": "", "cid": ""} == {
            "id": "", "ts": "", "cid": "", "type": "reset", "channel": channel, "seq": 5, "data": {"reason": "too_old"},
        }  # fmt: skip
        rooms.post((channel, "said", {}))
        assert socket.next("said")["seq"] == 6
        assert said(socket.seen) == [6]


def test_a_number_from_the_future_is_a_reset(rooms, ana):
    with rooms.connect(ana) as socket:
        answer = socket.ask("resume", channel=f"room:{ana.id}", seq=99)
        assert (answer["type"], answer["data"], answer["seq"]) == ("reset", {"reason": "ahead"}, 0)


def test_many_frames_come_whole_however_little_may_wait(rooms, ana):
    channel, count = f"room:{ana.id}", 1_500
    for _batch in range(3):
        rooms.post(*[(channel, "said", {"words": "x" * 200})] * (count // 3))
    with rooms.connect(ana) as socket:
        socket.say("resume", channel=channel, seq=0)
        assert socket.next("resumed")["seq"] == count
        assert said(socket.seen) == list(range(1, count + 1))


def test_who_may_not_listen_gets_nothing_by_resuming(rooms, ana):
    rooms.post((f"room:{ana.id}", "said", {}))
    with rooms.connect(rooms.member(f"eve-{uuid4().hex[:12]}")) as socket:
        assert socket.ask("resume", channel=f"room:{ana.id}", seq=0)["data"]["code"] == "not_found"
        assert socket.upto_pong() == []
