"""What may be asked of a sanction, before anything is done: its words, its end, and who may impose it on whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.users.errors import RankTooLow
from accounts.users.queries import user_by_id
from accounts.users.services import check_rank
from config import clock
from config.errors import Forbidden, InvalidInput
from config.roles import RANK, Role, Viewer, at_least
from moderation.sanctions.choices import ENDING, Act, Label

LONGEST = timedelta(days=3_653)
"""Ten years: what is to last longer is a ban."""
LONGEST_REASON = 500


def checked_act(act: str, *, until: datetime | None, label: str, reason: str) -> Act:
    """The act, if all that goes with it may stand together."""
    if act not in Act.values:
        raise InvalidInput.of("act", "invalid_choice", _("There is no such act."))
    if len(reason) > LONGEST_REASON:
        raise InvalidInput.of("reason", "max_length", _("The reason is too long."))
    _check_until(act, until)
    if act == Act.LABEL and label not in Label.values:
        raise InvalidInput.of("label", "invalid_choice", _("Say which label."))
    if act != Act.LABEL and label:
        raise InvalidInput.of("label", "not_allowed", _("Only labels have a word."))
    return Act(act)


def _check_until(act: str, until: datetime | None) -> None:
    if until is None:
        return
    if act not in ENDING:
        raise InvalidInput.of("until", "not_allowed", _("Only muting and suspension end by themselves."))
    now = clock.now()
    if until <= now:
        raise InvalidInput.of("until", "past", _("The end must lie in the future."))
    if until - now > LONGEST:
        raise InvalidInput.of("until", "too_far", _("The end may lie ten years ahead at most."))


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
