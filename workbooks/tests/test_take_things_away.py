"""What moderation can do to workbooks and comments by the hooks of their kinds, each with one meaning; counts agree."""

from __future__ import annotations

import pytest

from config.entities import kind
from workbooks.catalog.events import WorkbookHidden, WorkbookRestored
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.events import CommentHidden, CommentRestored
from workbooks.engagement.proof import prove_counters
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db

FACTS = {"workbook": (WorkbookHidden, WorkbookRestored), "comment": (CommentHidden, CommentRestored)}


@pytest.fixture(params=["workbook", "comment"])
def thing(request, owner):
    """The name of a kind, and one of its things."""
    book = published(owner, tags=["Energy"])
    if request.param == "workbook":
        return "workbook", book
    return "comment", engagement.write_comment(author=owner, workbook_id=book.pk, body="Mine")


def seen_by(viewers, name, row):
    assert [*prove_counters(), *prove_counts()] == []
    return [kind(name).visible_to(viewer).filter(pk=row.pk).exists() for viewer in viewers]


def test_what_is_removed_is_put_back_to_whom_it_was_shown(thing, owner, stranger, moderator, recorded):
    name, row = thing
    viewers, hooks = (stranger, owner, moderator), kind(name)
    for _ in range(2):
        hooks.remove(row.pk)
        assert seen_by(viewers, name, row) == [False, False, True]
    hooks.restore(row.pk)
    assert seen_by(viewers, name, row) == [False, False, True]
    for _ in range(2):
        hooks.put_back(row.pk)
        assert seen_by(viewers, name, row) == [True, True, True]
    assert [len(recorded(fact)) for fact in FACTS[name]] == [1, 1]


def test_what_was_hidden_before_it_was_removed_stays_hidden(thing, owner, stranger, moderator, recorded):
    name, row = thing
    viewers, hooks = (stranger, owner, moderator), kind(name)
    for deed, expected in (
        (hooks.hide, [False, True, True]),
        (hooks.remove, [False, False, True]),
        (hooks.hide, [False, False, True]),
        (hooks.put_back, [False, True, True]),
        (hooks.restore, [True, True, True]),
    ):
        deed(row.pk)
        assert seen_by(viewers, name, row) == expected
    assert [len(recorded(fact)) for fact in FACTS[name]] == [1, 1]


def test_a_removed_comment_of_ones_own_that_is_deleted_is_not_counted(owner, moderator):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Mine")
    engagement.delete_comment(actor=owner, comment_id=comment.pk)
    for deed in ("remove", "put_back"):
        getattr(kind("comment"), deed)(comment.pk)
        assert prove_counters() == []


def test_removed_workbooks_stand_in_no_list_of_their_authors(api, owner):
    draft = published(owner)
    api.as_(owner).post(f"/workbooks/{draft.pk}/archive")
    kind("workbook").remove(draft.pk)
    assert api.as_(owner).get("/workbooks", {"status": "archived"}).json()["results"] == []
    assert api.as_(owner).patch(f"/workbooks/{draft.pk}", {"title": "Mine"}).status_code == 404
    assert api.as_(owner).delete(f"/workbooks/{draft.pk}").status_code == 404
