"""What screening holds and what sanctions hide stay apart: each shows only what the other does not keep."""

from __future__ import annotations

import pytest

from accounts.users.errors import RankTooLow
from config.entities import kind
from config.errors import Forbidden
from moderation.sanctions import services
from moderation.sanctions.tests.making import on_thing
from moderation.screening import services as screening
from moderation.screening.errors import OwnContent
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()
    live_rule("doubtful", slug="doubt", outcome="hold")
    live_rule("oddword", slug="odd", outcome="flag")


def shown_to(viewer, thing_id, name="workbook"):
    return kind(name).visible_to(viewer).filter(pk=thing_id).exists()


def test_a_later_edit_that_is_held_and_released_lifts_no_sanction(owner, stranger, moderator, manager):
    book = published(owner)
    row = on_thing(moderator, "hide", book)
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "so doubtful"})
    settle(manager, Screening.objects.get(), "released")
    assert not shown_to(stranger, book.pk)
    row.refresh_from_db()
    assert row.ended_at is None
    services.lift(sanction_id=row.pk, actor=moderator)
    assert shown_to(stranger, book.pk)


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_lifting_a_sanction_does_not_show_what_screening_holds(owner, stranger, moderator, act):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="so doubtful")
    row = on_thing(moderator, act, comment, kind="comment")
    services.lift(sanction_id=row.pk, actor=moderator)
    assert not shown_to(stranger, comment.pk, "comment")
    assert shown_to(owner, comment.pk, "comment")
    settle(moderator, Screening.objects.get(), "released")
    assert shown_to(stranger, comment.pk, "comment")


def test_restoring_leaves_what_screening_holds_until_it_is_settled_for_the_case(owner, stranger, moderator):
    book = published(owner, title="so doubtful")
    on_thing(moderator, "remove", book)
    services.restore_thing(kind="workbook", thing_id=book.pk, actor=moderator)
    assert not shown_to(stranger, book.pk)
    given = {"actor": moderator, "kind": "workbook", "thing_id": book.pk}
    settled = screening.settle_for_case(**given, decision="released", reason="Fine.")
    assert (settled.settled_as, settled.settled_by_id) == ("released", moderator.pk)
    assert shown_to(stranger, book.pk)
    assert screening.settle_for_case(**given, decision="released") is None


def test_settling_for_a_case_as_hidden_hides(owner, stranger, moderator):
    book = published(owner, title="an oddword")
    screening.settle_for_case(actor=moderator, kind="workbook", thing_id=book.pk, decision="hidden")
    assert not shown_to(stranger, book.pk)
    row = on_thing(moderator, "hide", book)
    services.lift(sanction_id=row.pk, actor=moderator)
    assert shown_to(stranger, book.pk)


def test_settling_for_a_case_asks_who_it_is(owner, stranger, moderator, manager):
    for author, refusal in ((moderator, OwnContent), (manager, RankTooLow)):
        book = published(author, title="an oddword")
        with pytest.raises(refusal):
            screening.settle_for_case(actor=moderator, kind="workbook", thing_id=book.pk, decision="released")
    with pytest.raises(Forbidden):
        screening.settle_for_case(actor=stranger, kind="workbook", thing_id=book.pk, decision="released")
    with pytest.raises(Forbidden):
        screening.settle_for_case(actor=moderator, kind="workbook", thing_id=book.pk, decision="cleared")


@pytest.mark.parametrize("decision", ["released", "hidden"])
def test_what_its_author_deleted_meanwhile_is_settled_all_the_same(owner, moderator, decision):
    book = published(owner, title="so doubtful")
    catalog.delete_workbook(actor=owner, workbook_id=book.pk)
    row = Screening.objects.get()
    assert settle(moderator, row, decision).settled_as == decision
