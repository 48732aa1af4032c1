"""The vocabulary over HTTP: reading for all, writing for moderators; synonyms and merges."""

from __future__ import annotations

import pytest

from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.tags.events import TagsMerged
from workbooks.tags.models import Tag, TagSynonym
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


def test_tags_are_listed_most_used_first(api, owner):
    published(owner, tags=["Sales", "KPI"])
    published(owner, tags=["KPI"])
    assert [(row["slug"], row["workbooks_count"]) for row in api.get("/tags").json()["results"]] == [
        ("kpi", 2),
        ("sales", 1),
    ]
    assert [row["slug"] for row in api.get("/tags", {"sort": "name", "q": "sal"}).json()["results"]] == ["sales"]
    assert api.get("/tags", {"sort": "age"}).status_code == 400


def test_moderators_make_rename_and_remove_tags(api, owner, moderator):
    made = api.as_(moderator).post("/tags", {"name": "Finance", "synonyms": ["Money"]})
    assert made.status_code == 201
    assert made.json() == {
        "slug": "finance",
        "name": "Finance",
        "workbooks_count": 0,
        "synonyms": ["money"],
        "is_followed": False,
    }
    published(owner, tags=["money"])
    renamed = api.as_(moderator).patch("/tags/finance", {"name": "Finances"}).json()
    assert (renamed["slug"], renamed["workbooks_count"], renamed["synonyms"]) == ("finances", 1, ["finance", "money"])
    assert api.get("/tags/finance").json()["slug"] == "finances"
    assert api.as_(moderator).patch("/tags/finances", {"synonyms": []}).json()["synonyms"] == []
    assert api.as_(moderator).delete("/tags/finances").status_code == 204
    assert api.get("/tags/finances").status_code == 404
    assert api.get("/workbooks").json()["results"][0]["tags"] == []


def test_a_name_leads_to_one_tag(api, moderator):
    mods = api.as_(moderator)
    mods.post("/tags", {"name": "Finance", "synonyms": ["Money"]})
    mods.post("/tags", {"name": "Sales"})
    refused = [
        mods.post("/tags", {"name": "FINANCE"}),
        mods.post("/tags", {"name": "money"}),
        mods.post("/tags", {"name": "Other", "synonyms": ["sales"]}),
        mods.patch("/tags/sales", {"name": "Money"}),
        mods.patch("/tags/sales", {"synonyms": ["finance"]}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "tag_exists")] * 5
    assert set(Tag.objects.values_list("slug", flat=True)) == {"finance", "sales"}


def test_a_merge_moves_every_workbook_and_keeps_the_count_exact(api, owner, moderator, recorded):
    published(owner, tags=["Money"])
    published(owner, tags=["Money", "Finance"])
    hidden = published(owner, tags=["Money"])
    catalog.hide_workbook(hidden.pk)
    TagSynonym.objects.create(slug="cash", tag=Tag.objects.get(slug="money"))
    answer = api.as_(moderator).post("/tags/money/merge", {"into": "finance"})
    assert answer.status_code == 200
    assert answer.json() == {
        "slug": "finance",
        "name": "Finance",
        "workbooks_count": 2,
        "synonyms": ["cash", "money"],
        "is_followed": False,
    }
    assert len(api.get("/workbooks", {"tags": "money"}).json()["results"]) == 2
    assert prove_counts() == []
    assert [(event.gone, event.into) for event in recorded(TagsMerged)] == [("money", "finance")]
    assert api.as_(moderator).post("/tags/cash/merge", {"into": "finance"}).json()["code"] == "same_tag"
    assert api.as_(moderator).post("/tags/none/merge", {"into": "finance"}).status_code == 404


def test_members_read_and_do_not_write(api, owner):
    published(owner, tags=["Sales"])
    assert api.get("/tags/SALES").json()["name"] == "Sales"
    assert api.post("/tags", {"name": "x"}).status_code == 401
    for method, path in (
        ("post", "/tags"),
        ("patch", "/tags/sales"),
        ("delete", "/tags/sales"),
        ("post", "/tags/sales/merge"),
    ):
        assert getattr(api.as_(owner), method)(path, {}).status_code == 403
    assert Tag.objects.get().slug == "sales"


def test_a_wrong_count_is_found_and_repaired(owner):
    published(owner, tags=["Sales"])
    Tag.objects.update(workbooks_count=7)
    (found,) = prove_counts(repair=True)
    assert (found.counter, found.kept, found.counted) == ("tag.workbooks_count", 7, 1)
    assert prove_counts() == []
