"""The page on which members choose what they are told, by which channel, and when not."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.visiting import Visitor
from notifications.preferences.queries import row_of
from notifications.types import Channel, types

pytestmark = pytest.mark.django_db

PATH = "/notifications/preferences"
ALL = [f"{each.name} {channel.value}" for each in types() if not each.is_mandatory for channel in Channel]


def save(person: Any, **sent: Any) -> Any:
    visitor = Visitor().as_(person)
    page = visitor.follow(PATH)
    token = page.html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"digest": "off", "rate_limit": "", "timezone": "", "start": "", "end": "", "told": ALL, **sent}
    headers = {"Origin": "http://testserver"}
    return visitor.client.post(PATH, {**form, "csrfmiddlewaretoken": token}, headers=headers)


def test_what_is_ticked_is_told_and_what_is_not_is_not(owner: Any) -> None:
    ticked = [box for box in ALL if box != "user.followed email"]
    answer = save(owner, told=ticked)
    assert (answer.status_code, answer["Location"]) == (303, f"{PATH}?saved=1")
    choices = row_of(owner.pk).choices
    assert choices["user.followed"] == {"email": False, "push": True}
    boxes = Visitor().as_(owner).follow(PATH).all("input")
    shown = {box["value"] for box in boxes if box.get("name") == "told" and "checked" in box}
    assert shown == set(ticked)


def test_saving_the_page_as_it_stands_changes_nothing(owner: Any) -> None:
    visitor = Visitor().as_(owner)
    boxes = visitor.follow(PATH).all("input")
    save(owner, told=[box["value"] for box in boxes if box.get("name") == "told" and "checked" in box])
    row = row_of(owner.pk)
    assert (row.choices, row.frequency, row.ranges) == ({}, "off", [])


def test_a_digest_a_limit_and_a_quiet_time_are_kept(owner: Any) -> None:
    sent = {"days": ["mon", "fri"], "start": "22:00", "end": "07:00", "timezone": "America/Sao_Paulo"}
    save(owner, digest="daily", rate_limit="5", **sent)
    row = row_of(owner.pk)
    assert (row.frequency, row.rate_limit_per_hour, row.timezone) == ("daily", 5, "America/Sao_Paulo")
    assert row.ranges == [{"days": ["mon", "fri"], "start": "22:00", "end": "07:00"}]
    page = Visitor().as_(owner).follow(PATH)
    assert 'value="22:00"' in page.html
    save(owner)
    row = row_of(owner.pk)
    assert (row.frequency, row.rate_limit_per_hour, row.ranges) == ("off", None, [])


def test_several_quiet_times_are_left_alone_unless_another_is_set(owner: Any, api: Any) -> None:
    two = [{"days": ["mon"], "start": "22:00", "end": "07:00"}, {"days": ["sat"], "start": "12:00", "end": "14:00"}]
    assert api.as_(owner).put("/notifications/preferences", {"quiet_hours": {"ranges": two}}).status_code == 200
    assert "several quiet hours" in Visitor().as_(owner).follow(PATH).text
    save(owner)
    assert row_of(owner.pk).ranges == two
    save(owner, days=["sun"], start="10:00", end="11:00")
    assert row_of(owner.pk).ranges == [{"days": ["sun"], "start": "10:00", "end": "11:00"}]


@pytest.mark.parametrize(
    "sent",
    [
        {"timezone": "../../etc/passwd"},
        {"timezone": "Etc/GMT+99"},
        {"days": ["mon"]},
        {"start": "22:00"},
        {"days": ["someday"], "start": "22:00", "end": "07:00"},
        {"start": "25:00", "days": ["mon"], "end": "07:00"},
        {"rate_limit": "0"},
        {"rate_limit": "many"},
        {"digest": "never"},
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_said_on_the_page(owner: Any, sent: dict[str, Any]) -> None:
    answer = save(owner, **sent)
    assert answer.status_code == 400
    assert 'class="errors"' in answer.content.decode()
    assert row_of(owner.pk).version == 0 or row_of(owner.pk).ranges == []


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    assert Visitor().follow(PATH).answer["Location"].startswith("/sign-in")
