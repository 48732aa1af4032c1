"""Fixtures of the whole suite, and which tests need which service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from config.testing.audit import lift_triggers_around_flush

pytest_plugins = ["config.testing.cast", "config.testing.events"]

lift_triggers_around_flush()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if "postgres" in item.keywords and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))
        if "redis" in item.keywords and settings.EMBEDDED:
            item.add_marker(pytest.mark.skip(reason="needs Redis: set REDIS_URL"))


@pytest.fixture(autouse=True)
def clean_process_state() -> Iterator[None]:
    """What a process remembers between requests must not reach the next test."""
    from accounts.auth import revocation
    from config.api import throttles

    revocation.reset()
    cache.clear()
    throttles.reset_all()
    yield
    revocation.reset()


@pytest.fixture
def api() -> object:
    from config.testing.client import Api

    return Api()
