"""A member's profile: one row a user, with privacy choices as columns so that queries can use them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock


class Audience(models.TextChoices):
    """Who may see one part of a profile. Friends always count as followers."""

    EVERYONE = "everyone", _("everyone")
    FOLLOWERS = "followers", _("followers")
    FRIENDS = "friends", _("friends")
    NOBODY = "nobody", _("nobody")


def audience(default: Audience) -> models.CharField[str, str]:
    return models.CharField(max_length=9, choices=Audience.choices, default=default)


class Profile(models.Model):
    """Everything a member can edit about themselves, and the kept counts."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    full_name = models.CharField(max_length=100, blank=True)
    bio = models.TextField(max_length=2_000, blank=True)
    title = models.CharField(max_length=100, blank=True)
    website = models.CharField(max_length=300, blank=True)
    location = models.CharField(max_length=100, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    locale = models.CharField(max_length=8, default="en")
    # The stem of the avatar's files (config.storage); empty where there is none.
    avatar = models.CharField(max_length=60, blank=True, editable=False)

    show_profile = audience(Audience.EVERYONE)
    show_activity = audience(Audience.EVERYONE)
    show_favorites = audience(Audience.EVERYONE)
    show_friends = audience(Audience.FRIENDS)
    show_streaks = audience(Audience.EVERYONE)
    show_location = audience(Audience.NOBODY)
    accept_messages = audience(Audience.FOLLOWERS)
    show_online = audience(Audience.FRIENDS)

    # A follow of the member waits for their approval.
    approves_followers = models.BooleanField(default=False, db_default=False)

    followers_count = models.PositiveIntegerField(default=0, editable=False)
    following_count = models.PositiveIntegerField(default=0, editable=False)
    workbooks_count = models.PositiveIntegerField(default=0, editable=False)

    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            # Files that were replaced are removed, so no two profiles may share them.
            models.UniqueConstraint(fields=["avatar"], condition=~Q(avatar=""), name="profile_avatar_once")
        ]

    def __str__(self) -> str:
        return f"profile of {self.user_id}"
