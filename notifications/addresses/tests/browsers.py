"""A browser's side of web push: a subscription, and what is needed to read what comes."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Browser:
    """One that has subscribed at `endpoint`."""

    def __init__(self, endpoint: str = "https://push.test/send/abc") -> None:
        self.endpoint = endpoint
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(point), "auth": _text(self.secret)}

    @property
    def body(self) -> dict[str, Any]:
        return {"kind": "web_push", "endpoint": self.endpoint, "keys": self.keys, "label": "My browser"}

    def read(self, sealed: bytes) -> dict[str, Any]:
        """What a message says."""
        plain = http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(plain)
