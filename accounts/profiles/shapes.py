"""What members see of their own profile and settings."""

from __future__ import annotations

from typing import Any

from accounts.presence.queries import place_of_row, presence_of_row
from accounts.profiles.completeness import completeness
from accounts.profiles.queries import PRIVACY, avatar_url
from config.text import render_markdown


def own_profile(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `queries.own_profile` as its owner sees it."""
    verified = row["user__email_verified_at"] is not None
    return {
        "id": row["user_id"],
        "username": row["user__username"],
        "full_name": row["full_name"],
        "bio": row["bio"],
        "bio_html": render_markdown(row["bio"]),
        "title": row["title"],
        "website": row["website"],
        "location": row["location"],
        "timezone": row["timezone"],
        "locale": row["locale"],
        "avatar_url": avatar_url(row),
        "followers_count": row["followers_count"],
        "following_count": row["following_count"],
        "workbooks_count": row["workbooks_count"],
        "profile_completeness": completeness(row, email_verified=verified),
        **presence_of_row(row),
        "shared_location": place_of_row(row),
        "updated_at": row["updated_at"],
    }


def own_settings(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `queries.own_settings` as its owner sees it."""
    return {
        "timezone": row["timezone"],
        "locale": row["locale"],
        "approves_followers": row["approves_followers"],
        "privacy": {part: row[column] for part, column in PRIVACY.items()},
    }
