"""Trying a rule on what was written before: how much it would have caught, and some of it to look at.

A short trial is done at once; a longer one is a job's. Pace is played through as it happened. Samples are of things
that whoever asked may see; the count is of all.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from operator import itemgetter
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
from moderation.screening.queries import MOST_TRACES, texts_of, things_seen_by, visible_rule
from moderation.screening.ruleset import Rule, RuleSet, Trace
from moderation.screening.services.judging import in_text
from moderation.screening.tally import MOST_SAMPLES, Caught, Tally

log = logging.getLogger(__name__)

AT_ONCE = 500
MOST_TEXTS = 50_000
MOST_DAYS = 365


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
    """Fill in what came of it. Texts are read a few at a time, and none is kept."""
    judged = definitions.as_rule(trial.definition, slug=rule.slug, rule_id=rule.pk)
    if judged.outcome == Outcome.ALLOW:  # trusted hosts catch nothing: what is told is where they stand
        judged = definitions.as_rule(trial.definition | {"outcome": "flag"}, slug=rule.slug, rule_id=rule.pk)
    tally, past = Tally(), _past(judged, trial)
    if definitions.is_paced(trial.definition):
        _play_pace(judged, past, tally)
    else:
        _find(judged, past, tally)
    trial.looked_at, trial.caught = tally.looked_at, tally.caught
    trial.samples = _samples(tally.newest(), asker) if asker else []
    trial.state, trial.finished_at = TrialState.DONE, clock.now()


def _past(rule: Rule, trial: RuleTrial) -> Iterator[Written]:
    since = clock.now() - timedelta(days=trial.days)
    for kind in entities.kinds():
        if kind.newest is not None and (not rule.kinds or kind.name in rule.kinds):
            yield from kind.newest(since, trial.most)


def _age_then(author_id: UUID, at: datetime) -> timedelta:
    """How old the author's account was when they wrote."""
    age = age_of(author_id)
    return age if age == timedelta.max else age - (clock.now() - at)


def _find(rule: Rule, past: Iterable[Written], tally: Tally) -> None:
    rules = RuleSet([rule])
    for each in past:
        tally.looked_at += 1
        if found := in_text(rules, each.kind, each.text, _age_then(each.author_id, each.at))[1]:
            tally.catch(Caught(each.kind, each.id, each.at, found))


def _play_pace(rule: Rule, past: Iterable[Written], tally: Tally) -> None:
    """One after the other as they were written, each author beside their newest, as many as screening looks at."""
    rules, window = RuleSet([rule]), timedelta(minutes=rule.window_minutes or 0)
    traces: dict[UUID, deque[Trace]] = defaultdict(lambda: deque(maxlen=MOST_TRACES))
    steps = [(each.at, each.kind, each.id, each.author_id, read(each.text).digest) for each in past]
    steps.sort(key=itemgetter(0))
    tally.looked_at = len(steps)
    for at, kind, pk, author_id, digest in steps:
        before = traces[author_id]
        while before and before[0].at <= at - window:
            before.popleft()
        if found := rules.in_pace(kind, pk, digest, _age_then(author_id, at), before, at):
            tally.catch(Caught(kind, pk, at, found))
        before.append(Trace(pk, digest, at))


def _samples(newest: list[Caught], asker: Viewer) -> list[dict[str, str]]:
    """Those that the asker may see, with their texts, which are read for these alone. `author_id` is for erasure."""
    seen = things_seen_by(asker, [each.key for each in newest])
    chosen = [each for each in newest if each.key in seen][:MOST_SAMPLES]
    texts = texts_of([each.key for each in chosen])
    return [
        {
            "type": each.kind,
            "id": str(each.id),
            "author_id": str(texts[each.key].author_id),
            "matched": each.found[0].matched,
            "excerpt": excerpt_of(texts[each.key].text, each.found),
            "written_at": each.at.isoformat(),
        }
        for each in chosen
        if each.key in texts
    ]
