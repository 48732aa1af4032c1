"""A key to attack with."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.api_keys import services
from accounts.api_keys.tests.making import key_of


@pytest.fixture
def key(owner: Any) -> services.Issued:
    return key_of(owner)
