"""Erasing a member leaves every counter right, whatever they marked, looked at and wrote, and whoever answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from accounts.privacy import services as privacy
from accounts.users.services import account_of_the_deleted
from config import clock
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import privacy as engagement_privacy
from workbooks.engagement import services
from workbooks.engagement.models import Comment, View
from workbooks.engagement.proof import prove_counters
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


def write(author, book, body="Words", parent=None):
    return services.write_comment(author=author, workbook_id=book.pk, body=body, parent_id=parent and parent.pk)


def look(viewer, book):
    services.register_view(viewer=viewer, workbook_id=book.pk, address="", agent="")


@pytest.fixture
def books(owner, friend, stranger):
    """Two workbooks of others and one of the owner's; everybody has done everything to all of them.

    The owner comes back to the first of them in another window, and that view is not counted yet.
    """
    made = [published(friend, tags=["Energy"]), published(stranger), published(owner, tags=["Energy", "Sales"])]
    published(owner, tags=["Sales"], visibility="followers")
    with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
        for book in made:
            for person in (owner, friend, stranger):
                look(person, book)
    for book in made:
        for person in (owner, friend, stranger):
            services.favorite(member=person, workbook_id=book.pk)
        asked = write(owner, book)
        write(friend, book, parent=asked)
        alone = write(owner, book)
        write(owner, book, parent=alone)
        theirs = write(friend, book)
        mine = write(owner, book, parent=theirs)
        for comment, person in ((asked, friend), (mine, stranger), (theirs, owner), (theirs, stranger)):
            services.like_comment(member=person, comment_id=comment.pk)
        services.hide_comment(write(owner, book).pk)
        services.remove_comment(write(owner, book).pk)
        services.delete_comment(actor=owner, comment_id=write(owner, book).pk)
    services.count_views()
    look(owner, made[0])
    return made


def erase(member, content):
    asked = privacy.request_deletion(user_id=member.pk, content=content, actor=None, grace=timedelta())
    assert privacy.erase(asked.pk)


@pytest.mark.parametrize("batch", [500, 2])
@pytest.mark.parametrize("content", ["erase", "reassign"])
def test_the_counters_are_right_after_it(books, owner, content, batch, monkeypatch):
    monkeypatch.setattr(engagement_privacy, "BATCH", batch)
    erase(owner, content)
    assert [*prove_counters(), *prove_counts()] == []
    call_command("verify_counters")
    services.count_views()
    assert [*prove_counters(), *prove_counts()] == []
    assert Workbook.objects.get(pk=books[0].pk).favorite_count == 2
    assert View.objects.filter(workbook=books[0]).count() == Workbook.objects.get(pk=books[0].pk).view_count == 3


@pytest.mark.parametrize("batch", [500, 2])
def test_what_only_the_member_answered_leaves_nothing_behind(books, owner, batch, monkeypatch):
    monkeypatch.setattr(engagement_privacy, "BATCH", batch)
    erase(owner, "erase")
    left = Comment.objects.filter(author_id=account_of_the_deleted())
    assert {(row.body, row.deleted_at is None) for row in left} == {("", False)}
    assert left.count() == Comment.objects.filter(parent__in=left).values("parent").distinct().count() == 2
