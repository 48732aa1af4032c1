"""What comes of a trial while it runs: counts, and of what was caught the newest few, without their texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from heapq import heappush, heappushpop
from uuid import UUID

from moderation.screening.ruleset import Finding

MOST_SAMPLES = 20
MOST_KEPT = MOST_SAMPLES * 5
"""More than are shown: whoever asked may not see all of them."""


@dataclass(frozen=True, slots=True)
class Caught:
    """A text that the rule would have caught, and why."""

    kind: str
    id: UUID
    at: datetime
    found: list[Finding]

    @property
    def key(self) -> tuple[str, UUID]:
        """What the thing is known by."""
        return self.kind, self.id


class Tally:
    """How many texts were looked at and caught, however many they are."""

    def __init__(self) -> None:
        self.looked_at = self.caught = 0
        self._newest: list[tuple[datetime, int, Caught]] = []

    def catch(self, caught: Caught) -> None:
        """Count it, and keep it while it is among the newest."""
        self.caught += 1
        place = (caught.at, -self.caught, caught)
        if len(self._newest) < MOST_KEPT:
            heappush(self._newest, place)
        else:
            heappushpop(self._newest, place)

    def newest(self) -> list[Caught]:
        """The newest that were caught, at most a hundred."""
        return [caught for _at, _number, caught in sorted(self._newest, reverse=True)]
