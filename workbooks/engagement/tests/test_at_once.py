"""Many at once: one row, and a count that is the number of rows."""

from __future__ import annotations

import pytest
import time_machine

from config import clock
from config.testing.crowd import tried_at_once
from workbooks.catalog import services as catalog
from workbooks.catalog.events import WorkbookPublished
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services
from workbooks.engagement.models import Favorite, View
from workbooks.engagement.proof import prove_counters
from workbooks.tags import vocabulary
from workbooks.tags.models import Tag
from workbooks.tags.proof import prove_counts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_fifty_favourites_of_one_member_are_one(owner, stranger):
    made = published(owner)
    done = tried_at_once(lambda _: services.favorite(member=stranger, workbook_id=made.pk), 50)
    assert sorted(done) == [False] * 49 + [True]
    assert Favorite.objects.count() == Workbook.objects.get().favorite_count == 1


def test_toggles_of_many_leave_the_count_of_rows(person, owner):
    made = published(owner)
    people = [person(f"member-{n}") for n in range(8)]

    def toggle(index: int) -> None:
        member = people[index % len(people)]
        for step in range(6):
            (services.favorite if (index + step) % 2 else services.unfavorite)(member=member, workbook_id=made.pk)

    assert tried_at_once(toggle, 24) == [None] * 24
    assert Workbook.objects.get().favorite_count == Favorite.objects.count()
    assert prove_counters() == []


def test_publishing_at_once_tells_and_counts_once(owner, recorded):
    made = draft(owner, tag_names=["Sales"])
    done = tried_at_once(lambda _: catalog.publish_workbook(actor=owner, workbook_id=made.pk).status, 12)
    assert done == ["published"] * 12
    assert len(recorded(WorkbookPublished)) == 1
    owner.profile.refresh_from_db()
    assert owner.profile.workbooks_count == 1
    assert Tag.objects.get().workbooks_count == 1


def test_tags_stay_exact_while_workbooks_and_tags_change(owner, moderator):
    names = ["A1", "B2", "C3", "D4"]
    made = [published(owner, tags=names[: 1 + n % 4]) for n in range(8)]

    def change(index: int) -> None:
        workbook = made[index % len(made)]
        if index == 3:
            vocabulary.merge_tags(actor=moderator, slug="b2", into="c3")
        elif index % 3 == 0:
            catalog.archive_workbook(actor=owner, workbook_id=workbook.pk)
        elif index % 3 == 1:
            changes = {"tags": [*names[index % 4 :], f"New {index % 2}"]}
            catalog.edit_workbook(actor=owner, workbook_id=workbook.pk, changes=changes)
        else:
            catalog.hide_workbook(workbook.pk)

    assert [error for error in tried_at_once(change, 20) if error is not None] == []
    assert prove_counts() == []


def test_a_viewer_counts_once_however_many_requests_and_drains(owner, stranger):
    made = published(owner)
    with time_machine.travel(clock.now(), tick=False):
        tried_at_once(
            lambda _: services.register_view(viewer=stranger, workbook_id=made.pk, address="", agent="Mozilla/5.0"), 16
        )
    assert View.objects.count() == 1
    counted = tried_at_once(lambda _: services.count_views(), 8)
    assert sum(counted) == 1
    assert Workbook.objects.get().view_count == 1


def test_comments_and_likes_at_once_are_counted_exactly(person, owner):
    made = published(owner)
    people = [person(f"member-{n}") for n in range(10)]
    first = services.write_comment(author=owner, workbook_id=made.pk, body="first")

    def take_part(index: int) -> None:
        comment = services.write_comment(author=people[index], workbook_id=made.pk, body="x", parent_id=first.pk)
        services.like_comment(member=people[index], comment_id=first.pk)
        if index % 2:
            services.delete_comment(actor=people[index], comment_id=comment.pk)

    assert tried_at_once(take_part, 10) == [None] * 10
    assert Workbook.objects.get().comment_count == 6
    first.refresh_from_db()
    assert first.like_count == 10
    assert prove_counters() == []
