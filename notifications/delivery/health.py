"""How providers fare: which one takes the next message, and how many it may be given now.

A provider that fails several times in a row, or that asks for a pause, is passed over for a while, and the next in the
list takes over. When the while is over, one worker at a time gives it one message; its yes brings it back. All of this
lies in the database, so that every worker knows of it and the desk shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from config import clock
from notifications.delivery.models import ProviderHealth
from notifications.delivery.recording import clean

LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(slots=True)
class Way:
    """A provider that may be used now. `is_trial` says that one message shows whether it is back."""

    name: str
    is_trial: bool = False
    has_failed: bool = False


def open_way(names: Sequence[str], *, may_try: Callable[[], bool]) -> Way | None:
    """The first of these providers that is up, or whose turn for a trial has come; None where all are down.

    `may_try` is asked before a trial: without a message there is none.
    """
    known = {row.name: row for row in ProviderHealth.objects.filter(name__in=names)}
    for name in names:
        row = known.get(name)
        if row is None or row.down_until is None:
            return Way(name, has_failed=row is not None and row.failures > 0)
        if row.down_until <= clock.now() and may_try() and _took_trial(row):
            return Way(name, is_trial=True, has_failed=True)
    return None


def _took_trial(row: ProviderHealth) -> bool:
    """Whether the trial is ours: whoever moves the moment on has it, and everybody else waits for its end."""
    again = clock.now() + timedelta(seconds=settings.PROVIDER_DOWN_SECONDS)
    return bool(ProviderHealth.objects.filter(pk=row.pk, down_until=row.down_until).update(down_until=again))


def reopens_at(names: Sequence[str]) -> datetime | None:
    """When the first of these providers, all of which are down, is tried again."""
    moments = ProviderHealth.objects.filter(name__in=names, down_until__isnull=False).values_list(
        "down_until", flat=True
    )
    return min((moment for moment in moments if moment), default=None)


def note_failure(name: str, error: str, pause: timedelta | None = None) -> bool:
    """A provider failed for a reason of its own; True where it is passed over from now on."""
    now = clock.now()
    ProviderHealth.objects.bulk_create([ProviderHealth(name=name)], ignore_conflicts=True)
    row = ProviderHealth.objects.filter(pk=name)
    row.update(failures=F("failures") + 1, last_error=clean(error), failed_at=now)
    least = timedelta(seconds=settings.PROVIDER_DOWN_SECONDS)
    if pause is not None:
        until = now + min(pause, LONGEST_PAUSE)
        return bool(row.filter(Q(down_until__isnull=True) | Q(down_until__lt=until)).update(down_until=until))
    failing = Q(failures__gte=settings.PROVIDER_FAILURES) | Q(down_until__isnull=False)
    return bool(row.filter(failing).update(down_until=now + least))


def note_success(name: str) -> None:
    """It took a message: whatever was held against it is forgotten."""
    ProviderHealth.objects.filter(pk=name).update(failures=0, down_until=None)


def allowance(name: str, wanted: int, per_second: int) -> int:
    """How many of `wanted` messages the provider may be given now, taken from what this second has left."""
    if per_second <= 0:
        return wanted
    now = clock.now()
    with transaction.atomic():
        ProviderHealth.objects.bulk_create([ProviderHealth(name=name)], ignore_conflicts=True)
        row = ProviderHealth.objects.select_for_update().get(pk=name)
        passed = per_second if row.counted_at is None else (now - row.counted_at).total_seconds() * per_second
        left = min(row.tokens + max(passed, 0.0), float(per_second))
        given = min(wanted, int(left))
        ProviderHealth.objects.filter(pk=name).update(tokens=left - given, counted_at=now)
    return given


def give_back(name: str, unused: int, per_second: int) -> None:
    """What was taken from this second's allowance and not needed."""
    if per_second > 0 and unused > 0:
        ProviderHealth.objects.filter(pk=name).update(tokens=F("tokens") + unused)
