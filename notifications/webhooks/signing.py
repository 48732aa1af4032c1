"""Secrets and signatures, as Standard Webhooks has them (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from config.secrets import seal, unseal

START = "whsec_"
SECRET_BYTES = 32
ROTATION = timedelta(hours=24)


def new_secret() -> str:
    """256 random bits, in the form that the libraries of receivers take."""
    return START + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def purpose(endpoint_id: UUID) -> str:
    """What an endpoint's secrets are sealed for: no other's can be put in their place."""
    return f"notifications.webhooks.secret:{endpoint_id}"


def sealed(secret: str, endpoint_id: UUID) -> str:
    return seal(secret, purpose=purpose(endpoint_id))


def opened(text: str, endpoint_id: UUID) -> str:
    """The secret itself; `CannotBeOpened` where the installation's keys are others now."""
    return unseal(text, purpose=purpose(endpoint_id))


def headers(message_id: UUID, at: datetime, body: bytes, keys: list[str]) -> list[tuple[str, str]]:
    """The three headers of one attempt; a signature by each of the keys, the newest first."""
    stamp = str(int(at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    return [
        ("webhook-id", str(message_id)),
        ("webhook-timestamp", stamp),
        ("webhook-signature", " ".join(_signature(key, signed) for key in keys)),
    ]


def _signature(key: str, signed: bytes) -> str:
    digest = hmac.new(base64.b64decode(key.removeprefix(START)), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")
