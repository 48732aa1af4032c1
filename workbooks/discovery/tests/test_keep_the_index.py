"""The index follows what becomes of workbooks and tags, is mended by the sweep, and forgets what was erased."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.discovery import services
from workbooks.discovery.models import SearchEntry, SearchVariant, SearchWord
from workbooks.tags import vocabulary

pytestmark = pytest.mark.django_db


def found(api: Any, q: str) -> int:
    return len(api.get("/search/workbooks", {"q": q}).json()["results"])


def lexicon() -> dict[str, int]:
    return dict(SearchWord.objects.values_list("word", "documents"))


def test_an_edit_is_found_and_what_it_replaced_is_not(api, owner, deliver):
    made = published(owner, title="Quarterly budget", description="margin", tags=["Finance"])
    other = published(owner, title="Quarterly plan")
    deliver()
    assert lexicon() == {"quarterly": 2, "budget": 1, "margin": 1, "finance": 1, "plan": 1}
    catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"title": "Yearly revenue", "tags": ["Sales"]})
    deliver()
    assert [found(api, q) for q in ("budget", "finance", "yearly", "sales", "quarterly")] == [0, 0, 1, 1, 1]
    assert lexicon() == {"quarterly": 1, "yearly": 1, "revenue": 1, "margin": 1, "sales": 1, "plan": 1}
    catalog.edit_workbook(actor=owner, workbook_id=other.pk, changes={"visibility": "followers"})
    deliver()
    assert lexicon() == {"yearly": 1, "revenue": 1, "margin": 1, "sales": 1}
    assert set(SearchVariant.objects.values_list("word_id", flat=True)) == set(
        SearchWord.objects.values_list("pk", flat=True)
    )


def test_indexing_twice_changes_nothing(owner, deliver):
    made = published(owner, title="Quarterly budget")
    deliver()
    before = (lexicon(), list(SearchEntry.objects.values()))
    services.index_workbooks(workbook_ids=[made.pk, made.pk])
    assert (lexicon(), list(SearchEntry.objects.values())) == before


def test_tags_that_are_renamed_merged_or_removed_are_followed(api, owner, moderator, deliver):
    published(owner, title="One", tags=["Finance", "Churn", "Old"])
    vocabulary.create_tag(actor=moderator, name="Money")
    deliver()
    vocabulary.change_tag(actor=moderator, slug="finance", name="Accounting")
    vocabulary.merge_tags(actor=moderator, slug="churn", into="money")
    vocabulary.remove_tag(actor=moderator, slug="old")
    deliver()
    services.sweep()
    assert [found(api, q) for q in ("finance", "accounting", "churn", "money", "old")] == [0, 1, 0, 1, 0]
    assert api.get("/search/workbooks", {"q": "one", "tags": "churn"}).json()["total"] == 1


def test_the_sweep_finds_what_no_event_told_of(api, owner, deliver):
    kept, changed, gone = (published(owner, title=f"Budget {name}") for name in ("kept", "changed", "gone"))
    deliver()
    Workbook.objects.filter(pk=changed.pk).update(title="Forecast", version=9)
    Workbook.objects.filter(pk=gone.pk).update(status="archived")
    fresh = published(owner, title="Budget fresh")
    assert (services.missing().count(), services.superfluous().count()) == (2, 1)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True, stdout=told)
    assert "workbooks: 2 missing or stale, 1 too many" in told.getvalue()
    call_command("rebuild_search", stdout=told)
    assert "workbooks: 3 indexed" in told.getvalue()
    call_command("rebuild_search", check=True, stdout=told)
    ids = {row["id"] for row in api.get("/search/workbooks", {"q": "budget"}).json()["results"]}
    assert ids == {str(kept.pk), str(fresh.pk)}
    assert found(api, "forecast") == 1
    assert lexicon() == {"budget": 2, "kept": 1, "fresh": 1, "forecast": 1}


def test_an_index_that_is_made_anew_is_searched_meanwhile_and_counts_right_after(api, owner, deliver):
    for number in range(3):
        published(owner, title=f"Budget plan {number}")
    deliver()
    before = lexicon()
    assert services.begin_anew() == 3
    assert found(api, "budget") == 3
    assert services.sweep() == 3
    assert lexicon() == before == {"budget": 3, "plan": 3}


def test_scores_follow_favour(owner, deliver):
    made = published(owner, title="Budget")
    deliver()
    before = SearchEntry.objects.get().score
    assert services.refresh_scores() == 0
    Workbook.objects.filter(pk=made.pk).update(imported_views=1_000)
    assert services.refresh_scores() == 1
    assert SearchEntry.objects.get().score > before + 5
    assert services.refresh_scores() == 0


def test_nothing_of_what_goes_with_its_author_stays_in_the_index(owner, stranger, deliver):
    published(owner, title="Canaryword budget")
    published(stranger, title="Budget")
    deliver()
    assert services.unindex_author(author_id=owner.pk, most=10) == 1
    assert lexicon() == {"budget": 1}
    owner.delete()
    assert SearchEntry.objects.count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM workbooks_searchentry_fts")
            assert cursor.fetchone() == (1,)
