"""What time does to cases: they grow older in the queue, are overdue, and are nobody's again where nobody decides.

Each batch is a transaction of its own and leaves out what somebody holds at that moment; the next run finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from config import clock
from config.events import record
from config.roles import Role
from moderation.cases.choices import Outcome, Sort, State
from moderation.cases.events import CaseReleased
from moderation.cases.models import WAITING, Case
from moderation.cases.priority import aged
from moderation.cases.services.claiming import told, unclaim
from moderation.cases.services.deciding import close, make_decision
from moderation.cases.services.escalating import raise_role
from moderation.cases.services.history import add_entry, keep
from moderation.cases.texts import Quoted
from moderation.screening.services import is_there

BATCH = 200
MOST_BATCHES = 100


def tend() -> dict[str, int]:
    """Release old claims, tell of what is overdue, and let what waits grow older; how many of each."""
    return {"released": _release_old(), "overdue": _tell_overdue(), "aged": _age()}


def _release_old() -> int:
    old = Q(state=State.CLAIMED, claimed_at__lte=clock.now() - timedelta(hours=settings.MODERATION_CLAIM_HOURS))
    return sum(_each(Case.objects.filter(old), _release))


def _release(case: Case) -> None:
    before = told(case)
    unclaim(case)
    keep(case, ["state", "assignee", "claimed_at"])
    add_entry(
        case_id=case.pk,
        sort=Sort.RELEASED,
        actor_id=None,
        data={"from": before["assignee"], "because": "claim_expired"},
    )
    record(CaseReleased(actor_id=None, case_id=case.pk))


def _tell_overdue() -> int:
    late = Q(WAITING, due_at__lte=clock.now(), overdue_at__isnull=True)
    return sum(_each(Case.objects.filter(late), _mark_overdue))


def _mark_overdue(case: Case) -> None:
    """Tell of it and have a higher role decide; flags on what is gone by now have nobody wait for a decision."""
    if case.report_count == 0 and not is_there(case.kind, case.thing_id):
        thing = Quoted()
        close(case, make_decision(case, thing, outcome=Outcome.DISMISSED, actor_id=None), thing, told={"gone": True})
        return
    case.overdue_at = clock.now()
    add_entry(case_id=case.pk, sort=Sort.OVERDUE, actor_id=None, data={"due_at": case.due_at.isoformat()})
    if case.needs_role == Role.MODERATOR:
        raise_role(case, actor_id=None, because="overdue")
    keep(case, ["overdue_at", "needs_role", "state", "assignee", "claimed_at"])


def _each(cases: QuerySet[Case], act: Callable[[Case], None]) -> Iterator[int]:
    """Do something to each of these cases, batch by batch; afterwards they are no longer among them."""
    for _ in range(MOST_BATCHES):
        with transaction.atomic():
            batch = list(cases.order_by("id").select_for_update(no_key=True, skip_locked=True)[:BATCH])
            for case in batch:
                act(case)
        yield len(batch)
        if len(batch) < BATCH:
            return


def _age() -> int:
    """Bring scores and priorities up to date; that a case waits is no news to whoever decides."""
    now, last, changed = clock.now(), None, 0
    for _ in range(MOST_BATCHES):
        rows = list(_after(last).only("category", "reach", "weight", "opened_at", "score", "priority")[: BATCH * 5])
        older = [row.pk for row in rows if aged(row, now) != (row.score, row.priority)]
        for start in range(0, len(older), BATCH):
            changed += _write_ages(older[start : start + BATCH], now)
        if len(rows) < BATCH * 5:
            break
        last = rows[-1].pk
    return changed


def _after(last: UUID | None) -> QuerySet[Case]:
    rows = Case.objects.filter(WAITING).order_by("id")
    return rows if last is None else rows.filter(pk__gt=last)


@transaction.atomic
def _write_ages(ids: list[UUID], now: datetime) -> int:
    rows = Case.objects.filter(WAITING, pk__in=ids).order_by("id").select_for_update(no_key=True, skip_locked=True)
    cases = list(rows)
    for case in cases:
        case.score, case.priority = aged(case, now)
    Case.objects.bulk_update(cases, ["score", "priority"])
    return len(cases)
