"""The deeds of the slice, by the names under which others call them."""

from __future__ import annotations

from accounts.api_keys.services.keys import (
    Issued,
    create_key,
    edit_key,
    on_account_change,
    revoke_all,
    revoke_key,
    rotate_key,
)
from accounts.api_keys.services.service_accounts import create_service_account
from accounts.api_keys.services.usage import add_usage, prune

__all__ = [
    "Issued",
    "add_usage",
    "create_key",
    "create_service_account",
    "edit_key",
    "on_account_change",
    "prune",
    "revoke_all",
    "revoke_key",
    "rotate_key",
]
