"""Group N: reports of providers, what is on the queue, and what members type into messages."""

from __future__ import annotations

import contextlib
import json
from uuid import uuid4

import pytest
from django.db import transaction

from config import clock
from config.testing.crowd import at_once
from notifications.delivery import sending
from notifications.delivery.api.webhooks import REFUSED
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.delivery.services import enqueue
from notifications.delivery.sources import Letter, Withheld
from notifications.delivery.tests import signing
from notifications.delivery.tests.conftest import by_smtp as by_smtp
from notifications.delivery.tests.conftest import office, sendgrid, stand_in, trial
from notifications.delivery.tests.signing import about, post, tell
from notifications.delivery.tests.trial import Words, due_now, fresh, one_for, order

__all__ = ["office", "sendgrid", "stand_in", "trial"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("attacks-n")]


@pytest.fixture(autouse=True)
def secrets(settings):
    signing.set_up(settings)


@pytest.fixture
def row(owner):
    return one_for(owner)


def forged(row) -> list[tuple[str, bytes, dict[str, str]]]:
    """Reports that are not the provider's."""
    event = about(row, "bounced")
    body = json.dumps(event).encode()
    good = signing.standard(body)
    signature = good["webhook-signature"]
    array = json.dumps([{"event": "bounce", "delivery": str(row.pk)}]).encode()
    mailed = json.loads(signing.mailgun({"event": "failed", "severity": "permanent", "id": "1"}))
    upper = {**mailed, "signature": {**mailed["signature"], "signature": mailed["signature"]["signature"].upper()}}
    older = {**mailed, "signature": {**mailed["signature"], "signature": "sha1=" + "a" * 40}}
    return [
        ("standard", body, {}),
        ("standard", body, {**good, "webhook-signature": "v1," + "A" * 43 + "="}),
        ("standard", body[:-1] + b" }", good),
        ("standard", json.dumps(event, separators=(",", ":")).encode(), good),
        ("standard", body, {**good, "webhook-signature": signature.upper()}),
        ("standard", body, {**good, "webhook-signature": "sha1=" + "a" * 40}),
        ("standard", body, {**good, "webhook-signature": signature.replace("v1,", "v1a,")}),
        (
            "standard",
            body,
            {**good, "webhook-signature": f"{signature},{signature}"},
        ),  # two headers, as WSGI joins them
        ("standard", body, {**good, "webhook-signature": f"sha1={'a' * 40} {signature}"}),
        ("standard", body, {**good, "webhook-id": "another"}),
        ("standard", body, signing.standard(body, secret="whsec_" + "QUJD" * 8)),
        ("resend", body, {**good, **signing.standard(body, prefix="svix")}),
        ("sendgrid", array, {}),
        ("sendgrid", array + b" ", signing.sendgrid(array)),
        ("sendgrid", array, {**signing.sendgrid(array), "X-Twilio-Email-Event-Webhook-Signature": "c2lnbmF0dXJl"}),
        ("mailgun", json.dumps(upper).encode(), {}),
        ("mailgun", json.dumps(older).encode(), {}),
        ("mailgun", json.dumps({"event-data": mailed["event-data"]}).encode(), {}),
        ("mailgun", b"[" * 100_000, {}),
    ]


def nothing_kept(row) -> bool:
    return fresh(row).state == "waiting" and not Receipt.objects.exists() and not Suppression.objects.exists()


def test_n01_a_report_without_its_very_signature_is_refused_and_leaves_nothing(row):
    for number, (provider, body, headers) in enumerate(forged(row)):
        counted = REFUSED.labels(provider)._value.get()
        answer = post(provider, body, headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "webhook_not_proven"), number
        assert REFUSED.labels(provider)._value.get() == counted + 1
        assert nothing_kept(row), number


def test_n01_without_a_secret_everything_is_refused(row, settings):
    settings.DELIVERY_WEBHOOK_SECRET = settings.SENDGRID_WEBHOOK_KEY = settings.MAILGUN_WEBHOOK_KEY = ""
    body = json.dumps(about(row, "bounced")).encode()
    assert post("standard", body, signing.standard(body, secret="whsec_")).status_code == 401
    assert post("sendgrid", body, signing.sendgrid(body)).status_code == 401
    assert post("mailgun", signing.mailgun({"event": "failed"})).status_code == 401
    assert post("nobody", body, signing.standard(body)).status_code == 404
    assert nothing_kept(row)


@pytest.mark.parametrize("offset", [-360, 360])
def test_n02_a_signature_of_another_time_is_refused(row, offset):
    body = json.dumps(about(row, "bounced")).encode()
    array = json.dumps([{"event": "bounce", "delivery": str(row.pk)}]).encode()
    assert post("standard", body, signing.standard(body, offset=offset)).status_code == 401
    assert post("sendgrid", array, signing.sendgrid(array, offset=offset)).status_code == 401
    assert post("mailgun", signing.mailgun({"event": "failed"}, offset=offset)).status_code == 401
    assert nothing_kept(row)


@pytest.mark.parametrize("moment", [None, "", "now", "-1", "1e9", "9" * 30, "\u0661" * 10])
def test_n02_a_signature_without_a_time_is_refused(row, moment):
    body = json.dumps(about(row, "bounced")).encode()
    headers = signing.standard(body)
    del headers["webhook-timestamp"]
    if moment is not None and moment.isascii():
        headers["webhook-timestamp"] = moment
    assert post("standard", body, headers).status_code == 401
    assert nothing_kept(row)


