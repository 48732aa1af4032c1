"""Cases, their history, and the decisions that end their rounds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.db import EditableThing, Thing
from config.roles import Role
from moderation.cases.choices import Category, Outcome, Priority, Sort, State

WAITING = ~Q(state=State.DECIDED)


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


class Case(EditableThing):
    """Everything that is held against one thing.

    `score` orders the queue, 0 to 100: severity, reach, who reports, and how long it waits (`priority.py`). `weight`
    is what this round's reports weigh, in tenths of a report by somebody without a record. `needs_role` is who must
    decide at least. `opened_at` and `first_act_at` are this round's. `fine_digest` knows the text that a decision found
    nothing wrong with: reports of the same text are answered at once.
    """

    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    owner = _person()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    category = models.CharField(max_length=14, choices=Category.choices, default=Category.OTHER)
    score = models.PositiveSmallIntegerField(default=0)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.LOW)
    needs_role = models.CharField(max_length=12, choices=Role.choices, default=Role.MODERATOR)
    assignee = _person(is_indexed=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_act_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    round = models.PositiveIntegerField(default=1)
    report_count = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    reach = models.PositiveBigIntegerField(default=0)
    fine_digest = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id"], name="case_once_a_thing"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="case_priority_known"),
            models.CheckConstraint(
                condition=Q(needs_role__in=[Role.MODERATOR, Role.MANAGER, Role.ADMIN]), name="case_needs_staff"
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="case_score_bounded"),
            models.CheckConstraint(
                condition=~Q(state=State.CLAIMED) | Q(claimed_at__isnull=False), name="case_claimed_when"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECIDED) ^ Q(decided_at__isnull=True), name="case_decided_when"
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], name="case_queue", condition=WAITING),
            models.Index(fields=["state", "-score", "id"], name="case_by_state"),
            models.Index(fields=["assignee", "-score", "id"], name="case_by_assignee", condition=WAITING),
            models.Index(fields=["due_at"], name="case_due", condition=WAITING),
            models.Index(fields=["owner", "-id"], name="case_of_owner"),
            models.Index(fields=["-decided_at"], name="case_decided", condition=Q(state=State.DECIDED)),
            models.Index(fields=["opened_at"], name="case_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class CaseEntry(Thing):
    """One line of a case's history, for the staff. `text` is a moderator's own words; `data` words of lists and ids."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries", db_index=False)
    sort = models.CharField(max_length=14, choices=Sort.choices)
    actor = _person()
    text = models.TextField(max_length=2_000, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("entry of a case")
        verbose_name_plural = _("entries of cases")
        constraints = [models.CheckConstraint(condition=Q(sort__in=Sort.values), name="case_entry_sort_known")]
        indexes = [
            models.Index(fields=["case", "-id"], name="case_entry_of_case"),
            models.Index(fields=["actor", "-id"], name="case_entry_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} in {self.case_id}"


class Decision(Thing):
    """What ended round `round` of a case. `reason` is told to the owner; `note` stays with the staff.

    `title` and `excerpt` are the thing as it was then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    round = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    category = models.CharField(max_length=14, choices=Category.choices)
    owner = _person()
    made_by = _person()
    reason = models.CharField(max_length=500, blank=True)
    note = models.TextField(max_length=2_000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=500, blank=True)
    overturned_at = models.DateTimeField(null=True, blank=True)
    overturned_by = _person(is_indexed=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.UniqueConstraint(fields=["case", "round"], name="decision_once_a_round"),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="decision_of_owner"),
            models.Index(fields=["made_by", "-id"], name="decision_made_by"),
            models.Index(fields=["created_at"], name="decision_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.case_id} ({self.round})"
