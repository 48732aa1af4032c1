"""Finding entries: which a viewer may see, how they are narrowed, which words there are, how an entry is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from config.audit.chain import holds
from config.audit.models import AuditEntry, AuditSeal
from config.desk.inputs import between, member_named
from config.roles import Role, Viewer, at_least

MOST_WORDS = 200

OwnMatters = Callable[[UUID], Iterable[tuple[str, UUID]]]
_own_matters: list[OwnMatters] = []


def visible_to(viewer: Viewer) -> QuerySet[AuditEntry]:
    """All entries for admins; for moderators what they did, and what moderates content and members.

    Nobody below an admin sees what others did about themselves: who decided that is not told to whom it is about.
    """
    entries = AuditEntry.objects.all()
    if at_least(viewer, Role.ADMIN):
        return entries
    if not at_least(viewer, Role.MODERATOR):
        return entries.none()
    entries = entries.filter(Q(actor_id=viewer.pk) | ~_about(viewer.pk))
    if at_least(viewer, Role.MANAGER):
        return entries
    moderating = Q(actor_id=viewer.pk)
    for action in settings.DESK_AUDIT_OF_MODERATORS:
        moderating |= Q(action__startswith=action) if action.endswith(".") else Q(action=action)
    return entries.filter(moderating)


def register_own_matters(own: OwnMatters) -> None:
    """Have `own(member_id)` name what is about a member, as the audit's targets name it."""
    if own not in _own_matters:
        _own_matters.append(own)


def _about(member_id: UUID | None) -> Q:
    """Entries about a member: on their account, and on what a port says is theirs."""
    by_type: dict[str, list[str]] = {"user": [str(member_id)]}
    if member_id is not None:
        for target_type, target_id in (named for own in _own_matters for named in own(member_id)):
            by_type.setdefault(target_type, []).append(str(target_id))
    about = Q()
    for target_type, ids in by_type.items():
        about |= Q(target_type=target_type, target_id__in=ids)
    return about


def sees_addresses(viewer: Viewer) -> bool:
    """Whether the viewer is told from which address something was done: as the desk's table says."""
    return at_least(viewer, settings.DESK_ACCESS["audit.AuditEntry"]["field:address"])


def narrowed(
    entries: QuerySet[AuditEntry],
    *,
    action: str = "",
    actor: str = "",
    target_type: str = "",
    target_id: str = "",
    request_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Those of `entries` that all of it says; what is left out narrows nothing.

    An `action` that ends in `*` stands for all that begin so; `actor` is a username or an id; entries of other than
    these are looked for by an index, so `target_id` needs its `target_type`.
    """
    if action:
        entries = entries.filter(action__startswith=action[:-1]) if action[-1] == "*" else entries.filter(action=action)
    if actor:
        actor_id = member_named(actor)
        entries = entries.filter(actor_id=actor_id) if actor_id else entries.none()
    for column, value in (("target_type", target_type), ("target_id", target_id), ("request_id", request_id)):
        if value:
            entries = entries.filter(**{column: value})
    return between(entries, "at", since, until)


def words(column: str) -> list[str]:
    """The different values of an indexed column (`action`, `target_type`): one look for each, whatever there is."""
    found: list[str] = []
    entries = AuditEntry.objects.order_by(column).values_list(column, flat=True)
    while len(found) < MOST_WORDS:
        after = entries.filter(**{f"{column}__gt": found[-1]}) if found else entries
        word = after.first()
        if word is None:
            break
        found.append(word)
    return [word for word in found if word]


@dataclass(frozen=True, slots=True)
class Seal:
    """The link that seals an entry, and whether the entry still is what was sealed."""

    sequence: int
    holds: bool


def seal_of(entry: AuditEntry) -> Seal | None:
    """How the entry is sealed, looked at now; None while it waits for its seal."""
    seal = AuditSeal.objects.filter(entry_id=entry.pk).first()
    return Seal(seal.sequence, holds(seal, entry)) if seal else None


def sequences(ids: Iterable[int]) -> dict[int, int]:
    """The numbers of the seals of these entries, under the entries' ids."""
    found: Any = AuditSeal.objects.filter(entry_id__in=list(ids)).values_list("entry_id", "sequence")
    return dict(found)
