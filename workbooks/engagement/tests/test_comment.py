"""Comments: threads of two levels, edits, deletions, likes, mentions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from accounts.profiles import services as profiles
from config import clock, entities
from config.testing.client import codes
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services
from workbooks.engagement.events import CommentCreated, CommentLiked, MentionedInComment
from workbooks.engagement.models import Comment
from workbooks.engagement.proof import prove_counters

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(owner):
    return published(owner)


def write(author, workbook, body="Fine.", parent=None):
    return services.write_comment(
        author=author, workbook_id=workbook.pk, body=body, parent_id=parent.pk if parent else None
    )


def listed(client, workbook, **params):
    return client.get(f"/workbooks/{workbook.pk}/comments", params).json()["results"]


def test_a_comment_comes_back_as_it_was_written(api, made, stranger, recorded):
    answer = api.as_(stranger).post(f"/workbooks/{made.pk}/comments", {"body": "So **clear**.\n<script>x</script>"})
    assert answer.status_code == 201
    comment = answer.json()
    assert comment["body"] == "So **clear**.\n<script>x</script>"
    assert comment["body_html"].startswith("<p>So <strong>clear</strong>.")
    assert "<script" not in comment["body_html"]
    assert comment["author"]["username"] == "stranger"
    assert (comment["parent"], comment["like_count"], comment["is_liked"], comment["edited_at"]) == (
        None,
        0,
        False,
        None,
    )
    assert api.get(f"/workbooks/{made.pk}").json()["comment_count"] == 1
    assert listed(api, made) == [comment]
    (told,) = recorded(CommentCreated)
    assert (str(told.comment_id), told.parent_id) == (comment["id"], None)


def test_replies_stand_below_the_comment_that_begins_the_thread(api, made, owner, stranger):
    first, second = write(stranger, made, "first"), write(stranger, made, "second")
    reply = api.as_(owner).post(f"/workbooks/{made.pk}/comments", {"body": "reply", "parent": str(first.pk)}).json()
    assert reply["parent"] == str(first.pk)
    assert [row["body"] for row in listed(api, made)] == ["first", "reply", "second"]
    assert [row["body"] for row in listed(api, made, parent=str(first.pk))] == ["reply"]
    assert listed(api, made, parent=str(second.pk)) == []
    deeper = api.as_(owner).post(f"/workbooks/{made.pk}/comments", {"body": "x", "parent": reply["id"]})
    assert codes(deeper) == {"parent": "too_deep"}
    other = published(owner)
    elsewhere = api.as_(owner).post(f"/workbooks/{other.pk}/comments", {"body": "x", "parent": str(first.pk)})
    assert codes(elsewhere) == {"parent": "not_found"}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "body", "required"),
        ({"body": " \n "}, "body", "blank"),
        ({"body": "x" * 5001}, "body", "max_length"),
        ({"body": 1}, "body", "not_text"),
        ({"body": "x", "parent": "1"}, "parent", "invalid"),
        ({"body": "x", "like_count": 5}, "like_count", "unknown_field"),
        ({"body": " ".join(f"@person{n}" for n in range(21))}, "body", "too_many_mentions"),
    ],
)
def test_wrong_input_is_refused_with_its_field(api, made, stranger, body, field, code):
    answer = api.as_(stranger).post(f"/workbooks/{made.pk}/comments", body)
    assert (answer.status_code, codes(answer)) == (400, {field: code})
    assert not Comment.objects.exists()


def test_comments_belong_to_published_workbooks_that_one_sees(api, owner, stranger, blocked, made):
    mine = draft(owner)
    assert api.as_(owner).post(f"/workbooks/{mine.pk}/comments", {"body": "x"}).json()["code"] == "not_published"
    assert api.as_(stranger).post(f"/workbooks/{mine.pk}/comments", {"body": "x"}).status_code == 404
    assert api.as_(blocked).post(f"/workbooks/{made.pk}/comments", {"body": "x"}).status_code == 404
    assert api.post(f"/workbooks/{made.pk}/comments", {"body": "x"}).status_code == 401


def test_its_author_edits_and_deletes_it_and_nobody_else(api, made, owner, stranger, moderator):
    comment = write(stranger, made)
    path = f"/comments/{comment.pk}"
    edited = api.as_(stranger).patch(path, {"body": "Better."}).json()
    assert edited["body"] == "Better."
    assert edited["edited_at"]
    for other in (owner, moderator):
        assert api.as_(other).patch(path, {"body": "x"}).json()["code"] == "not_your_comment"
        assert api.as_(other).delete(path).status_code == 403
    assert api.as_(stranger).delete(path).status_code == 204
    assert api.as_(stranger).delete(path).status_code == 404
    assert api.as_(stranger).patch(path, {"body": "x"}).status_code == 404
    assert listed(api, made) == []
    assert Workbook.objects.get().comment_count == 0


def test_a_deleted_comment_keeps_its_place_while_replies_need_it(api, made, owner, stranger):
    first = write(stranger, made, "secret")
    reply = write(owner, made, "reply", parent=first)
    services.delete_comment(actor=stranger, comment_id=first.pk)
    stub, kept = listed(api, made)
    assert (stub["is_deleted"], stub["body"], stub["body_html"], stub["author"]) == (True, "", "", None)
    assert kept["id"] == str(reply.pk)
    assert Workbook.objects.get().comment_count == 1
    with time_machine.travel(clock.now() + timedelta(days=31)):
        services.erase_deleted_comments()
    assert Comment.objects.get(pk=first.pk).body == ""
    services.delete_comment(actor=owner, comment_id=reply.pk)
    assert listed(api, made) == []


def test_likes_count_once_a_member(api, made, owner, stranger, recorded):
    comment = write(stranger, made)
    for _ in range(2):
        answer = api.as_(owner).post(f"/comments/{comment.pk}/like")
        assert (answer.status_code, answer.json()) == (200, {"is_liked": True, "like_count": 1})
    assert listed(api.as_(owner), made)[0]["is_liked"] is True
    assert listed(api, made)[0]["is_liked"] is False
    assert len(recorded(CommentLiked)) == 1
    for _ in range(2):
        assert api.as_(owner).delete(f"/comments/{comment.pk}/like").status_code == 204
    assert listed(api, made)[0]["like_count"] == 0


def test_a_mention_tells_whoever_it_names_once(made, owner, friend, stranger, recorded):
    comment = write(stranger, made, "Hello @Friend, @friend. and mail@owner.example, @nobody-here, @stranger")
    services.edit_comment(actor=stranger, comment_id=comment.pk, body="Hello @friend and @owner!")
    assert [event.member_id for event in recorded(MentionedInComment)] == [friend.pk, owner.pk]


def test_nobody_is_mentioned_who_is_blocked_closed_or_cannot_see_it(made, owner, friend, stranger, blocked, recorded):
    profiles.set_privacy(user_id=friend.pk, privacy={"profile": "nobody"})
    write(owner, made, "@blocked-b @friend")
    write(stranger, made, "@blocked-b")  # the workbook's author has blocked them
    followers_only = published(owner, visibility="followers")
    write(owner, followers_only, "@stranger")
    assert recorded(MentionedInComment) == []


def test_a_block_hides_each_others_comments_on_a_third_ones_workbook(api, person, owner, blocked):
    third = published(person("third"))
    write(owner, third, "by owner")
    write(blocked, third, "by blocked")
    assert [row["body"] for row in listed(api.as_(owner), third)] == ["by owner"]
    assert [row["body"] for row in listed(api.as_(blocked), third)] == ["by blocked"]
    assert [row["body"] for row in listed(api, third)] == ["by owner", "by blocked"]


def test_moderation_hides_a_comment_from_all_but_its_author_and_the_staff(api, made, owner, stranger, moderator):
    comment = write(stranger, made)
    kind = entities.kind("comment")
    kind.hide(comment.pk)
    kind.hide(comment.pk)
    assert [len(listed(api.as_(each), made)) for each in (owner, stranger, moderator)] == [0, 1, 1]
    assert Workbook.objects.get().comment_count == 0
    kind.restore(comment.pk)
    kind.restore(comment.pk)
    assert len(listed(api, made)) == 1
    assert Workbook.objects.get().comment_count == 1
    assert kind.owner_of(comment.pk) == stranger.pk
    assert kind.summaries([comment.pk])[comment.pk].url == f"/w/{made.pk}#comment-{comment.pk}"


@pytest.mark.parametrize("outcome", [entities.Outcome.REJECT, entities.Outcome.HOLD])
def test_screening_is_asked_before_a_comment_is_seen(api, made, stranger, outcome):
    entities.set_screener(lambda *_: entities.Verdict(outcome))
    try:
        answer = api.as_(stranger).post(f"/workbooks/{made.pk}/comments", {"body": "x"})
    finally:
        entities.set_screener(None)
    assert answer.status_code == (400 if outcome == entities.Outcome.REJECT else 201)
    assert listed(api, made) == []
    assert Workbook.objects.get().comment_count == 0


def test_wrong_counters_are_found_and_repaired(made, stranger, owner):
    comment = write(stranger, made)
    services.like_comment(member=owner, comment_id=comment.pk)
    assert prove_counters() == []
    Workbook.objects.update(comment_count=5, favorite_count=5, view_count=5)
    Comment.objects.update(like_count=5)
    found = {each.counter: (each.kept, each.counted) for each in prove_counters(repair=True)}
    assert found == {
        "workbook.comment_count": (5, 1),
        "workbook.favorite_count": (5, 0),
        "workbook.view_count": (5, 0),
        "comment.like_count": (5, 1),
    }
    assert prove_counters() == []


def test_hostile_mentions_cost_no_time():
    from workbooks.engagement.mentions import mentioned_names

    for body in ("@" * 5000, "@a" * 2500, "@a." * 1600, "@" + "a" * 4999, "a@" * 2500):
        mentioned_names(body)
