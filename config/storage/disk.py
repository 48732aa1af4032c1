"""Pictures in a folder of this machine. A file comes into its place whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from config.storage import INCOMING, PUBLIC, FileMissing, Form, StorageAway, Stored, signing

_WRITING = ".writing"


class Folder:
    """The store in `root`. Names that are not of our own making never become paths."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        if not (PUBLIC.fullmatch(key) or INCOMING.fullmatch(key)):
            raise FileMissing(key)
        return self.root / key

    def put(self, key: str, data: bytes, media_type: str) -> None:
        path, begun = self._path(key), self.root / _WRITING / secrets.token_hex(16)
        try:
            begun.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            begun.write_bytes(data)
            os.replace(begun, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                begun.unlink(missing_ok=True)
            raise StorageAway(headers={"Retry-After": "30"}) from error

    def get(self, key: str, most: int) -> bytes:
        try:
            with self._path(key).open("rb") as file:
                return file.read(most)
        except (FileNotFoundError, IsADirectoryError):
            raise FileMissing(key) from None
        except OSError as error:
            raise StorageAway(headers={"Retry-After": "30"}) from error

    def remove(self, keys: Iterable[str]) -> None:
        try:
            for key in keys:
                self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageAway(headers={"Retry-After": "30"}) from error

    def listed(self, prefix: str) -> Iterator[Stored]:
        folder, _, beginning = prefix.rpartition("/")
        for place, folders, names in os.walk(self.root / folder):
            folders.sort()
            at_top = Path(place) == self.root / folder
            if at_top:
                folders[:] = [name for name in folders if name.startswith(beginning)]
            for name in sorted(names):
                path = Path(place) / name
                key = path.relative_to(self.root).as_posix()
                if key.startswith(prefix):
                    with contextlib.suppress(FileNotFoundError):
                        told = path.stat()
                        yield Stored(key, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    def form(self, key: str, media_type: str, size: int, seconds: int) -> Form:
        return Form("/api/uploads", {"key": key, "Content-Type": media_type, "policy": signing.sign(
            key=key, media_type=media_type, size=size
        )})  # fmt: skip

    def tidy(self, before: datetime) -> int:
        stale = [file for file in self.listed(f"{_WRITING}/") if file.at < before]
        for file in stale:
            (self.root / file.key).unlink(missing_ok=True)
        return len(stale)
