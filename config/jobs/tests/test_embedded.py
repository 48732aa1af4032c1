"""Embedded mode: deliveries and the schedule in threads of the serving process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest

from config.jobs import embedded
from config.jobs.embedded import Runner
from config.jobs.wakeup import Wakeup


@pytest.fixture
def wakeup(settings):
    settings.EMBEDDED = True
    return Wakeup("trial", pytest.fail)


@pytest.fixture
def run(wakeup, monkeypatch):
    """Start a runner of `work`; it is ended after the test."""
    monkeypatch.setattr(embedded, "POLL_SECONDS", 60)
    started = []

    def start(work):
        runner = Runner("trial", work, wakeup)
        started.append(runner)
        runner.thread.start()
        return runner

    yield start
    for runner in started:
        runner.end()
        runner.thread.join(10)


def test_a_runner_works_at_once_and_whenever_it_is_woken(run, wakeup):
    rounds = threading.Semaphore(0)

    def work():
        rounds.release()
        return False

    run(work)
    assert rounds.acquire(timeout=10)
    wakeup.signal()
    assert rounds.acquire(timeout=10)


def test_a_runner_goes_on_while_there_is_more(run):
    done = threading.Event()
    left = iter([True, True, False])

    def work():
        more = next(left)
        if not more:
            done.set()
        return more

    run(work)
    assert done.wait(10)


def test_an_error_does_not_end_a_runner(run, monkeypatch, caplog):
    monkeypatch.setattr(embedded, "POLL_SECONDS", 0.01)
    again = threading.Event()
    outcomes = iter([ValueError("the disk is full")])

    def work():
        for error in outcomes:
            raise error
        again.set()
        return False

    run(work)
    assert again.wait(10)
    assert "the disk is full" in caplog.text


def test_a_runner_that_is_ended_while_it_waits_ends_at_once(run):
    begun = threading.Event()

    def work():
        begun.set()
        return False

    runner = run(work)
    assert begun.wait(10)
    runner.end()
    runner.thread.join(10)
    assert not runner.thread.is_alive()


def test_nothing_runs_unless_it_is_started():
    assert embedded._embedded is None
    assert embedded.stop() is True
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("embedded-deliveries")]


def test_a_serving_process_delivers_runs_the_schedule_and_ends_in_time(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DATABASE_URL"}}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/sigma.sqlite3",
        "DATA_DIR": str(tmp_path),
        "LOG_LEVEL": "WARNING",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "config.jobs.tests.embedded_trial"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout.splitlines()[-1])
    assert said["heard"] == list(range(50))
    assert "config.events.sweep" in said["runs"]
    assert said["alive"]
    assert said["stopped"]
    assert said["said_goodbye"]
    assert said["took"] < 5
    assert said["owed_after_the_end"] == 3
