"""The chain of seals: making its links, and proving them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from config.audit.append_only import is_guarded
from config.audit.models import AuditEntry, AuditRedaction, AuditSeal
from config.db import try_lock

START = "0" * 64
BATCH = 500
# How far behind the newest sealed entry one may still turn up unsealed: a transaction that began before thousands of
# others and was committed after them. What lies further back is found by the daily pass over the whole table.
LOOK_BACK = 10_000


def canonical(entry: AuditEntry) -> str:
    """The entry as one line of JSON that is the same wherever and whenever it is read."""
    values = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "actor_id": str(entry.actor_id) if entry.actor_id else None,
        "actor_name": entry.actor_name,
        "target_type": entry.target_type,
        "target_id": entry.target_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "request_id": entry.request_id,
        "address": entry.address,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def link(previous: str, entry: AuditEntry) -> str:
    """The hash that seals `entry` behind the link `previous`."""
    return hashlib.sha256(previous.encode() + canonical(entry).encode()).hexdigest()


REDACTED = "audit.redacted"


def holds(seal: AuditSeal, entry: AuditEntry) -> bool:
    """Whether the entry is what was sealed, or what a redaction that was noted and sealed has left of it."""
    found = link(seal.previous, entry)
    if found == seal.hash:
        return True
    redaction = AuditRedaction.objects.filter(entry_id=entry.pk).order_by("-pk").first()
    if redaction is None or redaction.hash != found:
        return False
    noted = AuditEntry.objects.filter(pk=redaction.noted_in, action=REDACTED).first()
    return noted is not None and noted.after.get("entries", {}).get(str(entry.pk)) == found


def seal_new() -> int:
    """Seal what has come in since; how many entries. Writers never wait for it, and one process seals at a time."""
    newest = AuditSeal.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0
    return _seal_from(newest - LOOK_BACK)


def seal_all() -> int:
    """Seal whatever is unsealed, wherever it lies in the table."""
    return _seal_from(0)


def _seal_from(first: int) -> int:
    count = 0
    while True:
        with transaction.atomic():
            if not try_lock("config.audit.seal"):
                return count
            sealed, first = _seal_batch(first)
        count += sealed
        if sealed == 0:
            return count


def _seal_batch(first: int) -> tuple[int, int]:
    """Seal a batch; how many, and where the next one begins."""
    unsealed = ~Exists(AuditSeal.objects.filter(entry_id=OuterRef("pk")))
    entries = list(AuditEntry.objects.filter(unsealed, pk__gte=first).order_by("pk")[:BATCH])
    last = AuditSeal.objects.order_by("-sequence").first()
    sequence, previous = (last.sequence, last.hash) if last else (0, START)
    seals = []
    for entry in entries:
        sequence += 1
        seal = AuditSeal(sequence=sequence, entry_id=entry.pk, previous=previous, hash=link(previous, entry))
        previous = seal.hash
        seals.append(seal)
    AuditSeal.objects.bulk_create(seals)
    return len(seals), entries[-1].pk + 1 if entries else first


@dataclass(slots=True)
class Proof:
    """What a walk along the chain found. `broken` is empty where all holds; `head` can be kept elsewhere."""

    sealed: int = 0
    redacted: int = 0
    unsealed: int = 0
    head: str = START
    broken: str = ""
    unguarded: list[str] = field(default_factory=list)


def verify(expected: tuple[int, str] | None = None) -> Proof:
    """Walk the chain from its first link, in bounded memory, and stop at the first that does not hold.

    `expected` is a sequence number and the hash it had at an earlier time: without it nobody can tell whether the
    newest links and their entries were cut off.
    """
    proof = Proof()
    for table in (AuditEntry._meta.db_table, AuditSeal._meta.db_table, AuditRedaction._meta.db_table):
        if not is_guarded(connection, table):
            proof.unguarded.append(table)
    for seals, entries in _pieces():
        redacted = set(AuditRedaction.objects.filter(entry_id__in=entries).values_list("entry_id", flat=True))
        for seal in seals:
            proof.redacted += int(seal.entry_id in redacted)
            proof.broken = _fault(seal, entries.get(seal.entry_id), proof, expected)
            if proof.broken:
                return proof
            proof.sealed, proof.head = seal.sequence, seal.hash
    if expected is not None and proof.sealed < expected[0]:
        proof.broken = f"The chain ends at seal {proof.sealed}, but seal {expected[0]} is known: its end is missing."
    proof.unsealed = AuditEntry.objects.count() - proof.sealed
    return proof


def _pieces() -> Iterator[tuple[list[AuditSeal], dict[int, AuditEntry]]]:
    after = -1
    while seals := list(AuditSeal.objects.filter(sequence__gt=after).order_by("sequence")[:BATCH]):
        yield seals, AuditEntry.objects.in_bulk([seal.entry_id for seal in seals])
        after = seals[-1].sequence


def _fault(seal: AuditSeal, entry: Any, proof: Proof, expected: tuple[int, str] | None) -> str:
    if seal.sequence != proof.sealed + 1:
        return f"Seal {proof.sealed + 1} is missing: seal {seal.sequence} follows seal {proof.sealed}."
    if seal.previous != proof.head:
        return f"Seal {seal.sequence} (of entry {seal.entry_id}) is broken: it does not follow the seal before it."
    if entry is None:
        return f"Entry {seal.entry_id} is missing: seal {seal.sequence} was made for it."
    if not holds(seal, entry):
        return f"Entry {seal.entry_id} or its seal {seal.sequence} was changed: the hash is not that of the entry."
    if expected is not None and seal.sequence == expected[0] and seal.hash != expected[1]:
        return f"Seal {seal.sequence} (of entry {seal.entry_id}) is not the one that is known: the chain was rewritten."
    return ""
