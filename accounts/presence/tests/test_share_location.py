"""A place is shared by consent alone, and no finer than a tenth of a degree."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.presence import services, words
from accounts.presence.errors import ConsentRequired
from accounts.presence.models import SharedLocation
from accounts.presence.places import Place, place_of, tenths
from config.errors import InvalidInput
from config.events.models import DomainEvent
from config.testing.client import codes

PATH = "/users/profile/location"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLACE = {"country": "DE", "region": "DE-BE", "latitude": 52.5200066, "longitude": 13.404954}


def news(verb="location.shared"):
    return DomainEvent.objects.filter(name=verb).count()


def test_it_is_off_until_one_agrees(api, owner):
    client = api.as_(owner)
    shown = client.get(PATH).json()
    assert (shown["is_shared"], shown["location"]) == (False, None)
    assert shown["words"]["version"] == words.CURRENT
    assert "tenth of a degree" in shown["words"]["text"]
    refused = client.put(PATH, PLACE)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_required")
    assert refused.json()["words_version"] == words.CURRENT
    assert not SharedLocation.objects.exists()
    assert news() == 0


def test_the_consent_is_kept_with_its_time_and_words(api, owner):
    with time_machine.travel(NOON, tick=False):
        answer = api.as_(owner).put(PATH, PLACE | {"consent": words.CURRENT})
    assert answer.status_code == 200
    assert answer.json()["location"] == {
        "country": "DE",
        "region": "DE-BE",
        "latitude": 52.5,
        "longitude": 13.4,
        "last_shared_at": "2026-11-20T12:00:00Z",
        "consented_at": "2026-11-20T12:00:00Z",
        "words_version": words.CURRENT,
    }
    assert news() == 1
    assert DomainEvent.objects.get(name="location.shared").payload["words_version"] == words.CURRENT


def test_the_same_place_again_is_renewed_and_no_news(api, owner):
    with time_machine.travel(NOON, tick=False):
        client = api.as_(owner)
        assert client.put(PATH, PLACE | {"consent": words.CURRENT}).status_code == 200
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        again = client.put(PATH, PLACE | {"latitude": 52.54}).json()["location"]
    assert (again["consented_at"], again["last_shared_at"]) == ("2026-11-20T12:00:00Z", "2026-11-20T12:05:00Z")
    assert news() == 1
    assert api.as_(owner).put(PATH, {"country": "PT"}).status_code == 200
    assert news() == 2
    row = SharedLocation.objects.get()
    assert (row.country, row.region, row.latitude_tenths, row.longitude_tenths) == ("PT", "", None, None)


def test_old_words_must_be_agreed_to_anew(api, owner, monkeypatch):
    client = api.as_(owner)
    client.put(PATH, PLACE | {"consent": words.CURRENT})
    SharedLocation.objects.update(words_version=words.CURRENT - 1)
    assert client.put(PATH, PLACE).json()["code"] == "consent_required"
    assert client.put(PATH, PLACE | {"consent": words.CURRENT}).status_code == 200
    assert SharedLocation.objects.get().words_version == words.CURRENT


def test_consent_to_other_words_is_none(api, owner):
    for version in (0, words.CURRENT + 1):
        answer = api.as_(owner).put(PATH, PLACE | {"consent": version})
        assert (answer.status_code, codes(answer)) == (400, {"consent": "other_words"})
    assert not SharedLocation.objects.exists()


@pytest.mark.parametrize(
    ("degrees", "kept"),
    [
        (52.5200066, 525), (13.404954, 134), (-0.04, 0), (-0.06, -1), (0.05, 0), (0.15, 2), (90, 900), (-180.0, -1800),
        (89.96, 900), (1e-300, 0),
    ],
)  # fmt: skip
def test_a_coordinate_is_rounded_to_whole_tenths(degrees, kept):
    assert tenths(degrees) == kept


def test_nothing_finer_is_kept_or_logged_anywhere(api, owner, caplog):
    with caplog.at_level(logging.DEBUG):
        assert api.as_(owner).put(PATH, PLACE | {"consent": words.CURRENT}).status_code == 200
        assert api.as_(owner).put(PATH, PLACE | {"country": "XX"}).status_code == 400
        assert api.as_(owner).put(PATH, PLACE | {"latitude": 152.5200066}).status_code == 400
    row = SharedLocation.objects.values().get()
    events = list(DomainEvent.objects.values_list("payload", flat=True))
    for kept in (caplog.text, str(row), str(events)):
        assert "52.52" not in kept
        assert "13.40" not in kept
    assert (row["latitude_tenths"], row["longitude_tenths"]) == (525, 134)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"country": "XX"}, "country"),
        ({"country": "de"}, "country"),
        ({"country": ""}, "country"),
        ({"country": None}, "country"),
        ({"region": "DE-"}, "region"),
        ({"region": "FR-75"}, "region"),
        ({"region": "Berlin"}, "region"),
        ({"latitude": 90.04}, "latitude"),
        ({"longitude": -180.1}, "longitude"),
        ({"latitude": True}, "latitude"),
        ({"latitude": "52.5"}, "latitude"),
        ({"latitude": None}, "latitude"),
        ({"latitude": 10**400}, "latitude"),
        ({"street": "Unter den Linden 1"}, "street"),
    ],
)
def test_what_is_no_place_is_refused(api, owner, changed, fault):
    answer = api.as_(owner).put(PATH, PLACE | {"consent": words.CURRENT} | changed)
    assert answer.status_code == 400
    assert set(codes(answer)) == {fault}
    assert not SharedLocation.objects.exists()


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_half_a_coordinate_is_none(api, owner, missing):
    body = {name: value for name, value in PLACE.items() if name != missing} | {"consent": words.CURRENT}
    assert codes(api.as_(owner).put(PATH, body)) == {missing: "required"}


def test_a_place_that_cannot_be_is_refused_below_the_door_too():
    with pytest.raises(InvalidInput):
        place_of(country="DE", latitude_tenths=901, longitude_tenths=0)


@pytest.mark.parametrize("wrong", [{"latitude_tenths": None}, {"latitude_tenths": 901}, {"region": "FR-75"}])
def test_the_database_holds_no_such_place_either(owner, wrong):
    services.share_location(user_id=owner.pk, place=Place("DE", "DE-BE", 525, 134), consent=words.CURRENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedLocation.objects.update(**wrong)


def test_a_muted_member_shares_nothing_and_withdraws(api, muted):
    assert api.as_(muted).put(PATH, PLACE | {"consent": words.CURRENT}).status_code == 403
    assert api.as_(muted).delete(PATH).status_code == 204


def test_without_consent_the_deed_refuses_whoever_calls_it(owner):
    with pytest.raises(ConsentRequired):
        services.share_location(user_id=owner.pk, place=Place("DE"))
