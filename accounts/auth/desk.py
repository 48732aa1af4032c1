"""What the desk has of sessions: deeds on members, a panel on their page, and sign-ins by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.auth import services
from accounts.auth.models import Session
from accounts.users.errors import RankTooLow
from accounts.users.standing import check_rank
from config import clock
from config.desk import access, links
from config.desk.deeds import Deed, ReasonForm, register_deed
from config.desk.figures import by_day, register_chart
from config.desk.groups import Group
from config.desk.marks import badge, moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Role, Viewer

MEMBER = "accounts.User"


def is_below(account: Any) -> bool:
    """Whether the viewer may act on that account at all, by the rule of the services."""
    try:
        check_rank(access.viewer(), on=account)
    except RankTooLow:
        return False
    return True


def state_of(session: Session) -> Any:
    """Whether a session lives, has run out, or was ended, and why."""
    if session.revoked_at is not None:
        return badge(session.reason.replace("_", " ") or _("ended"))
    if session.expires_at <= clock.now():
        return badge(_("run out"))
    return badge(_("live"), "good")


def _sign_out(actor: Viewer, row: Any, data: Mapping[str, Any]) -> None:
    services.end_all_sessions(user_id=row.pk, actor=actor, reason=data["reason"])


def _send_again(actor: Viewer, row: Any, data: Mapping[str, Any]) -> None:
    services.send_verification_again(user_id=row.pk, actor=actor)


def _revoke(actor: Viewer, row: Session, data: Mapping[str, Any]) -> None:
    services.end_session(session_id=row.pk, actor=actor, reason=data["reason"])


REVOKE = Deed(
    name="revoke",
    label=_("End session"),
    explains=_("The device is signed out within a second. Its owner can sign in again."),
    does=_revoke,
    form=ReasonForm,
    fits=lambda row: row.revoked_at is None and is_below(row.user),
    tone="bad",
)
SIGN_OUT = Deed(
    name="sign_out",
    label=_("Sign out everywhere"),
    explains=_("Every session and every token of theirs ends within a second. They can sign in again."),
    does=_sign_out,
    form=ReasonForm,
    fits=is_below,
    tone="bad",
)
SEND_AGAIN = Deed(
    name="resend_verification",
    label=_("Send verification again"),
    explains=_("A mail with a new link goes to their address; the link of the mail before it is dead then."),
    does=_send_again,
    fits=lambda row: not row.email_verified and row.is_active and is_below(row),
)


def _newest(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in Session.objects.filter(user_id=user_id).order_by("-pk")[:MOST_ROWS]:
        device = links.to_row(row, row.device or _("unknown device"))
        yield device, row.address or links.NONE, moment(row.last_used_at), state_of(row)


def _sign_ins(days: Sequence[date]) -> list[list[int]]:
    return [by_day(Session.objects.all(), "created_at", days)]


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_deed(MEMBER, SIGN_OUT)
    register_deed(MEMBER, SEND_AGAIN)
    register_panel(
        MEMBER,
        Panel(
            name="sessions",
            title=_("Sessions"),
            columns=[_("Device"), _("Address"), _("Last used"), _("State")],
            rows=_newest,
            model="accounts.Session",
            more=lambda user_id: {"user__id__exact": user_id},
            place=40,
        ),
    )
    register_chart(
        "sign-ins", title=_("Sign-ins by day"), series=[_("sessions opened")], read=_sign_ins, group=Group.SECURITY,
        role=Role.MODERATOR,
    )  # fmt: skip
