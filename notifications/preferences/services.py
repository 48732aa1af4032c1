"""Changing preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from config import clock, entities
from config.errors import FieldError, InvalidInput, NotSignedIn, StaleVersion
from config.events import record
from config.roles import Viewer
from notifications.preferences import queries
from notifications.preferences.choices import MOST_THREADS, MOST_TYPES
from notifications.preferences.events import PreferencesChanged
from notifications.preferences.models import MutedThread, Preferences
from notifications.preferences.quiet import is_zone, leaves_time
from notifications.types import Channel, find
from social.graph import queries as graph
from social.graph import services as edges

Matrix = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different; None stays. `no_limit` lifts the limit."""

    matrix: Matrix | None = None
    digest: str | None = None
    rate_limit: int | None = None
    no_limit: bool = False
    timezone: str | None = None
    ranges: Sequence[Mapping[str, Any]] | None = None
    people: Sequence[str] | None = None
    threads: Sequence[tuple[str, UUID]] | None = None


@transaction.atomic
def change_preferences(*, member: Viewer, changes: Changes, expected_version: int | None = None) -> Preferences:
    """Set what `changes` names, all of it or nothing; told once, and not at all where nothing is different."""
    if member.pk is None:
        raise NotSignedIn
    held = _hold(member.pk)
    if expected_version is not None and expected_version != held.version:
        raise StaleVersion
    values = _checked(held, changes)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, values[name])
    if changes.threads is not None and _set_threads(member, changes.threads):
        changed.append("threads")
    if changes.people is not None and _set_people(member, changes.people):
        changed.append("people")
    if changed:
        held.version += 1
        held.updated_at = clock.now()
        held.save()
        record(PreferencesChanged(actor_id=member.pk, fields=sorted(changed)))
    return held


def _hold(member_id: UUID) -> Preferences:
    Preferences.objects.bulk_create([Preferences(member_id=member_id, version=0)], ignore_conflicts=True)
    return Preferences.objects.select_for_update(no_key=True).get(pk=member_id)


def _checked(held: Preferences, changes: Changes) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if changes.matrix is not None:
        values["choices"] = _chosen(held.choices, changes.matrix)
    if changes.digest is not None:
        values["frequency"] = changes.digest
    if changes.no_limit or changes.rate_limit is not None:
        values["rate_limit_per_hour"] = changes.rate_limit
    if changes.timezone is not None:
        if changes.timezone and not is_zone(changes.timezone):
            raise InvalidInput.of(
                "quiet_hours.timezone", "unknown_timezone", _("This is not a time zone of the IANA database.")
            )
        values["timezone"] = changes.timezone
    if changes.ranges is not None:
        if not leaves_time(queries.as_ranges(changes.ranges)):
            raise InvalidInput.of("quiet_hours.ranges", "no_time_left", _("Leave some time of the week free."))
        values["ranges"] = [{**each, "days": list(each["days"])} for each in changes.ranges]
    return values


def _chosen(before: Matrix, wanted: Matrix) -> dict[str, dict[str, bool]]:
    """The choices that differ from the types' own channels, once `wanted` is taken into account."""
    if len(wanted) > MOST_TYPES:
        raise InvalidInput.of("matrix", "max_length", _("These are too many."))
    choices = {name: dict(cells) for name, cells in before.items()}
    errors: list[FieldError] = []
    for name, cells in wanted.items():
        type = find(name)
        if type is None:
            errors.append(FieldError(f"matrix.{name[:60]}", "unknown_type", _("There is no such notification.")))
            continue
        if type.is_mandatory:
            if any(wants != (Channel(channel) in type.channels) for channel, wants in cells.items()):
                errors.append(FieldError(f"matrix.{name}", "fixed", _("This cannot be chosen.")))
            continue
        kept = choices.get(name, {}) | dict(cells)
        choices[name] = {
            channel: wants for channel, wants in kept.items() if wants != (Channel(channel) in type.channels)
        }
        if not choices[name]:
            del choices[name]
    if errors:
        raise InvalidInput(errors=errors)
    return choices


def _set_threads(member: Viewer, wanted: Sequence[tuple[str, UUID]]) -> bool:
    """Have exactly these threads muted; whether that changes anything. New ones are things that the member sees."""
    assert member.pk is not None
    threads = list(dict.fromkeys(wanted))
    if len(threads) > MOST_THREADS:
        raise InvalidInput.of("muted.threads", "max_length", _("These are too many."))
    rows = {(row.kind, row.thing_id): row for row in MutedThread.objects.filter(member_id=member.pk)}
    new = [each for each in threads if each not in rows]
    gone = [row.pk for each, row in rows.items() if each not in set(threads)]
    for kind in {kind for kind, _id in new}:
        _expect_seen(member, kind, {thing_id for named, thing_id in new if named == kind})
    MutedThread.objects.bulk_create(
        [MutedThread(member_id=member.pk, kind=kind, thing_id=thing_id) for kind, thing_id in new]
    )
    MutedThread.objects.filter(pk__in=gone).delete()
    return bool(new or gone)


def _expect_seen(member: Viewer, kind: str, ids: set[UUID]) -> None:
    try:
        known = entities.kind(kind)
    except entities.UnknownKind:
        raise InvalidInput.of("muted.threads", "unknown", _("There is no such kind of thing.")) from None
    if known.visible_to(member).filter(pk__in=ids).count() != len(ids):
        raise InvalidInput.of("muted.threads", "not_found", _("There is nothing here that you can see."))


def _set_people(member: Viewer, wanted: Sequence[str]) -> bool:
    """Have exactly these people muted, as the graph keeps it; whether that changes anything."""
    assert member.pk is not None
    before = queries.muted_people(member.pk)
    if len(before) > queries.MOST_PEOPLE:
        raise InvalidInput.of("muted.people", "too_many", _("These are too many to set at once: mute them one by one."))
    names = list(dict.fromkeys(name.lower() for name in wanted))
    new, gone = [name for name in names if name not in before], [name for name in before if name not in names]
    for name in new:
        edges.mute(actor=member, person=graph.reachable_person(member, name))
    for name in gone:
        edges.unmute(actor=member, person=graph.person_to_leave(member, name))
    return bool(new or gone)
