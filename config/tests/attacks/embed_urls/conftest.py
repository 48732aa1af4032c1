"""The hostile corner of the network, and a member who embeds what lies there."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.client import Api
from config.testing.hostile import PUBLIC, Hostile, answer
from config.tests.attacks.embed_urls.ways_in import HOST, PAGE
from workbooks.embeds.tests.shipping import ship_sources


@pytest.fixture
def api(owner: Any, settings: Any) -> Api:
    ship_sources()
    return Api().as_(owner)


@pytest.fixture
def net(hostile: Hostile) -> Hostile:
    """The hostile network, in which the one allowed name leads to a public address."""
    hostile.names[HOST] = [[PUBLIC]]
    hostile.serves("/views/Sales/Overview", answer(PAGE, Content_Type="text/html"))
    return hostile
