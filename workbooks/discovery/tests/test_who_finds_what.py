"""Whoever may not see a workbook neither finds it, nor has it suggested, counted or corrected to."""

from __future__ import annotations

from typing import Any

import pytest

from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import draft, published
from workbooks.discovery.models import SearchEntry, SearchWord

pytestmark = pytest.mark.django_db


def seen_by(api: Any, q: str = "zarathustra") -> dict[str, Any]:
    found = api.get("/search/workbooks", {"q": q, "facets": "true"}).json()
    typed = api.get("/search/suggestions", {"q": q}).json()
    listed = api.get("/workbooks", {"q": q}).json()
    newest = api.get("/search/workbooks", {"q": q, "sort": "new"}).json()
    return {
        "found": len(found["results"]),
        "total": found["total"],
        "corrected": found["corrected"],
        "authors": len(found["facets"]["authors"]),
        "suggested": len([each for each in typed["results"] if each["kind"] == "workbook"]),
        "listed": len(listed["results"]),
        "newest": len(newest["results"]),
    }


NOTHING = {"found": 0, "total": 0, "corrected": None, "authors": 0, "suggested": 0, "listed": 0, "newest": 0}
ONE = {"found": 1, "total": 1, "corrected": None, "authors": 1, "suggested": 1, "listed": 1, "newest": 1}


def test_a_public_workbook_is_found_by_everyone_but_the_blocked(api, owner, friend, stranger, blocked, deliver):
    published(owner, title="Zarathustra")
    deliver()
    for viewer in (api, api.as_(owner), api.as_(friend), api.as_(stranger)):
        assert seen_by(viewer) == ONE
    assert seen_by(api.as_(blocked)) == NOTHING
    graph.block(actor=stranger, person=owner)
    assert seen_by(api.as_(stranger)) == NOTHING


def test_what_followers_see_is_found_by_them_alone_and_stands_in_no_lexicon(api, owner, friend, stranger, deliver):
    published(owner, title="Zarathustra", visibility="followers")
    deliver()
    assert seen_by(api.as_(friend)) == seen_by(api.as_(owner)) | {"listed": 1} == ONE
    for viewer in (api, api.as_(stranger)):
        assert seen_by(viewer) == NOTHING
        assert seen_by(viewer, "zarathusrta") == NOTHING
    assert not SearchWord.objects.filter(word="zarathustra").exists()


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_what_stands_in_no_list_is_found_by_nobody(api, owner, friend, deliver, visibility):
    published(owner, title="Zarathustra", visibility=visibility)
    deliver()
    assert seen_by(api.as_(friend)) == seen_by(api) == NOTHING
    assert not SearchEntry.objects.exists()


def test_what_is_hidden_or_deleted_is_gone_at_once_though_the_index_has_it_still(api, owner, stranger, deliver):
    hidden, deleted, archived = (published(owner, title="Zarathustra") for _ in range(3))
    draft(owner, title="Zarathustra")
    deliver()
    assert seen_by(api)["found"] == 3
    catalog.hide_workbook(hidden.pk)
    catalog.delete_workbook(actor=owner, workbook_id=deleted.pk)
    catalog.archive_workbook(actor=owner, workbook_id=archived.pk)
    assert SearchEntry.objects.count() == 3
    assert seen_by(api) == seen_by(api.as_(stranger)) == NOTHING
    deliver()
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()


def test_what_the_suspended_wrote_is_not_found(api, owner, deliver):
    published(owner, title="Zarathustra")
    deliver()
    type(owner).objects.filter(pk=owner.pk).update(status="suspended")
    assert seen_by(api) == NOTHING
    assert seen_by(api, "zarathusrta") == NOTHING
