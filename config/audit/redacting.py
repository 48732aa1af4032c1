"""Taking what is said of an erased person out of entries, so that the chain of seals still proves them.

An entry keeps that something was done, when, and by and to which account: an id that leads nowhere once the account is
gone. Names, addresses, reasons and values go. The change is noted first, in an entry that is sealed like any other and
says what the hash of each redacted entry has to be from now on (docs/decisions/0018).
"""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from config.audit.chain import REDACTED, link, seal_all
from config.audit.models import AuditEntry, AuditRedaction, AuditSeal
from config.audit.noting import note
from config.db import unhurried
from config.privacy.people import Person

BATCH = 100
TRIES, WAIT_SECONDS = 20, 0.1
SAFE = frozenset({"role", "status", "until", "position", "rate_per_minute", "daily_quota", "monthly_quota"})
"""Values that say nothing about who somebody is."""
EMPTY: dict[type, Any] = {str: "", list: [], dict: {}}


def about(person: Person) -> QuerySet[AuditEntry]:
    """Entries of what the person did, of what was done to them, and those whose values name them."""
    found = Q(actor_id=person.id) | Q(target_type="user", target_id=str(person.id))
    for mark in person.marks:
        found |= Q(before_text__icontains=f'"{mark}"') | Q(after_text__icontains=f'"{mark}"')
    texts = {"before_text": Cast("before", TextField()), "after_text": Cast("after", TextField())}
    return AuditEntry.objects.annotate(**texts).filter(found).exclude(action=REDACTED)


class NotSealedYet(Exception):
    """Another process is sealing: an entry has to be sealed before it is redacted. Whoever asked asks again."""


def redact(person: Person) -> int:
    """Redact whatever says something of the person; how many entries that were."""
    count, last = 0, 0
    with unhurried():
        _seal(person)
        while batch := list(about(person).filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            changes = {entry.pk: values for entry in batch if (values := _changes(entry, person))}
            count += _redact([entry for entry in batch if entry.pk in changes], changes, person.id)
    return count


def _seal(person: Person) -> None:
    """Have every entry about the person sealed; a process that seals in this moment is waited for."""
    unsealed = about(person).filter(~Exists(AuditSeal.objects.filter(entry_id=OuterRef("pk"))))
    for _ in range(TRIES):
        seal_all()
        if not unsealed.exists():
            return
        time.sleep(WAIT_SECONDS)
    raise NotSealedYet


def left(person: Person) -> int:
    """How many entries still say something of the person."""
    return sum(bool(_changes(entry, person)) for entry in about(person).order_by("pk").iterator(chunk_size=500))


@transaction.atomic
def _redact(entries: list[AuditEntry], changes: dict[int, dict[str, Any]], person_id: UUID) -> int:
    seals = {seal.entry_id: seal for seal in AuditSeal.objects.filter(entry_id__in=changes)}
    if not entries:
        return 0
    hashes = {}
    for entry in entries:
        for column, value in changes[entry.pk].items():
            setattr(entry, column, value)
        if entry.pk not in seals:
            raise NotSealedYet
        hashes[entry.pk] = link(seals[entry.pk].previous, entry)
    after = {"entries": {str(pk): digest for pk, digest in hashes.items()}}
    noted_in = note(action=REDACTED, actor=None, target=("user", person_id), after=after)
    AuditRedaction.objects.bulk_create(
        [AuditRedaction(entry_id=pk, noted_in=noted_in, hash=digest) for pk, digest in hashes.items()]
    )
    for entry in entries:
        AuditEntry.objects.filter(pk=entry.pk).update(**changes[entry.pk])
    return len(entries)


def _changes(entry: AuditEntry, person: Person) -> dict[str, Any]:
    """The columns that say something of the person, with what is left of them."""
    is_own, is_theirs = entry.actor_id == person.id, _is_theirs(entry, person)
    wanted: dict[str, Any] = {"before": entry.before, "after": entry.after}
    if is_own:
        wanted["actor_name"] = ""
    if is_own or (is_theirs and entry.actor_id is None):
        wanted["address"] = ""
    if is_theirs:
        wanted["reason"] = ""
    for column in ("before", "after"):
        values: dict[str, Any] = wanted[column]
        wanted[column] = {name: _kept(name, value, person, is_theirs) for name, value in values.items()}
    return {column: value for column, value in wanted.items() if getattr(entry, column) != value}


def _is_theirs(entry: AuditEntry, person: Person) -> bool:
    if entry.target_type == "user":
        return entry.target_id == str(person.id)
    is_named = str(person.id) in {entry.before.get("user"), entry.after.get("user")}
    return entry.target_type == "api_key" and (entry.actor_id == person.id or is_named)


def _kept(name: str, value: Any, person: Person, is_theirs: bool) -> Any:
    if isinstance(value, str) and value.lower() in {mark.lower() for mark in (*person.usernames, *person.emails)}:
        return ""
    if not is_theirs or name in SAFE or type(value) not in EMPTY or _is_id(value):
        return value
    return EMPTY[type(value)]


def _is_id(value: Any) -> bool:
    try:
        return bool(UUID(value))
    except (TypeError, ValueError, AttributeError):
        return False
