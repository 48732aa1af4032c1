"""What an address must look like before it is kept."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from config import fetching
from config.errors import InvalidInput
from notifications.addresses.models import Kind

LONGEST_EMAIL = 254
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")


@dataclass(frozen=True, slots=True)
class Checked:
    """An address that may be kept."""

    kind: Kind
    value: str
    p256dh: str = ""
    auth: str = ""

    @property
    def digest(self) -> str:
        """By which it is found."""
        return hashlib.sha256(f"{self.kind}:{self.value}".encode()).hexdigest()


def email(text: str) -> Checked:
    """An e-mail address, in lower case as accounts keep theirs."""
    value = text.strip().lower()
    try:
        validate_email(value)
    except ValidationError:
        raise InvalidInput.of("email", "invalid", _("This is no e-mail address.")) from None
    if len(value) > LONGEST_EMAIL or not value.isascii():
        raise InvalidInput.of("email", "invalid", _("This is no e-mail address."))
    return Checked(Kind.EMAIL, value)


def web_push(endpoint: str, p256dh: str, auth: str) -> Checked:
    """A browser's subscription: a public https URL, a point on the curve, sixteen random bytes."""
    try:
        value = str(fetching.parse(endpoint))
    except fetching.UrlRefused as refused:
        raise InvalidInput.of("endpoint", refused.reason, _("This is no address of a push service.")) from None
    point = _bytes(p256dh, "keys.p256dh", 65)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise InvalidInput.of("keys.p256dh", "invalid", _("This is no key of a browser.")) from None
    _bytes(auth, "keys.auth", 16)
    return Checked(Kind.WEB_PUSH, value, p256dh.rstrip("="), auth.rstrip("="))


def onesignal(subscription_id: UUID) -> Checked:
    """An app's subscription."""
    return Checked(Kind.ONESIGNAL, str(subscription_id))


def _bytes(text: str, field: str, length: int) -> bytes:
    try:
        if not _BASE64URL.fullmatch(text):
            raise ValueError
        found = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != length:
        raise InvalidInput.of(field, "invalid", _("This is no key of a browser."))
    return found


def code_digest(address_id: UUID, code: str) -> str:
    """Keyed, since a million codes are soon tried against a plain digest."""
    return salted_hmac("notifications.addresses", f"{address_id}:{code}", algorithm="sha256").hexdigest()
