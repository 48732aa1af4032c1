"""What a process knows of flags, brought up to date by one small look when it is asked and the last look is old.

The look reads the token of one row. Only another token than the known one makes it read the rules, so flags cost one
statement in `settings.FLAGS_POLL_SECONDS` for each process that is asked, and a change reaches every process within
that time, with Redis or without. A token is random, so a change that was rolled back is never taken for a later one.
When looking fails, what was known stands: without the database little else is answered anyway.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings

from config.flags.rules import SHARES, Rule

log = logging.getLogger(__name__)

WAIT_FOR_OTHERS_SECONDS = 2.0
_NOTHING: Any = object()


class Memory:
    """The rules as this process knows them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Know nothing; the next question looks."""
        self._rules: dict[str, Rule] = {}
        self._token: Any = _NOTHING
        self._looked_at = float("-inf")
        self._asked = self._answered = 0

    def expire(self) -> None:
        """Look again at the next question, however fresh the last look is."""
        self._asked += 1

    def rule(self, name: str) -> Rule | None:
        """The rule of that flag; None where it has no row yet."""
        self._bring_up_to_date()
        return self._rules.get(name)

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._looked_at < settings.FLAGS_POLL_SECONDS and self._answered >= self._asked

    def _bring_up_to_date(self) -> None:
        if self._is_fresh() or not self._lock.acquire(timeout=WAIT_FOR_OTHERS_SECONDS):
            return
        try:
            if not self._is_fresh():
                self._look()
        finally:
            self._lock.release()

    def _look(self) -> None:
        from config.flags.models import Version

        began, asked = time.monotonic(), self._asked
        try:
            token = Version.present()
            if token != self._token:
                self._rules, self._token = read_rules(), token
        except Exception as error:  # whatever it is called, it must not stop a request that could go on
            log.warning("flags cannot be read: %s", error)
        self._looked_at, self._answered = began, asked


def read_rules() -> dict[str, Rule]:
    """All rules as they are in the database, in three statements."""
    from config.flags.models import Flag

    members: dict[int, set[UUID]] = defaultdict(set)
    for column in ("users", "groups__members"):
        for flag_id, user_id in Flag.objects.filter(**{f"{column}__isnull": False}).values_list("pk", column):
            members[flag_id].add(user_id)
    return {
        name: Rule(
            everyone=everyone,
            share=int((percent or 0) * SHARES / 100),
            roles=frozenset(roles),
            members=frozenset(members[pk]),
        )
        for pk, name, everyone, percent, roles in Flag.objects.values_list("pk", "name", "everyone", "percent", "roles")
    }


memory = Memory()


def reset() -> None:
    """Forget everything; tests call it around each test."""
    memory.clear()
