"""Publishing, archiving, remixing, deleting and purging."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from config import clock
from workbooks.catalog import services
from workbooks.catalog.events import (
    WorkbookArchived,
    WorkbookDeleted,
    WorkbookPublished,
    WorkbookRemixed,
    WorkbookRepublished,
)
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds.models import EmbedSource
from workbooks.tags.models import Tag

pytestmark = pytest.mark.django_db


def counts(person):
    person.profile.refresh_from_db()
    return person.profile.workbooks_count, dict(Tag.objects.values_list("slug", "workbooks_count"))


def test_publishing_shows_it_counts_it_and_tells_it_once(api, owner, recorded):
    made = draft(owner, tag_names=["Sales"])
    assert counts(owner) == (0, {"sales": 0})
    answers = [api.as_(owner).post(f"/workbooks/{made.pk}/publish") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["status"] == "published"
    assert answers[0].json()["published_at"]
    assert api.get(f"/workbooks/{made.pk}").status_code == 200
    assert counts(owner) == (1, {"sales": 1})
    (told,) = recorded(WorkbookPublished)
    assert (told.actor_id, told.workbook_id) == (owner.pk, made.pk)


def test_a_source_out_of_use_keeps_a_draft_from_being_published(api, owner):
    made = draft(owner)
    EmbedSource.objects.update(is_active=False)
    answer = api.as_(owner).post(f"/workbooks/{made.pk}/publish")
    assert (answer.status_code, answer.json()["code"]) == (400, "embed_url_refused")


def test_an_archived_workbook_is_its_authors_alone_and_comes_back(api, owner, stranger, recorded):
    made = published(owner, tags=["Sales"])
    when = made.published_at
    for _ in range(2):
        assert api.as_(owner).post(f"/workbooks/{made.pk}/archive").json()["status"] == "archived"
    assert len(recorded(WorkbookArchived)) == 1
    assert api.as_(stranger).get(f"/workbooks/{made.pk}").status_code == 404
    assert api.as_(owner).get(f"/workbooks/{made.pk}").status_code == 200
    assert counts(owner) == (0, {"sales": 0})
    assert api.as_(owner).post(f"/workbooks/{made.pk}/publish").status_code == 200
    made.refresh_from_db()
    assert made.published_at == when
    assert counts(owner) == (1, {"sales": 1})
    assert len(recorded(WorkbookRepublished)) == 1
    assert len(recorded(WorkbookPublished)) == 1


def test_a_draft_cannot_be_archived(api, owner):
    answer = api.as_(owner).post(f"/workbooks/{draft(owner).pk}/archive")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_published")


def test_a_remix_and_its_source_know_of_each_other(api, owner, stranger, recorded):
    source = published(owner, title="Source", tags=["Sales"])
    remix = api.as_(stranger).post(f"/workbooks/{source.pk}/duplicate")
    assert remix.status_code == 201
    made = remix.json()
    assert made["status"] == "draft"
    assert made["author"]["username"] == "stranger"
    assert made["remix_of"] == {"id": str(source.pk), "title": "Source"}
    assert made["tags"] == [{"slug": "sales", "name": "Sales"}]
    assert api.get(f"/workbooks/{source.pk}").json()["remixes"] == []
    api.as_(stranger).post(f"/workbooks/{made['id']}/publish")
    assert api.get(f"/workbooks/{source.pk}").json()["remixes"] == [{"id": made["id"], "title": "Source"}]
    assert len(recorded(WorkbookRemixed)) == 1
    api.as_(owner).delete(f"/workbooks/{source.pk}")
    assert api.get(f"/workbooks/{made['id']}").json()["remix_of"] is None


def test_a_workbook_one_cannot_see_cannot_be_remixed(api, owner, stranger):
    assert api.as_(stranger).post(f"/workbooks/{draft(owner).pk}/duplicate").status_code == 404


def test_deleting_hides_at_once_and_purges_after_thirty_days(api, owner, recorded):
    made = published(owner, tags=["Sales"])
    assert api.as_(owner).delete(f"/workbooks/{made.pk}").status_code == 204
    assert api.as_(owner).get(f"/workbooks/{made.pk}").status_code == 404
    assert api.as_(owner).delete(f"/workbooks/{made.pk}").status_code == 404
    assert counts(owner) == (0, {"sales": 0})
    assert len(recorded(WorkbookDeleted)) == 1
    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert services.purge_deleted() == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert services.purge_deleted() == 1
    assert not Workbook.objects.exists()


def test_moderation_hides_from_all_but_the_author_and_the_staff(api, owner, stranger, moderator):
    made = published(owner, tags=["Sales"])
    services.hide_workbook(made.pk)
    services.hide_workbook(made.pk)
    assert counts(owner) == (0, {"sales": 0})
    assert api.get(f"/workbooks/{made.pk}").status_code == 404
    assert api.as_(stranger).get(f"/workbooks/{made.pk}").status_code == 404
    assert api.as_(owner).get(f"/workbooks/{made.pk}").json()["is_hidden"] is True
    assert api.as_(moderator).get(f"/workbooks/{made.pk}").json()["is_hidden"] is True
    assert api.as_(moderator).get("/workbooks").json()["results"] == []
    services.restore_workbook(made.pk)
    assert api.as_(stranger).get(f"/workbooks/{made.pk}").status_code == 200
    assert counts(owner) == (1, {"sales": 1})


def test_changing_the_visibility_changes_the_counts(owner):
    made = published(owner, tags=["Sales"])
    for visibility, number in (("unlisted", 0), ("followers", 0), ("public", 1), ("private", 0)):
        services.edit_workbook(actor=owner, workbook_id=made.pk, changes={"visibility": visibility})
        assert counts(owner) == (number, {"sales": number})
