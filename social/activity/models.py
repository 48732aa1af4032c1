"""Items, and who flagged which. Keys of items are made by `keys.item_id`, so `-id` is newest first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.db import Thing
from social.activity.choices import Reach

LIVE = models.Q(deleted_at__isnull=True, hidden_at__isnull=True)


class ActivityEvent(models.Model):
    """`actor` did `verb` to the thing, which belongs to the target or is aimed at it.

    The thing is of a kind in `config.entities`. `deleted_at` is when its actor took the item off, `hidden_at` when it
    was hidden by moderation or by flags; `flag_count` counts the flags since moderation last let it stand. A pinned
    item outlasts its age.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    # Composite indexes begin with it, so the column needs none of its own.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.UUIDField(null=True, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    visibility = models.CharField(max_length=9, choices=Reach.choices, default=Reach.PUBLIC)
    community_id = models.UUIDField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_pinned = models.BooleanField(default=False)
    flag_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=models.Q(visibility__in=Reach.values), name="activity_visibility_known"),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="activity_by_actor", condition=LIVE),
            # What one takes back, and what goes with an account: its own, and what others did about the person.
            models.Index(fields=["actor", "thing_id"], name="activity_by_actor_and_thing"),
            models.Index(fields=["thing_id"], name="activity_about_person", condition=models.Q(kind="profile")),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.verb} {self.kind} {self.thing_id}"


class ActivityFlag(Thing):
    """`member` finds that the item does not belong in feeds: once each."""

    item = models.ForeignKey(ActivityEvent, on_delete=models.CASCADE, related_name="flags", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("flag of an activity")
        verbose_name_plural = _("flags of activities")
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="activity_flag_once")]

    def __str__(self) -> str:
        return f"{self.member_id} flags {self.item_id}"
