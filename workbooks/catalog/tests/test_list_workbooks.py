"""Listing workbooks: filters, orders, pages, and the number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import clock
from config.testing.client import codes
from workbooks.catalog import queries, shapes
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def titles(answer):
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_a_list_item_carries_what_a_client_needs_to_draw_it(api, owner, stranger):
    made = published(owner, title="Sales", description="By region", tags=["Finance", "KPI"])
    engagement.favorite(member=stranger, workbook_id=made.pk)
    (item,) = api.as_(stranger).get("/workbooks").json()["results"]
    assert item["id"] == str(made.pk)
    assert item["author"] == {"id": str(owner.pk), "username": "owner", "full_name": "", "avatar_url": None}
    assert item["tags"] == [{"slug": "finance", "name": "Finance"}, {"slug": "kpi", "name": "KPI"}]
    assert item["is_favorited"] is True
    assert item["favorite_count"] == 1
    assert item["status"] == "published"
    assert item["thumbnail_url"] is None
    assert item["published_at"].endswith("Z")


def test_newest_stand_first_unless_the_sort_says_otherwise(api, owner, stranger):
    first, second = published(owner, title="first"), published(owner, title="second")
    Workbook.objects.filter(pk=first.pk).update(imported_views=10, trending_score=1.5)
    Workbook.objects.filter(pk=second.pk).update(imported_favorites=3)
    assert titles(api.get("/workbooks")) == ["second", "first"]
    assert titles(api.get("/workbooks", {"sort": "new"})) == ["second", "first"]
    assert titles(api.get("/workbooks", {"sort": "views"})) == ["first", "second"]
    assert titles(api.get("/workbooks", {"sort": "favorites"})) == ["second", "first"]
    assert titles(api.get("/workbooks", {"sort": "trending"})) == ["first", "second"]
    assert titles(api.get("/workbooks", {"sort": "popular"})) == ["second", "first"]


def test_tags_narrow_by_any_or_by_all(api, owner):
    published(owner, title="both", tags=["Finance", "Sales"])
    published(owner, title="one", tags=["Finance"])
    published(owner, title="none")
    assert titles(api.get("/workbooks", {"tags": "finance,sales"})) == ["one", "both"]
    assert titles(api.get("/workbooks", {"tags": "finance,sales", "tags_mode": "all"})) == ["both"]
    assert titles(api.get("/workbooks", {"tags": "Finance,unheard", "tags_mode": "all"})) == []
    assert titles(api.get("/workbooks", {"tags": "unheard"})) == []


def test_author_date_and_words_narrow_together(api, owner, stranger, deliver):
    published(owner, title="Margins by month")
    old = published(owner, title="Margins by year")
    published(stranger, title="Margins of others")
    Workbook.objects.filter(pk=old.pk).update(listed_at=clock.now() - timedelta(days=40))
    deliver()
    assert titles(api.get("/workbooks", {"author": "OWNER", "q": "margins"})) == ["Margins by month", "Margins by year"]
    assert titles(api.get("/workbooks", {"author": "owner", "date": "last-month"})) == ["Margins by month"]
    assert titles(api.get("/workbooks", {"author": "owner", "date": "last-year", "q": "YEAR margins"})) == [
        "Margins by year"
    ]
    assert titles(api.get("/workbooks", {"q": "100%_"})) == []


def test_drafts_are_listed_for_their_author_alone(api, owner, stranger):
    draft(owner, title="mine")
    assert titles(api.as_(owner).get("/workbooks", {"status": "draft"})) == ["mine"]
    assert titles(api.as_(stranger).get("/workbooks", {"status": "draft"})) == []
    assert titles(api.as_(stranger).get("/workbooks", {"status": "draft", "author": "owner"})) == []
    assert titles(api.get("/workbooks", {"status": "draft"})) == []
    assert titles(api.as_(owner).get("/workbooks")) == []


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("sort", "newest", "sort"),
        ("sort", "", "sort"),
        ("date", "yesterday", "date"),
        ("status", "hidden", "status"),
        ("tags_mode", "none", "tags_mode"),
        ("tags", ",", "tags"),
        ("order", "title", "order"),
        ("q", "x" * 201, "q"),
    ],
)
def test_an_unknown_filter_or_value_is_refused(api, db, name, value, field):
    answer = api.get("/workbooks", {name: value})
    assert answer.status_code == 400
    assert field in codes(answer)


def test_pages_neither_skip_nor_repeat(api, owner):
    for number in range(7):
        published(owner, title=str(number))
    Workbook.objects.update(listed_at=clock.now())
    seen, url = [], "/api/v1/workbooks?limit=3"
    while url:
        page = api.get(url).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"] and page["next"][page["next"].index("/api") :]
    assert len(seen) == len(set(seen)) == 7


def test_a_page_costs_three_statements_whatever_its_size(owner, stranger):
    for number in range(6):
        made = published(owner if number % 2 else stranger, tags=["A", "B"])
        engagement.favorite(member=owner, workbook_id=made.pk)
    for size in (1, 6):
        with CaptureQueriesContext(connection) as statements:
            rows = list(queries.cards(queries.listed(owner), owner).order_by("-listed_at", "-id")[:size])
            assert len(shapes.cards(rows, owner)) == size
        assert len(statements) == 3
