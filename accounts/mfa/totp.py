"""TOTP's arithmetic (RFC 6238): secrets, their address for apps and its picture, and which step a code belongs to."""

from __future__ import annotations

import io
import re

import pyotp
import segno
from django.conf import settings

from config import clock

STEP_SECONDS = 30
DRIFT = 1
"""How many steps a clock may be off, either way."""
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def new_secret() -> str:
    """160 random bits in base 32, as apps want it."""
    return pyotp.random_base32()


def address(secret: str, username: str) -> str:
    """The `otpauth:` address that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=settings.SITE_NAME)


def picture(secret: str, username: str) -> str:
    """The same as a QR code: an SVG element, dark on white, for apps' cameras."""
    out = io.BytesIO()
    segno.make(address(secret, username), error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=4, border=4, dark="#000", light="#fff", omitsize=False
    )
    return out.getvalue().decode()


def step_of(secret: str, code: str) -> int | None:
    """The time-step that the code belongs to, at most one from now; None where it belongs to none of these.

    All three are compared, whichever fits, so that the time tells nothing.
    """
    if not _CODE.fullmatch(code):
        return None
    now = int(clock.now().timestamp()) // STEP_SECONDS
    maker, found = pyotp.TOTP(secret), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if pyotp.utils.strings_equal(code, maker.generate_otp(step)):
            found = step
    return found
