"""Reading rules, their trials, and what screening said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from config import clock, entities
from config.roles import Role, Viewer, at_least
from moderation.screening.choices import Settled, State
from moderation.screening.errors import RuleNotFound, ScreeningNotFound, TrialNotFound
from moderation.screening.models import (
    PendingAnalysis,
    RuleTrial,
    Screening,
    ScreeningReason,
    ScreeningRule,
    WritingTrace,
)
from moderation.screening.ruleset import Trace

COUNTED_FOR = timedelta(days=30)
MOST_TRACES = 1_000
AT_A_TIME = 500
"""Of so many things the texts are read at once."""

ThingKey = tuple[str, UUID]


def rules_visible_to(viewer: Viewer) -> QuerySet[ScreeningRule]:
    """All rules, for moderators and above; none for others."""
    rules = ScreeningRule.objects.select_related("made_by")
    return rules if at_least(viewer, Role.MODERATOR) else rules.none()


def visible_rule(viewer: Viewer, rule_id: UUID) -> ScreeningRule:
    """The rule, if `viewer` may see it; `RuleNotFound` otherwise."""
    found = rules_visible_to(viewer).filter(pk=rule_id).first()
    if found is None:
        raise RuleNotFound
    return found


def all_rules() -> QuerySet[ScreeningRule]:
    """All rules by state and name, for operators."""
    return ScreeningRule.objects.order_by("state", "slug")


def live_rules() -> QuerySet[ScreeningRule]:
    """The rules that texts are judged by."""
    return ScreeningRule.objects.filter(state=State.LIVE)


def labels_of(slugs: Iterable[str]) -> set[str]:
    """What the scores are of that rules of these names look at."""
    return set(ScreeningRule.objects.filter(slug__in=list(slugs)).exclude(label="").values_list("label", flat=True))


def caught_by(rule_ids: list[UUID]) -> dict[UUID, int]:
    """How many texts each rule caught in the last 30 days; rules that caught none are left out."""
    since = clock.now() - COUNTED_FOR
    rows = ScreeningReason.objects.filter(rule_id__in=rule_ids, at__gte=since).order_by()
    return {rule_id: n for rule_id, n in rows.values_list("rule_id").annotate(n=Count("*")) if rule_id is not None}


def trials_of(viewer: Viewer, rule_id: UUID) -> QuerySet[RuleTrial]:
    """The trials of a rule that `viewer` may see."""
    return RuleTrial.objects.filter(rule=visible_rule(viewer, rule_id)).select_related("made_by")


def visible_trial(viewer: Viewer, rule_id: UUID, trial_id: UUID) -> RuleTrial:
    """One trial of a rule; `TrialNotFound` where there is none."""
    found = trials_of(viewer, rule_id).filter(pk=trial_id).first()
    if found is None:
        raise TrialNotFound
    return found


def samples_seen_by(viewer: Viewer, trials: Iterable[RuleTrial]) -> dict[UUID, list[dict[str, str]]]:
    """Of each trial the samples that `viewer` may see: whoever asked for it may have seen others.

    One whose thing is gone by now is left out.
    """
    samples = {trial.pk: trial.samples for trial in trials}
    named = {(each["type"], UUID(each["id"])) for several in samples.values() for each in several}
    standing = _standing(things_seen_by(viewer, named))
    return {
        pk: [each for each in several if (each["type"], UUID(each["id"])) in standing]
        for pk, several in samples.items()
    }


def things_seen_by(viewer: Viewer, things: Iterable[ThingKey]) -> set[ThingKey]:
    """Which of these things the viewer may see, by their kinds' own rules."""
    return {
        (name, pk)
        for name, ids in _by_kind(things).items()
        for pk in entities.kind(name).visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)
    }


def texts_of(things: Iterable[ThingKey]) -> dict[ThingKey, entities.Written]:
    """The texts of these few things; those that are gone are left out."""
    return {
        (name, pk): text
        for name, ids in _by_kind(things).items()
        if (written := entities.kind(name).written) is not None
        for pk, text in written(ids).items()
    }


def _standing(things: Iterable[ThingKey]) -> set[ThingKey]:
    """Which of these things have their text still: a deleted one may be seen, as a gap with answers below it."""
    named = sorted(things)
    pieces = (named[start : start + AT_A_TIME] for start in range(0, len(named), AT_A_TIME))
    return {key for piece in pieces for key in texts_of(piece)}


def _by_kind(things: Iterable[ThingKey]) -> dict[str, list[UUID]]:
    """The ids by the names of their kinds; those of kinds that nobody knows any more are left out."""
    known = {kind.name for kind in entities.kinds()}
    ids: dict[str, list[UUID]] = defaultdict(list)
    for name, pk in things:
        if name in known:
            ids[name].append(pk)
    return ids


def screenings_visible_to(viewer: Viewer) -> QuerySet[Screening]:
    """What screening said of all texts, for moderators and above."""
    rows = Screening.objects.select_related("author", "settled_by").prefetch_related("reasons")
    return rows if at_least(viewer, Role.MODERATOR) else rows.none()


def open_screenings() -> QuerySet[Screening]:
    """What waits for a moderator."""
    return Screening.objects.filter(settled_at__isnull=True)


def open_screening_of(kind: str, thing_id: UUID) -> Screening | None:
    """What waits of that thing."""
    return open_screenings().filter(kind=kind, thing_id=thing_id).first()


def was_released(kind: str, thing_id: UUID, text_digest: str, codes: set[str]) -> bool:
    """Whether a moderator has let this very text of this thing stand, with all of these reasons before them."""
    rows = Screening.objects.filter(kind=kind, thing_id=thing_id, settled_as=Settled.RELEASED, text_digest=text_digest)
    return any(codes <= {reason.code for reason in row.reasons.all()} for row in rows.prefetch_related("reasons"))


def screenings_of(kind: str, thing_id: UUID) -> QuerySet[Screening]:
    """Everything that screening said of a thing, the newest first."""
    return Screening.objects.filter(kind=kind, thing_id=thing_id).prefetch_related("reasons").order_by("-id")


def held_ids(kind: str, thing_ids: list[UUID]) -> set[UUID]:
    """Which of these things are held by screening now."""
    rows = open_screenings().filter(kind=kind, thing_id__in=thing_ids, outcome="hold")
    return {thing_id for thing_id in rows.values_list("thing_id", flat=True) if thing_id is not None}


def screening_by_id(viewer: Viewer, screening_id: UUID) -> Screening:
    """One row; `ScreeningNotFound` where `viewer` sees none."""
    found = screenings_visible_to(viewer).filter(pk=screening_id).first()
    if found is None:
        raise ScreeningNotFound
    return found


def traces_of(author_id: UUID, since: datetime) -> list[Trace]:
    """What the author wrote since then, the newest first, a thousand at most."""
    rows = WritingTrace.objects.filter(author_id=author_id, at__gt=since).order_by("-at")
    return [Trace(*row) for row in rows.values_list("thing_id", "digest", "at")[:MOST_TRACES]]


def waiting_analyses() -> QuerySet[PendingAnalysis]:
    """What waits for the hosted analyser."""
    return PendingAnalysis.objects.filter(given_up_at__isnull=True)
