"""Requests for friendship. Their keys are UUIDv7, so `-id` is newest first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from config.db import Thing
from social.friends.choices import RequestStatus

LONGEST_MESSAGE = 300


def _end() -> models.ForeignKey[Any, Any]:
    """A member at one end; the composite indexes below begin with each end, so the column needs none of its own."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)


class FriendRequest(Thing):
    """`sender` asks `recipient` to be friends, perhaps with a few words.

    `responded_at` is when it was answered or taken back. A message that is hidden is not shown to the recipient.
    """

    sender = _end()
    recipient = _end()
    message = models.CharField(max_length=LONGEST_MESSAGE, blank=True)
    status = models.CharField(max_length=9, choices=RequestStatus.choices, default=RequestStatus.PENDING)
    responded_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("friend request")
        verbose_name_plural = _("friend requests")
        constraints = [
            models.UniqueConstraint(
                Least("sender", "recipient"),
                Greatest("sender", "recipient"),
                condition=models.Q(status=RequestStatus.PENDING),
                name="friend_request_pending_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("recipient")), name="friend_request_not_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=RequestStatus.values), name="friend_request_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.PENDING) ^ models.Q(responded_at__isnull=False),
                name="friend_request_answered_when",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "status", "-id"], name="friend_request_incoming"),
            models.Index(fields=["sender", "status", "-id"], name="friend_request_outgoing"),
            models.Index(fields=["sender", "recipient"], name="friend_request_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} asks {self.recipient_id}: {self.status}"
