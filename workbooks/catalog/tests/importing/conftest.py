"""A listing to import."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def listing(tmp_path):
    """Writes a listing: `listing("ana,Title,url", header="author,title,url")`."""

    def write(*lines: str, header: str = "author,title,url,views,favorites") -> Path:
        path = tmp_path / "listing.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write
