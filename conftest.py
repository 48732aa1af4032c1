"""Fixtures of the whole suite, and which tests need which service."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from config.testing.emptying import empty_quickly
from config.testing.ways import FULL_FOLLOWS

pytest_plugins = [
    "config.testing.browser",
    "config.testing.buckets",
    "config.testing.cast",
    "config.testing.desk",
    "config.testing.events",
    "config.testing.gateway",
    "config.testing.hostile",
]

empty_quickly()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_faults(config, items)
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if on_postgres and not settings.EMBEDDED:
        _leave_out(config, items, _is_seen_in_the_embedded_way)
    elif os.environ.get(FULL_FOLLOWS) and not os.environ.get("BOTH_WAYS"):
        _leave_out(config, items, lambda item: item.get_closest_marker("deep") is not None)
    for item in items:
        if "postgres" in item.keywords and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))
        if "redis" in item.keywords and settings.EMBEDDED:
            item.add_marker(pytest.mark.skip(reason="needs Redis: set REDIS_URL"))


def _leave_out_faults(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Faults take minutes and the whole machine: they run when asked for, by `make faults` or `-m faults`."""
    if "faults" not in config.option.markexpr:
        _leave_out(config, items, lambda item: item.get_closest_marker("faults") is not None)


def _is_seen_in_the_embedded_way(item: pytest.Item) -> bool:
    """Pages look the same whatever lies behind them, and what starts an embedded platform starts it in either way.

    `BOTH_WAYS=1` runs them in the full way as well.
    """
    looks = "chromium" in getattr(item, "fixturenames", ())
    return (looks or item.get_closest_marker("once") is not None) and not os.environ.get("BOTH_WAYS")


def _leave_out(config: pytest.Config, items: list[pytest.Item], unwanted: Callable[[pytest.Item], bool]) -> None:
    away = [item for item in items if unwanted(item)]
    if away:
        config.hook.pytest_deselected(items=away)
        kept = set(away)
        items[:] = [item for item in items if item not in kept]


@pytest.fixture(autouse=True)
def clean_process_state() -> Iterator[None]:
    """What a process remembers between requests must not reach the next test."""
    from accounts.auth import revocation
    from config import entities
    from config.flags import memory as flags
    from config.testing.memory import forget_all
    from moderation.screening import memory as screening

    forget_all()
    screener = entities._screener
    yield
    entities.set_screener(screener)
    screening.reset()
    revocation.reset()
    flags.reset()


@pytest.fixture
def api() -> object:
    from config.testing.client import Api

    return Api()
