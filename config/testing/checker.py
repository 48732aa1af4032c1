"""Asks the database what a fault has cost: `python -m config.testing.checker`, or `findings()` in a test.

Each finding is a sentence; none means that counters are what the rows say, that every delivery has its event and every
event its subject, that nothing is parked, that the audit's chain holds, that sessions have one refresh token each, that
no edge of the graph is there by half, that nothing is there twice which must be there once, that what was answered to
an `Idempotency-Key` is so, and that no run of a job is forgotten.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from config.testing import effects

LEASE_GRACE = timedelta(minutes=1)
MOST_OF_A_KIND = 20
BATCH = 500


def findings() -> list[str]:
    """All that is wrong, as sentences; of each kind no more than twenty."""
    looks = (
        _wrong_counters,
        _stray_deliveries,
        _parked_deliveries,
        _forgotten_leases,
        _events_without_subject,
        _broken_audit,
        _wrong_sessions,
        _members_without_profile,
        half_edges,
        effects.double_rows,
        effects.double_first_times,
        effects.untrue_answers,
        effects.forgotten_runs,
    )
    return [sentence for look in looks for sentence in islice(look(), MOST_OF_A_KIND)]


def _wrong_counters() -> Iterator[str]:
    from accounts.profiles.proof import verify_counters
    from workbooks.engagement.proof import prove_counters
    from workbooks.tags.proof import prove_counts

    for profile in verify_counters():
        yield f"{profile.counter} of {profile.user_id}: kept {profile.kept}, counted {profile.counted}."
    for found in [*prove_counters(), *prove_counts()]:
        yield f"{found.counter} of {found.thing}: kept {found.kept}, counted {found.counted}."


def _stray_deliveries() -> Iterator[str]:
    from django.db.models import Exists, OuterRef

    from config.events.models import Delivery, DomainEvent
    from config.events.subscriptions import subscribers

    events = DomainEvent.objects.filter(pk=OuterRef("event_id"))
    for pk, event_id in Delivery.objects.filter(~Exists(events)).values_list("pk", "event_id"):
        yield f"Delivery {pk} is of event {event_id}, which is not there."
    for pk in Delivery.objects.filter(Exists(events), ~Exists(events.filter(subject=OuterRef("subject")))).values_list(
        "pk", flat=True
    ):
        yield f"Delivery {pk} has another subject than its event."
    known = [each.name for each in subscribers() if not each.is_live]
    for name in (
        Delivery.objects.exclude(subscriber__in=known).order_by().values_list("subscriber", flat=True).distinct()
    ):
        yield f"Deliveries are owed by {name}, and no subscriber has that name."


def _parked_deliveries() -> Iterator[str]:
    from config.events.models import Delivery, DeliveryState

    for owed in Delivery.objects.filter(state=DeliveryState.PARKED).order_by("pk"):
        reason = owed.last_error.strip().splitlines()[-1:] or ["no reason is kept"]
        yield f"Delivery {owed.pk} of event {owed.event_id} to {owed.subscriber} is parked: {reason[0]}"


def _forgotten_leases() -> Iterator[str]:
    from config import clock
    from config.events.models import Delivery

    for owed in Delivery.objects.filter(state="pending", leased_until__lt=clock.now() - LEASE_GRACE).order_by("pk"):
        yield f"Delivery {owed.pk} is held under a lease that ended {owed.leased_until}, and nobody has freed it."


def _events_without_subject() -> Iterator[str]:
    """What an event is about must be there, unless the log itself says that it was deleted."""
    from accounts.users.models import User
    from config.events.models import DomainEvent
    from workbooks.catalog.models import Workbook
    from workbooks.engagement.models import Comment

    homes: dict[str, Any] = {"workbook": Workbook, "comment": Comment, "user": User, "profile": User, "session": User}
    for noun, model in homes.items():
        told = DomainEvent.objects.filter(subject__startswith=f"{noun}:").order_by("pk")
        rows = told.values_list("pk", "name", "subject", "payload__workbook_id").iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            ids = {UUID(subject.partition(":")[2]): subject for _pk, _name, subject, _workbook_id in batch}
            there = set(model.objects.filter(pk__in=ids).values_list("pk", flat=True))
            gone = {subject for pk, subject in ids.items() if pk not in there}
            for pk, name, subject, workbook_id in batch:
                about = (subject, f"workbook:{workbook_id}", f"user:{subject.partition(':')[2]}")
                if subject in gone and not _was_deleted(*about):
                    yield f"Event {pk} ({name}) is about {subject}, which is not there and was never deleted."


def _was_deleted(*subjects: str) -> bool:
    """Whether the log says that one of these was deleted: the thing, the workbook it belonged to, the member it was."""
    from config.events.models import DomainEvent

    return DomainEvent.objects.filter(subject__in=subjects, name__endswith=".deleted").exists()


def _broken_audit() -> Iterator[str]:
    from config.audit import chain

    proof = chain.verify()
    if proof.broken:
        yield proof.broken
    for table in proof.unguarded:
        yield f"The triggers that keep {table} as it is are missing or off."


def _wrong_sessions() -> Iterator[str]:
    from django.db.models import Count, Q

    from accounts.auth.models import Session
    from config import clock

    now = clock.now()
    unused = Count("refresh_tokens", filter=Q(refresh_tokens__used_at__isnull=True, refresh_tokens__expires_at__gt=now))
    live = Session.objects.filter(revoked_at__isnull=True, expires_at__gt=now)
    refreshed = live.annotate(unused=unused, made=Count("refresh_tokens")).filter(made__gt=0)
    for pk, number in refreshed.exclude(unused=1).order_by("pk").values_list("pk", "unused"):
        yield f"Session {pk} lives and has {number} refresh tokens that were not used; it must have one."


def _members_without_profile() -> Iterator[str]:
    from accounts.users.models import User

    for pk in User.objects.filter(profile__isnull=True).order_by("pk").values_list("pk", flat=True):
        yield f"Member {pk} has no profile."


def half_edges() -> Iterator[str]:
    from django.db.models import Exists, F, OuterRef

    from social.friends.models import FriendRequest
    from social.graph.models import Block, Follow, FollowRequest, Friendship

    other_half = Friendship.objects.filter(member_id=OuterRef("friend_id"), friend_id=OuterRef("member_id"))
    for member, friend in Friendship.objects.filter(~Exists(other_half)).values_list("member_id", "friend_id"):
        yield f"{member} has the friend {friend}, who does not have them."
    edges: list[tuple[Any, str, str]] = [
        (Follow.objects.all(), "follower_id", "followee_id"),
        (Friendship.objects.all(), "member_id", "friend_id"),
        (FollowRequest.objects.all(), "requester_id", "followee_id"),
        (FriendRequest.objects.filter(status="pending"), "sender_id", "recipient_id"),
    ]
    for rows, one, other in edges:
        blocks = Block.objects.filter(blocker_id=OuterRef(one), blocked_id=OuterRef(other))
        blocked = Block.objects.filter(blocker_id=OuterRef(other), blocked_id=OuterRef(one))
        for edge in rows.filter(Exists(blocks) | Exists(blocked)):
            yield f"{edge} ({rows.model.__name__}), although a block stands between them."
        for edge in rows.filter(**{one: F(other)}):
            yield f"{edge} ({rows.model.__name__}), who is the same member."


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = findings()
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    sys.stdout.write(f"{len(found)} findings.\n" if found else "Nothing is wrong.\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
