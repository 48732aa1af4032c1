"""Erasure: what every model declares, in order and in batches, until nothing is left.

It can be killed anywhere: each batch is a transaction, what is done is found no more, and the row of the deletion keeps
that it was begun. A lease keeps two processes from doing the same at once; if they do, nothing is done twice.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from accounts.privacy import queries
from accounts.privacy.choices import Content, DeletionState
from accounts.privacy.events import AccountErased
from accounts.privacy.models import Deletion
from accounts.users import services as users
from accounts.users.queries import user_by_id
from config import clock
from config.audit import note
from config.db import unhurried
from config.events import record
from config.privacy import Declaration, Person, Step, declarations

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
_CLEARED = {"before_status": "", "before_reason": "", "before_until": None}


class LostLease(Exception):
    """Another process has gone on with it."""


def erase_due() -> dict[str, int]:
    """Erase every account whose grace is over; how many, and how many could not be brought to an end this time."""
    done = failed = 0
    for deletion_id in queries.due_deletions():
        try:
            done += int(erase(deletion_id))
        except Exception:
            # The others must not wait for it; it is begun, and the next run goes on with it.
            log.exception("the erasure of deletion %s was broken off", deletion_id)
            failed += 1
    return {"erased": done, "failed": failed}


def erase(deletion_id: UUID) -> bool:
    """Erase one account from where erasure stands; False where its grace is not over, or another process has it."""
    lease = uuid4()
    deletion = _claim(deletion_id, lease)
    if deletion is None:
        return False
    heir = users.account_of_the_deleted()
    keeps = deletion.content == Content.REASSIGN
    person = queries.person_of(deletion.user_id, heir=heir, keeps_content=keeps)
    counts = Counter(deletion.counts)
    for declared in declarations():
        for step in declared.erase:
            _carry_out(declared, step, person, deletion, lease, counts)
    _finish(deletion, lease, counts)
    return True


def _claim(deletion_id: UUID, lease: UUID) -> Deletion | None:
    """Take the deletion. From here on the account cannot come back: no password opens it any more."""
    now = clock.now()
    due = Q(state=DeletionState.PENDING, due_at__lte=now)
    left = Q(state=DeletionState.ERASING) & (Q(leased_until__isnull=True) | Q(leased_until__lte=now))
    barred = make_password(None)
    with transaction.atomic():
        deletion = Deletion.objects.filter(due | left, pk=deletion_id).first()
        if deletion is None:
            return None
        # The account first, as whoever signs in has it: one of the two sees what the other did.
        user = users.held_user(deletion.user_id) if user_by_id(deletion.user_id) else None
        taken = Deletion.objects.filter(due | left, pk=deletion_id).update(
            state=DeletionState.ERASING, lease=lease, leased_until=now + LEASE
        )
        if taken and user is not None:
            users.set_password(user=user, encoded=barred)
        return deletion if taken else None


def _carry_out(
    declared: Declaration, step: Step, person: Person, deletion: Deletion, lease: UUID, counts: Counter[str]
) -> None:
    while True:
        with unhurried():
            number = step.batch(declared.model, declared.of, person)
        counts[declared.label] += number
        _keep(deletion, lease, counts)
        if step.once or not number:
            return


def _keep(deletion: Deletion, lease: UUID, counts: Counter[str]) -> None:
    """Keep what was done, and the lease."""
    held = Deletion.objects.filter(pk=deletion.pk, lease=lease, state=DeletionState.ERASING)
    if not held.update(leased_until=clock.now() + LEASE, counts={name: n for name, n in counts.items() if n}):
        raise LostLease


@transaction.atomic
def _finish(deletion: Deletion, lease: UUID, counts: Counter[str]) -> None:
    held = Deletion.objects.filter(pk=deletion.pk, lease=lease, state=DeletionState.ERASING)
    done = {name: number for name, number in counts.items() if number}
    now = clock.now()
    if not held.update(
        state=DeletionState.DONE, finished_at=now, lease=None, leased_until=None, counts=done, **_CLEARED
    ):
        raise LostLease
    note(action="user.erased", actor=None, target=("user", deletion.user_id), after={"rows": sum(done.values())})
    record(AccountErased(actor_id=None, user_id=deletion.user_id))


def rows_left(person: Person) -> dict[str, int]:
    """How many rows of each model erasure would deal with now, changing nothing."""
    found = {}
    with unhurried():
        for declared in declarations():
            number = sum(step.left(declared.model, declared.of, person) for step in declared.erase)
            if number:
                found[declared.label] = number
    return found
