"""Child processes of `serve`: started again when they end by themselves, and ended with it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.jobs import children
from config.jobs.children import Children

SLEEPS = "import time; time.sleep(600)"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Children]:
    monkeypatch.setattr(children, "FIRST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(children, "LOOK_SECONDS", 0.02)
    made = Children()
    yield made
    made.stop(10)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_child_that_is_killed_is_started_again(kept: Children, tmp_path: Path) -> None:
    kept.start("sleeper", [sys.executable, "-c", SLEEPS], {}, tmp_path)
    (child,) = kept._children
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: child.process.pid != first)
    assert child.process.poll() is None


def test_a_child_that_ends_at_once_is_tried_with_growing_pauses(kept: Children, tmp_path: Path) -> None:
    write = "open('starts', 'a').write('x')"
    kept.start("short", [sys.executable, "-c", write], {}, tmp_path)
    until(lambda: (tmp_path / "starts").exists() and len((tmp_path / "starts").read_text()) >= 3)
    assert kept._children[0]._pause >= 0.4


def test_stopping_ends_all_and_starts_none_again(kept: Children, tmp_path: Path) -> None:
    for name in ("one", "other"):
        kept.start(name, [sys.executable, "-c", SLEEPS], {"GIVEN": name}, tmp_path)
    kept.stop(10)
    assert all(child.process.poll() is not None for child in kept._children)
    processes = [child.process for child in kept._children]
    time.sleep(0.3)
    assert [child.process for child in kept._children] == processes


def test_whoever_does_not_end_in_time_is_killed(kept: Children, tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('deaf', 'w'); time.sleep(600)"
    kept.start("stubborn", [sys.executable, "-c", stubborn], {}, tmp_path)
    until((tmp_path / "deaf").exists)
    kept.stop(0.2)
    assert kept._children[0].process.wait(10) == -signal.SIGKILL


def test_whoever_does_not_end_in_time_is_killed_and_gone(kept: Children, tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('deaf', 'w'); time.sleep(600)"
    kept.start("deaf", [sys.executable, "-c", deaf], {}, tmp_path)
    until((tmp_path / "deaf").exists)
    kept.stop(0.2)
    assert kept._children[0].process.returncode == -signal.SIGKILL
