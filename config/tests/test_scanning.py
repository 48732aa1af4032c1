"""The scanner hook against a stand-in that speaks clamd's protocol: clean, infected, and every way to fail."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config import scanning
from config.testing.clamd import EICAR, Clamd
from config.testing.forms import Form
from config.testing.images import chunk, jpeg, png
from config.testing.servers import free_port


@pytest.fixture
def clamd(settings: Any) -> Iterator[Callable[[str], Clamd]]:
    """Starts a stand-in with that mood and has the settings name it."""
    started: list[Clamd] = []

    def start(mood: str = "clean") -> Clamd:
        made = Clamd(mood).__enter__()
        started.append(made)
        settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS = made.address, 20
        return made

    yield start
    for each in started:
        each.__exit__()


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    scanning.scan(EICAR)


@pytest.mark.parametrize("size", [0, 1, scanning.CHUNK, scanning.CHUNK + 1, 3 * scanning.CHUNK])
def test_the_scanner_sees_every_byte(clamd: Any, size: int) -> None:
    server, data = clamd(), bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    scanning.scan(data)
    assert server.scanned == [data]


def test_what_the_scanner_knows_is_refused(clamd: Any) -> None:
    clamd()
    with pytest.raises(scanning.Infected) as refused:
        scanning.scan(b"before" + EICAR)
    assert (refused.value.status, refused.value.code) == (400, "infected")


@pytest.mark.parametrize("mood", ["error", "garbage", "silent", "reset"])
def test_whatever_is_not_a_clear_yes_is_a_503(clamd: Any, mood: str) -> None:
    clamd(mood)
    with pytest.raises(scanning.ScannerAway) as refused:
        scanning.scan(jpeg() * 200)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "30")


def test_a_scanner_that_hangs_is_given_up(clamd: Any, settings: Any) -> None:
    clamd("hang")
    settings.CLAMD_SECONDS = 0.2
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(jpeg())


def test_a_scanner_that_trickles_is_given_up_at_the_same_moment(settings: Any) -> None:
    stop = threading.Event()

    class Trickle(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while not stop.wait(0.05):
                try:
                    self.request.sendall(b".")
                except OSError:
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Trickle) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
        settings.CLAMD_SECONDS = 0.5
        with pytest.raises(scanning.ScannerAway):
            scanning.scan(jpeg())
        stop.set()
        server.shutdown()


@pytest.mark.parametrize("where", ["tcp", "unix"])
def test_a_scanner_that_is_not_there_is_a_503(settings: Any, tmp_path: Path, where: str) -> None:
    settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{free_port()}" if where == "tcp" else f"unix://{tmp_path}/clamd.sock"
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(jpeg())


def test_a_scanner_behind_a_socket_of_the_machine_is_asked(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "clamd.sock"
    stand_in = Clamd()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                stand_in.answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        settings.CLAMD_ADDRESS = f"unix://{path}"
        scanning.scan(b"some bytes")
        thread.join(20)
    stand_in.server.server_close()
    assert stand_in.scanned == [b"some bytes"]


@pytest.mark.django_db
def test_an_infected_upload_is_a_400_and_leaves_nothing(clamd: Any, api: Any, owner: Any, media_folder: Path) -> None:
    server = clamd()
    infected = png()[:33] + chunk(b"tEXt", b"Comment\0" + EICAR) + png()[33:]
    answer = api.as_(owner).post("/users/profile/avatar", Form(image=infected))
    assert (answer.status_code, answer.json()["code"]) == (400, "infected")
    assert server.scanned == [infected]
    assert not media_folder.exists()


@pytest.mark.django_db
def test_with_the_scanner_away_nothing_is_taken(clamd: Any, api: Any, owner: Any, media_folder: Path) -> None:
    clamd("reset")
    answer = api.as_(owner).post("/users/profile/avatar", Form(image=png()))
    assert (answer.status_code, answer.json()["code"]) == (503, "scanner_away")
    assert not media_folder.exists()
