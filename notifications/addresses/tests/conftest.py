"""Push is set up."""

from __future__ import annotations

import pytest

from notifications.addresses.vapid import make_keys


@pytest.fixture
def push(settings):
    settings.VAPID_PRIVATE_KEY, public = make_keys()
    settings.ONESIGNAL_APP_ID, settings.ONESIGNAL_API_KEY = "app", "key"
    return public
