"""Caches in front of us are told what is out of use: the port, and CloudFront as a real server speaks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from config.storage import StorageAway, pictures, purging
from config.testing.servers import free_port

purged: list[str] = []


class Remembering:
    """A purger for tests."""

    def purge(self, paths: Sequence[str]) -> None:
        purged.extend(paths)


@pytest.fixture
def cdn(settings: Any) -> None:
    settings.MEDIA_URL_BASE = "https://cdn.example.com/pictures"
    purged.clear()


def test_forgotten_pictures_are_purged_under_the_addresses_that_they_had(
    cdn: None, settings: Any, media_folder: Any
) -> None:
    settings.MEDIA_PURGER = f"{__name__}.Remembering"
    stem = pictures.keep("avatars", {"small": b"x"})
    pictures.forget(stem)
    assert purged == [f"/pictures/{stem}-*"]


def test_without_a_purger_nobody_is_told(cdn: None, settings: Any, media_folder: Any) -> None:
    settings.MEDIA_PURGER = ""
    pictures.forget(pictures.keep("avatars", {"small": b"x"}))
    assert purged == []


def test_cloudfront_is_asked_for_an_invalidation_once(cdn: None, settings: Any, bucket: Any, s3_server: str) -> None:
    client = purging.CloudFront()._client()
    origin = {"Id": "o", "DomainName": "pictures.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    made = client.create_distribution(
        DistributionConfig={
            "CallerReference": "1", "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only", "MinTTL": 0,
                                     "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}},
        }
    )  # fmt: skip
    settings.CLOUDFRONT_DISTRIBUTION = made["Distribution"]["Id"]
    settings.MEDIA_PURGER = "config.storage.purging.CloudFront"
    stem = pictures.keep("avatars", {"small": b"x"})
    pictures.forget(stem)
    listed = client.list_invalidations(DistributionId=settings.CLOUDFRONT_DISTRIBUTION)["InvalidationList"]["Items"]
    (found,) = [
        client.get_invalidation(DistributionId=settings.CLOUDFRONT_DISTRIBUTION, Id=each["Id"])["Invalidation"]
        for each in listed
    ]
    assert found["InvalidationBatch"]["Paths"]["Items"] == [f"/pictures/{stem}-*"]


def test_a_cache_that_cannot_be_told_is_an_error_so_that_it_is_told_again(
    cdn: None, settings: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLOUDFRONT_DISTRIBUTION, settings.MEDIA_PURGER = "E1", "config.storage.purging.CloudFront"
    with pytest.raises(StorageAway):
        purging.purge(["avatars/x-*"])
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StorageAway):
        purging.purge(["avatars/x-*"])
