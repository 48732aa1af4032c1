"""What keys use is counted, written down by a thread, kept when it cannot be, and shown to those it concerns."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError

from accounts.api_keys import counting, keeping, services
from accounts.api_keys.counting import Tally, tally
from accounts.api_keys.latency import BOUNDS_MS, COLUMNS, p95_ms
from accounts.api_keys.middleware import named
from accounts.api_keys.models import ApiKey, ApiKeyUsage
from accounts.api_keys.queries import usage_by_day
from accounts.api_keys.tests.making import by, key_of
from config.testing.crowd import at_once
from config.testing.installing import install

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def rows():
    return {(row.method, row.route): row for row in ApiKeyUsage.objects.all()}


def test_requests_are_counted_by_endpoint_with_their_errors(owner, stranger):
    key, other = key_of(owner), key_of(stranger)
    for _ in range(3):
        by(key).get("/workbooks")
    by(key).get("/users/stranger")
    by(key).get("/users/nobody-of-that-name")
    by(key).patch("/users/profile", {"title": "x"})
    by(other).get("/workbooks")
    assert keeping.write_now() == 7
    assert ApiKeyUsage.objects.get(key_id=other.key.pk).count == 1
    ApiKeyUsage.objects.filter(key_id=other.key.pk).delete()
    assert {place: (row.count, row.errors_4xx, row.errors_5xx) for place, row in rows().items()} == {
        ("GET", "/api/v1/workbooks"): (3, 0, 0),
        ("GET", "/api/v1/users/{username}"): (2, 1, 0),
        ("PATCH", "/api/v1/users/profile"): (1, 1, 0),
    }
    for row in ApiKeyUsage.objects.all():
        assert sum(getattr(row, column) for column in COLUMNS) == row.count
        assert row.total_us > 0


def test_a_defect_of_ours_is_counted_as_one(owner, monkeypatch):
    from workbooks.catalog.api.gallery import Workbooks

    def broken(*_args, **_named):
        raise RuntimeError("boom")

    monkeypatch.setattr(Workbooks, "get", broken)
    assert by(key_of(owner)).get("/workbooks").status_code == 500
    keeping.write_now()
    assert (rows()["GET", "/api/v1/workbooks"].errors_5xx, rows()["GET", "/api/v1/workbooks"].errors_4xx) == (1, 0)


def test_sessions_visitors_and_bad_keys_are_not_counted(api, owner):
    api.get("/workbooks")
    api.as_(owner).get("/workbooks")
    api.with_token(key_of(owner).text[:-1]).get("/workbooks")
    assert keeping.write_now() == 0


def test_sums_are_added_to_sums_and_the_last_use_is_kept(owner):
    key = key_of(owner)
    for expected in (1, 2, 3):
        by(key).get("/workbooks")
        keeping.write_now()
        assert rows()["GET", "/api/v1/workbooks"].count == expected
    seen = ApiKey.objects.get().last_used_at
    assert seen is not None
    services.add_usage({(key.key.pk, 738000, "GET", "/x"): counting.Cell()})
    assert ApiKey.objects.get().last_used_at == seen  # what comes late does not turn the clock back


def test_a_day_ends_at_midnight_utc(owner):
    key = key_of(owner)
    for moment in (datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, 1, tzinfo=UTC)):
        with time_machine.travel(moment, tick=False):
            by(key).get("/workbooks")
    keeping.write_now()
    assert sorted(str(row.day) for row in ApiKeyUsage.objects.all()) == ["2026-11-20", "2026-11-21"]
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        assert [(str(row["day"]), row["count"]) for row in usage_by_day(key.key.pk, 3)] == [
            ("2026-11-20", 1),
            ("2026-11-21", 1),
            ("2026-11-22", 0),
        ]


def test_use_is_shown_by_day_with_latencies_and_narrowed_by_days(api, owner, stranger, admin):
    key = key_of(owner)
    for day in (18, 19, 20):
        with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC), tick=True):
            by(key).get("/workbooks")
            keeping.write_now()
    path = f"/auth/api-keys/{key.key.pk}/usage"
    shown = api.as_(owner).get(path).json()["results"]
    assert [row["day"] for row in shown] == ["2026-11-20", "2026-11-19", "2026-11-18"]
    assert shown[0]["mean_ms"] > 0
    assert sum(shown[0]["latencies"].values()) == shown[0]["count"] == 1
    narrowed = api.as_(owner).get(f"{path}?from=2026-11-19&to=2026-11-19").json()["results"]
    assert [row["day"] for row in narrowed] == ["2026-11-19"]
    pages = api.as_(owner).get(f"{path}?limit=2").json()
    assert len(pages["results"]) == 2
    assert pages["next"]
    assert api.as_(admin).get(path).status_code == 200
    assert api.as_(stranger).get(path).status_code == 404
    assert api.as_(owner).get(f"{path}?from=yesterday").status_code == 400
    assert api.as_(owner).get(f"{path}?since=2026-11-19").status_code == 400


def test_the_95th_percentile_is_the_bound_that_it_lies_within():
    nothing = [0] * (len(BOUNDS_MS) + 1)
    assert p95_ms(nothing) is None
    assert p95_ms([95, 5, *nothing[2:]]) == 2
    assert p95_ms([94, 6, *nothing[2:]]) == 5
    assert p95_ms([*nothing[:-1], 1]) is None


def test_what_cannot_be_written_is_kept_and_written_later(owner, monkeypatch):
    key = key_of(owner)
    by(key).get("/workbooks")

    def away(_cells):
        raise DatabaseError("away")

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "add_usage", away)
        assert keeping.write_now() == 0
        by(key).get("/workbooks")
        assert keeping.write_now() == 0
    assert keeping.write_now() == 2
    assert rows()["GET", "/api/v1/workbooks"].count == 2


def test_use_of_a_key_that_is_gone_is_dropped_and_holds_nothing_up(owner):
    gone, key = key_of(owner), key_of(owner)
    by(gone).get("/workbooks")
    by(key).get("/workbooks")
    ApiKey.objects.filter(pk=gone.key.pk).delete()
    assert keeping.write_now() == 1
    assert tally.take() == {}


def test_memory_holds_so_many_cells_and_says_what_it_left_out(owner, monkeypatch, caplog):
    monkeypatch.setattr(counting, "MOST_CELLS", 5)
    full = Tally()
    for number in range(8):
        full.count((owner.pk, 1, "GET", f"/{number}"), 200, 1, 1.0)
    full.count((owner.pk, 1, "GET", "/0"), 200, 1, 1.0)
    cells = full.take()
    assert (len(cells), cells[owner.pk, 1, "GET", "/0"].count, full.take_uncounted()) == (5, 2, 3)
    full.put_back(cells)
    full.put_back(cells)
    assert sum(cell.count for cell in full.take().values()) == 12


def test_a_route_is_named_as_the_document_names_it():
    assert named("api/v1/workbooks/<uuid:workbook_id>/comments") == "/api/v1/workbooks/{workbook_id}/comments"


def test_no_request_is_lost_or_counted_twice_between_threads(db):
    many = Tally()
    place = (ApiKey().pk, 1, "GET", "/x")
    taken = []

    def work(number):
        for turn in range(500):
            many.count(place, 200, 10, 1.0)
            if turn % 50 == number:
                taken.append(many.take())

    at_once(work, 8)
    taken.append(many.take())
    assert sum(cell.count for cells in taken for cell in cells.values()) == 4_000


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_lose_nothing(owner):
    keys = [key_of(owner).key.pk for _ in range(5)]

    def write(_number):
        for _turn in range(10):
            own = Tally()
            for key in keys:
                for route in ("/a", "/b"):
                    own.count((key, 738000, "GET", route), 404, 7_000, 1.0)
            services.add_usage(own.take())

    at_once(write, 8)
    assert {(row.count, row.errors_4xx, row.within_10, row.total_us) for row in ApiKeyUsage.objects.all()} == {
        (80, 80, 80, 560_000)
    }


ENDING = """
import django, sys, os
django.setup()
from accounts.api_keys import counting, services
from accounts.api_keys.models import ApiKeyUsage
from accounts.users import services as users
from config.testing.client import Api
from config.roles import Role
password = "correct horse battery 7"
boss = users.create_user(username="boss", email="boss@example.com", password=password, role=Role.ADMIN)
key = services.create_key(maker=boss, name="k", scopes=["workbooks:read"], proof={"current_password": password})
def ask(times):
    for _ in range(times):
        assert Api(key.text).get("/workbooks").status_code == 200
