"""Who is not told: of oneself, across a block, of whom and what one has muted, of what one may not see."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.users import services as users
from config.roles import Status
from notifications.inbox.models import NotificationCause
from notifications.inbox.proof import wrong_counts
from notifications.preferences.services import Changes, change_preferences
from notifications.rules.tests.acting import published, row_of, told, unread
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_are_right(db: None) -> Any:
    yield
    assert list(wrong_counts()) == []


def test_nobody_is_told_of_their_own_deeds(owner: Any, deliver: Any) -> None:
    made = published(owner)
    engagement.favorite(member=owner, workbook_id=made.pk)
    engagement.write_comment(author=owner, workbook_id=made.pk, body="Mine")
    deliver()
    assert told(owner) == []


def test_nobody_is_told_of_whom_they_have_muted(owner: Any, stranger: Any, deliver: Any) -> None:
    made = published(owner)
    graph.mute(actor=owner, person=stranger)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    graph.follow(actor=stranger, person=owner)
    deliver()
    assert told(owner) == []


def test_nobody_is_told_of_a_thread_they_have_muted(owner: Any, stranger: Any, deliver: Any) -> None:
    made, other = published(owner), published(owner, "Plan")
    change_preferences(member=owner, changes=Changes(threads=[("workbook", made.pk)]))
    for workbook in (made, other):
        engagement.write_comment(author=stranger, workbook_id=workbook.pk, body="Well")
    deliver()
    assert row_of(owner, "comment.created").thing_id == other.pk


def test_a_block_keeps_both_from_being_told_and_takes_back_what_was(owner: Any, stranger: Any, deliver: Any) -> None:
    made = published(owner)
    graph.follow(actor=stranger, person=owner)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    deliver()
    assert sorted(told(owner)) == ["user.followed", "workbook.favorited"]
    graph.block(actor=owner, person=stranger)
    deliver()
    assert (told(owner), unread(owner)) == ([], 0)


def test_what_happened_before_a_block_is_not_told_after_it(owner: Any, stranger: Any, deliver: Any) -> None:
    made = published(owner)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    graph.block(actor=owner, person=stranger)
    deliver()
    assert told(owner) == []


def test_favourites_that_are_kept_private_are_not_told(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    made = published(owner)
    api.as_(stranger).patch("/users/profile/settings", {"privacy": {"favorites": "nobody"}})
    engagement.favorite(member=stranger, workbook_id=made.pk)
    deliver()
    assert told(owner) == []


def test_closed_accounts_are_told_nothing(owner: Any, stranger: Any, deliver: Any) -> None:
    made = published(owner)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    type(owner).objects.filter(pk=owner.pk).update(status=Status.SUSPENDED)
    deliver()
    assert told(owner) == []


def test_what_cannot_be_seen_any_more_is_not_told(owner: Any, stranger: Any, friend: Any, deliver: Any) -> None:
    made = published(owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="@friend look")
    catalog.archive_workbook(actor=owner, workbook_id=made.pk)
    deliver()
    assert told(friend) == []


@pytest.mark.parametrize("how", ["unfavorite", "delete", "hide"])
def test_what_is_undone_leaves_list_and_count(how: str, owner: Any, stranger: Any, friend: Any, deliver: Any) -> None:
    made = published(owner)
    deliver()
    for person in (stranger, friend):
        engagement.favorite(member=person, workbook_id=made.pk)
    deliver()
    assert told(owner) == ["workbook.favorited", "user.followed"]
    assert (told(friend), unread(friend)) == (["workbook.published"], 1)
    if how == "unfavorite":
        engagement.unfavorite(member=friend, workbook_id=made.pk)
        deliver()
        row = row_of(owner, "workbook.favorited")
        assert (row.actor_count, row.count, row.actor_id, row.second_id) == (1, 1, stranger.pk, None)
        engagement.unfavorite(member=stranger, workbook_id=made.pk)
        deliver()
        assert (told(owner), unread(owner)) == (["user.followed"], 1)
    elif how == "delete":
        catalog.delete_workbook(actor=owner, workbook_id=made.pk)
        deliver()
        assert (told(owner), unread(owner)) == (["user.followed"], 1)
        assert (told(friend), unread(friend)) == ([], 0)
    else:
        catalog.hide_workbook(made.pk)
        deliver()
        # Its author still sees it, and what happened to it.
        assert (told(owner), unread(owner)) == (["workbook.favorited", "user.followed"], 2)
        assert (told(friend), unread(friend)) == ([], 0)


def test_a_deleted_comment_leaves_the_row_of_the_others(
    owner: Any, stranger: Any, friend: Any, deliver: Any, api: Any
) -> None:
    made = published(owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="First")
    second = engagement.write_comment(author=friend, workbook_id=made.pk, body="Second")
    deliver()
    engagement.delete_comment(actor=friend, comment_id=second.pk)
    deliver()
    items = api.as_(owner).get("/notifications", {"type": "comment.created"}).json()["results"]
    assert [(item["body"], item["count"]) for item in items] == [("First", 1)]


def test_what_became_private_leaves_others_inboxes(owner: Any, friend: Any, deliver: Any) -> None:
    made = published(owner)
    deliver()
    catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"visibility": "private"})
    deliver()
    assert told(friend) == []


def test_who_is_banned_leaves_inboxes(owner: Any, stranger: Any, admin: Any, deliver: Any, run_jobs: Any) -> None:
    made = published(owner)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    deliver()
    users.set_status(user_id=stranger.pk, status=Status.BANNED, reason="Spam", actor=admin)
    deliver()
    run_jobs()
    assert "workbook.favorited" not in told(owner)


def test_an_event_that_comes_again_tells_nothing_anew(owner: Any, stranger: Any, deliver: Any) -> None:
    from config.events.models import DomainEvent
    from notifications.rules.services import hear

    made = published(owner)
    engagement.favorite(member=stranger, workbook_id=made.pk)
    deliver()
    cause = DomainEvent.objects.get(name="workbook.favorited")
    hear(event=cause.decoded(), cause=cause)
    assert row_of(owner, "workbook.favorited").count == 1
    assert NotificationCause.objects.filter(cause_id=cause.pk).count() == 1
    engagement.unfavorite(member=stranger, workbook_id=made.pk)
    deliver()
    hear(event=cause.decoded(), cause=cause)
    assert told(owner) == []
