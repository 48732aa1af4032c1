"""Every flag that code declares stands in the guide for operators."""

from __future__ import annotations

from pathlib import Path

from config.flags import declared

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "flags.md"


def test_every_flag_stands_in_the_guide():
    text = GUIDE.read_text()
    assert [flag.name for flag in declared() if f"| `{flag.name}` |" not in text] == []
