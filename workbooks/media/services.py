"""Deeds on thumbnails. Files are written before the row names them, and go after it; the rest is swept."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from config.events import record
from config.images import THUMBNAIL
from config.roles import Viewer
from config.storage import direct, pictures
from config.storage.direct import Prepared
from workbooks.catalog import queries as catalog_queries
from workbooks.catalog import services as catalog
from workbooks.media.events import ThumbnailChanged

KIND = "thumbnails"


def change_thumbnail(*, actor: Viewer, workbook_id: UUID, image: bytes, expected_version: int | None = None) -> str:
    """Draw the thumbnail of the actor's workbook from what they uploaded; returns its stem."""
    catalog.check_own(actor=actor, workbook_id=workbook_id, expected_version=expected_version)
    stem = pictures.take(KIND, image, THUMBNAIL)
    _set(actor, workbook_id, stem, expected_version)
    return stem


def prepare_thumbnail(*, actor: Viewer, workbook_id: UUID, media_type: str, size: int) -> Prepared:
    """Have the author's client upload an image of `size` bytes to the store itself."""
    catalog.check_own(actor=actor, workbook_id=workbook_id)
    return direct.prepare(kind=KIND, owner=_owner(actor, workbook_id), media_type=media_type, size=size)


def confirm_thumbnail(*, actor: Viewer, workbook_id: UUID, ticket: str, expected_version: int | None = None) -> str:
    """As `change_thumbnail`, from the upload behind the ticket; `UploadNotFound` where there is none."""
    catalog.check_own(actor=actor, workbook_id=workbook_id, expected_version=expected_version)
    with direct.uploaded(kind=KIND, owner=_owner(actor, workbook_id), ticket=ticket) as image:
        return change_thumbnail(actor=actor, workbook_id=workbook_id, image=image, expected_version=expected_version)


def remove_thumbnail(*, actor: Viewer, workbook_id: UUID, expected_version: int | None = None) -> None:
    """Have no thumbnail; where there is none, nothing happens."""
    _set(actor, workbook_id, "", expected_version)


def move_thumbnail(*, workbook_id: UUID) -> None:
    """Give the thumbnail new addresses, so that those which are known lead nowhere."""
    before = catalog_queries.thumbnail_of(workbook_id)
    if before:
        _replace(workbook_id, before, pictures.renew(before) or "")


def drop_thumbnail(*, workbook_id: UUID) -> None:
    """Take the thumbnail of a deleted workbook away."""
    before = catalog_queries.thumbnail_of(workbook_id)
    if before:
        _replace(workbook_id, before, "")


def _owner(actor: Viewer, workbook_id: UUID) -> str:
    return f"{actor.pk}:{workbook_id}"


@transaction.atomic
def _set(actor: Viewer, workbook_id: UUID, stem: str, expected_version: int | None) -> None:
    replaced = catalog.set_thumbnail(actor=actor, workbook_id=workbook_id, stem=stem, expected_version=expected_version)
    if replaced != stem:
        _tell(workbook_id, replaced, stem, actor_id=actor.pk)


@transaction.atomic
def _replace(workbook_id: UUID, before: str, stem: str) -> None:
    if catalog.replace_thumbnail(workbook_id=workbook_id, before=before, stem=stem):
        _tell(workbook_id, before, stem, actor_id=None)


def _tell(workbook_id: UUID, replaced: str, stem: str, *, actor_id: UUID | None) -> None:
    told = ThumbnailChanged(actor_id=actor_id, workbook_id=workbook_id, replaced=replaced, has_thumbnail=bool(stem))
    record(told)
