"""Making, reading and editing a workbook."""

from __future__ import annotations

import pytest

from config import entities
from config.testing.client import codes
from workbooks.catalog import services
from workbooks.catalog.models import Workbook, WorkbookVersion
from workbooks.catalog.tests.factories import draft, published

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"
BODY = {"title": "Sales", "embed_url": URL}


@pytest.fixture
def screener():
    """Sets what screening says."""
    yield lambda outcome: entities.set_screener(lambda *_: entities.Verdict(outcome))
    entities.set_screener(None)


def test_a_member_makes_a_draft_that_only_they_see(api, owner, stranger):
    answer = api.as_(owner).post(
        "/workbooks", {**BODY, "description": "By *region*", "tags": ["Sales", "sales", "KPI"]}
    )
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["status"] == "draft"
    assert made["visibility"] == "public"
    assert made["slug"] == "sales"
    assert made["tags"] == [{"slug": "sales", "name": "Sales"}, {"slug": "kpi", "name": "KPI"}]
    assert made["description_html"] == "<p>By <em>region</em></p>\n"
    assert made["published_at"] is None
    assert answer["Location"] == f"/api/v1/workbooks/{made['id']}"
    path = f"/workbooks/{made['id']}"
    assert api.as_(owner).get(path).status_code == 200
    assert api.as_(stranger).get(path).json()["code"] == "workbook_not_found"
    assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"title": "x"}, "embed_url", "required"),
        ({"embed_url": URL}, "title", "required"),
        ({**BODY, "title": "   "}, "title", "blank"),
        ({**BODY, "title": "x" * 201}, "title", "max_length"),
        ({**BODY, "title": 5}, "title", "not_text"),
        ({**BODY, "embed_url": "http://public.tableau.com/views/a/b"}, "embed_url", "not_https"),
        ({**BODY, "embed_url": "https://127.0.0.1/"}, "embed_url", "ip_literal"),
        ({**BODY, "embed_url": "https://evil.test/embed/x"}, "embed_url", "host_not_allowed"),
        ({**BODY, "visibility": "secret"}, "visibility", "invalid_choice"),
        ({**BODY, "tags": ["a,b"]}, "tags.0", "not_a_tag"),
        ({**BODY, "tags": ["ok", "..."]}, "tags.1", "not_a_tag"),
        ({**BODY, "tags": [f"t{n}" for n in range(21)]}, "tags", "too_many"),
        ({**BODY, "status": "published"}, "status", "unknown_field"),
        ({**BODY, "author": "x"}, "author", "unknown_field"),
    ],
)
def test_wrong_input_is_refused_with_its_field_and_changes_nothing(api, owner, body, field, code):
    answer = api.as_(owner).post("/workbooks", body)
    assert answer.status_code == 400
    assert codes(answer)[field] == code
    assert not Workbook.objects.exists()


def test_nobody_makes_one_unsigned_or_muted(api, muted):
    assert api.post("/workbooks", BODY).status_code == 401
    assert api.as_(muted).post("/workbooks", BODY).status_code == 403


def test_the_same_key_makes_one_workbook(api, owner):
    first = api.as_(owner).post("/workbooks", BODY, Idempotency_Key="k1")
    again = api.as_(owner).post("/workbooks", BODY, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == again.json()["id"]
    assert api.as_(owner).post("/workbooks", {**BODY, "title": "x"}, Idempotency_Key="k1").status_code == 422
    assert Workbook.objects.count() == 1


def test_an_edit_keeps_the_text_that_it_replaces(api, owner, recorded):
    made = published(owner, title="Old", description="old", tags=["A"])
    answer = api.as_(owner).patch(f"/workbooks/{made.pk}", {"title": "New", "tags": ["B"]})
    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["slug"], answer.json()["description"]) == ("New", "new", "old")
    assert answer.json()["tags"] == [{"slug": "b", "name": "B"}]
    kept = WorkbookVersion.objects.get(workbook=made)
    assert (kept.title, kept.description, kept.tags, kept.number) == ("Old", "old", ["A"], made.version)


def test_put_resets_what_it_leaves_out(api, owner):
    made = published(owner, description="old", tags=["A"], visibility="unlisted")
    answer = api.as_(owner).put(f"/workbooks/{made.pk}", BODY).json()
    assert (answer["description"], answer["tags"], answer["visibility"]) == ("", [], "public")


def test_an_edit_that_changes_nothing_makes_no_version(api, owner):
    made = published(owner, title="Same")
    etag = api.as_(owner).get(f"/workbooks/{made.pk}")["ETag"]
    assert api.as_(owner).patch(f"/workbooks/{made.pk}", {"title": "Same"})["ETag"] == etag
    assert not WorkbookVersion.objects.exists()


def test_a_stale_version_is_refused_before_the_state(api, owner):
    made = draft(owner)
    path = f"/workbooks/{made.pk}"
    etag = api.as_(owner).get(path)["ETag"]
    assert api.as_(owner).patch(path, {"title": "One"}, If_Match=etag).status_code == 200
    stale = [
        api.as_(owner).patch(path, {"title": "Two"}, If_Match=etag),
        api.as_(owner).post(f"{path}/archive", If_Match=etag),
        api.as_(owner).post(f"{path}/publish", If_Match=etag),
        api.as_(owner).delete(path, If_Match=etag),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in stale] == [(412, "stale_version")] * 4
    assert Workbook.objects.get().title == "One"


def test_a_client_that_has_it_is_told_so(api, owner):
    made = published(owner)
    etag = api.get(f"/workbooks/{made.pk}")["ETag"]
    assert api.get(f"/workbooks/{made.pk}", If_None_Match=etag).status_code == 304
    services.edit_workbook(actor=owner, workbook_id=made.pk, changes={"title": "Else"})
    assert api.get(f"/workbooks/{made.pk}", If_None_Match=etag).status_code == 200


def test_only_its_author_changes_it(api, owner, stranger, moderator):
    made, path = published(owner, title="Mine"), "/workbooks/"
    for person in (stranger, moderator):
        assert api.as_(person).patch(f"{path}{made.pk}", {"title": "x"}).json()["code"] == "not_your_workbook"
        assert api.as_(person).delete(f"{path}{made.pk}").status_code == 403
        assert api.as_(person).post(f"{path}{made.pk}/archive").status_code == 403
    hidden = draft(owner)
    assert api.as_(stranger).patch(f"{path}{hidden.pk}", {"title": "x"}).status_code == 404


def test_markup_comes_back_inert(api, owner):
    marker = '"><svg/onload=alert(1)> [x](javascript:alert(1))'
    made = api.as_(owner).post("/workbooks", {**BODY, "title": marker, "description": marker})
    assert made["Content-Type"].startswith("application/json")
    assert "<svg" not in made.json()["description_html"]
    assert "javascript:" not in made.json()["description_html"].split("href")[-1].split(">")[0]


def test_a_rejected_text_is_refused_and_a_held_one_hidden(api, owner, stranger, screener):
    screener(entities.Outcome.REJECT)
    assert api.as_(owner).post("/workbooks", BODY).json()["code"] == "text_rejected"
    screener(entities.Outcome.HOLD)
    made = api.as_(owner).post("/workbooks", BODY).json()
    assert made["is_hidden"] is True
    api.as_(owner).post(f"/workbooks/{made['id']}/publish")
    assert api.as_(stranger).get(f"/workbooks/{made['id']}").status_code == 404
    assert api.as_(owner).get(f"/workbooks/{made['id']}").status_code == 200