@pytest.mark.postgres
def test_n03_twenty_at_once_have_one_effect(row, trial):
    event = about(row, "opened")
    answers = at_once(lambda _number: tell(event, identity="msg_1"), 20)
    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json()["new"] for answer in answers) == 1
    assert Receipt.objects.count() == 1
    assert trial.told == [(row.pk, "opened")]


def test_n03_the_same_event_by_another_delivery_has_no_second_effect(row, trial):
    for number in range(3):
        assert tell(about(row, "opened"), identity=f"msg_{number}").status_code == 200
    assert trial.told == [(row.pk, "opened")]


def test_n04_reports_in_any_order_never_take_a_delivery_back(row, office, trial):
    assert tell(about(row, "delivered")).status_code == 200
    sending.send_due()
    assert fresh(row).state == "delivered"
    assert tell(about(row, "bounced", is_permanent=True)).status_code == 200
    assert fresh(row).state == "bounced"
    assert tell(about(row, "delivered")).status_code == 200
    assert fresh(row).state == "bounced"


def test_n04_unknown_messages_and_unknown_sorts_are_kept_as_such(row):
    gone = about(row, "opened")
    Delivery.objects.all().delete()
    odd = [gone, {"type": "message.eaten", "data": {"delivery_id": "x"}}, {"type": 7, "data": []}, {}]
    for number, event in enumerate(odd):
        assert tell(event, identity=f"msg_{number}").status_code == 200
    assert Receipt.objects.filter(delivery=None).count() == len(odd)


def test_n05_bodies_that_are_too_large_or_too_deep_are_refused(row, trial, office, settings):
    large = json.dumps({**about(row, "opened"), "note": "x" * 5_000_000}).encode()
    assert post("standard", large, signing.standard(large)).status_code == 413
    many = json.dumps([{"event": "open", "sg_event_id": str(n)} for n in range(10_000)]).encode()
    assert post("sendgrid", many, signing.sendgrid(many)).status_code == 413
    deep = b'{"a":' * 1_000 + b"1" + b"}" * 1_000
    assert post("standard", deep, signing.standard(deep)).status_code == 400
    for odd in (b"", b"7", b"[[]]", b"{", b'{"a": "\\u0000"}', b"\xff"):
        assert post("standard", odd, signing.standard(odd)).status_code == 400, odd
    assert not Receipt.objects.exists()
    assert sending.send_due().sent == 1


def test_n08_what_is_rolled_back_is_not_on_the_queue(owner):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        enqueue([order(owner)])
        raise ZeroDivisionError
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "answer", [(500, b"", {}), (429, {}, {"Retry-After": "900"}), "hang", "reset", (302, b"", {}), (400, {}, {})]
)
def test_n09_a_provider_that_fails_is_tried_again_until_it_cannot_help(owner, trial, sendgrid, answer):
    row = one_for(owner)
    sendgrid.answers = [answer]
    for _ in range(10 if answer != "hang" else 2):
        due_now(row)
        ProviderHealth.objects.all().delete()
        sending.send_due()
    tries = {"hang": 2}.get(str(answer), 1 if answer[0] == 400 else 8)
    assert len(sendgrid.asked) == Attempt.objects.count() == tries
    assert fresh(row).state == ("waiting" if answer == "hang" else "dead")
    assert {said["custom_args"]["delivery"] for _path, _headers, said in sendgrid.asked} == {str(row.pk)}
    if answer[0] == 429:
        assert set(Attempt.objects.values_list("retry_after", flat=True)) == {900}


def test_n10_what_was_turned_off_meanwhile_is_not_sent(person, owner, trial, office):
    off, blocked, closed, gone = (one_for(owner), one_for(owner), one_for(person("closed")), one_for(person("gone")))
    trial.about = {off.pk: Withheld("turned_off"), blocked.pk: Withheld("blocked")}
    people = type(owner).objects
    people.filter(username="closed").update(status="banned")
    people.filter(username="gone").update(is_claimed=False)
    sending.send_due()
    assert office.mails == []
    assert [fresh(each).last_error for each in (off, blocked, closed, gone)] == [
        "turned_off", "blocked", "account", "account",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["{{settings.SECRET_KEY}}", "{% debug %}", "{0.__class__}", "%(x)s", "a\r\nBcc: all@example.com"]
)
def test_n11_words_of_members_stay_words(owner, trial, office, text):
    trial.says = Letter(words=Words(subject=f"{text} follows you", text=f"{text} follows you"))
    one_for(owner)
    sending.send_due()
    (mail,) = office.mails
    assert mail["Bcc"] is None
    assert mail.envelope_to == ["owner@example.com"]
    assert mail["Subject"] == " ".join(f"{text} follows you".split())
    assert text.split()[0] in mail.get_body(("plain",)).get_content()


def test_n11_a_header_with_a_line_break_never_leaves(owner, trial, office):
    for headers in ({"X-Name": "a\r\nBcc: all@example.com"}, {"X-Name": "a\nb"}, {"X-A\r\nBcc": "all@example.com"}):
        trial.says = Letter(words=Words(), headers=headers)
        one_for(owner, source_id=uuid4(), scheduled_for=clock.now())
    sending.send_due()
    assert office.mails == []
