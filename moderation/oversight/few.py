"""Small numbers are not told, so that a figure points at nobody (k-anonymity with k = 3).

A cell with fewer than `LEAST` says only that. Where cells add up to a sum that is told as well, whoever subtracts would
learn what a single hidden cell holds; then the smallest of the others is hidden too, until what is hidden is at least
`LEAST` together, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAST = 3


def cell(count: int) -> dict[str, Any]:
    """The number, or that there are few."""
    return _told(count, is_few=count < LEAST)


def cells(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Numbers whose sum is told nowhere, each with its name."""
    return [{"name": name, **cell(count)} for name, count in counts.items()]


def parts(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Numbers whose sum is told, each with its name."""
    hidden = {name for name, count in counts.items() if count < LEAST}
    shown = sorted(counts.keys() - hidden, key=lambda name: (counts[name], name))
    while shown and 0 < sum(counts[name] for name in hidden) < LEAST:
        hidden.add(shown.pop(0))
    return [{"name": name, **_told(count, is_few=name in hidden)} for name, count in counts.items()]


def _told(count: int, *, is_few: bool) -> dict[str, Any]:
    return {"count": None if is_few else count, "is_few": is_few}