ask(3)
if sys.argv[1] == "fork":
    import multiprocessing
    multiprocessing.set_start_method("fork")
    child = multiprocessing.Process(target=ask, args=(4,))
    child.start(); child.join()
    assert child.exitcode == 0
"""


@pytest.mark.once
@pytest.mark.parametrize(("how", "counted"), [("ends", 3), ("fork", 7)])
def test_a_process_that_ends_writes_down_what_it_has_counted(tmp_path, how, counted):
    """The process itself, and a child of multiprocessing as granian's workers are; an hour before the next writing."""
    install(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    environment |= {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "API_KEY_USAGE_SECONDS": "300",
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "testserver",
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijkl",
    }
    ended = subprocess.run(
        [sys.executable, "-c", ENDING, how], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    import sqlite3

    with sqlite3.connect(tmp_path / "sigma.sqlite3") as database:
        assert database.execute("SELECT count, route FROM accounts_apikeyusage").fetchall() == [
            (counted, "/api/v1/workbooks")
        ]
        assert database.execute("SELECT count(*) FROM accounts_apikey WHERE last_used_at IS NULL").fetchone() == (0,)


@pytest.mark.once
def test_the_thread_writes_by_itself_and_no_request_waits_for_it(tmp_path):
    """A served platform: what was used stands in the database before anybody ends the process."""
    import json
    import time

    from config.testing.cast import PASSWORD
    from config.testing.served import Served

    with Served(tmp_path, API_KEY_USAGE_SECONDS="1") as served:
        person = {"username": "ana", "email": "ana@example.com", "password": PASSWORD}
        access = served.ask("POST", "/api/v1/auth/register", person).json()["access"]
        served.run("-c", VERIFY)
        body = {"name": "n", "scopes": ["workbooks:read"], "current_password": PASSWORD}
        access = served.ask("POST", "/api/v1/auth/login", {"username": "ana", "password": PASSWORD}).json()["access"]
        made = served.ask("POST", "/api/v1/auth/api-keys", body, token=access).json()
        assert [served.get("/api/v1/workbooks", made["key"]).status for _ in range(5)] == [200] * 5

        def used():
            shown = served.get(f"/api/v1/auth/api-keys/{made['id']}/usage", access)
            return [row["count"] for row in json.loads(shown.body)["results"]]

        end = time.monotonic() + 30
        while used() != [5] and time.monotonic() < end:
            time.sleep(0.1)
        assert used() == [5]


VERIFY = """
import django
django.setup()
from accounts.auth import services
from accounts.users.queries import user_by_username
services.verify_email(token=services.verification_token(user_by_username("ana").pk))
"""
