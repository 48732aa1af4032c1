"""Whom a member might want to follow because of their workbooks."""

from __future__ import annotations

from typing import Any

import pytest

from social.graph import services as graph
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def reasons(api: Any, viewer: Any) -> dict[str, list[tuple[str, int, list[str]]]]:
    results = api.as_(viewer).get("/users/suggestions").json()["results"]
    return {
        card["username"]: [(each["code"], each["count"], each["words"]) for each in card["reasons"]] for card in results
    }


def test_authors_of_tags_that_one_follows_uses_or_favourites_are_suggested(api, owner, stranger, person):
    reader, other = person("reader"), person("other")
    published(owner, tags=["Sales", "Energy"])
    liked = published(other, tags=["Health"])
    published(stranger, tags=["Weather"])
    published(reader, tags=["Energy"])
    assert api.as_(reader).post("/tags/sales/follow").status_code == 200
    engagement.favorite(member=reader, workbook_id=liked.pk)
    assert reasons(api, reader) == {
        "owner": [("shared_tags", 2, ["Sales", "Energy"])],
        "other": [("shared_tags", 1, ["Health"])],
    }


def test_what_is_not_listed_is_no_reason(api, owner, person):
    reader = person("reader")
    published(owner, tags=["Sales"], visibility="unlisted")
    published(reader, tags=["Sales"])
    assert reasons(api, reader) == {}


def test_a_newcomer_hears_of_authors_who_are_talked_of(api, owner, stranger, person):
    reader = person("reader")
    talked, hidden = published(owner), published(stranger, visibility="followers")
    Workbook.objects.filter(pk__in=[talked.pk, hidden.pk]).update(trending_score=5)
    assert reasons(api, reader) == {"owner": [("trending_author", 1, [])]}
    graph.follow(actor=reader, person=owner)
    assert reasons(api, reader) == {}
