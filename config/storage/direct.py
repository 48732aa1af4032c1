"""Direct uploads: the client posts the file to the store itself, and then has us take it.

Nothing is kept of a prepared upload but what its signed ticket says: for whom it is, of which kind, under which random
name. The form is good for five minutes, for that name, that type and that size; the ticket for twice as long.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from config import clock
from config.errors import DomainError, NotFound
from config.images.variants import MOST_BYTES
from config.storage import FileMissing, Form, StorageAway, Store, store

TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
_SALT = "config.storage.ticket"


class UploadNotFound(NotFound):
    """No upload lies behind the ticket: not ours, too old, another's, never sent, or taken already."""

    code = "upload_not_found"
    detail: object = _("There is no such upload. Prepare it anew.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The form for the client, the ticket to confirm with, and when the form runs out."""

    form: Form
    ticket: str
    expires_at: datetime


def prepare(*, kind: str, owner: str, media_type: str, size: int) -> Prepared:
    """A form for one file of `size` bytes. `owner` names who may confirm it, and for what."""
    key = f"incoming/{kind}/{secrets.token_hex(16)}"
    form = store().form(key, media_type, size, settings.UPLOAD_SECONDS)
    ticket = signing.dumps({"key": key, "owner": f"{kind}:{owner}"}, salt=_SALT)
    return Prepared(form, ticket, clock.now() + timedelta(seconds=settings.UPLOAD_SECONDS))


@contextmanager
def uploaded(*, kind: str, owner: str, ticket: str) -> Iterator[bytes]:
    """The bytes that were uploaded, for the block to take or refuse.

    They are gone after it, unless it failed for want of a service and may be tried again.
    """
    try:
        said = signing.loads(ticket, salt=_SALT, max_age=timedelta(seconds=2 * settings.UPLOAD_SECONDS))
    except signing.BadSignature:
        raise UploadNotFound from None
    if said["owner"] != f"{kind}:{owner}":
        raise UploadNotFound
    kept = store()
    try:
        data = kept.get(said["key"], MOST_BYTES + 1)
    except FileMissing:
        raise UploadNotFound from None
    try:
        yield data
    except DomainError as error:
        if error.status < 500:
            _forget(kept, said["key"])
        raise
    _forget(kept, said["key"])


def _forget(kept: Store, key: str) -> None:
    with suppress(StorageAway):  # what stays is swept
        kept.remove([key])
