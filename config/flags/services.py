"""The deeds of operators on flags. Each is one transaction, an audit row with before and after, and an event.

All of them take the row of the version first, so two at once come one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from config.audit import note
from config.errors import Forbidden, InvalidInput
from config.events import record
from config.flags import registry
from config.flags.errors import FlagNotFound, GroupNotFound
from config.flags.events import FlagChanged, FlagGroupChanged
from config.flags.memory import memory
from config.flags.models import Flag, Group, Version
from config.roles import Role, Viewer

MOST_NAMED = 100
MOST_IN_A_GROUP = 10_000
CHANGEABLE = frozenset({"everyone", "percent", "roles", "users", "groups", "note"})


@transaction.atomic
def change_flag(*, name: str, actor: Viewer | None, changes: Mapping[str, Any], reason: str = "") -> Flag:
    """Decide anew for whom a flag is on; what `changes` leaves out stays.

    `everyone` (True, False, or None for the rest to decide), `percent` of members (0 to 100, one decimal), `roles`,
    `users` (ids), `groups` (names), `note`. `actor` is an admin, or None for the operator at the command line.
    """
    _check(actor)
    if unknown := sorted(set(changes) - CHANGEABLE):
        raise TypeError(f"a flag has no {', '.join(unknown)}")
    try:
        declared = registry.find(name)
    except registry.UndeclaredFlag:
        raise FlagNotFound() from None
    _hold_version()
    flag, _made = Flag.objects.get_or_create(name=name, defaults={"everyone": declared.on_by_default})
    before = state_of(flag)
    _apply(flag, changes)
    after = state_of(flag)
    if before != after:
        _changed()
        note(action="flag.changed", actor=actor, target=("flag", name), before=before, after=after, reason=reason)
        record(FlagChanged(actor_id=actor.pk if actor else None, name=name))
    return flag


@transaction.atomic
def change_group(
    *, name: str, actor: Viewer | None, add: Iterable[UUID] = (), remove: Iterable[UUID] = (), reason: str = ""
) -> Group:
    """Bring members into a group of flags, and take others out. Those who are in, or out, already stay so."""
    _check(actor)
    _hold_version()
    group = Group.objects.filter(name=name).first()
    if group is None:
        raise GroupNotFound()
    added, removed = _known_ids(add, MOST_IN_A_GROUP), set(remove)
    present = set(group.members.values_list("pk", flat=True))
    added, removed = added - present, removed & present - added
    if len(present) + len(added) - len(removed) > MOST_IN_A_GROUP:
        raise InvalidInput.of("members", "too_many", _("A group holds 10,000 members at most."))
    if added or removed:
        members: Any = group.members
        members.add(*added)
        members.remove(*removed)
        _changed()
        note(
            action="flag_group.changed",
            actor=actor,
            target=("flag_group", name),
            before={"members": len(present), "taken_out": sorted(map(str, removed))},
            after={"members": len(present) + len(added) - len(removed), "brought_in": sorted(map(str, added))},
            reason=reason,
        )
        record(FlagGroupChanged(actor_id=actor.pk if actor else None, name=name))
    return group


def state_of(flag: Flag) -> dict[str, Any]:
    """The flag's rule in plain words and values, as the audit keeps it."""
    return {
        "everyone": flag.everyone,
        "percent": str(flag.percent.normalize().quantize(Decimal("0.1"))) if flag.percent is not None else None,
        "roles": sorted(flag.roles),
        "members": sorted(str(pk) for pk in flag.users.values_list("pk", flat=True)),
        "groups": sorted(flag.groups.values_list("name", flat=True)),
        "note": flag.note,
    }


def _check(actor: Viewer | None) -> None:
    if actor is not None and actor.role != Role.ADMIN:
        raise Forbidden()


def _hold_version() -> None:
    Version.objects.bulk_create([Version()], ignore_conflicts=True)
    Version.objects.select_for_update().get(pk=Version.ONLY)


def _changed() -> None:
    Version.objects.filter(pk=Version.ONLY).update(token=uuid4())
    # In this process at once: after the commit, and before it for whoever asks inside the same transaction.
    memory.expire()
    transaction.on_commit(memory.expire)


def _apply(flag: Flag, changes: Mapping[str, Any]) -> None:
    if "everyone" in changes:
        flag.everyone = changes["everyone"]
    if "percent" in changes:
        flag.percent = _percent(changes["percent"])
    if "roles" in changes:
        flag.roles = sorted(_roles(changes["roles"]))
    if "note" in changes:
        flag.note = str(changes["note"]).strip()[:500]
    flag.save()
    if "users" in changes:
        named: Any = flag.users
        named.set(_known_ids(changes["users"], MOST_NAMED))
    if "groups" in changes:
        flag.groups.set(_groups(changes["groups"]))


def _percent(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        percent = Decimal(str(value))
    except InvalidOperation:
        percent = Decimal(-1)
    if not (percent.is_finite() and 0 <= percent <= 100 and percent == percent.quantize(Decimal("0.1"))):
        raise InvalidInput.of("percent", "invalid", _("The percentage is a number from 0 to 100 with one decimal."))
    return percent.quantize(Decimal("0.1")) or None


def _roles(values: Iterable[str]) -> set[str]:
    roles = set(values)
    if roles - set(Role.values):
        raise InvalidInput.of("roles", "unknown", _("This is not a role."))
    return roles


def _groups(names: Iterable[str]) -> list[Group]:
    wanted = set(names)
    found = list(Group.objects.filter(name__in=wanted))
    if len(found) != len(wanted):
        raise GroupNotFound()
    return found


def _known_ids(ids: Iterable[UUID], most: int) -> set[UUID]:
    wanted = set(ids)
    if len(wanted) > most:
        raise InvalidInput.of("members", "too_many", _("These are too many members at once; use a group."))
    if get_user_model()._default_manager.filter(pk__in=wanted).count() != len(wanted):
        raise InvalidInput.of("members", "unknown", _("One of these members does not exist."))
    return wanted
