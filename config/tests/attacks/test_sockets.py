"""S: attacks on the gateway, by clients that do as they like."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from config.testing.rooms import Person, Rooms

HALF_OPEN = 1_000


@pytest.fixture
def ana(rooms: Rooms) -> Person:
    return rooms.member(f"ana-{uuid4().hex[:12]}")


@pytest.fixture
def witness(rooms: Rooms) -> Iterator[Any]:
    """Somebody else, who must not notice any of it."""
    person = rooms.member(f"wit-{uuid4().hex[:12]}")
    with rooms.connect(person) as opened:
        opened.ask("subscribe", channel="user")
        yield opened
        rooms.post((f"user:{person.id}", "said", {}))
        assert opened.next("said")["channel"] == "user"


def refused(rooms: Rooms, **given: Any) -> int:
    """The status with which a handshake is refused."""
    with pytest.raises(InvalidStatus) as error, rooms.connect(**given):
        pass
    return error.value.response.status_code


def test_s01_nothing_but_a_token_or_a_ticket_opens_a_socket(rooms: Rooms, ana: Person) -> None:
    session = rooms.do("session", username=ana.username)
    expired = rooms.do("expired_token", username=ana.username)
    for bad in (expired, session["refresh"], "nonsense", "", "sp_abcdefgh_" + "x" * 40):
        with rooms.connect() as opened:
            opened.say("auth", token=bad)
            assert opened.ended() == (4401, "invalid_credentials")
    with rooms.connect(subprotocols=[f"bearer.{expired}"]) as opened:
        assert opened.ended() == (4401, "invalid_credentials")
    for query in (f"?token={session['access']}", f"?access_token={session['access']}", ""):
        with rooms.connect(query=query) as opened:
            assert opened.ended() == (4408, "no_auth_in_time")
    for query in (f"?ticket={session['access']}", "?ticket=", "?ticket=a&ticket=b", "?ticket=" + "x" * 5_000):
        with rooms.connect(query=query) as opened:
            assert opened.ended() == (4401, "invalid_credentials")


def test_s01_of_two_who_show_one_ticket_exactly_one_gets_in(rooms: Rooms, ana: Person) -> None:
    for _each in range(5):
        ticket = rooms.ticket(ana)

        def come(_number: int, ticket: str = ticket) -> str:
            with rooms.connect(query=f"?ticket={ticket}") as opened:
                try:
                    return str(opened.read()["type"])
                except ConnectionClosed as closed:
                    return str(closed.rcvd.code) if closed.rcvd else "broken"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(come, range(2))) == ["4401", "welcome"]


def test_s01_tickets_and_tokens_stand_in_no_log(rooms: Rooms, ana: Person) -> None:
    ticket = rooms.ticket(ana)
    with rooms.connect(query=f"?ticket={ticket}") as opened:
        opened.next("welcome")
    with rooms.connect(subprotocols=[f"bearer.{ana.token}"]) as opened:
        opened.next("welcome")
    assert rooms.served.get(f"/api/v1/events/stream?ticket={ticket}").status == 401
    log = rooms.log()
    assert "/ws" in log  # so that its silence means something
    assert ticket not in log
    assert ana.token not in log


def test_s02_a_foreign_origin_is_refused_at_the_handshake(rooms: Rooms, ana: Person) -> None:
    own, port = rooms.served.url, rooms.served.port
    others = [
        "https://evil.test", "null", "", f"https://127.0.0.1:{port}", f"{own}.evil.test", f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1", f"HTTP://127.0.0.1:{port}", f"{own}/", f"{own}@evil.test", f"{own}, https://evil.test", "*",
    ]  # fmt: skip
    for origin in others:
        assert refused(rooms, origin=origin) == 403
        assert refused(rooms, origin=origin, query=f"?ticket={rooms.ticket(ana)}") == 403
        assert refused(rooms, origin=origin, subprotocols=[f"bearer.{ana.token}"]) == 403
    assert refused(rooms, origin=None) == 403
    two = {"additional_headers": [("Origin", own), ("Origin", "https://evil.test")]}
    assert refused(rooms, origin=None, query=f"?ticket={rooms.ticket(ana)}", **two) in {400, 403}
    for origin in (own, f"http://localhost:{port}"):
        with rooms.connect(origin=origin) as opened:
            assert opened.ask("ping")["type"] == "pong"


def test_s03_names_of_others_and_names_of_nothing_get_the_same_answer(rooms: Rooms, ana: Person, witness: Any) -> None:
    eve = rooms.member(f"eve-{uuid4().hex[:12]}")
    names = [
        f"user:{ana.id}", f"user.{ana.id}", f"room:{ana.id}", f"room:{uuid4()}", "staff", "room", "room:", "user:", "feed:",
        "*", "room:*", "room:%", "../user", f"room:../{eve.id}", "!control", "!feed", "!", "room!", f"room:{eve.id}!",
        f"room:{eve.id} ", " user", "user user", "", "x" * 300, f"room:{'x' * 300}", "USER", "rööm:1", "user\n", "user\t1",
        f"room:{eve.id}\x1e", "specific.abc!xyz", "__init__", "room:a:b",
    ]  # fmt: skip
    answers = set()
    with rooms.connect(eve) as opened:
        opened.next("welcome")
        for name in names:
            for deed in ("subscribe", "resume", "unsubscribe", "typing"):
                answer = opened.ask(deed, channel=name, **({"seq": 0} if deed == "resume" else {}))
                answers.add((answer["type"], answer["data"]["code"], answer["data"]["detail"]))
                time.sleep(0.04)  # thirty a second
        rooms.post((f"user:{ana.id}", "said", {}), (f"room:{ana.id}", "said", {}), ("staff", "said", {}))
        rooms.post((f"user:{eve.id}", "said", {}))
        assert opened.next("said")["channel"] == "user"
        assert [frame for frame in opened.seen if frame["type"] == "said"] == opened.seen[-1:]
    assert answers == {("error", "not_found", "there is no such channel for you")}


def test_s04_after_the_right_has_ended_nothing_more_is_heard(rooms: Rooms, ana: Person, witness: Any) -> None:
    ben = rooms.member(f"ben-{uuid4().hex[:12]}")
    rooms.do("follow", who=ben.username, whom=ana.username)
    with rooms.connect(ben) as opened:
        opened.ask("subscribe", channel=f"room:{ana.id}")
        rooms.do("block", who=ana.username, whom=ben.username)
        rooms.do("deliver")
        assert opened.next("unsubscribed")["data"] == {"reason": "not_allowed"}
        rooms.post((f"room:{ana.id}", "said", {}))
        rooms.post((f"user:{ben.id}", "said", {}))
        opened.next("said", channel="user")
        assert [frame["channel"] for frame in opened.seen if frame["type"] == "said"] == ["user"]
        rooms.do("status", username=ben.username, status="suspended")
        assert opened.ended() == (4403, "account_stopped")
    assert refused_or_closed(rooms, ben) == 4401


def refused_or_closed(rooms: Rooms, person: Person) -> int:
    with rooms.connect(subprotocols=[f"bearer.{person.token}"]) as opened:
        return opened.ended()[0]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x00\x01", 4400),
        ("nothing", 4400),
        ("[1]", 4400),
        ("{}", 4400),
        ('{"type":{"a":1}}', 4400),
        ('{"type":"ping","cid":"\\ud800"}', 4400),
        ('{"type":"ping","x":' + "[" * 9_000, 4400),
        ('{"type":"ping","cid":"' + "x" * 1_000_000 + '"}', 1009),
    ],
)
def test_s05_what_is_no_message_closes_that_socket_alone(
    rooms: Rooms, ana: Person, witness: Any, sent: Any, code: int
) -> None:
    with rooms.connect(ana) as opened:
        opened.next("welcome")
        opened.connection.send(sent)
        assert opened.ended()[0] == code


def test_s05_text_that_is_not_utf8_closes_the_socket(rooms: Rooms, ana: Person, witness: Any) -> None:
    with rooms.connect(ana) as opened:
        opened.next("welcome")
        mask = b"\0\0\0\0"
        opened.connection.socket.sendall(bytes((0x81, 0x80 | 2)) + mask + b"\xff\xfe")
        assert opened.ended()[0] == 1007


def test_s05_no_type_reaches_what_is_inside(rooms: Rooms, ana: Person, witness: Any) -> None:
    names = [
        "chat.message",
        "websocket.disconnect",
        "websocket_connect",
        "__init__",
        "_auth",
        "dispatch",
        "close",
        "send",
    ]
    with rooms.connect(ana) as opened:
        opened.next("welcome")
        for name in names:
            answer = opened.ask(name)
            assert (answer["type"], answer["data"]["code"]) == ("error", "unknown_type")


def test_s05_who_says_too_much_is_closed_and_the_others_are_heard(rooms: Rooms, ana: Person, witness: Any) -> None:
    with rooms.connect(ana) as opened:
        opened.next("welcome")
        flood = masked(b'{"type":"ping"}') * 10_000
        with suppress(OSError):  # it was closed before it had sent everything
            opened.connection.socket.sendall(flood)
        assert opened.ended() == (4429, "too_many_messages")


def test_s06_connections_that_never_say_what_they_want_are_let_go(rooms: Rooms, witness: Any) -> None:
    opened = []
    try:
        for number in range(HALF_OPEN):
            made = socket.create_connection(("127.0.0.1", rooms.served.port), timeout=60)
            if number % 2:
                made.sendall(b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n")
            opened.append(made)
        assert witness.ask("ping")["type"] == "pong"
        for made in opened:
            with suppress(ConnectionResetError):
                assert made.recv(1) == b""  # let go by the server; one that holds on times out
    finally:
        for made in opened:
            made.close()


def test_s06_of_fifty_sockets_of_one_member_ten_stay(rooms: Rooms, ana: Person, witness: Any) -> None:
    tickets = [rooms.ticket(ana) for _each in range(50)]
    with ExitStack() as stack, ThreadPoolExecutor(10) as pool:
        opened = list(pool.map(lambda each: stack.enter_context(rooms.connect(query=f"?ticket={each}")), tickets))

        def first(each: Any) -> str:
            try:
                return str(each.read()["type"])
            except ConnectionClosed as closed:
                return f"{closed.rcvd.code} {closed.rcvd.reason}" if closed.rcvd else "broken"

        said = sorted(pool.map(first, opened))
    assert said == ["4429 too_many_connections"] * 40 + ["welcome"] * 10


def test_s06_who_never_reads_costs_a_bounded_memory(rooms: Rooms, ana: Person, witness: Any) -> None:
    channel = f"room:{ana.id}"
    tickets = [rooms.ticket(ana) for _each in range(10)]
    with ExitStack() as stack:
        for ticket in tickets:
            made = socket.socket()
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            made.connect(("127.0.0.1", rooms.served.port))
            stack.callback(made.close)
            raw_handshake(rooms, made, ticket)
            made.sendall(masked(f'{{"type":"subscribe","channel":"{channel}"}}'.encode()))
        while rooms.do("sockets", username=ana.username) < 10:
            pass
        before = rooms.memory()
        for _batch in range(40):
            rooms.post(*[(channel, "said", {"words": "x" * 20_000})] * 20)
        assert witness.ask("ping")["type"] == "pong"
        assert rooms.memory() - before < 100_000_000  # sixteen million bytes were said, to each of ten
        ended = time.monotonic() + 60
        while rooms.do("sockets", username=ana.username) and time.monotonic() < ended:
            time.sleep(0.2)
        assert rooms.do("sockets", username=ana.username) == 0


def masked(payload: bytes) -> bytes:
    length = bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return b"\x81" + length + b"\0\0\0\0" + payload


def raw_handshake(rooms: Rooms, made: socket.socket, ticket: str) -> None:
    """The handshake alone; what comes after it is never read."""
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    lines = ["Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}"]
    head = "\r\n".join([f"GET /ws?ticket={ticket} HTTP/1.1", *lines, "Sec-WebSocket-Version: 13", "", ""])
    made.sendall(head.encode())
    got = b""
    while b"\r\n\r\n" not in got:
        got += made.recv(1)
    assert b" 101 " in got[:20], got
