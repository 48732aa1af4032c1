"""Settings under test: SQLite in memory unless `DATABASE_URL` is set, a fast hasher, no limits unless asked."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="sigma-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-abcdefghijklmnop")
os.environ.setdefault("DATABASE_POOL", "0")
# Dropping a database waits for the disk.
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "60000")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.pop("EMAIL_HOST", None)
if os.environ.get("REDIS_URL") and os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0":
    # Each parallel run has a Redis database of its own, counted on from the one that was named.
    _server, _, _number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{_server}/{int(_number) + int(os.environ['PYTEST_XDIST_WORKER'][2:])}"

from config.settings import *  # noqa: F403
from config.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "accounts.auth.hashers.BoundedArgon2PasswordHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MIDDLEWARE = [  # what is looked for in all folders is looked for once
    "config.testing.statics.ScannedOnce" if each == "config.api.middleware.Static" else each
    for each in MIDDLEWARE  # noqa: F405
]
THROTTLES = False
# No thread writes behind a test's back: what keys used and who was here is written when a test asks for it.
API_KEY_USAGE_SECONDS = 0
PRESENCE_SECONDS = 0
SCREENING_REFUSALS_SECONDS = 0
