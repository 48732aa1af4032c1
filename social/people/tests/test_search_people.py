"""Searching people: by name whoever stands in lists, by title those whose profile the viewer may see."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.profiles import services as profiles
from accounts.profiles.models import Profile
from accounts.users import services as users
from social.graph import services as graph
from social.people import services
from social.people.models import PersonEntry

pytestmark = pytest.mark.django_db


def found(api: Any, q: str) -> list[str]:
    answer = api.get("/search/users", {"q": q})
    assert answer.status_code == 200, answer.content
    return [row["username"] for row in answer.json()["results"]]


@pytest.fixture
def ana(person: Any, deliver: Any) -> Any:
    made = person("ana-lima")
    profiles.edit_profile(user_id=made.pk, changes={"full_name": "Ána Límová", "title": "Cartographer", "bio": "rides"})
    deliver()
    return made


def test_names_and_titles_are_found_whatever_their_case_and_accents(api, ana):
    assert [found(api, q) for q in ("ana", "LIMOVA", "limova ana", "lim", "cartogr")] == [["ana-lima"]] * 5
    assert found(api, "rides") == []
    (row,) = api.get("/search/users?q=ana").json()["results"]
    assert (row["full_name"], row["is_following"]) == ("Ána Límová", False)


def test_a_title_that_the_profile_does_not_show_is_not_searched(api, ana, stranger, friend, owner):
    Profile.objects.filter(pk=ana.pk).update(show_profile="followers")
    graph.follow(actor=friend, person=ana)
    assert found(api.as_(friend), "cartographer") == found(api.as_(ana), "cartographer") == ["ana-lima"]
    assert found(api, "cartographer") == found(api.as_(stranger), "cartographer") == []
    assert found(api, "limova cartographer") == []
    assert found(api, "limova") == ["ana-lima"]


def test_whoever_stands_in_no_list_is_neither_found_nor_suggested(api, ana, stranger):
    def everywhere(client: Any) -> tuple[list[str], list[str]]:
        typed = client.get("/search/suggestions?q=limova").json()["results"]
        return found(client, "limova"), [each["username"] for each in typed]

    assert everywhere(api.as_(stranger)) == (["ana-lima"], ["ana-lima"])
    graph.block(actor=stranger, person=ana)
    assert everywhere(api.as_(stranger)) == ([], [])
    graph.unblock(actor=stranger, person=ana)
    graph.block(actor=ana, person=stranger)
    assert everywhere(api.as_(stranger)) == ([], [])
    Profile.objects.filter(pk=ana.pk).update(hidden_at="2026-11-20T10:00:00Z")
    assert everywhere(api) == ([], [])
    Profile.objects.filter(pk=ana.pk).update(hidden_at=None)
    type(ana).objects.filter(pk=ana.pk).update(status="suspended")
    assert everywhere(api) == ([], [])


def test_the_index_follows_renames_and_edits_and_forgets(api, ana, deliver):
    users.rename(user_id=ana.pk, username="anouk", actor=ana)
    profiles.edit_profile(user_id=ana.pk, changes={"full_name": "Anouk", "title": ""})
    deliver()
    assert [found(api, q) for q in ("limova", "cartographer", "ana", "anouk")] == [[], [], [], ["anouk"]]
    assert services.unindex_person(user_id=ana.pk) == 1
    assert not PersonEntry.objects.filter(user=ana).exists()
    assert services.sweep() >= 1
    assert found(api, "anouk") == ["anouk"]


def test_more_followers_come_first_and_pages_hold_everyone_once(api, person):
    for number in range(5):
        person(f"maker-{number}")
    services.sweep()
    Profile.objects.filter(user__username="maker-3").update(followers_count=50)
    assert services.refresh_scores() == 1
    seen, url = [], "/api/v1/search/users?q=maker&limit=2"
    while url:
        page = api.request("GET", url.replace("http://localhost:8000", ""), absolute=True).json()
        seen += [row["username"] for row in page["results"]]
        url = page["next"]
    assert seen[0] == "maker-3"
    assert len(seen) == len(set(seen)) == 5
