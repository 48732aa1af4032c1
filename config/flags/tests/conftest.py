"""A flag of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.flags import declare, registry, services


@pytest.fixture
def novelty() -> Iterator[str]:
    """A flag that begins as off."""
    yield declare("novelty", title="Something new", on_by_default=False)
    registry.forget("novelty")


@pytest.fixture
def switch(novelty: str, admin: Any) -> Callable[..., Any]:
    """Decides for whom the flag is on: `switch(everyone=None, percent="12.5")`."""

    def change(**changes: Any) -> Any:
        return services.change_flag(name=novelty, actor=admin, changes={"everyone": None} | changes)

    return change
