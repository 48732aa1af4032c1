"""What is measured, and that a figure that cannot be had stops no other."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings

from config import clock
from config.host import measuring, queries, services
from config.host.models import HostFigures
from config.host.tasks import measure

pytestmark = pytest.mark.django_db

MEMINFO = "MemTotal:        8000 kB\nMemFree:  100 kB\nMemAvailable:   6000 kB\n"
STAT = "cpu  {busy} 0 0 {idle} 50 0 0 0 0 0\ncpu0 1 2 3\n"
SOCKSTAT = "sockets: used 137\nTCP: inuse 22\n"


@pytest.fixture
def proc(tmp_path, monkeypatch):
    """A machine's files, with counters that the test sets."""
    (tmp_path / "net").mkdir()
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "net" / "sockstat").write_text(SOCKSTAT)
    monkeypatch.setattr(measuring, "PROC", tmp_path)

    def stand(busy: int, idle: int) -> None:
        (tmp_path / "stat").write_text(STAT.format(busy=busy, idle=idle))

    stand(1_000, 3_000)
    return stand


def test_what_the_kernel_says_is_kept(proc):
    row = services.keep()
    assert (row.memory_total, row.memory_used) == (8_000 * 1024, 2_000 * 1024)
    assert row.sockets == 137
    assert (row.cpu_busy, row.cpu_total, row.cpu_share) == (1_000, 4_050, None)


def test_the_share_of_the_processors_is_taken_between_two_measurements(proc):
    now = clock.now()
    with clock.standing_at(now):
        services.keep()
    proc(1_300, 3_100)
    with clock.standing_at(now + timedelta(minutes=5)):
        assert services.keep().cpu_share == 0.75
    proc(10, 20)
    with clock.standing_at(now + timedelta(minutes=10)):
        assert services.keep().cpu_share is None, "the machine was started again"
    proc(5_000, 5_000)
    with clock.standing_at(now + timedelta(hours=2)):
        assert services.keep().cpu_share is None, "too long ago to say anything"


def test_without_proc_the_rest_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "PROC", tmp_path)
    row = services.keep()
    assert (row.memory_total, row.cpu_busy, row.sockets) == (None, None, None)
    assert row.load is not None


def test_this_machine_can_be_measured():
    if not measuring.PROC.exists():
        pytest.skip("needs Linux's /proc")
    found = measuring.measure()
    assert 0 < found["memory_used"] < found["memory_total"]
    assert 0 < found["cpu_busy"] < found["cpu_total"]
    assert found["sockets"] > 0


@pytest.mark.postgres
def test_connections_to_our_database_are_counted():
    assert measuring.database_connections() >= 1


@pytest.mark.redis
def test_redis_and_its_queues_are_measured():
    with measuring._redis() as client:
        client.rpush("email", "a", "b")
        try:
            found = measuring.measure()
        finally:
            client.delete("email")
    assert found["redis_memory"] > 0
    assert set(found["queues"]) == set(measuring.QUEUES)
    assert found["queues"]["email"] >= 2


def test_with_redis_away_the_rest_is_measured(settings):
    settings.EMBEDDED = False
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = measuring.measure()
    assert found["redis_memory"] is None
    assert found["queues"] == {}
    assert found["load"] is not None


def test_the_job_keeps_a_row_and_lets_old_ones_go(settings):
    settings.HOST_FIGURES_DAYS = 2
    now = clock.now()
    for days in (1, 3, 4):
        HostFigures.objects.create(at=now - timedelta(days=days), host="old")
    assert measure() == {"kept": 1, "pruned": 2}
    assert HostFigures.objects.count() == 2


def test_the_job_runs_every_five_minutes():
    assert measure.every == timedelta(minutes=5)


def test_rules_ask_for_the_newest_value_by_name():
    now = clock.now()
    assert queries.latest("sockets") is None
    HostFigures.objects.create(at=now - timedelta(minutes=6), host="a", sockets=5)
    HostFigures.objects.create(at=now - timedelta(minutes=1), host="a", sockets=3)
    HostFigures.objects.create(at=now - timedelta(minutes=2), host="b", sockets=4, queues={"default": 7, "email": 1})
    HostFigures.objects.create(at=now - timedelta(hours=1), host="gone", sockets=9)
    assert queries.latest("sockets") == 4
    assert queries.latest("queued") == 8
    with pytest.raises(LookupError):
        queries.latest("password")


def test_a_scraper_reads_the_newest_of_each_machine(client, settings):
    settings.METRICS_TOKEN = "a-token-for-the-scraper"
    HostFigures.objects.create(at=clock.now(), host="web-1", sockets=3, cpu_share=0.25, queues={"email": 2})
    page = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-scraper"}).content.decode()
    assert 'sigma_host_sockets{host="web-1"} 3.0' in page
    assert 'sigma_host_cpu_share{host="web-1"} 0.25' in page
    assert 'sigma_queue_messages{queue="email"} 2.0' in page
    assert "sigma_host_redis_memory{" not in page


def test_figures_are_kept_for_thirty_days_unless_told():
    assert settings.HOST_FIGURES_DAYS == 30


def test_a_process_knows_the_most_memory_that_it_had_and_not_its_parents():
    spent = bytearray(b"x" * 64 * 2**20)
    here = measuring.peak_memory()
    command = [sys.executable, "-c", "from config.host.measuring import peak_memory; print(peak_memory())"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.testing.settings"}
    child = int(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    assert here is not None
    assert len(spent) // 2**20 + 16 <= here
    assert 0 < child < here
