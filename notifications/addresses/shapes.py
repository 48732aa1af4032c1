"""Addresses as plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from config.roles import Viewer
from notifications.addresses.models import Address, Kind


def channel(row: Address) -> dict[str, Any]:
    """One address. Of a browser it names the push service alone: its whole URL is good for nothing but sending."""
    shown = urlsplit(row.value).hostname or "" if row.kind == Kind.WEB_PUSH else row.value
    return {
        "id": row.pk,
        "kind": row.kind,
        "address": shown,
        "label": row.label,
        "is_verified": row.verified_at is not None,
        "created_at": row.created_at,
    }


def channels(rows: Sequence[Address], viewer: Viewer) -> list[dict[str, Any]]:
    """Addresses of the viewer's own."""
    return [channel(row) for row in rows]
