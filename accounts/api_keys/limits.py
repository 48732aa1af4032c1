"""A key's own limits: a rate in a moving minute, and quotas of the day and the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.api_keys import queries
from config import clock
from config.api import quotas, throttles
from config.api.throttles import Window


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """`rate` is None where the installation's holds; quotas of 0 are none.

    `used_before` counts this month up to yesterday, as of when the key was looked up.
    """

    key_id: UUID
    replaces_client: bool
    rate: str | None
    daily: int
    monthly: int
    used_before: int

    def spend(self) -> Iterator[Window | None]:
        """Take one from each; refused where one is used up."""
        yield throttles.spend("api-key", f"key:{self.key_id}", rate=self.rate)
        if self.daily or self.monthly:
            yield from self._spend_quotas(clock.now().date())

    def _spend_quotas(self, today: date) -> Iterator[Window | None]:
        used = quotas.count_today(f"key:{self.key_id}", today, begun=lambda: self._written(today))
        if used is None:
            return
        if self.daily:
            yield quotas.window(self.daily, used, quotas.until_tomorrow())
        if self.monthly:
            yield quotas.window(self.monthly, self.used_before + used, quotas.until_next_month())

    def _written(self, today: date) -> int:
        return queries.used_between(self.key_id, today, today)
