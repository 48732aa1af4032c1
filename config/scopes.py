"""What an API key may be let do: the words that endpoints declare and keys carry.

An endpoint names an area; reading it asks for `area:read`, everything else for `area:write`. One that names none is
closed to keys.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

READING = frozenset({"GET", "HEAD"})


class Scope(models.TextChoices):
    """All scopes. Each opens an endpoint at least; a new area is added here and in the guide."""

    ACTIVITY_READ = "activity:read", _("Read feeds")
    ACTIVITY_WRITE = "activity:write", _("Track, delete and flag activity")
    ANALYTICS_READ = "analytics:read", _("Read statistics")
    COMMENTS_READ = "comments:read", _("Read comments")
    COMMENTS_WRITE = "comments:write", _("Write, change, delete and like comments")
    FAVORITES_READ = "favorites:read", _("Read favourites")
    FAVORITES_WRITE = "favorites:write", _("Set and take back favourites")
    PEOPLE_READ = "people:read", _("Read people's profiles, and whom you follow, block and mute")
    PEOPLE_WRITE = "people:write", _("Follow, block and mute people")
    PROFILE_READ = "profile:read", _("Read your account, profile and settings")
    PROFILE_WRITE = "profile:write", _("Change your profile and settings")
    TAGS_READ = "tags:read", _("Read tags")
    TAGS_WRITE = "tags:write", _("Curate tags, as far as your role allows")
    WORKBOOKS_READ = "workbooks:read", _("Read workbooks")
    WORKBOOKS_WRITE = "workbooks:write", _("Make, change, publish and delete workbooks")


def scope_for(area: str, method: str) -> str | None:
    """The scope that `method` asks for in an area; None where there is no area, and so no key that opens it."""
    if not area:
        return None
    return f"{area}:{'read' if method in READING else 'write'}"
