"""Means of the attack tests: clients at addresses of their own, the count of hashings, limits turned on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from config.api import throttles
from config.testing.client import Api

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Attacks ask most of PostgreSQL, but for those that end before a database is asked."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("once") is None:
            item.add_marker(pytest.mark.deep)


@pytest.fixture
def at() -> Callable[..., Api]:
    """`at("198.51.100.7")` is the API as asked from there; with `token`, as somebody."""

    def make(address: str, token: str | None = None) -> Api:
        made = Api(token)
        made.client.defaults["REMOTE_ADDR"] = address
        return made

    return make


@pytest.fixture
def limits_on(settings: Any) -> Iterator[None]:
    """The limits that an installation has when nobody has set any."""
    settings.THROTTLES = True
    yield
    throttles.reset_all()


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was hashed or compared, in order: the work that time would tell of."""
    seen: list[str] = []
    plain = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return seen
