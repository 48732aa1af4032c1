"""The deeds of webhooks, by the names under which others call them. Managers do them, and every one is audited."""

from __future__ import annotations

from notifications.webhooks.services.endpoints import (
    Issued,
    delete_endpoint,
    edit_endpoint,
    make_endpoint,
    reseal_secrets,
    rotate_secret,
    set_state,
)
from notifications.webhooks.services.messages import redeliver, send_test

__all__ = [
    "Issued",
    "delete_endpoint",
    "edit_endpoint",
    "make_endpoint",
    "redeliver",
    "reseal_secrets",
    "rotate_secret",
    "send_test",
    "set_state",
]
