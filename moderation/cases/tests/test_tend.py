"""What time does to cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from moderation.cases import services
from moderation.cases.events import CaseEscalated, CaseReleased
from moderation.cases.models import Case, Decision
from moderation.cases.services import tending
from moderation.cases.tasks import tend
from moderation.cases.tests.making import decide, held_against
from moderation.screening.tests.making import live_rule
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def later(**time):
    return clock.standing_at(clock.now() + timedelta(**time))


def test_a_waiting_case_grows_older_and_stays_the_version_that_was_seen(owner, stranger):
    case = held_against(owner, by=stranger)
    with later(hours=13):
        assert tend()["aged"] == 1
        assert tend()["aged"] == 0
    before, version = case.score, case.version
    case.refresh_from_db()
    assert (case.score, case.version) == (before + 2, version)


def test_an_overdue_case_goes_to_managers_once_a_round(owner, stranger, moderator, manager, recorded):
    case = held_against(owner, by=stranger, category="hate")
    services.claim(actor=moderator, case_id=case.pk)
    with later(minutes=61):
        assert [tend()["overdue"] for _ in range(2)] == [1, 0]
        case.refresh_from_db()
        assert (case.needs_role, case.assignee_id, case.overdue_at) == ("manager", None, clock.now())
        assert [event.needs_role for event in recorded(CaseEscalated)] == ["manager"]
        assert case.entries.filter(sort="overdue").count() == 1
        assert case.entries.get(sort="escalated").data == {"needs_role": "manager", "because": "overdue"}
        decide(case, manager, "acted")
    with later(hours=2):
        held_against(owner, category="hate")
    with later(hours=4):
        assert tend()["overdue"] == 1
    assert case.entries.filter(sort="overdue").count() == 2


def test_flags_on_what_its_author_deleted_meanwhile_wait_for_nobody(owner, deliver):
    live_rule("doubtful", outcome="hold")
    comment = engagement.write_comment(author=owner, workbook_id=published(owner).pk, body="So doubtful")
    deliver()
    engagement.delete_comment(actor=owner, comment_id=comment.pk)
    with later(hours=200):
        tend()
    case, made = Case.objects.get(kind="comment"), Decision.objects.get()
    assert (case.state, case.fine_digest, case.needs_role) == ("decided", "", "moderator")
    assert (made.outcome, made.made_by_id) == ("dismissed", None)


def test_a_manager_keeps_what_is_overdue_and_a_higher_need_stays(owner, stranger, friend, manager, admin):
    claimed, high = held_against(owner, by=stranger), held_against(friend)
    services.claim(actor=manager, case_id=claimed.pk)
    for _ in range(2):
        services.escalate(actor=admin, case_id=high.pk, reason="Up")
    with later(hours=73):
        Case.objects.filter(pk=claimed.pk).update(claimed_at=clock.now())
        assert tend()["overdue"] == 2
    claimed.refresh_from_db()
    high.refresh_from_db()
    assert (claimed.needs_role, claimed.assignee_id, high.needs_role) == ("manager", manager.pk, "admin")


def test_a_claim_that_came_to_nothing_ends(owner, stranger, moderator, settings, recorded):
    settings.MODERATION_CLAIM_HOURS = 3
    case = held_against(owner, by=stranger)
    services.claim(actor=moderator, case_id=case.pk)
    with later(hours=2, minutes=59):
        assert tend()["released"] == 0
    with later(hours=3):
        assert tend()["released"] == 1
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("open", None)
    assert [event.actor_id for event in recorded(CaseReleased)] == [None]
    assert case.entries.latest("id").data == {"from": str(moderator.pk), "because": "claim_expired"}


def test_decided_cases_are_left_alone(owner, stranger, moderator):
    case = held_against(owner, by=stranger)
    decide(case, moderator)
    with later(days=30):
        assert set(tend().values()) == {0}


def test_all_that_waits_is_reached_in_batches(person, monkeypatch):
    monkeypatch.setattr(tending, "BATCH", 2)
    people = [person(f"member-{number}") for number in range(11)]
    for one in people:
        held_against(one)
    with later(hours=80):
        counts = tend()
    assert (counts["overdue"], counts["aged"]) == (11, 11)
