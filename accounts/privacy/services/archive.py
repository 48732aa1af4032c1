"""Writing an export: a ZIP with one JSON file a model, the files that belong to rows, and a manifest of it all.

Rows go from the database into the file in pieces, so memory stays the same however many there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec
from django.conf import settings

from config import clock
from config.db import unhurried
from config.privacy import Declaration, Export, Person, declarations
from config.storage import FileMissing, store
from config.storage.pictures import LARGEST

FORMAT = 1
_ENCODER = msgspec.json.Encoder(enc_hook=str)


@dataclass(slots=True)
class Written:
    """What stands in the archive: `rows` in all, and the manifest that says where."""

    rows: int = 0
    manifest: dict[str, Any] = field(default_factory=dict)


class _Entry:
    """One file of the archive, counted and digested while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)

    def facts(self) -> dict[str, Any]:
        return {"bytes": self.size, "sha256": self.digest.hexdigest()}


def write_archive(path: Path, person: Person, *, goes_on: Callable[[], None] = lambda: None) -> Written:
    """Write the archive of `person` to `path`. `goes_on` is asked between models and files, and may raise to stop."""
    written, stems = Written(), dict[str, str]()
    models, left_out = [], []
    with unhurried(), ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for declared in sorted(declarations(), key=lambda each: each.label):
            goes_on()
            if isinstance(declared.export, Export):
                facts = _model(archive, declared, declared.export, person, stems)
                written.rows += facts["rows"]
                models.append(facts)
            else:
                left_out.append({"model": declared.label, "because": declared.export.because})
        files = list(_files(archive, stems, goes_on))
        written.manifest = {
            "format": FORMAT,
            "made_at": clock.now(),
            "by": settings.BASE_URL,
            "member": {"id": person.id, "usernames": person.usernames},
            "rows": written.rows,
            "models": models,
            "files": files,
            "not_exported": left_out,
        }
        with _entry(archive, "manifest.json") as entry:
            entry.write(msgspec.json.format(_ENCODER.encode(written.manifest), indent=2))
    return written


@contextmanager
def _entry(archive: ZipFile, name: str, *, stored: bool = False) -> Iterator[_Entry]:
    info = ZipInfo(name, date_time=clock.now().timetuple()[:6])
    info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with archive.open(info, "w", force_zip64=True) as file:
        yield _Entry(file)


def _model(
    archive: ZipFile, declared: Declaration, export: Export, person: Person, stems: dict[str, str]
) -> dict[str, Any]:
    """Write the rows of one model as an array of objects, a row a line."""
    name, rows = f"data/{declared.label}.json", 0
    with _entry(archive, name) as entry:
        entry.write(b"[")
        for row in export.rows(declared.model, declared.of, person):
            entry.write((b",\n" if rows else b"\n") + _ENCODER.encode(row))
            rows += 1
            if export.stem is not None and (stem := export.stem(row)):
                stems[stem] = declared.label
        entry.write(b"\n]\n")
    facts = {"model": declared.label, "file": name, "rows": rows, **entry.facts(), "left_out": dict(export.left_out)}
    return facts | ({"fewer_because": export.because} if export.because else {})


def _files(archive: ZipFile, stems: dict[str, str], goes_on: Callable[[], None]) -> Iterator[dict[str, Any]]:
    """Write the pictures behind the stems, one in memory at a time; what is gone by now is left out."""
    kept = store()
    for stem, label in stems.items():
        goes_on()
        for file in list(kept.listed(f"{stem}-")):
            try:
                data = kept.get(file.key, LARGEST)
            except FileMissing:
                continue
            with _entry(archive, f"files/{file.key}", stored=True) as entry:
                entry.write(data)
            yield {"file": f"files/{file.key}", "model": label, **entry.facts()}
