"""Sanctions in force and past ones, and the strikes that they brought."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import Thing
from moderation.sanctions.choices import ENDING, ON_ACCOUNTS, ON_THINGS, Act, Ended, Label

IN_FORCE = Q(ended_at__isnull=True)


def _person(*, is_indexed: bool = False) -> models.ForeignKey[Any, Any]:
    """Most are found by an index of their own, which begins with them."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=is_indexed,
    )


class Sanction(Thing):
    """One act on a thing (`kind`, `thing_id`) or on a member, by a decision, in force until `ended_at`.

    `member` is whom it is about: the owner of the thing at that time. They are told `reason`; `note` stays with the
    staff.
    """

    decision = models.ForeignKey("moderation.Decision", on_delete=models.PROTECT, related_name="sanctions")
    act = models.CharField(max_length=7, choices=Act.choices)
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    member = _person()
    label = models.CharField(max_length=10, choices=Label.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    note = models.TextField(max_length=2_000, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    made_by = _person()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    ended_by = _person(is_indexed=True)

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="sanction_act_known"),
            models.CheckConstraint(
                condition=Q(act=Act.LABEL, label__in=Label.values) | (~Q(act=Act.LABEL) & Q(label="")),
                name="sanction_label_where_it_labels",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(act__in=[*ENDING]), name="sanction_only_some_end_by_the_clock"
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) ^ ~Q(ended_as=""), name="sanction_ended_somehow"),
            models.UniqueConstraint(
                fields=["decision", "act"],
                condition=IN_FORCE & Q(act__in=[*ON_THINGS]),
                name="sanction_once_a_decision",
            ),
            models.UniqueConstraint(
                fields=["kind", "thing_id"], condition=IN_FORCE & Q(act=Act.LABEL), name="sanction_one_label_a_thing"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "thing_id", "-id"], name="sanction_of_thing"),
            models.Index(fields=["member", "-id"], name="sanction_of_member"),
            models.Index(fields=["member"], name="sanction_on_account", condition=IN_FORCE & Q(act__in=[*ON_ACCOUNTS])),
            models.Index(fields=["until"], name="sanction_to_expire", condition=IN_FORCE & Q(until__isnull=False)),
            models.Index(fields=["made_by", "-id"], name="sanction_made_by"),
            models.Index(fields=["-id"], name="sanction_in_force", condition=IN_FORCE),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.thing_id}"


class Strike(Thing):
    """Counts `points` against a member until it expires, or until its sanction was overturned."""

    sanction = models.OneToOneField(Sanction, on_delete=models.CASCADE, related_name="strike")
    member = _person()
    points = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("strike")
        verbose_name_plural = _("strikes")
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=10), name="strike_points_bounded"),
        ]
        indexes = [models.Index(fields=["member", "expires_at"], name="strike_of_member")]

    def __str__(self) -> str:
        return f"{self.points} against {self.member_id}"
