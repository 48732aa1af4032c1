"""Who decides what is shown of a thing: one at a time, and never against what is decided above.

Sanctions lie above screening, and keep things hidden for reasons of their own. They say so through a port, and take the
same lock, so that of two who stop hiding a thing at once the second one shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from config import entities
from config.db import wait_lock
from config.errors import NotFound

KeptHidden = Callable[[str, UUID], bool]

_kept_hidden: KeptHidden | None = None


def register_kept_hidden(kept_hidden: KeptHidden | None) -> None:
    """Have `kept_hidden(kind, thing_id)` say what screening must not show again."""
    global _kept_hidden
    _kept_hidden = kept_hidden


def hold_thing(kind: str, thing_id: UUID) -> None:
    """Until the transaction ends, nobody else decides what is shown of the thing. Taken before any row of it."""
    wait_lock(f"moderation.thing:{kind}:{thing_id}")


def hide_thing(kind: str, thing_id: UUID) -> None:
    """Take the thing out of sight; nothing where it is gone."""
    _act(kind, thing_id, entities.kind(kind).hide)


def show_thing(kind: str, thing_id: UUID) -> None:
    """Show what was held, unless something above keeps it hidden; nothing where it is gone."""
    if _kept_hidden is None or not _kept_hidden(kind, thing_id):
        _act(kind, thing_id, entities.kind(kind).restore)


def _act(kind: str, thing_id: UUID, hook: Callable[[UUID], None]) -> None:
    if entities.kind(kind).owner_of(thing_id) is None:
        return
    try:
        hook(thing_id)
    except NotFound:  # deleted, with a row that is still there for a while
        return
