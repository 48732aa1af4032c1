"""Who may see and do what on the desk: answers from the one table `DESK_ACCESS` (config/settings/desk.py).

A model, deed or field that the table does not name is closed to everyone, so a new page shows nothing by accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

from config.roles import ANONYMOUS, RANK, Viewer

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"

_viewing: ContextVar[Viewer] = ContextVar("desk_viewer", default=ANONYMOUS)


def label_of(model: Any) -> str:
    """The model's name as the table has it: `accounts.User`."""
    return model if isinstance(model, str) else str(model._meta.label)


def stands_at(viewer: Any, role: str | None) -> bool:
    """Whether the viewer is staff that may sign in, and stands on `role`'s rung or above; nobody stands at None."""
    if role is None or not getattr(viewer, "is_staff", False):
        return False
    return RANK.get(viewer.role, -1) >= RANK[role]


def may(viewer: Any, model: Any, what: str) -> bool:
    """Whether the viewer may do `what` with rows of the model: `view`, `add`, `change`, `delete` or a deed's name."""
    return stands_at(viewer, settings.DESK_ACCESS.get(label_of(model), {}).get(what))


def may_see_field(viewer: Any, model: Any, field: str) -> bool:
    """Whether the viewer may see that field or column; one that the table does not name goes with the model."""
    rules = settings.DESK_ACCESS.get(label_of(model), {})
    return stands_at(viewer, rules.get(f"field:{field}", rules.get(VIEW)))


def hidden_fields(viewer: Any, model: Any) -> set[str]:
    """The fields and columns of the model that the viewer does not see."""
    named = [key.removeprefix("field:") for key in settings.DESK_ACCESS.get(label_of(model), {}) if ":" in key]
    return {field for field in named if not may_see_field(viewer, model, field)}


def viewer() -> Any:
    """Whoever looks at the page that is being made; nobody outside the desk."""
    return _viewing.get()


@contextmanager
def seen_by(who: Any) -> Iterator[None]:
    """Within the block, pages are made for `who`."""
    token = _viewing.set(who)
    try:
        yield
    finally:
        _viewing.reset(token)
