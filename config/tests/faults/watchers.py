"""Members at open websockets, who come again whenever theirs breaks off and resume behind the last number they have.

with Watchers(served, people) as watchers:
    …                                       # the gateway dies and comes again
    watchers.prove(frames)                  # each has every frame of its own channel once and in order
"""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from websockets.exceptions import WebSocketException

from config.testing.rooms.clients import Socket, open_socket
from config.testing.served import Served

CHANNEL = "user"
# A client that hears nothing asks whether anybody is there.
LISTENS = 5.0
BETWEEN_TRIES = 0.2


class Frame(NamedTuple):
    """What a client keeps of a frame."""

    seq: int
    type: str
    data: Any


class Resumed(NamedTuple):
    """A client was back: when, and how many frames it had missed."""

    at: float
    missed: int


@dataclass
class Watcher:
    """One member's client."""

    served: Served
    person: dict[str, str]
    over: threading.Event
    frames: list[Frame] = field(default_factory=list)
    resumes: list[Resumed] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    is_open: bool = False

    @property
    def last(self) -> int:
        return self.frames[-1].seq if self.frames else 0

    def live(self) -> None:
        while not self.over.is_set():
            try:
                answer = self.served.ask("POST", "/api/v1/auth/ws-ticket", token=self.person["token"])
                if answer.status == 201:
                    with open_socket(self.served, query=f"?ticket={answer.json()['ticket']}", origin=None) as socket:
                        self.listen(socket)
            except (OSError, http.client.HTTPException, WebSocketException):
                pass  # the gateway has died, or is not there yet
            finally:
                self.is_open = False
            self.over.wait(BETWEEN_TRIES)

    def listen(self, socket: Socket) -> None:
        before = len(self.frames)
        socket.say("resume", channel=CHANNEL, seq=self.last)
        while not self.over.is_set():
            try:
                said = socket.read(LISTENS)
            except TimeoutError:
                socket.say("ping")
                continue
            kind, number = said["type"], said.get("seq")
            if kind == "resumed":
                self.resumes.append(Resumed(time.monotonic(), len(self.frames) - before))
                self.is_open = True
            elif kind == "reset":
                self.wrong.append(f"reset at {self.last}: {said}")
            elif said.get("channel") == CHANNEL and number is not None:
                self.take(Frame(number, kind, said["data"]))

    def take(self, frame: Frame) -> None:
        """Keep the next one. A `resume` that comes late repeats what came live meanwhile; nothing else may repeat."""
        if frame.seq == self.last + 1:
            self.frames.append(frame)
        elif self.is_open or frame not in self.frames:
            self.wrong.append(f"{frame.seq} ({frame.type}) came after {self.last}")


class Watchers:
    """All of them, each in a thread."""

    def __init__(self, served: Served, people: list[dict[str, str]]) -> None:
        self.over = threading.Event()
        self.all = [Watcher(served, person, self.over) for person in people]
        self.threads = [threading.Thread(target=each.live, daemon=True) for each in self.all]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def missed_between(self, begin: float, end: float) -> int:
        """How many frames clients had missed that came back in that time."""
        return sum(back.missed for each in self.all for back in each.resumes if begin < back.at <= end)

    def have(self, heads: dict[str, int]) -> bool:
        """Whether each has come as far as its channel has counted."""
        return all(each.last >= heads.get(each.person["id"], 0) for each in self.all)

    def prove(self, frames: dict[str, list[Frame]]) -> None:
        """Each got the frames that stand in the table, every one of them once and in order, and no `reset`."""
        for each in self.all:
            assert each.wrong == [], (each.person["username"], each.wrong[:3])
            assert each.frames == frames[each.person["id"]], each.person["username"]
