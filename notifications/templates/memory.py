"""The published templates as this process knows them: read again once the last look is older than some seconds.

There are few of them, so a look reads all: what costs is one small statement, and no message waits for one of its own.
"""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings

from notifications.templates.choices import State
from notifications.templates.shipped import Wording

Key = tuple[str, str, str]


class Memory:
    """What is published, by type, channel and language."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Know nothing; the next question looks."""
        self._published: dict[Key, Wording] = {}
        self._looked_at = float("-inf")
        self._asked = self._answered = 0

    def expire(self) -> None:
        """Look at the next question, however fresh the last look is."""
        self._asked += 1

    def published(self, type_name: str, channel: str, locale: str) -> Wording | None:
        """The published wording; None where the shipped one serves."""
        if not self._is_fresh():
            with self._lock:
                if not self._is_fresh():
                    self._look()
        return self._published.get((type_name, channel, locale))

    def _is_fresh(self) -> bool:
        age = time.monotonic() - self._looked_at
        return age < settings.TEMPLATES_POLL_SECONDS and self._answered >= self._asked

    def _look(self) -> None:
        from notifications.templates.models import Template

        began, asked = time.monotonic(), self._asked
        rows = Template.objects.filter(state=State.PUBLISHED).values_list(
            "type", "channel", "locale", "title", "body", "html"
        )
        self._published = {(kind, channel, locale): Wording(*words) for kind, channel, locale, *words in rows}
        self._looked_at, self._answered = began, asked


memory = Memory()
