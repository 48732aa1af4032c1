"""What screening holds is hidden as by moderation: told once, after the deed it came with, and counted off."""

from __future__ import annotations

import pytest

from config import entities
from config.events.models import DomainEvent
from config.testing.images import png
from workbooks.catalog import services as catalog
from workbooks.catalog.events import WorkbookHidden
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services as engagement
from workbooks.engagement.events import CommentHidden
from workbooks.engagement.models import Comment
from workbooks.engagement.proof import prove_counters
from workbooks.media.services import change_thumbnail
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding():
    """Screening holds whatever says so, from now on."""

    def judge(_kind, _thing, text, _author):
        return entities.Verdict(entities.Outcome.HOLD if "hold me" in text.lower() else entities.Outcome.ALLOW)

    entities.set_screener(judge)


def told(word):
    """The verbs that were told of workbooks or comments, oldest first."""
    names = DomainEvent.objects.filter(name__startswith=word).order_by("id").values_list("name", flat=True)
    return [name.partition(".")[2] for name in names]


def agree(owner):
    owner.profile.refresh_from_db()
    counted = Workbook.objects.filter(author=owner, status="published", hidden_at__isnull=True).count()
    return owner.profile.workbooks_count == counted and [*prove_counters(), *prove_counts()] == []


def test_an_edit_that_is_held_hides_it_and_says_so_once(owner, stranger, recorded, holding):
    book = published(owner, tags=["Energy"])
    for title in ("Hold me", "Hold me again", "Harmless"):
        catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": title, "tags": ["Energy", title]})
    (event,) = recorded(WorkbookHidden)
    assert (event.actor_id, event.workbook_id) == (None, book.pk)
    assert told("workbook.")[-4:] == ["edited", "hidden", "edited", "edited"]
    assert not entities.kind("workbook").visible_to(stranger).exists()
    assert agree(owner)


@pytest.mark.parametrize("verb", ["published", "republished"])
def test_publishing_what_is_held_hides_it_and_says_so_after(owner, recorded, verb):
    book = draft(owner, title="Hold me", tag_names=["Energy"])
    if verb == "republished":
        catalog.publish_workbook(actor=owner, workbook_id=book.pk)
        catalog.archive_workbook(actor=owner, workbook_id=book.pk)
    entities.set_screener(lambda *_: entities.Verdict(entities.Outcome.HOLD))
    catalog.publish_workbook(actor=owner, workbook_id=book.pk)
    assert told("workbook.")[-2:] == [verb, "hidden"]
    assert len(recorded(WorkbookHidden)) == 1
    assert agree(owner)


def test_a_draft_that_is_held_is_hidden_from_the_beginning(owner, recorded, holding):
    made = draft(owner, title="Hold me")
    assert told("workbook.") == ["created", "hidden"]
    assert Workbook.objects.get(pk=made.pk).hidden_at is not None
    catalog.publish_workbook(actor=owner, workbook_id=made.pk)
    assert len(recorded(WorkbookHidden)) == 1
    assert agree(owner)


def test_what_staff_hid_stays_hidden_through_edits_and_is_told_of_no_more(owner, recorded, holding):
    book = published(owner)
    entities.kind("workbook").hide(book.pk)
    hidden_at = Workbook.objects.get().hidden_at
    for title in ("Harmless", "Hold me"):
        catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": title})
    assert Workbook.objects.get().hidden_at == hidden_at
    assert len(recorded(WorkbookHidden)) == 1


def test_the_thumbnail_of_a_held_workbook_leaves_its_address(owner, holding, deliver, settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path
    book = published(owner)
    before = change_thumbnail(actor=owner, workbook_id=book.pk, image=png())
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "Hold me"})
    deliver()
    assert Workbook.objects.get().thumbnail not in {"", before}


def test_comments_that_are_held_are_told_of_as_well(owner, stranger, recorded, holding):
    book = published(owner)
    first = engagement.write_comment(author=stranger, workbook_id=book.pk, body="Hold me")
    second = engagement.write_comment(author=stranger, workbook_id=book.pk, body="Harmless")
    engagement.edit_comment(actor=stranger, comment_id=second.pk, body="Hold me")
    engagement.edit_comment(actor=stranger, comment_id=second.pk, body="Hold me still")
    assert [event.comment_id for event in recorded(CommentHidden)] == [first.pk, second.pk]
    assert told("comment.") == ["created", "hidden", "created", "edited", "hidden", "edited"]
    assert Comment.objects.filter(hidden_at__isnull=True).count() == 0
    assert agree(owner)
