"""Having caches in front of us drop addresses: the port, and CloudFront behind it.

`MEDIA_PURGER` names a class with `purge(paths)`; whoever calls must be ready to call again, so it belongs into a
durable subscriber. Where nothing caches in front of us, the port is empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from config.storage import StorageAway


class Purger(Protocol):
    """Has a cache drop what lies at these paths; a `*` at the end stands for anything."""

    def purge(self, paths: Sequence[str]) -> None: ...


def purge(keys: Sequence[str]) -> None:
    """Have the cache drop the addresses of these keys; raises `StorageAway` where it cannot be told."""
    if settings.MEDIA_PURGER:
        purger: Purger = import_string(settings.MEDIA_PURGER)()
        before = urlsplit(settings.MEDIA_URL_BASE).path
        purger.purge([f"{before}/{key}" for key in keys])


class CloudFront:
    """Invalidations of the distribution `CLOUDFRONT_DISTRIBUTION`, with the credentials of the bucket."""

    def purge(self, paths: Sequence[str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        # The same paths make the same reference, so that a call that is repeated at once makes no second invalidation.
        reference = hashlib.sha256("\n".join(paths).encode()).hexdigest()
        batch = {"Paths": {"Quantity": len(paths), "Items": list(paths)}, "CallerReference": reference}
        try:
            self._client().create_invalidation(DistributionId=settings.CLOUDFRONT_DISTRIBUTION, InvalidationBatch=batch)
        except (BotoCoreError, ClientError) as error:
            raise StorageAway from error

    def _client(self) -> Any:
        from boto3.session import Session
        from botocore.config import Config

        return Session().client(
            "cloudfront",
            region_name=settings.S3_REGION,
            aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
            aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
            config=Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 2, "mode": "standard"}),
        )
