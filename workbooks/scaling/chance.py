"""Where ids, times and numbers come from: all of it follows from the seed, and nothing from the machine."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

_MASK = (1 << 64) - 1
DAY = 86_400


class Chance:
    """The source of one run: ids by kind and number, times around `until`, and a generator for each stream."""

    def __init__(self, seed: int, until: datetime, days: int) -> None:
        self.seed = seed
        self.until = int(until.timestamp())
        self.since = self.until - days * DAY
        self._epoch_day = self.since // DAY
        first = datetime.fromtimestamp(self._epoch_day * DAY, UTC)
        self._days = [f"{first + timedelta(days=day):%Y-%m-%d}" for day in range(days + 2)]

    def stream(self, name: str) -> random.Random:
        """The generator of one stream, the same whatever others draw."""
        return random.Random(f"{self.seed}:{name}")  # noqa: S311 - to be repeated, not to be secret

    def at(self, second: int) -> str:
        """The moment as databases take it."""
        day, rest = divmod(second, DAY)
        hour, rest = divmod(rest, 3_600)
        return f"{self._days[day - self._epoch_day]} {hour:02}:{rest // 60:02}:{rest % 60:02}"

    def id(self, kind: int, number: int, second: int) -> str:
        """The key of the `number`-th thing of a kind, a UUIDv7 of its second: splitmix64 in place of chance."""
        mixed = (self.seed * 0xD1342543DE82EF95 + (kind << 56) + number * 0x9E3779B97F4A7C15) & _MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
        return f"{second * 1000:012x}7{number & 0xFFF:03x}{0x8000000000000000 | mixed >> 2:016x}"


def power_law(chance: random.Random, exponent: float, most: int) -> int:
    """A whole number from 0 to `most`, n or more of them with a probability of (n + 1) ** -exponent."""
    return min(int(chance.paretovariate(exponent)) - 1, most)
