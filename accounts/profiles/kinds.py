"""Profiles as things that may be reported, hidden and restored (see `config.entities`)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from accounts.profiles import queries, screened, services
from accounts.profiles.models import Profile
from config.entities import Kind, Summary, register


def _summaries(ids: Iterable[UUID]) -> dict[UUID, Summary]:
    return {
        user_id: Summary("profile", user_id, author["full_name"] or author["username"], f"/u/{author['username']}")
        for user_id, author in queries.author_summaries(ids).items()
    }


def _owner_of(profile_id: UUID) -> UUID | None:
    return Profile.objects.filter(pk=profile_id).values_list("pk", flat=True).first()


def _reach(profile_id: UUID) -> int:
    """Whoever follows somebody sees what they do."""
    return Profile.objects.filter(pk=profile_id).values_list("followers_count", flat=True).first() or 0


def register_kinds() -> None:
    """Make the kind `profile` known."""
    register(
        Kind(
            name="profile",
            visible_to=queries.visible_to,
            summaries=_summaries,
            owner_of=_owner_of,
            hide=services.hide,
            restore=services.restore,
            written=screened.written,
            newest=screened.newest,
            reach=_reach,
        )
    )
