"""Acts on things, through the hooks of their kinds alone: hidden, removed, labelled, and shown again.

What hooks mean is simple; what shows of a thing with several sanctions, or one that screening holds, is put together
here. The caller holds the thing (`screening.services.hold_thing`).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from config import entities
from config.entities import Kind
from config.errors import NotFound
from moderation.sanctions.choices import Act
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.models import Sanction
from moderation.sanctions.queries import in_force_on
from moderation.screening.queries import held_ids


def able_kind(name: str, act: str, thing_id: UUID) -> Kind:
    """The kind of a thing that this can be done to, and undone; `ActNotPossible` otherwise."""
    try:
        kind = entities.kind(name)
    except entities.UnknownKind:
        raise ActNotPossible from None
    lacks_removal = act == Act.REMOVE and (kind.remove is None or kind.put_back is None)
    lacks_label = act == Act.LABEL and kind.label is None
    if lacks_removal or lacks_label or kind.owner_of(thing_id) is None:
        raise ActNotPossible
    return kind


def carry_out(row: Sanction) -> None:
    """Do to the thing what the sanction says; `ActNotPossible` where it is gone."""
    try:
        _do(able_kind(row.kind, row.act, row.thing_id), row)
    except NotFound:
        raise ActNotPossible from None


def take_back(row: Sanction) -> None:
    """Undo what an ended sanction did, as far as nothing else holds it. A thing that is gone stays as it is."""
    try:
        kind = able_kind(row.kind, row.act, row.thing_id)
    except ActNotPossible:
        return
    if row.act == Act.LABEL:
        _quietly(kind.label, row.thing_id, "")
        return
    if row.act == Act.REMOVE and _kept(row.kind, row.thing_id) != Act.REMOVE:
        _quietly(kind.put_back, row.thing_id)
    show_what_may_be_seen(kind, row.thing_id)


def show_what_may_be_seen(kind: Kind, thing_id: UUID) -> None:
    """Show the thing again unless a sanction or screening keeps it out of sight.

    Its author may be editing it at this moment, and screening may hold what they write: whoever comes second waits for
    the thing's row, so a second look after it was shown misses nobody.
    """
    if _kept(kind.name, thing_id) is None:
        _quietly(kind.restore, thing_id)
    kept = _kept(kind.name, thing_id)
    if kept == Act.REMOVE:
        _quietly(kind.remove, thing_id)
    elif kept == Act.HIDE:
        _quietly(kind.hide, thing_id)


def _kept(kind_name: str, thing_id: UUID) -> Act | None:
    """How a thing is kept out of sight: removed, hidden, or not."""
    acts = {row.act for row in in_force_on(kind_name, thing_id)}
    if Act.REMOVE in acts:
        return Act.REMOVE
    return Act.HIDE if Act.HIDE in acts or held_ids(kind_name, [thing_id]) else None


def _do(kind: Kind, row: Sanction) -> None:
    if row.act == Act.HIDE:
        kind.hide(row.thing_id)
    elif row.act == Act.REMOVE and kind.remove is not None:
        kind.remove(row.thing_id)
    elif row.act == Act.LABEL and kind.label is not None:
        kind.label(row.thing_id, row.label)


def _quietly(hook: Callable[..., None] | None, *given: object) -> None:
    """Call a hook of the kind; a thing that its author deleted meanwhile needs nothing."""
    try:
        if hook is not None:
            hook(*given)
    except NotFound:
        return
