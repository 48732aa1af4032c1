"""What is known of deliveries: whether an address may be written to, and the state of the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMinute

from config import clock
from notifications.delivery.keys import first_id_of
from notifications.delivery.masking import digest_of
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Suppression
from notifications.delivery.states import State
from notifications.types import Channel


def suppressed(channel: Channel, addresses: Iterable[str]) -> set[str]:
    """Which of these addresses are written to no more."""
    by_digest = {digest_of(address): address for address in addresses if address}
    if not by_digest:
        return set()
    rows = Suppression.objects.filter(channel=channel, digest__in=list(by_digest))
    return {by_digest[digest] for digest in rows.values_list("digest", flat=True)}


def administered() -> QuerySet[Delivery]:
    """Every delivery, with whom it is for."""
    return Delivery.objects.select_related("recipient")


def dead_letters() -> QuerySet[Delivery]:
    """Deliveries that were given up."""
    return administered().filter(state=State.DEAD)


def suppressions() -> QuerySet[Suppression]:
    """Addresses that are written to no more, with whose they were."""
    return Suppression.objects.select_related("user")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the messages of one day, type, channel and provider. Whoever opened had it delivered as well."""

    day: date
    type: str
    channel: str
    provider: str
    enqueued: int
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int
    complained: int
    dead: int


def tallies(since: date, until: date) -> list[Tally]:
    """By the day on which messages were asked for, both days included; newest day first."""
    first = first_id_of(datetime.combine(since, time(), UTC))
    after = first_id_of(datetime.combine(until + timedelta(days=1), time(), UTC))

    def seen(**condition: object) -> Count:
        return Count("pk", filter=Q(**condition))

    rows = (
        Delivery.objects.filter(pk__gte=first, pk__lt=after)
        .annotate(day=TruncDate("created_at", tzinfo=UTC))
        .values("day", "type", "channel", "provider")
        .annotate(
            enqueued=Count("pk"),
            sent=seen(sent_at__isnull=False),
            delivered=Count("pk", filter=Q(delivered_at__isnull=False) | Q(opened_at__isnull=False)),
            opened=seen(opened_at__isnull=False),
            clicked=seen(clicked_at__isnull=False),
            bounced=seen(state=State.BOUNCED),
            complained=seen(state=State.COMPLAINED),
            dead=seen(state=State.DEAD),
        )
        .order_by("-day", "type", "channel", "provider")
    )
    return [Tally(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Backlog:
    """The queue as it is: what is due, backs off, is put off, is held, was given up; and how old the oldest due is."""

    due: int
    backing_off: int
    later: int
    leased: int
    dead: int
    oldest_seconds: float


def backlog() -> Backlog:
    """For metrics, health and the desk."""
    now = clock.now()
    waiting = Q(state=State.WAITING)
    counts = Delivery.objects.filter(state__in=[State.WAITING, State.DEAD]).aggregate(
        due=Count("pk", filter=waiting & Q(due_at__lte=now, leased_until__isnull=True)),
        backing_off=Count("pk", filter=waiting & Q(attempts__gt=0, due_at__gt=now)),
        later=Count("pk", filter=waiting & Q(attempts=0, due_at__gt=now)),
        leased=Count("pk", filter=waiting & Q(leased_until__isnull=False)),
        dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest=Min("due_at", filter=waiting & Q(due_at__lte=now)),
    )
    oldest = counts.pop("oldest")
    return Backlog(**counts, oldest_seconds=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0)


def sent_lately(minutes: int = 30) -> list[tuple[datetime, int]]:
    """How many attempts there were in each of the last minutes, oldest first."""
    now = clock.now().replace(second=0, microsecond=0)
    since = now - timedelta(minutes=minutes - 1)
    rows = (
        Attempt.objects.filter(at__gte=since)
        .annotate(minute=TruncMinute("at", tzinfo=UTC))
        .values_list("minute")
        .annotate(count=Count("pk"))
    )
    counted = dict(rows.values_list("minute", "count"))
    moments = [since + timedelta(minutes=number) for number in range(minutes)]
    return [(moment, counted.get(moment, 0)) for moment in moments]


def providers() -> list[ProviderHealth]:
    """How each provider fares that has failed once, or is given so many a second; by name."""
    return list(ProviderHealth.objects.order_by("name"))
