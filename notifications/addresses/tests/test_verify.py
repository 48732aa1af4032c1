"""Proving an e-mail address by a code that was mailed to it."""

from __future__ import annotations

import contextlib
import re
from datetime import timedelta

import pytest

from config import clock
from config.api import throttles
from config.testing.client import Api, codes
from config.testing.crowd import at_once
from config.testing.post_office import text_of
from notifications.addresses import checking, services
from notifications.addresses.errors import WrongCode
from notifications.addresses.events import AddressRemoved, AddressVerified
from notifications.addresses.models import Address
from notifications.addresses.queries import email_targets
from notifications.delivery.models import Reason, Suppression
from notifications.delivery.services import suppress

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/notifications/channels"


def asked(person, email="work@example.org") -> Address:
    return services.register(actor=person, checked=checking.email(email))[0]


def code_for(row: Address) -> str:
    found = services.mailed_code(address_id=row.pk)
    assert found is not None
    assert found[0] == row.value
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_code_in_the_mail_proves_the_address(owner, post_office, deliver, recorded):
    api = Api().as_(owner)
    made = api.post(PATH, {"kind": "email", "email": "work@example.org"}).json()
    deliver()
    (mail,) = post_office.to("work@example.org")
    (code,) = re.findall(r"\b\d{6}\b", text_of(mail))
    answer = api.post(f"{PATH}/{made['id']}/verify", {"code": code})
    assert (answer.status_code, answer.json()["is_verified"]) == (200, True)
    assert [event.user_id for event in recorded(AddressVerified)] == [owner.pk]
    # Again is no error, and the code is used up.
    assert api.post(f"{PATH}/{made['id']}/verify", {"code": wrong(code)}).status_code == 200


def test_a_wrong_code_is_refused_and_five_of_them_end_it(owner):
    row, api = asked(owner), Api().as_(owner)
    code = code_for(row)
    for _ in range(5):
        refused = api.post(f"{PATH}/{row.pk}/verify", {"code": wrong(code)})
        assert (refused.status_code, codes(refused)) == (400, {"code": "wrong_code"})
    assert api.post(f"{PATH}/{row.pk}/verify", {"code": code}).status_code == 400
    asked(owner)
    assert api.post(f"{PATH}/{row.pk}/verify", {"code": code}).status_code == 400
    assert api.post(f"{PATH}/{row.pk}/verify", {"code": code_for(row)}).status_code == 200


def test_a_code_is_good_for_half_an_hour(owner):
    row = asked(owner)
    code = code_for(row)
    with clock.standing_at(clock.now() + timedelta(minutes=31)), pytest.raises(WrongCode):
        services.verify(actor=owner, address_id=row.pk, code=code)


def test_before_the_mail_is_sent_no_code_is_right(owner):
    row = asked(owner)
    for code in ("", "000000"):
        with pytest.raises(WrongCode):
            services.verify(actor=owner, address_id=row.pk, code=code)


def test_an_address_is_whose_who_proved_it_last(owner, friend, recorded):
    for person in (owner, friend):
        row = asked(person)
        services.verify(actor=person, address_id=row.pk, code=code_for(row))
    assert [row.user_id for row in Address.objects.all()] == [friend.pk]
    assert [event.user_id for event in recorded(AddressRemoved)] == [owner.pk]


def test_two_may_wait_for_a_code_of_one_address(owner, friend):
    mine, theirs = asked(owner), asked(friend)
    services.verify(actor=owner, address_id=mine.pk, code=code_for(mine))
    assert Address.objects.filter(pk=theirs.pk, verified_at__isnull=True).exists()


def test_what_is_proved_anew_is_written_to_again(owner, deliver):
    suppress(address="work@example.org", reason=Reason.BOUNCED, user_id=None)
    row = asked(owner)
    services.verify(actor=owner, address_id=row.pk, code=code_for(row))
    deliver(may_fail=True)
    assert not Suppression.objects.exists()


@pytest.mark.postgres
def test_of_twenty_guesses_at_once_five_are_tried(owner):
    row = asked(owner)
    code = code_for(row)

    def guess(number):
        with contextlib.suppress(WrongCode):
            services.verify(actor=owner, address_id=row.pk, code=f"{(int(code) + 1 + number) % 1_000_000:06}")

    at_once(guess, 20)
    row.code.refresh_from_db()
    assert row.code.tries == 5


def test_a_proved_address_is_one_that_mail_can_go_to(owner, friend):
    row = asked(owner)
    assert email_targets([owner.pk]) == {}
    services.verify(actor=owner, address_id=row.pk, code=code_for(row))
    assert email_targets([owner.pk, friend.pk]) == {owner.pk: [row.pk]}


def test_nobodys_mailbox_is_filled_from_many_accounts(person, settings):
    settings.THROTTLES = True
    throttles.reset_all()
    people = [person(f"member-{number}") for number in range(7)]
    answers = [Api().as_(each).post(PATH, {"kind": "email", "email": "victim@example.org"}) for each in people]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429] * 2
    throttles.reset_all()
