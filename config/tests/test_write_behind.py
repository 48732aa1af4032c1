"""What is left in memory is written down by a thread: soon, again where it failed, and by nobody's parent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from accounts.api_keys.counting import Tally
from accounts.presence.noting import Seen
from config.db import uuid7
from config.write_behind import WriteBehind


class Box:
    """Something that is written down, or fails to be as often as `fails` says."""

    def __init__(self) -> None:
        self.waiting, self.written, self.fails, self.forgotten = 0, 0, 0, 0
        self.keeper = WriteBehind("a-box", every=lambda: 1, write=self.write, forget=self.forget)

    def leave(self) -> None:
        self.waiting += 1
        self.keeper.wake()

    def write(self) -> int:
        if self.fails:
            self.fails -= 1
            self.keeper.wake()
            return 0
        taken, self.waiting = self.waiting, 0
        self.written += taken
        return taken

    def forget(self) -> None:
        self.waiting, self.forgotten = 0, self.forgotten + 1


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    monkeypatch.setattr("config.write_behind.connections.close_all", lambda: None)
    made = Box()
    yield made
    made.keeper.end()


def until(true: Callable[[], bool]) -> bool:
    for _ in range(200):
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_thread_writes_what_was_left_and_waits_for_more(box: Box) -> None:
    for expected in (1, 2):
        box.leave()
        assert until(lambda wanted=expected: box.written == wanted)
    assert [thread.name for thread in threading.enumerate()].count("a-box") == 1


def test_what_failed_is_tried_again_though_nothing_more_comes(box: Box) -> None:
    box.fails = 2
    box.leave()
    assert until(lambda: box.written == 1)
    assert box.fails == 0


def test_the_end_writes_the_rest_once(box: Box) -> None:
    box.waiting = 3
    box.keeper.end()
    box.keeper.end()
    assert (box.written, box.waiting) == (3, 0)


def test_a_child_has_no_thread_and_nothing_of_its_parents(box: Box) -> None:
    box.leave()
    box.keeper.forget_after_fork()
    assert (box.forgotten, box.waiting) == (1, 0)
    box.leave()
    assert until(lambda: box.written == 1)


def test_whoever_keeps_things_asks_to_be_written_again_after_a_failure() -> None:
    seen, tally, woken = Seen(), Tally(), []
    seen.begun = lambda: woken.append("seen")
    tally.begun = lambda: woken.append("tally")
    seen.note(uuid7(), 1.0)
    tally.count((uuid7(), 1, "GET", "/x"), 200, 1, 1.0)
    seen.put_back(seen.take(1.0))
    tally.put_back(tally.take())
    assert woken == ["seen", "tally", "seen", "tally"]
