"""Favourites: the mark, the count, who sees whose."""

from __future__ import annotations

import pytest

from accounts.profiles import services as profiles
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services
from workbooks.engagement.events import WorkbookFavorited, WorkbookUnfavorited
from workbooks.engagement.models import Favorite

pytestmark = pytest.mark.django_db


def test_marking_twice_is_marking_once(api, owner, stranger, recorded):
    made = published(owner)
    Workbook.objects.update(imported_favorites=10)
    path = f"/workbooks/{made.pk}/favorite"
    for _ in range(2):
        answer = api.as_(stranger).post(path)
        assert (answer.status_code, answer.json()) == (200, {"is_favorited": True, "favorite_count": 11})
    assert api.as_(stranger).get(path).json() == {"is_favorited": True, "favorite_count": 11}
    assert api.as_(owner).get(path).json() == {"is_favorited": False, "favorite_count": 11}
    assert Workbook.objects.get().favorite_count == 1
    for _ in range(2):
        assert api.as_(stranger).delete(path).status_code == 204
    assert api.as_(stranger).get(path).json() == {"is_favorited": False, "favorite_count": 10}
    assert (len(recorded(WorkbookFavorited)), len(recorded(WorkbookUnfavorited))) == (1, 1)


def test_what_one_cannot_see_cannot_be_marked(api, owner, stranger, blocked, muted):
    assert api.as_(stranger).post(f"/workbooks/{draft(owner).pk}/favorite").status_code == 404
    made = published(owner)
    assert api.as_(blocked).post(f"/workbooks/{made.pk}/favorite").status_code == 404
    assert api.as_(muted).post(f"/workbooks/{made.pk}/favorite").status_code == 403
    assert api.post(f"/workbooks/{made.pk}/favorite").status_code == 401
    assert not Favorite.objects.exists()


def test_a_mark_on_what_is_hidden_by_now_can_be_taken_back(api, owner, stranger):
    made = published(owner)
    services.favorite(member=stranger, workbook_id=made.pk)
    catalog.hide_workbook(made.pk)
    assert api.as_(stranger).delete(f"/workbooks/{made.pk}/favorite").status_code == 204
    assert not Favorite.objects.exists()


def test_people_are_listed_as_far_as_their_privacy_allows(api, owner, stranger, friend, blocked):
    made, path = published(stranger), "/workbooks/{}/favorites"
    for person in (owner, friend, blocked):
        services.favorite(member=person, workbook_id=made.pk)
    profiles.set_privacy(user_id=owner.pk, privacy={"favorites": "followers"})

    def names(client):
        return [row["username"] for row in client.get(path.format(made.pk)).json()["results"]]

    assert names(api) == ["blocked-b", "friend"]
    assert names(api.as_(friend)) == ["blocked-b", "friend", "owner"]
    assert names(api.as_(owner)) == ["friend", "owner"]
    assert names(api.as_(blocked)) == ["blocked-b", "friend"]


def test_whom_moderation_has_hidden_is_named_to_moderators_and_themselves_alone(api, owner, stranger, moderator):
    made = published(owner)
    services.favorite(member=stranger, workbook_id=made.pk)
    profiles.hide(stranger.pk)
    path = f"/workbooks/{made.pk}/favorites"
    named = [len(each.get(path).json()["results"]) for each in (api, *map(api.as_, (owner, stranger, moderator)))]
    assert named == [0, 0, 1, 1]


def test_a_members_favourites_are_shown_as_they_choose(api, owner, stranger, friend, moderator, blocked):
    open_one, unlisted = published(stranger, title="open"), published(stranger, title="by link", visibility="unlisted")
    for made in (open_one, unlisted):
        services.favorite(member=owner, workbook_id=made.pk)

    def shown(client):
        answer = client.get("/users/owner/favorites")
        return [row["title"] for row in answer.json()["results"]] if answer.status_code == 200 else answer.status_code

    assert shown(api) == ["open"]
    assert shown(api.as_(owner)) == ["by link", "open"]
    assert shown(api.as_(blocked)) == 404
    for audience, expected in (("followers", [404, ["open"], 404]), ("nobody", [404, 404, 404])):
        profiles.set_privacy(user_id=owner.pk, privacy={"favorites": audience})
        assert [shown(api.as_(each)) for each in (stranger, friend, moderator)] == expected
        assert shown(api.as_(owner)) == ["by link", "open"]
    assert api.get("/users/nobody-here/favorites").status_code == 404


def test_pages_of_favourites_follow_each_other(api, owner, stranger):
    made = [published(stranger) for _ in range(3)]
    for each in made:
        services.favorite(member=owner, workbook_id=each.pk)
    first = api.get("/users/owner/favorites", {"limit": "2"}).json()
    second = api.get(first["next"][first["next"].index("/api") :]).json()
    assert [row["id"] for row in first["results"] + second["results"]] == [str(each.pk) for each in reversed(made)]
