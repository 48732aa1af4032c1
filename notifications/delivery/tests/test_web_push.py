"""A message to a browser is encrypted for it alone, signed by us, and posted by the safe fetch."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from config import clock
from config.testing.hostile import PUBLIC, answer
from notifications.addresses import checking, services
from notifications.addresses.models import Address
from notifications.addresses.tests.browsers import Browser
from notifications.addresses.tests.conftest import push
from notifications.delivery import sending
from notifications.delivery.sources import Letter
from notifications.delivery.tests.trial import Words, due_now, fresh, one_for
from notifications.types import Channel

__all__ = ["push"]

pytestmark = pytest.mark.django_db(transaction=True)


class PushService:
    """Takes what is posted, and answers `status`."""

    def __init__(self):
        self.status, self.headers, self.taken = "201 Created", {}, []

    def serve(self, connection, request):
        head, _, body = request.partition("\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        raw = body.encode("latin-1")
        length = int(headers.get("Content-Length", headers.get("content-length", 0)))
        while len(raw) < length:
            raw += connection.recv(65_536)
        self.taken.append((headers, raw))
        answer(status=self.status, **self.headers)(connection, request)


@pytest.fixture
def service(hostile):
    made = PushService()
    hostile.names["push.test"] = [[PUBLIC]]
    hostile.paths["/send/abc"] = made.serve
    return made


def registered(person, browser) -> Address:
    checked = checking.web_push(browser.endpoint, **browser.keys)
    return services.register(actor=person, checked=checked)[0]


def pushed(person, row, **changes):
    return one_for(person, channel=Channel.PUSH, target_id=row.pk, **changes)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_browser_alone_can_read_it(owner, trial, push, service):
    browser = Browser()
    address = registered(owner, browser)
    trial.says = Letter(words=Words(title="Höi", body="…"), link="https://example.com/w/1")
    row = pushed(owner, address, is_urgent=True, expires_at=clock.now() + timedelta(hours=1))
    assert sending.send_due().sent == 1
    ((headers, sealed),) = service.taken
    said = browser.read(sealed)
    assert said == {"id": str(row.pk), "type": row.type, "title": "Höi", "body": "…", "url": "https://example.com/w/1"}
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Urgency"] == "high"
    assert 3_500 < int(headers["TTL"]) <= 3_600
    assert "Höi".encode() not in sealed
    assert (fresh(row).state, fresh(row).provider) == ("sent", "web_push")


def test_it_is_signed_with_the_key_that_browsers_were_told(owner, trial, push, service):
    pushed(owner, registered(owner, Browser()))
    sending.send_due()
    scheme, _, said = service.taken[0][0]["Authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in said.split(","))
    assert (scheme, fields["k"]) == ("vapid", push)
    head, claims, signature = fields["t"].split(".")
    told = json.loads(_bytes(claims))
    assert told["aud"] == "https://push.test"
    assert 0 < told["exp"] - clock.now().timestamp() <= 86_400
    raw = _bytes(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(push))
    whole = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(whole, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_browser_that_is_gone_is_forgotten(owner, trial, push, service, status):
    address = registered(owner, Browser())
    row, other = pushed(owner, address), pushed(owner, address, scheduled_for=clock.now() + timedelta(hours=1))
    service.status = status
    sending.send_due()
    assert fresh(row).state == "bounced"
    assert not Address.objects.exists()
    due_now(other)
    sending.send_due()
    assert (fresh(other).state, fresh(other).last_error) == ("withheld", "address_gone")


def test_a_push_service_that_has_enough_is_waited_for(owner, trial, push, service):
    row = pushed(owner, registered(owner, Browser()))
    service.status, service.headers = "429 Too Many Requests", {"Retry_After": "3600"}
    sending.send_due()
    assert fresh(row).state == "waiting"
    assert fresh(row).due_at > clock.now() + timedelta(seconds=3_500)


@pytest.mark.parametrize("status", ["400 Bad Request", "413 Too Large"])
def test_what_a_push_service_refuses_is_a_dead_letter(owner, trial, push, service, status):
    row = pushed(owner, registered(owner, Browser()))
    service.status = status
    sending.send_due()
    assert fresh(row).state == "dead"
    assert Address.objects.exists()


def test_an_endpoint_that_leads_into_the_house_is_never_connected_to(owner, trial, push, service, hostile):
    address = registered(owner, Browser())
    hostile.names["push.test"] = [["127.0.0.1"]]
    row = pushed(owner, address)
    sending.send_due()
    assert fresh(row).state == "bounced"
    assert not Address.objects.exists()
    assert service.taken == []
    assert all(canary.came == 0 for canary in hostile.canaries.values())


def test_a_service_that_is_away_holds_up_its_own_browsers_alone(owner, trial, push, service, hostile):
    away, there = registered(owner, Browser("https://away.test/send/x")), registered(owner, Browser())
    first, second = pushed(owner, away), pushed(owner, there)
    sending.send_due()
    assert (fresh(first).state, fresh(first).attempts) == ("waiting", 1)
    assert fresh(second).state == "sent"


def test_a_long_message_is_cut_to_what_fits(owner, trial, push, service):
    browser = Browser()
    trial.says = Letter(words=Words(title="t" * 500, body="ü" * 5_000))
    pushed(owner, registered(owner, browser))
    assert sending.send_due().sent == 1
    sealed = service.taken[0][1]
    assert len(sealed) <= 4_096
    assert browser.read(sealed)["body"].startswith("üü")
