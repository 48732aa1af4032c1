"""An S3-compatible store of a test's own: moto's server on a free port of loopback, in this process.

The fixture `bucket` has the settings point to an empty bucket in it. Beside S3 it speaks CloudFront.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

NAME = "pictures"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of the server."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """boto3's view of an empty bucket, which is the store of the platform meanwhile."""
    from config.storage.s3 import Bucket

    settings.S3_BUCKET, settings.S3_ENDPOINT_URL, settings.S3_REGION = NAME, s3_server, "us-east-1"
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = "testing", "testing-secret"
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", s3_server)
    client = Bucket(NAME).client
    client.create_bucket(Bucket=NAME)
    yield client
    keys = [each["Key"] for each in client.list_objects_v2(Bucket=NAME).get("Contents", [])]
    for key in keys:
        client.delete_object(Bucket=NAME, Key=key)
    client.delete_bucket(Bucket=NAME)


@pytest.fixture
def media_folder(settings: Any, tmp_path: Any) -> Any:
    """An empty folder for pictures, which is the store of the platform meanwhile."""
    settings.MEDIA_FOLDER = tmp_path / "media"
    return settings.MEDIA_FOLDER
