"""Who gets no mail at all."""

import pytest
from django.db import transaction

from accounts.auth.events import RoleChanged
from config.events import record
from config.roles import Status
from notifications.delivery.models import Delivery
from notifications.mail.services import ask
from notifications.mail.subscribers import CALLS

pytestmark = pytest.mark.django_db

CLOSED = [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED]
ALL = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)


def asked(call, member):
    with transaction.atomic():
        cause = record(RoleChanged(actor_id=None, user_id=member.pk, before="member", after="agent"))
        return ask(call.type, user_id=member.pk, cause=cause, once_for_all=call.once_for_all)


@ALL
def test_an_account_that_nobody_claimed_gets_nothing(person, call):
    author = person("author")
    type(author).objects.filter(pk=author.pk).update(is_claimed=False)
    assert asked(call, author) is False
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", CLOSED)
@ALL
def test_a_closed_account_gets_what_was_done_to_it_and_no_more(person, call, status):
    assert asked(call, person("reader", status=status)) is call.type.reaches_closed


@ALL
def test_a_muted_member_gets_everything(muted, call):
    assert asked(call, muted) is True


@ALL
def test_one_that_comes_once_for_all_is_not_asked_for_twice(person, call):
    member = person("reader")
    assert [asked(call, member), asked(call, member)] == [True, not call.once_for_all]


def test_somebody_who_is_gone_gets_nothing(person, deliver, mailoutbox):
    member = person("reader")
    asked(CALLS[0], member)
    member.delete()
    deliver()
    assert mailoutbox == []
