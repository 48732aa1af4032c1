"""The parts of a case that slices above fill: they register here, and nothing here knows them by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from config.roles import Viewer

if TYPE_CHECKING:
    from moderation.cases.models import Case

Read = Callable[[Viewer, "Case"], Any]
Field = Callable[[], Any]

_sections: dict[str, tuple[Read, Field | None]] = {}


def register_case_section(name: str, read: Read, *, field: Field | None = None) -> None:
    """Have `read(viewer, case)` fill the field `name` of a case, at a constant number of queries.

    `field` makes the field that documents it (`config.api.fields`). Called from the app's `ready()`.
    """
    known = _sections.get(name)
    if known is not None and known[0] is not read:
        raise RuntimeError(f"two slices register the section {name!r} of cases")
    _sections[name] = (read, field)


def filled_sections(viewer: Viewer, case: Case) -> dict[str, Any]:
    """Every section of a case, by name."""
    return {name: read(viewer, case) for name, (read, _) in sorted(_sections.items())}


def documented_sections() -> dict[str, Any]:
    """The fields that document the sections, by name."""
    return {name: field() for name, (_, field) in sorted(_sections.items()) if field is not None}
