"""Reading sanctions: what is in force on things and accounts, what was done to whom, and what strikes add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from config import clock
from moderation.sanctions.choices import ON_ACCOUNTS, ON_THINGS, STATE, Act, Ended
from moderation.sanctions.errors import SanctionNotFound
from moderation.sanctions.models import IN_FORCE, Sanction, Strike

_NEVER = datetime.max.replace(tzinfo=UTC)


def sanction_by_id(sanction_id: UUID) -> Sanction:
    """The sanction, in force or past; `SanctionNotFound` where there is none."""
    found = Sanction.objects.filter(pk=sanction_id).first()
    if found is None:
        raise SanctionNotFound
    return found


def sanctions_of(decision_ids: Iterable[UUID]) -> dict[UUID, list[Sanction]]:
    """What each of these decisions imposed, in its order; decisions that imposed nothing are left out."""
    found: dict[UUID, list[Sanction]] = defaultdict(list)
    for row in Sanction.objects.filter(decision_id__in=list(decision_ids)).select_related("strike").order_by("pk"):
        found[row.decision_id].append(row)
    return dict(found)


def weighs(row: Sanction) -> bool:
    """Whether a sanction of `sanctions_of` still means something to the member, in force or by its strike."""
    if row.ended_as not in {Ended.LIFTED, Ended.OVERTURNED}:
        return True
    strike: Strike | None = getattr(row, "strike", None)
    return strike is not None and strike.voided_at is None and strike.expires_at > clock.now()


def sanctions_on(member_id: UUID) -> QuerySet[Sanction]:
    """Everything that was done to a member and to what was theirs, the newest first."""
    return Sanction.objects.filter(member_id=member_id).order_by("-pk")


def in_force_on(kind: str, thing_id: UUID) -> list[Sanction]:
    """The labels, hidings and removals that are in force on a thing."""
    rows = Sanction.objects.filter(IN_FORCE, kind=kind, thing_id=thing_id, act__in=ON_THINGS)
    return list(rows.order_by("pk"))


def stays_hidden(kind: str, thing_id: UUID) -> bool:
    """Whether a sanction hides the thing, or has removed it."""
    rows = Sanction.objects.filter(IN_FORCE, kind=kind, thing_id=thing_id, act__in=[Act.HIDE, Act.REMOVE])
    return rows.exists()


def in_force_on_account(member_id: UUID) -> list[Sanction]:
    """The mutes, suspensions and bans that hold a member's account now, the gravest first; by the clock."""
    now = clock.now()
    running = Q(until__isnull=True) | Q(until__gt=now)
    rows = Sanction.objects.filter(IN_FORCE, running, member_id=member_id, act__in=ON_ACCOUNTS)
    return sorted(rows.order_by("pk"), key=gravity_of, reverse=True)


def gravity_of(row: Sanction) -> tuple[int, datetime]:
    """What orders sanctions on accounts: ban above suspension above mute, and of two of a sort the later end."""
    return gravity(row.act, row.until)


def gravity(act: str, until: datetime | None) -> tuple[int, datetime]:
    """The same for an act that ends then, or does not end."""
    return ON_ACCOUNTS.index(Act(act)), until or _NEVER


def remaining_of(member_id: UUID) -> tuple[str, str, datetime | None] | None:
    """The state that a member's account is to be in by what is in force, why, and until when; None for none."""
    held = in_force_on_account(member_id)
    return (STATE[held[0].act], held[0].reason, held[0].until) if held else None


def due_for_ending() -> list[UUID]:
    """Sanctions whose time is over."""
    due = Sanction.objects.filter(IN_FORCE, until__lte=clock.now()).order_by("until", "pk")
    return list(due.values_list("pk", flat=True)[:500])


def counting_strikes(member_id: UUID) -> QuerySet[Strike]:
    """The strikes that count against a member now."""
    return Strike.objects.filter(member_id=member_id, expires_at__gt=clock.now(), voided_at__isnull=True)


def strike_points(member_id: UUID) -> int:
    """The points that count against a member now."""
    points: int | None = counting_strikes(member_id).aggregate(sum=Sum("points"))["sum"]
    return points or 0


def record_of(member_id: UUID) -> dict[str, Any]:
    """What a moderator should know of a member: how often each action was done, their points, what is in force on them.

    What was overturned does not count.
    """
    rows = Sanction.objects.filter(member_id=member_id).exclude(ended_as=Ended.OVERTURNED).order_by()
    counted = dict(rows.values_list("act").annotate(n=Count("*")))
    return {
        "actions": {act.value: counted.get(act.value, 0) for act in Act},
        "points": strike_points(member_id),
        "in_force": [row.act for row in in_force_on_account(member_id)],
    }


def suggested(member_id: UUID) -> list[str]:
    """The acts that a member's points suggest (`MODERATION_STRIKE_STEPS`), the one of the highest step first."""
    points = strike_points(member_id)
    reached = [act for least, act in settings.MODERATION_STRIKE_STEPS if points >= least]
    return reached[::-1]
