"""The live rules as this process knows them, brought up to date by one small look when the last one is old.

The look reads one token. Only another one than the known makes the process read the rules and make them ready;
meanwhile other threads go on with the rules that were known. A look stands in the writing transaction, so one that
fails fails the write as any other statement does, and the next text looks again.
"""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import Any

from django.conf import settings

from moderation.screening.choices import State
from moderation.screening.links import host_of_url
from moderation.screening.ruleset import Rule, RuleSet

log = logging.getLogger(__name__)

WAIT_FOR_OTHERS_SECONDS = 2.0
_NOTHING: Any = object()
COLUMNS = (
    *("slug", "sort", "outcome", "values", "kinds", "most", "window_minutes", "new_account_hours", "label"),
    "threshold",
)


class Memory:
    """The rules of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Know nothing; the next text looks."""
        self._rules = RuleSet()
        self._token: Any = _NOTHING
        self._looked_at = float("-inf")
        self._asked = self._answered = 0

    def expire(self) -> None:
        """Look again at the next text, however fresh the last look is."""
        self._asked += 1

    def rules(self) -> RuleSet:
        """The live rules."""
        if not self._is_fresh():
            # Whoever knows rules already does not wait for the one who reads the new ones.
            wait = WAIT_FOR_OTHERS_SECONDS if self._token is _NOTHING or self._answered < self._asked else 0.0
            if self._lock.acquire(timeout=wait) if wait else self._lock.acquire(blocking=False):
                try:
                    if not self._is_fresh():
                        self._look()
                finally:
                    self._lock.release()
        return self._rules

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._looked_at < settings.SCREENING_POLL_SECONDS and self._answered >= self._asked

    def _look(self) -> None:
        from moderation.screening.models import RulesVersion

        began, asked = time.monotonic(), self._asked
        token = RulesVersion.present()
        if token != self._token:
            self._rules, self._token = read_rules(), token
        self._looked_at, self._answered = began, asked


def read_rules() -> RuleSet:
    """The live rules as they are in the database. One that cannot be made ready is left out and logged."""
    from moderation.screening.models import ScreeningRule

    rows = ScreeningRule.objects.filter(state=State.LIVE).order_by("pk").values("pk", *COLUMNS)
    rules = [rule_of({"id": row.pop("pk")} | row) for row in rows]
    own = [host_of_url(settings.BASE_URL)]
    try:
        return RuleSet(rules, own_hosts=own)
    except Exception:  # one of them was changed past the services; which one, `is_sound` finds and tells
        return RuleSet([rule for rule in rules if is_sound(rule)], own_hosts=own)


def rule_of(values: dict[str, Any]) -> Rule:
    """A rule from the columns of its row."""
    return Rule(**values | {"values": tuple(values["values"]), "kinds": frozenset(values["kinds"])})


def is_sound(rule: Rule) -> bool:
    """Whether the rule can be made ready; what was changed past the services may not be."""
    try:
        RuleSet([rule])
    except Exception as error:  # of whatever kind: the other rules must stand
        log.error("the screening rule %s is left out: %s", rule.slug, error)
        return False
    return True


memory = Memory()


def reset() -> None:
    """Forget everything; tests call it around each test."""
    memory.clear()
