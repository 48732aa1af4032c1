"""Managers make, edit, publish and retire templates over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from config.audit.models import AuditEntry
from config.testing.client import Api
from notifications.templates.memory import Memory, memory
from notifications.templates.models import Template
from notifications.templates.wording import sample_values, worded
from notifications.types import Channel, find

pytestmark = pytest.mark.django_db

URL = "/notifications/templates"
NEW = {
    "type": "user.followed",
    "channel": "in_app",
    "locale": "en",
    "title": "{{ actor }} is here for you",
    "body": "",
}


@pytest.fixture
def managers_api(api: Api, manager: Any) -> Api:
    return api.as_(manager)


def made(managers_api: Api, **changed: Any) -> dict[str, Any]:
    answer = managers_api.post(URL, NEW | changed)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def title_of_now(locale: str = "en") -> str:
    return worded("user.followed", Channel.IN_APP, locale, sample_values(find("user.followed"))).title


def test_a_draft_is_sent_to_nobody(managers_api: Api) -> None:
    assert made(managers_api)["state"] == "draft"
    assert title_of_now() == "Ben Okri and 2 others follow you"


def test_what_is_published_serves_from_then_on(managers_api: Api) -> None:
    first = made(managers_api)
    assert managers_api.post(f"{URL}/{first['id']}/publish").json()["state"] == "published"
    assert title_of_now() == "Ben Okri is here for you"
    assert title_of_now("de") == "Ben Okri und 2 andere folgen dir", "a nearer language goes before"
    assert title_of_now("fr") == "Ben Okri is here for you"


def test_another_version_takes_the_place_of_the_one_before_and_can_give_it_back(managers_api: Api) -> None:
    first, url = made(managers_api), f"{URL}/{{}}/publish"
    managers_api.post(url.format(first["id"]))
    second = made(managers_api, title="Second: {{ actor }}")
    assert second["number"] == 2
    managers_api.post(url.format(second["id"]))
    assert title_of_now() == "Second: Ben Okri"
    assert managers_api.get(f"{URL}/{first['id']}").json()["state"] == "retired"
    managers_api.post(url.format(first["id"]))
    assert title_of_now() == "Ben Okri is here for you"
    assert [row.state for row in Template.objects.order_by("number")] == ["published", "retired"]


def test_without_its_template_the_shipped_wording_serves_again(managers_api: Api) -> None:
    row = made(managers_api)
    managers_api.post(f"{URL}/{row['id']}/publish")
    for _again in range(2):
        assert managers_api.delete(f"{URL}/{row['id']}/publish").status_code == 204
    assert title_of_now() == "Ben Okri and 2 others follow you"


def test_other_processes_learn_of_it_by_looking(managers_api: Api) -> None:
    other = Memory()
    assert other.published("user.followed", "in_app", "en") is None
    managers_api.post(f"{URL}/{made(managers_api)['id']}/publish")
    assert other.published("user.followed", "in_app", "en") is None, "it looked just now"
    other._looked_at = float("-inf")
    found = other.published("user.followed", "in_app", "en")
    assert found is not None
    assert found.title == NEW["title"]
    assert memory.published("user.followed", "in_app", "en") == found


def test_only_one_draft_is_in_the_making(managers_api: Api) -> None:
    made(managers_api)
    assert managers_api.post(URL, NEW).json()["code"] == "draft_exists"
    made(managers_api, locale="de")


def test_a_draft_is_edited_and_what_was_published_is_not(managers_api: Api) -> None:
    row = made(managers_api)
    one = f"{URL}/{row['id']}"
    assert managers_api.patch(one, {"title": "Now {{ actor }}"}).json()["title"] == "Now {{ actor }}"
    managers_api.post(f"{one}/publish")
    answer = managers_api.patch(one, {"title": "Later"})
    assert (answer.status_code, answer.json()["code"]) == (409, "template_stands")


def test_an_edit_of_what_somebody_else_has_changed_is_refused(managers_api: Api) -> None:
    one = f"{URL}/{made(managers_api)['id']}"
    tag = managers_api.get(one).headers["ETag"]
    assert managers_api.patch(one, {"title": "A"}, if_match=tag).status_code == 200
    assert managers_api.patch(one, {"title": "B"}, if_match=tag).status_code == 412
    assert managers_api.post(f"{one}/publish", if_match=tag).status_code == 412


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"type": "nothing.happened"}, "type", "unknown"),
        ({"title": "{{ password }}"}, "title", "unknown_variable"),
        ({"body": "{% debug %}"}, "body", "template_tag"),
        ({"html": "<p>x</p>"}, "html", "not_for_channel"),
        ({"locale": "../etc"}, "locale", "invalid"),
        ({"locale": "de_AT"}, "locale", "invalid"),
    ],
)
def test_what_could_fail_later_is_refused_now(managers_api: Api, changed: Any, field: str, code: str) -> None:
    answer = managers_api.post(URL, NEW | changed)
    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert not Template.objects.exists()


def test_a_preview_shows_examples_and_what_is_given(managers_api: Api) -> None:
    row = made(managers_api, channel="email", title="{{ actor }}", body="[Their page]({{ link }})")
    url = f"{URL}/{row['id']}/preview"
    assert managers_api.post(url, {}).json()["title"] == "Ben Okri"
    shown = managers_api.post(url, {"values": {"actor": "<b>Eve</b>"}}).json()
    assert shown["title"] == "<b>Eve</b>"
    assert shown["html"] == '<p><a href="https://example.org/w/flight-delays-2026">Their page</a></p>'
    for values in ({"password": "x"}, {"others": "many"}, {"actor": None}):
        assert managers_api.post(url, {"values": values}).status_code == 400


def test_every_change_is_in_the_audit(managers_api: Api, manager: Any) -> None:
    row = made(managers_api)
    one = f"{URL}/{row['id']}"
    managers_api.patch(one, {"title": "Now {{ actor }}"})
    managers_api.post(f"{one}/publish")
    managers_api.delete(f"{one}/publish")
    acts = AuditEntry.objects.filter(target_type="template").order_by("pk")
    assert [(act.action, act.actor_id) for act in acts] == [
        (f"template.{verb}", manager.pk) for verb in ("made", "edited", "published", "retired")
    ]


def test_the_list_is_narrowed(managers_api: Api) -> None:
    made(managers_api)
    made(managers_api, locale="de")
    assert [row["locale"] for row in managers_api.get(f"{URL}?locale=de").json()["results"]] == ["de"]
    assert managers_api.get(f"{URL}?state=published").json()["results"] == []
    assert managers_api.get(f"{URL}?state=sent").status_code == 400


def test_the_types_say_what_a_wording_may_use(managers_api: Api) -> None:
    rows = {row["type"]: row for row in managers_api.get("/notifications/types").json()["results"]}
    variables = rows["comment.created"]["variables"]
    assert variables["properties"]["is_reply"] == {"type": "boolean"}
    assert set(variables["required"]) == set(variables["properties"])
    assert {(one["channel"], one["locale"]) for one in rows["comment.created"]["shipped"]} == {
        (channel, locale) for channel in ("in_app", "email", "push") for locale in ("en", "de")
    }
