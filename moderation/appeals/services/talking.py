"""The dialogue on an appeal: the member's side, and the staff's."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config import clock
from config.audit import note
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.appeals.errors import AnswerAwaited, DialogueFull, OwnDecision
from moderation.appeals.events import AppealMessageWritten
from moderation.appeals.models import Appeal, AppealMessage
from moderation.appeals.queries import (
    MOST_IN_A_ROW,
    MOST_MESSAGES,
    appeals_visible_to,
    in_a_row,
    own_appeal,
    own_appeals,
    reported_cases,
    visible_appeal,
)
from moderation.appeals.services.holding import check_open, held, keep


@transaction.atomic
def write_message(*, actor: Viewer, appeal_id: UUID, body: str) -> AppealMessage:
    """The member adds a word to their appeal; ten in a row, and then it is the staff's turn."""
    row = held(own_appeals(actor.pk), own_appeal(actor.pk, appeal_id))
    return _add(row, actor, body, is_staff=False)


@transaction.atomic
def answer_appeal(*, actor: Viewer, appeal_id: UUID, body: str) -> AppealMessage:
    """One of the staff writes to the member, who does not learn which; whoever made the decision may explain it."""
    row = held(appeals_visible_to(actor), visible_appeal(actor, appeal_id))
    if row.decision.case_id in reported_cases(actor, [row]):
        raise OwnDecision
    made = _add(row, actor, body, is_staff=True)
    note(action="appeal.answered", actor=actor, target=("appeal", row.pk), after={"message": str(made.pk)})
    return made


def _add(row: Appeal, actor: Viewer, body: str, *, is_staff: bool) -> AppealMessage:
    check_open(row)
    number, unanswered = in_a_row(row.pk, is_staff=is_staff)
    if number >= MOST_MESSAGES:
        raise DialogueFull
    if unanswered >= MOST_IN_A_ROW:
        raise AnswerAwaited
    made = AppealMessage.objects.create(
        appeal=row, author_id=actor.pk, is_staff=is_staff, body=clean(body, lines=True), created_at=clock.now()
    )
    keep(row)
    record(
        AppealMessageWritten(
            actor_id=actor.pk, appeal_id=row.pk, message_id=made.pk, to_id=row.appellant_id if is_staff else None
        )
    )
    return made
