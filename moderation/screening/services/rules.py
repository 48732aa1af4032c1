"""Rules are made, changed, tried, put live and retired, by managers and admins; every change is in the audit.

All deeds take the row of the version first, so two at once come one after the other, and what is live stays in bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction

from config import clock
from config.audit import note
from config.db import insert_once
from config.errors import Forbidden, StaleVersion
from config.events import record
from config.roles import Role, Viewer, at_least
from moderation.screening import definitions
from moderation.screening.choices import State, TrialState
from moderation.screening.errors import RuleExists, RuleNotFound, RuleNotTried, RuleRetired, TooManyRules
from moderation.screening.events import RuleChanged
from moderation.screening.memory import memory
from moderation.screening.models import RulesVersion, RuleTrial, ScreeningRule
from moderation.screening.patterns import MOST_COST_OF_ALL
from moderation.screening.queries import live_rules
from moderation.screening.shipped import SHIPPED

MOST_LIVE_RULES = 20_000
MOST_LIVE_VALUES = 100_000
MOST_LIVE_PATTERNS = 50


@transaction.atomic
def make_rule(*, actor: Viewer, slug: str, definition: Mapping[str, Any], note_of_it: str = "") -> ScreeningRule:
    """Make a draft. It catches nothing until it goes live."""
    _check(actor)
    rule = ScreeningRule(slug=slug, note=note_of_it, made_by_id=cast(UUID, actor.pk), **definitions.checked(definition))
    if not insert_once(rule):
        raise RuleExists
    after = _told(rule)
    note(action="screening_rule.made", actor=actor, target=("screening_rule", rule.pk), after=after)
    _tell(actor, rule)
    return rule


@transaction.atomic
def change_rule(
    *,
    actor: Viewer,
    rule_id: UUID,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
    without_trial: bool = False,
    reason: str = "",
) -> ScreeningRule:
    """Change what the rule does, its `note`, or its `state`.

    What goes live, be it the rule or another form of a live one, was tried on past content in that very form; unless
    `without_trial`, which the audit keeps. A retired rule stays as it is.
    """
    _check(actor)
    _hold_version()
    rule = _held(rule_id, expected_version)
    before, was_live = _told(rule), rule.state == State.LIVE
    definition = definitions.checked(definitions.of(rule) | dict(changes))
    state = changes.get("state", rule.state)
    is_other = definitions.digest(definition) != definitions.digest(definitions.of(rule))
    for name, value in {**definition, "state": state, "note": changes.get("note", rule.note)}.items():
        setattr(rule, name, value)
    if _told(rule) == before:
        return rule
    if state == State.LIVE and (is_other or not was_live):
        _check_trial(rule, without_trial)
        _check_room(rule)
        rule.live_at = clock.now()
    rule.version += 1
    rule.updated_at = clock.now()
    rule.save()
    if was_live or state == State.LIVE:
        _renew()
    after = _told(rule) | ({"without_trial": True} if without_trial else {})
    note(
        action="screening_rule.changed",
        actor=actor,
        target=("screening_rule", rule.pk),
        before=before,
        after=after,
        reason=reason,
    )
    _tell(actor, rule)
    return rule


@transaction.atomic
def retire_rule(*, actor: Viewer, rule_id: UUID, expected_version: int | None = None, reason: str = "") -> None:
    """Take a rule out of use for good; what it caught keeps its reasons. Again is no error."""
    _check(actor)
    _hold_version()
    try:
        rule = _held(rule_id, expected_version)
    except RuleRetired:
        return
    before = _told(rule)
    rule.state = State.RETIRED
    rule.version += 1
    rule.updated_at = clock.now()
    rule.save(update_fields=["state", "version", "updated_at"])
    _renew()
    note(
        action="screening_rule.retired",
        actor=actor,
        target=("screening_rule", rule.pk),
        before=before,
        after={"state": State.RETIRED.value},
        reason=reason,
    )
    _tell(actor, rule)


@transaction.atomic
def fill_rule(*, slug: str, values: Sequence[str]) -> ScreeningRule:
    """Replace the values of a rule, for the operator at the command line: the lists of others are renewed like this."""
    _hold_version()
    found = ScreeningRule.objects.filter(slug=slug).first()
    if found is None:
        raise RuleNotFound
    rule = _held(found.pk, None)
    before = _told(rule)
    rule.values = definitions.checked(definitions.of(rule) | {"values": list(values)})["values"]
    if _told(rule) == before:
        return rule
    if rule.state == State.LIVE:
        _check_room(rule)
        _renew()
    rule.version += 1
    rule.updated_at = clock.now()
    rule.save(update_fields=["values", "version", "updated_at"])
    target = ("screening_rule", rule.pk)
    note(action="screening_rule.filled", actor=None, target=target, before=before, after=_told(rule))
    record(RuleChanged(actor_id=None, rule_id=rule.pk, state=str(rule.state)))
    return rule


@transaction.atomic
def ship_rules() -> list[str]:
    """Add the shipped rules that are missing, by name; those that are there stay as they are. The names added."""
    _hold_version()
    added = []
    for shipped in SHIPPED:
        values = {**shipped, **definitions.checked(shipped)}
        live_at = clock.now() if values.get("state") == State.LIVE else None
        if insert_once(ScreeningRule(is_shipped=True, live_at=live_at, **values)):
            added.append(str(shipped["slug"]))
    if added:
        _renew()
    return added


def _check(actor: Viewer) -> None:
    if not at_least(actor, Role.MANAGER):
        raise Forbidden


def _held(rule_id: UUID, expected_version: int | None) -> ScreeningRule:
    rule = ScreeningRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
    if rule is None:
        raise RuleNotFound
    if expected_version is not None and expected_version != rule.version:
        raise StaleVersion
    if rule.state == State.RETIRED:
        raise RuleRetired
    return rule


def _check_trial(rule: ScreeningRule, without_trial: bool) -> None:
    digest = definitions.digest(definitions.of(rule))
    tried = RuleTrial.objects.filter(rule_id=rule.pk, digest=digest, state=TrialState.DONE)
    if not without_trial and not tried.exists():
        raise RuleNotTried


def _check_room(rule: ScreeningRule) -> None:
    """Refuse what would make screening slow for everyone."""
    others: Sequence[ScreeningRule] = list(live_rules().exclude(pk=rule.pk))
    together = [*others, rule]
    values = sum(len(each.values) for each in together)
    patterns = [each for each in together if definitions.cost(definitions.of(each))]
    cost = sum(definitions.cost(definitions.of(each)) for each in patterns)
    if (
        len(together) > MOST_LIVE_RULES
        or values > MOST_LIVE_VALUES
        or sum(len(each.values) for each in patterns) > MOST_LIVE_PATTERNS
        or cost > MOST_COST_OF_ALL
    ):
        raise TooManyRules


def _hold_version() -> None:
    RulesVersion.objects.bulk_create([RulesVersion()], ignore_conflicts=True)
    RulesVersion.objects.select_for_update().get(pk=RulesVersion.ONLY)


def _renew() -> None:
    RulesVersion.objects.filter(pk=RulesVersion.ONLY).update(token=uuid4())
    # In this process at once: after the commit, and before it for whoever asks inside the same transaction.
    memory.expire()
    transaction.on_commit(memory.expire)


def _told(rule: ScreeningRule) -> dict[str, Any]:
    return {"slug": rule.slug, "state": str(rule.state), "note": rule.note, **definitions.told(definitions.of(rule))}


def _tell(actor: Viewer, rule: ScreeningRule) -> None:
    record(RuleChanged(actor_id=actor.pk, rule_id=rule.pk, state=str(rule.state)))
