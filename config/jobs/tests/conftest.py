"""Fixtures of the jobs' own tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.jobs import job, registry


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Declare jobs for the length of a test, with none else known, and none told to Celery."""
    monkeypatch.setattr(registry, "_jobs", {})
    monkeypatch.setattr(registry, "_as_task", lambda name, run: None)
    return job
