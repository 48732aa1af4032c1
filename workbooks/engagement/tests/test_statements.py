"""Lists and single things cost a fixed number of statements, whatever their size."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from workbooks.catalog import queries as catalog
from workbooks.catalog import shapes as catalog_shapes
from workbooks.catalog.tests.factories import published
from workbooks.engagement import queries, services, shapes

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(person, owner):
    """A workbook that eight people marked and commented on, of whom each liked every comment."""
    made = published(owner, tags=["A", "B"])
    people = [person(f"member-{number}") for number in range(8)]
    for member in people:
        services.favorite(member=member, workbook_id=made.pk)
        services.write_comment(author=member, workbook_id=made.pk, body="x")
    return made


@pytest.mark.parametrize("size", [1, 8])
def test_lists_of_comments_and_people_cost_two_statements(owner, crowd, size):
    with CaptureQueriesContext(connection) as statements:
        rows = queries.comment_cards(queries.comments_on(owner, crowd.pk), owner).order_by("thread", "id")[:size]
        assert len(shapes.comments(list(rows), owner)) == size
    assert len(statements) == 2
    with CaptureQueriesContext(connection) as statements:
        marks = queries.favorited_by(owner, crowd.pk).order_by("-id")[:size]
        assert len(shapes.people(list(marks), owner)) == size
    assert len(statements) == 2


def test_one_workbook_costs_four_statements(owner, crowd):
    with CaptureQueriesContext(connection) as statements:
        catalog_shapes.workbook(owner, crowd.pk)
    assert len(statements) == 4


def test_a_members_favourites_cost_three_statements_besides_finding_the_member(owner, person, crowd):
    member = owner
    for number in range(4):
        services.favorite(member=member, workbook_id=published(person(f"author-{number}")).pk)
    rows = queries.favorites_of(owner, "owner")
    with CaptureQueriesContext(connection) as statements:
        cards = list(catalog.cards(rows, owner).order_by("-favorite_id"))
        assert len(catalog_shapes.cards(cards, owner)) == 4
    assert len(statements) == 3
