"""A change reaches every process within a second: seen by another memory, and by another process on one database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.flags.memory import Memory
from config.testing.installing import install

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PROMISED_SECONDS = 1.0
WATCHER = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from config.flags import is_on
from config.roles import ANONYMOUS
was = None
while True:
    now = is_on("remixes", ANONYMOUS)
    if now is not was:
        print(now, time.time(), flush=True)
        was = now
    time.sleep(0.01)
"""


@pytest.mark.django_db
def test_another_memory_learns_of_it_with_its_next_look(switch, novelty, owner, settings):
    other = Memory()
    assert other.rule(novelty) is None
    switch(everyone=True)
    assert other.rule(novelty) is None
    settings.FLAGS_POLL_SECONDS = 0.0
    assert other.rule(novelty).admits(novelty, owner)


def test_the_time_between_two_looks_is_within_the_promise():
    from django.conf import settings

    assert settings.FLAGS_POLL_SECONDS <= PROMISED_SECONDS / 2


@pytest.mark.once
def test_a_change_by_command_reaches_a_process_that_is_running(tmp_path):
    """Embedded mode: no Redis, caches of one process alone; a flag is switched off and on by the command."""
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    install(tmp_path)
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert watcher.stdout.readline().split()[0] == "True"
        for option, expected in (("--nobody", "False"), ("--everyone", "True")):
            assert "remixes" in manage("flags", "set", "remixes", option)
            committed_before = time.time()
            seen, at = watcher.stdout.readline().split()
            assert seen == expected
            assert float(at) < committed_before + PROMISED_SECONDS
    finally:
        watcher.terminate()
        watcher.wait(timeout=10)
        watcher.stdout.close()
