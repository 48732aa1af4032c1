"""Managers register, edit, rotate, test and delete webhooks over HTTP, and look at what was sent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from config import clock
from config.audit.models import AuditEntry
from config.desk.filters import first_key_at
from config.events.models import DomainEvent
from config.testing.client import codes
from notifications.webhooks import sending
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from notifications.webhooks.pruning import prune_old
from notifications.webhooks.tests.trial import waiting

pytestmark = pytest.mark.django_db

URL = "/admin/webhooks"
NEW = {"url": "https://hooks.example/t0ken", "types": ["workbook.published"], "description": "Catalogue"}


@pytest.fixture
def managers(api, manager):
    return api.as_(manager)


def test_the_secret_is_shown_once(managers):
    answer = managers.post(URL, NEW)
    assert answer.status_code == 201
    made = answer.json()
    assert made["secret"].startswith("whsec_")
    assert answer.headers["Cache-Control"] == "no-store"
    for other in (managers.get(URL), managers.get(f"{URL}/{made['id']}")):
        assert made["secret"] not in other.content.decode()
        assert '"secret"' not in other.content.decode()


def test_a_replay_holds_no_secret(managers):
    first = managers.post(URL, NEW, Idempotency_Key="one")
    again = managers.post(URL, NEW, Idempotency_Key="one")
    assert again.json() == first.json() | {"secret": None}
    assert WebhookEndpoint.objects.count() == 1


def test_an_edit_of_what_somebody_else_has_changed_is_refused(managers):
    one = f"{URL}/{managers.post(URL, NEW).json()['id']}"
    tag = managers.get(one).headers["ETag"]
    assert managers.patch(one, {"description": "Ours"}, if_match=tag).json()["description"] == "Ours"
    assert managers.patch(one, {"description": "Mine"}, if_match=tag).status_code == 412
    assert managers.post(f"{one}/rotate", if_match=tag).status_code == 412
    assert managers.delete(one, if_match=tag).status_code == 412
    assert managers.delete(one, if_match=managers.get(one).headers["ETag"]).status_code == 204
    assert managers.get(one).status_code == 404


def test_what_the_machinery_counts_is_no_edit(managers, issued, receiver):
    one = f"{URL}/{issued.endpoint.pk}"
    before = managers.get(one).headers["ETag"]
    waiting(issued)
    sending.send_due()
    assert managers.get(one).headers["ETag"].partition("-")[0] == before.partition("-")[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "disabled"}, "state"),
        ({"state": "gone"}, "state"),
        ({"secret": "whsec_x"}, "secret"),
        ({"types": []}, "types"),
    ],
)
def test_what_cannot_be_set_is_refused(managers, changes, field):
    one = f"{URL}/{managers.post(URL, NEW).json()['id']}"
    answer = managers.patch(one, changes)
    assert (answer.status_code, set(codes(answer))) == (400, {field})


def test_rotating_shows_the_new_secret_and_says_until_when_the_old_one_is_good(managers):
    made = managers.post(URL, NEW).json()
    rotated = managers.post(f"{URL}/{made['id']}/rotate").json()
    assert rotated["secret"] != made["secret"]
    assert rotated["old_secret_until"] is not None
    assert managers.get(f"{URL}/{made['id']}").json()["old_secret_until"] == rotated["old_secret_until"]


def test_a_test_goes_out_signed_and_its_attempts_are_shown(managers, issued, receiver):
    one = f"{URL}/{issued.endpoint.pk}"
    answer = managers.post(f"{one}/test")
    assert answer.status_code == 202
    sending.send_due()
    (came,) = receiver.asked
    assert came.verified(issued.secret)["type"] == "webhook.tested"
    assert came.said["data"] == {"endpoint_id": str(issued.endpoint.pk)}
    shown = managers.get(f"{one}/messages/{came.id}").json()
    assert (shown["state"], [tried["status"] for tried in shown["log"]]) == ("sent", [204])
    assert DomainEvent.objects.filter(name="webhook.tested").count() == 1


def test_a_paused_one_is_not_tested(managers, issued):
    one = f"{URL}/{issued.endpoint.pk}"
    managers.patch(one, {"state": "paused"})
    assert managers.post(f"{one}/test").json()["code"] == "webhook_not_active"


def test_messages_are_listed_the_newest_first_and_narrowed(managers, issued, receiver):
    rows = waiting(issued, 3)
    WebhookMessage.objects.filter(pk=rows[0].pk).update(state="dead")
    url = f"{URL}/{issued.endpoint.pk}/messages"
    assert [row["id"] for row in managers.get(url).json()["results"]] == [str(row.pk) for row in reversed(rows)]
    assert [row["id"] for row in managers.get(f"{url}?state=dead").json()["results"]] == [str(rows[0].pk)]
    assert managers.get(f"{url}?type=workbook.published").json()["results"] == []
    page = managers.get(f"{url}?limit=2").json()
    assert len(page["results"]) == 2
    assert page["next"]
    assert managers.get(f"{url}?state=lost").status_code == 400


def test_one_is_sent_again(managers, issued, receiver):
    (row,) = waiting(issued)
    sending.send_due()
    url = f"{URL}/{issued.endpoint.pk}/messages/{row.pk}/redeliver"
    assert managers.post(url).json()["state"] == "waiting"
    sending.send_due()
    assert [came.id for came in receiver.asked] == [str(row.pk)] * 2


def test_the_message_of_another_endpoint_is_not_found(managers, issued):
    (row,) = waiting(issued)
    other = managers.post(URL, NEW).json()["id"]
    path = f"{URL}/{other}/messages/{row.pk}"
    assert managers.get(path).json()["code"] == "webhook_message_not_found"
    assert managers.post(f"{path}/redeliver").json()["code"] == "webhook_message_not_found"


def test_with_an_endpoint_go_its_messages_and_attempts(managers, issued, receiver):
    waiting(issued)
    sending.send_due()
    assert managers.delete(f"{URL}/{issued.endpoint.pk}").status_code == 204
    assert not WebhookMessage.objects.exists()
    assert not WebhookAttempt.objects.exists()


def test_every_act_is_in_the_audit_without_the_path_of_the_url_or_a_secret(managers, manager, issued, receiver):
    made = managers.post(URL, NEW).json()
    one = f"{URL}/{made['id']}"
    managers.patch(one, {"url": "https://hooks.example/an0ther"})
    rotated = managers.post(f"{one}/rotate").json()
    test = managers.post(f"{one}/test").json()
    managers.post(f"{one}/messages/{test['id']}/redeliver")
    managers.delete(one)
    acts = AuditEntry.objects.filter(target_type="webhook", target_id=made["id"]).order_by("pk")
    assert [(act.action, act.actor_id) for act in acts] == [
        (f"webhook.{verb}", manager.pk) for verb in ("made", "edited", "rotated", "tested", "redelivered", "deleted")
    ]
    kept = json.dumps([[act.before, act.after] for act in acts])
    for secret in ("t0ken", "an0ther", made["secret"], rotated["secret"]):
        assert secret not in kept


def test_the_types_are_listed_with_schema_and_example(managers):
    rows = {row["type"]: row for row in managers.get(f"{URL}/types").json()["results"]}
    assert rows["workbook.published"]["schema"]["properties"]["workbook_id"] == {"type": "string", "format": "uuid"}
    assert set(rows["comment.created"]["example"]["data"]) == {"comment_id", "workbook_id", "parent_id", "actor_id"}


def test_others_see_nothing(api, issued, owner, moderator):
    for person in (owner, moderator):
        assert api.as_(person).get(URL).status_code == 403
        assert api.as_(person).get(f"{URL}/{issued.endpoint.pk}").status_code == 403


def test_old_messages_go(issued, receiver, settings):
    (new,) = waiting(issued)
    long_ago = clock.now() - timedelta(days=settings.WEBHOOKS_KEPT_DAYS + 1)
    old = WebhookMessage.objects.create(
        id=first_key_at(long_ago),
        endpoint=issued.endpoint,
        event_id=1,
        type=new.type,
        occurred_at=long_ago,
        data=new.data,
    )
    sending.send_due()
    assert WebhookAttempt.objects.filter(message=old).exists()
    assert prune_old() == 1
    assert set(WebhookMessage.objects.values_list("pk", flat=True)) == {new.pk}
