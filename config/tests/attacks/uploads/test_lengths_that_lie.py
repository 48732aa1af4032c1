"""Group G, lengths: bodies that are longer, shorter or more endless than they say."""

from __future__ import annotations

import random
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.images.variants import MOST_BYTES
from config.testing.client import Api
from config.testing.forms import BOUNDARY, Form
from config.testing.images import of_length, png
from config.testing.served import Served
from config.tests.attacks.uploads.uploading import AVATARS, code, pictures


def test_g06_a_file_of_just_the_cap_is_taken_and_one_byte_more_is_not(
    as_owner: Api, media_folder: Path, kept: Any
) -> None:
    assert pictures(as_owner.post(AVATARS, Form(image=of_length(MOST_BYTES))), media_folder)
    before = kept()
    assert code(as_owner.post(AVATARS, Form(image=of_length(MOST_BYTES + 1)))) == (413, "image_too_heavy")
    assert code(as_owner.post(AVATARS, Form(image=of_length(MOST_BYTES + 200_000)))) == (413, "too_large")
    assert kept() == before


class Granian(Served):
    """The server of the image, on SQLite."""

    def command(self) -> list[str]:
        options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws", "--workers", "1"]
        return [sys.executable, "-m", "granian", *options, "--blocking-threads", "2", self.application]


@pytest.fixture(scope="module", params=[Served, Granian], ids=["uvicorn", "granian"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The platform on its own server, in both kinds."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "tmp").mkdir()
    variables = {"TMPDIR": str(folder / "tmp"), "THROTTLE_UPLOAD": "100000/minute"}
    with request.param(folder, **variables) as made:
        body = {"username": "ana", "email": "ana@example.com", "password": "a lantern on the quay 7"}
        made.token = made.ask("POST", "/api/v1/auth/register", body).json()["access"]
        yield made


def raw(served: Any, headers: str, body: bytes = b"", *, ends: bool = False, seconds: float = 20) -> bytes:
    """What comes back for a request written by hand. `ends` shuts our side; nothing may come back then."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=seconds) as connection:
        head = (
            f"POST /api/v1{AVATARS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {served.token}\r\n"
            f"Content-Type: {Form.content_type}\r\n{headers}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        try:
            return connection.recv(65_536)
        except ConnectionError:
            return b""


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def leftovers(served: Served) -> list[Path]:
    """Files that an upload has left, given a moment to go."""
    folders = (served.folder / "tmp", served.folder / "data" / "media")
    end = time.monotonic() + 10
    while found := [path for folder in folders for path in folder.rglob("*") if path.is_file()]:
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return found


def test_g06_an_announced_length_over_the_cap_is_a_413_before_the_body_comes(served: Any) -> None:
    assert status_of(raw(served, f"Content-Length: {MOST_BYTES * 3}")) == 413


def test_g06_a_length_that_is_too_small_is_a_400(served: Any) -> None:
    body = Form(image=png()).raw()
    assert status_of(raw(served, f"Content-Length: {len(body) // 2}\r\nConnection: close", body)) == 400
    assert leftovers(served) == []


def test_g06_a_length_that_is_too_large_keeps_nothing(served: Any) -> None:
    body = Form(image=png()).raw()
    assert status_of(raw(served, f"Content-Length: {len(body) + 5_000}", body, ends=True)) in {0, 400}
    assert leftovers(served) == []


def test_g06_an_endless_body_without_a_length_ends_at_the_cap(served: Any) -> None:
    sent, answer = 0, b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        head = (
            f"POST /api/v1{AVATARS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {served.token}\r\n"
            f"Content-Type: {Form.content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        begin = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'.encode()
        piece = random.Random(1).randbytes(65_536)
        try:
            connection.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(begin), begin))
            while sent < 4 * MOST_BYTES:
                connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                sent += len(piece)
        except OSError:
            pass
        try:
            answer = connection.recv(65_536)
        except OSError:
            answer = b""
    # The embedded server reads bodies whole and ends at the cap; granian hands on none that has no length.
    assert status_of(answer) in ({413, 0} if type(served) is Served else {400, 411, 413, 0})
    assert leftovers(served) == []
    assert served.get("/health/ready").status == 200
