"""A view of a workbook for one viewer: its URL as it may be framed, signed where its source wants that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.profiles.queries import author_summaries
from accounts.users.queries import user_by_id
from config.errors import NotSignedIn
from config.roles import Viewer
from workbooks.embeds import services as embeds
from workbooks.framing.errors import AddressNotProven, SourceOutOfUse
from workbooks.framing.queries import Shown, shown


@dataclass(frozen=True, slots=True)
class View:
    """What a frame needs. A signed `url` is a key: it is handed to its viewer, and neither kept nor logged."""

    url: str = field(repr=False)
    expires_at: datetime | None
    provider: str
    sandbox: list[str]
    aspect_ratio: str


def view_workbook(*, viewer: Viewer, workbook_id: UUID) -> View:
    """The workbook as `viewer` may frame it now; `WorkbookNotFound` where they may not see it."""
    return view_of(shown(viewer, workbook_id), viewer)


def view_of(seen: Shown, viewer: Viewer) -> View:
    """What `viewer` may see, as they may frame it now.

    A source that signs is told the viewer's address, so that must be there and proven.
    """
    if not seen.host:
        raise SourceOutOfUse
    url, expires_at = seen.url, None
    if seen.is_signed:
        member = user_by_id(viewer.pk) if viewer.pk is not None else None
        if member is None:
            raise NotSignedIn
        if member.email_verified_at is None:
            raise AddressNotProven
        name = author_summaries({member.pk})[member.pk]["full_name"]
        signed = embeds.sign_view(source=seen.source, url=seen.url, email=member.email, full_name=name)
        url, expires_at = signed.url, signed.expires_at
    return View(url, expires_at, seen.source.slug, list(seen.source.sandbox), seen.source.aspect_ratio)
