"""Rules for tests, made and put live through the services."""

from __future__ import annotations

from itertools import count
from typing import Any

from config.roles import Role, Status
from moderation.screening import services
from moderation.screening.models import Screening, ScreeningRule
from moderation.screening.normalising import read
from moderation.screening.ruleset import Rule, RuleSet

_numbers = count(1)


class Keeper:
    """Somebody who may keep rules; of no account, so that nothing else is in the way."""

    pk = None
    username = "keeper"
    role = Role.MANAGER
    status = Status.ACTIVE
    is_authenticated = True


def draft_rule(*values: str, sort: str = "terms", slug: str = "", **definition: Any) -> ScreeningRule:
    """A draft: `draft_rule("badword", outcome="hold")`."""
    return services.make_rule(
        actor=Keeper(),
        slug=slug or f"rule-{next(_numbers)}",
        definition={"sort": sort, "values": list(values), **definition},
    )


def live_rule(*values: str, **definition: Any) -> ScreeningRule:
    """A rule that texts are judged by from now on."""
    made = draft_rule(*values, **definition)
    return services.change_rule(actor=Keeper(), rule_id=made.pk, changes={"state": "live"}, without_trial=True)


def settle(actor: Any, row: Screening, decision: str = "released", reason: str = "") -> Screening | None:
    """Settle what was flagged or held, as a decision on its case does."""
    assert row.thing_id is not None
    return services.settle_for_case(actor=actor, kind=row.kind, thing_id=row.thing_id, decision=decision, reason=reason)


def without_shipped_rules() -> None:
    """Retire what the platform ships with, so that a test's own rules are the only ones."""
    for rule in ScreeningRule.objects.filter(is_shipped=True).exclude(state="retired"):
        services.retire_rule(actor=Keeper(), rule_id=rule.pk)


def finds(*values: str, text: str, sort: str = "terms", **rest: Any) -> list[str]:
    """The values that a rule with these meets in a text, judged in memory alone."""
    from datetime import timedelta

    rules = RuleSet(
        [Rule(None, value, sort, "flag", (value,), **rest) for value in values]
        or [Rule(None, "only", sort, "flag", **rest)]
    )
    return sorted(finding.code for finding in rules.in_text("comment", read(text), timedelta(days=400)))
