"""How complete a profile is."""

from __future__ import annotations

FULL = {
    "full_name": "Ana Lima",
    "bio": "I draw charts.",
    "title": "Analyst",
    "website": "https://example.com",
    "location": "Lisbon",
}


def test_an_empty_profile_names_what_is_missing(api, unverified):
    body = api.as_(unverified).get("/auth/profile").json()["profile_completeness"]
    assert body == {"percent": 0, "missing": ["full_name", "bio", "title", "website", "location", "email_verified"]}


def test_a_full_profile_of_a_verified_member_is_complete(api, owner):
    client = api.as_(owner)
    assert client.patch("/users/profile", FULL).json()["profile_completeness"] == {"percent": 100, "missing": []}


def test_each_part_counts_the_same(api, owner):
    client = api.as_(owner)
    percents = [client.get("/users/profile").json()["profile_completeness"]["percent"]]
    for name, value in FULL.items():
        percents.append(client.patch("/users/profile", {name: value}).json()["profile_completeness"]["percent"])
    assert percents == [17, 33, 50, 67, 83, 100]
