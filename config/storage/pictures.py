"""Taking an upload, and keeping, renewing and forgetting the pictures drawn of it: the variants under one stem."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence

from config import scanning
from config.images import ERRORS, MEDIA_TYPE, Variant, draw
from config.storage import FileMissing, StorageAway, key_of, new_stem, purging, store, url

LARGEST = 16 * 1024 * 1024
"""More bytes than any picture of ours has."""

REFUSALS = [*ERRORS, scanning.Infected, scanning.ScannerAway, StorageAway]
"""What `take` refuses."""


def take(kind: str, data: bytes, variants: Sequence[Variant]) -> str:
    """What an upload becomes: scanned, drawn anew, kept under a new stem, which it returns.

    It takes a while, so it stands before the transaction that puts the stem into a row; where that one fails, the
    files are swept.
    """
    scanning.scan(data)
    return keep(kind, draw(data, variants))


def keep(kind: str, drawn: Mapping[str, bytes]) -> str:
    """Write the variants in `drawn` under a new stem, which it returns; all of them, or a `StorageAway`."""
    stem, into = new_stem(kind), store()
    try:
        for name, data in drawn.items():
            into.put(key_of(stem, name), data, MEDIA_TYPE)
    except StorageAway:
        with contextlib.suppress(StorageAway):  # what stays is swept
            into.remove([key_of(stem, name) for name in drawn])
        raise
    return stem


def forget(stem: str) -> None:
    """Remove the files of a stem and have caches drop them. It may be repeated, and must be until it returns."""
    if not stem:
        return
    kept = store()
    keys = sorted({file.key for file in kept.listed(f"{stem}-")})
    kept.remove(keys)
    purging.purge([f"{stem}-*"])


def renew(stem: str) -> str | None:
    """The same pictures under a new stem, so that the old addresses can go; None where the files are gone."""
    kind, kept = stem.partition("/")[0], store()
    names = [file.key.removeprefix(f"{stem}-").partition(".")[0] for file in kept.listed(f"{stem}-")]
    try:
        found = {name: kept.get(key_of(stem, name), LARGEST) for name in names}
    except FileMissing:
        return None
    return keep(kind, found) if found else None


def urls(stem: str, variants: Iterable[Variant]) -> dict[str, str | None]:
    """The address of each variant by name; None where there is no picture."""
    return {variant.name: url(stem, variant.name) for variant in variants}
