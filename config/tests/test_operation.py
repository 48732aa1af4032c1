"""Health, logs, compression and foreign front ends, as whoever runs an installation meets them."""

from __future__ import annotations

import gzip
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from config import health, observing

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.django_db


def test_live_touches_nothing(client: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "ok"}


def test_ready_names_every_part(client: Any) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert {"database", "migrations", "events"} <= set(answer.json()["checks"])
    assert "no-store" in answer["Cache-Control"]


def test_ready_is_a_503_without_its_database_and_live_is_not(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> dict[str, Any]:
        raise OperationalError("password=hunter2 host=10.0.0.5")

    parts = health.checks() | {"database": (away, True)}
    monkeypatch.setattr(health, "checks", lambda: parts)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"status": "down", "detail": "away"}
    assert "hunter2" not in answer.content.decode()
    assert client.get("/health/live").status_code == 200


def test_ready_is_degraded_without_its_worker(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = health.checks() | {"worker": (health.heartbeat("worker"), False)}
    monkeypatch.setattr(health, "checks", lambda: parts)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert "no heartbeat" in answer.json()["checks"]["worker"]["detail"]


def test_health_takes_no_writes(client: Any) -> None:
    assert client.post("/health/ready").status_code == 405


def run(script: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"} | variables
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


REQUEST = """
import django; django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.get("/health/live", headers={"X-Request-ID": "trace-0123456789"})
client.get("/api/v1/nothing\\x1b[31m/%0d%0aadmin granted", headers={"X-Request-ID": "trace-9876543210"})
import logging; logging.getLogger("x").warning("signed in", extra={"password": "hunter2"})
"""


def test_a_request_is_one_line_with_its_id_and_nothing_starts_a_line_of_its_own(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run(REQUEST, tmp_path, LOG_FORMAT="json").stderr.splitlines()]
    told = [line for line in lines if line["event"] == "request"]
    assert [line["request_id"] for line in told] == ["trace-0123456789", "trace-9876543210"]
    assert [line["status"] for line in told] == [200, 404]
    assert all(
        "\n" not in value and "\x1b" not in value for line in told for value in line.values() if type(value) is str
    )


def test_secrets_by_name_are_hidden() -> None:
    scrubbed = observing.scrub(None, "", {"event": "x", "new_password": "hunter2", "refresh": "abc", "path": "/a\r\nb"})
    assert scrubbed["new_password"] == scrubbed["refresh"] == "[hidden]"
    assert scrubbed["path"] == "/a\\r\\nb"


def test_error_reports_leave_without_bodies_cookies_headers_or_queries() -> None:
    event = {"request": {"method": "POST", "url": "http://x/", "data": "secret", "cookies": {}, "headers": {}}}
    assert observing.scrub_report(event, {})["request"] == {"method": "POST", "url": "http://x/"}


def test_without_a_dsn_nothing_is_reported(tmp_path: Path) -> None:
    script = "import config.settings, sentry_sdk; print(sentry_sdk.get_client().is_active())"
    assert run(script, tmp_path).stdout.strip() == "False"
    assert run(script, tmp_path, SENTRY_DSN="http://key@127.0.0.1:1/1").stdout.strip() == "True"


def test_large_answers_are_compressed_for_whoever_takes_it(api: Any) -> None:
    plain = api.client.get("/api/schema")
    packed = api.client.get("/api/schema", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3


CORS = """
import django; django.setup()
from django.test import Client
for origin in ("https://front.example", "https://front.example.evil.test"):
    answer = Client().options("/api/v1/workbooks", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    print(answer.get("Access-Control-Allow-Origin"), "ETag" in answer.get("Access-Control-Expose-Headers", ""))
"""


def test_a_configured_front_end_may_call_and_no_other(tmp_path: Path) -> None:
    said = run(CORS, tmp_path, CORS_ALLOWED_ORIGINS="https://front.example").stdout.split("\n")
    assert said[0].startswith("https://front.example")
    assert said[1].startswith("None")


def test_the_log_of_a_signed_in_request_names_the_member(api: Any, owner: Any, caplog: Any) -> None:
    with caplog.at_level(logging.INFO, logger="sigma.request"):
        api.as_(owner).get("/auth/profile")
    assert str(owner.pk) in caplog.text


def test_pages_that_fail_say_so_without_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("psycopg SELECT secret")

    monkeypatch.setattr(health, "checks", broken)
    answer = Client(raise_request_exception=False).get("/health/ready")
    assert answer.status_code == 500
    assert "SELECT" not in answer.content.decode()
    assert answer["X-Request-ID"]
