"""Whether a moderator may do something to a case."""

from __future__ import annotations

from accounts.users.queries import user_by_id
from accounts.users.services import check_rank
from config.roles import Role, Viewer, at_least
from moderation.cases.choices import State
from moderation.cases.errors import CaseClosed, ClaimedByAnother, NeedsHigherRole, OwnCase
from moderation.cases.models import Case
from moderation.cases.queries import reported_by


def check_open(case: Case) -> None:
    """Refuse what has come to its end."""
    if case.state == State.DECIDED:
        raise CaseClosed


def check_role(actor: Viewer, case: Case) -> None:
    """Refuse whoever stands below the role that the case was escalated to."""
    if not at_least(actor, case.needs_role):
        raise NeedsHigherRole


def check_part(actor: Viewer, case: Case) -> None:
    """Refuse whoever is part of the case, or stands no higher than its owner; admins stand above all others."""
    if actor.pk == case.owner_id or reported_by(case.pk, actor.pk):
        raise OwnCase
    owner = user_by_id(case.owner_id) if case.owner_id else None
    check_rank(actor, on=owner)


def check_claim(actor: Viewer, case: Case) -> None:
    """Refuse whoever comes second, unless they are a manager or above."""
    if case.assignee_id not in (None, actor.pk) and not at_least(actor, Role.MANAGER):
        raise ClaimedByAnother
