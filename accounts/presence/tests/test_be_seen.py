"""Whoever asks for something is seen: noted in memory, written down once a minute, by many processes at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from accounts.api_keys.tests.making import by, key_of
from accounts.presence import keeping, noting, queries, services
from accounts.presence.models import Presence
from accounts.presence.noting import EVERY_SECONDS, Seen, seen
from config import clock
from config.roles import Status
from config.testing.crowd import at_once
from config.testing.installing import install

ROOT = Path(__file__).resolve().parent.parent.parent.parent
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def last_of(person):
    return Presence.objects.get(pk=person.pk).last_active_at


def test_a_request_makes_its_member_online(api, owner, stranger):
    assert api.as_(owner).get("/users/profile").json()["is_online"] is False
    assert keeping.write_now() == 1
    assert queries.online_among([owner.pk, stranger.pk]) == {owner.pk}
    shown = api.as_(owner).get("/users/profile").json()
    assert shown["is_online"] is True
    assert shown["last_active_at"] is not None


def test_a_page_makes_its_member_online(owner):
    browser = Client()
    browser.force_login(owner)
    browser.get("/")
    assert keeping.write_now() == 1
    assert queries.online_among([owner.pk]) == {owner.pk}


def test_visitors_programs_and_refused_tokens_leave_nothing(api, owner, stranger):
    api.get("/workbooks")
    by(key_of(owner)).get("/workbooks")
    api.with_token("nobody").get("/users/profile")
    assert keeping.write_now() == 0
    assert not Presence.objects.exists()


def test_a_request_costs_no_statement(api, owner, django_assert_num_queries):
    client = api.as_(owner)
    client.get("/flags")
    for _ in range(3):
        with django_assert_num_queries(0):
            assert client.get("/flags").status_code == 200


def test_online_ends_five_minutes_after_the_last_request(api, owner):
    with time_machine.travel(NOON, tick=False):
        services.keep_last_active({owner.pk: NOON.timestamp()})
        assert queries.online_among([owner.pk]) == {owner.pk}
    with time_machine.travel(NOON + 5 * MINUTE - timedelta(seconds=1), tick=False):
        assert queries.online_among([owner.pk]) == {owner.pk}
    with time_machine.travel(NOON + 5 * MINUTE, tick=False):
        assert queries.online_among([owner.pk]) == set()
        assert queries.own_presence(owner.pk)["last_active_at"] == NOON


def test_a_member_who_asks_all_the_time_is_written_down_once_a_minute(owner):
    here, written = Seen(), 0
    start = NOON.timestamp()
    for second in range(0, 600, 2):
        here.note(owner.pk, start + second)
        if second % 6 == 0:
            written += services.keep_last_active(here.take(start + second))
    assert written == 10
    assert last_of(owner) == NOON + 9 * MINUTE


def test_several_processes_write_a_member_once_a_minute_between_them(owner):
    processes, written = [Seen(), Seen(), Seen()], 0
    start = NOON.timestamp()
    for second in range(0, 300, 5):
        for process in processes:
            process.note(owner.pk, start + second)
            written += services.keep_last_active(process.take(start + second))
    assert written == 5


def test_what_comes_late_sets_nobody_back(owner):
    services.keep_last_active({owner.pk: NOON.timestamp()})
    assert services.keep_last_active({owner.pk: NOON.timestamp() - 3_600}) == 0
    assert last_of(owner) == NOON


def test_closed_and_missing_accounts_are_passed_over(owner, stranger, person):
    closed = person("closed", status=Status.SUSPENDED)
    times = dict.fromkeys([owner.pk, closed.pk, UUID(int=7)], NOON.timestamp())
    assert services.keep_last_active(times) == 1
    assert set(Presence.objects.values_list("pk", flat=True)) == {owner.pk}


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_a_closed_account_is_never_online(owner, status):
    services.keep_last_active({owner.pk: time.time()})
    assert queries.online_among([owner.pk]) == {owner.pk}
    type(owner).objects.filter(pk=owner.pk).update(status=status)
    assert queries.online_among([owner.pk]) == set()


def test_many_are_written_down_in_few_statements(person, django_assert_num_queries):
    times = {person(f"member-{number}").pk: NOON.timestamp() for number in range(40)}
    with django_assert_num_queries(2):
        assert services.keep_last_active(times) == 40


def test_what_cannot_be_written_is_kept_and_written_later(api, owner, monkeypatch):
    api.as_(owner).get("/users/profile")

    def away(_times):
        raise DatabaseError("away")

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "keep_last_active", away)
        assert keeping.write_now() == 0
    assert keeping.write_now() == 1


def test_memory_holds_so_many_members_and_forgets_who_left(monkeypatch):
    monkeypatch.setattr(noting, "MOST_NOTED", 5)
    here, start = Seen(), NOON.timestamp()
    for number in range(8):
        here.note(UUID(int=number), start)
    assert len(here.take(start)) == 5
    assert here.take_passed_over() == 3
    here.note(UUID(int=0), start + EVERY_SECONDS)
    here.take(start + EVERY_SECONDS)
    here.note(UUID(int=7), start + EVERY_SECONDS)
    assert set(here.take(start + EVERY_SECONDS)) == {UUID(int=7)}


def test_a_clock_that_is_set_back_hides_nobody(owner):
    here, start = Seen(), NOON.timestamp()
    here.note(owner.pk, start + 3_600)
    here.take(start + 3_600)
    here.take(start)
    here.note(owner.pk, start)
    assert set(here.take(start)) == {owner.pk}


def test_a_full_memory_is_said_in_the_log(db, monkeypatch):
    said = []
    monkeypatch.setattr(keeping.log, "warning", lambda text, *values: said.append(text % values))
    seen.passed_over = 4
    keeping.write_now()
    keeping.write_now()
    assert said == ["4 requests left no presence: too many members within a minute"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_neither_wait_for_each_other_nor_write_twice(person):
    people = [person(f"member-{number}") for number in range(20)]
    times = {each.pk: clock.now().timestamp() for each in people}

    def write(number):
        turned = dict(reversed(times.items())) if number % 2 else times
        return services.keep_last_active(turned)

    assert sum(at_once(write, 8)) == 20
    assert Presence.objects.count() == 20


@pytest.mark.once
def test_a_process_writes_by_itself_and_when_it_ends(tmp_path):
    install(tmp_path)
    script = """
import django, time
django.setup()
from accounts.users import services as users
from accounts.presence.models import Presence
from accounts.presence.noting import seen
def member(name):
    return users.create_user(username=name, email=f"{name}@example.com", password="correct horse 7!")
made = [member("ana-lima"), member("ben-otto")]
seen.note(made[0].pk, time.time())
for _ in range(100):
    if Presence.objects.count() == 1:
        break
    time.sleep(0.1)
print("written by itself", Presence.objects.count(), flush=True)
seen.note(made[1].pk, time.time())
"""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path),
        "PRESENCE_SECONDS": "1",
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )
    assert "written by itself 1" in done.stdout, done.stderr
    count = (
        "import django; django.setup(); from accounts.presence.models import Presence; print(Presence.objects.count())"
    )
    left = subprocess.run(
        [sys.executable, "-c", count], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )
    assert left.stdout.strip() == "2", left.stderr
