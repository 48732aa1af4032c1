"""Each rule tells whom it should, of what it should, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from config.events import record
from config.events.event import Event
from moderation.appeals.events import AppealDecided, AppealMessageWritten
from moderation.cases import services as cases
from moderation.cases.asked import Action
from moderation.cases.choices import Sort
from moderation.reports import services as reports
from notifications.mail.subscribers import CALLS
from notifications.rules.rule import rules
from notifications.rules.tests.acting import published, row_of, told
from notifications.types import types
from social.friends import services as friends
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement
from workbooks.framing.events import WorkbookEmbedBroken, WorkbookEmbedRestored

pytestmark = pytest.mark.django_db


def titles(api: Any, person: Any) -> list[str]:
    """The titles of a member's notifications, in English."""
    answer = api.as_(person).get("/notifications", Accept_Language="en")
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["results"]]


def happens(event: Event) -> None:
    with transaction.atomic():
        record(event)


def test_every_type_is_told_by_a_rule_or_by_mail_but_for_announcements_and_digests() -> None:
    by_rules, by_mail = {rule.type.name for rule in rules()}, {call.type.name for call in CALLS}
    assert by_rules | by_mail == {each.name for each in types()} - {"announcement.made", "digest.due"}
    assert not by_rules & by_mail


def test_a_follow_is_told_to_whoever_is_followed(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    graph.follow(actor=stranger, person=owner)
    deliver()
    (item,) = api.as_(owner).get("/notifications").json()["results"]
    assert item["type"] == "user.followed"
    assert item["title"] == "stranger follows you"
    assert item["url"] == "/u/stranger"
    assert [each["username"] for each in item["actors"]] == ["stranger"]
    assert told(stranger) == []


def test_a_request_to_follow_is_told_until_it_is_answered(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    api.as_(owner).patch("/users/profile/settings", {"approves_followers": True})
    graph.follow(actor=stranger, person=owner)
    deliver()
    assert titles(api, owner) == ["stranger would like to follow you"]
    graph.accept_follow_request(actor=owner, person=stranger)
    deliver()
    assert told(owner) == ["user.followed"]
    assert titles(api, stranger) == ["owner lets you follow them"]


def test_requests_for_friendship_are_told_and_so_is_a_yes(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    asked = friends.request_friendship(sender=stranger, person=owner).request
    deliver()
    assert titles(api, owner) == ["stranger would like to be your friend"]
    friends.accept_request(actor=owner, request_id=asked.pk)
    deliver()
    assert told(owner) == []
    assert titles(api, stranger) == ["owner and you are friends now"]


def test_favourites_are_told_to_the_author_as_one(
    owner: Any, stranger: Any, friend: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    for person in (stranger, friend):
        engagement.favorite(member=person, workbook_id=made.pk)
    deliver()
    assert titles(api, owner)[0] == "friend and 1 other like “Budget”"
    assert row_of(owner, "workbook.favorited").actor_count == 2


def test_followers_are_told_of_what_is_published(
    owner: Any, stranger: Any, friend: Any, deliver: Any, api: Any
) -> None:
    published(owner)
    published(owner, "Plan")
    deliver()
    (title,) = titles(api, friend)
    assert title.startswith("owner published “Plan” and ")
    assert row_of(friend, "workbook.published").count == 2
    assert told(stranger) == []


@pytest.mark.parametrize("visibility", ["unlisted", "private"])
def test_nobody_is_told_of_what_is_published_for_few(visibility: str, owner: Any, friend: Any, deliver: Any) -> None:
    published(owner, visibility=visibility)
    deliver()
    assert told(friend) == []


def test_followers_are_told_of_what_is_for_followers(owner: Any, friend: Any, deliver: Any) -> None:
    published(owner, visibility="followers")
    deliver()
    assert told(friend) == ["workbook.published"]


def test_a_remix_and_a_pick_are_told_to_the_author(
    owner: Any, stranger: Any, moderator: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    catalog.duplicate_workbook(actor=stranger, workbook_id=made.pk)
    catalog.feature_workbook(actor=moderator, workbook_id=made.pk)
    deliver()
    assert titles(api, owner) == ["“Budget” is featured", "stranger made a remix of “Budget”"]
    assert row_of(owner, "workbook.featured").actor_id is None


def test_a_comment_is_told_with_its_beginning_and_no_row_holds_it(
    owner: Any, stranger: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    comment = engagement.write_comment(author=stranger, workbook_id=made.pk, body="Which source is it from?")
    deliver()
    (item,) = api.as_(owner).get("/notifications").json()["results"]
    assert (item["title"], item["body"]) == ("stranger commented on “Budget”", "Which source is it from?")
    assert item["url"] == f"/w/{made.pk}#comment-{comment.pk}"
    assert "source" not in str(row_of(owner, "comment.created").__dict__)


def test_a_reply_wins_over_a_comment_and_a_mention_over_both(
    owner: Any, stranger: Any, friend: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    mine = engagement.write_comment(author=owner, workbook_id=made.pk, body="Have a look")
    deliver()
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="Nice", parent_id=mine.pk)
    deliver()
    assert titles(api, owner)[0] == "stranger replied to you on “Budget”"
    assert told(owner).count("comment.created") == 1
    engagement.write_comment(author=friend, workbook_id=made.pk, body="@owner see", parent_id=mine.pk)
    deliver()
    assert titles(api, owner)[0] == "friend mentioned you on “Budget”"
    assert row_of(owner, "comment.created").count == 1


def test_a_like_is_told_until_it_is_taken_back(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    made = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=made.pk, body="Well")
    engagement.like_comment(member=stranger, comment_id=comment.pk)
    deliver()
    assert titles(api, owner) == ["stranger likes your comment on “Budget”"]
    engagement.unlike_comment(member=stranger, comment_id=comment.pk)
    deliver()
    assert told(owner) == []


def test_a_broken_frame_is_told_until_it_is_whole(owner: Any, deliver: Any) -> None:
    made = published(owner)
    happens(WorkbookEmbedBroken(workbook_id=made.pk, author_id=owner.pk, verdict="unreachable"))
    deliver()
    assert told(owner) == ["workbook.embed_broken"]
    happens(WorkbookEmbedRestored(workbook_id=made.pk, author_id=owner.pk))
    deliver()
    assert told(owner) == ["workbook.embed_restored"]


def test_a_decision_is_told_to_the_owner_and_an_answer_to_the_reporter(
    owner: Any, stranger: Any, moderator: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    filed = reports.file_report(reporter=stranger, kind="workbook", thing_id=made.pk, category="spam", text="No")
    case = cases.gather(kind="workbook", thing_id=made.pk, category="spam", sort=Sort.FLAGGED, actor_id=None).case
    said = {"actions": [Action("remove")], "reason": "This is advertising."}
    cases.decide(actor=moderator, case_id=case.pk, expected_version=case.version, **said)
    deliver()
    assert filed.report.case_id == case.pk
    assert "Moderation has decided about “Budget”" in titles(api, owner)
    (item,) = api.as_(stranger).get("/notifications").json()["results"]
    assert item["type"] == "report.answered"
    assert item["actors"] == []


def test_what_becomes_of_an_appeal_is_told_to_whoever_made_it(owner: Any, deliver: Any, api: Any) -> None:
    from config.db import uuid7

    appeal, other = uuid7(), uuid7()
    happens(AppealMessageWritten(actor_id=None, appeal_id=appeal, message_id=other, to_id=owner.pk))
    happens(
        AppealDecided(actor_id=None, appeal_id=appeal, decision_id=other, appellant_id=owner.pk, state="overturned")
    )
    deliver()
    assert titles(api, owner) == ["Your objection was decided", "There is a message about your objection"]
