"""One mail a cause, whatever is delivered again; and none for a matter that is settled."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from accounts.auth.events import EmailVerificationRequested, PasswordChanged, PasswordResetRequested
from accounts.auth.models import OneTimeToken
from accounts.mfa.events import MfaCodeRequested
from config import clock
from config.db import uuid7
from config.events import record
from config.events.models import Delivery as Owed
from config.events.models import DomainEvent
from notifications.delivery.models import Delivery
from notifications.delivery.sending import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(person):
    return person("reader")


def happen(event):
    with transaction.atomic():
        return record(event)


def test_an_event_that_is_delivered_again_sends_nothing_again(member, post_office, deliver):
    happened = happen(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))
    deliver()
    Owed.objects.create(event=happened, subscriber="mail.password_changed", subject=happened.subject)
    deliver()
    assert len(post_office.mails) == 1
    assert Delivery.objects.count() == 1


def test_two_events_of_one_kind_are_two_mails(member, post_office, deliver):
    for by_reset in (False, True):
        happen(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=by_reset))
    deliver()
    assert len(post_office.mails) == 2
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 2


def test_a_mail_that_the_server_puts_off_comes_later_with_a_link_that_holds(member, api, post_office, deliver):
    happen(PasswordResetRequested(actor_id=None, user_id=member.pk))
    post_office.refuses_mail = "451 try again later"
    deliver(may_fail=True)
    post_office.refuses_mail = ""
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        deliver()
        assert len(post_office.mails) == 1
        assert OneTimeToken.objects.filter(user=member, used_at__isnull=True).count() == 1


def test_a_deed_that_is_rolled_back_sends_nothing(member, post_office, deliver):
    with transaction.atomic():
        record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))
        transaction.set_rollback(True)
    deliver()
    assert post_office.mails == []


def test_no_token_is_made_while_the_server_cannot_be_reached(member, smtp_port, deliver):
    """The mail waits; nothing that it would hold exists before it goes, or after it could not."""
    happen(PasswordResetRequested(actor_id=None, user_id=member.pk))
    deliver(may_fail=True)
    assert Delivery.objects.get().state == "waiting"
    assert OneTimeToken.objects.filter(user=member).count() <= 1


def test_a_matter_that_is_settled_by_now_sends_nothing(member, post_office, deliver):
    happen(EmailVerificationRequested(actor_id=member.pk, user_id=member.pk))
    deliver()
    assert post_office.mails == []
    assert (Delivery.objects.get().state, Delivery.objects.get().last_error) == ("withheld", "settled")


def test_a_code_that_nobody_could_use_any_more_is_not_sent(member, post_office, deliver):
    happened = happen(MfaCodeRequested(actor_id=member.pk, user_id=member.pk, request_id=uuid7()))
    with time_machine.travel(happened.occurred_at + timedelta(hours=1)):
        deliver()
        assert post_office.mails == []
        assert Delivery.objects.get().state == "expired"


def test_neither_address_nor_token_is_kept(member, post_office, deliver):
    happen(PasswordResetRequested(actor_id=None, user_id=member.pk))
    deliver()
    send_due()
    (mail,) = post_office.mails
    token = mail.get_body(("plain",)).get_content().split("token=")[1].split()[0]
    kept = str(list(Delivery.objects.values())) + str(list(DomainEvent.objects.values()))
    assert token not in kept
    assert member.email not in kept
