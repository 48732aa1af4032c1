"""One's own preferences over HTTP: whole in answers, partial in requests, bounded, and never somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

from config.db import uuid7
from config.testing.client import codes
from notifications.preferences.choices import DAYS
from notifications.preferences.events import PreferencesChanged
from notifications.preferences.models import MutedThread, Preferences
from notifications.rules.tests.acting import published
from notifications.types import types
from social.graph import services as graph

pytestmark = pytest.mark.django_db

PATH = "/notifications/preferences"
RANGE = {"days": ["mon", "fri"], "start": "22:00", "end": "07:30"}


def test_who_chose_nothing_sees_everything_as_usual(owner: Any, api: Any) -> None:
    answer = api.as_(owner).get(PATH)
    said = answer.json()
    assert set(said) == {"matrix", "fixed", "digest", "rate_limit_per_hour", "quiet_hours", "muted"}
    assert set(said["matrix"]) == {each.name for each in types()}
    assert said["matrix"]["workbook.favorited"] == {"in_app": True, "email": False, "push": False}
    assert "case.decided" in said["fixed"]
    assert (said["digest"], said["rate_limit_per_hour"]) == ("off", None)
    assert said["quiet_hours"] == {"timezone": "UTC", "ranges": []}
    assert answer.headers["ETag"].startswith('"v0-')
    assert not Preferences.objects.exists()


def test_what_is_left_out_stays(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    client.put(PATH, {"matrix": {"workbook.favorited": {"email": True}}, "rate_limit_per_hour": 5})
    said = client.put(PATH, {"digest": "daily", "quiet_hours": {"ranges": [RANGE]}}).json()
    assert said["matrix"]["workbook.favorited"] == {"in_app": True, "email": True, "push": False}
    assert (said["digest"], said["rate_limit_per_hour"], said["quiet_hours"]["ranges"]) == ("daily", 5, [RANGE])
    assert client.put(PATH, {"rate_limit_per_hour": None}).json()["rate_limit_per_hour"] is None
    assert Preferences.objects.get().choices == {"workbook.favorited": {"email": True}}


def test_a_choice_that_is_as_usual_is_not_kept(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    client.put(PATH, {"matrix": {"workbook.favorited": {"email": True}}})
    client.put(PATH, {"matrix": {"workbook.favorited": {"email": False}}})
    assert Preferences.objects.get().choices == {}


def test_an_answer_can_be_put_back(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    said = client.get(PATH).json()
    del said["fixed"]
    assert client.put(PATH, said).status_code == 200


def test_doing_it_again_tells_nothing(owner: Any, api: Any, recorded: Any) -> None:
    for _ in range(2):
        api.as_(owner).put(PATH, {"digest": "weekly"})
    assert [event.fields for event in recorded(PreferencesChanged)] == [["frequency"]]


def test_a_stale_version_is_refused(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    old = client.get(PATH).headers["ETag"]
    assert client.put(PATH, {"digest": "daily"}, If_Match=old).status_code == 200
    assert client.put(PATH, {"digest": "off"}, If_Match=old).status_code == 412


@pytest.mark.parametrize(
    "body",
    [
        {"matrix": {"no.such": {"email": True}}},
        {"matrix": {"case.decided": {"email": False}}},
        {"matrix": {"workbook.favorited": {"sms": True}}},
        {"matrix": {"workbook.favorited": {"email": "yes"}}},
        {"matrix": {"workbook.favorited": True}},
        {"matrix": []},
        {"matrix": {f"no.{number}": {} for number in range(300)}},
        {"digest": "yearly"},
        {"rate_limit_per_hour": 0},
        {"rate_limit_per_hour": 1001},
        {"rate_limit_per_hour": "5"},
        {"quiet_hours": {"timezone": "../../etc"}},
        {"quiet_hours": {"timezone": "../../../../etc/passwd"}},
        {"quiet_hours": {"timezone": "Etc/GMT+99"}},
        {"quiet_hours": {"timezone": 1}},
        {"quiet_hours": {"ranges": [{**RANGE, "days": []}]}},
        {"quiet_hours": {"ranges": [{**RANGE, "days": ["someday"]}]}},
        {"quiet_hours": {"ranges": [{**RANGE, "start": "24:00"}]}},
        {"quiet_hours": {"ranges": [{**RANGE, "start": "7:00"}]}},
        {"quiet_hours": {"ranges": [{**RANGE, "start": "٠٧:٠٠"}]}},
        {"quiet_hours": {"ranges": [RANGE] * 21}},
        {"quiet_hours": {"ranges": [{"days": list(DAYS), "start": "00:00", "end": "00:00"}]}},
        {"muted": {"threads": [{"type": "nothing", "id": str(uuid7())}]}},
        {"muted": {"threads": [{"type": "workbook", "id": str(uuid7())}]}},
        {"muted": {"threads": [{"type": "workbook", "id": "x"}]}},
        {"member": str(uuid7())},
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_changes_nothing(body: dict[str, Any], owner: Any, api: Any) -> None:
    client = api.as_(owner)
    before = client.get(PATH).json()
    answer = client.put(PATH, body)
    assert answer.status_code == 400, answer.content
    assert codes(answer)
    assert client.get(PATH).json() == before


def test_threads_are_muted_that_can_be_seen(owner: Any, stranger: Any, api: Any) -> None:
    made = published(owner)
    thread = {"type": "workbook", "id": str(made.pk)}
    said = api.as_(stranger).put(PATH, {"muted": {"threads": [thread, thread]}}).json()
    assert said["muted"]["threads"] == [thread]
    assert api.as_(stranger).put(PATH, {"muted": {"threads": []}}).json()["muted"]["threads"] == []
    assert not MutedThread.objects.exists()


def test_muted_people_are_those_of_the_graph(owner: Any, stranger: Any, friend: Any, api: Any) -> None:
    graph.mute(actor=owner, person=stranger)
    client = api.as_(owner)
    assert client.get(PATH).json()["muted"]["people"] == ["stranger"]
    assert client.put(PATH, {"muted": {"people": ["friend"]}}).json()["muted"]["people"] == ["friend"]
    assert client.put(PATH, {"muted": {"people": ["nobody-of-that-name"]}}).status_code == 404


def test_the_time_zone_is_that_of_the_profile_unless_another_is_set(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    client.patch("/users/profile/settings", {"timezone": "Asia/Kathmandu"})
    assert client.get(PATH).json()["quiet_hours"]["timezone"] == "Asia/Kathmandu"
    assert client.put(PATH, {"quiet_hours": {"timezone": "Europe/Berlin"}}).json()["quiet_hours"] == {
        "timezone": "Europe/Berlin",
        "ranges": [],
    }
    assert client.put(PATH, {"quiet_hours": {"timezone": None}}).json()["quiet_hours"]["timezone"] == "Asia/Kathmandu"


def test_when_would_this_reach_me(owner: Any, api: Any) -> None:
    client = api.as_(owner)
    client.put(PATH, {"quiet_hours": {"timezone": "Europe/Berlin", "ranges": [{**RANGE, "days": ["mon"]}]}})
    said = client.post(f"{PATH}/preview", {"type": "comment.created", "at": "2026-06-01T21:30:00Z"}).json()
    assert said["channels"]["in_app"]["outcome"] == "now"
    assert said["channels"]["email"] == {"outcome": "later", "reason": "quiet_hours", "at": "2026-06-02T05:30:00Z"}
    assert said["channels"]["push"] == {"outcome": "off", "reason": "no_device", "at": None}
    assert client.post(f"{PATH}/preview", {"type": "no.such"}).status_code == 400


def test_visitors_have_none(api: Any) -> None:
    assert api.get(PATH).status_code == 401
    assert api.put(PATH, {}).status_code == 401
