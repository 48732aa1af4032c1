"""Whatever lies in the broker, reading it raises nothing that would end a worker, and it does not come back."""

from __future__ import annotations

from typing import Any

import pytest
from kombu import Connection
from kombu.transport import get_transport_cls
from kombu.transport.redis import Transport as Plain

from config import broker
from config.celery import app


class Listening:
    """A channel that keeps what was acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []

    def basic_ack(self, tag: str) -> None:
        self.acknowledged.append(tag)


@pytest.fixture
def transport() -> broker.Transport:
    assert app is not None
    made = broker.Transport(Connection("redis://127.0.0.1:1/0"))
    made.channels = [Listening()]
    return made


def test_every_connection_to_redis_reads_through_it() -> None:
    assert get_transport_cls("redis") is get_transport_cls("rediss") is broker.Transport


@pytest.mark.parametrize("message", [["a", 1], None, 7, "x", {}, {"properties": []}], ids=repr)
def test_a_message_that_cannot_be_taken_is_dropped(
    transport: broker.Transport, monkeypatch: pytest.MonkeyPatch, message: Any
) -> None:
    monkeypatch.setattr(Plain, "_deliver", lambda self, message, queue: message["properties"]["delivery_tag"])
    transport._deliver(message, "default")
    assert transport.channels[0].acknowledged == []


def test_what_the_worker_stumbles_over_is_acknowledged(
    transport: broker.Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: Any) -> None:
        raise TypeError("a bytes-like object is required")

    monkeypatch.setattr(Plain, "_deliver", stumble)
    transport._deliver({"properties": {"delivery_tag": "seven"}}, "default")
    assert transport.channels[0].acknowledged == ["seven"]


def test_a_connection_that_breaks_is_still_heard_of(
    transport: broker.Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: Any) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(Plain, "_deliver", lose)
    with pytest.raises(ConnectionResetError):
        transport._deliver({}, "default")
