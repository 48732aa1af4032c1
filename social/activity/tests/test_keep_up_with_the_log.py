"""Items follow the log: one an event, gone when what they tell is taken back, in whatever order deliveries come."""

from io import StringIO
from itertools import permutations
from random import Random

import pytest
from django.core.management import CommandError, call_command

from config.events import DomainEvent
from config.events.replaying import replay
from social.activity import services
from social.activity.keys import item_id
from social.activity.models import ActivityEvent
from social.activity.services.keeping import oldest_kept
from social.graph import services as graph
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def standing() -> list[tuple[str, str]]:
    return list(ActivityEvent.objects.order_by("id").values_list("actor__username", "verb"))


def deliver_in(order) -> None:
    for cause in order:
        services.keep_up(event=cause.decoded(), cause=cause)


def test_what_happens_becomes_items_about_their_things(owner, stranger, deliver):
    book = published(owner)
    engagement.favorite(member=stranger, workbook_id=book.pk)
    comment = engagement.write_comment(author=stranger, workbook_id=book.pk, body="Clear")
    graph.follow(actor=stranger, person=owner)
    graph.make_friends(actor=stranger, person=owner)
    deliver()
    rows = ActivityEvent.objects.order_by("id").values_list("verb", "kind", "thing_id", "target_kind", "target_id")
    assert list(rows) == [
        ("published", "workbook", book.pk, "", None),
        ("favorited", "workbook", book.pk, "", None),
        ("commented", "comment", comment.pk, "workbook", book.pk),
        ("followed", "profile", owner.pk, "", None),
        ("befriended", "profile", owner.pk, "", None),
    ]


def test_its_key_is_made_of_its_event_alone(owner, stranger, deliver):
    graph.follow(actor=stranger, person=owner)
    deliver()
    cause, item = DomainEvent.objects.get(name="user.followed"), ActivityEvent.objects.get()
    assert item.pk == item_id(cause.occurred_at, cause.pk)
    assert item.occurred_at == cause.occurred_at


def test_the_log_read_again_makes_nothing_twice_and_brings_nothing_back(owner, stranger, deliver):
    book = published(owner)
    engagement.favorite(member=stranger, workbook_id=book.pk)
    engagement.unfavorite(member=stranger, workbook_id=book.pk)
    deliver()
    assert standing() == [("owner", "published")]
    replay(names=["workbook.published", "workbook.favorited"], subscribers=["activity.keep_up"])
    deliver()
    assert standing() == [("owner", "published")]


def test_what_was_taken_back_and_done_again_stands_once(owner, stranger, deliver):
    graph.follow(actor=stranger, person=owner)
    graph.unfollow(actor=stranger, person=owner)
    graph.follow(actor=stranger, person=owner)
    deliver()
    again = DomainEvent.objects.filter(name="user.followed").latest("pk")
    assert list(ActivityEvent.objects.values_list("pk", flat=True)) == [item_id(again.occurred_at, again.pk)]


def test_in_every_order_of_deliveries_the_same_stands(owner, stranger):
    graph.follow(actor=stranger, person=owner)
    graph.unfollow(actor=stranger, person=owner)
    graph.follow(actor=stranger, person=owner)
    graph.make_friends(actor=stranger, person=owner)
    graph.end_friendship(actor=owner, person=stranger)
    causes = list(DomainEvent.objects.filter(name__regex=r"^(user\.(un)?followed|friendship\.)").order_by("pk"))
    assert len(causes) == 5
    for order in Random(1).sample(list(permutations(causes)), 30):
        ActivityEvent.objects.all().delete()
        deliver_in(order)
        deliver_in(Random(2).sample(list(order), len(order)))
        assert standing() == [("stranger", "followed")]


def test_a_block_takes_back_what_was_between_the_two_whoever_did_it(owner, friend, deliver):
    graph.follow(actor=owner, person=friend)
    deliver()
    assert standing() == [("friend", "followed"), ("friend", "befriended"), ("owner", "followed")]
    graph.block(actor=owner, person=friend)
    deliver()
    assert standing() == []


def test_a_friendship_is_taken_back_by_either(owner, friend, deliver):
    deliver()
    graph.end_friendship(actor=owner, person=friend)
    deliver()
    assert standing() == [("friend", "followed")]


def test_what_is_of_somebody_who_is_gone_makes_no_item(owner, stranger):
    graph.follow(actor=stranger, person=owner)
    cause = DomainEvent.objects.get(name="user.followed")
    event = cause.decoded()
    type(stranger).objects.filter(pk=stranger.pk).delete()
    assert services.keep_up(event=event, cause=cause) == 0


def test_what_is_older_than_items_are_kept_makes_none(owner, stranger, settings):
    graph.follow(actor=stranger, person=owner)
    cause = DomainEvent.objects.get(name="user.followed")
    cause.occurred_at = oldest_kept().replace(year=2020)
    assert services.keep_up(event=cause.decoded(), cause=cause) == 0


def test_an_item_costs_one_statement_to_write(owner, stranger, django_assert_num_queries):
    published(owner)
    cause = DomainEvent.objects.get(name="workbook.published")
    with django_assert_num_queries(3):  # the transaction's savepoint, the item, and its release
        services.keep_up(event=cause.decoded(), cause=cause)


def test_the_command_says_where_to_go_on_when_it_is_stopped(owner, stranger, monkeypatch):
    graph.follow(actor=stranger, person=owner)

    def stopped(**_given):
        yield services.Progress(7, 9, 1)
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "backfill", stopped)
    with pytest.raises(CommandError, match="--after 7"):
        call_command("backfill_feed", stdout=StringIO())
    with pytest.raises(CommandError, match="--after must be"):
        call_command("backfill_feed", after=-1)


def test_the_command_makes_what_is_missing_and_can_go_on(owner, stranger):
    book = published(owner)
    engagement.favorite(member=stranger, workbook_id=book.pk)
    graph.follow(actor=stranger, person=owner)
    graph.unfollow(actor=stranger, person=owner)
    assert standing() == []
    out = StringIO()
    call_command("backfill_feed", stdout=out)
    assert standing() == [("owner", "published"), ("stranger", "favorited")]
    last = DomainEvent.objects.latest("pk").pk
    assert f"up to event {last}" in out.getvalue()
    call_command("backfill_feed", after=last, stdout=StringIO())
    call_command("backfill_feed", stdout=StringIO())
    assert standing() == [("owner", "published"), ("stranger", "favorited")]


def test_it_is_read_in_pieces_of_any_size(owner, stranger):
    for _ in range(3):
        graph.follow(actor=stranger, person=owner)
        graph.unfollow(actor=stranger, person=owner)
    graph.follow(actor=stranger, person=owner)
    assert [step.done for step in services.backfill(piece=2)][-1] == DomainEvent.objects.latest("pk").pk
    assert standing() == [("stranger", "followed")]


def test_a_follower_who_was_sent_away_is_told_of_no_more_and_ones_own_follow_stays(owner, stranger, deliver):
    graph.follow(actor=stranger, person=owner)
    graph.follow(actor=owner, person=stranger)
    graph.remove_follower(actor=owner, person=stranger)
    deliver()
    told = ActivityEvent.objects.filter(verb="followed", kind="profile")
    assert list(told.values_list("actor_id", "thing_id")) == [(owner.pk, stranger.pk)]
