"""Where pictures are kept, a folder of this machine or an S3-compatible store, and under which addresses they are seen.

A picture set (the variants of one image) has a stem of its own, `avatars/4f/4f…`, made of 128 random bits and never
used again; rows keep the stem, files are named after it, and so an address may be cached for ever.

    stem = pictures.keep("avatars", {"small": b"…", …})     # before the transaction that puts it into a row
    pictures.forget(stem)                                    # after the one that took it out; repeated until it is done
    url(stem, "small")                                       # what clients see

What a crash leaves between the two is found by `sweeping`. `direct` lets a client upload to the store itself.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config.errors import ServiceUnavailable
from config.images import SUFFIX

STEM = re.compile(r"[a-z]{1,20}/([0-9a-f]{2})/\1[0-9a-f]{30}")
PUBLIC = re.compile(STEM.pattern + r"-[a-z]{1,20}" + re.escape(SUFFIX))
INCOMING = re.compile(r"incoming/[a-z]{1,20}/[0-9a-f]{32}")


class StorageAway(ServiceUnavailable):
    """The store of pictures cannot be reached, or takes nothing more."""

    code = "storage_away"
    detail: object = _("Pictures cannot be kept at the moment; try again soon.")


class FileMissing(Exception):
    """There is no file of that name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the store lists it."""

    key: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Form:
    """Where a client posts a file, and the fields that go before it."""

    url: str
    fields: dict[str, str]


class Store(Protocol):
    """What a store must do. Whatever fails but a missing file is a `StorageAway`."""

    def put(self, key: str, data: bytes, media_type: str) -> None: ...

    def get(self, key: str, most: int) -> bytes:
        """The file's first `most` bytes at most; `FileMissing` where there is none."""

    def remove(self, keys: Iterable[str]) -> None:
        """Remove files; those that are not there are gone already."""

    def listed(self, prefix: str) -> Iterator[Stored]:
        """All files whose names begin so."""

    def form(self, key: str, media_type: str, size: int, seconds: int) -> Form:
        """A form that puts one file of just that type and size under that name."""

    def tidy(self, before: datetime) -> int:
        """Remove what writing left unfinished before that moment; how much it was."""


def store() -> Store:
    """The store that is configured."""
    from config.storage import disk, s3

    if settings.S3_BUCKET:
        return s3.Bucket(settings.S3_BUCKET)
    return disk.Folder(settings.MEDIA_FOLDER)


def new_stem(kind: str) -> str:
    """A stem that was never used: `kind`, two letters to spread folders, 128 random bits."""
    token = secrets.token_hex(16)
    return f"{kind}/{token[:2]}/{token}"


def key_of(stem: str, name: str) -> str:
    """The file of the variant `name`."""
    return f"{stem}-{name}{SUFFIX}"


def url(stem: str, name: str) -> str | None:
    """The address of a variant; None where there is no picture. Relative to this installation unless there is a CDN."""
    return f"{settings.MEDIA_URL_BASE}/{stem}-{name}{SUFFIX}" if stem else None
