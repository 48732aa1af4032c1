"""What is due leaves the house by mail, once, under one Message-ID, and is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.db import uuid7
from config.events.models import DomainEvent
from notifications.addresses import checking
from notifications.addresses import services as addresses
from notifications.delivery import sending
from notifications.delivery.events import AddressSuppressed
from notifications.delivery.models import Attempt, Suppression
from notifications.delivery.sources import Later, Letter, Withheld
from notifications.delivery.tests.trial import Words, asked_for, due_now, fresh, one_for, order
from notifications.types import Channel

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_is_sent_and_written_down(owner, trial, office):
    row = one_for(owner)
    counts = sending.send_due()
    assert (counts.sent, counts.failed, counts.ended, counts.is_more) == (1, 0, 0, False)
    (mail,) = office.to("owner@example.com")
    assert mail["Message-ID"] == f"<{row.pk}@127.0.0.1>"
    assert (mail["Subject"], mail["Auto-Submitted"], mail["List-Unsubscribe"]) == ("A subject", "auto-generated", None)
    row = fresh(row)
    assert (row.state, row.provider, row.lease, row.attempts) == ("sent", "smtp", None, 0)
    assert row.provider_id == f"<{row.pk}@127.0.0.1>"
    assert row.sent_at is not None
    assert list(Attempt.objects.values_list("delivery_id", "provider", "outcome")) == [(row.pk, "smtp", "ok")]
    assert trial.told == [(row.pk, "sent")]
    assert sending.send_due().sent == 0
    assert len(office.mails) == 1


def test_the_source_is_asked_for_the_whole_batch_at_once(owner, friend, trial, office):
    rows = asked_for(order(owner), order(friend), order(owner))
    sending.send_due()
    assert trial.asked == [[row.pk for row in rows]]
    assert [mail["To"] for mail in office.mails] == ["owner@example.com", "friend@example.com", "owner@example.com"]


def test_nothing_goes_before_its_time(owner, trial, office):
    one_for(owner, scheduled_for=clock.now() + timedelta(minutes=1))
    assert sending.send_due().sent == 0
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert sending.send_due().sent == 1


def test_urgent_ones_go_first(owner, trial, office):
    first, urgent = asked_for(order(owner), order(owner, is_urgent=True))
    sending.send_due()
    assert trial.asked == [[urgent.pk, first.pk]]


@pytest.mark.parametrize("reason", ["turned_off", "muted", "blocked", "read"])
def test_what_nobody_wants_any_more_is_withheld(owner, trial, office, reason):
    trial.says = Withheld(reason)
    row = one_for(owner)
    assert sending.send_due().ended == 1
    row = fresh(row)
    assert (row.state, row.last_error) == ("withheld", reason)
    assert row.ended_at is not None
    assert trial.told == [(row.pk, "withheld")]
    assert office.mails == []


def test_what_its_source_knows_nothing_of_is_gone(owner, trial, office):
    trial.says = None
    row = one_for(owner)
    sending.send_due()
    assert (fresh(row).state, fresh(row).last_error) == ("withheld", "gone")


def test_quiet_hours_that_began_meanwhile_put_it_off(owner, trial, office):
    at = clock.now() + timedelta(hours=3)
    trial.says = Later(at)
    row = one_for(owner)
    sending.send_due()
    row = fresh(row)
    assert (row.state, row.due_at, row.attempts, row.lease) == ("waiting", at, 0, None)


def test_an_expired_one_is_not_sent(owner, trial, office):
    row = one_for(owner, expires_at=clock.now() - timedelta(seconds=1))
    sending.send_due()
    assert fresh(row).state == "expired"
    assert trial.asked == []


@pytest.mark.parametrize("status", ["suspended", "banned", "deactivated"])
def test_closed_accounts_get_only_what_reaches_them(person, trial, office, status):
    closed = person("closed", status=status)
    usual, appeal = asked_for(order(closed), order(closed, type="appeal.decided"))
    sending.send_due()
    assert (fresh(usual).state, fresh(usual).last_error) == ("withheld", "account")
    assert fresh(appeal).state == "sent"


def test_accounts_that_are_gone_or_nobodys_get_nothing(person, trial, office):
    nobodys = person("nobodys")
    type(nobodys).objects.filter(pk=nobodys.pk).update(is_claimed=False)
    row, other = one_for(nobodys), one_for(nobodys, recipient_id=uuid7())
    sending.send_due()
    assert fresh(row).last_error == fresh(other).last_error == "account"
    assert office.mails == []


def test_what_can_be_unsubscribed_from_says_how(owner, trial, office):
    trial.says = Letter(words=Words(), unsubscribe_url="https://example.com/unsubscribe/abc", headers={"X-Kind": "a"})
    one_for(owner)
    sending.send_due()
    (mail,) = office.mails
    assert mail["List-Unsubscribe"] == "<https://example.com/unsubscribe/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["X-Kind"] == "a"


def test_it_goes_to_the_address_that_the_source_names(owner, trial, office):
    trial.says = Letter(words=Words(), address="new@example.com")
    one_for(owner)
    sending.send_due()
    assert [mail.envelope_to for mail in office.mails] == [["new@example.com"]]


def test_an_unknown_type_or_source_is_a_dead_letter_at_once(owner, trial, office):
    odd, lost = asked_for(order(owner, type="no.such_type"), order(owner, source="nobody"))
    sending.send_due()
    assert (fresh(odd).state, fresh(lost).state) == ("dead", "dead")


def test_a_source_that_fails_on_one_message_holds_up_no_other(owner, friend, trial, office):
    bad, good = asked_for(order(owner), order(friend))
    trial.about[bad.pk] = RuntimeError("broken")
    sending.send_due()
    assert fresh(good).state == "sent"
    bad = fresh(bad)
    assert (bad.state, bad.attempts) == ("waiting", 1)
    assert bad.last_error == "source: RuntimeError: broken"
    assert bad.due_at > clock.now()


def test_a_wording_that_fails_holds_up_no_other(owner, friend, trial, office):
    bad, good = asked_for(order(owner), order(friend))
    trial.about[bad.pk] = Letter(values={"name": "x"})  # no templates are in use here
    sending.send_due()
    assert fresh(good).state == "sent"
    assert fresh(bad).last_error.startswith("wording: ValuesDoNotFit")


def test_an_address_where_nobody_lives_is_suppressed_and_its_owner_told(owner, trial, office, recorded):
    office.refuses_people = "550 5.1.1 <owner@example.com> no such user"
    row, later = one_for(owner), one_for(owner, scheduled_for=clock.now() + timedelta(hours=1))
    sending.send_due()
    row = fresh(row)
    assert row.state == "bounced"
    assert "owner@example.com" not in row.last_error
    assert "o…@example.com" in row.last_error
    assert recorded(AddressSuppressed) == [
        AddressSuppressed(user_id=owner.pk, address="o…@example.com", reason="bounced")
    ]
    kept = Suppression.objects.get()
    assert (kept.masked, kept.reason, kept.user_id, kept.delivery_id) == ("o…@example.com", "bounced", owner.pk, row.pk)
    assert "owner@example.com" not in str(DomainEvent.objects.order_by("-pk")[0].payload)
    due_now(later)
    office.refuses_people = ""
    sending.send_due()
    assert fresh(later).state == "suppressed"
    assert office.mails == []


def test_a_mailbox_that_refuses_otherwise_is_no_reason_to_suppress_it(owner, trial, office):
    office.refuses_people = "550 5.7.1 we do not like your kind"
    row = one_for(owner)
    sending.send_due()
    assert fresh(row).state == "dead"
    assert not Suppression.objects.exists()


def test_push_without_a_provider_is_withheld(owner, trial, settings):
    settings.VAPID_PRIVATE_KEY = settings.ONESIGNAL_APP_ID = ""
    row = one_for(owner, channel=Channel.PUSH)
    sending.send_due()
    assert fresh(row).state == "withheld"


def test_words_of_members_cannot_become_headers(owner, trial, office):
    trial.says = Letter(words=Words(subject="Hello\r\nBcc: all@example.com", text="{{ settings.SECRET_KEY }} %(x)s"))
    one_for(owner)
    sending.send_due()
    (mail,) = office.mails
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Bcc: all@example.com", None)
    assert "{{ settings.SECRET_KEY }} %(x)s" in mail.get_body(("plain",)).get_content()
    assert mail.envelope_to == ["owner@example.com"]


@pytest.mark.parametrize("headers", [{"X-Name": "a\r\nBcc: b@example.com"}, {"X-A\r\nBcc": "b@example.com"}])
def test_a_header_with_a_line_break_is_refused(owner, trial, office, headers):
    trial.says = Letter(words=Words(), headers=headers)
    row = one_for(owner)
    sending.send_due()
    assert fresh(row).state == "dead"
    assert office.mails == []


def test_a_text_that_looks_like_the_line_between_parts_stays_text(owner, trial, office):
    row = one_for(owner)
    trial.says = Letter(words=Words(text=f"--{row.pk}\n--=_{row.pk.hex}\nthe end", html="<p>the end</p>"))
    sending.send_due()
    (mail,) = office.mails
    assert mail.get_body(("plain",)).get_content().splitlines()[-1] == "the end"
    assert "the end" in mail.get_body(("html",)).get_content()


def test_mail_goes_to_a_proved_further_address_and_to_no_other_members(owner, friend, trial, office):
    row, _ = addresses.register(actor=owner, checked=checking.email("work@example.org"))
    unproved, _ = addresses.register(actor=owner, checked=checking.email("other@example.org"))
    code = addresses.mailed_code(address_id=row.pk)[1]
    addresses.verify(actor=owner, address_id=row.pk, code=code)
    good, other, early = asked_for(
        order(owner, target_id=row.pk), order(friend, target_id=row.pk), order(owner, target_id=unproved.pk)
    )
    sending.send_due()
    assert [mail.envelope_to for mail in office.mails] == [["work@example.org"]]
    assert [fresh(each).last_error for each in (good, other, early)] == ["", "address_gone", "address_gone"]
