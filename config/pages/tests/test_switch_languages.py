"""The language is the browser's, until somebody switches it; then it keeps."""

from __future__ import annotations

import pytest
from django.test import Client

from config.testing.visiting import Visitor

pytestmark = pytest.mark.django_db


def languages(visitor, path="/sign-in"):
    return visitor.follow(path).all("html")[0]["lang"]


def test_the_browser_says_which(settings):
    for sent, spoken in (
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en", "en"),
        ("fr,de;q=0.5", "de"),
        ("tlh", "en"),
        ("", "en"),
    ):
        assert languages(Visitor(sent)) == spoken


def test_the_switch_keeps_against_what_the_browser_says():
    visitor = Visitor("en")
    switched = visitor.send("/language", {"language": "de", "next": "/sign-in?next=%2Fu%2Fana"})
    assert (switched.status, switched.answer["Location"]) == (303, "/sign-in?next=%2Fu%2Fana")
    cookie = switched.answer.cookies["django_language"]
    assert (cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("Lax", True, 365 * 24 * 3600)
    assert languages(visitor) == "de"
    visitor.send("/language", {"language": "en"})
    assert languages(visitor) == "en"


def test_the_form_stands_on_every_page_and_names_the_language_of_now():
    for path in ("/", "/sign-in", "/nothing", "/guides"):
        page = Visitor("de").follow(path)
        (now,) = [button for button in page.all("button") if button.get("aria-current")]
        assert (now["value"], now["lang"]) == ("de", "de")


@pytest.mark.parametrize("language", ["fr", "", "../de", "de\r\nSet-Cookie: x=1", "DE", "d" * 9_000])
def test_a_language_that_is_not_spoken_here_is_refused(language):
    answer = Client().post("/language", {"language": language})
    assert answer.status_code == 400
    assert "django_language" not in answer.cookies


@pytest.mark.parametrize("target", ["//evil.test", "https:evil.test", "/\\evil.test", "/\r\nSet-Cookie: x=1", "x", ""])
def test_it_never_leads_elsewhere(target):
    answer = Client().post("/language", {"language": "de", "next": target})
    assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://testserver.evil.test"])
def test_no_other_site_sets_it(origin):
    assert Client().post("/language", {"language": "de"}, headers={"Origin": origin}).status_code == 403


def test_a_link_does_not_set_it():
    assert Client().get("/language", {"language": "de"}).status_code == 405


@pytest.mark.parametrize("cookie", ["fr", "xx-yy", "../../etc/passwd", "'", "de" * 500])
def test_a_hostile_cookie_means_nothing(cookie):
    visitor = Visitor("de")
    visitor.client.cookies["django_language"] = cookie
    assert languages(visitor) == "de"


def test_a_body_past_its_cap_is_refused_before_it_is_read(client):
    """As a page that says so: the count is in the head, and nobody reads what is behind it."""
    answer = client.post("/language", {"language": "de"}, CONTENT_LENGTH="50000000")
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")
