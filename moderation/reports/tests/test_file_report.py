"""A member reports what they see and what is not theirs, once while it is open; a fine text is answered at once."""

from __future__ import annotations

import pytest

from config.db import uuid7
from config.testing.client import codes
from config.testing.crowd import at_once
from moderation.cases.models import Case
from moderation.cases.tests.making import WARN, decide, edit
from moderation.reports import services
from moderation.reports.errors import TooManyOpenReports
from moderation.reports.events import ReportAnswered, ReportFiled
from moderation.reports.models import Report
from social.graph import services as graph
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def body(thing_id, **said):
    return {"entity_type": "profile", "entity_id": str(thing_id), "category": "spam"} | said


def report(api, person, thing_id, **said):
    return api.as_(person).post("/reports", body(thing_id, **said))


def test_a_report_is_filed_and_opens_the_case(api, owner, stranger, recorded):
    answer = report(api, stranger, owner.pk, category="harassment", text="Look at\nthat")
    assert answer.status_code == 201
    shown = answer.json()
    assert shown["entity"] == {"type": "profile", "id": str(owner.pk), "title": "owner"}
    assert (shown["category"], shown["text"], shown["status"]) == ("harassment", "Look at\nthat", "open")
    made, case = Report.objects.get(), Case.objects.get()
    assert (made.case_id, made.round, case.report_count, case.weight) == (case.pk, 1, 1, 10)
    assert case.entries.get(sort="reported").data == {"category": "harassment", "report": str(made.pk)}
    assert [(event.report_id, event.case_id) for event in recorded(ReportFiled)] == [(made.pk, case.pk)]


def test_the_second_one_while_it_is_open_is_the_first(api, owner, stranger, friend, moderator, deliver):
    first = report(api, stranger, owner.pk)
    second = report(api, stranger, owner.pk, category="hate", text="Once more")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert report(api, friend, owner.pk).status_code == 201
    case = Case.objects.get()
    assert (case.report_count, case.category) == (2, "spam")
    decide(case, moderator, "acted", actions=WARN)
    deliver()
    assert report(api, stranger, owner.pk).status_code == 201
    assert Report.objects.filter(round=2).count() == 1


def test_the_same_request_with_its_key_is_one_report(api, owner, stranger):
    sent = [api.as_(stranger).post("/reports", body(owner.pk), Idempotency_Key="once") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[1]["Idempotent-Replayed"] == "true"


def test_things_of_every_kind_are_reported(api, owner, stranger):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Hello")
    for kind, thing_id in (("workbook", book.pk), ("comment", comment.pk), ("profile", owner.pk)):
        assert report(api, stranger, thing_id, entity_type=kind).status_code == 201
    assert set(Case.objects.values_list("kind", "owner_id")) == {
        (kind, owner.pk) for kind in ("workbook", "comment", "profile")
    }


def test_what_one_cannot_see_or_is_gone_is_not_found(api, owner, stranger, moderator):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Hello")
    engagement.write_comment(author=stranger, workbook_id=book.pk, body="Hi", parent_id=comment.pk)
    hidden = published(owner)
    api.as_(owner).delete(f"/comments/{comment.pk}")
    from workbooks.catalog.services import hide_workbook

    hide_workbook(hidden.pk)
    for kind, thing_id in (
        ("workbook", draft(owner).pk),
        ("workbook", hidden.pk),
        ("comment", comment.pk),
        ("profile", uuid7()),
        ("comment", owner.pk),
    ):
        answer = report(api, stranger, thing_id, entity_type=kind)
        assert (answer.status_code, answer.json()["code"]) == (404, "thing_not_found"), kind
    assert not Case.objects.exists()


def test_a_block_in_either_direction_is_not_found(api, owner, stranger, friend):
    book = published(owner)
    graph.block(actor=owner, person=stranger)
    graph.block(actor=friend, person=owner)
    for person in (stranger, friend):
        assert report(api, person, book.pk, entity_type="workbook").status_code == 404


def test_what_is_wrong_is_named(api, owner, stranger):
    assert codes(report(api, owner, owner.pk)) == {"entity_id": "own_thing"}
    assert report(api, owner, owner.pk).json()["code"] == "own_thing"
    assert codes(report(api, stranger, owner.pk, entity_type="stone")) == {"entity_type": "unknown"}
    assert codes(report(api, stranger, owner.pk, category="dull")) == {"category": "invalid_choice"}
    assert codes(report(api, stranger, owner.pk, text="x" * 2_001)) == {"text": "max_length"}
    assert report(api, stranger, owner.pk, text="x" * 2_000).status_code == 201


def test_muted_members_read_and_do_not_report(api, owner, muted):
    assert report(api, muted, owner.pk).json()["code"] == "muted"
    assert api.as_(muted).get("/reports/mine").status_code == 200
    assert api.post("/reports", body(owner.pk)).status_code == 401


def test_a_fine_text_is_answered_at_once_and_once(api, owner, stranger, friend, moderator, deliver, recorded):
    report(api, stranger, owner.pk)
    decide(Case.objects.get(), moderator, "dismissed")
    deliver()
    for status in (201, 200):
        answer = report(api, friend, owner.pk)
        assert (answer.status_code, answer.json()["status"]) == (status, "dismissed")
        assert answer.json()["answered_at"] is not None
    assert Case.objects.get().state == "decided"
    assert [event.reporter_id for event in recorded(ReportAnswered)] == [stranger.pk, friend.pk]
    edit(owner, "Something else")
    assert report(api, friend, owner.pk).json()["status"] == "open"
    assert Case.objects.get().round == 2


def test_a_member_has_so_many_reports_open_and_no_more(api, owner, friend, stranger, moderator, deliver, settings):
    settings.MODERATION_MOST_OPEN_REPORTS = 1
    assert report(api, stranger, owner.pk).status_code == 201
    refused = report(api, stranger, friend.pk)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_open_reports")
    assert report(api, stranger, owner.pk).status_code == 200
    decide(Case.objects.get(), moderator)
    deliver()
    assert report(api, stranger, friend.pk).status_code == 201


def test_five_hundred_reports_by_one_person_weigh_next_to_nothing(owner, stranger):
    case = Case.objects.create(
        kind="profile", thing_id=uuid7(), opened_at="2026-01-01T00:00Z", due_at="2026-01-01T00:00Z"
    )
    rows = [
        Report(reporter=stranger, kind="profile", thing_id=uuid7(), case=case, round=1, category="spam")
        for _ in range(500)
    ]
    for row in rows[:400]:
        row.state, row.answered_at = "dismissed", "2026-01-02T00:00Z"
    Report.objects.bulk_create(rows)
    with pytest.raises(TooManyOpenReports):
        services.file_report(reporter=stranger, kind="profile", thing_id=owner.pk, category="hate")
    Report.objects.filter(pk=rows[-1].pk).delete()
    filed = services.file_report(reporter=stranger, kind="profile", thing_id=owner.pk, category="spam")
    # Ten points for spam, and one for five hundred reports of theirs.
    assert (filed.report.case.weight, filed.report.case.score) == (2, 11)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_slips_past_the_limit(person, stranger, settings):
    settings.MODERATION_MOST_OPEN_REPORTS = 3
    people = [person(f"member-{number}") for number in range(8)]

    def file(number):
        try:
            return services.file_report(
                reporter=stranger, kind="profile", thing_id=people[number].pk, category="spam"
            ).is_new
        except TooManyOpenReports:
            return False

    assert sum(at_once(file, 8)) == Report.objects.count() == 3
