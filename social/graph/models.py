"""The edges. Nobody outside this slice writes them, and `related_name="+"` keeps them from being walked past `queries`.

Their keys are UUIDv7, so `-id` is newest first: lists page along (member, id) and need no second column.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.db import Thing


def _end_of_edge() -> models.ForeignKey[Any, Any]:
    """A member at one end; the composite indexes below begin with each end, so the column needs none of its own."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)


class Follow(Thing):
    """`follower` sees what `followee` does."""

    follower = _end_of_edge()
    followee = _end_of_edge()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followee")), name="follow_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["follower", "-id"], name="follow_by_follower"),
            models.Index(fields=["followee", "-id"], name="follow_by_followee"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followee_id}"


class FollowRequest(Thing):
    """`requester` asks to follow `followee`, who approves their followers. Answered or taken back, the row is gone."""

    requester = _end_of_edge()
    followee = _end_of_edge()

    class Meta:
        verbose_name = _("follow request")
        verbose_name_plural = _("follow requests")
        constraints = [
            models.UniqueConstraint(fields=["requester", "followee"], name="follow_request_once"),
            models.CheckConstraint(
                condition=~models.Q(requester=models.F("followee")), name="follow_request_of_another"
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-id"], name="follow_request_by_requester"),
            models.Index(fields=["followee", "-id"], name="follow_request_by_followee"),
        ]

    def __str__(self) -> str:
        return f"{self.requester_id} asks to follow {self.followee_id}"


class Friendship(Thing):
    """One half of a friendship: `member` has `friend`. The other half is made and ended with it.

    Both keep the `request` that led to it, where one did.
    """

    member = _end_of_edge()
    friend = _end_of_edge()
    request = models.ForeignKey(
        "social.FriendRequest", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("friendship")
        verbose_name_plural = _("friendships")
        constraints = [
            models.UniqueConstraint(fields=["member", "friend"], name="friendship_once"),
            models.CheckConstraint(condition=~models.Q(member=models.F("friend")), name="friendship_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="friendship_by_member"),
            models.Index(fields=["friend", "member"], name="friendship_by_friend"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} has the friend {self.friend_id}"


class Block(Thing):
    """`blocker` wants nothing to do with `blocked`."""

    blocker = _end_of_edge()
    blocked = _end_of_edge()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(blocker=models.F("blocked")), name="block_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["blocker", "-id"], name="block_by_blocker"),
            models.Index(fields=["blocked", "blocker"], name="block_by_blocked"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class Mute(Thing):
    """`muter` does not want to see what `muted` does; `muted` is not told."""

    muter = _end_of_edge()
    muted = _end_of_edge()

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~models.Q(muter=models.F("muted")), name="mute_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["muter", "-id"], name="mute_by_muter"),
            models.Index(fields=["muted", "muter"], name="mute_by_muted"),
        ]

    def __str__(self) -> str:
        return f"{self.muter_id} mutes {self.muted_id}"
