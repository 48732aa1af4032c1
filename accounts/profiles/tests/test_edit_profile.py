"""Editing one's profile."""

from __future__ import annotations

import pytest

from accounts.profiles.events import ProfileEdited
from config.testing.client import codes


def test_a_member_changes_part_of_their_profile(api, owner, recorded):
    client = api.as_(owner)
    answer = client.patch("/users/profile", {"full_name": "  Ana Lima ", "bio": "I draw *charts*.\n\n- and maps"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["full_name"] == "Ana Lima"
    assert "<em>charts</em>" in body["bio_html"]
    assert client.get("/users/profile").json() == body
    assert client.patch("/users/profile", {"title": "Analyst"}).json()["full_name"] == "Ana Lima"
    assert [event.fields for event in recorded(ProfileEdited)] == [["bio", "full_name"], ["title"]]


def test_replacing_empties_what_is_left_out(api, owner):
    client = api.as_(owner)
    client.patch("/users/profile", {"full_name": "Ana Lima", "title": "Analyst", "timezone": "Europe/Lisbon"})
    body = client.put("/users/profile", {"title": "Designer"}).json()
    assert (body["full_name"], body["title"], body["timezone"]) == ("", "Designer", "UTC")


def test_an_edit_that_changes_nothing_is_no_event(api, owner, recorded):
    api.as_(owner).patch("/users/profile", {"full_name": ""})
    assert recorded(ProfileEdited) == []


@pytest.mark.parametrize(
    "website",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "example.com",
        "http://evil@example.com",
        "http://user:pass@example.com/",
        "http://exa mple.com",
        "https://example.com/a\nb",
        "https://example.com\\@evil.example",
        "https://localhost",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://example.com:0",
        "https://example.com:99999",
        "https://example.com:",
        "https://ex\u0430mple.com",
        'https://example.com/"><svg/onload=alert(1)>',
        "https://example.com/" + "x" * 2_000,
        "https://" + "a." * 140 + "com",
    ],
)
def test_a_website_is_an_honest_web_address(api, owner, website):
    answer = api.as_(owner).patch("/users/profile", {"website": website})
    assert answer.status_code == 400
    assert set(codes(answer)) == {"website"}


@pytest.mark.parametrize("website", ["https://example.com", "http://sub.example.co.uk:8080/a?b=c#d", ""])
def test_honest_web_addresses_are_taken(api, owner, website):
    assert api.as_(owner).patch("/users/profile", {"website": website}).json()["website"] == website


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("full_name", "x" * 101, "max_length"),
        ("full_name", 5, "not_text"),
        ("full_name", None, "null"),
        ("full_name", "a\u202eb", "control_characters"),
        ("title", "a\nb", "control_characters"),
        ("bio", "x" * 2_001, "max_length"),
        ("bio", "a\u0000b", "null_character"),
        ("bio", "a\u0007b", "control_characters"),
        ("timezone", "Mars/Olympus", "unknown_timezone"),
        ("timezone", "../../etc/passwd", "unknown_timezone"),
        ("locale", "fr", "unknown_locale"),
        ("username", "root", "unknown_field"),
        ("role", "admin", "unknown_field"),
        ("followers_count", 5, "unknown_field"),
        ("hidden_at", None, "unknown_field"),
        ("version", 9, "unknown_field"),
    ],
)
def test_what_cannot_stand_there_is_refused_by_field_and_nothing_changes(api, owner, field, value, code):
    client = api.as_(owner)
    before = client.get("/users/profile").json()
    answer = client.patch("/users/profile", {field: value, "title": "x"} if field != "title" else {field: value})
    assert answer.status_code == 400
    assert codes(answer) == {field: code}
    assert client.get("/users/profile").json() == before


@pytest.mark.parametrize(
    "bio",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "<a href='java\tscript:alert(1)'>x</a>",
        '"><svg/onload=alert(1)>',
    ],
)
def test_a_bio_is_shown_without_anything_active_in_it(api, owner, bio):
    html = api.as_(owner).patch("/users/profile", {"bio": bio}).json()["bio_html"]
    for active in ("<script", "<img", "<svg", 'href="java', 'href="data', 'href="vb', "<a href='java"):
        assert active not in html


def test_a_stale_edit_is_refused_and_a_fresh_one_taken(api, owner):
    client = api.as_(owner)
    etag = client.get("/users/profile")["ETag"]
    assert client.get("/users/profile", If_None_Match=etag).status_code == 304
    edited = client.patch("/users/profile", {"title": "first"}, If_Match=etag)
    assert edited.status_code == 200
    assert edited["ETag"] != etag
    stale = client.patch("/users/profile", {"title": "second"}, If_Match=etag)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert client.patch("/users/profile", {"title": "third"}, If_Match=edited["ETag"]).status_code == 200
    assert client.patch("/users/profile", {"title": "fourth"}, If_Match="rubbish").status_code == 412


def test_a_muted_member_reads_and_does_not_write(api, muted):
    client = api.as_(muted)
    assert client.get("/users/profile").status_code == 200
    for method in (client.patch, client.put):
        assert method("/users/profile", {"title": "x"}).json()["code"] == "muted"


def test_visitors_have_no_profile(api, db):
    assert api.get("/users/profile").status_code == 401
    assert api.patch("/users/profile", {"title": "x"}).status_code == 401
