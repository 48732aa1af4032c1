"""Mail goes to servers that take commands in groups, and to those that do not, and all refusals mean the same."""

from __future__ import annotations

import pytest

from notifications.delivery import sending
from notifications.delivery.models import Suppression
from notifications.delivery.sources import Letter
from notifications.delivery.tests.trial import Words, asked_for, fresh, one_for, order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["in groups", "one by one"])
def either(office, request):
    office.takes_groups = request.param
    return office


def test_mails_of_a_batch_go_one_after_the_other(owner, friend, trial, either):
    rows = asked_for(order(owner), order(friend), order(owner))
    assert sending.send_due().sent == 3
    assert [mail["Message-ID"] for mail in either.mails] == [f"<{row.pk}@127.0.0.1>" for row in rows]


def test_lines_of_dots_come_through(owner, trial, either):
    trial.says = Letter(words=Words(text=".\n..\n.end\nlast.\n", html=""))
    one_for(owner)
    sending.send_due()
    (mail,) = either.mails
    assert mail.get_content().splitlines() == [".", "..", ".end", "last."]


@pytest.mark.parametrize("after", ["", "550 5.1.1 nobody there"], ids=["taken", "refused"])
def test_a_refused_recipient_holds_up_no_other(owner, friend, trial, either, after):
    either.refuses_people = "550 5.1.1 nobody there"
    first = one_for(owner)
    assert sending.send_due().failed == 1
    assert (fresh(first).state, Suppression.objects.count()) == ("bounced", 1)
    either.refuses_people = after
    second = one_for(friend)
    sending.send_due()
    assert fresh(second).state == ("bounced" if after else "sent")


def test_refusals_within_one_connection_are_told_apart(owner, friend, trial, either):
    either.refuses_mail = "554 5.7.1 not that"
    rows = asked_for(order(owner), order(friend))
    assert sending.send_due().failed == 2
    assert {(fresh(row).state, fresh(row).last_error) for row in rows} == {("dead", "554 5.7.1 not that")}


def test_a_server_that_ends_the_connection_is_written_to_anew(owner, trial, either):
    either.refuses_people = "421 4.3.2 closing"
    row = one_for(owner)
    sending.send_due()
    assert (fresh(row).state, fresh(row).attempts) == ("waiting", 1)
    assert "421" in fresh(row).last_error
