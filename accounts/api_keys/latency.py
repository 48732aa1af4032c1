"""Latencies as a histogram with fixed bounds: it can be added up, and tells the 95th percentile closely enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Milliseconds, each up to and with it; what takes longer than the last is `beyond`.
BOUNDS_MS = (2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
COLUMNS = (*(f"within_{bound}" for bound in BOUNDS_MS), "beyond")


def histogram(row: Mapping[str, Any]) -> dict[str, int]:
    """The columns of a row, by their names."""
    return {column: row[column] or 0 for column in COLUMNS}


def p95_ms(counts: Sequence[int]) -> int | None:
    """The bound that 95 of 100 answers did not go past; None without answers, or where it lies past the last bound."""
    total, seen = sum(counts), 0
    for bound, count in zip(BOUNDS_MS, counts, strict=False):
        seen += count
        if total and seen * 100 >= total * 95:
            return bound
    return None
