"""The tables of the inbox.

Whoever changes anything in an inbox holds its `InboxState` row first, so deeds on one inbox come one after the other;
who needs several takes them in the order of their keys.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing

LISTED = Q(in_app=True, archived_at__isnull=True)
UNREAD = LISTED & Q(read_at__isnull=True)


def _person(**more: Any) -> models.ForeignKey[Any, Any]:
    # Without a constraint in the database: checking it would lock an account's row for each of ten thousand rows.
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
        **more,
    )


class InboxState(models.Model):
    """One inbox: its lock, its last position, how far all of it was read, and how many are unread.

    What is unread in the rows and at or below `read_through` was read at `read_through_at`; `settled_through` is how
    far the rows say so themselves. `spent` counts the messages that leave the platform by hour, where a limit is set.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.BigIntegerField(default=0)
    read_through = models.BigIntegerField(default=0)
    read_through_at = models.DateTimeField(null=True, blank=True)
    settled_through = models.BigIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    spent = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("inbox")
        verbose_name_plural = _("inboxes")
        indexes = [
            models.Index(
                fields=["member"], condition=Q(settled_through__lt=models.F("read_through")), name="inbox_to_settle"
            )
        ]

    def __str__(self) -> str:
        return f"inbox of {self.member_id}"


class UnreadCount(models.Model):
    """How many unread notifications of one type there are, and how many of them were told by mail and push as well."""

    id = models.BigAutoField(primary_key=True)
    member = _person()
    type = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)
    by_email = models.PositiveIntegerField(default=0)
    by_push = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("unread count")
        verbose_name_plural = _("unread counts")
        constraints = [models.UniqueConstraint(fields=["member", "type"], name="unread_count_once")]

    def __str__(self) -> str:
        return f"{self.count} unread {self.type}"


class Notification(Thing):
    """One row of an inbox.

    It is about a thing (a kind in `config.entities`), or about none; `part_id` is what its newest event itself was
    about: the comment, where the thing is the workbook. `actor_id`, `second_id` and `third_id` are the newest three of
    `actor_count` people; `count` is how many events. One that `stays` is shown whether or not its thing can be seen.
    Where `in_app` is false it stands in no list, and is there for the mail alone. `emailed_at` and `pushed_at` are when
    it was last put on the queue, `collected_at` when it is due in a digest, `gathered_in` and `gathered_at` the last
    digest that took it; `channels` are those that delivered it.
    """

    recipient = _person()
    type = models.CharField(max_length=80)
    group_key = models.CharField(max_length=140)
    kind = models.CharField(max_length=20, blank=True)
    thing_id = models.UUIDField(null=True, blank=True)
    part_id = models.UUIDField(null=True, blank=True)
    # Plain ids: what an account did is taken back before the account goes (`privacy`).
    actor_id = models.UUIDField(null=True, blank=True)
    second_id = models.UUIDField(null=True, blank=True)
    third_id = models.UUIDField(null=True, blank=True)
    actor_count = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=1)
    position = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict, blank=True)
    stays = models.BooleanField(default=False)
    in_app = models.BooleanField(default=True)
    channels = models.JSONField(default=list, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    # A plain id: digests lie above, and are kept less long.
    gathered_in = models.UUIDField(null=True, blank=True)
    gathered_at = models.DateTimeField(null=True, blank=True)
    first_cause_id = models.BigIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "group_key"], condition=UNREAD, name="notification_unread_once"
            ),
        ]
        indexes = [
            # Lists, archived ones too, and an account's erasure; what is only mailed lies below everything else.
            models.Index(fields=["recipient", "-position", "-id"], name="notification_of_recipient"),
            models.Index(fields=["recipient", "-position", "-id"], condition=UNREAD, name="notification_unread"),
            # Rows about a thing that nobody is to hear of any more, and those of an account that is erased.
            models.Index(fields=["thing_id"], condition=Q(thing_id__isnull=False), name="notification_by_thing"),
            # What grows old, and what is due in digests.
            models.Index(fields=["changed_at"], condition=Q(archived_at__isnull=True), name="notification_by_age"),
            models.Index(fields=["archived_at"], condition=Q(archived_at__isnull=False), name="notification_put_away"),
            models.Index(
                fields=["collected_at", "recipient"],
                condition=Q(collected_at__isnull=False),
                name="notification_for_digest",
            ),
            models.Index(
                fields=["gathered_in", "-changed_at", "-id"],
                condition=Q(gathered_in__isnull=False),
                name="notification_in_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.recipient_id}"


class NotificationCause(models.Model):
    """One event that notified one person: once each, which is what makes a redelivered event tell nothing.

    `kind` and `thing_id` are what the event itself was about; `decisions` is what became of it by each channel, and
    why. It outlives its notification, and also stands where all channels were off. One that was taken back counts no
    more.
    """

    id = models.BigAutoField(primary_key=True)
    notification = models.ForeignKey(
        Notification, null=True, blank=True, on_delete=models.SET_NULL, related_name="causes", db_index=False
    )
    recipient = _person()
    type = models.CharField(max_length=80)
    cause_id = models.BigIntegerField()
    actor_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    thing_id = models.UUIDField(null=True, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cause of a notification")
        verbose_name_plural = _("causes of notifications")
        constraints = [
            models.UniqueConstraint(fields=["cause_id", "recipient", "type"], name="notification_cause_once")
        ]
        indexes = [
            models.Index(fields=["recipient"], name="cause_of_recipient"),
            models.Index(fields=["notification", "-id"], name="cause_of_notification"),
            models.Index(fields=["actor_id", "thing_id"], name="cause_by_actor"),
            models.Index(fields=["thing_id"], name="cause_by_thing"),
            models.Index(fields=["at"], name="cause_by_age"),
        ]

    def __str__(self) -> str:
        return f"event {self.cause_id} told {self.recipient_id} as {self.type}"
