"""A receiver, and an endpoint that leads to it."""

from __future__ import annotations

import pytest

from notifications.webhooks import sending
from notifications.webhooks.tests import trial
from notifications.webhooks.tests.receiver import Receiver


@pytest.fixture
def receiver(hostile, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 2.0)
    return Receiver(hostile)


@pytest.fixture
def issued(receiver, manager):
    """An endpoint at the receiver, with its secret."""
    return trial.made(manager, receiver.url)
