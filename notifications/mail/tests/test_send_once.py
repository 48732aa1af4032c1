"""One mail a cause, whatever is delivered again and whatever fails on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from accounts.auth.events import PasswordChanged
from config import clock
from config.events import record
from config.events.models import Delivery, DomainEvent
from notifications.mail import kinds, services, subscribers
from notifications.mail.models import SentMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(person):
    return person("reader")


@pytest.fixture
def happened(member):
    """A password was changed: the event as subscribers get it."""
    with transaction.atomic():
        return record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))


def test_an_event_that_is_delivered_again_sends_nothing_again(happened, post_office, deliver):
    deliver()
    for _ in range(3):
        subscribers.password_changed(happened.decoded(), cause=happened)
    Delivery.objects.create(event=happened, subscriber="mail.password_changed", subject=happened.subject)
    deliver()
    assert len(post_office.mails) == 1
    assert SentMail.objects.count() == 1


def test_two_events_of_one_kind_are_two_mails(member, happened, post_office, deliver):
    with transaction.atomic():
        record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=True))
    deliver()
    assert len(post_office.mails) == 2
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 2


def test_a_server_that_is_down_gets_the_mail_when_it_is_back(happened, opens_at, deliver):
    deliver(may_fail=True)
    assert not SentMail.objects.exists()
    office = opens_at()
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        deliver()
        deliver()
    assert len(office.mails) == 1
    assert SentMail.objects.count() == 1


def test_a_mail_that_the_server_puts_off_comes_later_and_once(happened, post_office, deliver):
    post_office.refuses_mail = "451 try again later"
    deliver(may_fail=True)
    assert not SentMail.objects.exists()
    post_office.refuses_mail = ""
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        deliver()
    assert len(post_office.mails) == 1


def test_a_recipient_put_off_is_tried_again(happened, post_office, deliver):
    post_office.refuses_people = "450 mailbox busy"
    deliver(may_fail=True)
    assert not SentMail.objects.exists()
    post_office.refuses_people = ""
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        deliver()
    assert len(post_office.mails) == 1


def test_an_address_refused_for_good_is_noted_and_left_alone(happened, post_office, deliver):
    post_office.refuses_people = "550 no such user"
    deliver()
    assert SentMail.objects.get().outcome == "refused"
    post_office.refuses_people = ""
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        deliver()
    assert post_office.mails == []


def test_a_double_carries_the_same_message_id(member, happened, post_office):
    """A process that died between the server's yes and the commit: the claim is gone, and the mail goes out again."""
    for _ in range(2):
        services.send(
            kind=kinds.PASSWORD_CHANGED, user_id=member.pk, cause_id=happened.pk, values={"moment": clock.now()}
        )
        SentMail.objects.all().delete()
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_deed_that_is_rolled_back_sends_nothing(member, post_office, deliver):
    with transaction.atomic():
        record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))
        transaction.set_rollback(True)
    deliver()
    assert post_office.mails == []


def test_no_token_is_asked_for_a_mail_that_is_out(member, happened, post_office):
    asked = []

    def errand():
        asked.append(1)
        return services.Errand("abc")

    sent = [
        services.send(
            kind=kinds.PASSWORD_RESET, user_id=member.pk, cause_id=happened.pk, errand=errand, values={"hours": 1}
        )
        for _ in range(3)
    ]
    assert (sent, len(asked), len(post_office.mails)) == ([True, False, False], 1, 1)


def test_no_token_is_made_while_the_server_cannot_be_reached(member, happened, smtp_port):
    asked = []
    with pytest.raises(ConnectionRefusedError):
        services.send(
            kind=kinds.PASSWORD_RESET, user_id=member.pk, cause_id=happened.pk, errand=lambda: asked.append(1)
        )
    assert asked == []
    assert not SentMail.objects.exists()


def test_a_matter_that_is_settled_by_now_sends_nothing(member, happened, post_office):
    assert not services.send(kind=kinds.VERIFY_EMAIL, user_id=member.pk, cause_id=happened.pk, errand=lambda: None)
    assert post_office.mails == []
    assert not SentMail.objects.exists()


def test_neither_address_nor_token_is_kept(member, happened, post_office):
    services.send(
        kind=kinds.VERIFY_EMAIL,
        user_id=member.pk,
        cause_id=happened.pk,
        errand=lambda: services.Errand("s3cret-token", address="other@example.com"),
    )
    kept = str(list(SentMail.objects.values())) + str(list(DomainEvent.objects.values()))
    assert "s3cret-token" not in kept
    assert "example.com" not in kept
    assert len(post_office.to("other@example.com")) == 1
