"""What members say of themselves is screened."""

from __future__ import annotations

import pytest

from accounts.profiles.events import ProfileHidden
from accounts.profiles.models import Profile
from config import entities
from config.entities import Outcome, Verdict
from config.roles import ANONYMOUS
from config.testing.client import codes


@pytest.fixture(autouse=True)
def screener():
    """Rejects "badword", holds "doubtful", flags "odd"."""
    seen = []

    def screen(kind, thing_id, text, author_id):
        seen.append((kind, thing_id, text, author_id))
        for word, outcome in (("badword", Outcome.REJECT), ("doubtful", Outcome.HOLD), ("odd", Outcome.FLAG)):
            if word in text:
                return Verdict(outcome, ("test",))
        return Verdict(Outcome.ALLOW)

    before = entities._screener
    entities.set_screener(screen)
    yield seen
    entities.set_screener(before)


def test_a_rejected_text_changes_nothing_and_names_its_fields(api, owner):
    answer = api.as_(owner).patch("/users/profile", {"title": "badword"})
    assert (answer.status_code, answer.json()["code"]) == (400, "content_rejected")
    assert codes(answer) == {"title": "content_rejected"}
    assert Profile.objects.get(pk=owner.pk).title == ""


def test_a_rejected_username_is_neither_registered_nor_taken_by_renaming(api, owner):
    body = {"username": "badword", "email": "new@example.com", "password": "correct horse battery 7"}
    assert api.post("/auth/register", body).json()["code"] == "content_rejected"
    answer = api.as_(owner).post("/users/profile/username", {"username": "badword"})
    assert answer.json()["code"] == "content_rejected"


def test_a_held_profile_is_seen_by_its_owner_and_moderators_alone(api, owner, stranger, moderator):
    assert api.as_(owner).patch("/users/profile", {"bio": "doubtful"}).status_code == 200
    visible = entities.kind("profile").visible_to
    assert not visible(ANONYMOUS).filter(pk=owner.pk).exists()
    assert not visible(stranger).filter(pk=owner.pk).exists()
    assert visible(owner).filter(pk=owner.pk).exists()
    assert visible(moderator).filter(pk=owner.pk).exists()


def test_holding_a_profile_is_told_once_like_any_other_hiding_of_it(api, owner, recorded):
    api.as_(owner).patch("/users/profile", {"bio": "doubtful"})
    shown = api.as_(owner).patch("/users/profile", {"title": "doubtful too"})
    assert [event.user_id for event in recorded(ProfileHidden)] == [owner.pk]
    assert shown["ETag"] == api.as_(owner).get("/users/profile")["ETag"]


def test_a_flagged_text_goes_in(api, owner):
    assert api.as_(owner).patch("/users/profile", {"bio": "odd"}).json()["bio"] == "odd"
    assert Profile.objects.get(pk=owner.pk).hidden_at is None


def test_screening_sees_only_what_changed(api, owner, screener):
    api.as_(owner).patch("/users/profile", {"title": "one", "timezone": "Europe/Lisbon"})
    screener.clear()
    api.as_(owner).patch("/users/profile", {"title": "one", "bio": "two"})
    assert screener == [("profile", owner.pk, "two", owner.pk)]
