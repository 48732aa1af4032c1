"""The operators' commands: replaying events, and looking after what is stuck."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config import clock
from config.events import queue, replaying
from config.events.models import Delivery, DomainEvent
from config.events.tests import ears
from config.events.tests.ears import heard

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_replay_owes_each_event_again_to_all_who_hear_it(listeners, happen, deliver):
    happen("a", 1)
    deliver()
    assert run("events_replay", "--all") == "3 deliveries are owed again.\n"
    assert deliver() == 3
    assert heard() == [("a", 1), ("a", 1)]


def test_a_replay_run_twice_owes_nothing_twice(listeners, happen):
    happen("a", 1)
    assert run("events_replay", "--all") == "0 deliveries are owed again.\n"
    assert Delivery.objects.count() == 3


def test_a_subscriber_that_came_later_can_be_told_of_what_was_before(happen, deliver):
    first = happen("a", 1)
    happen("a", 2)
    third = happen("a", 3)
    with ears.listening():
        run("events_replay", "--from-id", str(first.pk + 1), "--to-id", str(third.pk), "--subscriber", ears.SECOND)
        deliver()
        assert heard(ears.SECOND) == [("a", 2), ("a", 3)]
        assert heard(ears.FIRST) == []


def test_a_replay_can_begin_at_a_time_and_keep_to_a_name(listener, happen):
    old = happen("a", 1)
    DomainEvent.objects.filter(pk=old.pk).update(occurred_at=clock.now() - timedelta(days=2))
    happen("a", 2)
    Delivery.objects.all().delete()
    since = (clock.now() - timedelta(days=1)).isoformat()
    assert run("events_replay", "--since", since, "--name", "other.happened").startswith("0 ")
    assert run("events_replay", "--since", since, "--name", "trial.happened").startswith("1 ")


def test_a_long_log_is_replayed_in_pieces(listener, happen, monkeypatch):
    monkeypatch.setattr(replaying, "CHUNK", 2)
    for number in range(5):
        happen("a", number)
    Delivery.objects.all().delete()
    assert replaying.replay() == 5


@pytest.mark.parametrize(
    "arguments", [[], ["--subscriber", "nobody"], ["--since", "yesterday"], ["--since", "2026-13-01"]]
)
def test_a_replay_of_what_is_not_there_is_refused_with_a_sentence(arguments, listener, happen):
    happen("a", 1)
    with pytest.raises(CommandError):
        run("events_replay", *arguments)


def test_what_is_stuck_is_listed_and_can_be_tried_again(listener, happen, deliver, settings):
    settings.EVENTS_MAX_ATTEMPTS = 1
    row = happen("a", 1, "broken")
    deliver(may_fail=True)
    listed = run("events_stuck")
    assert f"trial.happened #{row.pk}" in listed
    assert "parked" in listed
    assert "this one cannot be taken" in listed
    assert "parked 1" in listed
    DomainEvent.objects.update(payload={"actor_id": None, "thing": "a", "number": 1})
    assert "1 will be tried again." in run("events_stuck", "--retry", "--subscriber", ears.FIRST)
    assert deliver() == 1
    assert heard() == [("a", 1)]


def test_the_backlog_counts_what_is_owed(listeners, happen, deliver, settings):
    assert queue.backlog() == queue.Backlog(0, 0, 0, 0, 0.0)
    happen("a", 1, "broken")
    happen("a", 2)
    deliver(may_fail=True)
    state = queue.backlog()
    assert (state.owed, state.backing_off, state.leased, state.parked) == (2, 1, 0, 0)
    assert state.oldest_seconds >= 0
