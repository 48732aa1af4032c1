"""Jobs on the desk: their schedule, what came of it, and having one run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.audit.models import AuditEntry
from config.errors import Forbidden, NotFound
from config.jobs import acts, heartbeats, queries, upkeep
from config.jobs.models import Heartbeat, Outcome, TaskRun
from config.testing.crowd import tried_at_once

pytestmark = pytest.mark.django_db
SEAL = "config.audit.seal"


@pytest.fixture
def page(desk, admin):
    return desk(admin)


def ran(name=SEAL, *, outcome=Outcome.DONE, seconds=1.5, ago=timedelta(minutes=3), error="", counts=None):
    at = clock.now() - ago
    return TaskRun.objects.create(
        name=name,
        outcome=outcome,
        due_at=at,
        started_at=at,
        finished_at=at + timedelta(seconds=seconds),
        error=error,
        counts=counts or {},
    )


def test_managers_and_admins_see_runs_and_moderators_do_not(desk, admin, manager, moderator):
    run = ran()
    for path in ("jobs/", f"jobs/?job={SEAL}", "jobs/taskrun/", f"jobs/taskrun/{run.pk}/change/", "jobs/heartbeat/"):
        assert [desk(person).get(path).status_code for person in (admin, manager, moderator)] == [200, 200, 403], path


def test_all_jobs_stand_there_with_their_next_slot_and_last_outcome(page):
    ran(outcome=Outcome.FAILED, error="Traceback\nValueError: no")
    states = {state.name: state for state in queries.job_states()}
    assert states[SEAL].next_slot > clock.now()
    assert states[SEAL].ended == {"failed": 1}
    assert states["config.jobs.prune"].last is None
    text = page.text("jobs/")
    for name in states:
        assert name in text
    assert "every 1 min" in text
    assert "1.50 s" in text


def test_the_state_of_all_jobs_costs_three_statements_less_one_where_there_are_no_runs(django_assert_max_num_queries):
    for name in (SEAL, "config.jobs.prune"):
        ran(name)
    with django_assert_max_num_queries(2):
        queries.job_states()


def test_one_job_shows_its_durations_and_failures_with_their_text(page):
    for number in range(5):
        ran(seconds=number)
    ran(outcome=Outcome.FAILED, error="Traceback (most recent call last):\n<b>ValueError</b>: no")
    answer = page.get("jobs/", job=SEAL).content.decode()
    assert 'id="chart-durations"' in answer
    assert "<polyline" in answer
    assert "&lt;b&gt;ValueError&lt;/b&gt;: no" in answer
    assert page.get("jobs/", job="no.such.job").status_code == 404


def test_a_run_tells_its_counts_and_its_error(page):
    run = ran(outcome=Outcome.FAILED, error="Traceback\nValueError: no", counts={"sealed": 4})
    text = page.text(f"jobs/taskrun/{run.pk}/change/")
    assert "sealed 4" in text
    assert "ValueError: no" in text
    listed = page.get("jobs/taskrun/", name=SEAL, outcome__exact="failed").context["cl"].result_list
    assert [row.pk for row in listed] == [run.pk]


def test_an_admin_has_a_job_run_after_being_asked(page, admin):
    assert "It runs once more" in page.text("jobs/", job=SEAL, run="1")
    assert not TaskRun.objects.exists()
    assert page.client.post(f"/admin/jobs/?job={SEAL}").status_code == 302
    run = TaskRun.objects.get(name=SEAL)
    assert run.outcome == Outcome.WAITING
    entry = AuditEntry.objects.get(action="job.run")
    assert (entry.actor_id, entry.target_id, entry.after) == (admin.pk, SEAL, {"run": run.pk})
    upkeep.run_due()
    run.refresh_from_db()
    assert run.outcome == Outcome.DONE


def test_one_that_waits_already_is_not_asked_for_twice(page, admin):
    acts.run_now(name=SEAL, actor=admin)
    page.client.post(f"/admin/jobs/?job={SEAL}")
    assert TaskRun.objects.filter(name=SEAL).count() == 1
    assert "A run of this job is under way or waits already." in page.text("jobs/")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_has_it_run(admin):
    tried = tried_at_once(lambda _number: acts.run_now(name=SEAL, actor=admin), 6)
    assert sorted(type(each).__name__ for each in tried) == ["JobUnderWay"] * 5 + ["TaskRun"]
    assert TaskRun.objects.filter(name=SEAL).count() == 1


def test_only_admins_have_jobs_run(desk, manager, admin):
    page = desk(manager)
    assert "Run now" not in page.text("jobs/", job=SEAL)
    assert page.get("jobs/", job=SEAL, run="1").status_code == 403
    assert page.client.post(f"/admin/jobs/?job={SEAL}").status_code == 403
    with pytest.raises(Forbidden):
        acts.run_now(name=SEAL, actor=manager)
    with pytest.raises(NotFound):
        acts.run_now(name="no.such.job", actor=admin)


def test_a_process_that_is_silent_is_marked_as_late(page):
    now = clock.now()
    Heartbeat.objects.create(name="worker:a", at=now - timedelta(seconds=3))
    Heartbeat.objects.create(name="worker:b", at=now - timedelta(seconds=heartbeats.LATE_SECONDS + 10))
    assert {sign.name: sign.is_late for sign in queries.signs()} == {"worker:a": False, "worker:b": True}
    for path in ("jobs/", "jobs/heartbeat/"):
        text = page.text(path)
        assert text.index("worker:a") < text.index("alive") < text.index("worker:b") < text.rindex("late")


def test_readiness_and_the_desk_mean_the_same_by_late():
    from config import health

    assert health.STALE.total_seconds() == heartbeats.LATE_SECONDS
