"""Our own key towards push services (VAPID, RFC 8292): its public half is what browsers subscribe with."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@lru_cache(maxsize=4)
def private_key(key: str) -> ec.EllipticCurvePrivateKey:
    """The private key of the settings, to sign with."""
    return ec.derive_private_key(int.from_bytes(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))), ec.SECP256R1())


@lru_cache(maxsize=4)
def public_key(key: str) -> str:
    """The public half of a private key of the settings; empty without one."""
    if not key:
        return ""
    point = private_key(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def make_keys() -> tuple[str, str]:
    """A new private key and its public half, as the settings and browsers take them."""
    raw = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
    private = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return private, public_key(private)
