"""Who gets no mail at all."""

import pytest

from config.roles import Status
from notifications.mail import kinds, services
from notifications.mail.models import SentMail

pytestmark = pytest.mark.django_db

CLOSED = [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED]


def send(kind, member):
    values = {"hours": 1, "status": "suspended", "role": "member"}
    return services.send(kind=kind, user_id=member.pk, cause_id=1, errand=lambda: services.Errand("abc"), values=values)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_an_account_that_nobody_claimed_gets_nothing(person, kind, mailoutbox):
    author = person("author")
    type(author).objects.filter(pk=author.pk).update(is_claimed=False)
    assert send(kind, author) is False
    assert mailoutbox == []
    assert not SentMail.objects.exists()


@pytest.mark.parametrize("status", CLOSED)
@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_a_closed_account_gets_what_was_done_to_it_and_no_more(person, kind, status, mailoutbox):
    member = person("reader", status=status)
    assert send(kind, member) is kind.reaches_closed
    assert len(mailoutbox) == int(kind.reaches_closed)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_a_muted_member_gets_everything(muted, kind, mailoutbox):
    assert send(kind, muted) is True
    assert len(mailoutbox) == 1


def test_somebody_who_is_gone_gets_nothing(person, mailoutbox):
    member = person("reader")
    send_to = member.pk
    member.delete()
    assert services.send(kind=kinds.WELCOME, user_id=send_to, cause_id=1) is False
    assert mailoutbox == []
