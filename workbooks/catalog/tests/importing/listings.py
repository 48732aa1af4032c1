"""Writing listings and taking them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbooks.catalog.importing import import_listing, open_listing

VIEW = "https://public.tableau.com/views/{}/Overview"


def take(path: Path, **options: Any) -> tuple[tuple[int, int, int, int], list[tuple[int, str]]]:
    """Import; the totals (created, updated, unchanged, refused), and the refusals' lines and reasons."""
    refused: list[tuple[int, str]] = []
    totals = import_listing(open_listing(path), on_refusal=lambda r: refused.append((r.line, r.reason)), **options)
    return (totals.created, totals.updated, totals.unchanged, totals.refused), refused


def row(name: str, author: str = "ana", numbers: str = "5,1") -> str:
    return f"{author},{name},{VIEW.format(name)},{numbers}"
