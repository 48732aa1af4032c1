"""The parts of a face that apps above fill: they register here, and nothing here knows them by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from config.roles import Viewer

Section = Callable[[UUID, Viewer], Any]

_sections: dict[str, Section] = {}
_templates: dict[str, str] = {}


def register_profile_section(name: str, section: Section, *, template: str = "") -> None:
    """Have `section(profile_user_id, viewer)` fill the field `name` of every face that is open to its viewer.

    Called from an app's `ready()`. The section answers for what the viewer may see in it; None leaves the field out.
    With a `template` the member's page shows it too: drawn with the section's value as `section` and the face as
    `person`.
    """
    if _sections.get(name, section) is not section:
        raise RuntimeError(f"two apps register the profile section {name!r}")
    _sections[name] = section
    if template:
        _templates[name] = template


def filled_sections(profile_user_id: UUID, viewer: Viewer) -> dict[str, Any]:
    """Every section that has something to show, by name."""
    filled = {name: _sections[name](profile_user_id, viewer) for name in sorted(_sections)}
    return {name: value for name, value in filled.items() if value is not None}


def page_sections(face: dict[str, Any]) -> list[tuple[str, Any]]:
    """What a face shows on its page beside the face itself: the template of each section and its value, by name."""
    return [(_templates[name], face[name]) for name in sorted(_templates) if name in face]
