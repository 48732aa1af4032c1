"""Settings of pictures: what is half said, or cannot be, stops the start with a sentence that names the variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRINT = "from config import settings as s; print(s.MEDIA_URL_BASE, s.MEDIA_PURGER, s.CONTENT_SECURITY_POLICY)"


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"DATA_DIR": str(tmp_path)} | variables
    command = [sys.executable, "-c", PRINT]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"S3_ENDPOINT_URL": "http://127.0.0.1:9000"}, "S3_BUCKET must be set where S3_ENDPOINT_URL is."),
        ({"S3_ACCESS_KEY_ID": "x", "S3_SECRET_ACCESS_KEY": "y"}, "S3_BUCKET must be set where S3_ACCESS_KEY_ID is."),
        ({"S3_BUCKET": "b", "S3_ACCESS_KEY_ID": "x"}, "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together"),
        (
            {"S3_BUCKET": "b", "S3_SECRET_ACCESS_KEY": "x"},
            "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together",
        ),
        ({"S3_BUCKET": "b", "S3_ENDPOINT_URL": "minio:9000"}, "S3_ENDPOINT_URL must be"),
        ({"MEDIA_URL_BASE": "cdn.example.com"}, "MEDIA_URL_BASE must be"),
        ({"CLOUDFRONT_DISTRIBUTION": "E1"}, "MEDIA_URL_BASE must be set where CLOUDFRONT_DISTRIBUTION is."),
        ({"CLAMD_ADDRESS": "127.0.0.1:3310"}, "CLAMD_ADDRESS must be"),
        ({"CLAMD_ADDRESS": "tcp://127.0.0.1"}, "CLAMD_ADDRESS must be"),
        ({"CLAMD_SECONDS": "0"}, "CLAMD_SECONDS must be"),
        ({"IMAGES_AT_ONCE": "0"}, "IMAGES_AT_ONCE must be"),
        ({"THROTTLE_UPLOAD": "many"}, "THROTTLE_UPLOAD must be"),
    ],
)
def test_what_is_half_said_stops_the_start(tmp_path: Path, variables: dict[str, str], sentence: str) -> None:
    ended = start(tmp_path, **variables)
    assert ended.returncode != 0
    assert sentence in ended.stderr.strip().splitlines()[-1]


def test_a_secret_of_the_store_is_never_shown(tmp_path: Path) -> None:
    assert "hunter2" not in start(tmp_path, S3_BUCKET="b", S3_SECRET_ACCESS_KEY="hunter2").stderr


def test_pages_may_show_pictures_of_the_cdn_and_of_nobody_else(tmp_path: Path) -> None:
    said = start(tmp_path, MEDIA_URL_BASE="https://cdn.example.com/p/", CLOUDFRONT_DISTRIBUTION="E1").stdout
    assert said.startswith("https://cdn.example.com/p config.storage.purging.CloudFront ")
    assert "'img-src': [\"'self'\", 'data:', 'https://cdn.example.com']" in said
    said = start(tmp_path).stdout
    assert said.startswith("/media  ")
    assert "cdn.example.com" not in said
