"""The personal feed, what is talked of, what is like a workbook, and suggestions."""

from __future__ import annotations

from typing import Any

import pytest

from config.tests.routes.counting import counted
from social.graph import services as graph
from social.people import services as people
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.discovery import services
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_the_feed_holds_what_followed_authors_and_tags_published_with_the_reason(api, owner, stranger, person):
    reader, unread = person("reader"), person("unread")
    published(owner, title="By author")
    published(stranger, title="By tag", tags=["Sales"])
    published(unread, title="By neither")
    published(reader, title="One's own", tags=["Sales"])
    graph.follow(actor=reader, person=owner)
    as_reader = api.as_(reader)
    assert as_reader.post("/tags/sales/follow").status_code == 200
    rows = as_reader.get("/workbooks/feed?limit=2").json()["results"]
    assert [(row["title"], row["reason"]) for row in rows] == [
        ("By tag", {"kind": "tag", "tag": {"slug": "sales", "name": "Sales"}}),
        ("By author", {"kind": "author", "username": "owner"}),
    ]
    filled = as_reader.get("/workbooks/feed").json()
    assert [(row["title"], row["reason"]["kind"]) for row in filled["results"]] == [
        ("By tag", "tag"),
        ("By author", "author"),
        ("By neither", "trending"),
    ]
    assert filled["next"] is None


def test_the_feed_leaves_out_whom_one_muted_or_blocked_and_what_one_may_not_see(api, owner, friend, stranger):
    published(owner, title="Shown")
    published(owner, title="To followers", visibility="followers")
    published(owner, title="To nobody", visibility="private")
    published(stranger, title="Tagged", tags=["Sales"])
    api.as_(friend).post("/tags/sales/follow")
    assert titles(api.as_(friend).get("/workbooks/feed")) == ["Tagged", "To followers", "Shown"]
    graph.mute(actor=friend, person=owner)
    assert titles(api.as_(friend).get("/workbooks/feed")) == ["Tagged"]
    graph.block(actor=stranger, person=friend)
    assert titles(api.as_(friend).get("/workbooks/feed")) == []
    assert api.get("/workbooks/feed").status_code == 401


def test_pages_of_the_feed_go_there_and_back(api, owner, friend):
    made = [published(owner, title=f"Number {number}", tags=["Sales"]) for number in range(7)]
    catalog.hide_workbook(made[4].pk)
    reader = api.as_(friend)
    reader.post("/tags/sales/follow")
    seen, url = [], "/api/v1/workbooks/feed?limit=2"
    pages = []
    while url:
        page = reader.request("GET", url.replace("http://localhost:8000", ""), absolute=True).json()
        pages.append([row["title"] for row in page["results"]])
        seen += pages[-1]
        url, back = page["next"], page["previous"]
    assert seen == [f"Number {number}" for number in (6, 5, 3, 2, 1, 0)]
    page = reader.request("GET", back.replace("http://localhost:8000", ""), absolute=True).json()
    assert [row["title"] for row in page["results"]] == pages[-2]


def test_trending_explains_what_each_score_is_made_of(api, owner, friend, stranger):
    made, quiet = published(owner, title="Talked of"), published(owner, title="Quiet")
    for viewer in (friend, stranger, owner):
        engagement.register_view(viewer=viewer, workbook_id=made.pk, address="", agent="")
        engagement.favorite(member=viewer, workbook_id=made.pk)
    engagement.write_comment(author=friend, workbook_id=made.pk, body="Well")
    engagement.recompute_trending()
    plain = api.get("/workbooks/trending")
    assert titles(plain) == ["Talked of", "Quiet"]
    assert "trending" not in plain.json()["results"][0]
    first, last = api.get("/workbooks/trending?explain=true").json()["results"]
    parts = first["trending"]
    assert {name: parts[name] for name in ("viewers", "favorites", "commenters", "score", "kept_score")} == {
        "viewers": 2, "favorites": 2, "commenters": 1, "score": 16.0, "kept_score": 16.0,
    }  # fmt: skip
    assert [day["score"] for day in parts["days"]] == [16.0]
    assert last["trending"] == {
        "viewers": 0, "favorites": 0, "commenters": 0, "score": 0.0, "kept_score": 0.0, "days": [],
    }  # fmt: skip
    assert (last["title"], quiet.pk is not None) == ("Quiet", True)
    assert api.get("/workbooks/trending?explain=maybe").status_code == 400
    assert api.get("/workbooks/trending?sort=new").status_code == 400


