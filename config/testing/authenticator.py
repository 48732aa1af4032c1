"""An authenticator in software: makes passkeys and signs with them, as a phone or a security key does (WebAuthn).

    device = Authenticator(origin="http://localhost:8000")
    made = device.make(options)      # the JSON that `navigator.credentials.create` would give
    signed = device.sign(options)    # the same of `get`

What it says can be bent for attacks: another `origin`, a count that goes back, nobody recognised.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Key:
    """One passkey in the device."""

    credential_id: bytes
    private: ec.EllipticCurvePrivateKey
    handle: bytes
    rp_id: str
    count: int = 0


@dataclass
class Authenticator:
    """A device with its passkeys, and the browser in front of it."""

    origin: str = field(default_factory=lambda: str(settings.PASSKEY_ORIGINS[0]))
    recognises: bool = True
    counts: bool = True
    cross_origin: bool = False
    keys: list[Key] = field(default_factory=list)

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """A new passkey, as the options ask."""
        key = Key(
            os.urandom(32),
            ec.generate_private_key(ec.SECP256R1()),
            base64url_to_bytes(options["user"]["id"]),
            options["rp"]["id"],
        )
        self.keys.append(key)
        numbers = key.private.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        attested = bytes(16) + len(key.credential_id).to_bytes(2) + key.credential_id + public
        said = self._said(key, ATTESTED) + attested
        response = {
            "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
            "attestationObject": bytes_to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})),
            "transports": ["internal"],
        }
        return self._credential(key, response)

    def sign(self, options: dict[str, Any], key: Key | None = None) -> dict[str, Any]:
        """What one of the passkeys signs: the newest unless told."""
        key = key or self.keys[-1]
        key.count += int(self.counts)
        client_data = self._client_data("webauthn.get", options["challenge"])
        said = self._said(key)
        signed = said + hashlib.sha256(base64url_to_bytes(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": bytes_to_base64url(said),
            "signature": bytes_to_base64url(key.private.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": bytes_to_base64url(key.handle),
        }
        return self._credential(key, response)

    def _client_data(self, what: str, challenge: str) -> str:
        data = {"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin}
        return bytes_to_base64url(json.dumps(data).encode())

    def _said(self, key: Key, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.recognises else 0) | more
        return hashlib.sha256(key.rp_id.encode()).digest() + bytes([flags]) + key.count.to_bytes(4)

    def _credential(self, key: Key, response: dict[str, Any]) -> dict[str, Any]:
        name = bytes_to_base64url(key.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
