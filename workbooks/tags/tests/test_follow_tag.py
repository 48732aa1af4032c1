"""Following tags, and searching them."""

from __future__ import annotations

import pytest

from workbooks.catalog.tests.factories import published
from workbooks.tags import following, vocabulary
from workbooks.tags.events import TagFollowed, TagUnfollowed
from workbooks.tags.models import TagFollow

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once(api, owner, stranger, muted, recorded):
    published(owner, tags=["Sales", "HR"])
    client = api.as_(stranger)
    for _ in range(2):
        answer = client.post("/tags/sales/follow")
        assert (answer.status_code, answer.json()["is_followed"]) == (200, True)
    assert [row["slug"] for row in client.get("/tags?followed=true").json()["results"]] == ["sales"]
    assert [row["slug"] for row in client.get("/tags?followed=false").json()["results"]] == ["hr"]
    assert client.get("/tags/hr").json()["is_followed"] is False
    for _ in range(2):
        assert client.delete("/tags/sales/follow").status_code == 204
    assert (len(recorded(TagFollowed)), len(recorded(TagUnfollowed))) == (1, 1)
    assert client.post("/tags/nothing/follow").status_code == 404
    assert api.post("/tags/sales/follow").status_code == 401
    assert api.as_(muted).post("/tags/sales/follow").status_code == 403
    assert api.get("/tags?followed=true").json()["results"] == []


def test_there_is_an_end_to_how_many_one_follows(api, owner, stranger, monkeypatch):
    published(owner, tags=["Sales", "HR"])
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    client = api.as_(stranger)
    assert client.post("/tags/sales/follow").status_code == 200
    assert client.post("/tags/sales/follow").status_code == 200
    refused = client.post("/tags/hr/follow")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_tags_followed")


def test_follows_go_over_to_the_tag_that_takes_over(owner, friend, stranger, moderator):
    published(owner, tags=["Sales", "Selling"])
    for member, slugs in ((friend, ["selling"]), (stranger, ["selling", "sales"])):
        for slug in slugs:
            following.follow_tag(member=member, slug=slug)
    vocabulary.merge_tags(actor=moderator, slug="selling", into="sales")
    assert sorted(TagFollow.objects.values_list("member__username", "tag__slug")) == [
        ("friend", "sales"),
        ("stranger", "sales"),
    ]


def test_tags_are_searched_by_the_beginnings_of_their_words(api, owner):
    published(owner, tags=["Crème brûlée", "Data science", "Salesforce", "Wholesale"])
    found = {
        q: [row["name"] for row in api.get("/search/tags", {"q": q}).json()["results"]]
        for q in ("creme", "BRULEE cr", "sci", "sales", "le")
    }
    assert found == {
        "creme": ["Crème brûlée"],
        "BRULEE cr": ["Crème brûlée"],
        "sci": ["Data science"],
        "sales": ["Salesforce"],
        "le": [],
    }
