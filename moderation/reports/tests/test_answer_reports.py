"""Whoever reported learns what came of it, once, also when the decision was wrong; and never who decided."""

from __future__ import annotations

import pytest

from config.events.models import DomainEvent
from config.tests.routes.counting import counted
from moderation.cases import services as cases
from moderation.cases.models import Case
from moderation.cases.tests.making import WARN, decide, edit
from moderation.reports import services
from moderation.reports.events import ReportAnswered
from moderation.reports.models import Report
from moderation.reports.queries import Record, record_of
from moderation.reports.services import answering

pytestmark = pytest.mark.django_db


def file(reporter, owner, category="spam", text=""):
    return services.file_report(
        reporter=reporter, kind="profile", thing_id=owner.pk, category=category, text=text
    ).report


@pytest.fixture
def case(owner, stranger, friend):
    file(stranger, owner)
    return file(friend, owner, "hate").case


@pytest.mark.parametrize(
    ("outcome", "state"), [("acted", "upheld"), ("dismissed", "dismissed"), ("restored", "dismissed")]
)
def test_a_decision_answers_everyone_who_reported(case, moderator, stranger, friend, deliver, recorded, outcome, state):
    decide(case, moderator, outcome)
    deliver()
    assert set(Report.objects.values_list("state", flat=True)) == {state}
    told = recorded(ReportAnswered)
    assert {(event.reporter_id, event.state) for event in told} == {(stranger.pk, state), (friend.pk, state)}
    assert len(told) == 2


def test_a_decision_told_twice_answers_once(case, moderator, deliver, recorded):
    made = decide(case, moderator, "acted")
    deliver()
    assert services.answer_reports(decision_id=made.pk) == 0
    assert services.answer_reports(decision_id=case.pk) == services.answer_overturned(decision_id=case.pk) == 0
    assert len(recorded(ReportAnswered)) == 2


def test_a_late_answer_leaves_the_next_round_alone(case, owner, stranger, person, moderator):
    made = decide(case, moderator, "acted", actions=WARN)
    newer = file(person("later"), owner)
    assert newer.round == 2
    assert services.answer_reports(decision_id=made.pk) == 2
    newer.refresh_from_db()
    assert newer.state == "open"


def test_reports_are_answered_in_batches(case, moderator, monkeypatch, recorded):
    monkeypatch.setattr(answering, "BATCH", 1)
    made = decide(case, moderator, "acted")
    assert services.answer_reports(decision_id=made.pk) == 2
    assert len(recorded(ReportAnswered)) == 2


def test_an_overturned_decision_takes_back_what_was_upheld_and_says_so(
    case, owner, stranger, moderator, manager, deliver, recorded
):
    first = decide(case, moderator, "acted", actions=WARN)
    deliver()
    edit(owner, "Something else")
    file(stranger, owner)
    decide(case, moderator, "acted")
    deliver()
    cases.overturn(decision_id=first.pk, actor=manager, reason="We were wrong")
    deliver()
    assert dict(Report.objects.filter(reporter=stranger).values_list("round", "state")) == {
        1: "dismissed",
        2: "upheld",
    }
    assert [event.state for event in recorded(ReportAnswered)] == ["upheld"] * 3 + ["dismissed"] * 2
    assert services.answer_overturned(decision_id=first.pk) == 0


def test_the_events_name_ids_and_words_and_no_text(case, moderator, owner, person, deliver):
    file(person("writer"), owner, text="My secret words")
    decide(case, moderator, "acted")
    deliver()
    assert not any("secret" in str(row.payload) for row in DomainEvent.objects.all())


def test_ones_own_reports_say_what_came_of_them_and_not_who_decided(api, case, stranger, moderator, deliver):
    decide(case, moderator, "acted", note="Between us")
    deliver()
    answer = api.as_(stranger).get("/reports/mine")
    (row,) = answer.json()["results"]
    assert (row["status"], row["entity"]["title"], row["category"], row["answered_at"] is not None) == (
        "upheld", "owner", "spam", True,
    )  # fmt: skip
    for word in ("moderator", "Between us", str(moderator.pk), "friend"):
        assert word not in answer.content.decode()


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"),
    [(0, 0, 10), (1, 0, 13), (2, 0, 15), (18, 0, 19), (100, 0, 20), (0, 2, 5), (0, 8, 2), (0, 400, 2), (5, 5, 10)],
)
def test_a_report_weighs_what_its_reporters_record_gives(upheld, dismissed, weight):
    assert Record(upheld=upheld, dismissed=dismissed, open=7).weight == weight


def test_a_record_is_one_query(owner, stranger, case):
    with counted() as statements:
        assert record_of(stranger.pk) == Record(open=1)
    assert statements.count == 1
    assert Case.objects.get().weight == 20