def test_related_weighs_rare_tags_and_says_why(api, owner, stranger, person):
    of = published(owner, title="Of", tags=["Rare", "Common"])
    published(stranger, title="Shares the rare", tags=["Rare"])
    for number in range(4):
        published(stranger, title=f"Shares the common {number}", tags=["Common"])
    published(owner, title="Same author")
    published(stranger, title="Nothing shared", tags=["Other"])
    remix = catalog.duplicate_workbook(actor=stranger, workbook_id=of.pk)
    catalog.publish_workbook(actor=stranger, workbook_id=remix.pk)
    liked = published(stranger, title="Liked too")
    for name in ("fan-a", "fan-b"):
        fan = person(name)
        for workbook in (of, liked):
            engagement.favorite(member=fan, workbook_id=workbook.pk)
    rows = api.get(f"/workbooks/{of.pk}/related").json()["results"]
    found = {row["title"]: row["reasons"] for row in rows}
    order = [row["title"] for row in rows]
    assert order[0] == "Of"
    assert order.index("Shares the rare") < order.index("Shares the common 0")
    assert {"kind": "remix"} in found["Of"]
    assert found["Same author"] == [{"kind": "author"}]
    assert found["Liked too"] == [{"kind": "favorites", "people": 2}]
    assert found["Shares the rare"] == [{"kind": "tag", "tag": {"slug": "rare", "name": "Rare"}}]
    assert "Nothing shared" not in found


def test_related_shows_nobody_what_they_may_not_see(api, owner, friend, blocked):
    of = published(owner, title="Of", tags=["Rare"])
    published(owner, title="To followers", tags=["Rare"], visibility="followers")
    hidden = published(owner, title="Hidden", tags=["Rare"])
    catalog.hide_workbook(hidden.pk)
    assert titles(api.get(f"/workbooks/{of.pk}/related")) == []
    assert titles(api.as_(friend).get(f"/workbooks/{of.pk}/related")) == ["To followers"]
    assert api.as_(blocked).get(f"/workbooks/{of.pk}/related").status_code == 404
    assert api.get(f"/workbooks/{hidden.pk}/related").status_code == 404


def test_one_mark_in_common_tells_nothing(api, owner, stranger):
    of, other = published(owner, title="Of"), published(owner, title="Other")
    for workbook in (of, other):
        engagement.favorite(member=stranger, workbook_id=workbook.pk)
    rows = api.get(f"/workbooks/{of.pk}/related").json()["results"]
    assert [row["reasons"] for row in rows] == [[{"kind": "author"}]]


def test_suggestions_begin_as_typed_and_mend_what_was_mistyped(api, owner, person, deliver):
    person("sally")
    published(owner, title="Sales by region", tags=["Salaries"])
    published(owner, title="The salt", description="sales")
    deliver()
    people.sweep()
    found = api.get("/search/suggestions?q=sal").json()["results"]
    assert {(each["kind"], each["text"], each["html"]) for each in found} == {
        ("tag", "Salaries", "<mark>Salaries</mark>"),
        ("workbook", "Sales by region", "<mark>Sales</mark> by region"),
        ("workbook", "The salt", "The <mark>salt</mark>"),
        ("person", "sally", "<mark>sally</mark>"),
    }
    typed = api.get("/search/suggestions?q=regoin").json()
    assert [each["text"] for each in typed["results"]] == ["Sales by region"]
    assert typed["corrected"] == "region"


def test_pages_cost_the_same_however_many_there_are(api, owner, friend, deliver):
    def cost(path: str) -> int:
        client = api.as_(friend)
        client.get(path)
        with counted() as statements:
            assert client.get(path).status_code == 200
        return statements.count

    of = published(owner, title="Sales 0", tags=["Sales"])
    deliver()
    api.as_(friend).post("/tags/sales/follow")
    paths = [
        "/search/workbooks?q=sales&facets=true", "/search/suggestions?q=sales", "/workbooks/feed",
        "/workbooks/trending?explain=true", f"/workbooks/{of.pk}/related", "/search/tags?q=sales", "/search/users?q=o",
    ]  # fmt: skip
    published(owner, title="Sales 1", tags=["Sales"])
    deliver()
    before = [cost(path) for path in paths]
    for number in range(4):
        published(owner, title=f"Sales more {number}", tags=["Sales"])
    deliver()
    services.sweep()
    assert [cost(path) for path in paths] == before
