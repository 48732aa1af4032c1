"""Clients that read slowly or not at all: they are let go, and nobody waits for them."""

from __future__ import annotations

import socket as sockets
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from notifications.realtime.outgoing import Buffer, Out, websocket_frame

WORDS = "x" * 2_000


@pytest.fixture
def ana(rooms):
    return rooms.member(f"ana-{uuid4().hex[:12]}")


def narrow(rooms):
    """A connection whose receiving side takes little before it is full."""
    made = sockets.socket()
    made.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
    made.connect(("127.0.0.1", rooms.served.port))
    return made


def test_who_never_reads_is_let_go_while_the_others_get_everything(rooms, ana):
    channel, count = f"room:{ana.id}", 3_000
    query = [f"?ticket={rooms.ticket(ana)}" for _each in range(2)]
    with (
        rooms.connect(ana) as reads,
        rooms.connect(query=query[0], origin=None, sock=narrow(rooms), max_queue=1) as never,
    ):
        for each in (reads, never):
            each.ask("subscribe", channel=channel)
        got = []
        for batch in range(count // 100):
            rooms.post(*[(channel, "said", {"words": WORDS})] * 100)
            while len(got) < (batch + 1) * 100:
                got.append(reads.next("said")["seq"])
        assert got == list(range(1, count + 1))
        with pytest.raises(ConnectionClosed):
            read_to_the_end(never)
        assert reads.ask("ping")["type"] == "pong"


def read_to_the_end(socket):
    while True:
        socket.connection.recv(timeout=30)


class Wire:
    """Takes frames while it is open."""

    def __init__(self):
        self.is_open, self.taken = True, []

    def __call__(self, out):
        if self.is_open:
            self.taken.append(out.text)
        return self.is_open


@pytest.fixture
def wire(settings):
    settings.REALTIME_BUFFER_FRAMES, settings.REALTIME_BUFFER_BYTES = 3, 1_000
    return Wire()


def test_what_waits_goes_out_in_order_when_there_is_room(wire):
    buffer = Buffer(wire)
    assert buffer.put(Out("1"))
    wire.is_open = False
    assert buffer.put(Out("2"))
    wire.is_open = True
    assert buffer.put(Out("3"))  # behind what waits
    buffer.flush()
    assert wire.taken == ["1", "2", "3"]
    assert len(buffer) == 0


def test_of_types_of_which_the_newest_is_enough_the_newest_waits(wire):
    wire.is_open, buffer = False, Buffer(wire)
    for number in range(50):
        assert buffer.put(Out(f"count {number}", newest="count"))
    assert buffer.put(Out("said"))
    assert buffer.put(Out("count 50", newest="count"))
    wire.is_open = True
    buffer.flush()
    assert wire.taken == ["said", "count 50"]


def test_what_is_of_the_moment_goes_before_the_client_does(wire):
    wire.is_open, buffer = False, Buffer(wire)
    assert all(buffer.put(Out(text, kept=kept)) for text, kept in (("1", True), ("t", False), ("2", True), ("3", True)))
    assert not buffer.put(Out("4"))
    wire.is_open = True
    buffer.flush()
    assert wire.taken == ["1", "2", "3", "4"]


def test_bytes_are_bounded_as_frames_are(wire):
    wire.is_open, buffer = False, Buffer(wire)
    assert buffer.put(Out("x" * 900))
    assert not buffer.put(Out("x" * 200))


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_frame_is_one_that_any_client_reads(length):
    reader = StreamReader()
    reader.feed_data(websocket_frame("ü" * (length // 2) + "x" * (length % 2)))
    with pytest.raises(StopIteration) as done:
        next(Frame.parse(reader.read_exact, mask=False))
    assert done.value.value.opcode is Opcode.TEXT
    assert len(done.value.value.data) == length
