"""Registering browsers, apps and addresses; one's own alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from config.testing.client import Api, codes
from config.testing.crowd import tried_at_once
from notifications.addresses import checking, services
from notifications.addresses.events import AddressCodeRequested, PushRegistered
from notifications.addresses.models import Address
from notifications.addresses.queries import push_targets, targets
from notifications.addresses.tests.browsers import Browser

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/notifications/channels"


def test_a_browser_is_registered_once(owner, push, recorded):
    api, browser = Api().as_(owner), Browser()
    made = api.post(PATH, browser.body)
    assert made.status_code == 201, made.content
    assert made.json()["address"] == "push.test"
    assert made.json()["is_verified"]
    again = api.post(PATH, browser.body)
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    listed = api.get(PATH).json()
    assert [row["id"] for row in listed["results"]] == [made.json()["id"]]
    assert listed["vapid_public_key"] == push
    row = Address.objects.get()
    assert recorded(PushRegistered) == [PushRegistered(user_id=owner.pk, address_id=row.pk)]
    assert push_targets([owner.pk]) == {owner.pk: [row.pk]}
    assert row.auth != browser.keys["auth"]
    assert targets([row.pk])[row.pk].auth == browser.keys["auth"]


def test_whoever_signs_in_on_a_browser_last_has_it(owner, friend, push):
    browser = Browser()
    Api().as_(owner).post(PATH, browser.body)
    assert Api().as_(friend).post(PATH, browser.body).status_code == 201
    assert push_targets([owner.pk, friend.pk]).keys() == {friend.pk}


def test_knowing_an_endpoint_is_not_having_the_browser(owner, stranger, push):
    browser = Browser()
    Api().as_(owner).post(PATH, browser.body)
    stolen = Api().as_(stranger).post(PATH, Browser(browser.endpoint).body)
    assert (stolen.status_code, stolen.json()["code"]) == (409, "address_in_use")
    assert push_targets([owner.pk]).keys() == {owner.pk}


def test_an_app_is_registered(owner, push):
    subscription = str(uuid4())
    made = Api().as_(owner).post(PATH, {"kind": "onesignal", "subscription_id": subscription})
    assert (made.status_code, made.json()["address"]) == (201, subscription)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"endpoint": "http://push.test/a"}, "endpoint"),
        ({"endpoint": "https://127.0.0.1/a"}, "endpoint"),
        ({"endpoint": "https://user:pw@push.test/a"}, "endpoint"),
        ({"endpoint": "https://push.test:8443/a"}, "endpoint"),
        ({"endpoint": None}, "endpoint"),
        ({"keys": {"p256dh": "AAAA", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}, "keys.p256dh"),
        ({"keys": {"p256dh": "B" + "A" * 86, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}, "keys.p256dh"),
        ({"keys": {**Browser().keys, "auth": "c2hvcnQ"}}, "keys.auth"),
        ({"keys": {**Browser().keys, "auth": "not base64!"}}, "keys.auth"),
        ({"kind": "pigeon"}, "kind"),
        ({"kind": "email", "email": "no address"}, "email"),
        ({"kind": "email"}, "email"),
        ({"kind": "onesignal"}, "subscription_id"),
    ],
)
def test_what_is_no_address_is_refused(owner, push, changes, field):
    body = {name: value for name, value in {**Browser().body, **changes}.items() if value is not None}
    refused = Api().as_(owner).post(PATH, body)
    assert (refused.status_code, list(codes(refused))) == (400, [field])
    assert not Address.objects.exists()


def test_what_is_not_set_up_is_not_offered(owner, settings):
    settings.VAPID_PRIVATE_KEY = settings.ONESIGNAL_APP_ID = ""
    for body in (Browser().body, {"kind": "onesignal", "subscription_id": str(uuid4())}):
        refused = Api().as_(owner).post(PATH, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "kind_not_offered")


def test_nobody_sees_removes_or_proves_anothers(owner, stranger, push):
    api = Api().as_(stranger)
    row, _ = services.register(actor=owner, checked=checking.email("work@example.org"))
    assert api.get(PATH).json()["results"] == []
    assert api.post(f"{PATH}/{row.pk}/verify", {"code": "123456"}).status_code == 404
    assert api.delete(f"{PATH}/{row.pk}").status_code == 204
    assert Address.objects.filter(pk=row.pk).exists()
    assert Api().as_(owner).delete(f"{PATH}/{row.pk}").status_code == 204
    assert not Address.objects.exists()


def test_a_member_has_twenty_at_most(owner, push):
    for number in range(20):
        services.register(actor=owner, checked=checking.email(f"a{number}@example.org"))
    refused = Api().as_(owner).post(PATH, Browser().body)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_addresses")


@pytest.mark.postgres
def test_twenty_at_once_make_no_more_than_there_may_be(owner, push):
    for number in range(15):
        services.register(actor=owner, checked=checking.email(f"a{number}@example.org"))
    tried_at_once(lambda n: services.register(actor=owner, checked=checking.email(f"b{n}@example.org")), 20)
    assert Address.objects.count() == 20


@pytest.mark.postgres
def test_of_two_who_take_a_browser_at_once_one_has_it(owner, friend, push):
    browser = Browser()
    checked = checking.web_push(browser.endpoint, **browser.keys)
    people = [owner, friend]
    results = tried_at_once(lambda n: services.register(actor=people[n % 2], checked=checked), 10)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert Address.objects.count() == 1


def test_the_account_own_address_is_no_further_one(owner):
    refused = Api().as_(owner).post(PATH, {"kind": "email", "email": "Owner@Example.com"})
    assert codes(refused) == {"email": "own"}


def test_asking_again_mails_another_code(owner, recorded):
    api = Api().as_(owner)
    first = api.post(PATH, {"kind": "email", "email": "work@example.org"})
    assert (first.status_code, first.json()["is_verified"]) == (201, False)
    assert api.post(PATH, {"kind": "email", "email": "work@example.org"}).status_code == 200
    assert len(recorded(AddressCodeRequested)) == 2
