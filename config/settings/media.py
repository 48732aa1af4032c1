"""Images that members upload: where they are kept, under which addresses they are seen, who looks at them first."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import CONTENT_SECURITY_POLICY, DATA_DIR, env

MEDIA_FOLDER = DATA_DIR / "media"

# An S3-compatible store instead of the folder. Without keys, boto3 looks for credentials where it always does.
S3_BUCKET = env.text("S3_BUCKET")
S3_ENDPOINT_URL = env.url("S3_ENDPOINT_URL", "", ["http", "https"]).rstrip("/")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.text("S3_ACCESS_KEY_ID")
S3_SECRET_ACCESS_KEY = env.text("S3_SECRET_ACCESS_KEY")
if not S3_BUCKET:
    for _name in ("S3_ENDPOINT_URL", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"):
        if env.source.get(_name, "").strip():
            raise ImproperlyConfigured(f"S3_BUCKET must be set where {_name} is.")
if bool(S3_ACCESS_KEY_ID) != bool(S3_SECRET_ACCESS_KEY):
    raise ImproperlyConfigured("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together, or neither.")

# What every address of an image begins with: a path of this installation, or a CDN in front of it or of the bucket.
MEDIA_URL_BASE = env.url("MEDIA_URL_BASE", "", ["http", "https"]).rstrip("/") or "/media"
if urlsplit(MEDIA_URL_BASE).netloc:
    _origin = urlsplit(MEDIA_URL_BASE)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{_origin.scheme}://{_origin.netloc}")

# Who is told that addresses are out of use. Empty: nobody; else a distribution of CloudFront.
CLOUDFRONT_DISTRIBUTION = env.text("CLOUDFRONT_DISTRIBUTION")
if CLOUDFRONT_DISTRIBUTION and MEDIA_URL_BASE == "/media":
    raise ImproperlyConfigured("MEDIA_URL_BASE must be set where CLOUDFRONT_DISTRIBUTION is.")
MEDIA_PURGER = "config.storage.purging.CloudFront" if CLOUDFRONT_DISTRIBUTION else ""

# clamd, which looks at every upload where this is set: tcp://HOST:PORT or unix:///PATH.
CLAMD_ADDRESS = env.url("CLAMD_ADDRESS", "", ["tcp", "unix"])
if CLAMD_ADDRESS.startswith("tcp://") and not (urlsplit(CLAMD_ADDRESS).hostname and urlsplit(CLAMD_ADDRESS).port):
    raise ImproperlyConfigured("CLAMD_ADDRESS must be tcp://HOST:PORT or unix:///PATH.")
CLAMD_SECONDS = env.whole("CLAMD_SECONDS", 20, least=1, most=300)

# How many images one process decodes at once, and how long a further one waits for its turn.
IMAGES_AT_ONCE = env.whole("IMAGES_AT_ONCE", 2, least=1, most=64)
IMAGES_WAIT_SECONDS = 15

# Bytes of a form that brings a file: the file's 10 MiB, and what the form itself needs.
UPLOAD_LIMIT = 10 * 1024 * 1024 + 64 * 1024
UPLOAD_SECONDS = 300
