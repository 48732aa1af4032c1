"""What one member did again and again within an hour is one entry; each item stands in one entry of one page."""

from datetime import timedelta

import pytest

from config.testing.client import Api
from social.activity.grouping import cut
from social.activity.tests.acting import item_of
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


def test_a_burst_is_one_entry_that_counts_all_and_shows_five(owner, stranger):
    books = [published(owner) for _ in range(7)]
    items = [item_of(stranger, verb="shared", kind="workbook", thing=book.pk) for book in books]
    (entry,) = Api().get("/activity/global").json()["results"]
    assert (entry["verb"], entry["count"], entry["id"]) == ("shared", 7, str(items[-1].pk))
    assert [each["id"] for each in entry["things"]] == [str(book.pk) for book in reversed(books[2:])]
    assert len(Api().get("/activity/global?grouped=false").json()["results"]) == 7


def test_other_people_verbs_kinds_and_hours_are_other_entries(owner, stranger):
    book = published(owner)
    item_of(owner, ago=timedelta(minutes=150))
    item_of(owner, ago=timedelta(minutes=80))
    item_of(owner, ago=timedelta(minutes=30))
    item_of(stranger)
    item_of(owner, verb="shared")
    item_of(owner, kind="workbook", thing=book.pk)
    found = Api().get("/activity/global").json()["results"]
    assert [(each["actor"]["username"], each["verb"], each["count"]) for each in found] == [
        ("owner", "used", 1), ("owner", "shared", 1), ("stranger", "used", 1), ("owner", "used", 2),
        ("owner", "used", 1),
    ]  # fmt: skip


def test_two_at_the_same_time_are_two_entries_not_twenty(owner, stranger):
    for _ in range(10):
        item_of(owner)
        item_of(stranger)
    found = Api().get("/activity/global").json()["results"]
    assert [(each["actor"]["username"], each["count"]) for each in found] == [("stranger", 10), ("owner", 10)]


def test_every_item_is_counted_once_over_all_pages(owner, stranger, friend):
    for number in range(45):
        item_of(
            [owner, stranger, friend][number % 3],
            verb=["used", "shared"][number % 2],
            ago=timedelta(minutes=number * 7),
        )
    path, counted, entries = "/activity/global?limit=2", 0, []
    while path:
        answer = Api().get(path).json()
        entries += [each["id"] for each in answer["results"]]
        counted += sum(each["count"] for each in answer["results"])
        path = answer["next"]
    assert counted == 45
    assert len(entries) == len(set(entries))
    assert entries == sorted(entries, reverse=True)


def rows(count: int):
    from config import clock

    for number in range(count, 0, -1):
        yield {
            "id": number,
            "actor_id": 1,
            "verb": "used",
            "kind": "profile",
            "target_id": None,
            "occurred_at": clock.now(),
        }


def test_a_page_consumes_no_more_than_five_times_its_entries():
    page = cut(rows(30), limit=2, is_grouped=True)
    assert (len(page.entries), page.entries[0].count, page.last) == (1, 10, 21)
    assert cut(rows(10), limit=2, is_grouped=True).last is None
