"""Finding what deeds that broke off have left: files without a row, rows without a file, uploads nobody confirmed.

Files are looked at a folder at a time, 256 for each kind, so that memory stays bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from config import clock
from config.images import Variant
from config.storage import Stored, key_of, store

KEPT_FOR = timedelta(days=1)
INCOMING_KEPT_FOR = timedelta(hours=1)

InUse = Callable[[Sequence[str]], set[str]]
"""Which of these stems stand in a row."""


def sweep(kind: str, in_use: InUse) -> dict[str, int]:
    """Remove files without a row that are older than a day, and unconfirmed uploads older than an hour."""
    kept, removed = store(), 0
    before = clock.now() - KEPT_FOR
    for files in _by_folder(kind):
        stems = {stem: each for stem, each in files.items() if all(file.at < before for file in each)}
        unused = set(stems) - in_use(sorted(stems)) if stems else set()
        keys = [file.key for stem in sorted(unused) for file in stems[stem]]
        if keys:
            kept.remove(keys)
        removed += len(keys)
    stale = clock.now() - INCOMING_KEPT_FOR
    incoming = [file.key for file in kept.listed(f"incoming/{kind}/") if file.at < stale]
    if incoming:
        kept.remove(incoming)
    return {"removed": removed, "unconfirmed": len(incoming), "unfinished": kept.tidy(before)}


def unused(kind: str, in_use: InUse) -> Iterator[str]:
    """The files that `sweep` would find without a row, whatever their age."""
    for files in _by_folder(kind):
        used = in_use(sorted(files))
        yield from (file.key for stem, each in sorted(files.items()) if stem not in used for file in each)


def missing(stems: Iterable[str], variants: Sequence[Variant]) -> Iterator[str]:
    """The files that should be there for these stems, which come in ascending order, and are not."""
    kept = store()
    for folder, some in groupby(stems, key=lambda stem: stem.rpartition("/")[0]):
        there = {file.key for file in kept.listed(f"{folder}/")}
        for stem in some:
            yield from (key for variant in variants if (key := key_of(stem, variant.name)) not in there)


def _by_folder(kind: str) -> Iterator[dict[str, list[Stored]]]:
    """The files of each folder, by stem."""
    kept = store()
    for number in range(256):
        files: defaultdict[str, list[Stored]] = defaultdict(list)
        for file in kept.listed(f"{kind}/{number:02x}/"):
            files[file.key.rpartition("-")[0]].append(file)
        if files:
            yield dict(files)
