"""Whom an item is for. What its actor lets others see of their activity is asked beside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """Whom an item is for. Friends always count as followers."""

    PUBLIC = "public", _("everyone")
    FOLLOWERS = "followers", _("followers")
    FRIENDS = "friends", _("friends")
    COMMUNITY = "community", _("a community")
    PRIVATE = "private", _("nobody else")


TRACKED = (Reach.PUBLIC.value, Reach.FOLLOWERS.value, Reach.FRIENDS.value, Reach.PRIVATE.value)
"""Whom a client's own item can be for."""
