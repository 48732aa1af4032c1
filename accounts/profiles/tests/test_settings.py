"""One's own settings."""

from __future__ import annotations

import pytest

from accounts.profiles.events import PrivacyChanged, ProfileEdited
from accounts.profiles.models import Profile
from config.testing.client import codes

BEGINNING = {
    "profile": "everyone",
    "activity": "everyone",
    "favorites": "everyone",
    "friends": "friends",
    "streaks": "everyone",
    "location": "nobody",
    "messages": "followers",
    "online": "friends",
}


def test_privacy_starts_as_the_conventions_say(api, owner):
    answer = api.as_(owner).get("/users/profile/settings")
    assert answer.status_code == 200
    assert answer.json() == {"timezone": "UTC", "locale": "en", "approves_followers": False, "privacy": BEGINNING}


def test_a_member_changes_what_they_name_and_nothing_else(api, owner, recorded):
    body = {"locale": "de", "privacy": {"favorites": "friends", "messages": "nobody"}}
    answer = api.as_(owner).patch("/users/profile/settings", body)
    assert answer.json() == {
        "timezone": "UTC",
        "locale": "de",
        "approves_followers": False,
        "privacy": BEGINNING | {"favorites": "friends", "messages": "nobody"},
    }
    profile = Profile.objects.get(pk=owner.pk)
    assert (profile.show_favorites, profile.accept_messages) == ("friends", "nobody")
    assert [event.fields for event in recorded(PrivacyChanged)] == [["accept_messages", "show_favorites"]]
    assert [event.fields for event in recorded(ProfileEdited)] == [["locale"]]


def test_a_member_may_ask_to_approve_followers(api, owner, recorded):
    answer = api.as_(owner).patch("/users/profile/settings", {"approves_followers": True})
    assert answer.json()["approves_followers"] is True
    assert Profile.objects.get(pk=owner.pk).approves_followers
    assert [event.fields for event in recorded(PrivacyChanged)] == [["approves_followers"]]


def test_replacing_returns_what_is_left_out_to_how_it_began(api, owner):
    client = api.as_(owner)
    client.patch("/users/profile/settings", {"timezone": "Europe/Lisbon", "privacy": {"profile": "nobody"}})
    body = client.put("/users/profile/settings", {"privacy": {"online": "nobody"}}).json()
    assert body == {
        "timezone": "UTC",
        "locale": "en",
        "approves_followers": False,
        "privacy": BEGINNING | {"online": "nobody"},
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"locale": "xx"}, "locale"),
        ({"privacy": {"profile": "enemies"}}, "privacy.profile"),
        ({"privacy": {"profile": True}}, "privacy.profile"),
        ({"privacy": {"everything": "nobody"}}, "privacy.everything"),
        ({"privacy": "nobody"}, "privacy"),
        ({"approves_followers": "perhaps"}, "approves_followers"),
        ({"theme": "dark"}, "theme"),
    ],
)
def test_wrong_settings_are_refused_by_field(api, owner, body, field):
    client = api.as_(owner)
    answer = client.patch("/users/profile/settings", body)
    assert answer.status_code == 400
    assert field in codes(answer)
    assert client.get("/users/profile/settings").json()["privacy"] == BEGINNING


def test_a_muted_member_may_still_hide_things(api, muted):
    answer = api.as_(muted).patch("/users/profile/settings", {"privacy": {"profile": "nobody"}})
    assert answer.json()["privacy"]["profile"] == "nobody"


def test_a_stale_edit_is_refused(api, owner):
    client = api.as_(owner)
    etag = client.get("/users/profile/settings")["ETag"]
    assert client.patch("/users/profile/settings", {"locale": "de"}, If_Match=etag).status_code == 200
    assert client.patch("/users/profile/settings", {"locale": "en"}, If_Match=etag).status_code == 412
