"""What the desk has of the second step: a deed for who has lost it, and panels on a member's page. Never a secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.mfa import methods, queries, services
from accounts.users.errors import RankTooLow
from accounts.users.standing import check_rank
from config.desk import access, links
from config.desk.deeds import Deed, ReasonForm, register_deed
from config.desk.marks import badge, moment
from config.desk.panels import MOST_ROWS, Panel, register_panel
from config.roles import Viewer

MEMBER = "accounts.User"
NAMES = {
    methods.TOTP: _("app with six digits"),
    methods.EMAIL: _("codes by mail"),
    methods.PASSKEY: _("passkeys"),
    methods.RECOVERY: _("recovery codes"),
}


def _fits(row: Any) -> bool:
    """There is a second step, and the viewer may act on the account, by the rule of the services."""
    try:
        check_rank(access.viewer(), on=row)
    except RankTooLow:
        return False
    return queries.is_on(row.pk)


def _turn_off(actor: Viewer, row: Any, data: Mapping[str, Any]) -> None:
    services.turn_off_mfa(user_id=row.pk, actor=actor, reason=data["reason"])


TURN_OFF = Deed(
    name="turn_off_mfa",
    label=_("Turn second step off"),
    explains=_(
        "For who has lost their device: factors, passkeys and recovery codes go, and every session of theirs ends. "
        "They are told by mail. Make sure that it is them who ask."
    ),
    does=_turn_off,
    form=ReasonForm,
    fits=_fits,
    many=False,
    tone="bad",
)


def _factors(user_id: UUID) -> Iterable[Sequence[Any]] | None:
    found = queries.factors_of(user_id)
    if not found.is_on:
        return []
    on = badge(_("on"), "good")
    rows: list[Sequence[Any]] = []
    if found.totp_since:
        rows.append((NAMES[methods.TOTP], on, moment(found.totp_since)))
    if found.email_since:
        rows.append((NAMES[methods.EMAIL], on, moment(found.email_since)))
    if found.passkeys:
        rows.append((NAMES[methods.PASSKEY], found.passkeys, links.NONE))
    rows.append((NAMES[methods.RECOVERY], found.recovery_codes_left, links.NONE))
    return rows


def _passkeys(user_id: UUID) -> Iterable[Sequence[Any]]:
    for row in queries.passkeys_of(user_id).order_by("-pk")[:MOST_ROWS]:
        used = moment(row.last_used_at) if row.last_used_at else links.NONE
        yield links.to_row(row), moment(row.created_at), used


def furnish() -> None:
    """Put what this slice has on the desk; called when the app is ready."""
    register_deed(MEMBER, TURN_OFF)
    register_panel(
        MEMBER,
        Panel(
            name="second-step",
            title=_("Second step"),
            columns=[_("Way"), _("State"), _("Since")],
            rows=_factors,
            model="accounts.Enrolment",
            place=42,
        ),
    )
    register_panel(
        MEMBER,
        Panel(
            name="passkeys",
            title=_("Passkeys"),
            columns=[_("Name"), _("Added"), _("Last used")],
            rows=_passkeys,
            model="accounts.Passkey",
            more=lambda user_id: {"user__id__exact": user_id},
            place=43,
        ),
    )
