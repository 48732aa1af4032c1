"""A look at an embed page: who looks, at what, and what of it they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from config.errors import DomainError
from config.roles import ANONYMOUS, Viewer
from workbooks.framing import tickets
from workbooks.framing.queries import Shown, shown
from workbooks.framing.services import view_of

# What stands in the place of a frame, and the frame itself.
FRAME, ASKED, SIGNED, UNPROVEN, FAILED = "frame", "asked", "signed", "unproven", "failed"


@dataclass(frozen=True, slots=True)
class Look:
    """`is_bare` leaves out the line below the frame, for our own pages, which say the same around it.

    `state` is what is shown; only a `frame` has a `url`, which may be signed for this one viewer.
    """

    seen: Shown
    viewer: Viewer
    state: str
    url: str
    is_bare: bool
    load_url: str

    @property
    def is_personal(self) -> bool:
        """Whether it is for this viewer alone: then it is framed by us alone and kept nowhere."""
        return self.viewer.pk is not None


def look_at(request: HttpRequest, workbook_id: UUID) -> Look:
    """What this request is shown; `WorkbookNotFound` where its viewer may not see the workbook."""
    ticket = request.GET.get("view", "") if _is_in_our_frame(request) else ""
    viewer = tickets.viewer_of(ticket, workbook_id) if ticket else ANONYMOUS
    seen = shown(viewer, workbook_id)
    has_asked = not settings.EMBED_ASK_FIRST or "load" in request.GET
    state, url = _state(seen, viewer, has_asked=has_asked)
    is_bare = "bare" in request.GET
    asking = {**({"bare": ""} if is_bare else {}), **({"view": ticket} if ticket else {}), "load": ""}
    return Look(seen, viewer, state, url, is_bare, f"?{urlencode(asking)}")


def _is_in_our_frame(request: HttpRequest) -> bool:
    """A ticket is for frames of ours: where the browser says that this is none, it counts for nothing."""
    place, whose = request.headers.get("Sec-Fetch-Dest"), request.headers.get("Sec-Fetch-Site")
    return place in {None, "iframe"} and whose in {None, "same-origin"}


def _state(seen: Shown, viewer: Viewer, *, has_asked: bool) -> tuple[str, str]:
    if seen.is_broken:
        return FAILED, ""
    if seen.is_signed and viewer.pk is None:
        return SIGNED, ""
    if not has_asked:
        return ASKED, ""
    try:
        return FRAME, view_of(seen, viewer).url
    except DomainError as refused:
        return (UNPROVEN if refused.code == "email_not_verified" else FAILED), ""
