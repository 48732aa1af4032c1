"""Pictures in a bucket of an S3-compatible store. boto3 is used as it is; docs/decisions/0014 says why alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings

from config.storage import FileMissing, Form, StorageAway, Stored

FOR_EVER = "public, max-age=31536000, immutable"
_MISSING = {"NoSuchKey", "404", "NotFound"}
MOST_AT_ONCE = 1_000


@cache
def _client(endpoint: str, region: str, key_id: str, secret: str) -> Any:
    """A client, which threads may share. Boto's newer checksums are left off, since many stores do not know them."""
    from boto3.session import Session
    from botocore.config import Config

    config = Config(
        signature_version="s3v4",
        connect_timeout=2,
        read_timeout=10,
        retries={"max_attempts": 2, "mode": "standard"},
        s3={"addressing_style": "path" if endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key_id or None,
        aws_secret_access_key=secret or None,
        config=config,
    )


@contextmanager
def told() -> Iterator[None]:
    """Errors of boto3 in our own words."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _MISSING:
            raise FileMissing from None
        raise StorageAway(headers={"Retry-After": "30"}) from error
    except (BotoCoreError, HTTPClientError) as error:
        raise StorageAway(headers={"Retry-After": "30"}) from error


class Bucket:
    """The store in one bucket."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def client(self) -> Any:
        keys = settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY
        return _client(settings.S3_ENDPOINT_URL, settings.S3_REGION, *keys)

    def put(self, key: str, data: bytes, media_type: str) -> None:
        with told():
            self.client.put_object(Bucket=self.name, Key=key, Body=data, ContentType=media_type, CacheControl=FOR_EVER)

    def get(self, key: str, most: int) -> bytes:
        with told():
            body = self.client.get_object(Bucket=self.name, Key=key)["Body"]
            with body:
                read: bytes = body.read(most)
                return read

    def remove(self, keys: Iterable[str]) -> None:
        left = iter(keys)
        while some := [{"Key": key} for key in islice(left, MOST_AT_ONCE)]:
            with told():
                answer = self.client.delete_objects(Bucket=self.name, Delete={"Objects": some, "Quiet": True})
            if answer.get("Errors"):
                raise StorageAway(headers={"Retry-After": "30"})

    def listed(self, prefix: str) -> Iterator[Stored]:
        token: dict[str, str] = {}
        while True:
            with told():
                page = self.client.list_objects_v2(Bucket=self.name, Prefix=prefix, MaxKeys=MOST_AT_ONCE, **token)
            for each in page.get("Contents", []):
                yield Stored(each["Key"], each["Size"], each["LastModified"])
            if not page.get("IsTruncated"):
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    def form(self, key: str, media_type: str, size: int, seconds: int) -> Form:
        with told():
            made = self.client.generate_presigned_post(
                Bucket=self.name,
                Key=key,
                Fields={"Content-Type": media_type},
                Conditions=[{"Content-Type": media_type}, ["content-length-range", size, size]],
                ExpiresIn=seconds,
            )
        return Form(made["url"], made["fields"])

    def tidy(self, before: datetime) -> int:
        return 0
