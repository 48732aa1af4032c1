"""Files that no address shows: kept beside the pictures' store, read by our own endpoints alone.

A file has a random name of 128 bits that stands in a row and is told to nobody. On this machine the files lie in a
folder that is not served; with S3 in `S3_PRIVATE_BUCKET`, or, where that is not set, below `private/` in the bucket of
the pictures. They are written from a file and read in pieces, whatever their size.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from config.storage import FileMissing, StorageAway, Stored
from config.storage.s3 import Bucket, told

PRIVATE = re.compile(r"private/[a-z]{1,20}/([0-9a-f]{2})/\1[0-9a-f]{30}")
PIECE = 256 * 1024
_AWAY = {"Retry-After": "30"}


class PrivateStore(Protocol):
    """What keeps private files. Whatever fails but a missing file is a `StorageAway`."""

    def keep(self, key: str, source: Path) -> None:
        """Take a copy of the file at `source`."""

    def pieces(self, key: str) -> Iterator[bytes]:
        """The file, a piece at a time; `FileMissing` before the first where there is none."""

    def remove(self, keys: Iterable[str]) -> None:
        """Remove files; those that are not there are gone already."""

    def listed(self, kind: str) -> Iterator[Stored]:
        """All files of a kind."""


def new_key(kind: str) -> str:
    """A name that was never used."""
    token = secrets.token_hex(16)
    return f"private/{kind}/{token[:2]}/{token}"


def private_store() -> PrivateStore:
    """The store that is configured."""
    if settings.S3_BUCKET:
        return PrivateBucket(settings.S3_PRIVATE_BUCKET or settings.S3_BUCKET)
    return PrivateFolder(settings.PRIVATE_FOLDER)


def scratch() -> Path:
    """A folder of this machine where a private file is written before it is kept."""
    return _writing_in(Path(settings.PRIVATE_FOLDER))


def _writing_in(root: Path) -> Path:
    folder = root / ".writing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class PrivateFolder:
    """A folder of this machine, which only the platform's own user can read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        if not PRIVATE.fullmatch(key):
            raise FileMissing(key)
        return self.root / key

    def keep(self, key: str, source: Path) -> None:
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Beside the folder's other half-written files, which are swept: a process may end in the middle.
            begun = _writing_in(self.root) / f"{secrets.token_hex(16)}.part"
        except OSError as error:
            raise StorageAway(headers=_AWAY) from error
        try:
            written = os.open(begun, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(written, "wb") as file, source.open("rb") as read:
                shutil.copyfileobj(read, file)
            os.replace(begun, path)
        except OSError as error:
            with suppress(OSError):
                begun.unlink(missing_ok=True)
            raise StorageAway(headers=_AWAY) from error

    def pieces(self, key: str) -> Iterator[bytes]:
        try:
            file = self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise FileMissing(key) from None
        except OSError as error:
            raise StorageAway(headers=_AWAY) from error
        return self._read(file)

    def _read(self, file: object) -> Iterator[bytes]:
        with file:  # type: ignore[attr-defined]
            while piece := file.read(PIECE):  # type: ignore[attr-defined]
                yield piece

    def remove(self, keys: Iterable[str]) -> None:
        try:
            for key in keys:
                self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageAway(headers=_AWAY) from error

    def listed(self, kind: str) -> Iterator[Stored]:
        for path in sorted((self.root / "private" / kind).glob("*/*")):
            key = path.relative_to(self.root).as_posix()
            if not PRIVATE.fullmatch(key):
                continue  # what somebody else has put here is not ours to remove
            with suppress(FileNotFoundError):
                seen = path.stat()
                yield Stored(key, seen.st_size, datetime.fromtimestamp(seen.st_mtime, UTC))


class PrivateBucket(Bucket):
    """A bucket, or the part of one below `private/`, that nothing serves."""

    def keep(self, key: str, source: Path) -> None:
        with told():
            self.client.upload_file(str(source), self.name, key, ExtraArgs={"ContentType": "application/octet-stream"})

    def pieces(self, key: str) -> Iterator[bytes]:
        if not PRIVATE.fullmatch(key):
            raise FileMissing(key)
        with told():
            body = self.client.get_object(Bucket=self.name, Key=key)["Body"]
        return iter(body.iter_chunks(PIECE))

    def listed(self, kind: str) -> Iterator[Stored]:
        return super().listed(f"private/{kind}/")
