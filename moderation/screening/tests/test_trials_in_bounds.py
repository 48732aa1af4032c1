"""A trial of many texts takes little more memory than one of few, and judges pace by as many as screening looks at."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest

from config import clock, entities
from config.db import uuid7
from config.entities import Written
from moderation.screening import services
from moderation.screening.models import RuleTrial
from moderation.screening.queries import MOST_TRACES
from moderation.screening.tally import MOST_KEPT, Caught, Tally
from moderation.screening.tests.making import draft_rule, without_shipped_rules
from moderation.screening.tests.notes import NOTE, notes_app, write_note

pytestmark = pytest.mark.django_db

LONG = "a chart of sums " * 600
TEXTS = 400


@pytest.fixture(autouse=True)
def notes(db):
    without_shipped_rules()
    with notes_app():
        yield


@pytest.fixture
def long_notes(owner, notes):
    """Four hundred long notes, four megabytes of them, handed over one by one, the newest first."""

    def newest(since, most):
        now = clock.now()
        for number in range(TEXTS):
            yield Written("note", uuid7(), owner.pk, f"{number} {LONG}", now - timedelta(seconds=number))

    entities._kinds["note"] = replace(NOTE, newest=newest)


@pytest.mark.parametrize(
    "rule",
    [
        {"values": ["chart"], "sort": "terms"},
        {"sort": "repetition", "most": 1, "window_minutes": 60},
    ],
)
def test_no_text_is_kept_once_it_was_looked_at(moderator, long_notes, rule):
    made = draft_rule(*rule.pop("values", []), kinds=["note"], **rule)
    tracemalloc.start()
    trial = services.try_rule(actor=moderator, rule_id=made.pk)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert trial.looked_at == TEXTS
    assert most < 1_500_000


def test_pace_is_judged_by_as_many_texts_as_screening_looks_at(moderator, long_notes, monkeypatch):
    monkeypatch.setattr("moderation.screening.services.trials.MOST_TRACES", 3)
    rule = draft_rule(sort="pace", most=3, window_minutes=60, kinds=["note"])
    assert services.try_rule(actor=moderator, rule_id=rule.pk).caught == TEXTS - 3
    rule = draft_rule(sort="pace", most=4, window_minutes=60, kinds=["note"])
    assert services.try_rule(actor=moderator, rule_id=rule.pk).caught == 0
    assert MOST_TRACES == 1_000


@pytest.mark.parametrize("kind", ["comment", "friend_request", "profile", "workbook"])
def test_every_kind_hands_over_its_texts_a_few_at_a_time(kind):
    newest = entities.kind(kind).newest(clock.now(), 10)
    assert iter(newest) is newest


def test_of_what_was_caught_the_newest_few_are_kept():
    tally, now = Tally(), clock.now()
    for number in (*range(0, 500, 2), *range(1, 500, 2)):
        tally.catch(Caught("note", uuid7(), now + timedelta(seconds=number), []))
    assert tally.caught == 500
    kept = [(each.at - now).seconds for each in tally.newest()]
    assert kept == list(range(499, 499 - MOST_KEPT, -1))


def test_samples_quote_the_newest_with_their_texts(owner, moderator):
    for number in range(25):
        with clock.standing_at(clock.now() + timedelta(seconds=number)):
            write_note(owner, f"The same words about charts of sums {'' if number else '!'}")
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        rule = draft_rule(sort="repetition", most=1, window_minutes=60, kinds=["note"])
        services.try_rule(actor=moderator, rule_id=rule.pk)
    trial = RuleTrial.objects.get()
    assert (trial.caught, len(trial.samples)) == (24, 20)
    assert {sample["excerpt"] for sample in trial.samples} == {"The same words about charts of sums"}
    assert {sample["author_id"] for sample in trial.samples} == {str(owner.pk)}
