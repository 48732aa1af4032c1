"""Withdrawing erases the place and the consent, and what is still under way brings neither back."""

from __future__ import annotations

import pytest

from accounts.presence import services, words
from accounts.presence.errors import ConsentRequired
from accounts.presence.models import SharedLocation
from accounts.presence.places import Place
from accounts.privacy.services import give_consent, publish_document, withdraw_consent
from accounts.profiles import services as profiles
from config.events.models import DomainEvent
from config.testing.crowd import at_once

PATH = "/users/profile/location"


@pytest.fixture
def sharing(owner):
    services.share_location(user_id=owner.pk, place=Place("DE", "DE-BE", 525, 134), consent=words.CURRENT)
    profiles.set_privacy(user_id=owner.pk, privacy={"location": "everyone"})
    return owner


def test_it_is_gone_at_once_everywhere(api, sharing, friend):
    assert api.get("/users/owner").json()["shared_location"]["country"] == "DE"
    assert api.as_(sharing).delete(PATH).status_code == 204
    assert not SharedLocation.objects.exists()
    assert "shared_location" not in api.get("/users/owner").json()
    assert "shared_location" not in api.as_(friend).get("/users/owner").json()
    assert api.as_(sharing).get("/users/profile").json()["shared_location"] is None
    assert api.as_(sharing).get(PATH).json()["is_shared"] is False


def test_the_log_says_that_and_not_where(api, sharing):
    api.as_(sharing).delete(PATH)
    said = DomainEvent.objects.filter(name__startswith="location.").order_by("pk")
    assert [event.name for event in said] == ["location.shared", "location.withdrawn"]
    for event in said:
        assert set(event.payload) <= {"actor_id", "user_id", "words_version"}


def test_withdrawing_twice_is_no_error_and_no_news(api, sharing):
    assert [api.as_(sharing).delete(PATH).status_code for _ in range(2)] == [204, 204]
    assert DomainEvent.objects.filter(name="location.withdrawn").count() == 1


def test_sharing_again_wants_consent_again(api, sharing):
    client = api.as_(sharing)
    client.delete(PATH)
    assert client.put(PATH, {"country": "DE"}).json()["code"] == "consent_required"
    assert client.put(PATH, {"country": "DE", "consent": words.CURRENT}).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_place_under_way_does_not_come_back_after_it_was_withdrawn(person):
    for turn in range(10):
        member = person(f"member-{turn}")
        services.share_location(user_id=member.pk, place=Place("DE"), consent=words.CURRENT)

        def act(number, member=member):
            if number == 0:
                return services.withdraw_location(user_id=member.pk)
            try:
                services.share_location(user_id=member.pk, place=Place("DE", "DE-BE", 525, number))
            except ConsentRequired:
                return "refused"
            return "shared"

        assert at_once(act, 6)[0] is True
        assert not SharedLocation.objects.filter(pk=member.pk).exists()


def test_consent_to_location_taken_back_takes_the_place_with_it_at_once(sharing, friend):
    publish_document(kind="location", version="1", title="Location", actor=None)
    give_consent(user_id=sharing.pk, kind="location")
    give_consent(user_id=friend.pk, kind="location")
    withdraw_consent(user_id=friend.pk, kind="location")
    assert SharedLocation.objects.filter(pk=sharing.pk).exists()
    withdraw_consent(user_id=sharing.pk, kind="location")
    assert not SharedLocation.objects.exists()
