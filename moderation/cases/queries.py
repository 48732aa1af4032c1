"""Finding cases, their histories, and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KT

from config import clock
from config.roles import RANK, Role, Viewer, at_least
from moderation.cases.choices import Outcome, Sort
from moderation.cases.errors import CaseNotFound
from moderation.cases.models import WAITING, Case, CaseEntry, Decision

MOST_OWN = 500
THIS_ROUND = Q(created_at__gte=F("case__opened_at"))


def cases_visible_to(viewer: Viewer) -> QuerySet[Case]:
    """All cases, for moderators and above, but those about their own things; none for others."""
    if not at_least(viewer, Role.MODERATOR):
        return Case.objects.none()
    return Case.objects.exclude(owner_id=viewer.pk)


def visible_case(viewer: Viewer, case_id: UUID) -> Case:
    """The case, if `viewer` may see it; `CaseNotFound` otherwise."""
    found = cases_visible_to(viewer).filter(pk=case_id).first()
    if found is None:
        raise CaseNotFound
    return found


def waiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of `cases` that are not decided."""
    return cases.filter(WAITING)


def overdue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of `cases` that should have been decided by now."""
    return cases.filter(WAITING, due_at__lte=clock.now())


def case_of(kind: str, thing_id: UUID) -> Case | None:
    """The one case of that thing; None where nothing was ever held against it."""
    return Case.objects.filter(kind=kind, thing_id=thing_id).first()


def entries_of(case_id: UUID) -> QuerySet[CaseEntry]:
    """The history of a case, the newest first."""
    return CaseEntry.objects.filter(case_id=case_id).select_related("actor").order_by("-id")


def reported_by(case_id: UUID, member_id: UUID | None) -> bool:
    """Whether that member reported the thing in this round."""
    mine = CaseEntry.objects.filter(THIS_ROUND, case_id=case_id, sort=Sort.REPORTED, actor_id=member_id)
    return member_id is not None and mine.exists()


def ever_reported_by(case_ids: Iterable[UUID], member_id: UUID | None) -> set[UUID]:
    """Which of these cases that member reported to, in whatever round."""
    mine = CaseEntry.objects.filter(case_id__in=list(case_ids), sort=Sort.REPORTED, actor_id=member_id)
    return set() if member_id is None else set(mine.values_list("case_id", flat=True))


def reported_categories(case_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How often each case was reported for what, in its present round."""
    rows = CaseEntry.objects.filter(THIS_ROUND, case_id__in=list(case_ids), sort=Sort.REPORTED).order_by()
    found: dict[UUID, dict[str, int]] = {}
    for case_id, category, number in rows.values_list("case_id", KT("data__category")).annotate(number=Count("*")):
        found.setdefault(case_id, {})[str(category)] = number
    return found


def flags_of(case_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The codes of screening's reasons behind each case, in its present round."""
    rows = CaseEntry.objects.filter(THIS_ROUND, case_id__in=list(case_ids), sort=Sort.FLAGGED).order_by("id")
    found: dict[UUID, list[str]] = {}
    for case_id, data in rows.values_list("case_id", "data"):
        codes = found.setdefault(case_id, [])
        codes += [code for code in data.get("reasons", []) if code not in codes]
    return found


def decisions_of(case_id: UUID) -> QuerySet[Decision]:
    """What ended the rounds of a case, the newest first."""
    return Decision.objects.filter(case_id=case_id).select_related("made_by", "overturned_by").order_by("-id")


def decisions_about(member_id: UUID | None) -> QuerySet[Decision]:
    """Decisions that did something to a member's things or account, or gave a thing back; none that dismissed."""
    rows = Decision.objects.exclude(outcome=Outcome.DISMISSED).select_related("case")
    return rows.none() if member_id is None else rows.filter(owner_id=member_id)


def own_matters(member_id: UUID) -> list[tuple[str, UUID]]:
    """The cases about a member's own things and those things, as the audit names them, the newest of them."""
    rows = Case.objects.filter(owner_id=member_id).order_by("-id").values_list("pk", "kind", "thing_id")[:MOST_OWN]
    return [named for pk, kind, thing_id in rows for named in (("case", pk), (kind, thing_id))]


def decision_by_id(decision_id: UUID) -> Decision | None:
    """The decision of that id, with its case."""
    return Decision.objects.filter(pk=decision_id).select_related("case").first()


def appeal_time() -> timedelta:
    """How long after a decision one can appeal (`MODERATION_APPEAL_DAYS`)."""
    return timedelta(days=settings.MODERATION_APPEAL_DAYS)


def next_role(role: str) -> Role | None:
    """Who decides where `role` must not; None above admins."""
    return next((higher for higher in (Role.MANAGER, Role.ADMIN) if RANK[higher] > RANK[role]), None)
