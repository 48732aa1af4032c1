"""What asking for messages costs beside their bare insert, and how fast mails drain to a server on this machine.

The server is a sink: it takes what comes, in a process of its own, and does nothing with it.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import socketserver
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from benchmarks import databases
from benchmarks.measuring import Line
from config import clock
from config.db import uuid7
from notifications.delivery import sources
from notifications.delivery.models import Delivery
from notifications.delivery.services import Order, enqueue
from notifications.delivery.sources import Letter
from notifications.types import Channel

ORDERS = 10_000
MAILS = int(os.environ.get("BENCH_MAILS", "50000"))
WORKERS = 2


class _Words:
    subject, title, body = "ana follows you", "ana follows you", ""
    text = "Hello Ben,\n\nana follows you now.\n\nhttps://example.org/people/ana\n" * 5
    html = "<p>Hello Ben,</p><p>ana follows you now.</p>" * 5


class Sink(socketserver.StreamRequestHandler):
    """As little of SMTP as it takes. Like nearly every server it takes commands in groups (RFC 2920)."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        read, write = self.rfile.readline, self.wfile.write
        write(b"220 sink\r\n")
        while line := read():
            word = line[:4].upper()
            if word == b"DATA":
                write(b"354 go on\r\n")
                while read() != b".\r\n":
                    pass
                write(b"250 taken\r\n")
            elif word == b"EHLO":
                write(b"250-sink\r\n250 PIPELINING\r\n")
            elif word == b"QUIT":
                write(b"221 bye\r\n")
                return
            else:
                write(b"250 sink\r\n")


def _serve(listening: socket.socket) -> None:
    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def server_bind(self) -> None:
            self.socket = listening

        def server_activate(self) -> None:
            pass

    Server(listening.getsockname(), Sink).serve_forever()


@contextmanager
def sinking() -> Iterator[int]:
    """The port of a sink."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    process = multiprocessing.get_context("fork").Process(target=_serve, args=[listening], daemon=True)
    process.start()
    try:
        yield listening.getsockname()[1]
    finally:
        process.kill()
        process.join()
        listening.close()


def register() -> None:
    letter = Letter(words=_Words())
    sources.forget("benchmark")
    sources.register_source("benchmark", lambda asked: {one.delivery_id: letter for one in asked})


def orders(members: list[object], count: int) -> list[Order]:
    now = clock.now()
    return [
        Order(
            recipient_id=members[number % len(members)],  # type: ignore[arg-type] # keys of users, which Django types as anything
            channel=Channel.EMAIL,
            type="user.followed",
            source="benchmark",
            source_id=uuid7(),
            cause_id=number,
            thread=str(number),
            scheduled_for=now,
        )
        for number in range(count)
    ]


def bare_insert(wanted: list[Order]) -> float:
    """The same rows by one statement of PostgreSQL's own, without asking which stood there."""
    columns = [
        [uuid7() for _ in wanted],
        [one.recipient_id for one in wanted],
        [one.thread for one in wanted],
        [one.source_id for one in wanted],
    ]
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_delivery (id, created_at, recipient_id, channel, type, source, source_id,"
            " thread, state, is_urgent, scheduled_for, due_at, attempts, crashes, provider, provider_id, last_error)"
            " SELECT id, now(), recipient, 'email', 'user.followed', 'bare', source, thread, 'waiting', false, now(),"
            " now(), 0, 0, '', '', '' FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[])"
            " AS rows (id, recipient, thread, source)",
            columns,
        )
    return time.perf_counter() - began


def _drain(port: int) -> None:
    """What a worker process does."""
    from django.db import connections

    connections.close_all()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        port,
    )
    settings.EMAIL_PROVIDERS = ["smtp"]
    from notifications.delivery.sending import send_due

    register()
    while send_due(seconds=5).sent or Delivery.objects.filter(state="waiting").exists():
        pass
    sys.exit(0)


def drained_a_second(members: list[object], count: int) -> float:
    for start in range(0, count, ORDERS):
        with transaction.atomic():
            enqueue([*orders(members, min(ORDERS, count - start))])
        Delivery.objects.update(cause_id=None)
    with sinking() as port:
        connection.close()
        context = multiprocessing.get_context("fork")
        processes = [context.Process(target=_drain, args=[port]) for _ in range(WORKERS)]
        began = time.perf_counter()
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        took = time.perf_counter() - began
    sent = Delivery.objects.filter(state="sent").count()
    assert sent == count, f"{sent} of {count} were sent"
    return count / took


def run(scales: list[int]) -> Iterator[Line]:
    with databases.using(min(scales)):
        yield from measured()


def measured() -> Iterator[Line]:
    from accounts.users.models import User

    register()
    members: list[object] = list(User.objects.filter(is_claimed=True).values_list("pk", flat=True)[:1_000])
    Delivery.objects.all().delete()
    wanted = orders(members, ORDERS)
    bare = bare_insert(wanted)
    Delivery.objects.all().delete()
    began = time.perf_counter()
    with transaction.atomic():
        enqueue(wanted)
    took = time.perf_counter() - began
    Delivery.objects.all().delete()
    yield Line("10,000 orders", "bare insert", bare, "s")
    yield Line("10,000 orders", "enqueue", took, "s", took / bare, "bare insert", "≤ 2 s", took <= 2)
    rate = drained_a_second(members, MAILS)
    yield Line("mails", "two workers to a sink", rate, "/s", None, "", "≥ 2,000", rate >= 2_000)
    Delivery.objects.all().delete()
