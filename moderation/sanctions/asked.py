"""What may be asked of a sanction, before anything is done: its words, its end, and who may impose it on whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.users.errors import RankTooLow
from accounts.users.queries import user_by_id
from accounts.users.services import check_rank
from config import clock
from config.errors import FieldError, Forbidden, InvalidInput
from config.roles import RANK, Role, Viewer, at_least
from moderation.sanctions.choices import ENDING, Act, Label

LONGEST = timedelta(days=3_653)
"""Ten years: what is to last longer is a ban."""
LONGEST_REASON = 500


def checked_act(act: str, *, until: datetime | None, label: str, reason: str) -> Act:
    """The act, if all that goes with it may stand together."""
    errors = [*wrong_with(act, until=until, label=label, now=clock.now()), *wrong_reason(reason)]
    if errors:
        raise InvalidInput(errors=errors)
    return Act(act)


def wrong_with(act: str, *, until: datetime | None, label: str, now: datetime) -> Iterator[FieldError]:
    """What of an act and its details is wrong, field by field: for whoever asks for several, before any is done."""
    if act not in Act.values:
        yield FieldError("act", "invalid_choice", _("There is no such act."))
        return
    if until is not None:
        yield from _wrong_end(act, until, now)
    if act == Act.LABEL and label not in Label.values:
        yield FieldError("label", "invalid_choice" if label else "required", _("Say which label."))
    if act != Act.LABEL and label:
        yield FieldError("label", "not_used", _("This action has no label."))


def wrong_reason(reason: str) -> Iterator[FieldError]:
    """Whether the reason is more than whoever it is done to is told."""
    if len(reason) > LONGEST_REASON:
        yield FieldError("reason", "max_length", _("The reason is too long."))


def _wrong_end(act: str, until: datetime, now: datetime) -> Iterator[FieldError]:
    if act not in ENDING:
        yield FieldError("until", "not_used", _("This action has no end."))
    elif until <= now:
        yield FieldError("until", "past", _("The end must lie in the future."))
    elif until - now > LONGEST:
        yield FieldError("until", "too_far", _("The end may lie ten years ahead at most."))


def check_staff(actor: Viewer | None, member_id: UUID | None) -> None:
    """Refuse whoever is no moderator, acts on themselves, or on a role that is not below theirs. None is the clock."""
    if actor is None:
        return
    if not at_least(actor, Role.MODERATOR):
        raise Forbidden
    if member_id is None:
        return
    if member_id == actor.pk:
        raise RankTooLow
    check_rank(actor, on=user_by_id(member_id))


def check_maker(actor: Viewer | None, made_by_id: UUID | None) -> None:
    """Refuse to undo what somebody of a role above the actor's did. None is the clock, and whoever is gone."""
    maker = user_by_id(made_by_id) if actor is not None and made_by_id is not None else None
    if actor is not None and maker is not None and RANK[maker.role] > RANK[actor.role]:
        raise RankTooLow
