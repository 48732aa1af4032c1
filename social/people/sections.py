"""The parts of a face that apps above fill: they register here, and nothing here knows them by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from config.roles import Viewer

Section = Callable[[UUID, Viewer], Any]

_sections: dict[str, Section] = {}


def register_profile_section(name: str, section: Section) -> None:
    """Have `section(profile_user_id, viewer)` fill the field `name` of every face that is open to its viewer.

    Called from an app's `ready()`. The section answers for what the viewer may see in it; None leaves the field out.
    """
    if _sections.get(name, section) is not section:
        raise RuntimeError(f"two apps register the profile section {name!r}")
    _sections[name] = section


def filled_sections(profile_user_id: UUID, viewer: Viewer) -> dict[str, Any]:
    """Every section that has something to show, by name."""
    filled = {name: _sections[name](profile_user_id, viewer) for name in sorted(_sections)}
    return {name: value for name, value in filled.items() if value is not None}
