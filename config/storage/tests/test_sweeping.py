"""What broken-off deeds leave is found: files without a row, rows without a file, uploads that nobody confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from config import clock
from config.images import Variant
from config.storage import key_of, new_stem, pictures, store, sweeping

DRAWN = {"small": b"one", "medium": b"two"}
VARIANTS = [Variant("small", 1, 1), Variant("medium", 2, 2)]


@pytest.fixture(params=["media_folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Any:
    request.getfixturevalue(request.param)
    return store()


def keys(kept: Any) -> set[str]:
    return {file.key for file in kept.listed("")}


def later(monkeypatch: Any, by: timedelta) -> None:
    then = clock.now() + by
    monkeypatch.setattr(sweeping.clock, "now", lambda: then)


def test_files_without_a_row_go_after_a_day(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    used, stray = pictures.keep("avatars", DRAWN), pictures.keep("avatars", DRAWN)
    other = pictures.keep("thumbnails", DRAWN)

    def in_use(stems: Sequence[str]) -> set[str]:
        return {used} & set(stems)

    assert sweeping.sweep("avatars", in_use)["removed"] == 0
    later(monkeypatch, timedelta(hours=25))
    assert sweeping.sweep("avatars", in_use)["removed"] == 2
    assert keys(kept) == {key_of(stem, name) for stem in (used, other) for name in DRAWN}
    assert key_of(stray, "small") not in keys(kept)


def test_uploads_that_nobody_confirmed_go_after_an_hour(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put(f"incoming/avatars/{'0' * 32}", b"x", "image/png")
    kept.put(f"incoming/thumbnails/{'0' * 32}", b"x", "image/png")
    assert sweeping.sweep("avatars", set)["unconfirmed"] == 0
    later(monkeypatch, timedelta(minutes=61))
    assert sweeping.sweep("avatars", set)["unconfirmed"] == 1
    assert keys(kept) == {f"incoming/thumbnails/{'0' * 32}"}


def test_what_a_killed_process_was_writing_goes(media_folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (media_folder / ".writing").mkdir(parents=True)
    (media_folder / ".writing" / "half").write_bytes(b"x")
    later(monkeypatch, timedelta(hours=25))
    assert sweeping.sweep("avatars", set)["unfinished"] == 1
    assert keys(store()) == set()


def test_rows_without_a_file_are_named(kept: Any) -> None:
    whole, half, gone = pictures.keep("avatars", DRAWN), pictures.keep("avatars", DRAWN), new_stem("avatars")
    kept.remove([key_of(half, "medium")])
    found = set(sweeping.missing(sorted([whole, half, gone]), VARIANTS))
    assert found == {key_of(half, "medium"), key_of(gone, "small"), key_of(gone, "medium")}
    assert set(sweeping.unused("avatars", lambda stems: {whole} & set(stems))) == {key_of(half, "small")}
