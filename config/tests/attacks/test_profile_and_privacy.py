"""Group F, profile and privacy: what a choice does not open is absent wherever somebody looks for it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.profiles import services as profiles
from config.events.models import DomainEvent
from social.graph import services as graph

pytestmark = pytest.mark.django_db

TELLING = ("is_online", "last_active_at", "shared_location", "DE-BE", "52.5", "13.4")
LOOKERS = ("anonymous", "stranger", "follower", "friend", "blocked", "admin")
OPEN_TO = {
    "everyone": {"anonymous", "stranger", "follower", "friend", "admin"},
    "followers": {"follower", "friend"},
    "friends": {"friend"},
    "nobody": set(),
}


@pytest.fixture
def lookers(api: Any, owner: Any, person: Any, blocked: Any, stranger: Any, friend: Any, admin: Any) -> dict[str, Any]:
    """Everyone who looks. The owner is online, shares a place, and stands in the lists of `hub`."""
    follower, hub = person("follower"), person("hub")
    graph.follow(actor=follower, person=owner)
    graph.follow(actor=owner, person=hub)
    graph.follow(actor=hub, person=owner)
    presence.keep_last_active({owner.pk: time.time()})
    presence.share_location(user_id=owner.pk, place=Place("DE", "DE-BE", 525, 134), consent=CURRENT)
    people = {"stranger": stranger, "follower": follower, "friend": friend, "blocked": blocked, "admin": admin}
    return {"anonymous": api} | {name: api.as_(one) for name, one in people.items()}


def about_owner(client: Any) -> str:
    """All that the API says of the owner to this client: the profile, and the cards in lists of people."""
    said = [client.get("/users/owner").content.decode()]
    for path in ("/users/hub/followers", "/users/hub/following"):
        said += [json.dumps(card) for card in client.get(path).json()["results"] if card["username"] == "owner"]
    return "\n".join(said)


@pytest.mark.parametrize("choice", OPEN_TO)
def test_f01_presence_and_place_are_absent_for_whom_the_choice_does_not_name(
    owner: Any, lookers: dict[str, Any], choice: str
) -> None:
    profiles.set_privacy(user_id=owner.pk, privacy={"online": choice, "location": choice})
    for name in LOOKERS:
        said = about_owner(lookers[name])
        told = {word for word in TELLING if word in said}
        assert told == (set(TELLING) if name in OPEN_TO[choice] else set()), (name, said)


def test_f01_neither_the_log_nor_a_foreign_page_tells_of_them(owner: Any, lookers: dict[str, Any]) -> None:
    profiles.set_privacy(user_id=owner.pk, privacy={"online": "nobody", "location": "nobody"})
    for event in DomainEvent.objects.all():
        assert not any(word in json.dumps(event.payload, default=str) for word in ("DE-BE", "525", "last_active"))
    page = lookers["anonymous"].client.get("/u/owner").content.decode()
    assert "Online" not in page
    assert not any(word in page for word in TELLING)


@pytest.mark.parametrize("path", ["/users/profile/location", "/users/profile/presence"])
def test_f01_what_one_shares_is_read_and_changed_by_oneself_alone(
    owner: Any, lookers: dict[str, Any], path: str
) -> None:
    for name in LOOKERS:
        answer = lookers[name].get(path)
        assert answer.status_code == (401 if name == "anonymous" else 200)
        assert not any(word in answer.content.decode() for word in TELLING[3:])
    assert lookers["stranger"].delete("/users/profile/location").status_code == 204
    assert presence_of(owner) == "DE-BE"


def presence_of(person: Any) -> str:
    return str(type(person).objects.values_list("shared_location__region", flat=True).get(pk=person.pk))
