"""What staff do to accounts from the desk: the forms that ask, and the services that answer, as in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.users import services
from accounts.users.errors import RankTooLow
from accounts.users.models import User
from accounts.users.standing import check_rank
from config.db import is_postgres
from config.desk import access
from config.desk.counting import estimated
from config.desk.deeds import Deed, ReasonForm
from config.desk.figures import Value, bounded, by_day, register_chart, register_figure
from config.desk.groups import Group
from config.roles import RANK, Role, Status, Viewer


class UntilForm(ReasonForm):
    """Why, and until when."""

    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In UTC. Left empty, it holds until somebody lifts it."),
    )
    field_order = ["until", "reason"]


class RoleForm(ReasonForm):
    """The new role: none above the viewer's own."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ["role", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = RANK.get(access.viewer().role, -1)
        offered = [role for role in Role if role != Role.API_USER and RANK[role] <= most]
        self.fields["role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]


def _is_below(row: User) -> bool:
    """Whether the viewer may act on that account at all, by the rule of the services."""
    try:
        check_rank(access.viewer(), on=row)
    except RankTooLow:
        return False
    return True


def _into(status: Status) -> Any:
    def does(actor: Viewer, row: User, data: Mapping[str, Any]) -> None:
        until: datetime | None = data.get("until")
        services.set_status(user_id=row.pk, status=status, actor=actor, reason=data["reason"], until=until)

    return does


def _set_role(actor: Viewer, row: User, data: Mapping[str, Any]) -> None:
    services.set_role(user_id=row.pk, role=data["role"], actor=actor, reason=data["reason"])


DEEDS = (
    Deed(
        name="mute",
        label=_("Mute"),
        explains=_("They can sign in and read, but write and react to nothing. They are told why, by mail."),
        does=_into(Status.MUTED),
        form=UntilForm,
        fits=lambda row: _is_below(row) and row.status == Status.ACTIVE,
        tone="bad",
    ),
    Deed(
        name="suspend",
        label=_("Suspend"),
        explains=_(
            "Every session of theirs ends within a second and they cannot sign in. What they wrote disappears from "
            "lists until the suspension ends. They are told why, by mail."
        ),
        does=_into(Status.SUSPENDED),
        form=UntilForm,
        fits=lambda row: _is_below(row) and row.status in {Status.ACTIVE, Status.MUTED},
        tone="bad",
    ),
    Deed(
        name="ban",
        label=_("Ban"),
        explains=_(
            "Every session of theirs ends within a second and they cannot sign in again, for good. What they wrote "
            "disappears from lists. They are told why, by mail."
        ),
        does=_into(Status.BANNED),
        form=ReasonForm,
        fits=lambda row: _is_below(row) and row.status != Status.BANNED,
        tone="bad",
    ),
    Deed(
        name="lift",
        label=_("Lift"),
        explains=_("Muting, suspension or ban ends now; they can do again what their role allows."),
        does=_into(Status.ACTIVE),
        form=ReasonForm,
        fits=lambda row: _is_below(row) and row.status in {Status.MUTED, Status.SUSPENDED, Status.BANNED},
    ),
    Deed(
        name="set_role",
        label=_("Set role"),
        explains=_("The new role holds within a second. They sign in anew once their access token has run out."),
        does=_set_role,
        form=RoleForm,
        fits=lambda row: _is_below(row) and row.role != Role.API_USER,
        many=False,
        first=lambda row: {"role": row.role},
    ),
)


def _new_members(days: Sequence[date]) -> list[list[int]]:
    return [by_day(User.objects.all(), "created_at", days)]


def furnish() -> None:
    """Put the figures of members on the start page; called when the app is ready."""
    register_figure(
        "members",
        label=_("Members"),
        read=lambda: Value(estimated(User), is_estimate=is_postgres()),
        group=Group.PEOPLE,
        link=("accounts.User", {}),
        kept=timedelta(minutes=5),
    )
    register_figure(
        "members-kept-out",
        label=_("Suspended or banned"),
        read=lambda: bounded(User.objects.filter(status__in=[Status.SUSPENDED, Status.BANNED])),
        group=Group.PEOPLE,
        link=("accounts.User", {"status__exact": Status.SUSPENDED.value}),
        kept=timedelta(minutes=5),
    )
    register_chart(
        "new-members",
        title=_("New members by day"),
        series=[_("members")],
        read=_new_members,
        group=Group.PEOPLE,
    )
