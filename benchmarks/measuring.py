"""Contestants run in turn, round after round, so that a drift of the machine meets all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Contestant = Callable[[], float]

SLOW = 10.0
"""Seconds of a round from which on a contestant is counted once."""


@dataclass(frozen=True)
class Line:
    """One row of the table. `value` in `unit`; `ratio` to the contestant named in `against`; `goal` in words."""

    what: str
    who: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""
    goal: str = ""
    met: bool | None = None


def at_scale(scale: int) -> str:
    """The scale as it stands in the table: `100k`."""
    return f"{scale // 1000}k" if scale < 1_000_000 else f"{scale / 1_000_000:g}M"


def seconds_each(act: Callable[[], object], times: int) -> float:
    """Seconds for one call, averaged over `times`."""
    began = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - began) / times


def in_turn(contestants: dict[str, Contestant], rounds: int = 5) -> dict[str, float]:
    """The median of each contestant's figure over the rounds, after one round that is not counted."""
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    slow: set[str] = set()
    for turn in range(rounds + 1):
        for name, run in contestants.items():
            if turn > 1 and name in slow:
                continue
            began = time.perf_counter()
            figure = run()
            if time.perf_counter() - began > SLOW:
                slow.add(name)
            if turn:
                figures[name].append(figure)
    return {name: statistics.median(values) for name, values in figures.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; the greatest where there are few."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
