"""The machine's page: the newest figures and how they went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.host.desk.machine import MOST_POINTS
from config.host.models import HostFigures

pytestmark = pytest.mark.django_db
MEBIBYTE = 1024 * 1024


def measured(ago, host="web-1", **values):
    facts = {"memory_total": 8192 * MEBIBYTE, "memory_used": 2048 * MEBIBYTE, "cpu_share": 0.25, "load": 1.5}
    return HostFigures.objects.create(at=clock.now() - ago, host=host, **(facts | values))


def test_managers_and_admins_see_it_and_moderators_do_not(desk, admin, manager, moderator):
    assert [desk(person).get("machine/").status_code for person in (admin, manager, moderator)] == [200, 200, 403]


def test_before_anything_was_measured_it_says_so(desk, admin):
    assert "Nothing was measured in this time." in desk(admin).text("machine/")


def test_the_newest_figures_and_a_chart_of_each_that_is_known(desk, manager):
    measured(timedelta(minutes=10), memory_used=1024 * MEBIBYTE)
    measured(timedelta(minutes=5), queues={"email": 3, "default": 0})
    answer = desk(manager).get("machine/").content.decode()
    for name in ("memory", "cpu", "load", "queued"):
        assert f'id="chart-{name}"' in answer, name
    assert 'id="chart-redis"' not in answer, "there is none"
    text = desk(manager).text("machine/")
    assert "2,048 MiB" in text
    assert "25 %" in text
    assert "Queue email 3" in text


def test_a_month_is_drawn_in_few_points(desk, admin):
    HostFigures.objects.bulk_create(
        HostFigures(at=clock.now() - timedelta(minutes=5 * number), host="web-1", load=number % 7)
        for number in range(1000)
    )
    answer = desk(admin).get("machine/", days="30").content.decode()
    points = answer.partition('<polyline class="line-1" points="')[2].partition('"')[0].split()
    assert 2 <= len(points) <= MOST_POINTS


def test_of_several_machines_each_is_shown_by_itself(desk, admin):
    measured(timedelta(minutes=5), host="web-1", load=1.0)
    measured(timedelta(minutes=4), host="web-2", load=9.0)
    page = desk(admin)
    assert "Load 9" in page.text("machine/")
    assert "Load 1" in page.text("machine/", host="web-1")
    assert "Load 9" in page.text("machine/", host="nobody", days="many")


def test_the_start_page_says_how_full_the_memory_is(desk, manager):
    measured(timedelta(minutes=1), memory_used=8000 * MEBIBYTE)
    answer = desk(manager).get("").content.decode()
    assert '<div class="figure bad" id="figure-memory">' in answer
