"""POST /sigma/validate: the rules at once, the verdict when it is known."""

from __future__ import annotations

import pytest

from config.testing.client import Api, codes
from config.testing.hostile import PUBLIC, answer
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"


@pytest.fixture
def api(owner):
    ship_sources()
    return Api().as_(owner)


def test_a_good_url_is_allowed_pending_and_then_judged(api, hostile, run_jobs):
    hostile.names[HOST] = [[PUBLIC]]
    hostile.serves("/views/Sales/Overview", answer(b"<title>Sales</title>", Content_Type="text/html"))
    first = api.post("/sigma/validate", {"url": "HTTPS://Public.Tableau.com:443/views/Sales/Overview"})
    assert first.status_code == 200
    assert first.json() == {
        "allowed": True,
        "source": "Tableau Public",
        "verdict": "pending",
        "reasons": [],
        "normalized_url": URL,
        "checked_at": None,
    }
    run_jobs()
    second = api.post("/sigma/validate", {"url": URL}).json()
    assert (second["verdict"], second["allowed"]) == ("ok", True)
    assert second["checked_at"].endswith("Z")


def test_a_url_of_the_rules_may_still_lead_nowhere(api, hostile, run_jobs):
    assert api.post("/sigma/validate", {"url": URL}).json()["verdict"] == "pending"
    run_jobs()
    answered = api.post("/sigma/validate", {"url": URL}).json()
    assert (answered["allowed"], answered["verdict"]) == (True, "unreachable")
    assert answered["reasons"] == ["name_not_found"]


def test_a_url_that_breaks_a_rule_is_answered_with_the_rule_and_nothing_is_asked(api, hostile, run_jobs):
    answered = api.post("/sigma/validate", {"url": "https://sigma.evil.example/embed/"})
    assert answered.status_code == 200
    assert answered.json() == {
        "allowed": False,
        "source": None,
        "verdict": "not_allowed",
        "reasons": ["host_not_allowed"],
        "normalized_url": None,
        "checked_at": None,
    }
    assert run_jobs() == 0
    assert hostile.look_ups == []


@pytest.mark.parametrize("url", [URL + "?:jwt=eyJ.a.b", URL + "?a=b&%3Ajwt=x", URL + "#:jwt=x", URL + "?JWT=x"])
def test_somebodys_signed_url_is_not_shared(api, url):
    assert api.post("/sigma/validate", {"url": url}).json()["reasons"] == ["carries_token"]


def test_our_own_host_is_no_source_even_where_an_administrator_claims_it(api, settings):
    from workbooks.embeds.models import EmbedSource

    settings.BASE_URL = "https://play.example.com"
    EmbedSource.objects.create(slug="own", name="Own", hosts=["*.example.com"], paths=["/**"])
    answered = api.post("/sigma/validate", {"url": "https://play.example.com/embed/x"}).json()
    assert answered["reasons"] == ["own_host"]
    assert api.post("/sigma/validate", {"url": "https://bi.example.com/embed/x"}).json()["allowed"] is True


def test_it_is_for_members(api, muted):
    assert Api().post("/sigma/validate", {"url": URL}).status_code == 401
    assert Api().as_(muted).post("/sigma/validate", {"url": URL}).status_code == 403


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "url", "required"),
        ({"url": ""}, "url", "blank"),
        ({"url": 5}, "url", "not_text"),
        ({"url": URL, "x": 1}, "x", "unknown_field"),
    ],
)
def test_what_is_no_url_at_all_is_a_400(api, body, field, code):
    refused = api.post("/sigma/validate", body)
    assert refused.status_code == 400
    assert codes(refused)[field] == code
