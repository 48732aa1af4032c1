"""Whatever is written or typed, no database stumbles over it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.roles import ANONYMOUS
from config.search.query import parse
from social.people.finding import find_people
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.discovery import queries, services
from workbooks.tags.queries import beginning, found

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=80)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=TEXT, typed=TEXT)
def test_any_text_can_be_indexed_and_asked_for(db, shelf, written, typed):
    Workbook.objects.filter(pk=shelf.pk).update(title=written or "x", description=typed)
    services.index_workbooks(workbook_ids=[shelf.pk])
    for text in (written, typed, f'"{written}" -{typed}'):
        queries.suggestions(ANONYMOUS, text)
        find_people(ANONYMOUS, parse(text))
        list(queries.matching(Workbook.objects.all(), text))
        list(found(text)[:1])
        list(beginning(text)[:1])
    query = parse(written)
    if not query.is_empty and not any(term.is_excluded for term in query.terms):
        assert [row["id"] for row in queries.find(ANONYMOUS, queries.Asked(query)).rows] == [shelf.pk]


@pytest.fixture
def shelf(owner):
    return published(owner, title="Anything")
