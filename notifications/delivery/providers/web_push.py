"""Web push: encrypted for one browser (RFC 8291), signed with our key (RFC 8292), posted to the browser's push service.

The service's address came from a member's browser, so it is a stranger's URL: it is posted to by the safe fetch alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import jwt
from django.conf import settings

from config import clock, fetching
from notifications.addresses import vapid
from notifications.delivery.providers.protocol import AddressGone, Message, Permanent, Result, Sent, Transient
from notifications.delivery.retrying import read_retry_after

NAME = "web_push"
LONGEST_BODY = 2_000
LONGEST_TTL = timedelta(days=1)
SECONDS = 10.0


class WebPush:
    """The push services of browsers, each asked for itself: one that is down holds up its own browsers alone."""

    name = NAME

    @contextmanager
    def session(self) -> Iterator[WebPush]:
        yield self

    def send(self, message: Message) -> Result:
        try:
            body, headers = _sealed(message), _headers(message)
        except ValueError as error:
            return Permanent(f"cannot be encrypted: {error}")
        try:
            answer = fetching.post(message.address, body, headers=headers, seconds=SECONDS)
        except fetching.FetchRefused as error:
            return AddressGone(f"its address is refused: {error}")
        except fetching.FetchError as error:
            return Transient(str(error))
        if 200 <= answer.status < 300:
            return Sent(answer.first("location")[:200] or str(message.delivery_id))
        if answer.status in {404, 410}:
            return AddressGone("the browser has ended its subscription", answer.status)
        if answer.status in {408, 425, 429} or answer.status >= 500 or answer.status < 400:
            return Transient(f"answered {answer.status}", answer.status, read_retry_after(answer.first("retry-after")))
        return Permanent(f"answered {answer.status}", answer.status)


def _sealed(message: Message) -> bytes:
    from pywebpush import WebPusher, WebPushException

    words = message.words
    said = {
        "id": str(message.delivery_id),
        "type": message.type,
        "title": words.title[:200],
        "body": words.body[:LONGEST_BODY],
        "url": message.link,
    }
    data = json.dumps(said, ensure_ascii=False).encode()
    while len(data) > 3_900 and said["body"]:  # push services take 4,096 bytes, some of which the encryption needs
        said["body"] = said["body"][: len(said["body"]) // 2]
        data = json.dumps(said, ensure_ascii=False).encode()
    keys = {"p256dh": message.p256dh, "auth": message.auth}
    try:
        sealed = WebPusher({"endpoint": message.address, "keys": keys}).encode(data, "aes128gcm")
    except WebPushException as error:
        raise ValueError(str(error)) from None
    return bytes(sealed["body"])


def _headers(message: Message) -> list[tuple[str, str]]:
    left = LONGEST_TTL if message.expires_at is None else min(message.expires_at - clock.now(), LONGEST_TTL)
    topic = base64.urlsafe_b64encode(message.delivery_id.bytes).rstrip(b"=").decode()
    return [
        ("Content-Type", "application/octet-stream"),
        ("Content-Encoding", "aes128gcm"),
        ("TTL", str(max(0, int(left.total_seconds())))),
        ("Urgency", "high" if message.is_urgent else "normal"),
        # One that is sent again takes the place of the first, if that has not been fetched.
        ("Topic", topic),
        ("Authorization", _signed(message.address)),
    ]


def _signed(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    # Good for twelve hours, and made anew each hour: so a batch to one service is signed once.
    hour = int(clock.now().timestamp()) // 3600
    return _signed_for(settings.VAPID_PRIVATE_KEY, f"{parts.scheme}://{parts.netloc}", hour)


@lru_cache(maxsize=64)
def _signed_for(key: str, audience: str, hour: int) -> str:
    claims = {"aud": audience, "exp": (hour + 12) * 3600, "sub": settings.VAPID_SUBJECT}
    token = jwt.encode(claims, vapid.private_key(key), algorithm="ES256")
    return f"vapid t={token}, k={vapid.public_key(key)}"
