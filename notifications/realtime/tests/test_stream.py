"""The stream: the twin of the socket over plain HTTP."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest

from config.testing.rooms.clients import open_stream

PATH = "/api/v1/events/stream"


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


def test_it_carries_the_envelopes_of_the_socket(rooms, ana):
    channel = f"room:{ana.id}"
    with (
        rooms.connect(ana) as socket,
        open_stream(rooms.served, f"{PATH}?channels={channel}", token=ana.token) as stream,
    ):
        socket.ask("subscribe", channel=channel)
        assert stream.next("welcome")["data"]["channels"] == {"user": 0, channel: 0}
        rooms.post((channel, "said", {"n": 1}))
        event = stream.next("said")
        assert event.pop("event") == "message"
        assert event == socket.next("said")
        assert stream.last_id == f"{channel}=1,user=0"


def test_the_last_id_has_it_go_on_in_every_channel(rooms, ana):
    channel, own = f"room:{ana.id}", f"user:{ana.id}"
    with open_stream(rooms.served, f"{PATH}?channels={channel}", token=ana.token) as stream:
        stream.next("welcome")
        rooms.post((channel, "said", {"n": 1}), (own, "said", {"n": 1}))
        stream.next("said")
        stream.next("said")
        last = stream.last_id
    rooms.post((channel, "said", {"n": 2}), (own, "said", {"n": 2}), (own, "said", {"n": 3}))
    for headers, query in (({"Last_Event_ID": last}, ""), ({}, f"&last_event_id={last}")):
        with open_stream(rooms.served, f"{PATH}?channels={channel}{query}", token=ana.token, **headers) as stream:
            found = sorted((event["channel"], event["seq"]) for event in (stream.next("said") for _each in range(3)))
            assert found == [(channel, 2), ("user", 2), ("user", 3)]


def test_a_ticket_opens_it_once(rooms, ana):
    ticket = rooms.ticket(ana)
    with open_stream(rooms.served, f"{PATH}?ticket={ticket}") as stream:
        stream.next("welcome")
    answer = rooms.served.get(f"{PATH}?ticket={ticket}")
    assert (answer.status, answer.json()["code"]) == (401, "invalid_ticket")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?channels=nothing", 404), ("?channels=room:x", 404), ("?more=1", 400), ("?channels=" + "user," * 21, 400)],
)
def test_what_cannot_be_had_is_a_problem_as_everywhere(rooms, ana, query, status):
    answer = rooms.served.get(f"{PATH}{query}", ana.token)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_nobody_gets_one_without_credentials(rooms):
    assert rooms.served.get(PATH).status == 401


def test_it_ends_with_the_session_and_says_why(rooms, ana):
    with open_stream(rooms.served, PATH, token=ana.token) as stream:
        stream.next("welcome")
        rooms.do("sign_out", token=ana.token)
        while (event := stream.event())["event"] != "close":
            pass
        assert event == {"event": "close", "code": 4401, "reason": "signed_out"}
        assert stream.event() is None


def test_it_counts_as_a_socket(rooms, ana):
    with open_stream(rooms.served, PATH, token=ana.token) as stream:
        stream.next("welcome")
        assert rooms.do("sockets", username=ana.username) == 1
    # It is counted no more when the gateway next looks, each second.
    tries = 0
    while rooms.do("sockets", username=ana.username) and (tries := tries + 1) < 200:
        time.sleep(0.1)
    assert tries < 200


@pytest.mark.django_db
def test_a_process_that_answers_one_at_a_time_says_that_it_has_none(api, owner):
    answer = api.as_(owner).get("/events/stream")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_stream_here")
