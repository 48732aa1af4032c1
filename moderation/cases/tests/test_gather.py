"""What is held against a thing gathers on its one case, which opens again after a decision, unless the text is fine."""

from __future__ import annotations

import pytest

from config import entities
from config.db import uuid7
from config.testing.crowd import at_once
from moderation.cases import services
from moderation.cases.choices import Sort, State
from moderation.cases.events import CaseOpened
from moderation.cases.models import Case, CaseEntry
from moderation.cases.tests.making import decide, edit, forget, held_against, stone

pytestmark = pytest.mark.django_db


def test_the_first_report_opens_a_case_and_tells_of_it(owner, stranger, recorded):
    case = held_against(owner, by=stranger, category="harassment")
    case.refresh_from_db()
    assert (case.state, case.round, case.report_count, case.weight) == ("open", 1, 1, 10)
    assert (case.owner_id, case.category, case.priority) == (owner.pk, "harassment", "high")
    assert list(case.entries.order_by("id").values_list("sort", flat=True)) == ["opened", "reported"]
    assert [(event.actor_id, event.round) for event in recorded(CaseOpened)] == [(stranger.pk, 1)]


def test_what_comes_later_is_added_and_the_gravest_category_stays(owner, stranger, friend, recorded):
    first = held_against(owner, by=stranger, category="spam")
    held_against(owner, by=friend, category="hate")
    second = held_against(owner, category="off_topic")
    second.refresh_from_db()
    assert second.pk == first.pk
    assert (second.report_count, second.weight, second.category, second.priority) == (3, 30, "hate", "urgent")
    assert second.due_at < first.due_at
    assert len(recorded(CaseOpened)) == 1


def test_one_report_more_is_no_news_to_whoever_decides_and_a_graver_one_is(owner, stranger, friend):
    case = held_against(owner, by=stranger)
    held_against(owner, by=friend)
    case.refresh_from_db()
    assert case.version == 1
    held_against(owner, category="hate")
    case.refresh_from_db()
    assert case.version == 2


def test_a_decided_case_opens_again_in_its_next_round_and_counts_anew(owner, stranger, friend, moderator, recorded):
    case = held_against(owner, by=stranger, category="hate")
    services.escalate(actor=moderator, case_id=case.pk, reason="Too hot")
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(needs_role="moderator")
    decide(case, moderator, "acted")
    again = held_against(owner, by=friend, category="spam")
    again.refresh_from_db()
    assert (again.pk, again.state, again.round, again.report_count) == (case.pk, "open", 2, 1)
    assert (again.category, again.decided_at, again.needs_role, again.first_act_at) == ("spam", None, "moderator", None)
    assert [event.round for event in recorded(CaseOpened)] == [1, 2]
    assert again.entries.filter(sort="reopened").get().data == {"round": 2}


def test_a_dismissed_text_is_fine_until_it_is_edited(owner, stranger, friend, moderator):
    case = held_against(owner, by=stranger)
    decide(case, moderator, "dismissed")
    said = {"kind": "profile", "thing_id": owner.pk, "category": "spam", "sort": Sort.REPORTED, "actor_id": friend.pk}
    before = CaseEntry.objects.count()
    assert services.gather(**said).is_fine
    case.refresh_from_db()
    assert (case.state, case.round, CaseEntry.objects.count()) == (State.DECIDED, 1, before)
    edit(owner, "Something else")
    gathered = services.gather(**said)
    assert not gathered.is_fine
    assert (gathered.case.state, gathered.case.round) == (State.OPEN, 2)


def test_what_was_acted_upon_is_not_fine(owner, stranger, friend, moderator):
    decide(held_against(owner, by=stranger), moderator, "dismissed")
    edit(owner, "Something else")
    decide(held_against(owner, by=friend), moderator, "acted")
    assert held_against(owner).round == 3


def test_screening_opens_a_case_of_a_fine_text_again_for_another_reason(owner, stranger, moderator):
    decide(held_against(owner, by=stranger), moderator, "dismissed")
    gathered = services.gather(
        kind="profile", thing_id=owner.pk, category="spam", sort=Sort.FLAGGED, actor_id=None, data={"reasons": ["new"]}
    )
    assert (gathered.is_fine, gathered.case.round, gathered.case.report_count) == (False, 2, 0)


def test_things_that_nobody_writes_are_never_fine_and_their_reach_counts(moderator):
    kind, thing_id = stone(reach=1_000), uuid7()
    entities.register(kind)
    try:
        said = {"kind": "stone", "thing_id": thing_id, "category": "spam", "sort": Sort.REPORTED, "actor_id": None}
        case = services.gather(**said).case
        assert (case.reach, case.score, case.owner_id) == (1_000, 24, None)
        decide(case, moderator, "dismissed")
        assert services.gather(**said).case.round == 2
    finally:
        forget(kind)


def test_the_second_delivery_of_an_event_changes_nothing(owner, moderator):
    said = {"kind": "profile", "thing_id": owner.pk, "category": "spam", "sort": Sort.FLAGGED, "actor_id": None}
    case = services.gather(**said, cause=7).case
    services.gather(**said, cause=7)
    assert case.entries.filter(sort="flagged").count() == 1
    decide(case, moderator, "dismissed")
    assert services.gather(**said, cause=7).case.state == State.DECIDED
    assert services.gather(**said, cause=8).case.round == 2


def test_an_entry_is_written_as_it_is_given(owner, moderator):
    case = held_against(owner)
    made = services.add_entry(case_id=case.pk, sort=Sort.APPEALED, actor_id=owner.pk, text="No", data={"appeal": "x"})
    assert (made.sort, made.actor_id, made.text, made.data) == ("appealed", owner.pk, "No", {"appeal": "x"})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_case_that_counts_fifty_and_open_it_once_again(owner, moderator, recorded):
    at_once(lambda number: held_against(owner, category="hate" if number == 7 else "spam"), 50)
    case = Case.objects.get()
    assert (case.report_count, case.weight, case.category) == (50, 500, "hate")
    assert case.entries.filter(sort="reported").count() == 50
    assert len(recorded(CaseOpened)) == 1
    decide(case, moderator, "acted")
    at_once(lambda _number: held_against(owner), 8)
    case.refresh_from_db()
    assert (case.round, case.report_count) == (2, 8)
    assert [event.round for event in recorded(CaseOpened)] == [1, 2]
