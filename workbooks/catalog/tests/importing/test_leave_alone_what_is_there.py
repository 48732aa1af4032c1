"""Importing a listing: what members made, changed or deleted here stays as it is."""

from __future__ import annotations

import pytest

from workbooks.catalog import services
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.catalog.tests.importing.listings import VIEW, row, take

pytestmark = pytest.mark.django_db


def test_what_an_author_edited_here_stays_until_the_listing_says_something_new(listing):
    take(listing(row("One")))
    made = Workbook.objects.get()
    services.edit_workbook(actor=made.author, workbook_id=made.pk, changes={"title": "Mine"})
    assert take(listing(row("One", numbers="9,9")))[0] == (0, 1, 0, 0)
    made.refresh_from_db()
    assert (made.title, made.imported_views) == ("Mine", 9)


def test_another_authors_workbook_is_left_alone(listing):
    take(listing(row("One", "ana")))
    assert take(listing(row("One", "ben"))) == ((0, 0, 0, 1), [(2, "other_author")])


def test_what_its_author_deleted_does_not_come_back(listing):
    take(listing(row("One")))
    made = Workbook.objects.get()
    services.delete_workbook(actor=made.author, workbook_id=made.pk)
    assert take(listing(row("One", numbers="9,9")))[0] == (0, 0, 1, 0)
    made.refresh_from_db()
    assert made.deleted_at is not None


def test_a_members_own_workbooks_are_not_touched(listing, owner):
    mine = published(owner, embed_url=VIEW.format("One"))
    assert take(listing(row("One", "owner")))[0] == (1, 0, 0, 0)
    mine.refresh_from_db()
    assert mine.imported_views == 0
    owner.profile.refresh_from_db()
    assert owner.profile.workbooks_count == 2
