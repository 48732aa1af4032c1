"""Group U, disks: no room for data or for the log. Reading goes on, nothing is by half, and room is enough to recover.

The limit that the kernel keeps for one process stands in for the disk: beyond it no file of the server grows, neither
the database's nor the log's, and it is lifted while the server runs.
"""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from config.testing.served import Served, Told

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("installation"),
    pytest.mark.skipif(not settings.EMBEDDED, reason="SQLite's file; PostgreSQL has a disk of its own"),
]

PASSWORD = "a lantern on the quay 7"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path, LOG_LEVEL="INFO") as started:
        yield started


@contextmanager
def no_room(served: Served) -> Iterator[None]:
    """No file of the server can be written to beyond its first page."""
    assert served.process is not None
    soft, hard = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        yield
    finally:
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


def register(served: Served) -> Told:
    name = f"disk-{uuid4().hex[:12]}"
    body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    return served.ask("POST", "/api/v1/auth/register", body, seconds=30)


def make(served: Served, token: str, title: str) -> Told:
    body = {"title": title, "embed_url": "https://public.tableau.com/views/Full/Main"}
    return served.ask(
        "POST", "/api/v1/workbooks", body, token=token, seconds=30, Idempotency_Key=title.replace(" ", "-")
    )


def titles(served: Served) -> set[str]:
    path = Path(served.environment["DATA_DIR"]) / "sigma.sqlite3"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {title for (title,) in database.execute("SELECT title FROM workbooks_workbook")}


def test_u02_without_room_writing_waits_reading_goes_on_and_room_is_enough(served: Served) -> None:
    token = register(served).json()["access"]
    assert make(served, token, "before").status == 201
    with no_room(served):
        for number in range(5):
            refused = make(served, token, f"meanwhile {number}")
            assert (refused.status, refused.headers["content-type"]) == (503, "application/problem+json"), refused.body
            assert refused.json()["code"] == "service_unavailable"
            assert "retry-after" in refused.headers
        assert register(served).status == 503
        for path in (
            "/api/v1/workbooks",
            "/api/v1/tags",
            "/health/live",
            "/sign-in",
            "/static/admin/css/base.css",
        ):
            assert served.get(path).status == 200
        assert served.get("/api/v1/auth/profile", token).status == 200
    assert titles(served) == {"before"}
    assert make(served, token, "after").status == 201
    assert make(served, token, "meanwhile 0").status == 201
    assert register(served).status == 201
    assert titles(served) == {"before", "after", "meanwhile 0"}
    assert served.findings() == []


def test_u09_a_log_that_cannot_be_written_costs_nobody_an_answer(served: Served) -> None:
    served.log.write_bytes(b"x" * 5_000)
    with no_room(served):
        size = served.log.stat().st_size
        for _ in range(20):
            assert served.get("/api/v1/workbooks").status == 200
            assert served.get("/api/v1/nothing").status == 404
        assert served.log.stat().st_size == size
    assert served.get("/api/v1/workbooks").status == 200
    assert served.log.stat().st_size > size
