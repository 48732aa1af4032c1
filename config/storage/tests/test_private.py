"""Private files: kept whole or not at all, and what a process left in the middle of one stands in nobody's way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.storage import StorageAway
from config.storage.private import PrivateFolder

KEY = "private/exports/ab/" + "ab" + "0" * 30


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(b"x" * 10_000)
    return path


def test_what_is_kept_is_read_listed_and_removed_and_its_owners_alone(tmp_path: Path, source: Path) -> None:
    store = PrivateFolder(tmp_path / "private")
    store.keep(KEY, source)
    assert b"".join(store.pieces(KEY)) == source.read_bytes()
    assert [(each.key, each.size) for each in store.listed("exports")] == [(KEY, 10_000)]
    assert (tmp_path / "private" / KEY).stat().st_mode & 0o777 == 0o600
    store.remove([KEY])
    assert list(store.listed("exports")) == []


def test_a_copy_that_is_broken_off_leaves_nothing_where_files_are_listed(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PrivateFolder(tmp_path / "private")

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            store.keep(KEY, source)
    assert list(store.listed("exports")) == []
    (left,) = (tmp_path / "private" / ".writing").iterdir()
    assert left.stat().st_mode & 0o777 == 0o600
    store.keep(KEY, source)
    assert [each.key for each in store.listed("exports")] == [KEY]


def test_a_file_of_another_name_is_passed_over(tmp_path: Path, source: Path) -> None:
    store = PrivateFolder(tmp_path / "private")
    store.keep(KEY, source)
    (tmp_path / "private" / KEY).with_suffix(".part").write_bytes(b"half")
    assert [each.key for each in store.listed("exports")] == [KEY]


def test_a_folder_that_takes_nothing_is_a_503(tmp_path: Path, source: Path) -> None:
    (tmp_path / "private").write_text("a file where the folder should be")
    with pytest.raises(StorageAway):
        PrivateFolder(tmp_path / "private").keep(KEY, source)
