"""Rules and their trials, what screening said of texts and why, and what waits for a hosted analyser."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import EditableThing, Thing
from moderation.screening.choices import Label, Outcome, Settled, Sort, State, TrialState


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")


class ScreeningRule(EditableThing):
    """What is looked for, and what then comes of the text.

    `values` are terms, patterns or hosts. `most` is how many links, repeats or texts are fine, the two last within
    `window_minutes`. With `new_account_hours` the rule looks at accounts alone that are not older. `threshold` is the
    score of `label`, in percent, from which on the rule holds. Without `kinds` it is about everything people write.
    """

    slug = models.SlugField(max_length=60, unique=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.FLAG)
    values = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(1_000)])
    window_minutes = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1_440)]
    )
    new_account_hours = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8_760)]
    )
    label = models.CharField(max_length=8, choices=Label.choices, blank=True)
    threshold = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT, editable=False)
    note = models.CharField(max_length=500, blank=True)
    is_shipped = models.BooleanField(default=False, editable=False)
    made_by = _person()
    live_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("screening rule")
        verbose_name_plural = _("screening rules")
        constraints = [
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="screening_rule_sort_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="screening_rule_outcome_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="screening_rule_state_known"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ALLOW) | Q(sort=Sort.HOSTS), name="screening_rule_only_hosts_allow"
            ),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gte=1, threshold__lte=100),
                name="screening_rule_threshold_percent",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="screening_rule_by_state")]

    def __str__(self) -> str:
        return self.slug


class RulesVersion(models.Model):
    """One row. Its token is another one after every change of a live rule, and is all that processes look at."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    token = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="screening_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def present(cls) -> UUID | None:
        """The token of now; None where nothing was ever changed."""
        return cls.objects.filter(pk=cls.ONLY).values_list("token", flat=True).first()


class RuleTrial(Thing):
    """A rule in one form (`digest` of its `definition`), tried on what was written in the last `days`, newest first."""

    rule = models.ForeignKey(ScreeningRule, on_delete=models.CASCADE, related_name="trials")
    digest = models.CharField(max_length=32)
    definition = models.JSONField(default=dict)
    made_by = _person()
    days = models.PositiveSmallIntegerField(default=30)
    most = models.PositiveIntegerField(default=500)
    state = models.CharField(max_length=7, choices=TrialState.choices, default=TrialState.WAITING)
    looked_at = models.PositiveIntegerField(default=0)
    caught = models.PositiveIntegerField(default=0)
    samples = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("trial of a rule")
        verbose_name_plural = _("trials of rules")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TrialState.values), name="rule_trial_state_known"),
        ]
        indexes = [models.Index(fields=["created_at"], name="rule_trial_by_time")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.digest[:8]}"


class Screening(Thing):
    """What screening said of a text that it did not simply allow. A thing has one open row at most.

    `excerpt` is what stood around the first thing that was found, as it was then. `text_digest` knows the text again:
    what a moderator has released is not caught a second time for the same reasons.
    """

    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField(null=True, blank=True)
    author = _person()
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    excerpt = models.CharField(max_length=200, blank=True)
    text_digest = models.CharField(max_length=16, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_as = models.CharField(max_length=8, choices=Settled.choices, blank=True)
    settled_by = _person()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="screening_outcome_known"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) ^ ~Q(settled_as=""), name="screening_settled_somehow"
            ),
            models.UniqueConstraint(
                fields=["kind", "thing_id"], condition=Q(settled_at__isnull=True), name="screening_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "thing_id", "-id"], name="screening_of_thing"),
            models.Index(fields=["-id"], name="screening_open", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["settled_at"], name="screening_settled", condition=Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.kind} {self.thing_id}"


class ScreeningReason(models.Model):
    """One reason of a screening: the rule and the value that was met, or a code where no rule stands behind it."""

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="reasons")
    rule = models.ForeignKey(
        ScreeningRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="reasons", db_index=False
    )
    code = models.CharField(max_length=60)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    matched = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("reason of a screening")
        verbose_name_plural = _("reasons of screenings")
        constraints = [models.UniqueConstraint(fields=["screening", "code"], name="screening_reason_once")]
        indexes = [models.Index(fields=["rule", "-at"], name="screening_reason_of_rule")]

    def __str__(self) -> str:
        return self.code


class WritingTrace(models.Model):
    """That somebody wrote something, for a day: who, when, which thing, and a digest of longer texts."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    thing_id = models.UUIDField()
    digest = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("trace of writing")
        verbose_name_plural = _("traces of writing")
        indexes = [
            models.Index(fields=["author", "-at"], name="writing_trace_of_author"),
            models.Index(fields=["at"], name="writing_trace_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} at {self.at}"


class PendingAnalysis(models.Model):
    """A thing whose text waits for the hosted analyser. After the last try it is given up, and stays to be retried."""

    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pending analysis")
        verbose_name_plural = _("pending analyses")
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="pending_analysis_once")]
        indexes = [
            models.Index(fields=["due_at"], name="pending_analysis_due", condition=Q(given_up_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
