"""`manage.py serve` ends in good order, whoever asks it to: a terminal's Ctrl-C, or a service manager's SIGTERM."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings

from config.testing.served import Served
from config.testing.workers import children, database_url

SIGNALS = [signal.SIGTERM, signal.SIGINT]


def ended(served: Served, asked: signal.Signals) -> int:
    """The exit code after the one process that was started gets the signal, and no other."""
    assert served.process is not None
    process, served.process = served.process, None
    os.kill(process.pid, asked)
    return process.wait(timeout=60)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.once
@pytest.mark.parametrize("asked", SIGNALS)
def test_one_process_drains_and_says_so(tmp_path, asked):
    with Served(tmp_path) as served:
        assert ended(served, asked) == 0
        assert "Stopped." in served.log.read_text()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", SIGNALS)
def test_worker_and_beat_end_with_the_server(tmp_path, asked):
    with Served(tmp_path, by_serve=True, DATABASE_URL=database_url(), REDIS_URL=settings.REDIS_URL) as served:
        assert served.process is not None
        started = children(served.process.pid)
        assert len(started) == 2
        pool = [child for pid in started for child in children(pid)]
        assert ended(served, asked) == 0
        end = time.monotonic() + 10
        while any(map(alive, [*started, *pool])) and time.monotonic() < end:
            time.sleep(0.1)
        assert [pid for pid in [*started, *pool] if alive(pid)] == []
