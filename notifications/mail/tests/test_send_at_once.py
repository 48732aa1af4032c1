"""Several at work at the same moment: on one event, and on the account that is written to."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from accounts.auth.events import PasswordChanged
from accounts.users.services import create_user
from config.events import record
from notifications.mail import subscribers
from notifications.mail.models import SentMail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_ten_deliveries_at_once_send_one_mail(post_office):
    member = create_user(username="reader", email="reader@example.com", password=None)
    with transaction.atomic():
        cause = record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))
    barrier, raised = threading.Barrier(10), []

    def deliver():
        try:
            barrier.wait(timeout=30)
            with transaction.atomic():
                subscribers.password_changed(cause.decoded(), cause=cause)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert raised == []
    assert len(post_office.mails) == 1
    assert SentMail.objects.count() == 1


def test_a_server_that_takes_its_time_does_not_hold_up_the_account(post_office):
    member = create_user(username="reader", email="reader@example.com", password=None)
    with transaction.atomic():
        cause = record(PasswordChanged(actor_id=member.pk, user_id=member.pk, by_reset=False))
    reached = []

    def change_the_account():
        try:
            with transaction.atomic():
                reached.append(get_user_model().objects.select_for_update(nowait=True).get(pk=member.pk))
        finally:
            connection.close()

    post_office.meanwhile = change_the_account
    with transaction.atomic():
        subscribers.password_changed(cause.decoded(), cause=cause)
    assert reached == [member]
    assert len(post_office.mails) == 1
