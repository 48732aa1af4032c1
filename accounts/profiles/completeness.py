"""How much of a profile is filled in, and what is missing."""

from __future__ import annotations

from typing import Any

PARTS = ("full_name", "bio", "title", "website", "location")


def completeness(values: dict[str, Any], *, email_verified: bool) -> dict[str, Any]:
    """`{"percent", "missing"}`: each part and the verified address weigh the same."""
    missing = [part for part in PARTS if not values[part]]
    if not email_verified:
        missing.append("email_verified")
    whole = len(PARTS) + 1
    return {"percent": round(100 * (whole - len(missing)) / whole), "missing": missing}
