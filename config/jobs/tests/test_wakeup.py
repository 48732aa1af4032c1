"""Debounced wake-ups."""

from __future__ import annotations

import threading

import pytest

from config.jobs.wakeup import Wakeup


@pytest.fixture
def full(settings):
    settings.EMBEDDED = False


def test_two_thousand_signals_make_a_call_at_once_and_one_for_the_rest(full):
    calls, first, last = [], threading.Event(), threading.Event()

    def fire():
        calls.append(None)
        (first if len(calls) == 1 else last).set()

    wakeup = Wakeup("trial", fire, interval=0.5)
    wakeup.signal()
    assert first.wait(5)
    for _ in range(2000):
        wakeup.signal()
    assert last.wait(5)
    wakeup.finish(5)
    assert len(calls) == 2


def test_a_broker_that_hangs_holds_nobody_up(full):
    hanging, go_on = threading.Event(), threading.Event()

    def fire():
        hanging.set()
        go_on.wait(30)

    wakeup = Wakeup("trial", fire, interval=0.01)
    wakeup.signal()
    assert hanging.wait(5)
    wakeup.signal()  # returns although the thread is held
    assert wakeup.flag.is_set()
    go_on.set()
    wakeup.finish(5)


def test_a_broker_that_is_down_is_logged_and_asked_again(full, caplog):
    calls, twice = [], threading.Event()

    def fire():
        calls.append(None)
        if len(calls) == 2:
            twice.set()
        raise ConnectionError("no broker")

    caplog.set_level("WARNING", logger="config.jobs.wakeup")
    wakeup = Wakeup("trial", fire, interval=0.01)
    wakeup.signal()
    wakeup.finish(5)
    wakeup.signal()
    assert twice.wait(5)
    wakeup.finish(5)
    assert "no broker" in caplog.text


def test_in_embedded_mode_a_signal_starts_no_thread(settings):
    settings.EMBEDDED = True
    wakeup = Wakeup("trial", pytest.fail)
    wakeup.signal()
    assert wakeup.flag.is_set()
    assert wakeup._thread is None
