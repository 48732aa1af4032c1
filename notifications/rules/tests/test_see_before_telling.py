"""Rules against visibility: whoever may not see the thing is not told of it, whichever rule would tell them."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.inbox.models import Notification
from notifications.inbox.proof import wrong_counts
from notifications.rules.tests.acting import published, told
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

# Who may see a published workbook of the owner's: the friend follows them, the stranger does not.
SEEN = {
    "public": {"friend", "stranger"},
    "unlisted": {"friend", "stranger"},
    "followers": {"friend"},
    "private": set(),
}
LISTED = {"public": {"friend"}, "unlisted": set(), "followers": {"friend"}, "private": set()}


@pytest.fixture
def people(owner: Any, friend: Any, stranger: Any, blocked: Any) -> dict[str, Any]:
    return {"friend": friend, "stranger": stranger, "blocked": blocked}


def who_was_told(people: dict[str, Any], *types: str) -> set[str]:
    rows = Notification.objects.filter(type__in=types).values_list("recipient_id", flat=True)
    return {name for name, person in people.items() if person.pk in set(rows)}


@pytest.mark.parametrize("visibility", SEEN)
def test_followers_are_told_of_what_may_stand_in_their_lists(
    visibility: str, owner: Any, people: dict[str, Any], deliver: Any
) -> None:
    published(owner, visibility=visibility)
    deliver()
    assert who_was_told(people, "workbook.published") == LISTED[visibility]


@pytest.mark.parametrize("visibility", SEEN)
@pytest.mark.parametrize("hears_first", [True, False])
def test_replies_and_likes_are_told_to_who_still_sees_the_workbook(
    visibility: str, hears_first: bool, owner: Any, people: dict[str, Any], deliver: Any
) -> None:
    made = published(owner)
    theirs = {
        name: engagement.write_comment(author=people[name], workbook_id=made.pk, body="Well")
        for name in ("friend", "stranger")
    }
    deliver()
    for comment in theirs.values():
        engagement.write_comment(author=owner, workbook_id=made.pk, body="Thanks", parent_id=comment.pk)
        engagement.like_comment(member=owner, comment_id=comment.pk)
    if hears_first:
        deliver()  # told while everybody saw it, and taken back where they do not any more
    if visibility != "public":
        catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"visibility": visibility})
    deliver()
    wanted = SEEN[visibility]
    assert who_was_told(people, "comment.created") - {"blocked"} == wanted
    assert who_was_told(people, "comment.liked") == wanted
    assert list(wrong_counts()) == []


def test_whoever_is_blocked_hears_of_nothing(owner: Any, blocked: Any, moderator: Any, deliver: Any) -> None:
    made = published(owner)
    graph.follow(actor=moderator, person=owner)
    engagement.favorite(member=moderator, workbook_id=made.pk)
    deliver()
    assert told(blocked) == []
