"""Both stores do the same: a folder of this machine, and a bucket of a real S3 server on loopback."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config import clock, storage
from config.images import MEDIA_TYPE
from config.storage import FileMissing, StorageAway, disk, key_of, new_stem, pictures, s3, store
from config.testing.servers import free_port

DRAWN = {"small": b"a small one", "medium": b"a medium one"}


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Any:
    """The store, empty."""
    request.getfixturevalue("media_folder" if request.param == "folder" else "bucket")
    return store()


def keys(kept: Any) -> set[str]:
    return {file.key for file in kept.listed("")}


def test_the_settings_choose_the_store(media_folder: Path, settings: Any) -> None:
    assert isinstance(store(), disk.Folder)
    settings.S3_BUCKET = "pictures"
    assert isinstance(store(), s3.Bucket)


def test_what_was_put_is_read_listed_and_removed(kept: Any) -> None:
    key = key_of(new_stem("avatars"), "small")
    kept.put(key, b"0123456789", MEDIA_TYPE)
    assert kept.get(key, 100) == b"0123456789"
    assert kept.get(key, 4) == b"0123"
    (file,) = kept.listed("avatars/")
    assert (file.key, file.size) == (key, 10)
    assert abs(clock.now() - file.at) < timedelta(minutes=5)
    kept.remove([key])
    kept.remove([key])
    assert keys(kept) == set()
    with pytest.raises(FileMissing):
        kept.get(key, 100)


def test_a_set_of_pictures_is_kept_under_a_stem_of_its_own_and_forgotten(kept: Any) -> None:
    first, second = pictures.keep("avatars", DRAWN), pictures.keep("avatars", DRAWN)
    assert first != second
    assert storage.STEM.fullmatch(first)
    assert keys(kept) == {key_of(stem, name) for stem in (first, second) for name in DRAWN}
    pictures.forget(first)
    pictures.forget(first)
    pictures.forget("")
    assert keys(kept) == {key_of(second, name) for name in DRAWN}


def test_renewing_gives_the_same_pictures_another_stem(kept: Any) -> None:
    old = pictures.keep("thumbnails", DRAWN)
    new = pictures.renew(old)
    assert new is not None
    assert new.startswith("thumbnails/")
    assert {name: kept.get(key_of(new, name), 100) for name in DRAWN} == DRAWN
    assert keys(kept) >= {key_of(old, name) for name in DRAWN}
    assert pictures.renew(new_stem("thumbnails")) is None


def test_more_files_than_one_request_takes_are_listed_and_removed(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "MOST_AT_ONCE", 10)
    stem = new_stem("avatars")
    names = [f"{stem[:-4]}{number:04x}-small.webp" for number in range(25)]
    for name in names:
        kept.put(name, b"x", MEDIA_TYPE)
    assert {file.key for file in kept.listed("avatars/")} == set(names)
    kept.remove(names)
    assert keys(kept) == set()


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "avatars/../../x", "avatars/00/x-small.webp", "", ".writing/x"])
def test_no_name_but_our_own_becomes_a_path(media_folder: Path, key: str) -> None:
    with pytest.raises(FileMissing):
        store().put(key, b"x", MEDIA_TYPE)
    with pytest.raises(FileMissing):
        store().get(key, 10)
    with pytest.raises(FileMissing):
        store().remove([key])


def test_a_folder_that_takes_nothing_is_a_503_and_leaves_nothing(media_folder: Path, monkeypatch: Any) -> None:
    replace, calls = os.replace, []

    def full(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        replace(*args)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StorageAway):
        pictures.keep("avatars", DRAWN)
    assert [path for path in media_folder.rglob("*") if path.is_file()] == []


def test_a_bucket_that_is_away_is_a_503(settings: Any) -> None:
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "pictures", f"http://127.0.0.1:{free_port()}"
    settings.S3_ACCESS_KEY_ID = settings.S3_SECRET_ACCESS_KEY = "x"
    for deed in (
        lambda: store().get("a", 1),
        lambda: pictures.keep("avatars", DRAWN),
        lambda: pictures.forget("a/b/c"),
    ):
        with pytest.raises(StorageAway):
            deed()


def test_a_bucket_that_is_not_there_is_a_503(bucket: Any, settings: Any) -> None:
    settings.S3_BUCKET = "another"
    with pytest.raises(StorageAway):
        pictures.keep("avatars", DRAWN)


def test_pictures_in_a_bucket_say_their_type_and_that_they_stay(bucket: Any) -> None:
    stem = pictures.keep("avatars", DRAWN)
    told = bucket.head_object(Bucket="pictures", Key=key_of(stem, "small"))
    assert (told["ContentType"], told["CacheControl"]) == (MEDIA_TYPE, s3.FOR_EVER)


def test_addresses_begin_with_this_installation_or_its_cdn(settings: Any) -> None:
    stem = new_stem("avatars")
    assert storage.url(stem, "small") == f"/media/{stem}-small.webp"
    settings.MEDIA_URL_BASE = "https://cdn.example.com/pictures"
    assert storage.url(stem, "small") == f"https://cdn.example.com/pictures/{stem}-small.webp"
    assert storage.url("", "small") is None


@pytest.mark.django_db
def test_pictures_in_a_bucket_are_served_by_us_where_there_is_no_cdn(bucket: Any, client: Any) -> None:
    stem = pictures.keep("avatars", DRAWN)
    answer = client.get(storage.url(stem, "small"))
    assert (answer.status_code, answer.content) == (200, b"a small one")
    assert client.get(storage.url(stem, "thumb")).status_code == 404
