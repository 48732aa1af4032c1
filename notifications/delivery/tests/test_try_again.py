"""A provider that fails is tried again, less and less often, eight times in a day; what it refuses for good is not."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.utils import format_datetime

import pytest

from config import clock
from notifications.delivery import sending
from notifications.delivery.models import Attempt, ProviderHealth
from notifications.delivery.providers.mail_errors import result_of
from notifications.delivery.providers.protocol import AddressGone, Permanent, Transient
from notifications.delivery.retrying import LONGEST_RETRY_AFTER, MAX_ATTEMPTS, WAITS, read_retry_after, wait_after
from notifications.delivery.tests.trial import asked_for, due_now, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


def bring_back():
    ProviderHealth.objects.all().delete()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((500, b"oops", {}), 500),
        ((503, {"errors": []}, {}), 503),
        ((429, {}, {"Retry-After": "120"}), 429),
        ((401, {}, {}), 401),
        ("hang", None),
        ("reset", None),
    ],
)
def test_a_provider_that_fails_is_asked_again_under_the_same_key(owner, trial, sendgrid, answer, status):
    row = one_for(owner)
    sendgrid.answers = [answer, (202, b"", {"X-Message-Id": "sg-1"})]
    assert sending.send_due().failed == 1
    row = fresh(row)
    assert (row.state, row.attempts, row.lease) == ("waiting", 1, None)
    assert row.due_at > clock.now() + timedelta(seconds=20)
    assert list(Attempt.objects.values_list("outcome", "status")) == [("transient", status)]
    due_now(row)
    bring_back()
    assert sending.send_due().sent == 1
    keys = [said["custom_args"]["delivery"] for _path, _headers, said in sendgrid.asked]
    assert keys == [str(row.pk)] * 2
    assert fresh(row).state == "sent"


def test_what_a_provider_asks_for_is_waited_for(owner, trial, sendgrid):
    row = one_for(owner)
    sendgrid.answers = [(429, {}, {"Retry-After": "900"})]
    sending.send_due()
    assert fresh(row).due_at >= clock.now() + timedelta(seconds=890)
    assert Attempt.objects.get().retry_after == 900


def test_after_eight_failures_it_is_a_dead_letter(owner, trial, sendgrid):
    row = one_for(owner)
    sendgrid.answers = [(500, b"", {})]
    for _ in range(MAX_ATTEMPTS + 3):
        due_now(row)
        bring_back()
        sending.send_due()
    row = fresh(row)
    assert (row.state, row.attempts, len(sendgrid.asked), Attempt.objects.count()) == ("dead", 8, 8, 8)
    assert row.ended_at is not None
    assert trial.told == [(row.pk, "dead")]


def test_what_is_refused_for_good_is_not_tried_again(owner, trial, sendgrid):
    row = one_for(owner)
    sendgrid.answers = [(400, {"errors": [{"message": "bad request for owner@example.com"}]}, {})]
    sending.send_due()
    row = fresh(row)
    assert (row.state, row.attempts) == ("dead", 1)
    assert "o…@example.com" in row.last_error
    assert "owner@example.com" not in row.last_error
    due_now(row)
    sending.send_due()
    assert len(sendgrid.asked) == 1


def test_an_answer_that_says_nothing_is_asked_for_again_under_the_same_key(owner, trial, settings, stand_in):
    settings.EMAIL_PROVIDERS = ["resend"]
    settings.RESEND_API_KEY, settings.RESEND_URL = "key", f"{stand_in.url}/"
    stand_in.answers = [(200, b"<html>welcome</html>", {}), (200, {"id": "re-1"}, {})]
    row = one_for(owner)
    sending.send_due()
    assert fresh(row).attempts == 1
    due_now(row)
    sending.send_due()
    assert (fresh(row).state, fresh(row).provider_id) == ("sent", "re-1")
    assert [headers["Idempotency-Key"] for _path, headers, _said in stand_in.asked] == [str(row.pk)] * 2


def test_mailgun_is_given_the_same_key(owner, trial, settings, stand_in):
    settings.EMAIL_PROVIDERS = ["mailgun"]
    settings.MAILGUN_API_KEY, settings.MAILGUN_DOMAIN, settings.MAILGUN_URL = "key", "mg.example.com", stand_in.url
    stand_in.answers = [(200, {"id": "<mg-1@mg.example.com>", "message": "Queued."}, {})]
    row = one_for(owner)
    sending.send_due()
    assert (fresh(row).state, fresh(row).provider_id) == ("sent", "<mg-1@mg.example.com>")
    path, _headers, said = stand_in.asked[0]
    assert path == "/mg.example.com/messages"
    assert f"<{row.pk}@127.0.0.1>".encode() in said or str(row.pk).encode() in said


def test_ses_is_asked_with_the_whole_mail(owner, trial, settings, stand_in):
    settings.EMAIL_PROVIDERS = ["ses"]
    settings.SES_REGION, settings.SES_ACCESS_KEY_ID, settings.SES_SECRET_ACCESS_KEY = "eu-west-1", "key", "secret"
    settings.SES_URL, settings.EMAIL_TIMEOUT = stand_in.url, 2
    stand_in.answers = [(429, {"message": "slow down"}, {}), (200, {"MessageId": "ses-1"}, {})]
    row = one_for(owner)
    sending.send_due()
    assert (fresh(row).state, fresh(row).attempts) == ("waiting", 1)
    due_now(row)
    bring_back()
    sending.send_due()
    assert (fresh(row).state, fresh(row).provider_id) == ("sent", "ses-1")


def test_later_ones_of_the_thread_wait_and_others_do_not(owner, trial, sendgrid):
    first, second, other = asked_for(order(owner, thread="a"), order(owner, thread="a"), order(owner, thread="b"))
    sendgrid.answers = [(500, b"", {}), (202, b"", {})]
    sending.send_due()
    assert [fresh(row).state for row in (first, second, other)] == ["waiting", "waiting", "sent"]
    assert fresh(second).attempts == 0
    sending.send_due()
    assert fresh(second).state == "waiting"
    due_now(first)
    sending.send_due()
    assert [fresh(row).state for row in (first, second)] == ["sent", "sent"]
    assert fresh(first).sent_at < fresh(second).sent_at


def test_a_dead_letter_holds_its_thread_up_no_longer(owner, trial, sendgrid):
    first, second = asked_for(order(owner, thread="a"), order(owner, thread="a"))
    sendgrid.answers = [(400, {}, {}), (202, b"", {})]
    sending.send_due()
    assert [fresh(row).state for row in (first, second)] == ["dead", "sent"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"4.2.0 greylisted")}), Transient),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.1.1 no such user")}), AddressGone),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (554, b"5.7.1 blocked")}), Permanent),
        (smtplib.SMTPDataError(552, b"5.3.4 too large"), Permanent),
        (smtplib.SMTPDataError(451, b"4.3.0 later"), Transient),
        (smtplib.SMTPServerDisconnected("gone"), Transient),
        (smtplib.SMTPAuthenticationError(535, b"no"), Transient),
        (TimeoutError("timed out"), Transient),
        (ConnectionRefusedError(111, "refused"), Transient),
    ],
)
def test_what_smtp_says_is_understood(error, expected):
    assert isinstance(result_of(error, "a@b.c")[0], expected)


def test_a_recipient_that_is_refused_for_now_says_nothing_of_the_provider(owner, trial, office):
    office.refuses_people = "450 4.2.0 greylisted"
    row = one_for(owner)
    sending.send_due()
    assert fresh(row).attempts == 1
    assert not ProviderHealth.objects.exists()


def test_the_waits_fill_a_day():
    assert timedelta(hours=23) < sum(WAITS, timedelta()) <= timedelta(hours=24)
    for number, wait in enumerate(WAITS, start=1):
        assert 0.8 * wait <= wait_after(number) <= wait
    assert wait_after(1, timedelta(hours=1)) == timedelta(hours=1)
    assert wait_after(1, timedelta(days=9)) == LONGEST_RETRY_AFTER


def test_retry_after_is_read_in_both_forms():
    now = clock.now().replace(microsecond=0)
    with clock.standing_at(now):
        assert read_retry_after("90") == timedelta(seconds=90)
        assert read_retry_after(format_datetime(now + timedelta(seconds=90), usegmt=True)) == timedelta(seconds=90)
        assert read_retry_after(format_datetime(now - timedelta(seconds=90), usegmt=True)) == timedelta()
        assert read_retry_after("9" * 400) == LONGEST_RETRY_AFTER
    for odd in (None, "", "soon", "-5", "1.5", "Wed, 99 Foo 2026", "\u0663"):
        assert read_retry_after(odd) is None
