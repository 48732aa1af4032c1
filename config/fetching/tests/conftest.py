"""A good server in a corner of the network that means it badly."""

from __future__ import annotations

import pytest

from config.testing.hostile import PUBLIC


@pytest.fixture
def good(hostile):
    hostile.names["good.test"] = [[PUBLIC]]
    return hostile
