"""Whether a report comes from whom it says: signatures over the raw body, compared in constant time.

A signature is good for five minutes before and after its moment. Each scheme has one form: another case, another
algorithm, a second header or a list where one value belongs is no signature. A provider without a secret is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings
from django.core.cache import cache

from config import clock
from notifications.delivery.errors import UnknownProvider, WebhookNotProven

TOLERANCE_SECONDS = 300
_MOMENT = re.compile(r"[0-9]{9,11}")
_ID = re.compile(r"[\x21-\x7e]{1,150}")
_STANDARD = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_HEX = re.compile(r"[0-9a-f]{64}")
MOST_SIGNATURES = 4  # of Standard Webhooks, which signs with the old and the new secret while one is changed

Headers = Mapping[str, str]


def prove(provider: str, headers: Headers, body: bytes) -> str:
    """The id of the delivery of this report, where it has one; an error unless the signature holds."""
    check = _CHECKS.get(provider)
    if check is None:
        raise UnknownProvider()
    return check(headers, body)


def is_known(provider: str) -> bool:
    """Whether a provider of that name reports here."""
    return provider in _CHECKS


def _fresh(moment: str) -> None:
    if not _MOMENT.fullmatch(moment) or abs(clock.now().timestamp() - int(moment)) > TOLERANCE_SECONDS:
        raise WebhookNotProven()


def _standard(secret: Callable[[], str], *, prefixes: tuple[str, ...]) -> Callable[[Headers, bytes], str]:
    """Standard Webhooks, and Svix, which it was made from: HMAC-SHA256 over id, moment and body."""

    def check(headers: Headers, body: bytes) -> str:
        key = _key(secret())
        used = [prefix for prefix in prefixes if f"{prefix}-signature" in headers]
        if len(used) != 1:
            raise WebhookNotProven()
        identity, moment, signed = (headers.get(f"{used[0]}-{part}", "") for part in ("id", "timestamp", "signature"))
        parts = signed.split(" ")
        if not _ID.fullmatch(identity) or len(parts) > MOST_SIGNATURES:
            raise WebhookNotProven()
        if not all(_STANDARD.fullmatch(part) for part in parts):
            raise WebhookNotProven()
        _fresh(moment)
        digest = hmac.new(key, f"{identity}.{moment}.".encode() + body, hashlib.sha256).digest()
        expected = f"v1,{base64.b64encode(digest).decode()}"
        # Every one is compared, whichever holds.
        if not sum(hmac.compare_digest(expected, part) for part in parts):
            raise WebhookNotProven()
        return identity

    return check


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < 16:
        raise WebhookNotProven()
    return key


def _sendgrid(headers: Headers, body: bytes) -> str:
    """ECDSA over moment and body."""
    moment = headers.get("x-twilio-email-event-webhook-timestamp", "")
    signed = headers.get("x-twilio-email-event-webhook-signature", "")
    _fresh(moment)
    try:
        key = load_der_public_key(base64.b64decode(settings.SENDGRID_WEBHOOK_KEY, validate=True))
        signature = base64.b64decode(signed, validate=True)
    except (binascii.Error, ValueError):
        raise WebhookNotProven() from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not signature:
        raise WebhookNotProven()
    try:
        key.verify(signature, moment.encode() + body, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise WebhookNotProven() from None
    return ""


class _Signed(msgspec.Struct):
    timestamp: str
    token: str
    signature: str


class _Mailgun(msgspec.Struct):
    signature: _Signed


def _mailgun(headers: Headers, body: bytes) -> str:
    """HMAC-SHA256 over moment and token, which stand in the body; a token is good for one body."""
    secret = settings.MAILGUN_WEBHOOK_KEY
    if not secret:
        raise WebhookNotProven()
    try:
        said = msgspec.json.decode(body, type=_Mailgun).signature
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise WebhookNotProven() from None
    if not _HEX.fullmatch(said.signature) or not 10 <= len(said.token) <= 100 or not said.token.isascii():
        raise WebhookNotProven()
    _fresh(said.timestamp)
    expected = hmac.new(secret.encode(), f"{said.timestamp}{said.token}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, said.signature):
        raise WebhookNotProven()
    # It does not cover the body: with another one, the token is somebody else's who has seen it.
    seen, name = hashlib.sha256(body).hexdigest(), f"outgoing:mailgun-token:{said.token}"
    if not cache.add(name, seen, timeout=2 * TOLERANCE_SECONDS) and cache.get(name, seen) != seen:
        raise WebhookNotProven()
    return ""


_CHECKS: dict[str, Callable[[Headers, bytes], str]] = {
    "standard": _standard(lambda: settings.DELIVERY_WEBHOOK_SECRET, prefixes=("webhook",)),
    "ses": _standard(lambda: settings.SES_WEBHOOK_SECRET, prefixes=("webhook",)),
    "resend": _standard(lambda: settings.RESEND_WEBHOOK_SECRET, prefixes=("svix", "webhook")),
    "sendgrid": _sendgrid,
    "mailgun": _mailgun,
}
