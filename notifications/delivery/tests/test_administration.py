"""What managers see of the queue and do to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.audit.models import AuditEntry
from config.testing.client import Api, codes
from notifications.delivery import sending
from notifications.delivery.models import Delivery, Reason, Suppression
from notifications.delivery.services import suppress
from notifications.delivery.sources import Withheld
from notifications.delivery.tests.trial import asked_for, fresh, one_for, order
from notifications.types import Channel

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = "/admin/notifications"


@pytest.fixture
def api(manager):
    return Api().as_(manager)


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_deliveries_are_listed_newest_first_and_narrowed(api, owner, friend, trial, office):
    sent, push, dead = asked_for(
        order(owner), order(owner, channel=Channel.PUSH), order(friend, type="workbook.featured")
    )
    Delivery.objects.filter(pk=dead.pk).update(state="dead", provider="smtp")
    sending.send_due()
    assert ids(api.get(f"{ROOT}/deliveries")) == [str(row.pk) for row in (dead, push, sent)]
    first = api.get(f"{ROOT}/deliveries?limit=1").json()
    assert first["results"][0]["recipient"] == {"id": str(friend.pk), "username": "friend"}
    assert ids(api.get(first["next"].partition("/api/v1")[2])) == [str(push.pk)]
    for query, expected in [
        ("state=sent", [sent]),
        ("channel=push", [push]),
        ("type=workbook.featured", [dead]),
        ("provider=smtp", [dead, sent]),
        ("recipient=friend", [dead]),
        ("recipient=nobody", []),
        ("until=2026-01-01T00:00:00Z", []),
        ("since=2026-01-01T00:00:00Z&state=dead", [dead]),
    ]:
        assert ids(api.get(f"{ROOT}/deliveries?{query}")) == [str(row.pk) for row in expected], query
    assert api.get(f"{ROOT}/deliveries?state=eaten").status_code == 400
    assert ids(api.get(f"{ROOT}/dead-letters?provider=smtp")) == [str(dead.pk)]


def test_a_message_is_sent_anew_as_a_delivery_of_its_own(api, owner, trial, office, manager):
    row = one_for(owner, cause_id=7)
    assert api.post(f"{ROOT}/deliveries/{row.pk}/resend").json()["code"] == "delivery_still_waiting"
    sending.send_due()
    answer = api.post(f"{ROOT}/deliveries/{row.pk}/resend")
    assert answer.status_code == 201
    assert answer.json()["resend_of"] == str(row.pk)
    sending.send_due()
    assert {mail["Message-ID"] for mail in office.mails} == {
        f"<{row.pk}@127.0.0.1>",
        f"<{answer.json()['id']}@127.0.0.1>",
    }
    entry = AuditEntry.objects.get(action="message.resent")
    assert (entry.actor_id, entry.target_id) == (manager.pk, str(row.pk))


def test_what_nobody_wants_any_more_is_not_sent_anew_either(api, owner, trial, office):
    row = one_for(owner)
    sending.send_due()
    trial.says = Withheld("turned_off")
    made = api.post(f"{ROOT}/deliveries/{row.pk}/resend").json()
    sending.send_due()
    assert Delivery.objects.get(pk=made["id"]).state == "withheld"
    assert len(office.mails) == 1


def test_dead_letters_get_all_their_attempts_back(api, owner, friend, trial, office):
    mine, push, theirs = asked_for(order(owner), order(owner, channel=Channel.PUSH), order(friend))
    Delivery.objects.update(state="dead", attempts=8, crashes=1, ended_at=clock.now())
    assert api.post(f"{ROOT}/dead-letters/redrive", {"ids": [str(mine.pk)]}).json() == {"redriven": 1}
    row = fresh(mine)
    assert (row.state, row.attempts, row.crashes, row.ended_at) == ("waiting", 0, 0, None)
    assert api.post(f"{ROOT}/dead-letters/redrive", {"channel": "push"}).json() == {"redriven": 1}
    assert fresh(push).state == "waiting"
    assert fresh(theirs).state == "dead"
    assert api.post(f"{ROOT}/dead-letters/redrive", {}).json() == {"redriven": 1}
    assert api.post(f"{ROOT}/dead-letters/redrive", {}).json() == {"redriven": 0}
    assert AuditEntry.objects.filter(action="message.all_redriven").count() == 3
    sending.send_due()
    assert len(office.mails) == 2
    assert f"<{mine.pk}@127.0.0.1>" in {mail["Message-ID"] for mail in office.mails}


def test_what_became_of_messages_is_counted_by_day_type_channel_and_provider(api, owner, trial, office):
    rows = asked_for(*[order(owner) for _ in range(4)])
    sending.send_due()
    Delivery.objects.filter(pk=rows[0].pk).update(state="clicked", opened_at=clock.now(), clicked_at=clock.now())
    Delivery.objects.filter(pk=rows[1].pk).update(state="bounced", delivered_at=clock.now())
    one_for(owner, type="workbook.featured", scheduled_for=clock.now() + timedelta(hours=1))
    answer = api.get(f"{ROOT}/stats").json()
    counted = {row["type"]: row for row in answer["results"]}
    assert counted["user.followed"] == {
        "day": clock.now().date().isoformat(), "type": "user.followed", "channel": "email", "provider": "smtp",
        "enqueued": 4, "sent": 4, "delivered": 2, "opened": 1, "clicked": 1, "bounced": 1, "complained": 0, "dead": 0,
    }  # fmt: skip
    assert (counted["workbook.featured"]["enqueued"], counted["workbook.featured"]["sent"]) == (1, 0)
    assert answer["as_of"]
    assert api.get(f"{ROOT}/stats?since=2026-01-01&until=2026-01-31").json()["results"] == []
    assert codes(api.get(f"{ROOT}/stats?since=2026-01-01&until=2026-02-01")) == {"since": "out_of_range"}
    assert api.get(f"{ROOT}/stats?since=2026-02-01&until=2026-01-01").status_code == 400


def test_an_address_is_let_through_again_by_hand(api, owner):
    suppress(address="owner@example.com", reason=Reason.BOUNCED, user_id=owner.pk)
    (row,) = api.get(f"{ROOT}/suppressions?username=owner").json()["results"]
    assert (row["address"], row["reason"], row["username"]) == ("o…@example.com", "bounced", "owner")
    assert api.delete(f"{ROOT}/suppressions/{row['id']}").status_code == 204
    assert not Suppression.objects.exists()
    assert AuditEntry.objects.get(action="suppression.lifted").before["address"] == "o…@example.com"
    assert api.delete(f"{ROOT}/suppressions/{row['id']}").status_code == 404


@pytest.mark.parametrize("path", ["deliveries", "dead-letters", "stats", "suppressions"])
def test_managers_alone_see_it(moderator, owner, path):
    for person in (moderator, owner):
        assert Api().as_(person).get(f"{ROOT}/{path}").status_code == 403
