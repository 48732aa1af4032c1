"""Trying a rule on what was written before: how much it would have caught, and some of it to look at.

A short trial is done at once; a longer one is a job's. Pace is played through as it happened. Samples are of things
that whoever asked may see; the count is of all.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from accounts.users.queries import user_by_id
from config import clock, entities
from config.db import unhurried
from config.entities import Written
from config.errors import Forbidden
from config.events import record
from config.roles import Role, Viewer, at_least
from moderation.screening import definitions
from moderation.screening.ages import age_of
from moderation.screening.choices import Outcome, TrialState
from moderation.screening.events import RuleTrialAsked
from moderation.screening.excerpts import excerpt_of
from moderation.screening.models import RuleTrial, ScreeningRule
from moderation.screening.normalising import read
from moderation.screening.queries import things_seen_by, visible_rule
from moderation.screening.ruleset import Finding, Rule, RuleSet, Trace
from moderation.screening.services.judging import in_text

log = logging.getLogger(__name__)

AT_ONCE = 500
MOST_TEXTS = 50_000
MOST_DAYS = 365
MOST_SAMPLES = 20

Caught = tuple[Written, list[Finding]]


def try_rule(
    *,
    actor: Viewer,
    rule_id: UUID,
    changes: Mapping[str, Any] | None = None,
    days: int = 30,
    most: int = AT_ONCE,
) -> RuleTrial:
    """Try a rule, as it is or as it would be with `changes`, on the newest `most` texts of each kind.

    Up to 500 that is done at once; beyond it the trial waits for a job.
    """
    if not at_least(actor, Role.MODERATOR):
        raise Forbidden
    rule = visible_rule(actor, rule_id)
    definition = definitions.checked(definitions.of(rule) | dict(changes or {}))
    trial = RuleTrial(
        rule=rule,
        digest=definitions.digest(definition),
        definition=definition,
        made_by_id=cast(UUID, actor.pk),
        days=min(max(days, 1), MOST_DAYS),
        most=min(max(most, 1), MOST_TEXTS),
    )
    if trial.most > AT_ONCE:
        with transaction.atomic():
            trial.save(force_insert=True)
            record(RuleTrialAsked(actor_id=actor.pk, rule_id=rule.pk, trial_id=trial.pk))
        return trial
    _play(trial, rule, actor)
    trial.save(force_insert=True)
    return trial


def run_trial(trial_id: UUID) -> dict[str, int]:
    """Do a trial that waits; again changes nothing."""
    trial = RuleTrial.objects.select_related("rule").filter(pk=trial_id, state=TrialState.WAITING).first()
    if trial is None:
        return {}
    asker = user_by_id(trial.made_by_id) if trial.made_by_id else None
    try:
        with unhurried():
            _play(trial, trial.rule, asker)
    except Exception:
        log.exception("the trial %s failed", trial.pk)
        trial.state, trial.finished_at = TrialState.FAILED, clock.now()
    trial.save(update_fields=["state", "looked_at", "caught", "samples", "finished_at"])
    return {"looked_at": trial.looked_at, "caught": trial.caught}


def _play(trial: RuleTrial, rule: ScreeningRule, asker: Viewer | None) -> None:
    """Fill in what came of it."""
    judged = definitions.as_rule(trial.definition, slug=rule.slug, rule_id=rule.pk)
    if judged.outcome == Outcome.ALLOW:  # trusted hosts catch nothing: what is told is where they stand
        judged = definitions.as_rule(trial.definition | {"outcome": "flag"}, slug=rule.slug, rule_id=rule.pk)
    past = list(_past(judged, trial))
    caught = _paced(judged, past) if definitions.is_paced(trial.definition) else _found(judged, past)
    trial.looked_at, trial.caught = len(past), len(caught)
    trial.samples = _samples(caught, asker)
    trial.state, trial.finished_at = TrialState.DONE, clock.now()


def _past(rule: Rule, trial: RuleTrial) -> Iterable[Written]:
    since = clock.now() - timedelta(days=trial.days)
    for kind in entities.kinds():
        if kind.newest is not None and (not rule.kinds or kind.name in rule.kinds):
            yield from kind.newest(since, trial.most)


def _age_then(written: Written) -> timedelta:
    """How old the author's account was when they wrote."""
    age = age_of(written.author_id)
    return age if age == timedelta.max else age - (clock.now() - written.at)


def _found(rule: Rule, past: Sequence[Written]) -> list[Caught]:
    rules = RuleSet([rule])
    judged = ((each, in_text(rules, each.kind, each.text, _age_then(each))[1]) for each in past)
    return [(each, found) for each, found in judged if found]


def _paced(rule: Rule, past: Sequence[Written]) -> list[Caught]:
    rules, caught = RuleSet([rule]), []
    traces: dict[UUID, list[Trace]] = defaultdict(list)
    window = timedelta(minutes=rule.window_minutes or 0)
    for each in sorted(past, key=lambda written: written.at):
        before = traces[each.author_id] = [one for one in traces[each.author_id] if one.at > each.at - window]
        digest = read(each.text).digest
        if found := rules.in_pace(each.kind, each.id, digest, _age_then(each), before, each.at):
            caught.append((each, found))
        before.append(Trace(each.id, digest, each.at))
    return caught


def _samples(caught: Sequence[Caught], asker: Viewer | None) -> list[dict[str, str]]:
    samples: list[dict[str, str]] = []
    newest = sorted(caught, key=lambda each: each[0].at, reverse=True)[: MOST_SAMPLES * 5]
    seen = things_seen_by(asker, [(written.kind, written.id) for written, _found in newest]) if asker else set()
    for written, found in newest:
        if (written.kind, written.id) in seen and len(samples) < MOST_SAMPLES:
            samples.append(
                {
                    "type": written.kind,
                    "id": str(written.id),
                    "matched": found[0].matched,
                    "excerpt": excerpt_of(written.text, found),
                    "written_at": written.at.isoformat(),
                }
            )
    return samples
