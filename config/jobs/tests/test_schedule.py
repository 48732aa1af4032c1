"""The schedule as beat sees it, and what the broker has lost of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from config import schedule
from config.celery import app
from config.jobs import heartbeats, registry, upkeep
from config.jobs.models import TaskRun

NOON = datetime(2026, 11, 20, 12, 0, 3, tzinfo=UTC)


@pytest.fixture
def hourly(declare):
    @declare("trial.hourly", every=timedelta(hours=1), queue="metrics")
    def hourly(): ...

    return hourly


def test_every_job_with_a_schedule_is_in_it():
    assert {"config.events.sweep", "config.audit.seal", "config.jobs.recover"} <= set(schedule.entries())
    assert set(schedule.entries()) == {known.name for known in registry.scheduled()}


def test_every_job_is_a_task_of_the_same_name():
    app.loader.import_default_modules()
    assert {known.name for known in registry.jobs()} | {"config.events.deliver"} <= set(app.tasks)


def test_a_message_names_its_slot_and_its_queue(hourly):
    entry = schedule.entries()["trial.hourly"]
    with time_machine.travel(NOON, tick=False):
        assert entry["kwargs"]["slot"]() == "2026-11-20T12:00:00+00:00"
    assert entry["options"] == {"queue": "metrics", "expires": 3600.0}


def test_a_beat_that_starts_posts_the_present_slot_and_then_each_new_one(hourly):
    slots = schedule.Slots(hourly)
    with time_machine.travel(NOON, tick=False) as clock:
        assert slots.is_due(schedule.LONG_AGO) == (True, 3597.0)
        assert slots.is_due(NOON) == (False, 3597.0)
        clock.shift(timedelta(hours=1))
        assert slots.is_due(NOON) == (True, 3597.0)


@pytest.mark.django_db
def test_beat_posts_what_is_due_and_shows_that_it_lives(hourly, monkeypatch):
    posted = []
    monkeypatch.setattr(schedule.SlotScheduler, "apply_async", lambda self, entry, **_: posted.append(entry.name))
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    beat = schedule.SlotScheduler(app=app)
    for _ in range(3):
        beat.tick()
    assert posted == ["trial.hourly"]
    assert heartbeats.last("beat") is not None


@pytest.mark.django_db
def test_a_slot_whose_message_was_lost_is_posted_again(hourly, settings, monkeypatch):
    posted = []
    settings.EMBEDDED = False
    monkeypatch.setattr(registry.Job, "post", lambda self, *, expires, **which: posted.append(which))
    with time_machine.travel(NOON, tick=False) as clock:
        assert upkeep.post_missed() == 0
        clock.shift(timedelta(minutes=5))
        assert upkeep.post_missed() == 1
        assert posted == [{"slot": "2026-11-20T12:00:00+00:00"}]
        upkeep.run_due()
        assert upkeep.post_missed() == 0
    assert TaskRun.objects.count() == 1


@pytest.mark.django_db
def test_signs_of_life_are_kept_by_name_and_taken_away_at_the_end():
    heartbeats.beat("worker:one")
    heartbeats.beat("worker:one")
    heartbeats.beat("worker:two")
    assert set(heartbeats.ages("worker")) == {"worker:one", "worker:two"}
    assert heartbeats.last("beat") is None
    heartbeats.forget("worker:one")
    assert set(heartbeats.ages()) == {"worker:two"}
