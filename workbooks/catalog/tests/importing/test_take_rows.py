"""Importing a listing: what goes in, and what comes of the same listing again."""

from __future__ import annotations

import pytest

from accounts.users.queries import user_by_username
from workbooks.catalog.events import ListingImported
from workbooks.catalog.importing import open_listing
from workbooks.catalog.models import Workbook, WorkbookVersion
from workbooks.catalog.tests.importing.listings import VIEW, row, take
from workbooks.tags.models import Tag
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


def test_rows_become_published_workbooks_of_unclaimed_accounts(api, listing):
    assert take(listing(row("One", "Ana.Ruiz", "95,3"), row("Two", "ben"))) == ((2, 0, 0, 0), [])
    shown = {each["title"]: each for each in api.get("/workbooks").json()["results"]}
    assert shown["One"]["author"]["username"] == "ana.ruiz"
    assert (shown["One"]["view_count"], shown["One"]["favorite_count"]) == (95, 3)
    assert (shown["One"]["status"], shown["One"]["visibility"]) == ("published", "public")
    author = user_by_username("ana.ruiz")
    assert (author.is_claimed, author.has_usable_password()) == (False, False)
    assert api.get("/users/ana.ruiz").json()["workbooks_count"] == 1
    made = Workbook.objects.get(title="One")
    assert (made.view_count, made.favorite_count) == (0, 0)


def test_the_same_again_puts_nothing_in_twice(listing, recorded):
    path = listing(row("One"), row("Two"))
    take(path)
    assert take(path) == ((0, 0, 2, 0), [])
    assert Workbook.objects.count() == 2
    assert [(event.created, event.unchanged) for event in recorded(ListingImported)] == [(2, 0), (0, 2)]


def test_new_numbers_and_texts_update_what_is_there(listing):
    take(listing(row("One"), row("Two")))
    first = Workbook.objects.get(title="One")
    changed = f"ana,One renamed,{first.embed_url},50,2"
    assert take(listing(changed, row("Two"))) == ((0, 1, 1, 0), [])
    first.refresh_from_db()
    assert (first.title, first.slug, first.imported_views, first.version) == ("One renamed", "one-renamed", 50, 2)
    assert WorkbookVersion.objects.get().title == "One"


def test_the_older_form_of_a_url_is_the_same_view(listing):
    take(listing(row("One")))
    older = "https://public.tableau.com/profile/ana#!/vizhome/One/Overview"
    assert take(listing(f"ana,One,{older},5,1")) == ((0, 0, 1, 0), [])


def test_columns_that_are_there_are_taken(api, listing):
    header = "published_at,tags,description,url,title,author,colour"
    path = listing(
        f"2021-03-04,Finance;KPI,By **region**,{VIEW.format('a')},One,ana,red",
        f"2021-03-05T10:00:00+02:00,,,{VIEW.format('b')},Two,ana,red",
        f"someday,,,{VIEW.format('c')},Three,ana,red",
        header=header,
    )
    assert open_listing(path).unknown == ("colour",)
    assert take(path) == ((2, 0, 0, 1), [(4, "published_at_not_a_time")])
    two, one = api.get("/workbooks").json()["results"]
    assert (one["published_at"], two["published_at"]) == ("2021-03-04T00:00:00Z", "2021-03-05T08:00:00Z")
    assert [tag["slug"] for tag in one["tags"]] == ["finance", "kpi"]
    assert one["description"] == "By **region**"
    take(listing(f"2021-03-04,KPI;Sales,By **region**,{VIEW.format('a')},One,ana,red", header=header))
    assert dict(Tag.objects.values_list("slug", "workbooks_count")) == {"finance": 0, "kpi": 1, "sales": 1}
    assert prove_counts() == []
