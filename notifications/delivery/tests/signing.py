"""A provider's side of webhooks: bodies with the signatures that belong to them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from config import clock

SECRET = "whsec_" + base64.b64encode(b"a secret of the tests' own").decode()
MAILGUN_SECRET = "a mailgun secret"
PATH = "/api/v1/notifications/webhooks/"
_KEY = ec.generate_private_key(ec.SECP256R1())
SENDGRID_KEY = base64.b64encode(
    _KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()


def now(offset: int = 0) -> str:
    return str(int(clock.now().timestamp()) + offset)


def standard(body: bytes, *, identity: str = "", offset: int = 0, secret: str = SECRET, prefix="webhook") -> dict:
    identity, moment = identity or f"msg_{uuid4().hex}", now(offset)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{identity}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        f"{prefix}-id": identity,
        f"{prefix}-timestamp": moment,
        f"{prefix}-signature": "v1," + base64.b64encode(digest).decode(),
    }


def sendgrid(body: bytes, *, offset: int = 0) -> dict:
    moment = now(offset)
    signed = _KEY.sign(moment.encode() + body, ec.ECDSA(SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Timestamp": moment,
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signed).decode(),
    }


def mailgun(event: dict[str, Any], *, offset: int = 0, token: str = "") -> bytes:
    moment, token = now(offset), token or uuid4().hex + uuid4().hex[:18]
    signed = hmac.new(MAILGUN_SECRET.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    signature = {"timestamp": moment, "token": token, "signature": signed}
    return json.dumps({"signature": signature, "event-data": event}).encode()


def post(provider: str, body: bytes, headers: dict[str, str] | None = None, content_type="application/json") -> Any:
    client = Client(raise_request_exception=False)
    return client.generic("POST", PATH + provider, body, content_type=content_type, headers=headers or {})


def tell(event: dict[str, Any], **more: Any) -> Any:
    """Report one thing by Standard Webhooks."""
    body = json.dumps(event).encode()
    return post("standard", body, standard(body, **more))


def about(row: Any, what: str, **data: Any) -> dict[str, Any]:
    moment = clock.now().isoformat()
    return {"type": f"message.{what}", "timestamp": moment, "data": {"delivery_id": str(row.pk), **data}}


def set_up(settings: Any) -> None:
    settings.DELIVERY_WEBHOOK_SECRET = settings.SES_WEBHOOK_SECRET = settings.RESEND_WEBHOOK_SECRET = SECRET
    settings.SENDGRID_WEBHOOK_KEY, settings.MAILGUN_WEBHOOK_KEY = SENDGRID_KEY, MAILGUN_SECRET
