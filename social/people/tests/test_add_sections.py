"""Apps above add sections to a face."""

import pytest

from social.people import sections
from social.people.sections import register_profile_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})


def test_a_section_is_asked_for_the_profile_and_its_viewer(api, owner, stranger):
    asked = []

    def badges(profile_user_id, viewer):
        asked.append((profile_user_id, viewer.pk))
        return [{"name": "early"}]

    register_profile_section("badges", badges)
    assert api.as_(stranger).get("/users/owner").json()["badges"] == [{"name": "early"}]
    api.get("/users/owner")
    assert asked == [(owner.pk, stranger.pk), (owner.pk, None)]


def test_a_section_with_nothing_to_show_is_absent(api, owner):
    register_profile_section("streaks", lambda profile_user_id, viewer: None)
    register_profile_section("badges", lambda profile_user_id, viewer: [])
    seen = api.get("/users/owner").json()
    assert "streaks" not in seen
    assert seen["badges"] == []


def test_a_closed_profile_asks_no_section(api, owner, stranger):
    type(owner.profile).objects.filter(pk=owner.pk).update(show_profile="nobody")
    asked = []
    register_profile_section("badges", lambda profile_user_id, viewer: asked.append(1))
    assert "badges" not in api.as_(stranger).get("/users/owner").json()
    assert asked == []


def test_a_stub_asks_no_section(api, owner, blocked):
    asked = []
    register_profile_section("badges", lambda profile_user_id, viewer: asked.append(1))
    assert "badges" not in api.as_(owner).get("/users/blocked-b").json()
    assert asked == []


def test_two_apps_cannot_fill_one_section():
    register_profile_section("badges", len)
    register_profile_section("badges", len)
    with pytest.raises(RuntimeError, match="badges"):
        register_profile_section("badges", max)
