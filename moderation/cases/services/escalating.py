"""Notes that moderators leave for each other, and cases that need a higher role."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.users.queries import user_by_id
from config import clock
from config.audit import note
from config.errors import InvalidInput
from config.events import record
from config.roles import RANK, Viewer
from config.text import clean
from moderation.cases.choices import Sort
from moderation.cases.errors import CannotEscalate
from moderation.cases.events import CaseEscalated
from moderation.cases.models import Case, CaseEntry
from moderation.cases.queries import next_role
from moderation.cases.services.claiming import unclaim
from moderation.cases.services.history import add_entry, hold, keep
from moderation.cases.services.may import check_claim, check_open, check_role

LONGEST_NOTE, LONGEST_REASON = 2_000, 500


@transaction.atomic
def write_note(*, actor: Viewer, case_id: UUID, text: str) -> CaseEntry:
    """Write something for the other moderators, also on a decided case; it is news to whoever decides."""
    body = _words(text, "text", LONGEST_NOTE)
    case = hold(actor, case_id)
    case.first_act_at = case.first_act_at or clock.now()
    keep(case, ["first_act_at"])
    written = add_entry(case_id=case.pk, sort=Sort.NOTED, actor_id=actor.pk, text=body)
    note(action="case.noted", actor=actor, target=("case", case.pk), after={"entry": str(written.pk)})
    return written


@transaction.atomic
def escalate(*, actor: Viewer, case_id: UUID, reason: str) -> Case:
    """Leave a case to the next higher role: managers, then admins. Whoever has claimed it from below has it no more."""
    why = _words(reason, "reason", LONGEST_REASON)
    case = hold(actor, case_id)
    check_open(case)
    check_role(actor, case)
    check_claim(actor, case)
    before = case.needs_role
    case.first_act_at = case.first_act_at or clock.now()
    raise_role(case, actor_id=actor.pk, reason=why)
    keep(case, ["state", "assignee", "claimed_at", "needs_role", "first_act_at"])
    note(
        action="case.escalated",
        actor=actor,
        target=("case", case.pk),
        before={"needs_role": str(before)},
        after={"needs_role": str(case.needs_role)},
        reason=why,
    )
    return case


def raise_role(case: Case, *, actor_id: UUID | None, reason: str = "", because: str = "") -> None:
    """Have the next higher role decide a held case; the caller saves it."""
    higher = next_role(case.needs_role)
    if higher is None:
        raise CannotEscalate
    case.needs_role = higher
    if case.assignee_id is not None and not _reaches(case.assignee_id, higher):
        unclaim(case)
    told = {"needs_role": str(higher)} | ({"because": because} if because else {})
    add_entry(case_id=case.pk, sort=Sort.ESCALATED, actor_id=actor_id, text=reason, data=told)
    record(CaseEscalated(actor_id=actor_id, case_id=case.pk, needs_role=str(higher)))


def _reaches(member_id: UUID, role: str) -> bool:
    member = user_by_id(member_id)
    return member is not None and RANK[member.role] >= RANK[role]


def _words(given: str, field: str, longest: int) -> str:
    words = clean(given, lines=True)
    if not words:
        raise InvalidInput.of(field, "required", _("Say something."))
    if len(words) > longest:
        raise InvalidInput.of(field, "max_length", _("This is too long."))
    return words
