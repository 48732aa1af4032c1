"""The start page: what this installation is, what was picked, what is new, and how much there is."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from config import compiled
from config.db import is_postgres
from config.testing.visiting import Visitor
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Visibility, Workbook
from workbooks.catalog.queries import totals
from workbooks.catalog.tests.factories import draft, published
from workbooks.pages import figures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    figures.forget()
    yield
    figures.forget()


def titles(page):
    return [href for href in page.links if href.startswith("/w/")]


def test_an_empty_installation_says_so():
    page = Visitor().follow("/")
    assert page.status == 200
    assert "Nothing is published yet." in page.text


def test_it_shows_what_was_picked_and_then_what_is_new(owner, moderator):
    first, second, third = (published(owner, title=f"Book {number}") for number in range(3))
    catalog.feature_workbook(actor=moderator, workbook_id=first.pk, position=1)
    page = Visitor().follow("/")
    assert titles(page) == [f"/w/{each.pk}" for each in (first, third, second, first)]
    assert "/u/owner" in page.links
    for wanted in ("/api/docs", "/api/redoc", "/api/schema", "/guides", "#newest"):
        assert wanted in page.links


def test_it_shows_what_each_viewer_may_see_in_lists(owner, friend, blocked):
    for visibility in Visibility.values:
        published(owner, title=f"is {visibility}", visibility=visibility)
    draft(owner, title="is a draft")
    shown = {
        name: {word for word in ("public", "unlisted", "followers", "private") if f"is {word}" in page.text}
        for name, page in {
            "visitor": Visitor().follow("/"),
            "friend": Visitor().as_(friend).follow("/"),
            "blocked": Visitor().as_(blocked).follow("/"),
        }.items()
    }
    assert shown == {"visitor": {"public"}, "friend": {"public", "followers"}, "blocked": set()}
    assert "is a draft" not in Visitor().as_(owner).follow("/").text


def test_the_name_and_the_sentence_are_settings(settings):
    settings.SITE_NAME, settings.SITE_DESCRIPTION = "Harbour & Co", "Where <ships> meet."
    page = Visitor().follow("/")
    assert "Harbour & Co" in page.text
    assert page.metas["og:title"] == page.metas["og:site_name"] == "Harbour & Co"
    assert page.metas["og:description"] == page.metas["description"] == "Where <ships> meet."
    assert "Harbour & Co" in Visitor().follow("/sign-in").text


def test_only_staff_are_shown_the_way_to_the_admin(owner, moderator):
    assert "/admin/" not in Visitor().follow("/").links
    assert "/admin/" not in Visitor().as_(owner).follow("/").links
    assert "/admin/" in Visitor().as_(moderator).follow("/").links


def test_the_figures_are_those_of_what_everybody_may_see(owner, stranger, person):
    published(owner), published(owner, visibility=Visibility.PRIVATE), draft(owner)
    nobodys = person("unclaimed")
    type(nobodys).objects.filter(pk=nobodys.pk).update(is_claimed=False)
    counted = figures.figures()
    assert (counted.members, counted.workbooks, counted.views) == (2, 1, 0)


def test_the_figures_are_counted_once_in_a_while_and_say_when(owner, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(4 if is_postgres() else 2):
        before = figures.figures()
    published(owner)
    with django_assert_num_queries(0):
        assert figures.figures() == before
    monkeypatch.setattr(figures.time, "monotonic", lambda: float("inf"))
    assert figures.figures().workbooks == before.workbooks + 1
    assert f'datetime="{before.as_of:%Y-%m-%d}' in Visitor().follow("/").answer.content.decode()


def test_what_is_too_much_to_count_is_estimated_and_said_to_be(owner, monkeypatch):
    monkeypatch.setattr(figures, "count_of_members", lambda: (1_234_567, True))
    page = Visitor().follow("/")
    assert "1,200,000" in page.text
    assert "Estimated" in page.text


@pytest.mark.postgres
def test_a_sample_of_everything_is_everything(owner, friend, monkeypatch):
    for _ in range(3):
        published(owner)
    published(owner, visibility=Visibility.PRIVATE)
    Workbook.objects.update(imported_views=40, imported_favorites=7)
    exact, _estimated = totals.listed_totals()
    assert totals._sampled_totals(1.0) == exact == {"workbooks": 3, "views": 120, "favorites": 21, "comments": 0}
    monkeypatch.setattr(totals, "estimated_rows", lambda _model: totals.COUNTED_UP_TO + 1)
    assert totals.listed_totals()[1] is True


def test_the_page_stands_without_figures(monkeypatch):
    def slow():
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(figures, "listed_totals", slow)
    page = Visitor().follow("/")
    assert (page.status, "Members" in page.text) == (200, False)
    monkeypatch.undo()
    assert figures.figures() is None  # what takes too long is not asked for by every visitor


def test_while_one_counts_the_others_take_what_there_was(owner, monkeypatch):
    before = figures.figures()
    monkeypatch.setattr(figures.time, "monotonic", lambda: float("inf"))
    with figures._lock:
        assert figures.figures() == before


def test_it_costs_as_many_statements_with_many_workbooks_as_with_one(owner, stranger, moderator):
    def cost(viewer):
        visitor = Visitor()
        if viewer:
            visitor.as_(viewer)
        visitor.follow("/")
        with CaptureQueriesContext(connection) as statements:
            assert visitor.follow("/").status == 200
        return len([q for q in statements.captured_queries if "accounts_revocation" not in q["sql"]])

    compiled.forget()
    one = published(owner, tags=["Sea"])
    catalog.feature_workbook(actor=moderator, workbook_id=one.pk)
    before = [cost(viewer) for viewer in (None, stranger)]
    for number in range(14):
        made = published(stranger if number % 2 else owner, tags=[f"Tag {number}"])
        catalog.feature_workbook(actor=moderator, workbook_id=made.pk)
    assert [cost(viewer) for viewer in (None, stranger)] == before == [4, 5]


def test_a_hidden_or_blocked_workbook_is_gone_at_once(owner, stranger):
    made = published(owner, title="Harbour")
    assert "Harbour" in Visitor().follow("/").text
    catalog.hide_workbook(made.pk)
    assert "Harbour" not in Visitor().follow("/").text
    catalog.restore_workbook(made.pk)
    graph.block(actor=owner, person=stranger)
    assert "Harbour" not in Visitor().as_(stranger).follow("/").text


def test_the_page_speaks_german():
    page = Visitor("de").follow("/")
    assert page.all("html") == [{"lang": "de"}]
