"""A workbook's URL is followed from the day it is made, and its author hears once of each break and of its end."""

from __future__ import annotations

import pytest

from config.testing.hostile import PUBLIC, answer
from workbooks.catalog import services as catalog
from workbooks.catalog.events import ListingImported
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds import queries as embeds
from workbooks.embeds import services as embed_services
from workbooks.embeds.models import Probe
from workbooks.framing import services
from workbooks.framing.events import WorkbookEmbedBroken, WorkbookEmbedRestored
from workbooks.framing.models import Embedding
from workbooks.framing.queries import users_of

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"
GOOD = answer(b"<title>Sales</title>", Content_Type="text/html")
DENIED = answer(b"", Content_Type="text/html", X_Frame_Options="DENY")


@pytest.fixture
def tableau(hostile):
    hostile.names[HOST] = [[PUBLIC]]
    hostile.serves("/views/Sales/Overview", GOOD)
    return hostile


@pytest.fixture
def look():
    def again(url=URL):
        embed_services.run_probes([embeds.url_key(url)])

    return again


def broken(recorded):
    return [(event.workbook_id, event.author_id, event.verdict) for event in recorded(WorkbookEmbedBroken)]


def test_a_new_workbook_is_looked_at(tableau, owner, run_jobs, recorded):
    made = draft(owner, embed_url=URL)
    run_jobs()
    assert Probe.objects.get(url=URL).verdict == "ok"
    assert Embedding.objects.get(pk=made.pk).broken_since is None
    assert broken(recorded) == []


def test_its_author_hears_of_a_break_once_and_of_its_end_once(tableau, owner, run_jobs, recorded, look):
    made = published(owner, embed_url=URL)
    run_jobs()
    tableau.serves("/views/Sales/Overview", DENIED)
    for _ in range(3):
        look()
        run_jobs()
    assert broken(recorded) == [(made.pk, owner.pk, "blocked_by_frame_policy")]
    row = Embedding.objects.get(pk=made.pk)
    assert row.broken_since is not None
    assert row.broken_as == "blocked_by_frame_policy"
    tableau.serves("/views/Sales/Overview", answer(status="404 Not Found"))
    look()
    run_jobs()
    assert len(broken(recorded)) == 1
    assert Embedding.objects.get(pk=made.pk).broken_as == "unreachable"
    tableau.serves("/views/Sales/Overview", GOOD)
    for _ in range(2):
        look()
        run_jobs()
    assert [event.workbook_id for event in recorded(WorkbookEmbedRestored)] == [made.pk]
    assert Embedding.objects.get(pk=made.pk).broken_since is None
    tableau.serves("/views/Sales/Overview", DENIED)
    look()
    run_jobs()
    assert len(broken(recorded)) == 2


def test_a_workbook_on_a_url_that_is_known_to_be_broken_is_told_at_once(tableau, owner, friend, run_jobs, recorded):
    tableau.serves("/views/Sales/Overview", DENIED)
    first = draft(owner, embed_url=URL)
    run_jobs()
    second = draft(friend, embed_url=URL)
    assert run_jobs() == 0
    verdict = "blocked_by_frame_policy"
    assert broken(recorded) == [(first.pk, owner.pk, verdict), (second.pk, friend.pk, verdict)]


def test_a_new_url_is_another_story(tableau, owner, run_jobs, recorded):
    tableau.serves("/views/Sales/Overview", DENIED)
    tableau.serves("/views/Other/Overview", GOOD)
    made = draft(owner, embed_url=URL)
    run_jobs()
    catalog.edit_workbook(
        actor=owner, workbook_id=made.pk, changes={"embed_url": f"https://{HOST}/views/Other/Overview"}
    )
    run_jobs()
    assert Embedding.objects.get(pk=made.pk).broken_since is None
    assert len(broken(recorded)) == 1
    assert recorded(WorkbookEmbedRestored) == []
    assert users_of([embeds.url_key(URL)]) == set()


def test_another_title_has_nothing_looked_at(tableau, owner, run_jobs):
    made = draft(owner, embed_url=URL)
    run_jobs()
    catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"title": "Else"})
    assert run_jobs() == 0


def test_a_deleted_workbook_is_followed_no_longer(tableau, owner, run_jobs, recorded, look):
    made = draft(owner, embed_url=URL)
    run_jobs()
    key = embeds.url_key(URL)
    assert users_of([key, "other"]) == {key}
    assert embeds.in_use([key]) == {key}
    catalog.delete_workbook(actor=owner, workbook_id=made.pk)
    assert users_of([key]) == set()
    tableau.serves("/views/Sales/Overview", DENIED)
    look()
    run_jobs()
    assert broken(recorded) == []


def test_delivering_twice_tells_once(tableau, owner, run_jobs, recorded):
    tableau.serves("/views/Sales/Overview", DENIED)
    made = draft(owner, embed_url=URL)
    run_jobs()
    for _ in range(2):
        services.follow_workbook(workbook_id=made.pk)
        services.tell_of_verdict(url_key=embeds.url_key(URL), verdict="blocked_by_frame_policy")
    assert len(broken(recorded)) == 1


def test_what_came_in_bulk_is_planned_and_not_asked_at_once(tableau, owner, run_jobs, recorded):
    from django.db import transaction

    from config.events import record

    made = draft(owner, embed_url=URL)
    run_jobs()
    Embedding.objects.all().delete()
    Probe.objects.all().delete()
    assert services.enlist() == 0
    Workbook.objects.filter(pk=made.pk).update(import_key="x")
    asked = len(tableau.requests)
    with transaction.atomic():
        record(ListingImported(actor_id=None, listing="a.csv", created=1, updated=0, unchanged=0, refused=0))
    assert run_jobs() >= 1
    assert Probe.objects.get(url=URL).verdict == "pending"
    assert users_of([embeds.url_key(URL)]) == {embeds.url_key(URL)}
    assert len(tableau.requests) == asked


def test_enlisting_tells_of_urls_that_are_known_to_be_broken(tableau, owner, run_jobs, recorded):
    tableau.serves("/views/Sales/Overview", DENIED)
    draft(owner, embed_url=URL)
    run_jobs()
    Embedding.objects.all().delete()
    assert services.enlist(is_imported=False) == 1
    assert len(broken(recorded)) == 2
    assert services.enlist(is_imported=False) == 0
