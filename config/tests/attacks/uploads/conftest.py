"""Who uploads, and what lies in the folder of pictures afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.testing.client import Api


@pytest.fixture
def as_owner(owner: Any) -> Api:
    return Api().as_(owner)


@pytest.fixture
def kept(media_folder: Path) -> Callable[[], list[Path]]:
    """The files in the folder of pictures, uploads that are not done included."""
    return lambda: sorted(path for path in media_folder.rglob("*") if path.is_file())
