"""What comes of a text: allowed, flagged, held or refused, wherever people write, with the reasons kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.profiles.models import Profile
from config import entities
from config.entities import Outcome
from config.roles import ANONYMOUS
from moderation.screening import services
from moderation.screening.events import ContentFlagged, ContentHeld
from moderation.screening.memory import memory
from moderation.screening.models import Screening, ScreeningReason, WritingTrace
from moderation.screening.services.judging import LONGEST
from moderation.screening.tests.making import live_rule, without_shipped_rules
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement.models import Comment

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Budget/Main"


@pytest.fixture(autouse=True)
def own_rules():
    without_shipped_rules()
    live_rule("oddword", slug="odd", outcome="flag")
    live_rule("doubtful", slug="doubt", outcome="hold")
    live_rule("badword", slug="bad", outcome="reject")


@pytest.fixture
def book(owner):
    return published(owner)


def comment(api, person, book, body):
    return api.as_(person).post(f"/workbooks/{book.pk}/comments", {"body": body})


def test_what_is_allowed_leaves_no_row(api, friend, book):
    assert comment(api, friend, book, "Well done").status_code == 201
    assert not Screening.objects.exists()
    assert not WritingTrace.objects.exists()


def test_what_is_flagged_is_seen_and_waits_for_a_moderator(api, friend, stranger, book, recorded):
    made = comment(api, friend, book, "An oddword here").json()
    row = Screening.objects.get()
    assert (row.kind, str(row.thing_id), row.author_id, row.outcome) == ("comment", made["id"], friend.pk, "flag")
    assert row.settled_at is None
    assert "oddword" in row.excerpt
    reason = row.reasons.get()
    assert (reason.code, reason.matched, reason.rule.slug) == ("odd", "oddword", "odd")
    assert [event.reasons for event in recorded(ContentFlagged)] == [["odd"]]
    seen = api.as_(stranger).get(f"/workbooks/{book.pk}/comments").json()["results"]
    assert [each["id"] for each in seen] == [made["id"]]


def test_what_is_held_is_seen_by_its_author_and_the_staff_alone(
    api, friend, owner, stranger, moderator, book, recorded
):
    made = comment(api, friend, book, "A D.O.U.B.T.F.U.L thing").json()
    assert Comment.objects.get().hidden_at is not None
    book.refresh_from_db()
    assert book.comment_count == 0
    for person, expected in ((friend, 1), (moderator, 1), (owner, 0), (stranger, 0)):
        seen = api.as_(person).get(f"/workbooks/{book.pk}/comments").json()["results"]
        assert len(seen) == expected, person.username
    assert api.get(f"/workbooks/{book.pk}/comments").json()["results"] == []
    assert [str(event.thing_id) for event in recorded(ContentHeld)] == [made["id"]]


def test_what_is_refused_names_no_rule_and_is_written_down_afterwards(api, friend, book):
    answer = comment(api, friend, book, "ＢａｄＷｏｒｄ")
    assert answer.status_code == 400
    assert answer.json()["code"] == "text_rejected"
    assert b"badword" not in answer.content.lower()
    assert not Comment.objects.exists()
    assert not Screening.objects.exists()
    assert services.write_refusals() == 1
    row = Screening.objects.get()
    assert (row.outcome, row.settled_as, row.author_id) == ("reject", "refused", friend.pk)
    assert row.reasons.get().code == "bad"
    assert services.write_refusals() == 0


def test_edits_are_screened_as_well(api, friend, book):
    made = comment(api, friend, book, "Fine").json()
    api.as_(friend).patch(f"/comments/{made['id']}", {"body": "doubtful"})
    assert Comment.objects.get().hidden_at is not None
    assert api.as_(friend).patch(f"/comments/{made['id']}", {"body": "badword"}).status_code == 400
    assert Comment.objects.get().body == "doubtful"


def test_what_comes_again_is_added_to_the_one_open_row(api, friend, book, recorded):
    made = comment(api, friend, book, "oddword").json()
    api.as_(friend).patch(f"/comments/{made['id']}", {"body": "oddword again"})
    api.as_(friend).patch(f"/comments/{made['id']}", {"body": "oddword and doubtful"})
    row = Screening.objects.get()
    assert (row.outcome, {reason.code for reason in row.reasons.all()}) == ("hold", {"odd", "doubt"})
    assert (len(recorded(ContentFlagged)), len(recorded(ContentHeld))) == (2, 1)


@pytest.mark.parametrize("field", ["title", "description", "tags"])
def test_every_text_of_a_workbook_is_screened(api, owner, stranger, field):
    draft(owner)
    body = {"title": "Budget", "embed_url": URL, field: ["doubtful"] if field == "tags" else "so doubtful"}
    made = api.as_(owner).post("/workbooks", body).json()
    assert api.as_(owner).post(f"/workbooks/{made['id']}/publish").status_code == 200
    assert api.as_(stranger).get(f"/workbooks/{made['id']}").status_code == 404
    assert api.as_(owner).get(f"/workbooks/{made['id']}").status_code == 200
    assert made["id"] not in str(api.get("/workbooks").json())
    body[field] = ["badword"] if field == "tags" else "badword"
    assert api.as_(owner).post("/workbooks", body).json()["code"] == "text_rejected"


def test_an_old_draft_is_judged_by_the_rules_of_the_day_when_it_is_published(api, owner, stranger):
    refused, held = draft(owner, title="newly bad"), draft(owner, title="newly odd")
    live_rule("newly bad", outcome="reject")
    live_rule("newly odd", outcome="hold")
    assert api.as_(owner).post(f"/workbooks/{refused.pk}/publish").json()["code"] == "text_rejected"
    assert api.as_(owner).post(f"/workbooks/{held.pk}/publish").status_code == 200
    assert api.as_(stranger).get(f"/workbooks/{held.pk}").status_code == 404
    assert not Workbook.objects.get(pk=held.pk).is_listed


def test_a_remix_is_a_text_of_whoever_makes_it(api, owner, friend):
    book = published(owner, title="about to be doubted")
    live_rule("about to be doubted", outcome="hold")
    made = api.as_(friend).post(f"/workbooks/{book.pk}/duplicate").json()
    assert Screening.objects.get().author_id == friend.pk
    assert Workbook.objects.get(pk=made["id"]).hidden_at is not None


@pytest.mark.parametrize("field", ["bio", "title", "full_name", "location"])
def test_every_text_of_a_profile_is_screened(api, owner, field):
    assert api.as_(owner).patch("/users/profile", {field: "so doubtful"}).status_code == 200
    visible = entities.kind("profile").visible_to
    assert not visible(ANONYMOUS).filter(pk=owner.pk).exists()
    assert visible(owner).filter(pk=owner.pk).exists()
    assert api.as_(owner).patch("/users/profile", {field: "badword"}).json()["code"] == "content_rejected"


def test_a_name_is_held_at_registration_and_at_renaming(api, owner):
    body = {"username": "doubtful", "email": "new@example.com", "password": "correct horse battery 7"}
    assert api.post("/auth/register", body).status_code == 201
    assert Profile.objects.get(user__username="doubtful").hidden_at is not None
    assert api.as_(owner).post("/users/profile/username", {"username": "doubtful-too"}).status_code == 200
    assert Profile.objects.get(pk=owner.pk).hidden_at is not None


def test_a_refused_registration_leaves_no_name_behind(api):
    body = {"username": "badword", "email": "new@example.com", "password": "correct horse battery 7"}
    assert api.post("/auth/register", body).json()["code"] == "content_rejected"
    services.write_refusals()
    assert Screening.objects.get().author_id is None


def test_a_rule_is_about_the_kinds_that_it_names(api, owner, friend, book):
    live_rule("onlyhere", outcome="hold", kinds=["workbook"])
    comment(api, friend, book, "onlyhere")
    assert Comment.objects.get().hidden_at is None


def test_a_text_of_a_megabyte_is_refused_by_its_length(owner):
    verdict = services.screen("comment", None, "x" * (LONGEST + 1), owner.pk)
    assert (verdict.outcome, verdict.reasons) == (Outcome.REJECT, ("too_long",))
    assert services.screen("comment", None, "y" * LONGEST, owner.pk).outcome == Outcome.ALLOW


def test_ten_thousand_look_alikes_hide_nothing(owner):
    text = "а" * 5_000 + " doubtful ".replace("o", "о") + "е" * 5_000
    assert services.screen("comment", None, text, owner.pk).outcome == Outcome.HOLD


def test_a_defect_of_ours_flags_the_text_and_does_not_lose_it(api, friend, book, monkeypatch):
    def fails(*_):
        raise RuntimeError("a defect")

    monkeypatch.setattr("moderation.screening.services.judging.read", fails)
    assert comment(api, friend, book, "badword").status_code == 201
    assert ScreeningReason.objects.get().code == "screening_failed"


def test_rolling_back_takes_the_row_along(owner, book):
    from django.db import transaction

    with transaction.atomic():
        services.screen("comment", book.pk, "oddword", owner.pk)
        assert Screening.objects.exists()
        transaction.set_rollback(True)
    assert not Screening.objects.exists()


def test_an_allowed_text_costs_no_statement(owner, book):
    memory.rules()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        services.screen("comment", book.pk, "Well done", owner.pk)
    assert len(captured) == 0
