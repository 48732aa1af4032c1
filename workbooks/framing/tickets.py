"""Tickets: how the embed page in a frame of our own pages knows who looks, though it reads no session.

The embed page takes no cookies, since other sites frame it. What only some may see, and what is signed for its viewer,
is shown on our own pages all the same: the page that holds the frame knows its viewer, and puts a ticket for them into
the frame's address. A ticket names one workbook, one member and the session they look from, is signed, and is good for
a quarter of an hour. It carries no rights: who it names is looked up when it is used, so that a session that has ended,
a closed account, a block or a workbook that was made private hold at once.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.auth.queries import member_of_session
from config.errors import NotFound
from config.roles import ANONYMOUS, Viewer

GOOD_FOR = timedelta(minutes=15)
_SALT = "workbooks.framing.ticket"


class TicketOver(NotFound):
    """The ticket was good and is too old."""

    code = "ticket_over"
    status = 410
    detail: object = _("This page was left open for long. Load it again to see the workbook.")


def ticket_for(viewer: Viewer, workbook_id: UUID) -> str:
    """What `viewer` shows the embed page of this workbook; empty for who looks from no session."""
    session_id = getattr(viewer, "session_id", None)
    if viewer.pk is None or session_id is None:
        return ""
    return signing.dumps([str(workbook_id), str(viewer.pk), str(session_id)], salt=_SALT)


def viewer_of(ticket: str, workbook_id: UUID) -> Viewer:
    """Whom the ticket names, as they are now; `ANONYMOUS` where it is none of ours, or names another workbook."""
    try:
        named, user_id, session_id = signing.loads(ticket, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise TicketOver from None
    except signing.BadSignature:
        return ANONYMOUS
    if named != str(workbook_id):
        return ANONYMOUS
    return member_of_session(UUID(session_id), UUID(user_id)) or ANONYMOUS
