"""Finding appeals and the messages on them, and who may decide."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from config.roles import RANK, SIGNED_IN_STATES, Role, Viewer, at_least, outranks
from moderation.appeals.choices import State
from moderation.appeals.errors import AppealNotFound
from moderation.appeals.models import Appeal, AppealMessage
from moderation.cases.queries import ever_reported_by

MOST_MESSAGES = 100
MOST_OWN = 500
MOST_IN_A_ROW = 10


def own_appeals(member_id: UUID | None) -> QuerySet[Appeal]:
    """What a member appealed against."""
    rows = Appeal.objects.select_related("decision__case")
    return rows.none() if member_id is None else rows.filter(appellant_id=member_id)


def own_appeal(member_id: UUID | None, appeal_id: UUID) -> Appeal:
    """The member's appeal of that id; `AppealNotFound` otherwise."""
    return _first(own_appeals(member_id), appeal_id)


def appealed_among(decision_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these decisions were appealed against, whatever came of it."""
    return set(Appeal.objects.filter(decision_id__in=list(decision_ids)).values_list("decision_id", flat=True))


def own_matters(member_id: UUID) -> list[tuple[str, UUID]]:
    """A member's appeals, as the audit names them."""
    return [("appeal", pk) for pk in own_appeals(member_id).order_by("-id").values_list("pk", flat=True)[:MOST_OWN]]


def appeals_visible_to(viewer: Viewer) -> QuerySet[Appeal]:
    """All appeals, for moderators and above who are signed in, but their own; none for others."""
    if not at_least(viewer, Role.MODERATOR) or viewer.status not in SIGNED_IN_STATES:
        return Appeal.objects.none()
    rows = Appeal.objects.exclude(appellant_id=viewer.pk)
    people = ("appellant", "decided_by", "decision__made_by", "decision__overturned_by")
    return rows.select_related("decision__case", *people)


def visible_appeal(viewer: Viewer, appeal_id: UUID) -> Appeal:
    """The appeal, if the viewer may see it as one of the staff; `AppealNotFound` otherwise."""
    return _first(appeals_visible_to(viewer), appeal_id)


def _first(rows: QuerySet[Appeal], appeal_id: UUID) -> Appeal:
    found = rows.filter(pk=appeal_id).first()
    if found is None:
        raise AppealNotFound
    return found


def appeals_on_case(case_id: UUID) -> QuerySet[Appeal]:
    """The appeals against a case's decisions, the newest first."""
    return Appeal.objects.filter(decision__case_id=case_id).select_related("decided_by").order_by("-id")


def messages_of(appeal_id: UUID) -> list[AppealMessage]:
    """The dialogue, the oldest first; there is room for so many messages and no more."""
    rows = AppealMessage.objects.filter(appeal_id=appeal_id).select_related("author").order_by("id")
    return list(rows[:MOST_MESSAGES])


def in_a_row(appeal_id: UUID, *, is_staff: bool) -> tuple[int, int]:
    """How many messages there are, and how many of that side's stand at the end without an answer."""
    sides = list(AppealMessage.objects.filter(appeal_id=appeal_id).order_by("-id").values_list("is_staff", flat=True))
    answered = next((place for place, side in enumerate(sides) if side != is_staff), len(sides))
    return len(sides), answered


def reported_cases(viewer: Viewer, rows: Iterable[Appeal]) -> set[UUID]:
    """Which of the cases behind these appeals the viewer reported to."""
    return ever_reported_by([row.decision.case_id for row in rows], viewer.pk)


def is_part_of(viewer: Viewer, row: Appeal, reported: set[UUID]) -> bool:
    """Whether the viewer made the decision, or appeals, or reported the thing: then somebody else must decide."""
    people = {row.appellant_id, row.decision.owner_id, row.decision.made_by_id}
    return viewer.pk in people or row.decision.case_id in reported


def stands_high_enough(viewer: Viewer, row: Appeal) -> bool:
    """Whether the viewer stands no lower than whoever decided, and than whom the case was escalated to."""
    maker = row.decision.made_by
    needed = max(row.decision.case.needs_role, maker.role if maker else Role.MODERATOR, key=lambda role: RANK[role])
    return at_least(viewer, needed)


def stands_above_appellant(viewer: Viewer, row: Appeal) -> bool:
    """Whether the viewer may act on the appellant's account; admins may on all, and on those who are gone all may."""
    return row.appellant is None or viewer.role == Role.ADMIN or outranks(viewer, row.appellant.role)


def can_decide(viewer: Viewer, row: Appeal, reported: set[UUID]) -> bool:
    """Whether the viewer is somebody who may decide on the appeal now."""
    return (
        row.state == State.OPEN
        and not is_part_of(viewer, row, reported)
        and stands_high_enough(viewer, row)
        and stands_above_appellant(viewer, row)
    )
